//===- FeatureUses.cpp - the features of a module, to print -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FeatureUses.h.
// Why:  see FeatureUses.h.
// Never: see FeatureUses.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/FeatureUses.h"
#include "llvm/Support/JSON.h"

namespace meld {

FeatureUses FeatureUsesAnalysis::run(const Module &module, ModuleAnalysisManager &) {
  FeatureUses uses;
  uses.found = featuresOf(module);
  return uses;
}

void FeatureUses::print(llvm::raw_ostream &out, const Module &module) const {
  for (const FeatureUse &use : found.uses(module)) {
    out << nameOf(use.feature) << ": " << use.what;
    std::string place;
    llvm::raw_string_ostream stream(place);
    printLocation(stream, use.location);
    out << (place.empty() ? "" : ", ") << place << '\n';
  }
  if (found.all().empty())
    out << "no feature beyond the MVP\n";
}

void FeatureUses::printJson(llvm::raw_ostream &out, const Module &module) const {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attributeArray("features", [&] {
      for (const FeatureUse &use : found.uses(module))
        json.object([&] {
          std::string place;
          llvm::raw_string_ostream stream(place);
          printLocation(stream, use.location);
          json.attribute("name", nameOf(use.feature));
          json.attribute("what", use.what);
          json.attribute("where", place);
        });
    });
  });
  out << '\n';
}

bool mayUse(Feature feature, const Module &module, ModuleAnalysisManager &analyses) {
  if (const std::optional<FeatureSet> &allowed = analyses.features())
    return allowed->contains(feature);
  return analyses.get<FeatureUsesAnalysis>(module).features().all().contains(feature);
}

Result<void> requireFeature(Feature feature, const Module &module, ModuleAnalysisManager &analyses, Location location,
                            const llvm::Twine &need, const llvm::Twine &alternative) {
  if (mayUse(feature, module, analyses))
    return {};
  const llvm::StringRef name = nameOf(feature);
  const bool isSaid = analyses.features().has_value();
  return error(std::move(location), need + " would need feature " + name + ", which " +
                                        (isSaid ? "-features does not allow" : "the input does not use"))
      .remedy((isSaid ? "add " + name + " to -features" : "allow it with -features=input," + name) + ", or " +
              alternative);
}

} // namespace meld
