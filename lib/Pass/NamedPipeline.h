//===- NamedPipeline.h - the passes that a name stands for --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `default<name;pass.option=value>` as a pipeline without names.
// Why:  whoever builds passes need not know that a pipeline can have a name.
// Never: lets a named pipeline contain one, which might be itself.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_PASS_NAMEDPIPELINE_H
#define MELD_LIB_PASS_NAMEDPIPELINE_H

#include "meld/Pass/Pipeline.h"
#include "meld/Pass/Registry.h"

namespace meld {

inline constexpr llvm::StringLiteral DefaultWord = "default";

/// The text of `pipeline`, with `options` added to those of its passes. Errors in them
/// point into `whole`, where they stand.
Result<std::string> expandNamedPipeline(const NamedPipeline &pipeline, llvm::ArrayRef<OptionArgument> options,
                                        llvm::StringRef whole);

} // namespace meld

#endif // MELD_LIB_PASS_NAMEDPIPELINE_H
