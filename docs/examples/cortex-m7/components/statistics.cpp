// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the second component: counts values, keeps the largest of each class, and tells the journal about records.
// Why:  C++ with containers: a tree, a hash table, strings, sorting, on a heap of its own.
// Must never: see an address of another component.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#define EXPORT(NAME) __attribute__((export_name(#NAME)))
#define IMPORT(MODULE, NAME) __attribute__((import_module(#MODULE), import_name(#NAME)))

extern "C" {
IMPORT(journal, journal_append) uint32_t journal_append(uint32_t kind, uint32_t value);
IMPORT(firmware, statistics_print) void statistics_print(const char *text, uint32_t length);
void __wasm_call_ctors(); // made by the linker
}

namespace {

std::map<std::string, std::vector<int32_t>> classes;
std::unordered_map<int32_t, uint32_t> counts;

std::string class_of(int32_t value) {
  return value < 0 ? "negative" : value < 1000 ? "small" : "large class " + std::to_string(value / 1000);
}

} // namespace

extern "C" {

/// To be called first, once.
EXPORT(statistics_start) void statistics_start() { __wasm_call_ctors(); }

/// Counts a value; returns how many values of its class there are.
EXPORT(statistics_add) uint32_t statistics_add(int32_t value) {
  std::vector<int32_t> &values = classes[class_of(value)];
  if (values.empty() || value > *std::max_element(values.begin(), values.end()))
    journal_append(2, static_cast<uint32_t>(value));
  values.push_back(value);
  ++counts[value];
  return static_cast<uint32_t>(values.size());
}

EXPORT(statistics_show) void statistics_show() {
  for (auto &[name, values] : classes) {
    std::sort(values.begin(), values.end());
    std::string line = name + ": " + std::to_string(values.size()) + " values, median " +
                       std::to_string(values[values.size() / 2]) + ", largest " + std::to_string(values.back());
    statistics_print(line.data(), static_cast<uint32_t>(line.size()));
  }
  uint32_t most = 0;
  for (const auto &[value, count] : counts)
    most = std::max(most, count);
  std::string line = "statistics: " + std::to_string(counts.size()) + " different values, the most frequent " +
                     std::to_string(most) + " times, heap " + std::to_string(__builtin_wasm_memory_size(0)) + " pages";
  statistics_print(line.data(), static_cast<uint32_t>(line.size()));
}

/// Does what a component must not: kind 0 reads, 1 writes at `address`; 2 allocates until the memory is exhausted.
EXPORT(statistics_fault) uint32_t statistics_fault(uint32_t kind, uint32_t address) {
  auto *place = reinterpret_cast<volatile uint32_t *>(address);
  if (kind == 0)
    return *place;
  if (kind == 1) {
    *place = 0xfefefefe;
    return 0;
  }
  std::vector<std::string> kept;
  while (true)
    kept.push_back(std::string(4096, 'x'));
}

} // extern "C"
