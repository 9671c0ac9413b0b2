//===- StructuralHash.h - the structural hash, to print --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `structuralHash` as an analysis, with and without names.
// Why:  `print<structural-hash>` tells whether two files are one module.
// Never: adds anything to what IR/StructuralHash.h says.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_STRUCTURALHASH_H
#define MELD_ANALYSIS_STRUCTURALHASH_H

#include "meld/IR/StructuralHash.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

class StructuralHashAnalysis : public AnalysisInfoMixin<StructuralHashAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "structural-hash", .version = 1};
  struct Result {
    std::string withNames, withoutNames;
    void print(llvm::raw_ostream &out, const Module &module) const;

    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &module, ModuleAnalysisManager &);
};

} // namespace meld

#endif // MELD_ANALYSIS_STRUCTURALHASH_H
