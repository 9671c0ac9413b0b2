//===- ReferenceRewriter.h - other ids in encoded bytes ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: encodes a reference with another id; makes a body whose references are others.
// Why:  whoever renumbers needs it: the writer, and whoever puts code into a module that
//       was made for another state of it.
// Never: decides what becomes of an id.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_REFERENCEREWRITER_H
#define MELD_IR_REFERENCEREWRITER_H

#include "meld/IR/References.h"

namespace meld {

/// Appends the encoding of `reference` with `id` in the place of its id.
void encodeReference(const Reference &reference, uint32_t id, std::vector<uint8_t> &out);

/// The id that a reference is to have.
using ReferenceMap = llvm::function_ref<uint32_t(const Reference &)>;

/// The body with each reference mapped, in locals and code. It knows where its bytes
/// came from as `body` does. Nothing if the body is malformed.
std::optional<FunctionBody> mapReferences(const FunctionBody &body, ReferenceMap map);

} // namespace meld

#endif // MELD_IR_REFERENCEREWRITER_H
