//===- MemoryGrowProbe.cpp - pass `probe` -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see MemoryGrowProbe.h.
// Why:  the work is in the analysis `memory-grow`; the pass prints and judges.
// Never: see MemoryGrowProbe.h.
//
//===----------------------------------------------------------------------===//

#include "passes/MemoryGrowProbe.h"
#include "meld/Analysis/MemoryGrow.h"

namespace meld {

PassResult MemoryGrowProbe::run(Module &module, ModuleAnalysisManager &analyses) {
  const MemoryGrow &grow = analyses.get<MemoryGrowAnalysis>(module);
  if (options.format == Format::Json)
    grow.printJson(analyses.out(), module);
  else
    grow.print(analyses.out(), module);
  if (!options.denyLive)
    return PreservedAnalyses::all();
  constexpr const char *ways = "lower it (-passes=rebase,bump-grow), or build the component with an allocator that "
                               "never calls memory.grow; see docs/input-contract.md#when-growth-is-live";
  if (std::optional<FunctionId> unknown = grow.undecodable())
    return error(module.locate(*unknown), "this body cannot be decoded, so growth is unknown and counts as live")
        .remedy("rebuild it without instructions this tool does not know");
  for (const MemoryFacts &memory : grow.memories())
    for (const GrowSite &site : memory.growSites)
      if (mayGrow(site.verdict))
        return error(module.locate(site.function, site.codeByte), "memory.grow is live: " + grow.explain(site))
            .remedy(ways);
  return PreservedAnalyses::all();
}

} // namespace meld
