//===- Imports.cpp - what a module imports, and values across --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a host function that logs and answers, a memory, a table, a global for each import;
//       values of ours in wabt, and back.
// Why:  two instances that are to be compared need the same host.
// Never: answers by anything but the seed and the call.
//
//===----------------------------------------------------------------------===//

#include "InstanceParts.h"
#include <algorithm>
#include <cstring>

namespace meld::exec {

ValueKind kindOf(wabt::Type type) {
  switch (type) {
  case wabt::Type::I64:
    return ValueKind::I64;
  case wabt::Type::F32:
    return ValueKind::F32;
  case wabt::Type::F64:
    return ValueKind::F64;
  case wabt::Type::V128:
    return ValueKind::V128;
  case wabt::Type::FuncRef:
    return ValueKind::FuncRef;
  case wabt::Type::ExternRef:
    return ValueKind::ExternRef;
  default:
    return ValueKind::I32;
  }
}

std::vector<ValueKind> kindsOf(const ValueTypes &types) {
  std::vector<ValueKind> kinds;
  for (wabt::Type type : types)
    kinds.push_back(kindOf(type));
  return kinds;
}

WabtValue Instance::Parts::toWabt(const HostValue &value) {
  switch (value.kind) {
  case ValueKind::I32:
    return WabtValue::Make(static_cast<u32>(value.low));
  case ValueKind::I64:
    return WabtValue::Make(static_cast<u64>(value.low));
  case ValueKind::F32: {
    u32 image = static_cast<u32>(value.low);
    f32 number;
    std::memcpy(&number, &image, sizeof number);
    return WabtValue::Make(number);
  }
  case ValueKind::F64: {
    f64 number;
    std::memcpy(&number, &value.low, sizeof number);
    return WabtValue::Make(number);
  }
  case ValueKind::V128: {
    v128 lanes;
    std::memcpy(lanes.v, &value.low, 8);
    std::memcpy(lanes.v + 8, &value.high, 8);
    return WabtValue::Make(lanes);
  }
  case ValueKind::FuncRef: {
    if (value.low == 0 || !instance || host.sharedFunctions.empty())
      return WabtValue::Make(Ref::Null);
    return WabtValue::Make(exported(host.sharedFunctions[(value.low - 1) % host.sharedFunctions.size()]));
  }
  case ValueKind::ExternRef: {
    if (value.low == 0)
      return WabtValue::Make(Ref::Null);
    auto known = objects.find(value.low);
    if (known == objects.end()) {
      Foreign::Ptr object = Foreign::New(store, reinterpret_cast<void *>(value.low));
      known = objects.emplace(value.low, object.ref()).first;
      keep.push_back(object);
    }
    return WabtValue::Make(known->second);
  }
  }
  return {};
}

std::string Instance::Parts::shownFunction(Ref function) {
  if (function == Ref::Null)
    return "null";
  if (instance)
    for (const std::string &name : host.sharedFunctions)
      if (exported(name) == function)
        return name;
  std::string text = "function";
  Func::Ptr target = store.UnsafeGet<Func>(function);
  for (wabt::Type type : target->type().params)
    text += std::string(" ") + nameOf(kindOf(type));
  text += " ->";
  for (wabt::Type type : target->type().results)
    text += std::string(" ") + nameOf(kindOf(type));
  return text;
}

HostValue Instance::Parts::fromWabt(wabt::Type type, const WabtValue &value) {
  HostValue result{kindOf(type), 0, 0};
  switch (result.kind) {
  case ValueKind::I32:
    result.low = value.Get<u32>();
    break;
  case ValueKind::I64:
    result.low = value.Get<u64>();
    break;
  case ValueKind::F32: {
    f32 number = value.Get<f32>();
    u32 image;
    std::memcpy(&image, &number, sizeof image);
    result.low = image;
    break;
  }
  case ValueKind::F64: {
    f64 number = value.Get<f64>();
    std::memcpy(&result.low, &number, sizeof number);
    break;
  }
  case ValueKind::V128: {
    v128 lanes = value.Get<v128>();
    std::memcpy(&result.low, lanes.v, 8);
    std::memcpy(&result.high, lanes.v + 8, 8);
    break;
  }
  case ValueKind::FuncRef: {
    Ref ref = value.Get<Ref>();
    if (ref == Ref::Null)
      break;
    // Position among the shared functions; one past them for any other.
    std::string name = shownFunction(ref);
    auto known = std::find(host.sharedFunctions.begin(), host.sharedFunctions.end(), name);
    result.low = 1 + (known - host.sharedFunctions.begin());
    break;
  }
  case ValueKind::ExternRef: {
    Ref ref = value.Get<Ref>();
    for (const auto &[identity, object] : objects)
      if (object == ref)
        result.low = identity;
    break;
  }
  }
  return result;
}

wabt::Limits Instance::Parts::limited(wabt::Limits limits, uint32_t memory) const {
  if (memory < host.maximumPages.size()) {
    uint64_t maximum = std::max(host.maximumPages[memory], limits.initial);
    limits.max = limits.has_max ? std::min(limits.max, maximum) : maximum;
    limits.has_max = true;
  }
  return limits;
}

Extern::Ptr Instance::Parts::hostFunction(const ImportType &import) {
  const auto &type = static_cast<const FuncType &>(*import.type);
  std::string name = import.module + "." + import.name;
  bool isWasi = import.module == "wasi_snapshot_preview1" || import.module == "wasi_unstable";
  bool isExit = isWasi && import.name == "proc_exit";
  auto answer = [this, type, name, isWasi, isExit](Thread &, const Values &params, Values &results, Trap::Ptr *trap) {
    std::string call = name + "(";
    for (size_t index = 0; index < params.size(); ++index)
      call += (index ? ", " : "") + shown(type.params[index], params[index]);
    call += ")";
    if (isExit) {
      log.push_back(call);
      *trap = Trap::New(store, ExitMessage + std::to_string(params.empty() ? 0 : params[0].Get<u32>()));
      return wabt::Result::Error;
    }
    Stream stream(std::to_string(host.seed) + "/" + call);
    results.clear();
    std::string shownResults;
    for (wabt::Type result : type.results) {
      HostValue value = stream.draw(kindOf(result));
      if (isWasi)
        value.low = 52; // no system call is there (errno nosys)
      results.push_back(toWabt(value));
      shownResults += (shownResults.empty() ? " = " : ", ") + show(value);
    }
    log.push_back(call + shownResults);
    return wabt::Result::Ok;
  };
  return HostFunc::New(store, type, answer);
}

void Instance::Parts::import(const ImportType &entry, uint32_t &memoryIndex) {
  Extern::Ptr made;
  switch (entry.type->kind) {
  case ExternKind::Func:
    made = hostFunction(entry);
    break;
  case ExternKind::Table:
    made = Table::New(store, static_cast<const TableType &>(*entry.type));
    break;
  case ExternKind::Memory: {
    MemoryType type = static_cast<const MemoryType &>(*entry.type);
    if (memoryIndex < host.importedPages.size())
      type.limits.initial = std::max(type.limits.initial, host.importedPages[memoryIndex]);
    type.limits = limited(type.limits, memoryIndex++);
    made = Memory::New(store, type);
    break;
  }
  case ExternKind::Global: {
    // Multiples of 16, as addresses would be.
    const auto &type = static_cast<const GlobalType &>(*entry.type);
    HostValue value{kindOf(type.type), 0, 0};
    if (value.kind == ValueKind::I32 || value.kind == ValueKind::I64)
      value.low = Stream(std::to_string(host.seed) + "/" + entry.module + "." + entry.name).next() % 64 * 16;
    made = Global::New(store, type, toWabt(value));
    break;
  }
  case ExternKind::Tag:
    made = Tag::New(store, static_cast<const TagType &>(*entry.type));
    break;
  }
  keep.push_back(made);
  imports.push_back(made.ref());
}

} // namespace meld::exec
