//===- PassResult.h - preserved analyses, or a reported error ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what `run` of a pass returns.
// Why:  a pass can fail, and can do so only with location, fact and remedy: a
//       `PassResult` is made of a `Failure`, and `error(...)` alone is none.
// Never: converts from anything else; in particular not from bool, a string or an
//        unfinished error.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSRESULT_H
#define MELD_PASS_PASSRESULT_H

#include "meld/Pass/PreservedAnalyses.h"
#include "meld/Support/Diagnostics.h"
#include <concepts>

namespace meld {

class [[nodiscard]] PassResult {
public:
  // Templates constrained to the exact types: no second conversion can sneak in.
  template <std::same_as<PreservedAnalyses> T> PassResult(T preserved) : content(std::move(preserved)) {}
  PassResult(PreservedAnalyses &preserved) : content(preserved) {}
  template <std::same_as<Failure> T> PassResult(T failure) : content(std::move(failure)) {}

  bool succeeded() const { return content.succeeded(); }
  explicit operator bool() const { return succeeded(); }
  /// Only when it succeeded.
  const PreservedAnalyses &preserved() const { return *content; }
  /// Only when it failed.
  const Failure &failure() const { return content.failure(); }
  Failure takeFailure() { return content.takeFailure(); }

private:
  Result<PreservedAnalyses> content;
};

} // namespace meld

#endif // MELD_PASS_PASSRESULT_H
