//===- Target.cpp - what fuzz targets share ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Target.h.
// Why:  see Target.h.
// Never: see Target.h.
//
//===----------------------------------------------------------------------===//

#include "Target.h"

namespace meld::fuzz {

void keep(const char *name, llvm::ArrayRef<uint8_t> module) {
  const char *directory = std::getenv("MELD_FUZZ_KEEP");
  if (!directory)
    return;
  std::error_code failed;
  llvm::raw_fd_ostream file((llvm::Twine(directory) + "/" + name).str(), failed);
  file.write(reinterpret_cast<const char *>(module.data()), module.size());
}

void editEverything(Module &module) {
  auto each = [&](const auto &space) {
    for (auto id : space.ids())
      module.edit(id);
  };
  each(module.functions());
  each(module.tables());
  each(module.memories());
  each(module.globals());
  each(module.tags());
  each(module.dataSegments());
  each(module.elementSegments());
  module.editExports();
  module.editCustomSections();
  module.setStart(module.start());
  for (FunctionId id : module.functions().ids())
    if (!module.isImported(id))
      module.setBody(id, module.functions()[id].body);
}

} // namespace meld::fuzz
