//===- References.h - the one visitor of references ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: calls a visitor for every id that an instruction, expression, body,
//       segment or type refers to, with the place of its encoding.
// Why:  the writer's renumbering, the call graph and dead-code removal must agree
//       on what a reference is; so there is one list of them, here.
// Never: skips a reference because a caller does not care for its space.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_REFERENCES_H
#define MELD_IR_REFERENCES_H

#include "meld/IR/Module.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace meld {

/// One id in encoded bytes.
struct Reference {
  /// How the id is encoded.
  enum Form : uint8_t {
    Index,        ///< unsigned LEB128
    SignedType,   ///< s33: a block type or heap type that names a type
    MemArgFlags,  ///< alignment flags, then the memory index if bit 6 is set
  };
  Space space;
  uint32_t id;
  Form form;
  const uint8_t *begin; ///< of the encoded index (MemArgFlags: of the flags)
  const uint8_t *end;   ///< one past its last byte
  /// Of a function: ref.func, which makes a value of it and needs a declaration.
  bool isFunctionValue = false;
};

using ReferenceVisitor = llvm::function_ref<void(const Reference &)>;

/// References of one instruction, in the order of their encoding.
void visitReferences(const Instruction &instruction, ReferenceVisitor visit);
/// References of a constant expression.
void visitReferences(const ConstExpr &expression, ReferenceVisitor visit);
/// References of an encoded value type at `position`, which is moved past it.
void visitValueType(const uint8_t *&position, ReferenceVisitor visit);
/// References of a body: its locals' types and its instructions. False if the
/// body is malformed (what stands before was visited).
bool visitReferences(const FunctionBody &body, ReferenceVisitor visit);
/// References of an element segment's items.
void visitItems(const ElementSegment &segment, ReferenceVisitor visit);
/// Calls `visit` for each function an element segment's items name.
void visitFunctions(const ElementSegment &segment, llvm::function_ref<void(FunctionId)> visit);

/// Opcodes whose instructions refer to something.
const OpcodeSet &referringOpcodes();
/// Opcodes whose instructions refer to something of one of `spaces`.
OpcodeSet referringOpcodes(llvm::ArrayRef<Space> spaces);
/// References of the types of a body's locals.
void visitLocals(const FunctionBody &body, ReferenceVisitor visit);

} // namespace meld

#endif // MELD_IR_REFERENCES_H
