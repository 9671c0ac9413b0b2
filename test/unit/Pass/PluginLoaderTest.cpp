//===- PluginLoaderTest.cpp - a refused plugin leaves nothing behind ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a registration that fails half way, or takes a name that exists, is undone:
//       passes, pipelines, callbacks, observers; and the loader goes on working.
// Why:  a tool may try one plugin after another; the driver, which lit tests run, ends
//       with the first refusal.
// Never: tests what test/plugin can.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/PluginLoader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

struct Probe : PassInfoMixin<Probe> {
  static constexpr PassInfo info{.name = "probe", .summary = "has the name of a plugin's pass"};
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};

struct PluginLoaderTest : testing::Test {
  PluginLoaderTest() { registry.addPass<Probe>(); }
  ~PluginLoaderTest() override {
    for (const std::string &copy : copies)
      llvm::sys::fs::remove(copy);
  }

  /// The faulty plugin under the name that says what it does wrong.
  std::string faulty(const std::string &name) {
    llvm::SmallString<128> directory;
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("meld-plugin", directory));
    llvm::sys::path::append(directory, name + ".so");
    EXPECT_FALSE(llvm::sys::fs::copy_file(MELD_TEST_PLUGINS "/faulty-plugin.so", directory));
    copies.push_back(directory.str().str());
    copies.push_back(llvm::sys::path::parent_path(directory).str());
    return copies[copies.size() - 2];
  }

  void expectNothingOfThePlugin() {
    EXPECT_EQ(registry.modulePasses().size(), 1u);
    EXPECT_TRUE(registry.pipelines().empty());
    EXPECT_TRUE(registry.check().succeeded());
    ModulePassManager passes;
    Result<void> unknown = builder.parsePassPipeline(passes, "harmless");
    ASSERT_FALSE(unknown.succeeded());
    // Had its callback stayed, it would have answered.
    EXPECT_EQ(unknown.failure().diagnostic().fact, "there is no pass 'harmless'");
    builder.addPipelineStart(passes);
    EXPECT_TRUE(passes.isEmpty());
    DiagnosticEngine diagnostics;
    std::string text;
    llvm::raw_string_ostream out(text);
    PassContext context{out, diagnostics};
    testing::internal::CaptureStderr();
    builder.addObservers(context);
    builder.addPipelineStart(passes);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  }

  Registry registry;
  PassBuilder builder{registry};
  PluginLoader loader{builder};
  std::vector<std::string> copies;
};

TEST_F(PluginLoaderTest, AFailureHalfWayIsUndone) {
  std::string path = faulty("fails");
  Result<void> loaded = loader.load(path);
  ASSERT_FALSE(loaded.succeeded());
  const Diagnostic &diagnostic = loaded.failure().diagnostic();
  EXPECT_EQ(diagnostic.fact, "plugin 'faulty' cannot register: the licence server is down");
  EXPECT_EQ(diagnostic.remedy, "start it");
  EXPECT_EQ(diagnostic.location.name, path);
  expectNothingOfThePlugin();
}

TEST_F(PluginLoaderTest, ANameThatExistsUndoesTheRest) {
  ASSERT_FALSE(loader.load(faulty("pass-of-the-tool")).succeeded());
  expectNothingOfThePlugin();
  ASSERT_FALSE(loader.load(faulty("pass-twice")).succeeded());
  expectNothingOfThePlugin();
}

TEST_F(PluginLoaderTest, OthersLoadAfterARefusal) {
  ASSERT_FALSE(loader.load(faulty("fails")).succeeded());
  ASSERT_TRUE(loader.load(MELD_TEST_PLUGINS "/calls-plugin.so").succeeded());
  EXPECT_EQ(registry.modulePasses().size(), 2u);
  // What the tool registers afterwards is its own again.
  registry.addPass<Probe>();
  Result<void> twice = registry.check();
  ASSERT_FALSE(twice.succeeded());
  EXPECT_EQ(twice.failure().diagnostic().fact, "there are two of module pass 'probe'");
}

} // namespace
