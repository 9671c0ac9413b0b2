//===- Printer.cpp - a module as flat text -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Printer.h: the module fields, in the order of the binary's sections.
// Why:  see Printer.h.
// Never: hides that something could not be printed; a comment says so.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Printer.h"
#include "InstructionPrinter.h"
#include "meld/IR/References.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

/// Locals that are written out; engines refuse more (V8 and others: 50000).
constexpr uint64_t MaxLocals = 50000;

/// `"..."` with escapes (core specification 6.3.3).
void printString(llvm::raw_ostream &out, llvm::StringRef bytes) {
  out << '"';
  size_t printed = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    char c = bytes[i];
    if (llvm::isPrint(c) && c != '"' && c != '\\')
      continue;
    auto byte = static_cast<uint8_t>(c);
    out << bytes.slice(printed, i) << '\\' << llvm::hexdigit(byte >> 4, true) << llvm::hexdigit(byte & 15, true);
    printed = i + 1;
  }
  out << bytes.drop_front(printed) << '"';
}

class ModulePrinter {
public:
  ModulePrinter(llvm::raw_ostream &out, const Module &module)
      : out(out), module(module), names(module), code(out, module, names) {}

  void print();
  void print(FunctionId id);

private:
  /// `$name (;3;)`
  template <Space S> void printHead(Id<S> id);
  void printImport(const ExternalRef &import);
  void printDescription(TableId id);
  void printDescription(MemoryId id);
  void printDescription(GlobalId id);
  void printDescription(TagId id);
  void printSignature(FunctionId id);
  void printTypedLocals(const char *keyword, uint32_t first, llvm::ArrayRef<ValueType> types);
  void printLimits(const Limits &limits);
  void printExport(const Export &entry);
  void print(ElementId id);
  void print(DataId id);

  llvm::raw_ostream &out;
  const Module &module;
  TextNames names;
  InstructionPrinter code;
};

template <Space S> void ModulePrinter::printHead(Id<S> id) {
  if (llvm::StringRef identifier = names.identifier(S, id.value); !identifier.empty())
    out << ' ' << identifier;
  uint32_t index = names.index(S, id.value);
  out << " (;" << index;
  if (index != id.value)
    out << ", id " << id.value;
  out << ";)";
}

void ModulePrinter::printLimits(const Limits &limits) {
  if (limits.is64)
    out << " i64";
  out << ' ' << limits.minimum;
  if (limits.maximum)
    out << ' ' << *limits.maximum;
  if (limits.isShared)
    out << " shared";
  if (limits.pageSizeLog2)
    out << " (pagesize " << (uint64_t(1) << std::min(*limits.pageSizeLog2, 63u)) << ')';
}

void ModulePrinter::printDescription(TableId id) {
  const Table &table = module.tables()[id];
  printLimits(table.limits);
  out << ' ';
  code.printType(table.elementType);
}

void ModulePrinter::printDescription(MemoryId id) { printLimits(module.memories()[id].limits); }

void ModulePrinter::printDescription(GlobalId id) {
  const Global &global = module.globals()[id];
  out << (global.isMutable ? " (mut " : " ");
  code.printType(global.type);
  if (global.isMutable)
    out << ')';
}

void ModulePrinter::printDescription(TagId id) {
  out << " (type ";
  code.printReference(module.tags()[id].type);
  out << ')';
}

/// Named ones each alone, the others in runs.
void ModulePrinter::printTypedLocals(const char *keyword, uint32_t first, llvm::ArrayRef<ValueType> types) {
  for (size_t i = 0; i < types.size();) {
    llvm::StringRef identifier = code.local(first + static_cast<uint32_t>(i));
    size_t end = i + 1;
    if (identifier.empty())
      while (end < types.size() && code.local(first + static_cast<uint32_t>(end)).empty())
        ++end;
    else
      out << " (" << keyword << ' ' << identifier << ' ';
    if (identifier.empty())
      code.printTypes(keyword, types.slice(i, end - i));
    else
      code.printType(types[i]), out << ')';
    i = end;
  }
}

