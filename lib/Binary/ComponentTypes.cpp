//===- ComponentTypes.cpp - worlds, and the core functions they ask for ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ComponentTypes.h; the decoder is in WorldReader.
// Why:  see ComponentTypes.h.
// Never: see ComponentTypes.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/ComponentTypes.h"
#include "WorldReader.h"

namespace meld {

using namespace world;

struct ComponentTypes::World {
  WorldTypes types;

  const Function *function(const Interface &scope, llvm::StringRef name) const {
    const Type *found = scope.find(name);
    return found && found->kind == Kind::Function ? &types.functions[found->index] : nullptr;
  }
  const Interface *instance(const Interface &scope, llvm::StringRef name) const {
    const Type *found = scope.find(name);
    return found && found->kind == Kind::Instance ? &types.interfaces[found->index] : nullptr;
  }
  static bool hasResource(const Interface &scope, llvm::StringRef name) {
    const Type *found = scope.find(name);
    return found && found->kind == Kind::Resource;
  }
  std::optional<DescribedFunction> import(llvm::StringRef module, llvm::StringRef field) const;
  std::optional<DescribedFunction> exported(llvm::StringRef name) const;
};

ComponentTypes::ComponentTypes() = default;
ComponentTypes::~ComponentTypes() = default;

std::string ComponentTypes::add(llvm::ArrayRef<uint8_t> payload) {
  constexpr size_t MaxSections = 64;
  if (worlds.size() == MaxSections)
    return "there are more than 64 such sections";
  auto world = std::make_unique<World>();
  std::string problem = readWorld(payload, world->types);
  if (problem.empty())
    worlds.push_back(std::move(world));
  return problem;
}

namespace {

constexpr llvm::StringRef RootModule = "$root"; // functions of the world itself

void append(std::vector<ValueType> &types, const Flat &flat) {
  for (unsigned i = 0; i < flat.count; ++i)
    types.push_back(flat.types[i]);
}

/// Canonical ABI, flattening of function types: more than 16 values are passed by a
/// pointer, more than one is returned by a pointer.
std::vector<ValueType> coreParams(const Function &function) {
  std::vector<ValueType> params;
  if (function.params.isTooLong())
    params.push_back(ValueType::I32);
  else
    append(params, function.params);
  return params;
}

/// As the guest imports it: it brings room for results that need memory.
DescribedFunction lowered(const Function &function) {
  DescribedFunction core{coreParams(function), {}, function.resultsAllocate};
  if (function.results.count > 1)
    core.params.push_back(ValueType::I32);
  else
    append(core.results, function.results);
  return core;
}

/// As the guest exports it: the host brings parameters that need memory.
DescribedFunction lifted(const Function &function) {
  DescribedFunction core{coreParams(function), {}, function.paramsAllocate || function.params.isTooLong()};
  if (function.results.count > 1)
    core.results.push_back(ValueType::I32);
  else
    append(core.results, function.results);
  return core;
}

} // namespace

std::optional<DescribedFunction> ComponentTypes::World::import(llvm::StringRef module, llvm::StringRef field) const {
  // Resources of an exported interface are made and taken apart through imports.
  bool ofExport = module.consume_front("[export]");
  const Interface &all = ofExport ? types.exports : types.imports;
  const Interface *scope = module == RootModule ? &all : instance(all, module);
  if (!scope)
    return std::nullopt;
  llvm::StringRef resource = field;
  if (resource.consume_front("[resource-drop]") && hasResource(*scope, resource))
    return DescribedFunction{{ValueType::I32}, {}, false};
  if (ofExport) {
    resource = field;
    bool isKnown = resource.consume_front("[resource-new]") || resource.consume_front("[resource-rep]");
    if (isKnown && hasResource(*scope, resource))
      return DescribedFunction{{ValueType::I32}, {ValueType::I32}, false};
    return std::nullopt;
  }
  if (const Function *found = function(*scope, field))
    return lowered(*found);
  return std::nullopt;
}

std::optional<DescribedFunction> ComponentTypes::World::exported(llvm::StringRef name) const {
  if (name.consume_front("cabi_post_")) {
    std::optional<DescribedFunction> of = exported(name);
    return of ? std::optional(DescribedFunction{of->results, {}, false}) : std::nullopt;
  }
  const Interface *scope = &types.exports;
  llvm::StringRef field = name;
  if (name.contains('#')) {
    scope = instance(types.exports, name.split('#').first);
    field = name.split('#').second;
  }
  if (!scope)
    return std::nullopt;
  llvm::StringRef resource = field;
  if (resource.consume_front("[dtor]") && hasResource(*scope, resource))
    return DescribedFunction{{ValueType::I32}, {}, false};
  if (const Function *found = function(*scope, field))
    return lifted(*found);
  return std::nullopt;
}

namespace {

/// What all descriptions of one function say together.
struct Union {
  std::optional<DescribedFunction> function;
  bool differs = false;

  void add(std::optional<DescribedFunction> next) {
    if (!next)
      return;
    if (!function) {
      function = std::move(next);
      return;
    }
    differs |= function->params != next->params || function->results != next->results;
    function->allocates |= next->allocates;
  }
  std::optional<DescribedFunction> result() { return differs ? std::nullopt : std::move(function); }
};

} // namespace

std::optional<DescribedFunction> ComponentTypes::import(llvm::StringRef module, llvm::StringRef field) const {
  Union all;
  for (const std::unique_ptr<World> &world : worlds)
    all.add(world->import(module, field));
  return all.result();
}

std::optional<DescribedFunction> ComponentTypes::exported(llvm::StringRef name) const {
  Union all;
  for (const std::unique_ptr<World> &world : worlds)
    all.add(world->exported(name));
  return all.result();
}

} // namespace meld
