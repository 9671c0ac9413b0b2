//===- @Class@.cpp - plugin `@name@` ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: pass `@name@`, which removes `nop` instructions, and what makes it a plugin.
// Why:  a plugin to start from: it uses an analysis, edits code, has an option, and can
//       fail.
// Never: removes anything but `nop`.
//
// USAGE: meld-opt -load-pass-plugin=./@name@.so -passes='@name@<at-most=4>' in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//

#include "@Class@Analysis.h"
#include "meld/IR/BodyRewriter.h"

using namespace meld;

namespace {

class @Class@ : public PassInfoMixin<@Class@> {
public:
  static constexpr PassInfo info{.name = "@name@", .summary = "remove nop instructions"};
  struct Options {
    std::optional<uint64_t> atMost;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.number("at-most", &Options::atMost, "fail if a function has more of them");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    const std::map<FunctionId, uint64_t> counts = analyses.get<@Class@Analysis>(module).counts();
    for (const auto &[function, count] : counts)
      if (options.atMost && count > *options.atMost)
        return error(module.locate(function), "this function has " + llvm::Twine(count) + " nop instructions")
            .remedy("leave out at-most, or give at least " + llvm::Twine(count));
    for (const auto &[function, count] : counts) {
      if (Result<void> removed = removeFrom(module, function); !removed)
        return removed.takeFailure();
      analyses.count("nops-removed", count);
    }
    return counts.empty() ? PreservedAnalyses::all() : PreservedAnalyses::none();
  }

private:
  static Result<void> removeFrom(Module &module, FunctionId function) {
    static const OpcodeSet nops{Opcode::Nop};
    BodyRewriter rewriter(module.functions()[function].body, /*localCount=*/0); // no scratch locals are used
    for (Instruction instruction; rewriter.nextIn(nops, instruction);)
      rewriter.replace(); // by nothing
    if (rewriter.failed())
      return error(module.locate(function, rewriter.offset()),
                   llvm::Twine("this body cannot be decoded: ") + rewriter.error())
          .remedy("run without -disable-verify to see what is wrong");
    module.setBody(function, rewriter.finish());
    return {};
  }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{.pluginName = "@name@",
                                              .pluginVersion = "0.1",
                                              .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
                                                builder.registry().addAnalysis<@Class@Analysis>();
                                                builder.registry().addPass<@Class@>();
                                                return {};
                                              }};
  return &info;
}
