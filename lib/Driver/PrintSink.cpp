//===- PrintSink.cpp - where observers print modules, and what of them ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see PrintSink.h.
// Why:  see PrintSink.h.
// Never: see PrintSink.h.
//
//===----------------------------------------------------------------------===//

#include "PrintSink.h"
#include "OutputFile.h"
#include "UnitName.h"
#include "meld/IR/Printer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

namespace meld {

std::vector<FunctionId> PrintSink::wantedFunctions(const Module &module) {
  std::set<FunctionId> wanted;
  auto want = [&](const std::string &name, FunctionId id) {
    wanted.insert(id);
    namesFound.insert(name);
  };
  for (const std::string &name : request.printedFunctions) {
    uint32_t index = 0;
    if (!llvm::StringRef(name).getAsInteger(10, index) && module.functions().contains(FunctionId(index)))
      want(name, FunctionId(index));
    for (const Export &entry : module.exports())
      if (entry.target.kind == ExternalKind::Function && entry.name == name)
        want(name, FunctionId(entry.target.id));
    for (FunctionId id : module.functions().ids())
      if (module.functions()[id].name == name)
        want(name, id);
  }
  return {wanted.begin(), wanted.end()};
}

bool PrintSink::wants(const PassUnit &unit) {
  if (request.printedFunctions.empty())
    return true;
  std::vector<FunctionId> wanted = wantedFunctions(unit.module);
  return unit.function ? llvm::is_contained(wanted, *unit.function) : !wanted.empty();
}

void PrintSink::printUnit(llvm::raw_ostream &out, const PassUnit &unit) {
  if (unit.function) {
    printFunction(out, unit.module, *unit.function);
  } else if (request.printedFunctions.empty()) {
    printModule(out, unit.module);
  } else {
    for (FunctionId id : wantedFunctions(unit.module))
      printFunction(out, unit.module, id);
  }
}

void PrintSink::print(llvm::StringRef when, const PassInfo &pass, const PassUnit &unit,
                      llvm::function_ref<void(llvm::raw_ostream &)> body) {
  std::string where = unit.function ? " on " + nameOf(unit) : "";
  auto printAll = [&](llvm::raw_ostream &out) {
    out << ";; *** " << when << ' ' << pass.name << where << " ***\n";
    body(out);
  };
  if (request.printDirectory.empty()) {
    printAll(log);
    return;
  }
  // What is no letter or digit, such as in print<a;json>, would be odd in a file's name.
  std::string name = pass.name.str();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !llvm::isAlnum(c) && c != '-'; }, '_');
  llvm::SmallString<128> path(request.printDirectory);
  std::string file = llvm::formatv("{0,0+4}-{1}-{2}", ++fileCount, name, when);
  file = llvm::StringRef(file).ltrim(' ').str() + (unit.function ? "-" + std::to_string(unit.function->value) : "");
  llvm::sys::path::append(path, file + ".wat");
  std::string content;
  llvm::raw_string_ostream stream(content);
  printAll(stream);
  if (failure)
    return;
  if (std::error_code reason = llvm::sys::fs::create_directories(request.printDirectory))
    failure = error(Location::file(request.printDirectory), "cannot be written: " + reason.message())
                  .remedy("name a directory after -print-module-to-dir=");
  else if (Result<void> written = writeOutputFile(path, content); !written)
    failure = written.takeFailure();
}

Result<void> PrintSink::checkWritten() {
  if (!failure)
    return {};
  Failure first = std::move(*failure);
  failure.reset();
  return first;
}

Result<void> PrintSink::checkNames() const {
  for (const std::string &name : request.printedFunctions)
    if (!namesFound.count(name))
      return error(Location::commandLine("-filter-print-funcs"), "no function '" + name + "' was there to be printed")
          .remedy("give a debug name without '$', the name of an export, or an index");
  return {};
}

} // namespace meld
