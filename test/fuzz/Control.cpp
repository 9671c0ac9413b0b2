//===- Control.cpp - blocks, calls and branches in generated code ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what `Body` does with labels, functions, tags and tables.
// Why:  see Body.h.
// Never: see Body.h.
//
//===----------------------------------------------------------------------===//

#include "Body.h"

namespace meld::fuzz {

/// Ends the function where a call has gone on long enough.
void Body::burnFuel() {
  if (!plan.options.runs)
    return;
  op(Opcode::GlobalGet, plan.fuel);
  op(Opcode::I32Eqz);
  CodeBuilder(code).open(Opcode::If);
  for (ValueType result : type.results)
    appendConstant(code, result, choices);
  op(Opcode::Return);
  op(Opcode::End);
  op(Opcode::GlobalGet, plan.fuel);
  i32(1);
  op(Opcode::I32Sub);
  op(Opcode::GlobalSet, plan.fuel);
}

void Body::blockType(const Plan::Type &type, std::optional<uint32_t> id) {
  if (id)
    return encode::signedLeb(code, *id);
  if (type.results.empty())
    return code.push_back(0x40);
  encode::valueType(code, type.results.front());
}

/// The inside of a block: from its parameters to its results.
void Body::sequence(const Types &params, const Types &results, Types labelTypes, bool isLoop) {
  labels.push_back({std::move(labelTypes)});
  consume(params);
  if (isLoop)
    burnFuel();
  statements(4);
  values(results);
  labels.pop_back();
}

void Body::block() {
  std::optional<uint32_t> id;
  Plan::Type own;
  if (choices.chance(50)) {
    id = choices.below(plan.types.size());
    own = plan.types[*id];
    if (plan.options.canonical && own.params.empty() && own.results.size() < 2)
      id.reset();
  } else if (choices.chance(50)) {
    own.results = {choices.from(plan.valueTypes)};
  }
  values(own.params);
  switch (choices.below(3)) {
  case 0:
    op(Opcode::Block);
    blockType(own, id);
    sequence(own.params, own.results, own.results);
    break;
  case 1:
    op(Opcode::Loop);
    blockType(own, id);
    sequence(own.params, own.results, own.params, /*isLoop=*/true);
    break;
  default:
    value(ValueType::I32);
    op(Opcode::If);
    blockType(own, id);
    sequence(own.params, own.results, own.results);
    if (own.params != own.results || choices.chance(60)) {
      op(Opcode::Else);
      if (plan.options.canonical)
        op(Opcode::Nop);
      sequence(own.params, own.results, own.results);
    }
  }
  op(Opcode::End);
  consume(own.results);
}

void Body::blockValue(ValueType type) {
  const Plan::Type own = {{}, {type}};
  if (choices.chance(50)) {
    op(Opcode::Block);
    blockType(own, std::nullopt);
    sequence({}, own.results, own.results);
  } else {
    value(ValueType::I32);
    op(Opcode::If);
    blockType(own, std::nullopt);
    sequence({}, own.results, own.results);
    op(Opcode::Else);
    sequence({}, own.results, own.results);
  }
  op(Opcode::End);
}

void Body::branchIf() {
  const size_t target = choices.below(labels.size());
  const Types types = labels[target].types;
  values(types);
  value(ValueType::I32);
  op(Opcode::BrIf, labelDepth(target));
  consume(types);
}

/// What leaves the block, unless a condition is false: so that code after it is reached.
void Body::guarded() {
  value(ValueType::I32);
  CodeBuilder(code).open(Opcode::If);
  labels.push_back({});
  leaves();
  labels.pop_back();
  op(Opcode::End);
}

void Body::leaves() {
  const size_t target = choices.below(labels.size());
  switch (choices.below(8)) {
  case 0:
  case 1: {
    values(labels[target].types);
    op(Opcode::Br, labelDepth(target));
    break;
  }
  case 2: {
    const Types types = labels[target].types;
    llvm::SmallVector<size_t> same;
    for (size_t i = 0; i < labels.size(); ++i)
      if (labels[i].types == types)
        same.push_back(i);
    values(types);
    value(ValueType::I32);
    const uint32_t count = choices.below(6);
    op(Opcode::BrTable, count);
    for (uint32_t i = 0; i < count; ++i)
      number(labelDepth(choices.from(same)));
    number(labelDepth(target));
    break;
  }
  case 3:
    if (plan.allows(Feature::TailCall)) {
      llvm::SmallVector<uint32_t> fitting;
      for (uint32_t i = 0; i < plan.functions.size(); ++i)
        if (plan.typeOf(i).results == type.results)
          fitting.push_back(i);
      if (!fitting.empty()) {
        call(choices.from(fitting), Opcode::ReturnCall);
        break;
      }
    }
    [[fallthrough]];
  case 4:
    if (!plan.tags.empty()) {
      throwTag();
      break;
    }
    [[fallthrough]];
  case 5:
    if (choices.chance(15)) {
      op(Opcode::Unreachable);
      break;
    }
    [[fallthrough]];
  default:
    values(type.results);
    op(Opcode::Return);
  }
  // What is not reached may take operands from nowhere.
  while (choices.chance(30)) {
    const Plan::Producers &producers = plan.producers[choices.below(plan.allows(Feature::SIMD) ? 5 : 4)];
    plain(choices.from(producers.total), /*operands=*/false);
    op(Opcode::Drop);
  }
}

void Body::call(uint32_t function, Opcode opcode) {
  const Plan::Type &callee = plan.typeOf(function);
  values(callee.params);
  op(opcode, function);
}

void Body::callIndirect() {
  if (plan.slots.empty())
    return op(Opcode::Nop);
  const Plan::Slot &slot = choices.from(plan.slots);
  const uint32_t typeId = choices.chance(4) ? choices.below(plan.types.size()) : plan.functions[slot.function];
  values(plan.types[typeId].params);
  if (plan.allows(Feature::FunctionReferences) && choices.chance(30) && plan.declared[slot.function] &&
      typeId == plan.functions[slot.function]) {
    op(Opcode::RefFunc, slot.function);
    op(Opcode::CallRef, typeId);
  } else {
    const ValueType index = plan.tables[slot.table].address();
    if (choices.chance(4))
      value(index);
    else
      constant(index, slot.index);
    op(Opcode::CallIndirect, typeId);
    number(slot.table);
  }
  consume(plan.types[typeId].results);
}

void Body::throwTag() {
  const uint32_t tag = choices.below(plan.tags.size());
  values(plan.types[plan.tags[tag]].params);
  op(Opcode::Throw, tag);
}

void Body::tryTable() {
  const uint32_t tag = choices.below(plan.tags.size());
  bool all = choices.chance(40), reference = choices.chance(40);
  Types caught = all ? Types() : plan.types[plan.tags[tag]].params;
  if (reference)
    caught.push_back(ValueType::exnref());
  std::optional<uint32_t> id;
  for (uint32_t i = 0; i < plan.types.size(); ++i)
    if (plan.types[i].params.empty() && plan.types[i].results == caught)
      id = i;
  if (caught.size() > 1 && !id) {
    all = true;
    reference = false;
    caught.clear();
  }
  // The inner block yields what is caught; what is not caught leaves the outer one.
  op(Opcode::Block, 0x40);
  labels.push_back({});
  op(Opcode::Block);
  blockType({{}, caught}, caught.size() > 1 ? id : std::nullopt);
  labels.push_back({caught});
  op(Opcode::TryTable, 0x40);
  number(1);
  code.push_back(static_cast<uint8_t>((all ? 2 : 0) + (reference ? 1 : 0)));
  if (!all)
    number(tag);
  number(0);
  labels.push_back({});
  statements(4);
  labels.pop_back();
  op(Opcode::End);
  op(Opcode::Br, 1);
  labels.pop_back();
  op(Opcode::End);
  if (reference && choices.chance(20))
    op(Opcode::ThrowRef);
  else
    consume(caught);
  labels.pop_back();
  op(Opcode::End);
}

void Body::tryLegacy() {
  Types results;
  if (choices.chance(50))
    results = {choices.from(plan.valueTypes)};
  op(Opcode::Try);
  blockType({{}, results}, std::nullopt);
  sequence({}, results, results);
  if (choices.chance(20)) {
    op(Opcode::Delegate, choices.below(labels.size()));
    return consume(results);
  }
  auto handler = [&](const Types &caught) {
    labels.push_back({results, /*isCatch=*/true});
    consume(caught);
    statements(2);
    if (choices.chance(20)) {
      llvm::SmallVector<size_t> catches;
      for (size_t i = 0; i < labels.size(); ++i)
        if (labels[i].isCatch)
          catches.push_back(i);
      op(Opcode::Rethrow, labelDepth(choices.from(catches)));
    } else {
      values(results);
    }
    labels.pop_back();
  };
  for (uint32_t i = choices.below(3); i > 0; --i) {
    const uint32_t tag = choices.below(plan.tags.size());
    op(Opcode::Catch, tag);
    handler(plan.types[plan.tags[tag]].params);
  }
  if (choices.chance(60)) {
    op(Opcode::CatchAll);
    handler({});
  }
  op(Opcode::End);
  consume(results);
}

void Body::tableStatement() {
  if (plan.tables.empty())
    return op(Opcode::Nop);
  const uint32_t id = choices.below(plan.tables.size());
  const Plan::Table &table = plan.tables[id];
  auto index = [&](const Plan::Table &of) { constant(of.address(), choices.below(of.limits.minimum + choices.chance(4))); };
  switch (choices.below(6)) {
  case 0:
    if (table.limits.minimum == 0)
      return op(Opcode::Nop);
    index(table);
    value(table.element);
    return op(Opcode::TableSet, id);
  case 1:
    value(table.element);
    constant(table.address(), choices.below(3));
    op(Opcode::TableGrow, id);
    return op(Opcode::Drop);
  case 2:
    index(table);
    value(table.element);
    constant(table.address(), choices.below(2));
    return op(Opcode::TableFill, id);
  case 3: {
    llvm::SmallVector<uint32_t> same;
    for (uint32_t i = 0; i < plan.tables.size(); ++i)
      if (plan.tables[i].element == table.element)
        same.push_back(i);
    const uint32_t source = choices.from(same);
    const Plan::Table &from = plan.tables[source];
    index(table);
    index(from);
    constant(table.limits.is64 && from.limits.is64 ? ValueType::I64 : ValueType::I32, choices.below(2));
    op(Opcode::TableCopy, id);
    return number(source);
  }
  default:
    for (uint32_t i = 0; i < plan.elements.size(); ++i)
      if (plan.elements[i].type == table.element) {
        if (choices.chance(10))
          return op(Opcode::ElemDrop, i);
        index(table);
        i32(0);
        i32(plan.elements[i].mode == Plan::Element::Passive ? choices.below(plan.elements[i].count + 1) : 0);
        op(Opcode::TableInit, i);
        return number(id);
      }
    op(Opcode::Nop);
  }
}

} // namespace meld::fuzz