void ModulePrinter::printSignature(FunctionId id) {
  TypeId type = module.functions()[id].type;
  out << " (type ";
  code.printReference(type);
  out << ')';
  if (!module.types().contains(type))
    return;
  printTypedLocals("param", 0, module.types()[type].params);
  code.printTypes("result", module.types()[type].results);
}

void ModulePrinter::print(FunctionId id) {
  const Function &function = module.functions()[id];
  std::vector<ValueType> locals;
  uint64_t omitted = 0;
  for (const LocalRun &run : function.body.locals()) {
    uint64_t shown = std::min<uint64_t>(run.count, MaxLocals - locals.size());
    locals.insert(locals.end(), shown, run.type);
    omitted += run.count - shown;
  }
  auto params = static_cast<uint32_t>(
      module.types().contains(function.type) ? module.types()[function.type].params.size() : 0);
  code.setLocals(localIdentifiers(module, id, params + locals.size()));
  if (function.import)
    return printImport({ExternalKind::Function, id.value});
  out << "  (func";
  printHead(id);
  printSignature(id);
  out << '\n';
  if (!locals.empty()) {
    out << "   ";
    printTypedLocals("local", params, locals);
    out << '\n';
  }
  if (omitted)
    out << "    ;; " << omitted << " more locals are not shown\n";
  code.printCode(function.body);
  out << "  )\n";
}

void ModulePrinter::printImport(const ExternalRef &import) {
  auto begin = [&](ImportRef from, const char *keyword) {
    out << "  (import ";
    printString(out, from ? from->module : llvm::StringRef());
    out << ' ';
    printString(out, from ? from->field : llvm::StringRef());
    out << " (" << keyword;
  };
  switch (import.kind) {
  case ExternalKind::Function:
    begin(module.functions()[FunctionId(import.id)].import, "func");
    printHead(FunctionId(import.id));
    printSignature(FunctionId(import.id));
    break;
  case ExternalKind::Table:
    begin(module.tables()[TableId(import.id)].import, "table");
    printHead(TableId(import.id));
    printDescription(TableId(import.id));
    break;
  case ExternalKind::Memory:
    begin(module.memories()[MemoryId(import.id)].import, "memory");
    printHead(MemoryId(import.id));
    printDescription(MemoryId(import.id));
    break;
  case ExternalKind::Global:
    begin(module.globals()[GlobalId(import.id)].import, "global");
    printHead(GlobalId(import.id));
    printDescription(GlobalId(import.id));
    break;
  case ExternalKind::Tag:
    begin(module.tags()[TagId(import.id)].import, "tag");
    printHead(TagId(import.id));
    printDescription(TagId(import.id));
    break;
  }
  out << "))\n";
}

void ModulePrinter::printExport(const Export &entry) {
  out << "  (export ";
  printString(out, entry.name);
  switch (entry.target.kind) {
  case ExternalKind::Function:
    out << " (func ";
    code.printReference(FunctionId(entry.target.id));
    break;
  case ExternalKind::Table:
    out << " (table ";
    code.printReference(TableId(entry.target.id));
    break;
  case ExternalKind::Memory:
    out << " (memory ";
    code.printReference(MemoryId(entry.target.id));
    break;
  case ExternalKind::Global:
    out << " (global ";
    code.printReference(GlobalId(entry.target.id));
    break;
  case ExternalKind::Tag:
    out << " (tag ";
    code.printReference(TagId(entry.target.id));
    break;
  }
  out << "))\n";
}

