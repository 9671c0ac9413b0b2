//===- Verify.h - pass verify ----------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: validates the module where it stands in the pipeline.
// Why:  input and output are verified anyway; this finds the pass in between that broke
//       the module.
// Never: changes the module; accepts what the specification rejects.
//
// USAGE: meld-opt -passes=rebase,verify,bump-grow in.wasm -o out.wasm
//        meld-opt '-passes=rebase,bump-grow,verify<profile=mcu>' in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_VERIFY_H
#define MELD_PASSES_VERIFY_H

#include "meld/Pass/PassManager.h"

namespace meld {

class Verify : public PassInfoMixin<Verify> {
public:
  static constexpr PassInfo info{
      .name = "verify", .summary = "validate the module by the specification", .isRequired = true};
  enum class Profile : uint8_t { Core, Mcu };
  struct Options {
    Profile profile = Profile::Core;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.choice("profile", &Options::profile, {{"core", Profile::Core}, {"mcu", Profile::Mcu}},
                  "core: the specification; mcu: also what native compilers for microcontrollers ask for");
  }
  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_VERIFY_H
