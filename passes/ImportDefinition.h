//===- ImportDefinition.h - imported memories become the module's own -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `import=define`: turns each imported memory into one that the module defines, of
//       a given size, and exports it.
// Why:  one frozen image has no host that brings the memory. What follows from the premise
//       private-import: docs/passes/rebase.md, S16.
// Never: makes the memory smaller than its data or its minimum, or larger than its maximum;
//        splits what two imports of one name may share, unless that is granted.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_IMPORTDEFINITION_H
#define MELD_PASSES_IMPORTDEFINITION_H

#include "meld/Pass/AnalysisManager.h"
#include "meld/Pass/Options.h"

namespace meld {

/// `import-pages=V`, `import-pages.NAME=V`; a memory's minimum where nothing is said.
struct ImportPages {
  std::optional<PageAmount> all;
  KeyedPages named;
  bool isGiven() const { return all || !named.empty(); }
};

/// Before anything else a pass does: analyses of memories are dropped.
Result<void> defineImportedMemories(Module &module, ModuleAnalysisManager &analyses, const ImportPages &pages);

} // namespace meld

#endif // MELD_PASSES_IMPORTDEFINITION_H
