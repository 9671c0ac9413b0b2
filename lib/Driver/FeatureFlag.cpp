//===- FeatureFlag.cpp - which features a module may use -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FeatureFlag.h.
// Why:  see FeatureFlag.h.
// Never: see FeatureFlag.h.
//
//===----------------------------------------------------------------------===//

#include "FeatureFlag.h"
#include "RequestChecks.h"

namespace meld {

namespace {

constexpr FeatureSet Version1 = {Feature::MutableGlobals};
constexpr FeatureSet Version2 = Version1 | FeatureSet{Feature::SignExt,    Feature::SatFloat,       Feature::MultiValue,
                                                      Feature::BulkMemory, Feature::ReferenceTypes, Feature::SIMD};
constexpr FeatureSet Version3 =
    Version2 | FeatureSet{Feature::RelaxedSIMD,        Feature::TailCall,         Feature::Exceptions,
                          Feature::FunctionReferences, Feature::ExtendedConst,    Feature::MultiMemory,
                          Feature::Memory64,           Feature::GarbageCollection};

struct NamedSet {
  llvm::StringLiteral name;
  FeatureSet features;
};
/// Versions of the specification, by what they contain.
constexpr NamedSet Sets[] = {{"mvp", {}}, {"wasm-1.0", Version1}, {"wasm-2.0", Version2}, {"wasm-3.0", Version3}};
constexpr llvm::StringLiteral Input = "input";

} // namespace

Result<void> checkFeatureNames(const Request &request) {
  std::vector<llvm::StringRef> known{Input};
  for (const NamedSet &set : Sets)
    known.push_back(set.name);
  for (Feature feature : allFeatures())
    known.push_back(nameOf(feature));
  return checkKnown("-features", "feature", request.features, known, "docs/driver.md#features lists them");
}

FeatureSet allowedFeatures(const Request &request, const Module &module) {
  FeatureSet allowed;
  for (llvm::StringRef name : request.features) {
    if (name == Input)
      allowed |= featuresOf(module).all();
    else if (const NamedSet *set = llvm::find_if(Sets, [&](const NamedSet &set) { return set.name == name; });
             set != std::end(Sets))
      allowed |= set->features;
    else if (std::optional<Feature> feature = featureNamed(name))
      allowed.insert(*feature);
  }
  return allowed;
}

Result<void> checkInputFeatures(const Module &module, FeatureSet allowed) {
  std::optional<FeatureUse> first;
  std::string missing;
  for (const FeatureUse &use : featuresOf(module).uses(module)) {
    if (allowed.contains(use.feature))
      continue;
    if (!first)
      first = use;
    missing += (missing.empty() ? "" : ",") + nameOf(use.feature).str();
  }
  if (!first)
    return {};
  return error(first->location,
               "feature " + nameOf(first->feature) + " is not allowed by -features, and is used here: " + first->what)
      .remedy("add " + missing + " to -features, or build the module without")
      .from("features");
}

Result<void> checkOutputFeatures(const Module &module, FeatureSet allowed) {
  for (const FeatureUse &use : featuresOf(module).uses(module))
    if (!allowed.contains(use.feature))
      return error(use.location, "feature " + nameOf(use.feature) + " came in through a pass: " + use.what)
          .remedy("a pass has to ask before it uses a feature (requireFeature); until it does, add " +
                  nameOf(use.feature) + " to -features");
  return {};
}

} // namespace meld
