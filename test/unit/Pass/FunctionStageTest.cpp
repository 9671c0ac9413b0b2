//===- FunctionStageTest.cpp - function passes on any number of threads -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs a pass over many functions on one thread, on several, and with an observer
//       that watches functions, and compares everything that can be seen of it.
// Why:  the number of threads, or somebody looking on, must not change a result.
// Never: depends on how threads are scheduled. The thread sanitizer runs these as well.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"
#include <atomic>
#include <thread>

using namespace meld;
using namespace meld::test;

namespace {

constexpr unsigned FunctionCount = 300;

/// Number of bytes of a body, as an analysis that is cached per function.
struct BodySize : AnalysisInfoMixin<BodySize> {
  static constexpr AnalysisInfo info{.name = "body-size", .version = 1};
  using Result = size_t;
  Result run(const FunctionUnit &unit, FunctionAnalysisManager &) { return unit.function().body.bytes().size(); }
};

struct FunctionTotal : AnalysisInfoMixin<FunctionTotal> {
  static constexpr AnalysisInfo info{.name = "function-total", .version = 1};
  using Result = uint32_t;
  Result run(const Module &module, ModuleAnalysisManager &) { return module.functions().count(); }
};

class Watcher final : public PassObserver {
public:
  explicit Watcher(std::vector<std::string> &log) : log(log) {}
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) override {
    const FunctionBody &body = unit.module.functions()[*unit.function].body;
    log.push_back(pass.name.str() + " " + std::to_string(unit.function->value) + " " +
                  std::to_string(body.bytes().size()));
    return {};
  }

private:
  std::vector<std::string> &log;
};

/// Is told of a function pass once.
class StageWatcher final : public PassObserver {
public:
  explicit StageWatcher(std::vector<std::string> &log) : log(log) {}
  bool watchesFunctions() const override { return false; }
  void beforePass(const PassInfo &pass, const PassUnit &unit) override { add("before", pass, unit); }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) override {
    add("after", pass, unit);
    return {};
  }
  void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &) override {
    add("failed", pass, unit);
  }

private:
  void add(const char *what, const PassInfo &pass, const PassUnit &unit) {
    log.push_back(std::string(what) + " " + pass.name.str() + (unit.function ? " of a function" : ""));
  }
  std::vector<std::string> &log;
};

/// All that a run leaves behind.
struct Outcome {
  std::vector<std::vector<uint8_t>> bodies;
  std::vector<std::string> messages;
  std::string printed, failure, statistics;
  bool keepsTotal = false;
  friend bool operator==(const Outcome &, const Outcome &) = default;
};

/// One module of many functions, of different lengths.
struct Subject {
  Subject() {
    TypeId type = module.findOrAddType({}, {});
    for (unsigned i = 0; i < FunctionCount; ++i)
      module.add(Function{bodyOf(i % 7), type, {}, {}});
  }
  static FunctionBody bodyOf(size_t nops) {
    std::vector<uint8_t> bytes(1 + nops, 0x01);
    bytes.front() = 0x00;
    bytes.push_back(0x0B);
    return FunctionBody(std::move(bytes), 1);
  }
  std::vector<std::string> messages;
  std::string printed;
  llvm::raw_string_ostream out{printed};
  DiagnosticEngine diagnostics{[this](const Diagnostic &message) {
    messages.push_back(message.origin + ": " + message.fact);
    out << "(message)";
  }};
  Module module{llvm::MemoryBuffer::getMemBuffer(""), diagnostics};
  PassContext context{out, diagnostics};
  ModuleAnalysisManager analyses{context};

  Outcome run(const FunctionPassManager &passes) {
    PassResult result = passes.run(module, analyses);
    Outcome outcome;
    for (FunctionId id : module.functions().ids()) {
      llvm::ArrayRef<uint8_t> bytes = module.functions()[id].body.bytes();
      if (result) // the module of a failed run is thrown away
        outcome.bodies.emplace_back(bytes.begin(), bytes.end());
    }
    outcome.messages = messages;
    outcome.printed = printed;
    if (!result)
      outcome.failure = result.failure().diagnostic().origin + ": " + result.failure().diagnostic().fact;
    llvm::raw_string_ostream stream(outcome.statistics);
    diagnostics.statistics().print(stream);
    outcome.keepsTotal = analyses.getCached<FunctionTotal>() != nullptr;
    return outcome;
  }
};

/// Lengthens every third body by what it sees of its neighbour's, prints, warns, counts;
/// fails at functions from `failFrom` on.
void addLengthen(FunctionPassManager &passes, uint32_t failFrom = FunctionCount) {
  addLambda(passes, "lengthen", [failFrom](FunctionUnit &unit, FunctionAnalysisManager &analyses) -> PassResult {
    const uint32_t id = unit.id().value;
    const FunctionId neighbour((id + FunctionCount - 1) % FunctionCount);
    const size_t seen = unit.module().functions()[neighbour].body.bytes().size();
    analyses.out() << id << ':' << seen << ' ';
    if (id % 5 == 0)
      unit.diagnostics().warn(unit.location(), "function " + llvm::Twine(id) + " has " +
                                                   llvm::Twine(analyses.get<BodySize>(unit)) + " bytes");
    analyses.out() << '.';
    analyses.count("visited", 1);
    if (id >= failFrom && id % 3 == 0)
      return error(unit.location(), "function " + llvm::Twine(id) + " is too much").remedy("stop");
    if (id % 3 != 0)
      return PreservedAnalyses::none().preserve<FunctionTotal>();
    unit.setBody(Subject::bodyOf(seen + 1));
    return PreservedAnalyses::none().preserve<FunctionTotal>();
  });
}

