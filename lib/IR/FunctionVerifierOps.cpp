//===- FunctionVerifierOps.cpp - calls, variables, tables, memories, references --===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the rules of instructions whose type depends on entities of the module,
//       except for control.
// Why:  core specification, Validation, Instructions; one function a rule.
// Never: looks at an entity itself: `VerifierContext` knows its type.
//
//===----------------------------------------------------------------------===//

#include "FunctionVerifier.h"
#include <algorithm>

namespace meld {

// Memories. ----------------------------------------------------------------

bool FunctionVerifier::verifyMemoryCopy() {
  TypeCode destination = TypeCode::Bottom, source = TypeCode::Bottom;
  if (!memoryAddress(instruction.first, destination) || !memoryAddress(instruction.second, source))
    return false;
  // The count is of the smaller address type.
  return pop(std::min(destination, source)) && pop(source) && pop(destination);
}

// Calls. -------------------------------------------------------------------

bool FunctionVerifier::callee(uint32_t type, bool isTail, bool exists) {
  if (!exists)
    return fail("unknown function " + llvm::Twine(instruction.first),
                "Control Instructions: the function C.funcs[x] must exist");
  TypeList returned = context.results(type);
  if (!isTail)
    return popList(context.params(type)) && pushList(returned);
  bool same = returned.size() == results.size();
  if (!charge(returned.size()))
    return false;
  for (uint32_t i = 0; same && i < returned.size(); ++i)
    same = matches(returned[i], results[i]);
  if (!same)
    return fail("the callee's results differ from the function's",
                "Control Instructions: the results of a tail call must match C.return");
  if (!popList(context.params(type)))
    return false;
  setUnreachable();
  return true;
}

bool FunctionVerifier::indirectCallee(bool isTail) {
  VerifierContext::TableFacts table;
  if (!tableOf(instruction.second, table))
    return false;
  if (!matches(table.element, refCode(HeapType::Func, true)))
    return fail("table " + llvm::Twine(instruction.second) + " holds " + toString(table.element),
                "Control Instructions: call_indirect requires a table of function references");
  if (context.canonicalType(instruction.first) == VerifierContext::NoType)
    return fail("unknown type " + llvm::Twine(instruction.first),
                "Control Instructions: the type C.types[y] must exist");
  return pop(table.address) && callee(instruction.first, isTail, true);
}

bool FunctionVerifier::referenceCallee(bool isTail) {
  uint32_t canonical = context.canonicalType(instruction.first);
  if (canonical == VerifierContext::NoType)
    return fail("unknown type " + llvm::Twine(instruction.first),
                "Control Instructions: the type C.types[x] must exist");
  return pop(refCode(canonical, true)) && callee(canonical, isTail, true);
}

bool FunctionVerifier::tagParams(uint32_t tag, TypeList &types) {
  uint32_t type = context.tagType(tag);
  if (type == VerifierContext::NoType)
    return fail("unknown tag " + llvm::Twine(tag), "Control Instructions: the tag C.tags[x] must exist");
  types = context.params(type);
  return true;
}

// Parametric instructions. -------------------------------------------------

bool FunctionVerifier::verifySelect() {
  TypeCode second = TypeCode::Bottom, first = TypeCode::Bottom;
  if (!pop(TypeCode::I32) || !popAny(second) || !popAny(first))
    return false;
  if (isRef(first) || isRef(second))
    return fail("select without a type cannot choose between references",
                "Parametric Instructions: select without a type requires a number or vector type");
  if (first != second && first != TypeCode::Bottom && second != TypeCode::Bottom)
    return fail("select chooses between " + toString(first) + " and " + toString(second),
                "Parametric Instructions: both operands of select must have the same type");
  push(first == TypeCode::Bottom ? second : first);
  return true;
}

bool FunctionVerifier::verifyTypedSelect() {
  if (instruction.first != 1)
    return fail(llvm::Twine("select has ") + llvm::Twine(instruction.first) + " types",
                "Parametric Instructions: select takes exactly one type");
  std::optional<TypeCode> type;
  instruction.forEachSelectType([&](ValueType each) { type = context.code(each); });
  if (!type)
    return fail("select names a type that does not exist", "Parametric Instructions: the type must be valid");
  if (!pop(TypeCode::I32) || !pop(*type) || !pop(*type))
    return false;
  push(*type);
  return true;
}

// Tables. ------------------------------------------------------------------

bool FunctionVerifier::tableOf(uint32_t id, VerifierContext::TableFacts &table) {
  table = context.table(id);
  if (table.element != TypeCode::Bottom)
    return true;
  return fail("unknown table " + llvm::Twine(id), "Table Instructions: the table C.tables[x] must exist");
}

bool FunctionVerifier::verifyTable(Rule rule) {
  constexpr const char *MatchRule = "Table Instructions: the source's element type must match the destination's";
  VerifierContext::TableFacts table;
  if (!tableOf(instruction.table().value, table))
    return false;
  TypeCode address = table.address;
  if (rule == Rule::TableGet) {
    if (!pop(address))
      return false;
    push(table.element);
    return true;
  }
  if (rule == Rule::TableSet)
    return pop(table.element) && pop(address);
  if (rule == Rule::TableSize) {
    push(address);
    return true;
  }
  if (rule == Rule::TableGrow) {
    if (!pop(address) || !pop(table.element))
      return false;
    push(address);
    return true;
  }
  if (rule == Rule::TableFill)
    return pop(address) && pop(table.element) && pop(address);
  if (rule == Rule::TableCopy) {
    VerifierContext::TableFacts source;
    if (!tableOf(instruction.second, source))
      return false;
    if (!matches(source.element, table.element))
      return fail("table.copy from a table of " + toString(source.element) + " to one of " + toString(table.element),
                  MatchRule);
    return pop(std::min(address, source.address)) && pop(source.address) && pop(address);
  }
  // table.init
  TypeCode items = context.element(instruction.first);
  if (items == TypeCode::Bottom)
    return fail("unknown element segment " + llvm::Twine(instruction.first),
                "Table Instructions: the element segment C.elems[y] must exist");
  if (!matches(items, table.element))
    return fail("table.init from a segment of " + toString(items) + " to a table of " + toString(table.element),
                MatchRule);
  return pop(TypeCode::I32) && pop(TypeCode::I32) && pop(address);
}

// References. --------------------------------------------------------------

bool FunctionVerifier::verifyRefNull() {
  std::optional<TypeCode> reference = context.code(instruction.heapType());
  if (!reference)
    return fail("ref.null names a type that does not exist", "Reference Instructions: the heap type must be valid");
  push(refCode(heapOf(*reference), true));
  return true;
}

bool FunctionVerifier::verifyRefFunc() {
  uint32_t type = context.functionType(instruction.first);
  if (type == VerifierContext::NoType)
    return fail("unknown function " + llvm::Twine(instruction.first),
                "Reference Instructions: the function C.funcs[x] must exist");
  if (!context.isDeclared(instruction.first))
    return fail("ref.func of function " + llvm::Twine(instruction.first) +
                    ", which is named nowhere outside of function bodies",
                "Reference Instructions: ref.func requires the function to be in C.refs");
  push(refCode(context.canonicalType(type), false));
  return true;
}

} // namespace meld
