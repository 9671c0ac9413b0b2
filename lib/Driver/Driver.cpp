//===- Driver.cpp - the command-line tool as a function ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: read, verify, run the pipeline, check, write, verify again, in this order.
// Why:  each step either succeeds or ends the run with a message and a status; output
//       comes last, so a run that fails has written nothing.
// Never: writes a module that was not checked, unless told not to check.
//
//===----------------------------------------------------------------------===//

#include "meld/Driver/Driver.h"
#include "Messages.h"
#include "Observers.h"
#include "OutputFile.h"
#include "PassListing.h"
#include "meld/Analysis/LoweringCheck.h"
#include "meld/Binary/Reader.h"
#include "meld/Binary/Writer.h"
#include "meld/IR/Printer.h"
#include "meld/IR/Verifier.h"
#include "meld/Pass/PassBuilder.h"
#include "meld/Text/TextReader.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Process.h"
#include <algorithm>
#include <unistd.h>

namespace meld {

namespace {

/// One run of the tool.
class Session {
public:
  Session(const Request &request, const Registry &registry, llvm::raw_ostream &log)
      : request(request), registry(registry), log(log), messages(log, request),
        diagnostics([this](const Diagnostic &diagnostic) { report(diagnostic); }), context{log} {
    for (const std::string &grant : request.assume)
      context.grants.add(grant);
  }

  ExitStatus run();

private:
  ExitStatus fail(Failure failure, ExitStatus status) {
    messages.print(failure.diagnostic());
    return status;
  }
  Result<void> checkNames() const;
  Result<void> checkGrants(const std::vector<llvm::StringRef> &premiseNames) const;
  Result<std::string> pipelineText() const;
  ExitStatus runOnInput();
  Result<std::unique_ptr<Module>> readInput();
  void report(const Diagnostic &diagnostic);
  void addObservers();
  void warnOfUnusedNames();
  ExitStatus writeResult(Module &module, ModuleAnalysisManager &analyses);
  Result<std::unique_ptr<Module>> readBack(llvm::ArrayRef<uint8_t> bytes);
  Result<void> checkResult(const Module &output) const;

  /// Runs `step` and takes its time under `name`.
  template <class Step> auto timed(llvm::StringRef name, Step step) {
    llvm::TimeRegion region(request.timePasses ? &times.timer(name) : nullptr);
    return step();
  }

