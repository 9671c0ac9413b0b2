//===- Generator.cpp - the sections of generated modules ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes a module, of which Draw.cpp says what it declares, section by section.
// Why:  see Generator.h.
// Never: writes a section that is out of order or of another length than it says.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"
#include "Plan.h"
#include "meld/IR/CodeBuilder.h"
#include "llvm/ADT/Twine.h"

namespace meld::fuzz {

std::vector<Feature> featuresOfWabt() {
  return {Feature::SIMD, Feature::RelaxedSIMD, Feature::Threads, Feature::TailCall, Feature::LegacyExceptions,
          Feature::ExtendedConst, Feature::Memory64};
}

std::vector<Feature> featuresThatWabtRuns() {
  std::vector<Feature> features = featuresOfWabt();
  llvm::erase(features, Feature::TailCall);
  llvm::erase(features, Feature::LegacyExceptions);
  return features;
}

std::vector<Feature> allFeatures() {
  std::vector<Feature> features = featuresOfWabt();
  features.insert(features.end(), {Feature::Exceptions, Feature::FunctionReferences, Feature::CustomPageSizes});
  return features;
}

std::vector<uint8_t> choicesOfSeed(uint64_t seed, size_t bytes) {
  std::vector<uint8_t> result(bytes);
  for (uint8_t &byte : result) {
    // SplitMix64.
    seed += 0x9e3779b97f4a7c15;
    uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    byte = static_cast<uint8_t>(mixed >> 56);
  }
  return result;
}

namespace {

class ModuleMaker {
public:
  ModuleMaker(llvm::ArrayRef<uint8_t> bytes, const GeneratorOptions &options)
      : choices(bytes), plan(drawPlan(options, choices)) {}
  Bytes make();

private:
  // Sections. --------------------------------------------------------------
  void section(uint8_t id, const Bytes &content);
  /// A vector of entries; no section if it is empty and may be left out.
  void section(uint8_t id, uint64_t count, const Bytes &entries, bool mayBeLeftOut = true);
  void custom(llvm::StringRef name, const Bytes &content);
  void maybeCustom();
  void typeSection();
  void importSection();
  void functionSection();
  void tableSection();
  void memorySection();
  void tagSection();
  void globalSection();
  void exportSection();
  void elementSection();
  void codeSection();
  void dataSection();
  void nameSection();
  void limits(Bytes &out, const Limits &limits);
  void functionType(Bytes &out, const Plan::Type &type);
  void constantExpression(Bytes &out, ValueType type, std::optional<uint64_t> value = {});
  llvm::StringRef anyName();

  bool allows(Feature feature) const { return plan.options.allows(feature); }
  uint32_t definedFunctions() const { return static_cast<uint32_t>(plan.functions.size() - plan.importedFunctions); }

