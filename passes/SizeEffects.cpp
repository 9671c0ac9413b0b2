//===- SizeEffects.cpp - what may change the current size of a window -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see SizeEffects.h.
// Why:  see SizeEffects.h.
// Never: see SizeEffects.h.
//
//===----------------------------------------------------------------------===//

#include "passes/SizeEffects.h"

namespace meld {

SizeEffects::SizeEffects(const Module &module, const BodyFacts &facts, llvm::ArrayRef<CodeWindow> windows) {
  for (auto [i, window] : llvm::enumerate(windows)) {
    inputs.push_back(window.input);
    if (!window.isChecked || !window.canGrow())
      continue;
    growing |= bitOf(i);
    counters.emplace_back(window.growth.grownGlobal, bitOf(i));
  }
  if (!growing)
    return;

  // Callers by callee, to go from what grows to what may reach it.
  const uint32_t count = module.functions().size();
  std::vector<uint32_t> offsets(count + 2);
  for (FunctionId caller : module.functions().ids())
    for (FunctionId callee : facts.callees(caller))
      ++offsets[callee.value + 2];
  for (size_t i = 2; i < offsets.size(); ++i)
    offsets[i] += offsets[i - 1];
  std::vector<FunctionId> callers(offsets.back());
  for (FunctionId caller : module.functions().ids())
    for (FunctionId callee : facts.callees(caller))
      callers[offsets[callee.value + 1]++] = caller;

  byFunction.resize(count);
  std::vector<FunctionId> changed;
  auto grows = [&](FunctionId function, Windows more) {
    if ((byFunction[function.value] | more) == byFunction[function.value])
      return;
    byFunction[function.value] |= more;
    changed.push_back(function);
  };
  const OpcodeSet wanted{Opcode::CallIndirect, Opcode::CallRef,    Opcode::ReturnCallIndirect, Opcode::ReturnCallRef,
                         Opcode::MemoryGrow,   Opcode::GlobalSet};
  for (FunctionId function : module.functions().ids()) {
    if (module.isImported(function)) {
      grows(function, growing);
      continue;
    }
    InstructionCursor cursor = module.functions()[function].body.instructions();
    Instruction instruction;
    while (byFunction[function.value] != growing && cursor.nextIn(wanted, instruction)) {
      bool isReturn = instruction.opcode == Opcode::ReturnCallIndirect || instruction.opcode == Opcode::ReturnCallRef;
      grows(function, isReturn ? growing : of(instruction));
    }
  }
  while (!changed.empty()) {
    FunctionId callee = changed.back();
    changed.pop_back();
    for (uint32_t i = offsets[callee.value]; i < offsets[callee.value + 1]; ++i)
      grows(callers[i], byFunction[callee.value]);
  }
}

SizeEffects::Windows SizeEffects::of(const Instruction &instruction) const {
  Windows may = 0;
  switch (instruction.opcode) {
  case Opcode::Call:
    return instruction.function().value < byFunction.size() ? byFunction[instruction.function().value] : growing;
  case Opcode::CallIndirect:
  case Opcode::CallRef:
    return growing;
  case Opcode::MemoryGrow:
    for (auto [i, input] : llvm::enumerate(inputs))
      if (input == instruction.memory())
        may |= bitOf(i);
    return may & growing;
  case Opcode::GlobalSet:
    for (const auto &[counter, windows] : counters)
      if (counter == instruction.global())
        may |= windows;
    return may;
  default: // tail calls do not come back
    return 0;
  }
}

} // namespace meld
