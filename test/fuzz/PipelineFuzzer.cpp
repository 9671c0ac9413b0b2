//===- PipelineFuzzer.cpp - pipelines keep what generated modules do -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a generated module goes through a pipeline. It is refused with an error that
//       says where, what and what to do, or the result is valid and behaves as before:
//       both are run in wabt's interpreter with the same calls.
// Why:  this is the promise of the tool, on modules that nobody wrote.
// Never: compares accesses out of bounds after a pipeline that does not check them: for
//        such pipelines, modules are generated that have none.
//
// Input: which pipeline; then what to generate.
//
//===----------------------------------------------------------------------===//

#include "../../lib/Exec/Comparison.h"
#include "Generator.h"
#include "Target.h"
#include "meld/IR/Verifier.h"
#include "meld/Pass/PassBuilder.h"
#include "passes/BuiltinPasses.h"

using namespace meld;
using namespace meld::fuzz;

namespace {

struct Pipeline {
  llvm::StringLiteral text;
  bool keepsBounds; ///< accesses out of bounds still trap
};

constexpr Pipeline Pipelines[] = {
    {"probe,rebase<bounds=trap>,bump-grow", true},
    {"bump-grow,rebase<bounds=trap>", true},
    {"dce,rebase<bounds=trap;checks=all;trap=unreachable>,bump-grow,dce", true},
    {"rebase<bounds=none>,bump-grow,dce", false},
    {"bump-grow,rebase<bounds=none>,strip<name=name>", false},
    {"bump-grow", true},
    {"dce,dce", true},
    {"rebase,bump-grow<oom=fail>", false},
    {"rebase<bounds=trap;order=fewest-checks;align=16>,bump-grow<oom=fail>", true},
    {"rebase<bounds=trap;base=70000;reserve=2>,dce,bump-grow<oom=fail>", true},
    {"bump-grow<reserve=1;oom=fail>,rebase<bounds=trap;mpu=armv7m>", true},
    {"cabi-realloc-drop,dce,probe,rebase<bounds=trap;reserve=0>,bump-grow<oom=fail>,repeat<2>(dce)", true},
};

exec::Program programOf(const char *name, llvm::ArrayRef<uint8_t> bytes, const Module &module) {
  llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  return exec::describeProgram(name, llvm::MemoryBuffer::getMemBufferCopy(content), module);
}

/// The result of the pipeline; nothing if it refuses.
std::optional<Bytes> lower(Module &module, llvm::StringRef pipeline, size_t inputSize, DiagnosticEngine &diagnostics) {
  Registry registry;
  registerBuiltinPasses(registry);
  ModulePassManager passes;
  Result<void> parsed = PassBuilder(registry).parsePassPipeline(passes, pipeline);
  require(parsed.succeeded(), "the pipeline is not one: " + (parsed ? "" : show(parsed.failure())));
  PassContext context{llvm::nulls(), diagnostics};
  ModuleAnalysisManager analyses(context);
  PassResult ran = passes.run(module, analyses);
  if (!ran) {
    checkFailure(ran.failure(), inputSize);
    return std::nullopt;
  }
  Result<Bytes> written = writeModule(module, diagnostics);
  if (!written) {
    checkFailure(written.failure(), inputSize);
    return std::nullopt;
  }
  return std::move(*written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  const Pipeline &pipeline = Pipelines[data[0] % std::size(Pipelines)];
  GeneratorOptions options;
  options.features = featuresThatWabtRuns();
  options.outOfBounds = pipeline.keepsBounds;
  const Bytes input = generateModule({data + 1, size - 1}, options);
  DiagnosticEngine diagnostics;
  Result<std::unique_ptr<Module>> module = read(input, diagnostics);
  require(module.succeeded(), "a generated module is not read: " + (module ? "" : show(module.failure())));
  keep("before.wasm", input);
  const exec::Program before = programOf("before", input, **module);
  std::optional<Bytes> output = lower(**module, pipeline.text, input.size(), diagnostics);
  if (!output)
    return 0;

  keep("after.wasm", *output);
  Result<std::unique_ptr<Module>> back = read(*output, diagnostics);
  require(back.succeeded(), "what was written is not read: " + (back ? "" : show(back.failure())));
  Result<void> valid = verifyModule(**back);
  require(valid.succeeded(), "what was written is not valid: " + (valid ? "" : show(valid.failure())));
  const exec::Program after = programOf("after", *output, **back);
  exec::CompareOptions compare;
  compare.seeds = 1;
  compare.capBefore = llvm::StringRef(pipeline.text).contains("oom=fail");
  compare.isBoundsEndingAccepted = llvm::StringRef(pipeline.text).contains("trap=unreachable");
  Result<exec::Outcome> outcome = exec::comparePrograms(before, after, compare);
  if (!outcome)
    return 0; // there is nothing to call, or it does not instantiate
  if (const auto &difference = outcome->difference)
    fail(llvm::Twine(pipeline.text) + ": " + difference->what + "\n  before: " + difference->before + "\n  after:  " +
         difference->after + "\n  calls:  " + outcome->minimal);
  return 0;
}