void addReport(FunctionPassManager &passes) {
  addLambda(passes, "report", [](FunctionUnit &unit, FunctionAnalysisManager &analyses) -> PassResult {
    analyses.out() << '[' << analyses.get<BodySize>(unit) << ']';
    EXPECT_NE(analyses.getCached<FunctionTotal>(), nullptr);
    return PreservedAnalyses::all();
  });
}

Outcome runOn(unsigned threads, const FunctionPassManager &passes, std::vector<std::string> *watched = nullptr) {
  Subject subject;
  subject.context.threads = threads;
  subject.analyses.get<FunctionTotal>(subject.module);
  if (watched)
    subject.context.instrumentation.add(std::make_unique<Watcher>(*watched));
  return subject.run(passes);
}

TEST(FunctionStage, TheNumberOfThreadsDoesNotShow) {
  FunctionPassManager passes;
  addLengthen(passes);
  addReport(passes);
  addLengthen(passes);
  const Outcome expected = runOn(1, passes);
  EXPECT_EQ(expected.failure, "");
  EXPECT_TRUE(expected.keepsTotal);
  EXPECT_EQ(expected.messages.size(), 2 * FunctionCount / 5);
  EXPECT_EQ(expected.messages.front(), "lengthen: function 0 has 2 bytes");
  EXPECT_EQ(expected.printed.find("0:7 (message).1:2 .2:3 .3:4 .4:5 .5:6 (message).6:7 ."), 0u);
  EXPECT_NE(expected.statistics.find("600 lengthen - visited"), std::string::npos) << expected.statistics;
  for (unsigned threads : {2, 3, 8})
    for (int repetition = 0; repetition < 5; ++repetition)
      EXPECT_TRUE(runOn(threads, passes) == expected) << threads << " threads";
}

TEST(FunctionStage, SomebodyLookingOnDoesNotShow) {
  FunctionPassManager passes;
  addLengthen(passes);
  addReport(passes);
  std::vector<std::string> watched;
  const Outcome expected = runOn(4, passes);
  EXPECT_TRUE(runOn(4, passes, &watched) == expected);
  // The watcher sees each function in the module as soon as it is done: function 3 is
  // made of what function 2 was before.
  ASSERT_EQ(watched.size(), 2 * FunctionCount);
  EXPECT_EQ(watched[2], "lengthen 2 4");
  EXPECT_EQ(watched[3], "lengthen 3 7");
  EXPECT_EQ(watched[FunctionCount + 3], "report 3 7");
}

TEST(FunctionStage, TheFirstFunctionThatFailsSpeaks) {
  FunctionPassManager passes;
  addLengthen(passes, 100);
  addReport(passes);
  const Outcome expected = runOn(1, passes);
  EXPECT_EQ(expected.failure, "lengthen: function 102 is too much");
  EXPECT_EQ(expected.messages.back(), "lengthen: function 100 has 4 bytes");
  EXPECT_EQ(expected.printed.find('['), std::string::npos) << "the next pass did not run";
  for (unsigned threads : {2, 3, 8})
    for (int repetition = 0; repetition < 5; ++repetition)
      EXPECT_TRUE(runOn(threads, passes) == expected) << threads << " threads";
  std::vector<std::string> watched;
  EXPECT_TRUE(runOn(8, passes, &watched) == expected);
  EXPECT_EQ(watched.size(), 102u);
}

TEST(FunctionStage, ObserversThatDoNotWatchFunctionsAreToldOnce) {
  std::vector<std::string> log, watched;
  FunctionPassManager passes, failing;
  addReport(passes);
  addLengthen(failing, 0);
  for (bool both : {false, true}) {
    Subject subject;
    subject.analyses.get<FunctionTotal>(subject.module);
    subject.context.threads = 2;
    subject.context.instrumentation.add(std::make_unique<StageWatcher>(log));
    if (both)
      subject.context.instrumentation.add(std::make_unique<Watcher>(watched));
    EXPECT_EQ(subject.run(passes).failure, "");
    EXPECT_NE(subject.run(failing).failure, "");
    EXPECT_EQ(log, (std::vector<std::string>{"before report", "after report", "before lengthen", "failed lengthen"}));
    log.clear();
  }
  EXPECT_EQ(watched.size(), FunctionCount);
}

TEST(FunctionStage, ThreadsAreReallyUsed) {
  // Two functions wait for each other: on one thread neither would go on.
  std::atomic<unsigned> arrived = 0;
  FunctionPassManager passes;
  addLambda(passes, "meet", [&](FunctionUnit &unit, FunctionAnalysisManager &) -> PassResult {
    if (unit.id() == FunctionId(0) || unit.id() == FunctionId(FunctionCount - 1)) {
      ++arrived;
      for (int tries = 0; arrived < 2 && tries < 20000; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      EXPECT_EQ(arrived, 2u);
    }
    return PreservedAnalyses::all();
  });
  EXPECT_EQ(runOn(2, passes).failure, "");
}

TEST(FunctionStage, RepetitionsRunOverAllFunctionsEachTime) {
  FunctionPassManager inner, passes;
  addLambda(inner, "grow", [](FunctionUnit &unit, FunctionAnalysisManager &) -> PassResult {
    unit.setBody(Subject::bodyOf(unit.function().body.bytes().size() - 1));
    return PreservedAnalyses::none();
  });
  passes.addPass(std::make_unique<RepeatedPass<FunctionUnit, FunctionAnalysisManager>>(3, std::move(inner)));
  Outcome outcome = runOn(2, passes);
  EXPECT_EQ(outcome.bodies[8].size(), 3u + 3u);
  EXPECT_FALSE(outcome.keepsTotal);
}

} // namespace
