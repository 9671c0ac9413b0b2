//===- Allocator.cpp - the functions of an allocator ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Allocator.h.
// Why:  see Allocator.h.
// Never: see Allocator.h.
//
//===----------------------------------------------------------------------===//

#include "Allocator.h"

using namespace meld;

namespace heap_tracker {
namespace {

/// By debug name, otherwise by export: linkers may export a function around it.
Result<std::optional<FunctionId>> findFunction(const Module &module, llvm::StringRef name) {
  std::optional<FunctionId> found;
  for (FunctionId function : module.functions().ids()) {
    if (module.functions()[function].name != name)
      continue;
    if (found)
      return error(module.locate(function), "this is the second function " + name)
          .remedy("give the functions of several allocators names of their own, and track one after the other");
    found = function;
  }
  for (const Export &exported : module.exports())
    if (!found && exported.target.kind == ExternalKind::Function && exported.name == name)
      found = FunctionId(exported.target.id);
  return found;
}

Result<void> checkType(const Module &module, const KindInfo &kind, FunctionId function) {
  const FunctionType &type = module.typeOf(function);
  auto isI32 = [](ValueType value) { return value == ValueType::I32; };
  if (type.params.size() == kind.params && type.results.size() == kind.results && llvm::all_of(type.params, isI32) &&
      llvm::all_of(type.results, isI32))
    return {};
  return error(module.locate(function), llvm::Twine("this function does not have the type of ") + kind.name +
                                            ", with " + llvm::Twine(kind.params) + " i32 and " +
                                            llvm::Twine(kind.results) + " results")
      .remedy(llvm::Twine("name the right one with ") + kind.name + "=NAME; 64-bit pointers cannot be tracked");
}

void warnOfOthers(Module &module) {
  for (llvm::StringRef name : {"posix_memalign", "memalign", "valloc", "pvalloc"})
    for (FunctionId function : module.functions().ids())
      if (module.functions()[function].name == name)
        module.diagnostics().warn(module.locate(function), "the blocks of this function are not counted",
                                  "use aligned_alloc in its place");
}

} // namespace

Result<std::map<FunctionId, Kind>> findAllocator(Module &module, const GivenNames &given) {
  std::map<FunctionId, Kind> allocator;
  const KindInfo *missing = nullptr;
  for (const KindInfo &kind : Kinds) {
    const std::optional<std::string> &name = given.at(kind.kind);
    Result<std::optional<FunctionId>> found = findFunction(module, name ? llvm::StringRef(*name) : kind.name);
    if (!found)
      return found.takeFailure();
    if (!*found && name)
      return error(Location::module(), "there is no function " + *name)
          .remedy("name one by its debug name or export; keep the name section at the link");
    if (!*found) {
      missing = missing ? missing : &kind;
      continue;
    }
    if (Result<void> right = checkType(module, kind, **found); !right)
      return right.takeFailure();
    if (!allocator.insert({**found, kind.kind}).second)
      return error(module.locate(**found), "this function is named twice")
          .remedy(llvm::Twine("name a function of its own for ") + kind.name);
  }
  if (allocator.empty())
    return error(Location::module(), "there is no malloc, calloc, realloc, aligned_alloc or free")
        .remedy("name the functions, heap-tracker<malloc=NAME;free=NAME>; keep the name section at the link");
  const bool hasNames =
      llvm::any_of(module.functions().ids(), [&](FunctionId id) { return !module.functions()[id].name.empty(); });
  if (missing && !hasNames && missing->kind == Kind::AlignedAlloc)
    module.diagnostics().warn(Location::module(),
                              "no function has a debug name, so that nothing tells whether there is an aligned_alloc, "
                              "whose blocks are not counted",
                              "keep the name section at the link: no --strip-all, no -s");
  else if (missing && !hasNames)
    return error(Location::module(), llvm::Twine("no function has a debug name, so that nothing tells which is ") +
                                         missing->name + ", or that there is none")
        .remedy("keep the name section at the link: no --strip-all, no -s");
  warnOfOthers(module);
  return allocator;
}

} // namespace heap_tracker
