//===- Refused.h - what exists in WebAssembly, but not here ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the opcodes and types of garbage collection and of a few proposals, with the
//       message that refuses each. Private to lib/IR.
// Why:  who meets one of them wants to know which, not that a byte is illegal.
// Never: holds anything that is in Opcodes.def or that types can express.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_REFUSED_H
#define MELD_LIB_IR_REFUSED_H

#include <cstdint>

namespace meld {

/// Why that opcode is not accepted, if it is a known one; otherwise null.
constexpr const char *refusedOpcode(uint8_t prefix, uint64_t code) {
#define MELD_REFUSED(Code, Name, Feature)                                                                             \
  case Code:                                                                                                          \
    return Name " is an instruction of " Feature ", which is not supported";
  constexpr uint64_t gc = 0xFB00, misc = 0xFC00;
  if (code > 0xFF)
    return nullptr;
  switch (uint64_t(prefix) << 8 | code) {
    MELD_REFUSED(0xD3, "ref.eq", "garbage collection")
    MELD_REFUSED(gc + 0, "struct.new", "garbage collection")
    MELD_REFUSED(gc + 1, "struct.new_default", "garbage collection")
    MELD_REFUSED(gc + 2, "struct.get", "garbage collection")
    MELD_REFUSED(gc + 3, "struct.get_s", "garbage collection")
    MELD_REFUSED(gc + 4, "struct.get_u", "garbage collection")
    MELD_REFUSED(gc + 5, "struct.set", "garbage collection")
    MELD_REFUSED(gc + 6, "array.new", "garbage collection")
    MELD_REFUSED(gc + 7, "array.new_default", "garbage collection")
    MELD_REFUSED(gc + 8, "array.new_fixed", "garbage collection")
    MELD_REFUSED(gc + 9, "array.new_data", "garbage collection")
    MELD_REFUSED(gc + 10, "array.new_elem", "garbage collection")
    MELD_REFUSED(gc + 11, "array.get", "garbage collection")
    MELD_REFUSED(gc + 12, "array.get_s", "garbage collection")
    MELD_REFUSED(gc + 13, "array.get_u", "garbage collection")
    MELD_REFUSED(gc + 14, "array.set", "garbage collection")
    MELD_REFUSED(gc + 15, "array.len", "garbage collection")
    MELD_REFUSED(gc + 16, "array.fill", "garbage collection")
    MELD_REFUSED(gc + 17, "array.copy", "garbage collection")
    MELD_REFUSED(gc + 18, "array.init_data", "garbage collection")
    MELD_REFUSED(gc + 19, "array.init_elem", "garbage collection")
    MELD_REFUSED(gc + 20, "ref.test", "garbage collection")
    MELD_REFUSED(gc + 21, "ref.test null", "garbage collection")
    MELD_REFUSED(gc + 22, "ref.cast", "garbage collection")
    MELD_REFUSED(gc + 23, "ref.cast null", "garbage collection")
    MELD_REFUSED(gc + 24, "br_on_cast", "garbage collection")
    MELD_REFUSED(gc + 25, "br_on_cast_fail", "garbage collection")
    MELD_REFUSED(gc + 26, "any.convert_extern", "garbage collection")
    MELD_REFUSED(gc + 27, "extern.convert_any", "garbage collection")
    MELD_REFUSED(gc + 28, "ref.i31", "garbage collection")
    MELD_REFUSED(gc + 29, "i31.get_s", "garbage collection")
    MELD_REFUSED(gc + 30, "i31.get_u", "garbage collection")
    MELD_REFUSED(0xE0, "cont.new", "stack switching")
    MELD_REFUSED(0xE1, "cont.bind", "stack switching")
    MELD_REFUSED(0xE2, "suspend", "stack switching")
    MELD_REFUSED(0xE3, "resume", "stack switching")
    MELD_REFUSED(0xE4, "resume_throw", "stack switching")
    MELD_REFUSED(misc + 18, "memory.discard", "memory control")
    MELD_REFUSED(misc + 19, "i64.add128", "wide arithmetic")
    MELD_REFUSED(misc + 20, "i64.sub128", "wide arithmetic")
    MELD_REFUSED(misc + 21, "i64.mul_wide_s", "wide arithmetic")
    MELD_REFUSED(misc + 22, "i64.mul_wide_u", "wide arithmetic")
  default: // no instruction that anyone has proposed
    return nullptr;
  }
#undef MELD_REFUSED
}

/// The same for the encoding of an abstract heap type.
constexpr const char *refusedHeapType(uint8_t encoding) {
  switch (encoding) {
  case 0x6A:
    return "heap type array is of garbage collection, which is not supported";
  case 0x6B:
    return "heap type struct is of garbage collection, which is not supported";
  case 0x6C:
    return "heap type i31 is of garbage collection, which is not supported";
  case 0x6D:
    return "heap type eq is of garbage collection, which is not supported";
  case 0x6E:
    return "heap type any is of garbage collection, which is not supported";
  case 0x71:
    return "heap type none is of garbage collection, which is not supported";
  case 0x68:
    return "heap type cont is of stack switching, which is not supported";
  case 0x75:
    return "heap type nocont is of stack switching, which is not supported";
  default: // no heap type that anyone has proposed
    return nullptr;
  }
}

} // namespace meld

#endif // MELD_LIB_IR_REFUSED_H