  Choices choices; // the plan takes the first
  const Plan plan;
  Bytes out;
};

void ModuleMaker::section(uint8_t id, const Bytes &content) {
  maybeCustom();
  out.push_back(id);
  encode::unsignedLeb(out, content.size());
  encode::bytes(out, content);
}

void ModuleMaker::section(uint8_t id, uint64_t count, const Bytes &entries, bool mayBeLeftOut) {
  if (count == 0 && mayBeLeftOut)
    return;
  Bytes content;
  encode::unsignedLeb(content, count);
  encode::bytes(content, entries);
  section(id, content);
}

void ModuleMaker::custom(llvm::StringRef name, const Bytes &content) {
  Bytes named;
  encode::name(named, name);
  encode::bytes(named, content);
  out.push_back(0);
  encode::unsignedLeb(out, named.size());
  encode::bytes(out, named);
}

void ModuleMaker::maybeCustom() {
  if (!choices.chance(4))
    return;
  Bytes content(choices.below(20));
  for (uint8_t &byte : content)
    byte = choices.byte();
  custom("x." + anyName().str(), content);
}

llvm::StringRef ModuleMaker::anyName() {
  static constexpr llvm::StringLiteral Names[] = {
      "a",  "b",     "twice", "twice", "",     "$dollar", "with space", "\"quoted\"", "back\\slash", "(;", ";;", "line\nbreak",
      "0",  "tab\t", "\xC3\xA9", "\xE6\x97\xA5\xE6\x9C\xAC", "\xF0\x9F\x9A\x80", "memory.grow", "end", "a.b-c/d", "\x7F", "\x01"};
  return Names[choices.below(std::size(Names))];
}

void ModuleMaker::limits(Bytes &out, const Limits &limits) {
  out.push_back(static_cast<uint8_t>((limits.maximum ? 1 : 0) | (limits.isShared ? 2 : 0) | (limits.is64 ? 4 : 0) |
                                     (limits.pageSizeLog2 ? 8 : 0)));
  encode::unsignedLeb(out, limits.minimum);
  if (limits.maximum)
    encode::unsignedLeb(out, *limits.maximum);
  if (limits.pageSizeLog2)
    encode::unsignedLeb(out, *limits.pageSizeLog2);
}

void ModuleMaker::functionType(Bytes &out, const Plan::Type &type) {
  out.push_back(0x60);
  for (const Types &list : {type.params, type.results}) {
    encode::unsignedLeb(out, list.size());
    for (ValueType each : list)
      encode::valueType(out, each);
  }
}

void ModuleMaker::typeSection() {
  Bytes content;
  encode::unsignedLeb(content, plan.types.size());
  for (const Plan::Type &type : plan.types)
    functionType(content, type);
  section(1, content);
}

void ModuleMaker::importSection() {
  Bytes content;
  uint32_t count = 0;
  auto import = [&](llvm::StringRef kind, uint8_t code) {
    encode::name(content, "env");
    encode::name(content, (kind + llvm::Twine(count++)).str());
    content.push_back(code);
  };
  for (uint32_t i = 0; i < plan.importedFunctions; ++i) {
    import("f", 0);
    encode::unsignedLeb(content, plan.functions[i]);
  }
  for (const Plan::Table &table : plan.tables)
    if (table.isImported) {
      import("t", 1);
      encode::valueType(content, table.element);
      limits(content, table.limits);
    }
  for (const Plan::Memory &memory : plan.memories)
    if (memory.isImported) {
      import("m", 2);
      limits(content, memory.limits);
    }
  for (const Plan::Global &global : plan.globals)
    if (global.isImported) {
      import("g", 3);
      encode::valueType(content, global.type);
      content.push_back(global.isMutable);
    }
  section(2, count, content);
}

void ModuleMaker::functionSection() {
  Bytes content;
  encode::unsignedLeb(content, definedFunctions());
  for (uint32_t i = plan.importedFunctions; i < plan.functions.size(); ++i)
    encode::unsignedLeb(content, plan.functions[i]);
  section(3, content);
}

void ModuleMaker::tableSection() {
  Bytes content;
  uint32_t count = 0;
  for (const Plan::Table &table : plan.tables) {
    if (table.isImported)
      continue;
    ++count;
    encode::valueType(content, table.element);
    limits(content, table.limits);
  }
  section(4, count, content);
}

void ModuleMaker::memorySection() {
  Bytes content;
  uint32_t count = 0;
  for (const Plan::Memory &memory : plan.memories) {
    if (memory.isImported)
      continue;
    ++count;
    limits(content, memory.limits);
  }
  section(5, count, content);
}

void ModuleMaker::tagSection() {
  if (plan.tags.empty())
    return;
  Bytes content;
  encode::unsignedLeb(content, plan.tags.size());
  for (uint32_t type : plan.tags) {
    content.push_back(0);
    encode::unsignedLeb(content, type);
  }
  section(13, content);
}

/// A constant expression; of `value` if that is given, however it is written.
void ModuleMaker::constantExpression(Bytes &out, ValueType type, std::optional<uint64_t> value) {
  CodeBuilder code(out);
  const bool is64 = type == ValueType::I64;
  auto constant = [&](uint64_t number) {
    if (is64)
      code.i64Const(number);
    else
      code.i32Const(static_cast<uint32_t>(number));
  };
  if (!type.isInteger() || !value) {
    if (type.isReference() && type.heapType() == HeapType(HeapType::Func) && choices.chance(50)) {
      for (uint32_t i = 0; i < plan.functions.size(); ++i)
        if (plan.declared[i]) {
          encode::opcode(out, Opcode::RefFunc);
          encode::unsignedLeb(out, i);
          code.end();
          return;
        }
    }
    for (uint32_t i = 0; i < plan.globals.size(); ++i)
      if (plan.globals[i].isImported && !plan.globals[i].isMutable && plan.globals[i].type == type && choices.chance(30)) {
        code.globalGet(GlobalId(i)).end();
        return;
      }
    appendConstant(out, type, choices);
    code.end();
    return;
  }
  if (allows(Feature::ExtendedConst) && choices.chance(20)) {
    const uint64_t part = choices.byte();
    constant(*value - part);
    constant(part);
    code.op(is64 ? Opcode::I64Add : Opcode::I32Add);
  } else {
    constant(*value);
  }
  code.end();
}

void ModuleMaker::globalSection() {
  Bytes content;
  uint32_t count = 0;
  for (uint32_t i = 0; i < plan.globals.size(); ++i) {
    const Plan::Global &global = plan.globals[i];
    if (global.isImported)
      continue;
    ++count;
    encode::valueType(content, global.type);
    content.push_back(global.isMutable);
    constantExpression(content, global.type, i == plan.fuel ? std::optional<uint64_t>(Fuel) : std::nullopt);
  }
  section(6, count, content);
}

void ModuleMaker::exportSection() {
  Bytes content;
  uint32_t count = 0;
  auto add = [&](llvm::StringRef kind, uint8_t code, uint32_t index) {
    encode::name(content, (kind + llvm::Twine(index) + (choices.chance(5) ? anyName() : "")).str());
    content.push_back(code);
    encode::unsignedLeb(content, index);
    ++count;
  };
  // With fuel, the plan.entries; otherwise what comes.
  const uint32_t firstEntry = static_cast<uint32_t>(plan.functions.size()) - plan.entries;
  for (uint32_t i = plan.importedFunctions; i < plan.functions.size(); ++i)
    if (plan.options.runs ? i >= firstEntry : choices.chance(70))
      add("f", 0, i);
  for (uint32_t i = 0; i < plan.tables.size(); ++i)
    if (choices.chance(20))
      add("t", 1, i);
  for (uint32_t i = 0; i < plan.memories.size(); ++i)
    if (choices.chance(30))
      add("m", 2, i);
  for (uint32_t i = 0; i < plan.globals.size(); ++i)
    if (choices.chance(30) && i != plan.fuel)
      add("g", 3, i);
  for (uint32_t i = 0; i < plan.tags.size(); ++i)
    if (choices.chance(30))
      add("e", 4, i);
  section(7, count, content, /*mayBeLeftOut=*/false);
}

void ModuleMaker::elementSection() {
  if (plan.elements.empty())
    return;
  Bytes content;
  encode::unsignedLeb(content, plan.elements.size());
  for (const Plan::Element &segment : plan.elements) {
    const bool isActive = segment.mode == Plan::Element::Active;
    const bool isExplicit = isActive && (segment.table != 0 || choices.chance(30));
    const uint8_t flags = static_cast<uint8_t>((isActive ? 0 : 1) | (isExplicit || segment.mode == Plan::Element::Declarative ? 2 : 0) |
                                               (segment.usesExpressions ? 4 : 0));
    content.push_back(flags);
    if (isExplicit)
      encode::unsignedLeb(content, segment.table);
    if (isActive)
      constantExpression(content, plan.tables[segment.table].address(), segment.offset);
    if ((flags & 3) != 0) {
      if (segment.usesExpressions)
        encode::valueType(content, segment.type);
      else
        content.push_back(0);
    }
    encode::unsignedLeb(content, segment.count);
    for (uint32_t k = 0; k < segment.count; ++k) {
      if (!segment.usesExpressions) {
        encode::unsignedLeb(content, segment.functions[k]);
        continue;
      }
      if (segment.functions.empty()) {
        encode::opcode(content, Opcode::RefNull);
        encode::heapType(content, segment.type.heapType());
      } else {
        encode::opcode(content, Opcode::RefFunc);
        encode::unsignedLeb(content, segment.functions[k]);
      }
      encode::opcode(content, Opcode::End);
    }
  }
  section(9, content);
}

void ModuleMaker::codeSection() {
  Bytes content;
  encode::unsignedLeb(content, definedFunctions());
  const uint32_t firstEntry = static_cast<uint32_t>(plan.functions.size()) - plan.entries;
  // Calls inside go to functions inside.
  Plan inner = plan;
  inner.functions.resize(firstEntry);
  for (uint32_t i = plan.importedFunctions; i < firstEntry; ++i)
    encode::bytes(content, generateBody(inner, i, choices));
  for (uint32_t i = 0; i < plan.entries; ++i)
    encode::bytes(content, generateEntry(inner, plan.importedFunctions + i));
  section(10, content);
}

void ModuleMaker::dataSection() {
  Bytes content;
  encode::unsignedLeb(content, plan.data.size());
  for (const Plan::Data &segment : plan.data) {
    const uint8_t flags = !segment.isActive ? 1 : segment.memory != 0 || choices.chance(20) ? 2 : 0;
    content.push_back(flags);
    if (flags == 2)
      encode::unsignedLeb(content, segment.memory);
    if (segment.isActive)
      constantExpression(content, plan.memories[segment.memory].address(), segment.offset);
    encode::unsignedLeb(content, segment.size);
    for (uint32_t i = 0; i < segment.size; ++i)
      content.push_back(choices.exhausted() ? static_cast<uint8_t>(i + 1) : choices.byte());
  }
  section(11, content);
}

void ModuleMaker::nameSection() {
  Bytes content;
  auto subsection = [&](uint8_t id, const Bytes &bytes) {
    content.push_back(id);
    encode::unsignedLeb(content, bytes.size());
    encode::bytes(content, bytes);
  };
  auto map = [&](size_t count) {
    Bytes names, counted;
    uint32_t named = 0;
    for (uint32_t i = 0; i < count; ++i) {
      if (choices.chance(30))
        continue;
      ++named;
      encode::unsignedLeb(names, i);
      encode::name(names, anyName());
    }
    encode::unsignedLeb(counted, named);
    encode::bytes(counted, names);
    return counted;
  };
  if (choices.chance(50)) {
    Bytes name;
    encode::name(name, anyName());
    subsection(0, name);
  }
  subsection(1, map(plan.functions.size()));
  Bytes locals;
  encode::unsignedLeb(locals, 1);
  encode::unsignedLeb(locals, plan.importedFunctions);
  encode::bytes(locals, map(plan.typeOf(plan.importedFunctions).params.size()));
  subsection(2, locals);
  const std::pair<uint8_t, size_t> kinds[] = {{4, plan.types.size()},    {5, plan.tables.size()}, {6, plan.memories.size()},
                                              {7, plan.globals.size()},  {8, plan.elements.size()}, {9, plan.data.size()},
                                              {11, plan.tags.size()}};
  for (const auto &[id, count] : kinds)
    if (choices.chance(40))
      subsection(id, map(count));
  custom("name", content);
}

Bytes ModuleMaker::make() {
  out = {0, 'a', 's', 'm', 1, 0, 0, 0};
  typeSection();
  importSection();
  functionSection();
  tableSection();
  memorySection();
  tagSection();
  globalSection();
  exportSection();
  std::vector<uint32_t> starts;
  for (uint32_t i = plan.importedFunctions; i < plan.functions.size(); ++i)
    if (plan.typeOf(i).params.empty() && plan.typeOf(i).results.empty())
      starts.push_back(i);
  if (!starts.empty() && choices.chance(20)) {
    Bytes start;
    encode::unsignedLeb(start, choices.from(starts));
    section(8, start);
  }
  elementSection();
  Bytes count;
  encode::unsignedLeb(count, plan.data.size());
  section(12, count);
  codeSection();
  dataSection();
  maybeCustom();
  if (choices.chance(60))
    nameSection();
  maybeCustom();
  return out;
}

} // namespace

std::vector<uint8_t> generateModule(llvm::ArrayRef<uint8_t> choices, const GeneratorOptions &options) {
  return ModuleMaker(choices, options).make();
}

} // namespace meld::fuzz
