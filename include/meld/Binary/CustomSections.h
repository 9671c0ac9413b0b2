//===- CustomSections.h - what custom sections mean to us --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: which custom sections are kept, rewritten or dropped when the module
//       changed, and the encoding of those that we rewrite: `name`, `producers`,
//       `target_features`, `meld.layout`.
// Why:  a stale section is worse than none, and a silently lost one is worse still.
// Never: fails on a malformed custom section: by the specification it is ignored
//        (kept as read, as an unknown one).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_BINARY_CUSTOMSECTIONS_H
#define MELD_BINARY_CUSTOMSECTIONS_H

#include "meld/Binary/IndexMap.h"
#include "meld/IR/Module.h"

namespace meld {

inline constexpr llvm::StringLiteral LayoutSectionName = "meld.layout";

/// Fills the entities' names and the module's name maps. False if malformed.
bool readNames(Module::Builder &module, llvm::ArrayRef<uint8_t> payload);
/// The payload of a name section for the module as it is now.
/// `droppedLabels` counts functions whose label names were given up.
std::vector<uint8_t> writeNames(const Module &module, const IndexMap &indices, unsigned &droppedLabels);

/// Reads `meld.layout` into the module's layout (docs/layout-section.md). On
/// malformed or inconsistent contents sets `Layout::unreadable`.
void readLayout(const Module &module, Module::Builder &builder, llvm::ArrayRef<uint8_t> payload);
/// The payload of `meld.layout`: JSON, deterministic. `digest`: of the sections that it is
/// written for.
std::vector<uint8_t> writeLayout(const Module &module, const IndexMap &indices, llvm::StringRef digest);
/// Of the sections of an encoded module, but for custom ones. Another tool that moved
/// anything made another one: the section's indices may be wrong.
std::string digestOfSections(llvm::ArrayRef<uint8_t> encoded);

/// `producers` with this tool among `processed-by`; nothing if it is malformed.
std::optional<std::vector<uint8_t>> extendProducers(llvm::ArrayRef<uint8_t> payload);
/// `target_features` without those that the module no longer needs, and with those
/// that passes brought in; nothing if it is malformed.
std::optional<std::vector<uint8_t>> updateTargetFeatures(llvm::ArrayRef<uint8_t> payload, const Module &module);

/// What a change of the module does to a custom section.
enum class CustomPolicy : uint8_t {
  Keep,    ///< speaks of nothing that can move
  Rewrite, ///< we know how
  Drop,    ///< may speak of offsets or indices
};
CustomPolicy policyOf(llvm::StringRef sectionName);

} // namespace meld

#endif // MELD_BINARY_CUSTOMSECTIONS_H
