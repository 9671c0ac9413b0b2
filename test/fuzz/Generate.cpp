//===- Generate.cpp - meld-generate: a valid module for a number ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes the module that the fuzzers' generator makes from a seed.
// Why:  scripts want many different valid modules, and the same ones again.
// Never: makes two modules from one command line.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace meld;
using namespace meld::fuzz;

int main(int argc, char **argv) {
  llvm::cl::opt<uint64_t> seed(llvm::cl::Positional, llvm::cl::Required, llvm::cl::desc("SEED"));
  llvm::cl::opt<std::string> output("o", llvm::cl::Required, llvm::cl::desc("the module"), llvm::cl::value_desc("file"));
  llvm::cl::opt<unsigned> bytes("bytes", llvm::cl::init(2000), llvm::cl::desc("how many decisions are made"));
  llvm::cl::opt<bool> all("all-features", llvm::cl::desc("also what Debian's wabt does not read"));
  llvm::cl::opt<bool> wabtRuns("wabt-runs", llvm::cl::desc("only what the interpreter of Debian's wabt runs"));
  llvm::cl::opt<bool> noTraps("in-bounds", llvm::cl::desc("no access out of bounds"));
  llvm::cl::opt<bool> valid("only-valid", llvm::cl::desc("calls need not end, and engines may differ"));
  llvm::cl::ParseCommandLineOptions(argc, argv);
  GeneratorOptions options;
  options.features = all ? allFeatures() : wabtRuns ? featuresThatWabtRuns() : featuresOfWabt();
  options.wideOffsets = all;
  options.outOfBounds = !noTraps;
  options.runs = !valid;
  const std::vector<uint8_t> module = generateModule(choicesOfSeed(seed, bytes), options);
  std::error_code failed;
  llvm::raw_fd_ostream file(output, failed);
  file.write(reinterpret_cast<const char *>(module.data()), module.size());
  file.close();
  if (failed || file.has_error()) {
    llvm::errs() << "meld-generate: " << output << ": " << (failed ? failed : file.error()).message() << '\n';
    return 1;
  }
  return 0;
}
