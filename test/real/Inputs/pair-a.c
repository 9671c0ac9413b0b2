// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one of two modules that call one another with scalars only. Both keep lists on a heap of
//       their own (malloc of the C library), both grow past their initial memory.
// Why:  merged, this is the module the project exists for: two memories, two allocators.
// Must never: pass an address to the other module; import anything from WASI.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>

IMPORT(b, b_store) uint32_t b_store(uint32_t number, uint32_t length);
IMPORT(b, b_sum) uint32_t b_sum(uint32_t salt);

struct Item {
  struct Item *next;
  uint32_t length;
  uint16_t values[];
};

static struct Item *items;
static uint32_t item_count;

static uint32_t keep(uint32_t seed, uint32_t length) {
  struct Item *item = malloc(sizeof *item + length * sizeof(uint16_t));
  if (!item)
    return 0;
  item->length = length;
  for (uint32_t i = 0; i < length; ++i)
    item->values[i] = (uint16_t)(seed * 40503u + i * 7u);
  item->next = items;
  items = item;
  return ++item_count;
}

/// Called by the other module while it works.
EXPORT(a_note) uint32_t a_note(uint32_t number) { return keep(number, 100 + number % 50); }

EXPORT(a_sum) uint32_t a_sum(void) {
  uint32_t sum = item_count;
  for (const struct Item *item = items; item; item = item->next)
    for (uint32_t i = 0; i < item->length; ++i)
      sum = sum * 33 + item->values[i];
  return sum;
}

/// Keeps `count` items here and as many in the other module; returns a sum over both heaps.
EXPORT(a_work) uint32_t a_work(uint32_t count, uint32_t length) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (!keep(i, length))
      return 0;
    sum = sum * 17 + b_store(i, length + i % 64);
  }
  return sum ^ a_sum() ^ b_sum(count);
}

/// The same without parameters, for an interpreter that can only call such exports.
EXPORT(a_run) uint32_t a_run(void) { return a_work(120, 1500); }

EXPORT(a_pages) uint32_t a_pages(void) { return (uint32_t)__builtin_wasm_memory_size(0); }

/// Traps after the other module has changed its memory.
EXPORT(a_fail) uint32_t a_fail(uint32_t divisor) { return b_store(7, 30) / divisor; }
