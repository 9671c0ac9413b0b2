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
#include "meld/Analysis/MemoryGrow.h"
#include "meld/Analysis/MemoryLayout.h"
#include "meld/Pass/Registry.h"
#include "passes/GrowToBoundedBump.h"
#include "passes/MemoryGrowProbe.h"
#include "passes/Print.h"
#include "passes/SegmentRebase.h"
#include "passes/Verify.h"

namespace meld {

void registerBuiltinPasses(Registry &registry) {
  registry.addPass<GrowToBoundedBump>();
  registry.addPass<MemoryGrowProbe>();
  registry.addPass<Print>();
  registry.addPass<PrintFunction>();
  registry.addPass<SegmentRebase>();
  registry.addPass<Verify>();

  registry.addAnalysis<BodyFactsAnalysis>();
  registry.addAnalysis<CallGraphAnalysis>();
  registry.addAnalysis<MemoryGrowAnalysis>();
  registry.addAnalysis<MemoryLayoutAnalysis>();

  registry.addPremise("in-bounds", "the program never accesses memory out of bounds");
  registry.addPremise("no-host-growth", "hosts and other instances do not grow this memory");
  registry.addPremise("host-adds-base", "hosts that exchange pointers with a window not at 0 add its base");
}

} // namespace meld
