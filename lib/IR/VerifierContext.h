//===- VerifierContext.h - what a module declares, as the verifier needs it ------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the context C of the specification's validation rules: the types of all
//       entities by id, as type codes. Private to lib/IR.
// Why:  bodies are validated against small arrays, not against the entities; it
//       is read only, so many bodies may be validated at once.
// Never: fails: what is not there, was erased, or names a type that is not there
//       is recorded as absent, and whoever uses it fails.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_VERIFIERCONTEXT_H
#define MELD_LIB_IR_VERIFIERCONTEXT_H

#include "TypeCode.h"
#include "meld/IR/Module.h"
#include <map>

namespace meld {

class VerifierContext {
public:
  explicit VerifierContext(const Module &module);
  VerifierContext(const VerifierContext &) = delete;

  static constexpr uint32_t NoType = ~0u;

  struct TableFacts {
    TypeCode element = TypeCode::Bottom; ///< Bottom: no such table
    TypeCode address = TypeCode::I32;
    friend bool operator==(const TableFacts &, const TableFacts &) = default;
  };
  struct GlobalFacts {
    TypeCode type = TypeCode::Bottom; ///< Bottom: no such global
    bool isMutable = false;
    bool isImported = false;
    friend bool operator==(const GlobalFacts &, const GlobalFacts &) = default;
  };

  const Module &module() const { return theModule; }

  /// The first of the types equal to `id`; NoType if there is no such type.
  uint32_t canonicalType(uint32_t id) const { return id < canonicals.size() ? canonicals[id] : NoType; }
  /// Of an existing type.
  TypeList params(uint32_t type) const { return canonicalForm(type).params; }
  TypeList results(uint32_t type) const { return canonicalForm(type).results; }
  /// Nothing if it names a type that is not there.
  std::optional<TypeCode> code(ValueType type) const;
  /// Of a heap type, without null; nothing if it names a type that is not there.
  std::optional<TypeCode> code(HeapType heap) const;

  /// The function's type id; NoType if there is no such function.
  uint32_t functionType(uint32_t id) const { return id < functions.size() ? functions[id] : NoType; }
  /// The tag's type id; NoType if there is no such tag.
  uint32_t tagType(uint32_t id) const { return id < tags.size() ? tags[id] : NoType; }
  TableFacts table(uint32_t id) const { return id < tables.size() ? tables[id] : TableFacts(); }
  GlobalFacts global(uint32_t id) const { return id < globals.size() ? globals[id] : GlobalFacts(); }
  /// Address type of the memory; Bottom if there is none.
  TypeCode memory(uint32_t id) const { return id < memories.size() ? memories[id] : TypeCode::Bottom; }
  /// The same for memory.size and memory.grow, which may also name a window.
  TypeCode memoryOrWindow(uint32_t id) const;
  /// Type of an element segment's items; Bottom if there is no such segment.
  TypeCode element(uint32_t id) const { return id < elements.size() ? elements[id] : TypeCode::Bottom; }
  bool hasData(uint32_t id) const { return theModule.dataSegments().contains(DataId(id)); }
  bool hasDataCount() const { return dataCount; }
  /// Occurs outside of function bodies and the start function: the set C.refs.
  bool isDeclared(uint32_t function) const { return function < declared.size() && declared[function]; }

  /// Whether a body that is valid with `earlier` is valid with this: whatever an index
  /// means there, it means here.
  bool declaresAllOf(const VerifierContext &earlier) const;

  /// The first type that is not valid: it refers to a type that is not defined
  /// before it. NoType if all are valid.
  uint32_t firstInvalidType() const { return invalidType; }

private:
  void readTypes();
  void readType(TypeId id);
  void readDeclarations();
  bool sameType(uint32_t a, uint32_t b) const;
  size_t hashOf(uint32_t type) const;
  static uint32_t selfless(ValueType type, uint32_t self);
  bool sameTypes(const VerifierContext &earlier) const;
  /// The type with every type it names replaced by the first equal one.
  const FunctionType &canonicalForm(uint32_t type) const {
    if (!rewritten.empty()) [[unlikely]]
      if (auto found = rewritten.find(type); found != rewritten.end())
        return found->second.form;
    return theModule.types().everGiven(TypeId(type));
  }

  /// Only for types that name one which is not the first of its equals.
  struct Rewritten {
    std::vector<ValueType> types; ///< parameters, then results
    FunctionType form;
  };

  const Module &theModule;
  std::vector<uint32_t> canonicals;
  std::map<uint32_t, Rewritten> rewritten;
  std::vector<uint32_t> functions, tags;
  std::vector<TableFacts> tables;
  std::vector<GlobalFacts> globals;
  std::vector<TypeCode> memories, elements;
  std::vector<bool> declared;
  bool dataCount = false;
  uint32_t invalidType = NoType;
  uint32_t dataSegmentCount = 0; ///< erased ones among them
  bool hasWindows = false;
};

} // namespace meld

#endif // MELD_LIB_IR_VERIFIERCONTEXT_H
