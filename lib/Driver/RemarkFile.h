//===- RemarkFile.h - remarks for tools ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-pass-remarks-output=FILE`: remarks as YAML, by LLVM's own writer.
// Why:  LLVM's tools (llvm-opt-report, llvm-remarkutil) and whoever uses its library read
//       the file.
// Never: writes a place it is not sure of.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_REMARKFILE_H
#define MELD_LIB_DRIVER_REMARKFILE_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"

namespace llvm::remarks {
struct RemarkSerializer;
}

namespace meld {

class RemarkFile {
public:
  /// `file`: empty if remarks are not to be written.
  explicit RemarkFile(llvm::StringRef file);
  ~RemarkFile();

  bool isOn() const { return !file.empty(); }
  /// `diagnostic` is a remark of a pass; `position` where it is in the text `inputName`,
  /// if there is one.
  void add(const Diagnostic &diagnostic, llvm::StringRef inputName, std::optional<TextPosition> position);
  Result<void> write();

private:
  const std::string file;
  std::string content;
  llvm::raw_string_ostream stream{content};
  std::unique_ptr<llvm::remarks::RemarkSerializer> serializer;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_REMARKFILE_H
