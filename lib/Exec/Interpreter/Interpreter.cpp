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

#include "InstanceParts.h"
#include "wabt/binary-reader.h"
#include "wabt/interp/binary-reader-interp.h"
#include <cstring>

namespace meld::exec {

namespace {

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

Ref Instance::Parts::exported(const std::string &name) {
  for (size_t index = 0; index < exports.size(); ++index)
    if (exports[index].first == name)
      return instance->exports()[index];
  return Ref::Null;
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
