//===- PassInfo.h - what a pass or analysis is called --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PassInfo`, `AnalysisInfo`, and the mixins a pass or analysis derives from.
// Why:  everything is known by name: pipelines, caches, options and messages. The
//       address of an object would differ between two shared objects.
// Never: holds state; a name must outlive the program's use of it (literals do).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSINFO_H
#define MELD_PASS_PASSINFO_H

#include "llvm/ADT/StringRef.h"

namespace meld {

/// Said by a pass as `static constexpr PassInfo info{.name = "...", .summary = "..."}`.
struct PassInfo {
  llvm::StringRef name;    ///< kebab-case, as written in a pipeline
  llvm::StringRef summary; ///< one line, no full stop
  /// Changes nothing, so that leaving it out (`-disable-pass`, `-opt-bisect-limit`)
  /// would only hide something.
  bool isRequired = false;
};

/// Said by an analysis as `static constexpr AnalysisInfo info{.name = "...", .version = 1}`.
struct AnalysisInfo {
  llvm::StringRef name;
  /// Raised whenever the layout or the meaning of `Result` changes.
  unsigned version = 1;
};

/// Base of passes.
template <class Derived> class PassInfoMixin {
public:
  static constexpr llvm::StringRef name() { return Derived::info.name; }
  static constexpr llvm::StringRef summary() { return Derived::info.summary; }
};

/// Base of analyses.
template <class Derived> class AnalysisInfoMixin {
public:
  static constexpr llvm::StringRef name() { return Derived::info.name; }
};

} // namespace meld

#endif // MELD_PASS_PASSINFO_H
