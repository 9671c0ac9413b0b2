//===- PendingEdits.h - what a function pass asks its module for ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: new types, globals and functions that a function's new body refers to.
// Why:  a function pass cannot add to the module: other functions are visited meanwhile,
//       and ids must not depend on which of them was faster. It asks, gets ids that hold
//       for this function, and what it asked for is added in the order of the functions.
// Never: gives an id that means anything outside the unit it was asked of.
//
// USAGE:
//   TypeId type = unit.edits().findOrAddType({ValueType::I32}, {});
//   GlobalId count = unit.edits().addGlobal({.name = "calls"}, "calls"); // one for the module
//   FunctionId helper = unit.edits().addFunction({.type = type, .body = ..., .name = "log"}, "log");
//   rewriter.insertBefore().localGet(0).call(helper);
//   unit.setBody(rewriter.finish());
//
// What several functions ask for under one key is added once; they must ask for the same.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PENDINGEDITS_H
#define MELD_PASS_PENDINGEDITS_H

#include "meld/IR/Module.h"

namespace meld {

/// A global that is asked for: i32 or i64, with a number as its initial value.
struct NewGlobal {
  ValueType type = ValueType::I32;
  bool isMutable = true;
  uint64_t initial = 0;
  std::string name = {};
};

/// A function that is asked for: defined by `body`, or imported.
struct NewFunction {
  TypeId type = {};
  FunctionBody body = {}; ///< may refer to what the same unit asked for
  std::string name = {};
  std::optional<std::pair<std::string, std::string>> import = std::nullopt; ///< module and field
};

/// What one function asks for.
class PendingEdits {
public:
  /// `module` as the pass sees it.
  explicit PendingEdits(const Module &module) : module(module) {}

  /// An equal type that exists, or a new one.
  TypeId findOrAddType(llvm::ArrayRef<ValueType> params, llvm::ArrayRef<ValueType> results);
  /// Without a key it is this function's alone.
  GlobalId addGlobal(NewGlobal global, llvm::StringRef key = "");
  FunctionId addFunction(NewFunction function, llvm::StringRef key = "");
  bool isEmpty() const { return types.empty() && globals.empty() && functions.empty(); }

private:
  friend class EditMerger;
  struct Type {
    std::vector<ValueType> params, results;
  };
  template <class Entity> struct Keyed {
    Entity entity;
    std::string key;
  };

  const Module &module;
  std::vector<Type> types;
  std::vector<Keyed<NewGlobal>> globals;
  std::vector<Keyed<NewFunction>> functions;
};

/// Adds what functions asked for to the module, and puts their bodies there.
class EditMerger {
public:
  /// `module` before any function of the pass was merged.
  explicit EditMerger(Module &module);

  /// Merges one function; call in the order of the functions. Fails if it asks for
  /// something else under a key than one before it.
  Result<void> merge(FunctionId id, const FunctionBody &body, const PendingEdits &edits);

private:
  /// The ids of what the unit being merged asked for.
  struct Ids {
    std::vector<TypeId> types;
    std::vector<GlobalId> globals;
    std::vector<FunctionId> functions;
  };
  Result<FunctionBody> place(const FunctionBody &body, const Ids &ids, FunctionId asking) const;
  static Failure unknownId(Location asking);
  static Failure keyConflict(Location asking, llvm::StringRef what, llvm::StringRef key);

  Module &module;
  /// The number of ids when the pass began: ids from there on are those asked for.
  const uint32_t typeCount, globalCount, functionCount;
  std::map<std::string, GlobalId> keyedGlobals;
  std::map<std::string, FunctionId> keyedFunctions;
};

} // namespace meld

#endif // MELD_PASS_PENDINGEDITS_H
