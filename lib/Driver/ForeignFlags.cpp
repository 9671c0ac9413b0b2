//===- ForeignFlags.cpp - what other tools call our flags -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ForeignFlags.h.
// Why:  see ForeignFlags.h.
// Never: see ForeignFlags.h.
//
//===----------------------------------------------------------------------===//

#include "ForeignFlags.h"
#include "llvm/ADT/StringSwitch.h"

namespace meld {

llvm::StringRef ourNameOf(llvm::StringRef flag) {
  return llvm::StringSwitch<llvm::StringRef>(flag)
      // opt
      .Case("time-trace-file", "-time-trace=FILE")
      .Case("stats-json", "-stats=json")
      .Case("ir-dump-directory", "-print-module-to-dir=DIR")
      .Case("fatal-warnings", "-Werror")
      .Case("verify-analysis-invalidation", "-verify-analyses")
      .Cases("strip-debug", "strip-named-metadata", "-passes='strip<name=...>'")
      .Cases("O0", "O1", "O2", "O3", "Os", "Oz", "codegen-opt-level",
             "a named pipeline, such as -passes='default<mcu>'")
      // mlir-opt
      .Case("pass-pipeline", "-passes=PIPELINE")
      .Case("dump-pass-pipeline", "-print-pipeline-passes")
      .Case("list-passes", "-print-passes")
      .Case("mlir-print-ir-before", "-print-before=PASS,...")
      .Case("mlir-print-ir-after", "-print-after=PASS,...")
      .Case("mlir-print-ir-before-all", "-print-before-all")
      .Case("mlir-print-ir-after-all", "-print-after-all")
      .Case("mlir-print-ir-after-change", "-print-changed")
      .Case("mlir-print-ir-tree-dir", "-print-module-to-dir=DIR")
      .Case("mlir-timing", "-time-passes")
      .Case("mlir-pass-statistics", "-stats")
      .Case("mlir-disable-threading", "-threads=1")
      .Case("log-actions-to", "-debug-pass-manager")
      .Case("profile-actions-to", "-time-trace=FILE")
      .Case("mlir-debug-counter", "-opt-bisect-limit=N")
      .Default("");
}

} // namespace meld
