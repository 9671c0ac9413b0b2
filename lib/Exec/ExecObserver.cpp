//===- ExecObserver.cpp - which pass changed what the module does ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ExecObserver.h.
// Why:  see ExecObserver.h. Comparing with the module before the pass, not with the input,
//       names the pass; what the two may differ in is then what one pass may change.
// Never: see ExecObserver.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Exec/ExecObserver.h"
#include "Comparison.h"
#include "meld/Analysis/LoweringCheck.h"
#include "meld/Binary/Writer.h"
#include "meld/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace meld {

namespace {

using namespace exec;

/// For each comparison; meld-diff, which is called once, takes more.
constexpr uint64_t UsualSeeds = 2, UsualFuel = 200000;

/// What sizes and growth of a window mean, for a module that cannot be encoded because
/// they are not lowered yet.
constexpr llvm::StringLiteral ReferenceLowering = "bump-grow<oom=fail>";

/// A module as it can be run.
struct Snapshot {
  Program program;
  std::vector<std::string> exports;
  bool hasHostAdapters = false;
};

class ExecObserver final : public PassObserver {
public:
  explicit ExecObserver(const ExecutionRequest &request) : request(request) {
    options.seeds = request.seeds.value_or(UsualSeeds);
    options.fuel = request.fuel.value_or(UsualFuel);
    options.capBefore = true;
    options.isGrowTrapAccepted = true;
    options.isBoundsEndingAccepted = true;
  }
  bool watchesFunctions() const override { return false; }
  void beforePass(const PassInfo &pass, const PassUnit &unit) override;
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  Result<Snapshot> take(const Module &module) const;
  Result<void> lower(Module &copy) const;
  Result<Outcome> compare(const Snapshot &after);
  void count(const Outcome &outcome) const;
  void warn(const llvm::Twine &fact, const llvm::Twine &remedy) const;

  const ExecutionRequest request;
  CompareOptions options;
  bool isStarted = false;
  std::optional<Snapshot> before;  ///< nothing: nothing of this module can be run
  std::vector<std::string> passes; ///< that may have changed it since
};

/// Lets sizes and growth mean what they would, if the module is in between.
Result<void> ExecObserver::lower(Module &copy) const {
  PassContext context{llvm::nulls(), copy.diagnostics()};
  ModuleAnalysisManager analyses(context);
  if (checkLowered(copy, analyses))
    return {};
  ModulePassManager lowering;
  if (Result<void> parsed = request.builder.parsePassPipeline(lowering, ReferenceLowering); !parsed)
    return parsed;
  PassResult ran = lowering.run(copy, analyses);
  return ran ? Result<void>() : Result<void>(ran.takeFailure());
}

Result<Snapshot> ExecObserver::take(const Module &module) const {
  DiagnosticEngine silent;
  const std::unique_ptr<Module> copy = module.clone(silent);
  if (Result<void> lowered = lower(*copy); !lowered)
    return lowered.takeFailure();
  std::vector<uint8_t> written;
  if (copy->isEdited()) {
    Result<std::vector<uint8_t>> bytes = writeModule(*copy, silent);
    if (!bytes)
      return bytes.takeFailure();
    written = std::move(*bytes);
  }
  const llvm::ArrayRef<uint8_t> bytes = copy->isEdited() ? llvm::ArrayRef<uint8_t>(written) : copy->inputBytes();
  Snapshot snapshot{describeProgram("", llvm::MemoryBuffer::getMemBufferCopy(llvm::toStringRef(bytes)), *copy), {}};
  for (const Export &entry : module.exports())
    snapshot.exports.push_back(llvm::StringRef(entry.name).str());
  snapshot.hasHostAdapters = !module.layout().hostAdapters.empty();
  return snapshot;
}

void ExecObserver::warn(const llvm::Twine &fact, const llvm::Twine &remedy) const {
  request.diagnostics.setOrigin("verify-exec");
  request.diagnostics.warn(Location::module(), fact, remedy);
  request.diagnostics.setOrigin("");
}

void ExecObserver::beforePass(const PassInfo &, const PassUnit &unit) {
  if (isStarted)
    return;
  isStarted = true;
  Result<Snapshot> taken = take(unit.module);
  if (taken) {
    // A module that cannot be run cannot be compared with itself.
    CompareOptions onlyRead;
    onlyRead.seeds = 0;
    Result<Outcome> readable = comparePrograms(taken->program, taken->program, onlyRead);
    if (readable)
      before = std::move(*taken);
    else
      taken = readable.takeFailure();
  }
  if (!taken)
    warn("the module cannot be run, so nothing is compared: " + taken.failure().diagnostic().fact,
         "leave -verify-exec out, and compare input and output with meld-diff -engine=v8");
}

Result<Outcome> ExecObserver::compare(const Snapshot &after) {
  options.ignoredExports.clear();
  for (const std::string &name : before->exports)
    if (!llvm::is_contained(after.exports, name)) {
      options.ignoredExports.push_back(name);
      warn("pass '" + passes.back() + "' removed export \"" + name + "\"; it is not called any more",
           "if it should be there, this is a defect of the pass");
    }
  options.removedMemories.clear();
  for (const Place &place : before->program.places)
    if (!after.program.placeOf(place.input))
      options.removedMemories.push_back(place.input);
  options.capBefore = llvm::any_of(after.program.places, [](const Place &place) { return place.isWindow; });
  if (after.hasHostAdapters && !before->hasHostAdapters)
    return error(Location::module(), "adapters translate what the host is given")
        .remedy("compare with utils/exec-compare --host-pointers");
  return comparePrograms(before->program, after.program, options);
}

void ExecObserver::count(const Outcome &outcome) const {
  auto add = [&](llvm::StringRef name, uint64_t amount) {
    request.diagnostics.countFor("verify-exec", name, amount);
  };
  add("passes-compared", 1);
  add("calls", outcome.calls);
  add("host-calls", outcome.hostCalls);
  add("calls-left-out", outcome.stopped.size());
}

Result<void> ExecObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  if (!before)
    return {};
  passes.push_back(pass.name.str());
  Result<Snapshot> after = take(unit.module);
  if (!after) {
    warn("the module after pass '" + pass.name + "' cannot be run: " + after.failure().diagnostic().fact,
         "it is compared after the next pass");
    return {};
  }
  if (after->program.bytes() == before->program.bytes()) {
    passes.clear();
    return {};
  }
  Result<Outcome> outcome = compare(*after);
  const std::string who =
      (passes.size() == 1 ? "pass '" : "one of the passes '") + llvm::join(passes, "', '") + "'";
  passes.clear();
  before = std::move(*after);
  if (!outcome) {
    warn(who + " was not compared: " + outcome.failure().diagnostic().fact, outcome.failure().diagnostic().remedy);
    return {};
  }
  count(*outcome);
  const std::optional<Difference> &found = outcome->difference;
  if (!found)
    return {};
  request.foundDefect = true;
  return error(Location::module(), who + " changed what the module does: " + found->what + " is '" + found->before +
                                       "' before, '" + found->after + "' after")
      .note("seen at " + outcome->call + ", with seed " + llvm::Twine(outcome->seed))
      .note("as few calls as were found to show a difference: " + outcome->minimal)
      .remedy("this is a defect of the pass; report it with the input, and leave the pass out until it is repaired")
      .from("verify-exec");
}

} // namespace

std::unique_ptr<PassObserver> makeExecObserver(const ExecutionRequest &request) {
  return std::make_unique<ExecObserver>(request);
}

} // namespace meld
