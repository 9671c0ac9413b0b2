//===- FileChecks.cpp - files that flags name, against each other -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FileChecks.h.
// Why:  see FileChecks.h.
// Never: opens a file.
//
//===----------------------------------------------------------------------===//

#include "FileChecks.h"
#include "OutputFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include <set>

namespace fs = llvm::sys::fs;

namespace meld {

namespace {

/// The same for all names of one file; empty for what is no regular file, such as
/// /dev/null, which may be named as often as one likes.
std::string identityOf(llvm::StringRef path) {
  if (isStandardOutput(path))
    return "-";
  fs::file_status status;
  if (!fs::status(path, status)) {
    const fs::UniqueID id = status.getUniqueID();
    return fs::is_regular_file(status) ? std::to_string(id.getDevice()) + ":" + std::to_string(id.getFile()) : "";
  }
  llvm::SmallString<128> absolute = path;
  if (fs::make_absolute(absolute))
    return path.str();
  llvm::SmallString<128> folder;
  if (fs::real_path(llvm::sys::path::parent_path(absolute), folder))
    return absolute.str().str();
  llvm::sys::path::append(folder, llvm::sys::path::filename(absolute));
  return folder.str().str();
}

struct NamedFile {
  llvm::StringRef flag, path;
};

/// What is written besides the module.
std::vector<NamedFile> sideOutputs(const Request &request) {
  std::vector<NamedFile> files = {{"-time-trace", request.timeTraceFile},
                                  {"-pass-remarks-output", request.remarksFile},
                                  {"-info-output-file", request.infoFile},
                                  {"-dependency-file", request.dependencyFile}};
  for (llvm::StringRef report : request.reports)
    files.push_back({"-report", report.split(':').second.split(':').second});
  llvm::erase_if(files, [](const NamedFile &file) { return file.path.empty(); });
  return files;
}

} // namespace

Result<void> checkFiles(const Request &request) {
  auto isStandardInput = [](llvm::StringRef text) { return text.split(':').second == "-"; };
  if (llvm::count_if(request.sideInputs, isStandardInput) + (request.input == "-") > 1)
    return error(Location::commandLine("-input"), "standard input can be read only once")
        .remedy("name files for the other inputs");

  const bool writesFile = (!request.disableOutput && !isStandardOutput(request.output)) || !request.reports.empty();
  if (!request.dependencyFile.empty() && !writesFile)
    return error(Location::commandLine("-dependency-file"), "no file is written that could depend on others")
        .remedy("name the output with -o, or leave the flag out");

  std::set<std::string> read;
  auto addRead = [&](llvm::StringRef path) {
    if (path != "-")
      read.insert(identityOf(path));
  };
  for (llvm::StringRef plugin : request.plugins)
    addRead(plugin);
  for (llvm::StringRef input : request.sideInputs)
    addRead(input.split(':').second);
  if (llvm::StringRef path = request.pipeline; path.consume_front("@"))
    addRead(path);

  // The module may replace the one it is made of, and nothing else may replace an input.
  std::set<std::string> written;
  auto write = [&](const NamedFile &file) -> Result<void> {
    const std::string identity = identityOf(file.path);
    if (identity.empty())
      return {};
    if (read.count(identity))
      return error(Location::commandLine(file.flag), "'" + file.path + "' is read, and would be overwritten")
          .remedy("name another file");
    if (!written.insert(identity).second)
      return error(Location::commandLine(file.flag), "'" + file.path + "' would be written twice")
          .remedy("name a file of its own for each output");
    return {};
  };
  if (!request.disableOutput)
    if (Result<void> good = write({"-o", request.output}); !good)
      return good;
  addRead(request.input);
  for (const NamedFile &file : sideOutputs(request))
    if (Result<void> good = write(file); !good)
      return good;
  return {};
}

} // namespace meld
