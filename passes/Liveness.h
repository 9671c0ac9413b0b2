//===- Liveness.h - what a module needs to behave as it does ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: marks the entities of all index spaces that exports, the start function, active
//       segments, growth state and named functions reach. The numbered paragraphs cited
//       as `dce S1` are in docs/passes/dce.md.
// Why:  `dce` removes the rest; what is a reference is decided by IR/References alone.
// Never: changes the module; recurses; looks at a body that nothing reaches.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_LIVENESS_H
#define MELD_PASSES_LIVENESS_H

#include "meld/IR/References.h"
#include <map>

namespace meld {

class Liveness {
public:
  /// `namedFunctions`: kept although nothing refers to them yet (dce S6).
  Liveness(const Module &module, llvm::ArrayRef<FunctionId> namedFunctions);

  /// Items of active segments that name `function`, in tables that only this module can
  /// see, do not reach it by themselves: only code that calls indirectly with its type,
  /// or takes references out of such a table, does (cabi-realloc-drop S4). All functions
  /// that are withheld must have equal types. Call before `mark`.
  void withhold(FunctionId function);

  /// Marks. Fails on a body that is reached and cannot be decoded. Call once.
  Result<void> mark();
  /// Functions that were withheld and named by some item.
  const std::vector<FunctionId> &withheldItems() const { return waiting; }

  template <Space S> bool isLive(Id<S> id) const { return marksOf(S)[id.value]; }
  /// Functions that a live body makes a value of by ref.func: each needs a declaration.
  const std::vector<FunctionId> &functionValues() const { return values; }
  bool isFunctionValue(FunctionId function) const { return isValue[function.value]; }
  /// Whether everything an entity's items refer to is live.
  bool areItemsLive(const ElementSegment &segment) const;
  /// Whether some item declares a function that a live body makes a value of.
  bool declaresValue(const ElementSegment &segment) const;

private:
  void markRoots();
  void markKeptDeclarations();
  bool fits(const ElementSegment &segment) const;
  bool fits(const DataSegment &segment) const;
  void spread();
  std::optional<Failure> scan(FunctionId function);
  void noteIndirectUse(const Instruction &instruction);
  bool isPrivate(TableId table) const;
  bool releaseWithheld();
  void reach(Space space, uint32_t id);
  void reach(const Reference &reference) { reach(reference.space, reference.id); }
  template <Space S> void reach(Id<S> id) { reach(S, id.value); }
  template <Space S> void reach(std::optional<Id<S>> id) {
    if (id)
      reach(*id);
  }
  void reach(ValueType type) {
    if (type.isReference() && type.heapType().isConcrete())
      reach(type.heapType().type());
  }
  void reach(const ConstExpr &expression) {
    visitReferences(expression, [this](const Reference &reference) { reach(reference); });
  }
  void reach(const GrowthState &growth);
  void visit(TypeId id);
  void visit(FunctionId id);
  void visit(TableId id);
  void visit(MemoryId id);
  void visit(GlobalId id);
  void visit(TagId id);
  void visit(DataId id);
  void visit(ElementId id);
  std::vector<bool> &marksOf(Space space) { return marks[static_cast<unsigned>(space)]; }
  const std::vector<bool> &marksOf(Space space) const { return marks[static_cast<unsigned>(space)]; }

  const Module &module;
  llvm::ArrayRef<FunctionId> named;
  std::array<std::vector<bool>, SpaceCount> marks;
  std::vector<std::pair<Space, uint32_t>> pending;
  /// Active segments that go with their table or memory (dce S3).
  std::map<TableId, std::vector<ElementId>> elementsOf;
  std::map<MemoryId, std::vector<DataId>> dataOf;
  std::vector<FunctionId> values;
  std::vector<bool> isValue;
  // Only if something is withheld.
  std::vector<bool> isWithheld;      ///< by function
  std::vector<FunctionId> waiting;   ///< withheld functions that some item names
  std::vector<bool> isTableExported; ///< by table
  std::vector<bool> isTypeCalled;    ///< by type: of indirect calls that were reached
  bool referencesTaken = false;      ///< out of a table
  std::optional<Failure> failure;
};

} // namespace meld

#endif // MELD_PASSES_LIVENESS_H
