//===- Features.h - which proposals a module needs -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the names of features, and `featuresOf`: the features beyond the MVP that a
//       module uses, each with the first place that uses it.
// Why:  a consumer supports some features and not others; what a module needs must be
//       told before it is refused somewhere else.
// Never: claims a feature that the module could do without as it stands: an encoding
//       that only a proposal allows counts as a use of it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_FEATURES_H
#define MELD_IR_FEATURES_H

#include "meld/IR/Module.h"

namespace meld {

/// The name of the proposal, as in the list of the WebAssembly community group:
/// `multi-memory`, `bulk-memory-operations`; `mvp` for `Feature::MVP`.
llvm::StringRef nameOf(Feature feature);
/// The feature of that name.
std::optional<Feature> featureNamed(llvm::StringRef name);
/// Every feature but the MVP, in the order of the enumeration.
llvm::ArrayRef<Feature> allFeatures();

class FeatureSet {
public:
  constexpr FeatureSet() = default;
  constexpr FeatureSet(std::initializer_list<Feature> features) {
    for (Feature feature : features)
      insert(feature);
  }
  constexpr void insert(Feature feature) { bits |= bitOf(feature); }
  constexpr bool contains(Feature feature) const { return (bits & bitOf(feature)) != 0; }
  constexpr bool empty() const { return bits == 0; }
  friend constexpr FeatureSet operator|(FeatureSet a, FeatureSet b) { return FeatureSet(a.bits | b.bits); }
  friend constexpr FeatureSet operator&(FeatureSet a, FeatureSet b) { return FeatureSet(a.bits & b.bits); }
  friend constexpr FeatureSet operator-(FeatureSet a, FeatureSet b) { return FeatureSet(a.bits & ~b.bits); }
  constexpr FeatureSet &operator|=(FeatureSet other) { return *this = *this | other; }
  friend constexpr bool operator==(FeatureSet, FeatureSet) = default;

private:
  constexpr explicit FeatureSet(uint32_t bits) : bits(bits) {}
  /// The MVP is in every set, and takes no bit.
  static constexpr uint32_t bitOf(Feature feature) { return (1u << static_cast<unsigned>(feature)) & ~1u; }
  uint32_t bits = 0;
};

/// Where a module uses a feature.
struct FeatureUse {
  Feature feature = Feature::MVP;
  Location location;
  std::string what; ///< a mnemonic, or words: `a shared memory`

  friend bool operator==(const FeatureUse &, const FeatureUse &) = default;
};

/// The features that a module uses.
class ModuleFeatures {
public:
  FeatureSet all() const { return used; }
  /// One use of each feature, in the order of the enumeration: the first in the
  /// declarations, or else the first instruction. `module` is the one that was asked.
  std::vector<FeatureUse> uses(const Module &module) const;

  friend bool operator==(const ModuleFeatures &, const ModuleFeatures &) = default;

private:
  friend ModuleFeatures featuresOf(const Module &module);
  FeatureSet used;
  /// Uses in declarations, by feature; `what` is empty where there is none.
  std::array<FeatureUse, FeatureCount> declared;
  /// First functions whose bodies use a feature, by feature.
  std::array<FunctionId, FeatureCount> functions;
};

/// What the module uses. Visits every declaration and every body once; instructions
/// of the MVP are stepped over.
ModuleFeatures featuresOf(const Module &module);
/// What one instruction uses.
FeatureSet featuresOf(const Instruction &instruction);

} // namespace meld

#endif // MELD_IR_FEATURES_H
