//===- RemarkFile.cpp - remarks for tools ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see RemarkFile.h.
// Why:  see RemarkFile.h.
// Never: see RemarkFile.h.
//
//===----------------------------------------------------------------------===//

#include "RemarkFile.h"
#include "OutputFile.h"
#include "llvm/Remarks/Remark.h"
#include "llvm/Remarks/RemarkSerializer.h"
#include "llvm/Support/Error.h"

namespace remarks = llvm::remarks;

namespace meld {

namespace {

remarks::Type typeOf(RemarkKind kind) {
  switch (kind) {
  case RemarkKind::Passed:
    return remarks::Type::Passed;
  case RemarkKind::Missed:
    return remarks::Type::Missed;
  case RemarkKind::Analysis:
    return remarks::Type::Analysis;
  }
  return remarks::Type::Unknown;
}

/// Readers want every remark to be of a function.
std::string functionOf(const Location &location) {
  if (location.entity != Location::Entity::Function)
    return "(module)";
  return location.name.empty() ? "#" + std::to_string(location.index) : location.name;
}

} // namespace

RemarkFile::RemarkFile(llvm::StringRef file) : file(file.str()) {
  if (!isOn())
    return;
  auto made = remarks::createRemarkSerializer(remarks::Format::YAML, remarks::SerializerMode::Separate, stream);
  assert(made && "YAML is always there");
  serializer = std::move(*made);
}

RemarkFile::~RemarkFile() = default;

void RemarkFile::add(const Diagnostic &diagnostic, llvm::StringRef inputName, std::optional<TextPosition> position) {
  const std::string function = functionOf(diagnostic.location);
  remarks::Remark remark;
  remark.RemarkType = typeOf(diagnostic.remark->kind);
  remark.PassName = diagnostic.origin;
  remark.RemarkName = diagnostic.remark->name;
  remark.FunctionName = function;
  if (position)
    remark.Loc = remarks::RemarkLocation{inputName, position->line, position->column};
  for (const RemarkValue &part : diagnostic.remark->parts) {
    remark.Args.emplace_back();
    remark.Args.back().Key = part.key.empty() ? llvm::StringRef("String") : llvm::StringRef(part.key);
    remark.Args.back().Val = part.text;
  }
  serializer->emit(remark);
}

Result<void> RemarkFile::write() { return isOn() ? writeOutputFile(file, content) : Result<void>(); }

} // namespace meld
