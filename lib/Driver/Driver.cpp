//===- Driver.cpp - the command-line tool as a function ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: checks the request, prints listings, runs a session for each module of the input,
//       writes the output and whatever else was asked for.
// Why:  output comes last, so a run that fails has written nothing.
// Never: writes a module of a session that failed.
//
//===----------------------------------------------------------------------===//

#include "meld/Driver/Driver.h"
#include "CommandLine.h"
#include "DependencyFile.h"
#include "FileChecks.h"
#include "Flags.h"
#include "InputFiles.h"
#include "OutputFile.h"
#include "PassListing.h"
#include "RequestChecks.h"
#include "Session.h"
#include "meld/Pass/PluginLoader.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Process.h"
#include <unistd.h>

namespace meld {

namespace {

/// One run of the tool.
class Run {
public:
  Run(const Request &request, const PassBuilder &builder, ExecutionObserverFactory makeExecutionObserver,
      llvm::raw_ostream &log)
      : request(request), builder(builder), makeExecutionObserver(makeExecutionObserver), log(log) {}

  ExitStatus run();

private:
  ExitStatus fail(Failure failure, ExitStatus status) {
    printDiagnostic(log, failure.diagnostic(), inputName(request));
    return status;
  }
  ExitStatus printListing();
  ExitStatus printPipeline(const ModulePassManager &passes);
  ExitStatus runOnInput(const std::string &pipeline, const Reports &reports);
  ExitStatus finish(RunState &state, ExitStatus status, std::optional<llvm::StringRef> output,
                    llvm::ArrayRef<Reports::Text> reports = {});
  Result<void> checkUnused(const RunState &state) const;
  Result<void> printMeasurements(RunState &state);

