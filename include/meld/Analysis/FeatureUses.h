//===- FeatureUses.h - the features of a module, to print ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `featuresOf` as an analysis: the proposals beyond the MVP that the module uses,
//       each with one place.
// Why:  `print<features>` tells whether a consumer can take the module, and if not, why.
// Never: adds anything to what IR/Features.h says.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_FEATUREUSES_H
#define MELD_ANALYSIS_FEATUREUSES_H

#include "meld/IR/Features.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

class FeatureUses {
public:
  const ModuleFeatures &features() const { return found; }
  void print(llvm::raw_ostream &out, const Module &module) const;
  void printJson(llvm::raw_ostream &out, const Module &module) const;

  friend bool operator==(const FeatureUses &, const FeatureUses &) = default;

private:
  friend class FeatureUsesAnalysis;
  ModuleFeatures found;
};

class FeatureUsesAnalysis : public AnalysisInfoMixin<FeatureUsesAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "features", .version = 1};
  using Result = FeatureUses;
  Result run(const Module &module, ModuleAnalysisManager &);
};

/// Whether what comes out may use `feature`: it may if `-features=` names it, and
/// without that flag if the module uses it anyway.
bool mayUse(Feature feature, const Module &module, ModuleAnalysisManager &analyses);

/// Fails if it may not. `need` is what the pass would do; `alternative` how the user can
/// do without.
Result<void> requireFeature(Feature feature, const Module &module, ModuleAnalysisManager &analyses, Location location,
                            const llvm::Twine &need, const llvm::Twine &alternative);

} // namespace meld

#endif // MELD_ANALYSIS_FEATUREUSES_H
