//===- CheckedMath.h - arithmetic on addresses that cannot wrap --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Checked`, an unsigned 64-bit number that remembers overflow, and the
//       page size.
// Why:  a base, an offset or a page count that wraps makes a plausible but
//       wrong module. With `Checked` a wrapped number cannot be used unseen.
// Never: yields a number after an overflow.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_CHECKEDMATH_H
#define MELD_SUPPORT_CHECKEDMATH_H

#include <cstdint>
#include <optional>

namespace meld {

/// Bytes in a page of a memory without a custom page size (core spec 4.2.8).
inline constexpr uint64_t PageSize = 65536;
/// Pages in the largest 32-bit memory: 2^32 bytes.
inline constexpr uint64_t MaxPages32 = 65536;
/// Pages in the largest 64-bit memory: 2^64 bytes.
inline constexpr uint64_t MaxPages64 = uint64_t(1) << 48;

/// An unsigned number or "overflowed"; overflow is absorbing.
class Checked {
public:
  constexpr Checked(uint64_t value) : number(value) {}
  /// What is not known is like an overflow: nothing that is computed from it is known either.
  constexpr explicit Checked(std::optional<uint64_t> known) : number(known) {}
  static constexpr Checked overflow() {
    Checked result(0);
    result.number.reset();
    return result;
  }

  /// Nothing after an overflow.
  constexpr std::optional<uint64_t> value() const { return number; }
  constexpr bool overflowed() const { return !number; }
  /// True iff the exact value is known and at most `limit`.
  constexpr bool fits(uint64_t limit) const { return number && *number <= limit; }

  friend constexpr Checked operator+(Checked a, Checked b) {
    uint64_t sum = 0;
    if (!a.number || !b.number || __builtin_add_overflow(*a.number, *b.number, &sum))
      return overflow();
    return sum;
  }
  friend constexpr Checked operator-(Checked a, Checked b) {
    uint64_t difference = 0;
    if (!a.number || !b.number || __builtin_sub_overflow(*a.number, *b.number, &difference))
      return overflow();
    return difference;
  }
  friend constexpr Checked operator*(Checked a, Checked b) {
    uint64_t product = 0;
    if (!a.number || !b.number || __builtin_mul_overflow(*a.number, *b.number, &product))
      return overflow();
    return product;
  }
  /// The least multiple of `alignment` (a power of two) not below this.
  constexpr Checked alignedTo(uint64_t alignment) const {
    Checked raised = *this + (alignment - 1);
    return raised.number ? Checked(*raised.number & ~(alignment - 1)) : overflow();
  }

private:
  std::optional<uint64_t> number;
};

/// Bytes in `pages` pages.
inline constexpr Checked pagesToBytes(Checked pages) { return pages * PageSize; }
/// Pages that hold `bytes` bytes, rounded up.
inline constexpr Checked bytesToPages(Checked bytes) {
  Checked raised = bytes.alignedTo(PageSize);
  return raised.value() ? Checked(*raised.value() / PageSize) : Checked::overflow();
}

} // namespace meld

#endif // MELD_SUPPORT_CHECKEDMATH_H