  const Request &request;
  const PassBuilder &builder;
  const ExecutionObserverFactory makeExecutionObserver;
  llvm::raw_ostream &log;
};

/// Listings that need no module and no pipeline.
ExitStatus Run::printListing() {
  std::string listing;
  llvm::raw_string_ostream stream(listing);
  if (request.help)
    printHelp(stream);
  else if (request.version)
    stream << "meld-opt version " MELD_VERSION "\n  LLVM version " LLVM_VERSION_STRING "\n";
  else if (request.printPasses)
    printPassListing(stream, builder.registry());
  else
    printPassDescription(stream, builder.registry(), request.describePass);
  Result<void> written = writeOutputFile("-", listing);
  return written ? ExitDone : fail(written.takeFailure(), ExitFailed);
}

ExitStatus Run::printPipeline(const ModulePassManager &passes) {
  std::string line;
  llvm::raw_string_ostream stream(line);
  passes.printPipeline(stream);
  Result<void> written = writeOutputFile("-", line + "\n");
  return written ? ExitDone : fail(written.takeFailure(), ExitFailed);
}

ExitStatus Run::run() {
  if (Result<void> unique = builder.registry().check(); !unique)
    return fail(unique.takeFailure(), ExitUsage);
  if (Result<void> known = checkNames(request, builder.registry()); !known)
    return fail(known.takeFailure(), ExitUsage);
  if (request.verifyExec && !makeExecutionObserver)
    return fail(error(Location::commandLine("-verify-exec"), "this tool has no engine that runs modules")
                    .remedy("compare with meld-diff, or leave the flag out"),
                ExitUsage);
  if (request.isListing())
    return printListing();
  if (Result<void> unique = checkFiles(request); !unique)
    return fail(unique.takeFailure(), ExitUsage);
  Result<Reports> reports = Reports::parse(request, builder.registry());
  if (!reports)
    return fail(reports.takeFailure(), ExitUsage);
  Result<std::string> pipeline = readPipeline(request);
  if (!pipeline)
    return fail(pipeline.takeFailure(), ExitUsage);
  ModulePassManager passes;
  if (Result<void> parsed = builder.parsePassPipeline(passes, *pipeline); !parsed)
    return fail(parsed.takeFailure(), ExitUsage);
  if (request.printPipeline)
    return printPipeline(passes);
  builder.addPipelineStart(passes);
  builder.addPipelineEnd(passes);
  if (Result<void> used = checkUse(request, passes); !used)
    return fail(used.takeFailure(), ExitUsage);
  if (request.writesBinary() && isStandardOutput(request.output) && llvm::sys::Process::StandardOutIsDisplayed())
    return fail(error(Location::commandLine(""), "the module would be written to a terminal, as binary")
                    .remedy("name a file with -o, write text with -S, or redirect standard output"),
                ExitUsage);
  return runOnInput(*pipeline, *reports);
}

ExitStatus Run::runOnInput(const std::string &pipeline, const Reports &reports) {
  Result<std::unique_ptr<llvm::MemoryBuffer>> input = readInput(request);
  if (!input)
    return fail(input.takeFailure().from("reader"), ExitFailed);
  RunState state(log, request, makeExecutionObserver);
  if (Result<void> inputs = readSideInputs(request, state.inputs); !inputs)
    return fail(inputs.takeFailure(), ExitUsage);
  if (!request.splitInput) {
    Session session(request, builder, reports, state);
    ExitStatus status = session.run(std::move(*input), pipeline);
    return finish(state, status, session.output(), session.reportTexts());
  }

  Result<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> parts = splitInput(**input);
  if (!parts)
    return fail(parts.takeFailure(), ExitUsage);
  ExitStatus status = ExitDone;
  std::string output;
  for (std::unique_ptr<llvm::MemoryBuffer> &part : *parts) {
    Session session(request, builder, reports, state);
    status = std::max(status, session.run(std::move(part), pipeline));
    if (session.output())
      output += (output.empty() ? "" : SplitMarker.str() + "\n") + session.output()->str();
  }
  return finish(state, status, request.disableOutput ? std::nullopt : std::optional<llvm::StringRef>(output));
}

/// Writes what describes the run, whatever its outcome, and then, all together, the output
/// and reports of one that went well.
ExitStatus Run::finish(RunState &state, ExitStatus status, std::optional<llvm::StringRef> output,
                       llvm::ArrayRef<Reports::Text> reports) {
  auto check = [&](Result<void> done, ExitStatus otherwise = ExitFailed) {
    if (!done)
      status = std::max(status, fail(done.takeFailure(), otherwise));
  };
  if (status == ExitDone && state.isComplete)
    check(checkUnused(state), ExitUsage);
  OutputFiles files;
  if (status == ExitDone && output)
    check(state.timed("(write file)", [&] { return files.write(request.output, *output); }));
  for (const Reports::Text &report : reports)
    if (status == ExitDone)
      check(files.write(report.file, report.content));
  const std::string dependencies = request.dependencyFile.empty() ? "" : dependencyText(request);
  if (status == ExitDone && !dependencies.empty())
    check(files.write(request.dependencyFile, dependencies));
  check(state.remarks.write());
  check(state.trace.write());
  check(printMeasurements(state));
  if (status == ExitDone)
    check(files.keep());
  return status;
}

/// What could only be found out by running: whether everything given was of use.
Result<void> Run::checkUnused(const RunState &state) const {
  if (std::vector<std::string> names = state.inputs.unused(); !names.empty())
    return error(Location::commandLine("-input"), "no pass asked for the side input '" + names.front() + "'")
        .remedy("leave it out, or add the pass that needs it");
  for (const std::string &grant : request.assume)
    if (!state.usedGrants.count(grant))
      return error(Location::commandLine("-assume"), "nothing needed the grant '" + grant + "'").remedy("leave it out");
  return state.sink.checkNames();
}

Result<void> Run::printMeasurements(RunState &state) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (request.timePasses)
    state.times.print(stream);
  if (request.statistics && *request.statistics == "json")
    state.statistics.printJson(stream);
  else if (request.statistics)
    state.statistics.print(stream);
  if (request.infoFile.empty()) {
    log << text;
    return {};
  }
  return appendToFile(request.infoFile, text);
}

Result<void> loadPlugins(const Request &request, PassBuilder &builder) {
  PluginLoader loader(builder);
  for (const std::string &path : request.plugins)
    if (Result<void> loaded = loader.load(path); !loaded)
      return loaded;
  return {};
}

} // namespace

int runDriver(int argc, const char *const *argv, llvm::function_ref<void(PassBuilder &)> extend,
              ExecutionObserverFactory makeExecutionObserver) {
  llvm::raw_fd_ostream log(STDERR_FILENO, /*shouldClose=*/false);
  // A crash names the pass that ran (see RunningPass.h), and ends by its signal as ever.
  llvm::setBugReportMsg("meld-opt: error: crashed, while doing what stands below\n"
                        "remedy: report this defect of the pass, or of the tool, with the input; "
                        "-disable-pass=PASS leaves a pass out\n");
  llvm::EnablePrettyStackTrace();
  const llvm::PrettyStackTraceProgram arguments(argc, argv);
  int status = ExitUsage;
  Registry registry;
  PassBuilder builder(registry);
  extend(builder);
  Result<Request> request = parseCommandLine(llvm::ArrayRef(argv + 1, argc < 1 ? 0 : argc - 1), registry);
  if (request) {
    Result<void> loaded = loadPlugins(*request, builder);
    if (loaded)
      status = Run(*request, builder, makeExecutionObserver, log).run();
    else
      printDiagnostic(log, loaded.failure().diagnostic(), "");
  } else {
    printDiagnostic(log, request.failure().diagnostic(), "");
  }
  log.flush();
  // Messages that cannot be written are lost; the status still tells.
  log.clear_error();
  return status;
}

} // namespace meld
