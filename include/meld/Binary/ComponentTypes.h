//===- ComponentTypes.h - what component-type sections say of a core module ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: decodes the custom sections `component-type*`, in which binding generators
//       describe the interface of a core module (a world of the component model), and
//       answers for each import and export: its core signature, and whether the host
//       calls `cabi_realloc` for it.
// Why:  whether a module's allocator is needed by its host is written there, and only
//       there for certain.
// Never: guesses: what it does not know makes the section unusable, with the reason.
//
// The format is that of the component model's design documents (Binary.md), wrapped as
// a component that exports the world as a type; names and signatures of core functions
// follow its canonical ABI (CanonicalABI.md) and the naming of wit-component. Not known:
// asynchronous functions, streams, futures, error contexts, fixed-length lists.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_BINARY_COMPONENTTYPES_H
#define MELD_BINARY_COMPONENTTYPES_H

#include "meld/IR/Types.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <string>
#include <vector>

namespace meld {

/// A core function as the interface asks for it.
struct DescribedFunction {
  std::vector<ValueType> params, results;
  /// The host calls `cabi_realloc` to pass what the function takes (an export) or
  /// returns (an import).
  bool allocates = false;
};

class ComponentTypes {
public:
  ComponentTypes();
  ~ComponentTypes();

  /// Reads the payload of one section; it must outlive this object. Returns why it
  /// cannot be used, empty if it can. Work and memory are linear in the payload.
  std::string add(llvm::ArrayRef<uint8_t> payload);

  /// The imported function `module` `field`. Nothing if no section describes it, or two
  /// do so differently.
  std::optional<DescribedFunction> import(llvm::StringRef module, llvm::StringRef field) const;
  /// The exported function, by its name in the core module; `cabi_post_*` and
  /// destructors too.
  std::optional<DescribedFunction> exported(llvm::StringRef name) const;

private:
  struct World;
  std::vector<std::unique_ptr<World>> worlds;
};

} // namespace meld

#endif // MELD_BINARY_COMPONENTTYPES_H
