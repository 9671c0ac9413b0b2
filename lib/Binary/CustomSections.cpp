//===- CustomSections.cpp - policies, producers, target_features ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the policy table and two small tool-conventions sections.
// Why:  see CustomSections.h.
// Never: keeps an unknown section once anything it could speak of has moved.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/CustomSections.h"
#include "ByteCursor.h"
#include "meld/IR/CodeBuilder.h"

namespace meld {

CustomPolicy policyOf(llvm::StringRef name) {
  if (name == "name" || name == "producers" || name == "target_features" || name == LayoutSectionName)
    return CustomPolicy::Rewrite;
  // Interface types of a component: names and types only, no index of the module.
  if (name.starts_with("component-type"))
    return CustomPolicy::Keep;
  // linking, reloc.*, dylink.0, .debug_*, sourceMappingURL, external_debug_info,
  // build_id, metadata.code.* and everything unknown may speak of what moved.
  return CustomPolicy::Drop;
}

std::optional<std::vector<uint8_t>> extendProducers(llvm::ArrayRef<uint8_t> payload) {
  std::optional<Failure> ignored;
  ByteCursor in(payload, 0, ignored);
  const llvm::StringRef tool = "meld-opt", version = MELD_VERSION, wanted = "processed-by";
  struct Value {
    llvm::StringRef name, version;
  };
  std::vector<std::pair<llvm::StringRef, std::vector<Value>>> fields;
  uint32_t fieldCount = 0;
  if (!in.u32(fieldCount))
    return std::nullopt;
  for (uint32_t i = 0; i < fieldCount; ++i) {
    llvm::StringRef field;
    uint32_t valueCount = 0;
    if (!in.name(field) || !in.u32(valueCount))
      return std::nullopt;
    fields.emplace_back(field, std::vector<Value>());
    for (uint32_t j = 0; j < valueCount; ++j) {
      Value value;
      if (!in.name(value.name) || !in.name(value.version))
        return std::nullopt;
      fields.back().second.push_back(value);
    }
  }
  if (!in.atEnd())
    return std::nullopt;
  auto field = llvm::find_if(fields, [&](const auto &entry) { return entry.first == wanted; });
  if (field == fields.end())
    field = fields.insert(fields.end(), {wanted, {}});
  auto entry = llvm::find_if(field->second, [&](const Value &value) { return value.name == tool; });
  if (entry != field->second.end())
    entry->version = version;
  else
    field->second.push_back({tool, version});

  std::vector<uint8_t> out;
  encode::unsignedLeb(out, fields.size());
  for (const auto &[name, values] : fields) {
    encode::name(out, name);
    encode::unsignedLeb(out, values.size());
    for (const Value &value : values) {
      encode::name(out, value.name);
      encode::name(out, value.version);
    }
  }
  return out;
}

std::optional<std::vector<uint8_t>> updateTargetFeatures(llvm::ArrayRef<uint8_t> payload, const Module &module) {
  const bool isRebased = module.layout().mergedMemory.has_value();

  std::optional<Failure> ignored;
  ByteCursor in(payload, 0, ignored);
  uint32_t count = 0;
  if (!in.u32(count))
    return std::nullopt;
  std::vector<std::pair<uint8_t, llvm::StringRef>> features;
  for (uint32_t i = 0; i < count; ++i) {
    uint8_t prefix = 0;
    llvm::StringRef feature;
    if (!in.byte(prefix) || !in.name(feature))
      return std::nullopt;
    bool isMultiMemory = feature == "multimemory" || feature == "multi-memory";
    if (!(isRebased && isMultiMemory))
      features.emplace_back(prefix, feature);
  }
  if (!in.atEnd())
    return std::nullopt;
  // Segments of unknown offset that moved (docs/passes/rebase.md, S2).
  bool needsExtended = llvm::any_of(module.layout().assumedSegments, [&](const auto &assumed) {
    return module.dataSegments().contains(assumed.first) && module.dataSegments()[assumed.first].offset.isExtended();
  });
  constexpr llvm::StringLiteral extendedConst = "extended-const";
  if (needsExtended && llvm::none_of(features, [&](const auto &f) { return f.second == extendedConst; }))
    features.emplace_back('+', extendedConst);
  std::vector<uint8_t> out;
  encode::unsignedLeb(out, features.size());
  for (const auto &[prefix, feature] : features) {
    out.push_back(prefix);
    encode::name(out, feature);
  }
  return out;
}

} // namespace meld
