//===- StructuralHash.h - what a module says, in 128 bits --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a hash of a module's entities, bodies and names, in the order of their
//       indices, however they are encoded.
// Why:  a module that went through text, or through another tool, has other bytes: its
//       numbers are not padded any more, types are shared, runs of locals joined. The
//       hash tells whether it still is the same module.
// Never: differs between machines or runs; looks at custom sections, save for names.
//
// Equal are: a number in few bytes or in many; a type named by either of two equal
// types, and by a block's short form; types in any order, used or not; a memory or
// table 0 that is named or left out; function indices and ref.func in an element
// segment of the same type; locals of one type declared in one run or several.
// Names are compared as the text format can have them (TextNames), without labels.
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_STRUCTURALHASH_H
#define MELD_IR_STRUCTURALHASH_H

#include "meld/IR/Module.h"

namespace meld {

enum class HashedNames : uint8_t { No, Yes };

/// 32 hexadecimal digits. The module must be valid.
std::string structuralHash(const Module &module, HashedNames names = HashedNames::Yes);

} // namespace meld

#endif // MELD_IR_STRUCTURALHASH_H
