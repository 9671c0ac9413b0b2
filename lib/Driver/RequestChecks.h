//===- RequestChecks.h - names in flags against what there is -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: checks every name a flag gives, of passes and premises, and patterns for them.
// Why:  no request is ignored: a name that does not exist, or that the pipeline has no
//       use for, ends the run before the input is read.
// Never: decides what a flag does.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_REQUESTCHECKS_H
#define MELD_LIB_DRIVER_REQUESTCHECKS_H

#include "Request.h"
#include "meld/Pass/Registry.h"

namespace meld {

/// Fails if one of `names` is none of `known`; names what is near. `list` says where all
/// are.
Result<void> checkKnown(llvm::StringRef flag, const llvm::Twine &what, llvm::ArrayRef<std::string> names,
                        llvm::ArrayRef<llvm::StringRef> known,
                        llvm::StringRef list = "-print-passes lists all there are");

/// The names of all passes, of modules and of functions.
std::vector<llvm::StringRef> passNames(const Registry &registry);

/// Names that exist or not, whatever the pipeline.
Result<void> checkNames(const Request &request, const Registry &registry);

/// Names and patterns that have to be of passes in the pipeline.
Result<void> checkUse(const Request &request, const ModulePassManager &passes);

} // namespace meld

#endif // MELD_LIB_DRIVER_REQUESTCHECKS_H
