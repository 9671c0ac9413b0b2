//===- IndexTable.h - finds equal things by number ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a hash table of numbers, for things that are stored elsewhere. Private to
//       lib/IR.
// Why:  there may be a million names or types to tell apart; four bytes a slot are
//       less than half of what a set of the things themselves would take.
// Never: holds a thing; the functions it was made with must give the same answers
//       as long as it is used.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_INDEXTABLE_H
#define MELD_LIB_IR_INDEXTABLE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace meld {

/// `Hash` gives a size_t for a number, `Equal` compares two numbers' things.
template <class Hash, class Equal> class IndexTable {
public:
  IndexTable(Hash hash, Equal equal) : hash(hash), equal(equal), slots(16, Free) {}

  /// The number inserted earlier whose thing equals `number`'s; otherwise `number`,
  /// which is inserted.
  uint32_t findOrInsert(uint32_t number) {
    if (2 * (used + 1) > slots.size())
      grow();
    uint32_t &slot = slotOf(number);
    if (slot == Free) {
      slot = number;
      ++used;
    }
    return slot;
  }

private:
  static constexpr uint32_t Free = UINT32_MAX;

  uint32_t &slotOf(uint32_t number) {
    size_t mask = slots.size() - 1;
    size_t at = hash(number) & mask;
    while (slots[at] != Free && !equal(slots[at], number))
      at = (at + 1) & mask;
    return slots[at];
  }
  void grow() {
    std::vector<uint32_t> old(2 * slots.size(), Free);
    slots.swap(old);
    for (uint32_t number : old)
      if (number != Free)
        slotOf(number) = number;
  }

  Hash hash;
  Equal equal;
  std::vector<uint32_t> slots; ///< a power of two, at most half of them taken
  size_t used = 0;
};

} // namespace meld

#endif // MELD_LIB_IR_INDEXTABLE_H
