//===- StableVector.h - a vector whose elements stay where they are ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a sequence that grows at its end, in blocks.
// Why:  growing copies nothing, so it never needs room for two copies of a million
//       elements, and references to elements stay valid.
// Never: shrinks, or moves an element.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_STABLEVECTOR_H
#define MELD_SUPPORT_STABLEVECTOR_H

#include <cassert>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace meld {

template <class T> class StableVector {
public:
  StableVector() = default;
  StableVector(const StableVector &other) {
    for (size_t i = 0; i < other.count; ++i)
      push_back(other[i]);
  }
  StableVector(StableVector &&other) noexcept { swap(other); }
  StableVector &operator=(StableVector &&other) noexcept {
    swap(other);
    return *this;
  }
  ~StableVector() {
    for (size_t i = 0; i < count; ++i)
      std::destroy_at(&(*this)[i]);
    for (T *block : blocks)
      std::allocator<T>().deallocate(block, BlockSize);
  }

  size_t size() const { return count; }
  bool empty() const { return count == 0; }
  T &operator[](size_t i) {
    assert(i < count);
    return blocks[i / BlockSize][i % BlockSize];
  }
  const T &operator[](size_t i) const { return const_cast<StableVector &>(*this)[i]; }

  void push_back(T value) {
    if (count == blocks.size() * BlockSize)
      blocks.push_back(std::allocator<T>().allocate(BlockSize));
    std::construct_at(&blocks.back()[count % BlockSize], std::move(value));
    ++count;
  }

private:
  static constexpr size_t BlockSize = 1024;

  void swap(StableVector &other) noexcept {
    std::swap(blocks, other.blocks);
    std::swap(count, other.count);
  }

  std::vector<T *> blocks;
  size_t count = 0;
};

} // namespace meld

#endif // MELD_SUPPORT_STABLEVECTOR_H
