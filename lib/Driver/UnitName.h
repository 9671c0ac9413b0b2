//===- UnitName.h - what a pass works on, in words ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `[module]`, or `function $name (#3)`.
// Why:  every observer that prints says it the same way.
// Never: leaves the number out: names need not be unique.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_UNITNAME_H
#define MELD_LIB_DRIVER_UNITNAME_H

#include "meld/Pass/Instrumentation.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

inline std::string nameOf(const PassUnit &unit) {
  if (!unit.function)
    return "[module]";
  llvm::StringRef name = unit.module.functions()[*unit.function].name;
  return "function " + (name.empty() ? "" : "$" + name.str() + " ") + "(#" + std::to_string(unit.function->value) + ")";
}

} // namespace meld

#endif // MELD_LIB_DRIVER_UNITNAME_H
