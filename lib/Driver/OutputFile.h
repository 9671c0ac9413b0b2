//===- OutputFile.h - all of the output or none -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes bytes to files, devices or standard output.
// Why:  a failed run leaves no file and never touches an older one, whichever of its files
//       could not be written.
// Never: leaves a half-written file under the name asked for.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_OUTPUTFILE_H
#define MELD_LIB_DRIVER_OUTPUTFILE_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/FileSystem.h"

namespace meld {

/// Whether `path` is standard output (`-` or `/dev/stdout`).
bool isStandardOutput(llvm::StringRef path);

/// Files that a run writes together.
class OutputFiles {
public:
  OutputFiles() = default;
  ~OutputFiles();
  OutputFiles(const OutputFiles &) = delete;
  OutputFiles &operator=(const OutputFiles &) = delete;

  /// Writes a regular file aside; a link is followed. What cannot be renamed, pipes,
  /// devices and standard output, waits: `bytes` has to stay until `keep`.
  Result<void> write(llvm::StringRef path, llvm::StringRef bytes);
  /// Gives all of them their names, and writes what waits. Without it nothing was written.
  Result<void> keep();

private:
  struct File {
    std::string path;
    llvm::StringRef bytes;
    std::optional<llvm::sys::fs::TempFile> aside = std::nullopt;
    std::string target = {}; ///< of the rename
  };
  std::vector<File> files;
};

/// One file, at once.
Result<void> writeOutputFile(llvm::StringRef path, llvm::StringRef bytes);

/// Appends `text` to a file, which is made if there is none.
Result<void> appendToFile(llvm::StringRef path, llvm::StringRef text);

} // namespace meld

#endif // MELD_LIB_DRIVER_OUTPUTFILE_H
