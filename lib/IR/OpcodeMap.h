//===- OpcodeMap.h - from encoding to opcode -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the inverse of the opcode table: a row for single bytes and one for each
//       prefix. Built at compile time; private to lib/IR.
// Why:  decoding is one array look-up.
// Never: an opcode missing from the table maps to anything but `Unknown`.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_OPCODEMAP_H
#define MELD_LIB_IR_OPCODEMAP_H

#include "meld/IR/Opcode.h"

namespace meld {

struct OpcodeMap {
  static constexpr uint16_t Unknown = 0xFFFF;
  static constexpr unsigned RowLength = 0x120;

  static constexpr bool isPrefix(uint8_t byte) { return byte >= 0xFC && byte <= 0xFE; }
  static constexpr unsigned rowOf(uint8_t prefix) { return prefix == 0 ? 0 : prefix - 0xFB; }
  constexpr uint16_t find(uint8_t prefix, uint64_t code) const {
    return code < RowLength ? opcodes[rowOf(prefix)][code] : Unknown;
  }

  uint16_t opcodes[4][RowLength];
  Immediates singleByteImmediates[256]; ///< None for unknown bytes
};

extern const OpcodeMap TheOpcodeMap;

} // namespace meld

#endif // MELD_LIB_IR_OPCODEMAP_H