  const Request &request;
  const Registry &registry;
  llvm::raw_ostream &log;
  Messages messages;
  DiagnosticEngine diagnostics;
  PassContext context;
  StepTimes times;
  std::unique_ptr<TextReader> text; ///< if the input is text
  ModulePassManager passes;
  std::set<std::string> passesRun;
  bool passLeftInvalidModule = false;
  VerifiedBodies verified; ///< of the input; the module lives on until the run ends
};

/// The names of all passes, of modules and of functions.
std::vector<llvm::StringRef> passNames(const Registry &registry) {
  std::vector<llvm::StringRef> names;
  for (const ModulePassEntry &entry : registry.modulePasses())
    names.push_back(entry.info.name);
  for (const FunctionPassEntry &entry : registry.functionPasses())
    names.push_back(entry.info.name);
  return names;
}

/// Fails if one of `names` is none of `known`.
Result<void> checkKnown(llvm::StringRef flag, llvm::StringRef what, const std::vector<std::string> &names,
                        const std::vector<llvm::StringRef> &known) {
  for (const std::string &name : names) {
    if (llvm::is_contained(known, name))
      continue;
    std::string fact = ("there is no " + what + " '" + name + "'").str();
    if (llvm::StringRef near = nearestName(name, known); !near.empty())
      fact += ("; did you mean '" + near + "'?").str();
    return error(Location::commandLine(flag), fact).remedy("-print-passes lists all there are");
  }
  return {};
}

Result<void> Session::checkNames() const {
  const std::vector<llvm::StringRef> passes = passNames(registry);
  std::vector<llvm::StringRef> premiseNames;
  for (const Premise &premise : registry.premises())
    premiseNames.push_back(premise.name);
  Result<void> checked = checkKnown("-print-before", "pass", request.printBefore, passes);
  if (checked)
    checked = checkKnown("-print-after", "pass", request.printAfter, passes);
  if (checked)
    checked = checkKnown("-deny", "premise", request.deny, premiseNames);
  return checked ? checkGrants(premiseNames) : std::move(checked);
}

/// `-assume=`: the premise exists, takes the subject if there is one, and is not denied.
Result<void> Session::checkGrants(const std::vector<llvm::StringRef> &premiseNames) const {
  for (llvm::StringRef grant : request.assume) {
    auto [name, subject] = grant.split(':');
    if (Result<void> known = checkKnown("-assume", "premise", {name.str()}, premiseNames); !known)
      return known;
    const Premise &premise = registry.premises()[llvm::find(premiseNames, name) - premiseNames.begin()];
    if (name.size() != grant.size() && (premise.subject.empty() || subject.empty()))
      return error(Location::commandLine("-assume"), "'" + grant + "': " +
                                                         (premise.subject.empty() ? "this premise is granted as a whole"
                                                                                  : "nothing stands after the colon"))
          .remedy("write -assume=" + name +
                  (premise.subject.empty() ? "" : " or -assume=" + name + ":" + premise.subject));
    if (llvm::is_contained(request.deny, name))
      return error(Location::commandLine("-assume"), "premise '" + name + "' is both granted and denied")
          .remedy("keep one of -assume=" + grant + " and -deny=" + name);
  }
  return {};
}

Result<std::string> Session::pipelineText() const {
  llvm::StringRef path = request.pipeline;
  if (!path.consume_front("@"))
    return request.pipeline;
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false);
  if (std::error_code reason = buffer.getError())
    return error(Location::file(path), "cannot be read: " + reason.message())
        .remedy("name a file that has the pipeline after the @");
  std::string pipeline = (*buffer)->getBuffer().trim().str();
  // One line, so that a caret under it means something.
  std::replace_if(pipeline.begin(), pipeline.end(), [](char c) { return llvm::isSpace(c); }, ' ');
  return pipeline;
}

Result<std::unique_ptr<Module>> Session::readInput() {
  bool isStandardInput = request.input == "-";
  messages.setInput(isStandardInput ? "<stdin>" : request.input, nullptr);
  auto file = isStandardInput ? llvm::MemoryBuffer::getSTDIN()
                              : llvm::MemoryBuffer::getFile(request.input, /*IsText=*/false,
                                                            /*RequiresNullTerminator=*/false);
  if (std::error_code reason = file.getError())
    return error(Location::file(isStandardInput ? "<stdin>" : request.input), "cannot be read: " + reason.message())
        .remedy("name a readable file, or - for standard input");
  std::unique_ptr<llvm::MemoryBuffer> bytes = std::move(*file);
  if (looksLikeText(bytes->getBuffer())) {
    text = std::make_unique<TextReader>(std::move(bytes));
    messages.setInput(isStandardInput ? "<stdin>" : request.input, text.get());
    Result<std::unique_ptr<llvm::MemoryBuffer>> binary = text->toBinary();
    if (!binary)
      return binary.takeFailure();
    bytes = std::move(*binary);
  }
  diagnostics.setOrigin("reader");
  Result<std::unique_ptr<Module>> module = readModule(std::move(bytes), diagnostics);
  diagnostics.setOrigin("");
  return module;
}

/// Prints what a library reports. A premise that nobody registered could be neither
/// denied nor granted, so using one is a defect of the pass.
void Session::report(const Diagnostic &diagnostic) {
  messages.print(diagnostic);
  bool isKnown = diagnostic.premise.empty() || llvm::any_of(registry.premises(), [&](const Premise &premise) {
                   return premise.name == diagnostic.premise;
                 });
  if (!isKnown)
    messages.print(error(diagnostic.location, "premise '" + diagnostic.premise + "' is not registered")
                       .remedy("whoever registers the pass has to register its premises too (Registry::addPremise)")
                       .from(diagnostic.origin)
                       .diagnostic());
}

void Session::addObservers() {
  PassInstrumentation &instrumentation = context.instrumentation;
  instrumentation.add(std::make_unique<RunObserver>(passesRun));
  if (request.printBeforeAll || request.printAfterAll || !request.printBefore.empty() || !request.printAfter.empty())
    instrumentation.add(std::make_unique<PrintObserver>(log, request));
  if (request.verifyEach)
    instrumentation.add(std::make_unique<VerifyObserver>(passLeftInvalidModule));
  if (request.timePasses)
    instrumentation.add(std::make_unique<TimeObserver>(times));
}

void Session::warnOfUnusedNames() {
  for (const auto *names : {&request.printBefore, &request.printAfter})
    for (const std::string &name : *names)
      if (!passesRun.count(name))
        diagnostics.warn(Location::commandLine(names == &request.printBefore ? "-print-before" : "-print-after"),
                         "no pass '" + name + "' was run", "add it to -passes, or leave the flag out");
  for (const std::string &grant : request.assume)
    if (!messages.usedGrant(grant))
      diagnostics.warn(Location::commandLine("-assume"), "nothing needed the grant '" + grant + "'", "leave it out");
}

ExitStatus Session::run() {
  if (Result<void> unique = registry.check(); !unique)
    return fail(unique.takeFailure(), ExitUsage);
  if (Result<void> known = checkNames(); !known)
    return fail(known.takeFailure(), ExitUsage);
  Result<std::string> pipeline = pipelineText();
  if (!pipeline)
    return fail(pipeline.takeFailure(), ExitUsage);
  PassBuilder builder(registry);
  if (Result<void> parsed = builder.parsePassPipeline(passes, *pipeline); !parsed)
    return fail(parsed.takeFailure(), ExitUsage);
  passes.collectNamedFunctions(context.namedFunctions);
  if (request.printPipeline) {
    std::string line;
    llvm::raw_string_ostream stream(line);
    passes.printPipeline(stream);
    Result<void> written = writeOutputFile("-", line + "\n");
    return written ? ExitDone : fail(written.takeFailure(), ExitFailed);
  }
  bool writesBinary = !request.disableOutput && !request.writeText;
  if (writesBinary && isStandardOutput(request.output) && llvm::sys::Process::StandardOutIsDisplayed())
    return fail(error(Location::commandLine(""), "the module would be written to a terminal, as binary")
                    .remedy("name a file with -o, write text with -S, or redirect standard output"),
                ExitUsage);
  ExitStatus status = runOnInput();
  if (request.timePasses)
    times.print(log);
  return status;
}

ExitStatus Session::runOnInput() {
  Result<std::unique_ptr<Module>> input = timed("(read)", [&] { return readInput(); });
  if (!input)
    return fail(input.takeFailure().from("reader"), ExitFailed);
  Module &module = **input;
  if (!request.disableVerify)
    if (Result<void> valid = timed("(verify input)", [&] { return verifyModule(module, verified); }); !valid)
      return fail(valid.takeFailure().from("verifier"), ExitFailed);

  addObservers();
  ModuleAnalysisManager analyses(context);
  PassResult result = passes.run(module, analyses);
  if (!result)
    return fail(result.takeFailure(), passLeftInvalidModule ? ExitBug : ExitFailed);
  warnOfUnusedNames();
  if (request.disableOutput)
    return messages.hasErrors() ? ExitFailed : ExitDone;
  return writeResult(module, analyses);
}

Result<std::unique_ptr<Module>> Session::readBack(llvm::ArrayRef<uint8_t> bytes) {
  llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  return readModule(llvm::MemoryBuffer::getMemBuffer(content, "", /*RequiresNullTerminator=*/false), diagnostics);
}

Result<void> Session::checkResult(const Module &output) const {
  if (Result<void> valid = verifyEditedModule(output, verified); !valid)
    return valid;
  return checkOutput(output);
}

ExitStatus Session::writeResult(Module &module, ModuleAnalysisManager &analyses) {
  if (Result<void> lowered = timed("(check lowering)", [&] { return checkLowered(module, analyses); }); !lowered)
    return fail(lowered.takeFailure(), ExitFailed);
  diagnostics.setOrigin("writer");
  // What nobody edited is not copied.
  Result<std::vector<uint8_t>> written = std::vector<uint8_t>();
  if (module.isEdited())
    written = timed("(write)", [&] { return writeModule(module); });
  if (!written)
    return fail(written.takeFailure().from("writer"), ExitFailed);
  if (messages.hasErrors())
    return ExitFailed;
  llvm::ArrayRef<uint8_t> bytes = module.isEdited() ? llvm::ArrayRef<uint8_t>(*written) : module.inputBytes();

  // What equals the input has been verified already.
  const Module *result = &module;
  std::unique_ptr<Module> output;
  bool isChanged = module.isEdited() && bytes != module.inputBytes();
  if (isChanged && (!request.disableVerify || request.writeText)) {
    Result<std::unique_ptr<Module>> read = timed("(read output)", [&] { return readBack(bytes); });
    Result<void> checked;
    if (!read)
      checked = read.takeFailure();
    else if (!request.disableVerify)
      checked = timed("(verify output)", [&] { return checkResult(**read); });
    if (!checked) {
      messages.setInput("(output)", nullptr);
      messages.print(checked.failure().diagnostic());
      return fail(error(Location::commandLine(""), "the module that came out is invalid; nothing was written")
                      .remedy("this is a defect of a pass or of the tool: -verify-each tells which pass; "
                              "report it with the input"),
                  ExitBug);
    }
    output = std::move(*read);
    result = output.get();
  }

  std::string printed;
  llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  if (request.writeText) {
    llvm::raw_string_ostream stream(printed);
    printModule(stream, *result);
    content = printed;
  }
  Result<void> done = timed("(write file)", [&] { return writeOutputFile(request.output, content); });
  return done ? ExitDone : fail(done.takeFailure(), ExitFailed);
}

/// Listings that need no module and no pipeline.
Result<void> printListing(const Request &request, const Registry &registry) {
  std::string listing;
  llvm::raw_string_ostream stream(listing);
  if (request.help)
    printHelp(stream);
  else if (request.version)
    stream << "meld-opt version " MELD_VERSION "\n  LLVM version " LLVM_VERSION_STRING "\n";
  else if (request.printPasses)
    printPassListing(stream, registry);
  else
    printPassDescription(stream, registry, request.describePass);
  return writeOutputFile("-", listing);
}

ExitStatus runRequest(llvm::ArrayRef<const char *> arguments, llvm::function_ref<void(Registry &)> registerAll,
                      llvm::raw_ostream &log) {
  Result<Request> request = parseCommandLine(arguments);
  if (!request) {
    printDiagnostic(log, request.failure().diagnostic(), "");
    return ExitUsage;
  }
  Registry registry;
  registerAll(registry);
  if (!request->describePass.empty())
    if (Result<void> known = checkKnown("-describe-pass", "pass", {request->describePass}, passNames(registry)); !known) {
      printDiagnostic(log, known.failure().diagnostic(), "");
      return ExitUsage;
    }
  if (request->help || request->version || request->printPasses || !request->describePass.empty()) {
    Result<void> printed = printListing(*request, registry);
    if (printed)
      return ExitDone;
    printDiagnostic(log, printed.failure().diagnostic(), "");
    return ExitFailed;
  }
  return Session(*request, registry, log).run();
}

} // namespace

int runDriver(int argc, const char *const *argv, llvm::function_ref<void(Registry &)> registerAll) {
  llvm::raw_fd_ostream log(STDERR_FILENO, /*shouldClose=*/false);
  ExitStatus status = runRequest(llvm::ArrayRef(argv + 1, argc < 1 ? 0 : argc - 1), registerAll, log);
  log.flush();
  // Messages that cannot be written are lost; the status still tells.
  log.clear_error();
  return status;
}

} // namespace meld
