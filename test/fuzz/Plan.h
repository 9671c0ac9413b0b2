//===- Plan.h - what a generated module declares ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the declarations of the module that is being made, as the bodies see them.
// Why:  bodies may only name what is there, by its type.
// Never: holds code.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_FUZZ_PLAN_H
#define MELD_TEST_FUZZ_PLAN_H

#include "Choices.h"
#include "Generator.h"
#include "meld/IR/Types.h"
#include <array>

namespace meld::fuzz {

using Types = std::vector<ValueType>;
using Bytes = std::vector<uint8_t>;

/// Function entries and loop iterations that a call from outside may take.
inline constexpr uint32_t Fuel = 60;

struct Plan {
  struct Type {
    Types params, results;
  };
  struct Global {
    ValueType type;
    bool isMutable, isImported;
  };
  struct Memory {
    Limits limits;
    bool isImported;
    uint64_t bytes() const { return limits.minimum << limits.pageSizeLog2.value_or(16); }
    ValueType address() const { return limits.is64 ? ValueType::I64 : ValueType::I32; }
  };
  struct Table {
    ValueType element;
    Limits limits;
    bool isImported;
    ValueType address() const { return limits.is64 ? ValueType::I64 : ValueType::I32; }
  };
  struct Element {
    ValueType type;
    uint32_t count;
    enum Mode : uint8_t { Active, Passive, Declarative } mode;
    uint32_t table;
    bool usesExpressions;
    uint32_t offset = 0;                  ///< of an active one
    std::vector<uint32_t> functions = {}; ///< its items, or none if they are null
  };
  struct Data {
    bool isActive;
    uint32_t memory;
    uint32_t size;
    uint64_t offset; ///< of an active one
  };

  std::vector<Type> types;
  std::vector<uint32_t> functions; ///< type of each
  uint32_t importedFunctions = 0;
  uint32_t entries = 0; ///< functions at the end that only call another one
  std::vector<Global> globals;
  uint32_t fuel = 0; ///< the global that makes every call end
  std::vector<Memory> memories;
  std::vector<Table> tables;
  std::vector<uint32_t> tags; ///< type of each
  std::vector<Element> elements;
  std::vector<Data> data;
  /// Where active segments put functions.
  struct Slot {
    uint32_t table, index, function;
  };
  std::vector<Slot> slots;
  std::vector<bool> declared; ///< functions that ref.func may name
  bool legacyExceptions = false;
  GeneratorOptions options;

  /// What locals, parameters and results may be.
  Types valueTypes;
  /// Opcodes without immediates that matter, by the type of their only result: those
  /// that cannot trap, and those that can. Loads likewise.
  struct Producers {
    std::vector<Opcode> total, partial, loads;
  };
  std::array<Producers, 5> producers; ///< i32 to v128
  std::vector<Opcode> stores;

  bool allows(Feature feature) const { return options.allows(feature); }
  const Type &typeOf(uint32_t function) const { return types[functions[function]]; }
};

/// The type a signature's letter stands for, but `a`.
ValueType typeOfLetter(char letter);
/// Index into `Plan::producers`.
inline unsigned producerIndex(ValueType type) { return type.bits() - 1; }

/// Takes the first choices.
Plan drawPlan(const GeneratorOptions &options, Choices &choices);
/// The code of a defined function: locals and instructions, with its size in front.
Bytes generateBody(const Plan &plan, uint32_t function, Choices &choices);
/// The code of a function of the same type that gives it fuel and calls it.
Bytes generateEntry(const Plan &plan, uint32_t function);
/// A constant of any type but a non-null reference.
void appendConstant(Bytes &out, ValueType type, Choices &choices);

} // namespace meld::fuzz

#endif // MELD_TEST_FUZZ_PLAN_H
