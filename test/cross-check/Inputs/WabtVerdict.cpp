//===- WabtVerdict.cpp - wabt's verdict on a module ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see WabtVerdict.h.
// Why:  see WabtVerdict.h.
// Never: see WabtVerdict.h.
//
//===----------------------------------------------------------------------===//

#include "WabtVerdict.h"
#include "wabt/binary-reader-ir.h"
#include "wabt/binary-reader.h"
#include "wabt/validator.h"

std::string wabtVerdict(const uint8_t *bytes, size_t size) {
  wabt::Features features;
  features.EnableAll();
  features.disable_function_references(); // unfinished in 1.0.32: breaks ref.func without it
  features.disable_gc();
  wabt::Errors errors;
  wabt::Module module;
  wabt::ReadBinaryOptions options(features, /*log_stream=*/nullptr, /*read_debug_names=*/false,
                                  /*stop_on_first_error=*/true, /*fail_on_custom_section_error=*/false);
  wabt::Result result = wabt::ReadBinaryIr("module", bytes, size, options, &errors, &module);
  if (wabt::Succeeded(result))
    result = wabt::ValidateModule(&module, &errors, wabt::ValidateOptions(features));
  if (wabt::Succeeded(result))
    return "ok";
  return "no " + (errors.empty() ? std::string("without a message") : errors.front().message);
}
