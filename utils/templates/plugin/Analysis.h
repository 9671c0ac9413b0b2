//===- @Class@Analysis.h - analysis `@name@-sites` --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: finds the `nop` instructions of every function.
// Why:  a header of its own, so that passes of other plugins can use the analysis.
// Never: changes its result's layout or meaning without a new version.
//
//===----------------------------------------------------------------------===//
#ifndef @GUARD@_ANALYSIS_H
#define @GUARD@_ANALYSIS_H

#include "meld/PassPlugin.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

class @Class@Analysis : public meld::AnalysisInfoMixin<@Class@Analysis> {
public:
  static constexpr meld::AnalysisInfo info{.name = "@name@-sites", .version = 1};

  class Result {
  public:
    /// How many there are in each function that has any.
    const std::map<meld::FunctionId, uint64_t> &counts() const { return countOf; }

    /// `print<@name@-sites>`
    void print(llvm::raw_ostream &out, const meld::Module &module) const {
      for (const auto &[function, count] : countOf)
        out << count << " in function " << function.value << " $" << module.functions()[function].name.text() << '\n';
    }
    friend bool operator==(const Result &, const Result &) = default;

  private:
    friend class @Class@Analysis;
    std::map<meld::FunctionId, uint64_t> countOf;
  };

  Result run(const meld::Module &module, meld::ModuleAnalysisManager &) {
    static const meld::OpcodeSet nops{meld::Opcode::Nop};
    Result result;
    for (meld::FunctionId function : module.functions().ids()) {
      meld::InstructionCursor cursor = module.functions()[function].body.instructions();
      for (meld::Instruction instruction; cursor.nextIn(nops, instruction);)
        ++result.countOf[function];
    }
    return result;
  }
};

#endif // @GUARD@_ANALYSIS_H
