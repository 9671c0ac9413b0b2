//===- Choices.h - bytes read as decisions ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a sequence of bytes, read as answers to "which of these?".
// Why:  a fuzzer changes bytes; what it changes must change a decision and leave the ones
//       after it alone as far as possible.
// Never: ends: where there are no more bytes, every answer is the first one.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_FUZZ_CHOICES_H
#define MELD_TEST_FUZZ_CHOICES_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>

namespace meld::fuzz {

class Choices {
public:
  explicit Choices(llvm::ArrayRef<uint8_t> bytes) : rest(bytes) {}

  bool exhausted() const { return rest.empty(); }
  uint8_t byte() {
    if (rest.empty())
      return 0;
    uint8_t first = rest.front();
    rest = rest.drop_front();
    return first;
  }
  uint64_t bits(unsigned bytes) {
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i)
      value |= uint64_t(byte()) << (8 * i);
    return value;
  }
  /// 0 to `count` - 1.
  uint32_t below(uint64_t count) {
    if (count <= 1)
      return 0;
    return static_cast<uint32_t>(bits(count <= 256 ? 1 : count <= 65536 ? 2 : 4) % count);
  }
  /// No, where there are no more bytes.
  bool chance(unsigned percent) { return !exhausted() && byte() * 100u < percent * 256u; }
  template <typename List> const typename List::value_type &from(const List &list) { return list[below(list.size())]; }

private:
  llvm::ArrayRef<uint8_t> rest;
};

} // namespace meld::fuzz

#endif // MELD_TEST_FUZZ_CHOICES_H
