//===- edits-plugin.cpp - function passes that edit every function ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `count-calls` counts in globals and through a helper how often each function is
//       called, `count-loops` how often loops begin: both ask the module for types,
//       globals and functions, warn, remark, count and print.
// Why:  no built-in function pass changes anything, and what threads do must not show on
//       real modules either.
// Never: changes what a function does.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/BodyRewriter.h"
#include "meld/PassPlugin.h"

using namespace meld;

namespace {

/// Length of a function's code, kept for each function.
struct CodeLength : AnalysisInfoMixin<CodeLength> {
  static constexpr AnalysisInfo info{.name = "code-length", .version = 1};
  struct Result {
    size_t bytes;
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const FunctionUnit &unit, FunctionAnalysisManager &) { return {unit.function().body.code().size()}; }
};

/// Adds `delta` to one global of the module, through a function that all share.
FunctionId sharedCounter(PendingEdits &edits, const std::string &name) {
  GlobalId total = edits.addGlobal({.type = ValueType::I64, .name = name + ".total"}, name);
  std::vector<uint8_t> code{0}; // no locals
  CodeBuilder(code).globalGet(total).localGet(0).op(Opcode::I64Add).globalSet(total).end();
  return edits.addFunction({.type = edits.findOrAddType({ValueType::I64}, {}),
                            .body = FunctionBody(std::move(code), 1),
                            .name = name + ".add"},
                           name);
}

class CountCalls : public PassInfoMixin<CountCalls> {
public:
  static constexpr PassInfo info{.name = "count-calls", .summary = "count the calls of each function"};
  struct Options {
    uint64_t warnFrom = UINT64_MAX;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.bytes("warn-from", &Options::warnFrom, "warn of functions whose code is as long");
  }

  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
    const size_t length = analyses.get<CodeLength>(unit).bytes;
    if (length >= options.warnFrom)
      unit.diagnostics().warn(unit.location(), "the code has " + llvm::Twine(length) + " bytes");
    PendingEdits &edits = unit.edits();
    GlobalId own = edits.addGlobal({.name = "calls." + std::to_string(unit.id().value)});
    FunctionId add = sharedCounter(edits, "calls");
    std::vector<uint8_t> code;
    CodeBuilder(code).globalGet(own).i32Const(1).op(Opcode::I32Add).globalSet(own).i64Const(1).call(add);
    BodyRewriter rewriter(unit.function().body, 0);
    for (Instruction instruction; rewriter.next(instruction);) {
    }
    rewriter.wrap(std::move(code), {});
    unit.setBody(rewriter.finish());
    analyses.count("functions-counted", 1);
    return PreservedAnalyses::none();
  }
};

class CountLoops : public PassInfoMixin<CountLoops> {
public:
  static constexpr PassInfo info{.name = "count-loops", .summary = "count how often loops begin"};

  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
    BodyRewriter rewriter(unit.function().body, 0);
    uint64_t loops = 0;
    for (Instruction instruction; rewriter.next(instruction);)
      if (instruction.opcode == Opcode::Loop) {
        rewriter.insertBefore().i64Const(1).call(sharedCounter(unit.edits(), "loops"));
        ++loops;
      }
    if (loops == 0)
      return PreservedAnalyses::all();
    analyses.out() << unit.function().name.text() << ": " << loops << " loops\n";
    analyses.count("loops-counted", loops);
    unit.diagnostics().remark(RemarkKind::Passed, "Counted", unit.location(), [&](RemarkDetails &remark) {
      remark << RemarkValue{"Loops", std::to_string(loops)} << " loops are counted";
    });
    unit.setBody(rewriter.finish());
    return PreservedAnalyses::none();
  }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{
      .pluginName = "edits",
      .pluginVersion = "1",
      .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
        builder.registry().addAnalysis<CodeLength>();
        builder.registry().addPass<CountCalls>();
        builder.registry().addPass<CountLoops>();
        return {};
      }};
  return &info;
}
