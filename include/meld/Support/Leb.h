//===- Leb.h - LEB128 by the rules of the binary format -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads uN and sN (core specification 5.2.2) with their exact limits: at
//       most ceil(N/7) bytes, no bits beyond N.
// Why:  LLVM's decoder knows no N, so it accepts what the format forbids; and
//       every instruction passes through here, so the one-byte case is inline.
// Never: reads at or past `limit` when `Checked`; without, the caller has made
//       sure of ten readable bytes.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_LEB_H
#define MELD_SUPPORT_LEB_H

#include <cstdint>

namespace meld::leb {

inline constexpr const char *UnexpectedEnd = "unexpected end";
inline constexpr const char *TooLong = "integer representation too long";
inline constexpr const char *TooLarge = "integer too large";

/// Reads uN into `value` and moves `position`. False with `reason` on malformed
/// bytes; `position` is then unspecified.
template <unsigned Bits, bool Checked = true>
inline bool readUnsigned(const uint8_t *&position, const uint8_t *limit, uint64_t &value, const char *&reason) {
  constexpr unsigned MaxBytes = (Bits + 6) / 7;
  if (Checked && position == limit) {
    reason = UnexpectedEnd;
    return false;
  }
  uint8_t byte = *position++;
  value = byte & 0x7F;
  if (byte < 0x80) [[likely]]
    return true;
  for (unsigned i = 1; i < MaxBytes; ++i) {
    if (Checked && position == limit) {
      reason = UnexpectedEnd;
      return false;
    }
    byte = *position++;
    value |= uint64_t(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      constexpr unsigned LastBits = Bits - 7 * (MaxBytes - 1);
      if (i == MaxBytes - 1 && (byte >> LastBits) != 0) {
        reason = TooLarge;
        return false;
      }
      return true;
    }
  }
  reason = TooLong;
  return false;
}

/// Reads sN, sign-extended to 64 bits, otherwise as `readUnsigned`.
template <unsigned Bits, bool Checked = true>
inline bool readSigned(const uint8_t *&position, const uint8_t *limit, int64_t &value, const char *&reason) {
  constexpr unsigned MaxBytes = (Bits + 6) / 7;
  uint64_t bits = 0;
  for (unsigned i = 0; i < MaxBytes; ++i) {
    if (Checked && position == limit) {
      reason = UnexpectedEnd;
      return false;
    }
    uint8_t byte = *position++;
    bits |= uint64_t(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      unsigned used = 7 * (i + 1);
      if (i == MaxBytes - 1) {
        // The unused high bits of the last byte must repeat the sign.
        constexpr unsigned LastBits = Bits - 7 * (MaxBytes - 1);
        uint8_t sign = (byte >> (LastBits - 1)) & 1;
        uint8_t unused = (byte & 0x7F) >> LastBits;
        if (unused != (sign ? (0x7F >> LastBits) : 0)) {
          reason = TooLarge;
          return false;
        }
      }
      if (used < 64 && (byte & 0x40))
        bits |= ~uint64_t(0) << used;
      value = static_cast<int64_t>(bits);
      return true;
    }
  }
  reason = TooLong;
  return false;
}

/// Steps over a LEB128 of any length; false at the end of the bytes.
inline bool skip(const uint8_t *&position, const uint8_t *limit) {
  while (position != limit)
    if (*position++ < 0x80)
      return true;
  return false;
}

} // namespace meld::leb

#endif // MELD_SUPPORT_LEB_H
