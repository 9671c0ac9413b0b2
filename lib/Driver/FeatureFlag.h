//===- FeatureFlag.h - which features a module may use -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-features=`: what the names mean, and whether a module keeps to them.
// Why:  consumers know some features and not others; a build says which, once, and learns
//       of the first place that goes beyond.
// Never: changes a module.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_FEATUREFLAG_H
#define MELD_LIB_DRIVER_FEATUREFLAG_H

#include "Request.h"
#include "meld/IR/Features.h"

namespace meld {

/// Fails on a name that is neither of a feature nor of a set of them.
Result<void> checkFeatureNames(const Request &request);

/// What the flag allows; `input` stands for what `module`, the input, uses. The names are
/// known to be right.
FeatureSet allowedFeatures(const Request &request, const Module &module);

/// Fails if the input uses a feature that is not allowed, at a place that uses it.
Result<void> checkInputFeatures(const Module &module, FeatureSet allowed);

/// Fails if the output does: a pass did not ask.
Result<void> checkOutputFeatures(const Module &module, FeatureSet allowed);

} // namespace meld

#endif // MELD_LIB_DRIVER_FEATUREFLAG_H
