//===- Body.cpp - the bodies of generated functions --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: draws the statements of a function, and writes its locals, code and size.
// Why:  see Body.h.
// Never: see Body.h.
//
//===----------------------------------------------------------------------===//

#include "Body.h"

namespace meld::fuzz {

void Body::statement() {
  if (isEnough())
    return;
  --left;
  Nested nested(depth);
  switch (choices.below(16)) {
  case 0: {
    const ValueType type = choices.from(plan.valueTypes);
    value(type);
    return consume({type});
  }
  case 1:
  case 2:
  case 3:
  case 4:
    if (!access(choices.from(plan.stores)))
      op(Opcode::Nop);
    return;
  case 5:
  case 6:
    return block();
  case 7:
    return branchIf();
  case 8:
    return guarded();
  case 9: {
    const uint32_t function = choices.below(plan.functions.size());
    call(function);
    return consume(plan.typeOf(function).results);
  }
  case 10:
    return callIndirect();
  case 11:
  case 12:
    return bulk();
  case 13:
    return tableStatement();
  case 14:
    if (std::optional<uint32_t> memory = anyMemory()) {
      grow(*memory);
      return consume({plan.memories[*memory].address()});
    }
    return op(Opcode::Nop);
  default:
    if (plan.tags.empty())
      return op(Opcode::Nop);
    return plan.legacyExceptions ? tryLegacy() : tryTable();
  }
}

Bytes Body::generate() {
  labels.push_back({type.results});
  burnFuel();
  for (unsigned i = 0; i < 12 && left > 0 && !choices.exhausted(); ++i)
    statement();
  values(type.results);
  op(Opcode::End);
  Bytes body;
  // Runs of equal types, as compilers write them, or each alone.
  llvm::SmallVector<std::pair<uint32_t, ValueType>> runs;
  const bool joins = choices.chance(70);
  for (size_t i = type.params.size(); i < locals.size(); ++i) {
    if (joins && !runs.empty() && runs.back().second == locals[i])
      ++runs.back().first;
    else
      runs.push_back({1, locals[i]});
  }
  encode::unsignedLeb(body, runs.size());
  for (const auto &[count, type] : runs) {
    encode::unsignedLeb(body, count);
    encode::valueType(body, type);
  }
  encode::bytes(body, code);
  Bytes sized;
  encode::unsignedLeb(sized, body.size());
  encode::bytes(sized, body);
  return sized;
}

Bytes generateBody(const Plan &plan, uint32_t function, Choices &choices) { return Body(plan, function, choices).generate(); }

/// Sets the fuel and calls `function` with its own parameters.
Bytes generateEntry(const Plan &plan, uint32_t function) {
  Bytes code = {0};
  CodeBuilder builder(code);
  builder.i32Const(Fuel);
  encode::opcode(code, Opcode::GlobalSet);
  encode::unsignedLeb(code, plan.fuel);
  for (uint32_t i = 0; i < plan.typeOf(function).params.size(); ++i)
    builder.localGet(i);
  encode::opcode(code, Opcode::Call);
  encode::unsignedLeb(code, function);
  builder.end();
  Bytes sized;
  encode::unsignedLeb(sized, code.size());
  encode::bytes(sized, code);
  return sized;
}

} // namespace meld::fuzz
