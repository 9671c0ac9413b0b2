//===- OutputFile.cpp - all of the output or none ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see OutputFile.h.
// Why:  a rename is the one change of a file that happens at once.
// Never: ignores an error of the operating system, not even at closing.
//
//===----------------------------------------------------------------------===//

#include "OutputFile.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <unistd.h>

namespace fs = llvm::sys::fs;

namespace meld {

namespace {

Failure cannotWrite(llvm::StringRef path, const llvm::Twine &reason) {
  return error(Location::file(path), "cannot be written: " + reason)
      .remedy("name a file in a directory that exists, is writable and has room");
}

/// Writes through an open descriptor and reports what went wrong meanwhile.
std::error_code writeAll(llvm::raw_fd_ostream &stream, llvm::StringRef bytes) {
  stream << bytes;
  stream.flush();
  std::error_code reason = stream.error();
  // The stream's destructor would end the process.
  stream.clear_error();
  return reason;
}

Result<void> writeDirectly(llvm::StringRef path, llvm::StringRef bytes) {
  std::error_code reason;
  llvm::raw_fd_ostream stream(path, reason, fs::CD_OpenExisting, fs::FA_Write, fs::OF_None);
  if (!reason)
    reason = writeAll(stream, bytes);
  if (reason)
    return cannotWrite(path, reason.message());
  return {};
}

Result<void> writeAside(llvm::StringRef path, const fs::file_status &status, llvm::StringRef bytes) {
  llvm::SmallString<128> target = path;
  bool exists = fs::exists(status);
  if (exists) {
    // Replace what a link points to, not the link.
    llvm::SmallString<128> real;
    if (!fs::real_path(path, real))
      target = real;
  }
  llvm::Expected<fs::TempFile> temporary = fs::TempFile::create(target + ".tmp-%%%%%%");
  if (!temporary)
    return cannotWrite(path, llvm::toString(temporary.takeError()));
  std::error_code reason;
  {
    llvm::raw_fd_ostream stream(temporary->FD, /*shouldClose=*/false);
    reason = writeAll(stream, bytes);
  }
  if (!reason && exists)
    reason = fs::setPermissions(temporary->FD, status.permissions());
  if (reason) {
    llvm::consumeError(temporary->discard());
    return cannotWrite(path, reason.message());
  }
  if (llvm::Error kept = temporary->keep(target))
    return cannotWrite(path, llvm::toString(std::move(kept)));
  return {};
}

} // namespace

bool isStandardOutput(llvm::StringRef path) { return path == "-" || path == "/dev/stdout"; }

Result<void> writeOutputFile(llvm::StringRef path, llvm::StringRef bytes) {
  if (isStandardOutput(path)) {
    llvm::raw_fd_ostream stream(STDOUT_FILENO, /*shouldClose=*/false);
    if (std::error_code reason = writeAll(stream, bytes))
      return cannotWrite("standard output", reason.message());
    return {};
  }
  fs::file_status status;
  std::error_code missing = fs::status(path, status);
  if (missing && missing != std::errc::no_such_file_or_directory)
    return cannotWrite(path, missing.message());
  // What has no name of its own in a directory cannot be renamed over.
  bool isFile = !fs::exists(status) || fs::is_regular_file(status);
  if (!isFile || path.starts_with("/dev/"))
    return writeDirectly(path, bytes);
  return writeAside(path, status, bytes);
}

Result<void> appendToFile(llvm::StringRef path, llvm::StringRef text) {
  std::error_code reason;
  llvm::raw_fd_ostream stream(path, reason, fs::OF_Append);
  if (!reason)
    reason = writeAll(stream, text);
  if (reason)
    return cannotWrite(path, reason.message());
  return {};
}

} // namespace meld