void ModulePrinter::print(ElementId id) {
  const ElementSegment &segment = module.elementSegments()[id];
  out << "  (elem";
  printHead(id);
  switch (segment.mode) {
  case ElementSegment::Active:
    if (names.index(Space::Table, segment.table.value) != 0) {
      out << " (table ";
      code.printReference(segment.table);
      out << ')';
    }
    out << ' ';
    code.printExpression(segment.offset.instructions(), "offset");
    break;
  case ElementSegment::Passive:
    break;
  case ElementSegment::Declarative:
    out << " declare";
    break;
  }
  out << ' ';
  if (segment.usesExpressions) {
    code.printType(segment.type);
    InstructionCursor cursor(segment.items);
    Instruction instruction;
    for (uint32_t i = 0; i < segment.itemCount && !cursor.failed(); ++i) {
      out << ' ';
      code.printExpression(cursor, "item");
      while (cursor.next(instruction) && instruction.opcode != Opcode::End)
        ;
    }
  } else {
    out << "func";
    visitFunctions(segment, [&](FunctionId function) {
      out << ' ';
      code.printReference(function);
    });
  }
  out << ")\n";
}

void ModulePrinter::print(DataId id) {
  const DataSegment &segment = module.dataSegments()[id];
  out << "  (data";
  printHead(id);
  if (segment.isActive) {
    if (names.index(Space::Memory, segment.memory.value) != 0) {
      out << " (memory ";
      code.printReference(segment.memory);
      out << ')';
    }
    out << ' ';
    code.printExpression(segment.offset.instructions(), "offset");
  }
  out << ' ';
  printString(out, {reinterpret_cast<const char *>(segment.bytes.data()), segment.bytes.size()});
  out << ")\n";
}

void ModulePrinter::print() {
  out << "(module";
  if (!module.names().moduleName.empty())
    out << ' ' << textIdentifier(module.names().moduleName);
  out << '\n';
  for (TypeId id : module.types().ids()) {
    out << "  (type";
    printHead(id);
    out << " (func";
    code.printTypes("param", module.types()[id].params);
    code.printTypes("result", module.types()[id].results);
    out << "))\n";
  }
  for (const ExternalRef &import : module.imports()) {
    if (import.kind == ExternalKind::Function)
      print(FunctionId(import.id));
    else
      printImport(import);
  }
  code.setLocals({});
  for (TableId id : module.tables().ids()) {
    if (module.tables()[id].import)
      continue;
    out << "  (table";
    printHead(id);
    printDescription(id);
    if (const std::optional<ConstExpr> &init = module.tables()[id].init) {
      out << ' ';
      code.printExpression(init->instructions());
    }
    out << ")\n";
  }
  for (MemoryId id : module.memories().ids()) {
    if (module.memories()[id].import)
      continue;
    out << "  (memory";
    printHead(id);
    printDescription(id);
    out << ")\n";
  }
  for (TagId id : module.tags().ids()) {
    if (module.tags()[id].import)
      continue;
    out << "  (tag";
    printHead(id);
    printDescription(id);
    out << ")\n";
  }
  for (GlobalId id : module.globals().ids()) {
    if (module.globals()[id].import)
      continue;
    out << "  (global";
    printHead(id);
    printDescription(id);
    out << ' ';
    code.printExpression(module.globals()[id].init.instructions());
    out << ")\n";
  }
  for (const Export &entry : module.exports())
    printExport(entry);
  if (module.start()) {
    out << "  (start ";
    code.printReference(*module.start());
    out << ")\n";
  }
  for (ElementId id : module.elementSegments().ids())
    print(id);
  for (FunctionId id : module.functions().ids())
    if (!module.isImported(id))
      print(id);
  for (DataId id : module.dataSegments().ids())
    print(id);
  for (const CustomSection &section : module.customSections()) {
    out << "  ;; custom ";
    printString(out, section.name);
    out << " (" << section.payload.size() << " bytes)\n";
  }
  out << ")\n";
}

} // namespace

void printModule(llvm::raw_ostream &out, const Module &module) { ModulePrinter(out, module).print(); }

void printFunction(llvm::raw_ostream &out, const Module &module, FunctionId function) {
  ModulePrinter(out, module).print(function);
}

} // namespace meld
