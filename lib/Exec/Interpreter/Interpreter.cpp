//===- Interpreter.cpp - one module in wabt's interpreter --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Interpreter.h.
// Why:  see Interpreter.h. wabt counts instructions only for who pushes a call by hand, which
//       it keeps private; explicit instantiations may name private members.
// Never: lets the start function run without a limit: wabt would, so it is called here.
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include "wabt/binary-reader.h"
#include "wabt/interp/binary-reader-interp.h"
#include "wabt/interp/interp.h"
#include <cstring>

namespace meld::exec {

namespace {

using namespace wabt::interp;
using HostValue = meld::exec::Value;
using WabtValue = wabt::interp::Value;
using WabtInstance = wabt::interp::Instance;

// Access to what a limit of instructions and the place of a trap need.
template <class Tag, typename Tag::Type Member> struct Open {
  friend typename Tag::Type member(Tag) { return Member; }
};
struct PushCall {
  using Type = RunResult (Thread::*)(const DefinedFunc &, Trap::Ptr *);
  friend Type member(PushCall);
};
struct PushValues {
  using Type = void (Thread::*)(const ValueTypes &, const Values &);
  friend Type member(PushValues);
};
struct PopValues {
  using Type = void (Thread::*)(const ValueTypes &, Values *);
  friend Type member(PopValues);
};
struct TrapTrace {
  using Type = std::vector<Frame> Trap::*;
  friend Type member(TrapTrace);
};
template struct Open<PushCall, &Thread::PushCall>;
template struct Open<PushValues, &Thread::PushValues>;
template struct Open<PopValues, &Thread::PopValues>;
template struct Open<TrapTrace, &Trap::trace_>;

constexpr int Slice = 4096; // instructions between two looks at the fuel
constexpr size_t KeptFrames = 64; // of a trap: a handler of exhausted reserves may call others
const char *const ExitMessage = "exit with code ";

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

const char *nameOf(ValueKind kind) {
  static const char *const names[] = {"i32", "i64", "f32", "f64", "v128", "funcref", "externref"};
  return names[static_cast<int>(kind)];
}

/// The class of a trap. wabt appends numbers, which are others where memories were merged.
std::string trapClass(const std::string &message) {
  std::string text = message.substr(0, message.find(':'));
  static const std::pair<const char *, const char *> classes[] = {
      {"unreachable executed", "unreachable"},
      {"out of bounds memory access", "out-of-bounds memory access"},
      {"out of bounds table access", "out-of-bounds table access"},
      {"undefined table index", "out-of-bounds table access"},
      {"invalid conversion to integer", "invalid conversion to integer"},
      {"uninitialized table element", "indirect call"},
      {"indirect call signature mismatch", "indirect call"},
      // Out of bounds, misaligned, or both: wabt does not say.
      {"invalid atomic access", "out-of-bounds memory access"},
      {"null reference", "null reference"},
  };
  for (const auto &[start, name] : classes)
    if (text.compare(0, std::strlen(start), start) == 0)
      return name;
  return text;
}

} // namespace

Stream::Stream(std::string_view text) : state(0xcbf29ce484222325) {
  for (unsigned char byte : text)
    state = (state ^ byte) * 0x100000001b3; // FNV-1a
}

uint64_t Stream::next() {
  uint64_t mixed = state += 0x9e3779b97f4a7c15; // SplitMix64
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

HostValue Stream::draw(ValueKind kind) {
  static const uint64_t corners[] = {0, 1, ~0ull, 2, 7, 255, 65535, 65536, 0x7fffffff, 0xffffffff80000000};
  uint64_t choice = next() % 8, bits = next();
  uint64_t integer = choice < 5 ? bits % 64 : choice < 7 ? corners[bits % 10] : bits;
  HostValue value{kind, integer, 0};
  switch (kind) {
  case ValueKind::I32:
    value.low &= 0xffffffff;
    break;
  case ValueKind::I64:
    break;
  case ValueKind::F32: {
    float number = static_cast<float>(static_cast<int64_t>(integer)) / 4;
    uint32_t image;
    std::memcpy(&image, &number, sizeof image);
    value.low = image;
    break;
  }
  case ValueKind::F64: {
    double number = static_cast<double>(static_cast<int64_t>(integer)) / 4;
    std::memcpy(&value.low, &number, sizeof number);
    break;
  }
  case ValueKind::V128:
    value.high = next();
    break;
  case ValueKind::FuncRef:
  case ValueKind::ExternRef:
    value.low = choice < 3 ? 0 : 1 + bits % 8;
    break;
  }
  return value;
}

std::string show(const HostValue &value) {
  std::string name = std::string(nameOf(value.kind)) + ":";
  char hex[40];
  switch (value.kind) {
  case ValueKind::I32:
    return name + std::to_string(static_cast<int32_t>(value.low));
  case ValueKind::I64:
    return name + std::to_string(static_cast<int64_t>(value.low));
  case ValueKind::F32: {
    float number;
    uint32_t image = static_cast<uint32_t>(value.low);
    std::memcpy(&number, &image, sizeof number);
    std::snprintf(hex, sizeof hex, "%.9g", number);
    return name + (number != number ? "nan" : hex);
  }
  case ValueKind::F64: {
    double number;
    std::memcpy(&number, &value.low, sizeof number);
    std::snprintf(hex, sizeof hex, "%.17g", number);
    return name + (number != number ? "nan" : hex);
  }
  case ValueKind::V128:
    std::snprintf(hex, sizeof hex, "0x%016llx%016llx", static_cast<unsigned long long>(value.high),
                  static_cast<unsigned long long>(value.low));
    return name + hex;
  case ValueKind::FuncRef:
  case ValueKind::ExternRef:
    return name + (value.low ? "#" + std::to_string(value.low - 1) : "null");
  }
  return name;
}

std::string Ending::text() const {
  switch (kind) {
  case Returned: {
    std::string all;
    for (const std::string &result : results)
      all += (all.empty() ? "" : ", ") + result;
    return "returned " + (all.empty() ? "nothing" : all);
  }
  case Trapped:
    return "trapped: " + trap;
  case Threw:
    return "threw an exception";
  case Exited:
    return "exited with code " + std::to_string(exitCode);
  case OutOfFuel:
    return "ran out of fuel";
  case StackExhausted:
    return "exhausted the stack";
  case Unknown:
    return "came to an instruction that the interpreter does not know";
  }
  return {};
}

struct Instance::Parts {
  Host host;
  Store store;
  ModuleDesc desc;
  std::vector<StartDesc> starts;
  Module::Ptr module;
  WabtInstance::Ptr instance;
  RefVec imports;
  std::vector<RefPtr<Object>> keep; ///< imports and host objects, for the collector
  std::map<uint64_t, Ref> objects;
  std::vector<std::string> log;
  std::vector<std::pair<std::string, std::string>> exports;
  std::map<std::string, Signature> functions;

  Parts() : store(allFeatures()) {}
  static wabt::Features allFeatures() {
    wabt::Features features;
    features.EnableAll();
    features.disable_function_references(); // unfinished in 1.0.32: ref.func breaks
    return features;
  }

  bool read(std::string_view binary, std::string &why);
  void import(const ImportType &type, uint32_t &memoryIndex);
  wabt::Limits limited(wabt::Limits limits, uint32_t memory) const;
  Extern::Ptr hostFunction(const ImportType &type);
  WabtValue toWabt(const HostValue &value);
  HostValue fromWabt(wabt::Type type, const WabtValue &value);
  std::string shown(wabt::Type type, const WabtValue &value) { return show(fromWabt(type, value)); }
  Ref exported(const std::string &name);
  std::string shownFunction(Ref function);
  Ending run(Ref function, const std::vector<HostValue> &arguments, uint64_t fuel);
  Ending trapped(const Trap::Ptr &trap);
};

bool Instance::Parts::read(std::string_view binary, std::string &why) {
  wabt::ReadBinaryOptions options(store.features(), nullptr, /*read_debug_names=*/false,
                                  /*stop_on_first_error=*/true, /*fail_on_custom_section_error=*/false);
  wabt::Errors errors;
  if (wabt::Failed(ReadBinaryInterp("module", binary.data(), binary.size(), options, &errors, &desc))) {
    why = errors.empty() ? "it is not a module" : errors.front().message;
    return false;
  }
  starts.swap(desc.starts);
  uint32_t imported = 0;
  for (const ImportDesc &entry : desc.imports)
    imported += entry.type.type->kind == ExternKind::Memory;
  for (size_t index = 0; index < desc.memories.size(); ++index)
    desc.memories[index].type.limits = limited(desc.memories[index].type.limits, imported + index);
  for (const ExportDesc &entry : desc.exports) {
    exports.emplace_back(entry.type.name, wabt::interp::GetName(entry.type.type->kind));
    if (entry.type.type->kind != ExternKind::Func)
      continue;
    const auto &type = static_cast<const FuncType &>(*entry.type.type);
    functions[entry.type.name] = {kindsOf(type.params), kindsOf(type.results)};
  }
  return true;
}

wabt::Limits Instance::Parts::limited(wabt::Limits limits, uint32_t memory) const {
  if (memory < host.maximumPages.size()) {
    uint64_t maximum = std::max(host.maximumPages[memory], limits.initial);
    limits.max = limits.has_max ? std::min(limits.max, maximum) : maximum;
    limits.has_max = true;
  }
  return limits;
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

Ref Instance::Parts::exported(const std::string &name) {
  for (size_t index = 0; index < exports.size(); ++index)
    if (exports[index].first == name)
      return instance->exports()[index];
  return Ref::Null;
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

Ending Instance::Parts::trapped(const Trap::Ptr &trap) {
  Ending ending;
  std::string message = trap->message();
  if (message.find("stack exhausted") != std::string::npos) {
    ending.kind = Ending::StackExhausted;
    return ending;
  }
  if (message.find("not implemented") != std::string::npos) {
    ending.kind = Ending::Unknown;
    return ending;
  }
  const std::vector<Frame> &trace = (*trap).*member(TrapTrace());
  for (size_t depth = 0; instance && depth < std::min(trace.size(), KeptFrames); ++depth)
    for (size_t index = 0; index < instance->funcs().size(); ++index)
      if (instance->funcs()[index] == trace[trace.size() - 1 - depth].func)
        ending.functions.push_back(static_cast<uint32_t>(index));
  if (message.compare(0, std::strlen(ExitMessage), ExitMessage) == 0) {
    ending.kind = Ending::Exited;
    ending.exitCode = static_cast<uint32_t>(std::stoul(message.substr(std::strlen(ExitMessage))));
    return ending;
  }
  ending.kind = Ending::Trapped;
  ending.trap = trapClass(message);
  return ending;
}

Ending Instance::Parts::run(Ref function, const std::vector<HostValue> &arguments, uint64_t fuel) {
  log.clear();
  Func::Ptr target = store.UnsafeGet<Func>(function);
  Values params, results;
  for (const HostValue &argument : arguments)
    params.push_back(toWabt(argument));
  Trap::Ptr trap;
  Thread thread(store);
  uint64_t used = 0;
  if (!DefinedFunc::classof(target.get())) {
    // An import that is exported again.
    if (wabt::Failed(target->Call(thread, params, results, &trap)))
      return trapped(trap);
  } else {
    (thread.*member(PushValues()))(target->type().params, params);
    RunResult result = (thread.*member(PushCall()))(static_cast<const DefinedFunc &>(*target), &trap);
    Ending ending;
    while (result == RunResult::Ok) {
      if (used >= fuel) {
        ending.kind = Ending::OutOfFuel;
        return ending;
      }
      result = thread.Run(Slice, &trap);
      used += Slice;
    }
    if (result == RunResult::Trap) {
      ending = trapped(trap);
      ending.fuelUsed = used;
      return ending;
    }
    if (result == RunResult::Exception) {
      ending.fuelUsed = used;
      ending.kind = Ending::Threw;
      return ending;
    }
    (thread.*member(PopValues()))(target->type().results, &results);
  }
  Ending ending;
  ending.fuelUsed = used;
  for (size_t index = 0; index < results.size(); ++index)
    ending.results.push_back(shown(target->type().results[index], results[index]));
  return ending;
}

Instance::Instance(std::unique_ptr<Parts> parts) : parts(std::move(parts)) {}
Instance::~Instance() = default;

std::unique_ptr<Instance> Instance::load(std::string_view binary, const Host &host, std::string &why) {
  auto parts = std::make_unique<Parts>();
  parts->host = host;
  if (!parts->read(binary, why))
    return nullptr;
  return std::unique_ptr<Instance>(new Instance(std::move(parts)));
}

Ending Instance::instantiate(uint64_t fuel) {
  Parts &all = *parts;
  all.log.clear();
  uint32_t memoryIndex = 0;
  for (const ImportDesc &entry : all.desc.imports)
    all.import(entry.type, memoryIndex);
  all.module = Module::New(all.store, all.desc);
  Trap::Ptr trap;
  all.instance = WabtInstance::Instantiate(all.store, all.module.ref(), all.imports, &trap);
  if (!all.instance)
    return all.trapped(trap);
  Ending ending;
  for (const StartDesc &start : all.starts)
    ending = all.run(all.instance->funcs()[start.func_index], {}, fuel);
  return ending;
}

Ending Instance::call(const std::string &name, const std::vector<HostValue> &arguments, uint64_t fuel) {
  for (size_t index = 0; index < parts->exports.size(); ++index)
    if (parts->exports[index].first == name)
      return parts->run(parts->instance->exports()[index], arguments, fuel);
  return {};
}

const std::vector<std::string> &Instance::log() const { return parts->log; }
const std::vector<std::pair<std::string, std::string>> &Instance::exports() const { return parts->exports; }
const std::map<std::string, Signature> &Instance::functions() const { return parts->functions; }

std::string_view Instance::memory(uint32_t index) const {
  Memory::Ptr memory = parts->store.UnsafeGet<Memory>(parts->instance->memories()[index]);
  return {reinterpret_cast<const char *>(memory->UnsafeData()), memory->ByteSize()};
}

uint64_t Instance::globalBits(uint32_t index) const {
  Global::Ptr global = parts->store.UnsafeGet<Global>(parts->instance->globals()[index]);
  return parts->fromWabt(global->type().type, global->Get()).low;
}

std::map<std::string, std::string> Instance::state() const {
  std::map<std::string, std::string> texts;
  auto add = [&](const std::string &name, Ref ref) {
    RefPtr<Object> object = parts->store.UnsafeGet<Object>(ref);
    if (object->kind() == ObjectKind::Global) {
      Global::Ptr global = parts->store.UnsafeGet<Global>(ref);
      texts["global " + name] = parts->shown(global->type().type, global->Get());
    } else if (object->kind() == ObjectKind::Table) {
      Table::Ptr table = parts->store.UnsafeGet<Table>(ref);
      texts["size of table " + name] = std::to_string(table->size());
      bool hasFunctions = table->type().element == wabt::Type::FuncRef;
      for (u32 at = 0; at < table->size(); ++at) {
        Ref element = table->UnsafeGet(at);
        if (element != Ref::Null)
          texts["table " + name + "[" + std::to_string(at) + "]"] =
              hasFunctions ? parts->shownFunction(element)
                           : parts->shown(table->type().element, WabtValue::Make(element));
      }
    }
  };
  for (size_t index = 0; index < parts->exports.size(); ++index)
    add(parts->exports[index].first, parts->instance->exports()[index]);
  for (size_t index = 0; index < parts->imports.size(); ++index)
    add("import " + parts->desc.imports[index].type.module + "." + parts->desc.imports[index].type.name,
        parts->imports[index]);
  return texts;
}

} // namespace meld::exec
