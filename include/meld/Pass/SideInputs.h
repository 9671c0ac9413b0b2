//===- SideInputs.h - files that passes ask for by name -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: contents of further input files, by a name the pass gives them.
// Why:  a pipeline string has no file names, and a pass opens no file: what a run read
//       is known in one place, by name, and can be stored with the pipeline.
// Never: reads a file; lets one that no pass asked for go unnoticed.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_SIDEINPUTS_H
#define MELD_PASS_SIDEINPUTS_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <set>

namespace meld {

class SideInputs {
public:
  /// False if there is one of that name.
  bool add(llvm::StringRef name, std::unique_ptr<llvm::MemoryBuffer> content) {
    return contents.emplace(name.str(), std::move(content)).second;
  }
  /// The content given under `name`, valid as long as this object. Fails at `location`
  /// (of what needs it) if there is none.
  Result<llvm::MemoryBufferRef> get(llvm::StringRef name, Location location) const;
  bool has(llvm::StringRef name) const { return contents.count(name) != 0; }
  /// Names that were never asked for.
  std::vector<std::string> unused() const;

private:
  std::map<std::string, std::unique_ptr<llvm::MemoryBuffer>, std::less<>> contents;
  /// Only passes over modules have access, one at a time.
  mutable std::set<std::string, std::less<>> used;
};

} // namespace meld

#endif // MELD_PASS_SIDEINPUTS_H
