//===- Draw.cpp - what generated modules declare -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: draws the types, functions, memories, tables, globals and segments of a module.
// Why:  see Plan.h.
// Never: draws an instruction.
//
//===----------------------------------------------------------------------===//

#include "Plan.h"

namespace meld::fuzz {

namespace {

class PlanMaker {
public:
  PlanMaker(const GeneratorOptions &options, Choices &choices) : choices(choices) { plan.options = options; }
  Plan make();

private:
  void collectOpcodes();
  void drawTypes();
  void drawFunctions();
  void drawMemories();
  void drawTables();
  void drawGlobals();
  void drawSegments();
  Types drawTypeList(unsigned most);
  bool allows(Feature feature) const { return plan.allows(feature); }

  Choices &choices;
  Plan plan;
};

Types PlanMaker::drawTypeList(unsigned most) {
  Types types(choices.below(most + 1));
  for (ValueType &type : types)
    type = choices.from(plan.valueTypes);
  return types;
}

/// The opcodes by what they yield, from the table.
void PlanMaker::collectOpcodes() {
  for (unsigned i = 0; i < OpcodeCount; ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    const OpcodeInfo &info = infoOf(opcode);
    const llvm::StringRef signature(info.signature), mnemonic(info.mnemonic);
    const bool isBasic = info.feature == Feature::MVP || info.feature == Feature::SignExt || info.feature == Feature::SatFloat;
    if (signature == "*" || (!isBasic && !allows(info.feature)) || (plan.options.runs && info.feature == Feature::RelaxedSIMD))
      continue;
    const bool isAccess = info.immediates == Immediates::MemArg || info.immediates == Immediates::MemArgLane;
    const bool isPlain = info.immediates == Immediates::None || info.immediates == Immediates::Lane ||
                         info.immediates == Immediates::Shuffle;
    const char result = signature.back();
    if (isAccess && mnemonic.contains("wait"))
      continue;
    if (isAccess && result == ':')
      plan.stores.push_back(opcode);
    else if (isAccess)
      plan.producers[producerIndex(typeOfLetter(result))].loads.push_back(opcode);
    else if (isPlain && result != ':') {
      const bool mayTrap = mnemonic.contains(".div_") || mnemonic.contains(".rem_") ||
                           (mnemonic.contains(".trunc_f") && !mnemonic.contains("sat"));
      Plan::Producers &producers = plan.producers[producerIndex(typeOfLetter(result))];
      (mayTrap ? producers.partial : producers.total).push_back(opcode);
    }
  }
}

void PlanMaker::drawTypes() {
  plan.types.push_back({});
  plan.valueTypes = {ValueType::I32, ValueType::I32, ValueType::I64, ValueType::F32, ValueType::F64};
  if (allows(Feature::SIMD))
    plan.valueTypes.push_back(ValueType::V128);
  if (choices.chance(40))
    plan.valueTypes.insert(plan.valueTypes.end(), {ValueType::funcref(), ValueType::externref()});
  if (allows(Feature::Exceptions) && !plan.legacyExceptions && choices.chance(40))
    plan.valueTypes.push_back(ValueType::exnref());
  for (uint32_t i = choices.below(6); i > 0; --i) {
    plan.types.push_back({drawTypeList(3), drawTypeList(2)});
    if (allows(Feature::FunctionReferences) && choices.chance(20))
      plan.valueTypes.push_back(ValueType::ref(TypeId(static_cast<uint32_t>(plan.types.size() - 1)), /*nullable=*/true));
  }
}

void PlanMaker::drawFunctions() {
  plan.importedFunctions = choices.below(3);
  for (uint32_t i = 0; i < plan.importedFunctions; ++i)
    plan.functions.push_back(choices.below(plan.types.size()));
  const uint32_t inner = 1 + choices.below(5);
  for (uint32_t i = 0; i < inner; ++i)
    plan.functions.push_back(choices.below(plan.types.size()));
  if (plan.options.runs)
    for (plan.entries = 0; plan.entries < inner; ++plan.entries)
      plan.functions.push_back(plan.functions[plan.importedFunctions + plan.entries]);
  // Entries are called from outside only: they would give fuel without end.
  plan.declared.assign(plan.functions.size(), false);
  const bool withTags = (plan.legacyExceptions && allows(Feature::LegacyExceptions)) ||
                        (!plan.legacyExceptions && allows(Feature::Exceptions));
  if (withTags && choices.chance(50))
    for (uint32_t i = 1 + choices.below(2); i > 0; --i) {
      std::vector<uint32_t> fitting;
      for (uint32_t k = 0; k < plan.types.size(); ++k)
        if (plan.types[k].results.empty())
          fitting.push_back(k);
      plan.tags.push_back(choices.from(fitting));
    }
}

void PlanMaker::drawMemories() {
  const uint32_t count = choices.chance(5) ? 0 : 1 + choices.below(4);
  const bool all64 = allows(Feature::Memory64) && choices.chance(30), mixed = allows(Feature::Memory64) && choices.chance(10);
  for (uint32_t i = 0; i < count; ++i) {
    Plan::Memory memory{{}, choices.chance(2)};
    Limits &limits = memory.limits;
    limits.minimum = choices.chance(10) ? 0 : 1 + choices.below(3);
    if (plan.options.runs || choices.chance(60))
      limits.maximum = limits.minimum + choices.below(4);
    limits.is64 = mixed ? choices.chance(50) : all64;
    if (allows(Feature::Threads) && limits.maximum && choices.chance(4))
      limits.isShared = true;
    if (allows(Feature::CustomPageSizes) && choices.chance(10)) {
      limits.pageSizeLog2 = choices.chance(50) ? 0 : 16;
      if (*limits.pageSizeLog2 == 0) {
        limits.minimum <<= 16;
        if (limits.maximum)
          *limits.maximum <<= 16;
      }
    }
    plan.memories.push_back(memory);
  }
  // Imported ones come first.
  llvm::partition(plan.memories, [](const Plan::Memory &each) { return each.isImported; });
}

void PlanMaker::drawTables() {
  for (uint32_t i = choices.below(3); i > 0; --i) {
    Plan::Table table{choices.chance(75) ? ValueType::funcref() : ValueType::externref(), {}, choices.chance(5)};
    table.limits.minimum = choices.below(8);
    if (plan.options.runs || choices.chance(50))
      table.limits.maximum = table.limits.minimum + choices.below(4);
    table.limits.is64 = allows(Feature::Memory64) && allows(Feature::CustomPageSizes) && choices.chance(15);
    plan.tables.push_back(table);
  }
  llvm::partition(plan.tables, [](const Plan::Table &each) { return each.isImported; });
}

void PlanMaker::drawGlobals() {
  for (uint32_t i = choices.below(3); i > 0; --i)
    plan.globals.push_back({choices.chance(50) ? ValueType::I32 : ValueType::I64, choices.chance(20), true});
  if (plan.options.runs) {
    plan.fuel = static_cast<uint32_t>(plan.globals.size());
    plan.globals.push_back({ValueType::I32, true, false});
  } else {
    plan.fuel = ~0u;
  }
  for (uint32_t i = choices.below(5); i > 0; --i)
    plan.globals.push_back({choices.from(plan.valueTypes), choices.chance(60), false});
}

void PlanMaker::drawSegments() {
  const uint32_t callable = static_cast<uint32_t>(plan.functions.size()) - plan.entries;
  for (uint32_t i = choices.below(4); i > 0; --i) {
    Plan::Element segment{ValueType::funcref(), choices.below(5), Plan::Element::Passive, 0,
                           choices.chance(30) && !plan.options.canonical};
    switch (choices.below(3)) {
    case 0: {
      std::vector<uint32_t> fitting;
      for (uint32_t k = 0; k < plan.tables.size(); ++k)
        if (plan.tables[k].element == ValueType::funcref() && plan.tables[k].limits.minimum >= segment.count)
          fitting.push_back(k);
      if (fitting.empty())
        break;
      segment.mode = Plan::Element::Active;
      segment.table = choices.from(fitting);
      break;
    }
    case 1:
      segment.mode = Plan::Element::Declarative;
      break;
    default:
      if (choices.chance(30)) {
        segment.type = ValueType::externref();
        segment.usesExpressions = true;
      }
    }
    if (segment.type == ValueType::funcref())
      for (uint32_t k = 0; k < segment.count; ++k) {
        const uint32_t function = choices.below(callable);
        segment.functions.push_back(function);
        plan.declared[function] = true;
      }
    if (segment.mode == Plan::Element::Active)
      segment.offset = choices.below(plan.tables[segment.table].limits.minimum - segment.count + 1);
    plan.elements.push_back(segment);
  }
  // What a later segment overwrites may still be called: then the types differ, and it traps.
  for (const Plan::Element &segment : plan.elements)
    if (segment.mode == Plan::Element::Active)
      for (uint32_t k = 0; k < segment.functions.size(); ++k)
        plan.slots.push_back({segment.table, segment.offset + k, segment.functions[k]});
  for (uint32_t i = choices.below(5); i > 0; --i) {
    Plan::Data segment{choices.chance(60) && !plan.memories.empty(), 0, choices.below(40), 0};
    if (segment.isActive) {
      segment.memory = choices.below(plan.memories.size());
      const uint64_t bytes = plan.memories[segment.memory].bytes();
      if (bytes < segment.size)
        segment.size = 0;
      // Out of bounds, the module does not instantiate: seldom.
      segment.offset = choices.below(bytes - segment.size + 1) + (plan.options.outOfBounds && choices.chance(2));
    }
    plan.data.push_back(segment);
  }
}

Plan PlanMaker::make() {
  plan.legacyExceptions = !allows(Feature::Exceptions) || (allows(Feature::LegacyExceptions) && choices.chance(50));
  collectOpcodes();
  drawTypes();
  drawFunctions();
  drawMemories();
  drawTables();
  drawGlobals();
  drawSegments();
  return std::move(plan);
}

} // namespace

Plan drawPlan(const GeneratorOptions &options, Choices &choices) { return PlanMaker(options, choices).make(); }

} // namespace meld::fuzz
