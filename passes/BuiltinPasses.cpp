//===- BuiltinPasses.cpp - the only list of built-in passes -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see BuiltinPasses.h.
// Why:  see BuiltinPasses.h.
// Never: registers conditionally: every build has the same passes.
//
//===----------------------------------------------------------------------===//

#include "passes/BuiltinPasses.h"
#include "meld/Analysis/FeatureUses.h"
#include "meld/Analysis/HostInterface.h"
#include "meld/Analysis/MemoryGrow.h"
#include "meld/Analysis/MemoryLayout.h"
#include "meld/Analysis/ShadowStack.h"
#include "meld/Analysis/StructuralHash.h"
#include "meld/Pass/Registry.h"
#include "passes/CabiReallocDrop.h"
#include "passes/DeadCodeElimination.h"
#include "passes/GrowToBoundedBump.h"
#include "passes/MemoryGrowProbe.h"
#include "passes/Print.h"
#include "passes/SegmentRebase.h"
#include "passes/Strip.h"
#include "passes/Verify.h"

namespace meld {

void registerBuiltinPasses(Registry &registry) {
  registry.addPass<CabiReallocDrop>();
  registry.addPass<DeadCodeElimination>();
  registry.addPass<GrowToBoundedBump>();
  registry.addPass<MemoryGrowProbe>();
  registry.addPass<Print>();
  registry.addPass<PrintFunction>();
  registry.addPass<SegmentRebase>();
  registry.addPass<Strip>();
  registry.addPass<Verify>();

  registry.addPipeline("default<mcu>", "cabi-realloc-drop,dce,probe,rebase,bump-grow,dce,verify<profile=mcu>",
                       "one frozen memory, nothing dead, as native compilers for microcontrollers like it");

  registry.addAnalysis<BodyFactsAnalysis>();
  registry.addAnalysis<CallGraphAnalysis>();
  registry.addAnalysis<FeatureUsesAnalysis>();
  registry.addAnalysis<HostInterfaceAnalysis>();
  registry.addAnalysis<MemoryGrowAnalysis>();
  registry.addAnalysis<MemoryLayoutAnalysis>();
  registry.addAnalysis<ShadowStackAnalysis>();
  registry.addAnalysis<StructuralHashAnalysis>();

  for (const Premise &premise : builtinPremises())
    registry.addPremise(premise);
}

} // namespace meld
