//===- DependencyFile.cpp - what a build has to watch -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see DependencyFile.h.
// Why:  see DependencyFile.h.
// Never: see DependencyFile.h.
//
//===----------------------------------------------------------------------===//

#include "DependencyFile.h"
#include "OutputFile.h"

namespace meld {

/// A file's name as make and ninja read it.
static std::string escaped(llvm::StringRef name) {
  std::string result;
  for (char c : name) {
    if (c == ' ' || c == '#' || c == '\\')
      result += '\\';
    if (c == '$')
      result += '$';
    result += c;
  }
  return result;
}

std::string dependencyText(const Request &request) {
  std::string targets, prerequisites;
  auto add = [](std::string &list, llvm::StringRef file) {
    if (!file.empty() && !isStandardOutput(file)) // of an input as well: `-`
      list += (list.empty() ? "" : " \\\n  ") + escaped(file);
  };
  auto fileOf = [](llvm::StringRef report) { return report.split(':').second.split(':').second; };
  if (!request.disableOutput)
    add(targets, request.output);
  for (const std::string &report : request.reports)
    add(targets, fileOf(report));
  add(prerequisites, request.input);
  llvm::StringRef pipeline = request.pipeline;
  if (pipeline.consume_front("@"))
    add(prerequisites, pipeline);
  for (llvm::StringRef sideInput : request.sideInputs)
    add(prerequisites, sideInput.split(':').second);
  for (const std::string &plugin : request.plugins)
    add(prerequisites, plugin);
  return targets + ": " + prerequisites + "\n";
}

} // namespace meld
