//===- Session.cpp - one module through the pipeline -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: read, verify, run the pipeline, check, encode, verify again, in this order.
// Why:  see Session.h.
// Never: see Session.h.
//
//===----------------------------------------------------------------------===//

#include "Session.h"
#include "BisectObserver.h"
#include "ChangeObserver.h"
#include "DebugObserver.h"
#include "FeatureFlag.h"
#include "InputFiles.h"
#include "PrintObserver.h"
#include "SkipObserver.h"
#include "VerifyAnalysesObserver.h"
#include "VerifyObserver.h"
#include "meld/Analysis/LoweringCheck.h"
#include "meld/Binary/Reader.h"
#include "meld/Binary/Writer.h"
#include "meld/IR/Printer.h"
#include "meld/Support/Parallel.h"

namespace meld {

Session::Session(const Request &request, const PassBuilder &builder, const Reports &reports, RunState &state)
    : request(request), builder(builder), reports(reports), state(state), messages(request, state),
      diagnostics([this](const Diagnostic &diagnostic) { report(diagnostic); }), context{state.log, diagnostics} {
  diagnostics.setRemarkFilter([this](llvm::StringRef pass) { return messages.wantsRemarks(pass); });
  context.inputs = &state.inputs;
  for (const std::string &grant : request.assume)
    context.grants.add(grant);
  const int64_t threads = request.threads.value_or(0);
  context.threads = threads == 0 ? hardwareThreads() : static_cast<unsigned>(std::min<int64_t>(threads, UINT16_MAX));
}

ExitStatus Session::run(std::unique_ptr<llvm::MemoryBuffer> input, llvm::StringRef pipeline) {
  messages.setInput(inputName(request), nullptr);
  if (request.verifyDiagnostics && !looksLikeText(input->getBuffer()))
    return fail(error(Location::file(inputName(request)), "only an input in the text format can say what it expects")
                    .remedy("leave -verify-diagnostics out, or give the module as text"),
                ExitUsage);
  if (request.verifyDiagnostics)
    messages.expect(input->getBuffer());
  ExitStatus status = runPipeline(std::move(input), pipeline);
  state.isComplete &= status == ExitDone;
  state.statistics.add(diagnostics.statistics());
  if (!messages.areExpected() || status == ExitBug || status == ExitUsage)
    return status;
  return messages.checkExpected() ? ExitDone : ExitFailed;
}

Result<std::unique_ptr<Module>> Session::read(std::unique_ptr<llvm::MemoryBuffer> input) {
  if (looksLikeText(input->getBuffer())) {
    text = std::make_unique<TextReader>(std::move(input));
    messages.setInput(inputName(request), text.get());
    Result<std::unique_ptr<llvm::MemoryBuffer>> binary = text->toBinary();
    if (!binary)
      return binary.takeFailure();
    input = std::move(*binary);
  }
  diagnostics.setOrigin("reader");
  Result<std::unique_ptr<Module>> module = readModule(std::move(input), diagnostics);
  diagnostics.setOrigin("");
  return module;
}

/// Prints what a library reports. A premise that nobody registered could be neither
/// denied nor granted, and one that the pass does not name would surprise who read its
/// description: using one is a defect of the pass.
void Session::report(const Diagnostic &diagnostic) {
  messages.print(diagnostic);
  if (diagnostic.premise.empty())
    return;
  const Registry &registry = builder.registry();
  bool isKnown =
      llvm::any_of(registry.premises(), [&](const Premise &premise) { return premise.name == diagnostic.premise; });
  auto isSaidBy = [&](const auto &entry) {
    return entry.info.name == diagnostic.origin && llvm::is_contained(entry.premises, diagnostic.premise);
  };
  bool isSaid = llvm::any_of(registry.modulePasses(), isSaidBy) || llvm::any_of(registry.functionPasses(), isSaidBy);
  if (!isKnown)
    messages.print(error(diagnostic.location, "premise '" + diagnostic.premise + "' is not registered")
                       .remedy("whoever registers the pass has to register its premises too (Registry::addPremise)")
                       .from(diagnostic.origin)
                       .diagnostic());
  else if (!isSaid)
    messages.print(
        error(diagnostic.location, "the pass does not say that it may rely on premise '" + diagnostic.premise + "'")
            .remedy("whoever wrote the pass has to add it to reliesOn")
            .from(diagnostic.origin)
            .diagnostic());
}

static std::optional<uint64_t> number(std::optional<int64_t> flag) {
  return flag ? std::optional<uint64_t>(*flag) : std::nullopt;
}

/// Those that decide whether a pass runs come before those that show what it does, and
/// those that measure last, nearest to the pass.
void Session::addObservers(const ModuleAnalysisManager &analyses) {
  PassInstrumentation &observers = context.instrumentation;
  builder.addObservers(context);
  if (request.debugPassManager)
    observers.add(std::make_unique<DebugObserver>(state.log));
  if (!request.disabledPasses.empty())
    observers.add(std::make_unique<SkipObserver>(request.disabledPasses));
  if (request.bisectLimit)
    observers.add(std::make_unique<BisectObserver>(state.log, *request.bisectLimit, state.bisectCount));
  if (request.printBeforeAll || request.printAfterAll || !request.printBefore.empty() || !request.printAfter.empty())
    observers.add(std::make_unique<PrintObserver>(state.sink, request));
  if (request.printChanged)
    observers.add(std::make_unique<ChangeObserver>(state.sink, *request.printChanged == "diff"));
  if (request.verifyEach)
    observers.add(std::make_unique<VerifyObserver>(context.threads, passLeftDefect));
  if (request.verifyExec)
    observers.add(state.makeExecutionObserver(
        {builder, diagnostics, number(request.verifyExecSeeds), number(request.verifyExecFuel), passLeftDefect}));
  if (request.verifyAnalyses)
    observers.add(std::make_unique<VerifyAnalysesObserver>(analyses, passLeftDefect));
  if (state.trace.isOn())
    observers.add(std::make_unique<TraceObserver>());
  if (request.timePasses)
    observers.add(std::make_unique<TimeObserver>(state.times));
}

/// Passes ask before they use a feature that is new to the module. That they did is
/// checked where features are named, and where passes are checked anyway.
Result<void> Session::boundFeatures(const Module &input) {
  if (!request.features.empty()) {
    context.features = outputFeatures = allowedFeatures(request, input);
    return checkInputFeatures(input, *outputFeatures);
  }
  if (request.verifyEach)
    outputFeatures = featuresOf(input).all();
  return {};
}

ExitStatus Session::runPipeline(std::unique_ptr<llvm::MemoryBuffer> input, llvm::StringRef pipeline) {
  ModulePassManager passes;
  builder.addPipelineStart(passes);
  if (Result<void> parsed = builder.parsePassPipeline(passes, pipeline); !parsed)
    return fail(parsed.takeFailure(), ExitUsage);
  builder.addPipelineEnd(passes);
  context.namedFunctions = passes.namedFunctions();

  Result<std::unique_ptr<Module>> made = state.timed("(read)", [&] { return read(std::move(input)); });
  if (!made)
    return fail(made.takeFailure().from("reader"), ExitFailed);
  owner = std::move(*made);
  Module &module = *owner;
  if (!request.disableVerify)
    if (Result<void> valid = state.timed("(verify input)", [&] { return verifyModule(module, context.threads, verified); }); !valid)
      return fail(valid.takeFailure().from("verifier"), ExitFailed);
  if (Result<void> allowed = state.timed("(features)", [&] { return boundFeatures(module); }); !allowed)
    return fail(allowed.takeFailure(), ExitFailed);

  ModuleAnalysisManager analyses(context);
  addObservers(analyses);
  PassResult ran = passes.run(module, analyses);
  if (!ran)
    return fail(ran.takeFailure(), passLeftDefect ? ExitBug : ExitFailed);
  ExitStatus status = request.disableOutput ? ExitDone : encode(module, analyses);
  if (messages.hasErrors())
    status = std::max(status, ExitFailed);
  if (status != ExitDone)
    return status;
  Result<std::vector<Reports::Text>> texts = reports.print(module, analyses);
  if (!texts)
    return fail(texts.takeFailure(), ExitFailed);
  printedReports = std::move(*texts);
  return ExitDone;
}

Result<std::unique_ptr<Module>> Session::readBack(llvm::ArrayRef<uint8_t> bytes) {
  llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  return readModule(llvm::MemoryBuffer::getMemBuffer(content, "", /*RequiresNullTerminator=*/false), diagnostics);
}

Result<void> Session::checkResult(const Module &output) const {
  if (Result<void> valid = verifyEditedModule(output, context.threads, verified); !valid)
    return valid;
  if (outputFeatures)
    if (Result<void> allowed = checkOutputFeatures(output, *outputFeatures); !allowed)
      return allowed;
  return checkOutput(output);
}

ExitStatus Session::encode(Module &module, ModuleAnalysisManager &analyses) {
  if (Result<void> lowered = state.timed("(check lowering)", [&] { return checkLowered(module, analyses); }); !lowered)
    return fail(lowered.takeFailure(), ExitFailed);
  diagnostics.setOrigin("writer");
  // What nobody edited is not copied.
  Result<std::vector<uint8_t>> written = std::vector<uint8_t>();
  if (module.isEdited())
    written = state.timed("(write)", [&] { return writeModule(module, diagnostics); });
  if (!written)
    return fail(written.takeFailure().from("writer"), ExitFailed);
  if (messages.hasErrors())
    return ExitFailed;
  binary = std::move(*written);
  const llvm::ArrayRef<uint8_t> bytes = module.isEdited() ? llvm::ArrayRef<uint8_t>(binary) : module.inputBytes();

  // What equals the input has been verified already.
  const Module *final = &module;
  std::unique_ptr<Module> output;
  bool isChanged = module.isEdited() && bytes != module.inputBytes();
  if (isChanged && (!request.disableVerify || request.writeText)) {
    diagnostics.setOrigin("output check");
    Result<std::unique_ptr<Module>> read = state.timed("(read output)", [&] { return readBack(bytes); });
    Result<void> checked;
    if (!read)
      checked = read.takeFailure();
    else if (!request.disableVerify)
      checked = state.timed("(verify output)", [&] { return checkResult(**read); });
    if (!checked) {
      messages.setInput("(output)", nullptr);
      messages.print(checked.failure().diagnostic());
      return fail(error(Location::commandLine(""), "the module that came out is invalid; nothing was written")
                      .remedy("this is a defect of a pass or of the tool: -verify-each tells which pass; "
                              "report it with the input"),
                  ExitBug);
    }
    output = std::move(*read);
    final = output.get();
  }

  if (request.writeText) {
    llvm::raw_string_ostream stream(printed);
    printModule(stream, *final);
    result = printed;
  } else {
    result = llvm::StringRef(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  }
  return ExitDone;
}

} // namespace meld
