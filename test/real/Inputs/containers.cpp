// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: vectors, maps, strings, hash tables and sorting from libc++, filled past the initial memory.
// Why:  C++ libraries allocate in patterns of their own and come with static constructors,
//       virtual calls and inlined bulk memory operations.
// Must never: print or depend on addresses; results depend on values only.

#include "export.h"
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

struct Random {
  uint32_t state;
  uint32_t operator()() { return state = state * 1103515245u + 12345u, state >> 4; }
};

std::vector<std::string> journal{"first", "a line that is too long for the small-string buffer"};

struct Shape {
  virtual ~Shape() = default;
  virtual uint32_t area() const = 0;
};
struct Square : Shape {
  uint32_t side;
  explicit Square(uint32_t s) : side(s) {}
  uint32_t area() const override { return side * side; }
};
struct Bar : Shape {
  uint32_t width, height;
  Bar(uint32_t w, uint32_t h) : width(w), height(h) {}
  uint32_t area() const override { return width * height; }
};

} // namespace

extern "C" {

EXPORT(sort_numbers) uint32_t sort_numbers(uint32_t count, uint32_t seed) {
  Random random{seed};
  std::vector<uint32_t> numbers;
  for (uint32_t i = 0; i < count; ++i)
    numbers.push_back(random() % 100000);
  std::sort(numbers.begin(), numbers.end());
  uint32_t sum = std::is_sorted(numbers.begin(), numbers.end());
  for (uint32_t number : numbers)
    sum = sum * 31 + number;
  return sum;
}

EXPORT(count_words) uint32_t count_words(uint32_t words, uint32_t seed) {
  Random random{seed};
  std::map<std::string, uint32_t> counts;
  for (uint32_t i = 0; i < words; ++i)
    ++counts["word number " + std::to_string(random() % (words / 4 + 1))];
  uint32_t sum = static_cast<uint32_t>(counts.size());
  for (const auto &[word, count] : counts)
    for (char c : word)
      sum = sum * 131 + static_cast<uint8_t>(c) + count;
  return sum;
}

EXPORT(hash_numbers) uint64_t hash_numbers(uint32_t count, uint32_t seed) {
  Random random{seed};
  std::unordered_map<uint32_t, std::vector<uint16_t>> table;
  for (uint32_t i = 0; i < count; ++i)
    table[random() % (count / 3 + 1)].push_back(static_cast<uint16_t>(i));
  uint64_t sum = table.size();
  for (const auto &[key, values] : table)
    sum += static_cast<uint64_t>(key) * std::accumulate(values.begin(), values.end(), 1u);
  return sum;
}

EXPORT(total_area) uint32_t total_area(uint32_t count) {
  std::vector<std::unique_ptr<Shape>> shapes;
  for (uint32_t i = 0; i < count; ++i)
    if (i % 3)
      shapes.push_back(std::make_unique<Bar>(i, i + 1));
    else
      shapes.push_back(std::make_unique<Square>(i));
  uint32_t sum = 0;
  for (const auto &shape : shapes)
    sum = sum * 7 + shape->area();
  return sum;
}

/// Keeps `count` lines for the life of the instance; returns how many bytes are kept.
EXPORT(keep) uint32_t keep(uint32_t count) {
  for (uint32_t i = 0; i < count; ++i)
    journal.push_back("kept line " + std::to_string(i) + std::string(i % 50, 'x'));
  uint32_t bytes = 0;
  for (const std::string &line : journal)
    bytes += static_cast<uint32_t>(line.size());
  return bytes;
}

} // extern "C"
