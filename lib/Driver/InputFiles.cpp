//===- InputFiles.cpp - what a run reads ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see InputFiles.h.
// Why:  see InputFiles.h.
// Never: goes on after a file that cannot be read.
//
//===----------------------------------------------------------------------===//

#include "InputFiles.h"
#include "meld/Text/TextReader.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

namespace meld {

namespace {

Result<std::unique_ptr<llvm::MemoryBuffer>> readFile(llvm::StringRef path, const llvm::Twine &remedy) {
  auto file = path == "-" ? llvm::MemoryBuffer::getSTDIN()
                          : llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (std::error_code reason = file.getError())
    return error(Location::file(path == "-" ? "<stdin>" : path), "cannot be read: " + reason.message()).remedy(remedy);
  return std::move(*file);
}

} // namespace

Result<std::string> readPipeline(const Request &request) {
  llvm::StringRef path = request.pipeline;
  if (!path.consume_front("@"))
    return request.pipeline;
  if (path.empty())
    return error(Location::commandLine("-passes"), "no file is named after the '@'")
        .remedy("write -passes=@FILE, or the pipeline itself");
  Result<std::unique_ptr<llvm::MemoryBuffer>> file = readFile(path, "name a file that has the pipeline after the @");
  if (!file)
    return file.takeFailure();
  std::string pipeline = (*file)->getBuffer().trim().str();
  // One line, so that a caret under it means something.
  std::replace_if(
      pipeline.begin(), pipeline.end(), [](char c) { return llvm::isSpace(c); }, ' ');
  return pipeline;
}

llvm::StringRef inputName(const Request &request) {
  return request.input == "-" ? llvm::StringRef("<stdin>") : llvm::StringRef(request.input);
}

Result<std::unique_ptr<llvm::MemoryBuffer>> readInput(const Request &request) {
  return readFile(request.input, "name a readable file, or - for standard input");
}

Result<void> readSideInputs(const Request &request, SideInputs &inputs) {
  for (llvm::StringRef text : request.sideInputs) {
    auto [name, path] = text.split(':');
    if (name.empty() || path.empty())
      return error(Location::commandLine("-input"), "'" + text + "' is not NAME:FILE")
          .remedy("write -input=NAME:FILE, with the name that the pass asks for");
    Result<std::unique_ptr<llvm::MemoryBuffer>> file =
        readFile(path, "name a readable file after -input=" + name + ":");
    if (!file)
      return file.takeFailure();
    if (!inputs.add(name, std::move(*file)))
      return error(Location::commandLine("-input"), "side input '" + name + "' is given twice")
          .remedy("keep one of them");
  }
  return {};
}

Result<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> splitInput(const llvm::MemoryBuffer &input) {
  if (!looksLikeText(input.getBuffer()))
    return error(Location::file(input.getBufferIdentifier()), "only an input in the text format can be split")
        .remedy("leave -split-input-file out, or give modules as text");
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> parts;
  size_t line = 0;
  std::string part;
  auto finish = [&] {
    parts.push_back(llvm::MemoryBuffer::getMemBufferCopy(part, input.getBufferIdentifier()));
    part.assign(line, '\n');
  };
  for (llvm::StringRef rest = input.getBuffer(); !rest.empty();) {
    size_t length = std::min(rest.find('\n'), rest.size() - 1) + 1;
    ++line;
    if (rest.take_front(length).trim() == SplitMarker)
      finish();
    else
      part += rest.take_front(length);
    rest = rest.drop_front(length);
  }
  finish();
  return parts;
}

} // namespace meld
