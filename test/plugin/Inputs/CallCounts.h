//===- CallCounts.h - an analysis that two plugins share ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: analysis `call-counts`: how often each function is called directly.
// Why:  one plugin defines it, the passes of both use it; whichever asks first has it
//       computed, and the other finds it cached, by name, version and size.
// Never: changes without a new version.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_PLUGIN_CALLCOUNTS_H
#define MELD_TEST_PLUGIN_CALLCOUNTS_H

#include "meld/PassPlugin.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

class CallCountsAnalysis : public meld::AnalysisInfoMixin<CallCountsAnalysis> {
public:
  static constexpr meld::AnalysisInfo info{.name = "call-counts", .version = 3};

  class Result {
  public:
    uint64_t of(meld::FunctionId function) const {
      auto found = counts.find(function);
      return found == counts.end() ? 0 : found->second;
    }
    void print(llvm::raw_ostream &out, const meld::Module &module) const {
      for (const auto &[function, count] : counts)
        out << "called " << count << " times: " << module.functions()[function].name.text() << '\n';
    }

    friend bool operator==(const Result &, const Result &) = default;

  private:
    friend class CallCountsAnalysis;
    std::map<meld::FunctionId, uint64_t> counts;
  };

  Result run(const meld::Module &module, meld::ModuleAnalysisManager &) {
    Result result;
    for (meld::FunctionId function : module.functions().ids()) {
      meld::InstructionCursor cursor = module.functions()[function].body.instructions();
      for (meld::Instruction instruction; cursor.next(instruction);)
        if (instruction.opcode == meld::Opcode::Call)
          ++result.counts[instruction.function()];
    }
    return result;
  }
};

#endif // MELD_TEST_PLUGIN_CALLCOUNTS_H
