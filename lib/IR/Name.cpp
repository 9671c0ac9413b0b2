//===- Name.cpp - reading an encoded name ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Name.h.
// Why:  see Name.h.
// Never: see Name.h.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Name.h"
#include "meld/IR/Instruction.h"

namespace meld {

llvm::StringRef Name::read(const uint8_t *&position) {
  size_t length = encoded::readUnsigned(position);
  llvm::StringRef text(reinterpret_cast<const char *>(position), length);
  position += length;
  return text;
}

} // namespace meld
