//===- InstanceParts.h - what an instance is in wabt -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the state of an Instance, and what of it runs, imports and translates values.
// Why:  Interpreter.h shows nothing of wabt.
// Never: included by others than the files beside it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_EXEC_INTERPRETER_INSTANCEPARTS_H
#define MELD_LIB_EXEC_INTERPRETER_INSTANCEPARTS_H

#include "Interpreter.h"
#include "wabt/interp/interp.h"

namespace meld::exec {

using namespace wabt::interp;
using HostValue = meld::exec::Value;
using WabtValue = wabt::interp::Value;
using WabtInstance = wabt::interp::Instance;

/// Of the trap by which a call of `proc_exit` ends, before the exit code.
constexpr char ExitMessage[] = "exit with code ";

ValueKind kindOf(wabt::Type type);
std::vector<ValueKind> kindsOf(const ValueTypes &types);

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

} // namespace meld::exec

#endif // MELD_LIB_EXEC_INTERPRETER_INSTANCEPARTS_H
