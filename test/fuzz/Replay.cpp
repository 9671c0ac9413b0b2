//===- Replay.cpp - a fuzz target without libFuzzer ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: gives a target the inputs of files, or inputs made from numbers.
// Why:  regressions run in every build, whatever compiler made it.
// Never: ends well without having run an input.
//
// USAGE: meld-fuzz-TARGET FILE...
//        meld-fuzz-TARGET -seeds=FIRST,COUNT
//
//===----------------------------------------------------------------------===//

#include "Generator.h"
#include "Target.h"

using namespace meld::fuzz;

int main(int argc, char **argv) {
  uint64_t inputs = 0;
  for (llvm::StringRef argument : llvm::ArrayRef<char *>(argv + 1, argv + argc)) {
    if (argument.consume_front("-seeds=")) {
      auto [first, count] = argument.split(',');
      uint64_t begin = 0, many = 0;
      if (first.getAsInteger(10, begin) || count.getAsInteger(10, many)) {
        llvm::errs() << "usage: -seeds=FIRST,COUNT\n";
        return 2;
      }
      for (uint64_t seed = begin; seed < begin + many; ++seed, ++inputs) {
        const std::vector<uint8_t> input = choicesOfSeed(seed, 200 + seed % 8 * 400);
        LLVMFuzzerTestOneInput(input.data(), input.size());
      }
      continue;
    }
    auto file = llvm::MemoryBuffer::getFile(argument, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!file) {
      llvm::errs() << argument << ": " << file.getError().message() << '\n';
      return 2;
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>((*file)->getBufferStart()), (*file)->getBufferSize());
    ++inputs;
  }
  llvm::outs() << inputs << " inputs\n";
  return inputs == 0;
}
