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

/// Makes a file beside `target` with its permissions, if it exists.
Result<fs::TempFile> writeAside(llvm::StringRef path, llvm::StringRef target, const fs::file_status &status,
                                llvm::StringRef bytes) {
  llvm::Expected<fs::TempFile> temporary = fs::TempFile::create(target + ".tmp-%%%%%%");
  if (!temporary)
    return cannotWrite(path, llvm::toString(temporary.takeError()));
  std::error_code reason;
  {
    llvm::raw_fd_ostream stream(temporary->FD, /*shouldClose=*/false);
    reason = writeAll(stream, bytes);
  }
  if (!reason && fs::exists(status))
    reason = fs::setPermissions(temporary->FD, status.permissions());
  if (reason) {
    llvm::consumeError(temporary->discard());
    return cannotWrite(path, reason.message());
  }
  return std::move(*temporary);
}

} // namespace

bool isStandardOutput(llvm::StringRef path) { return path == "-" || path == "/dev/stdout"; }

OutputFiles::~OutputFiles() {
  for (File &file : files)
    if (file.aside)
      llvm::consumeError(file.aside->discard());
}

Result<void> OutputFiles::write(llvm::StringRef path, llvm::StringRef bytes) {
  File file{path.str(), bytes};
  if (!isStandardOutput(path)) {
    fs::file_status status;
    std::error_code missing = fs::status(path, status);
    if (missing && missing != std::errc::no_such_file_or_directory)
      return cannotWrite(path, missing.message());
    // What has no name of its own in a directory cannot be renamed over.
    const bool isFile = !fs::exists(status) || fs::is_regular_file(status);
    if (isFile && !path.starts_with("/dev/")) {
      // Replace what a link points to, not the link.
      llvm::SmallString<128> target = path, real;
      if (fs::exists(status) && !fs::real_path(path, real))
        target = real;
      Result<fs::TempFile> aside = writeAside(path, target, status, bytes);
      if (!aside)
        return aside.takeFailure();
      file.aside.emplace(std::move(*aside));
      file.target = target.str().str();
    }
  }
  files.push_back(std::move(file));
  return {};
}

Result<void> OutputFiles::keep() {
  for (File &file : files) {
    if (isStandardOutput(file.path)) {
      llvm::raw_fd_ostream stream(STDOUT_FILENO, /*shouldClose=*/false);
      if (std::error_code reason = writeAll(stream, file.bytes))
        return cannotWrite("standard output", reason.message());
    } else if (!file.aside) {
      if (Result<void> written = writeDirectly(file.path, file.bytes); !written)
        return written;
    } else {
      llvm::Error kept = file.aside->keep(file.target);
      file.aside.reset();
      if (kept)
        return cannotWrite(file.path, llvm::toString(std::move(kept)));
    }
  }
  files.clear();
  return {};
}

Result<void> writeOutputFile(llvm::StringRef path, llvm::StringRef bytes) {
  OutputFiles files;
  Result<void> written = files.write(path, bytes);
  return written ? files.keep() : std::move(written);
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
