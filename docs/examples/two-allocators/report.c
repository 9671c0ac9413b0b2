// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The second component of the example: builds a table on its own heap and feeds it to the first.
//
// It exists so that two allocators grow while calling one another. It must never see an address of the other component.

#include <stdint.h>
#include <stdlib.h>

#define FROM_HISTORY(NAME) __attribute__((import_module("history"), import_name(#NAME)))

FROM_HISTORY(history_append) uint32_t history_append(uint32_t value);
FROM_HISTORY(history_checksum) uint32_t history_checksum(void);

/// Fills a table of `count` numbers, appends each to the history; a checksum over both heaps, 0 when one is exhausted.
uint32_t report(uint32_t count) {
  uint32_t *table = 0;
  uint32_t capacity = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (i == capacity) {
      capacity = capacity ? capacity * 2 : 64;
      uint32_t *larger = realloc(table, capacity * sizeof *table);
      if (!larger) {
        free(table);
        return 0;
      }
      table = larger;
    }
    table[i] = i * 2654435761u;
    if (!history_append(table[i])) {
      free(table);
      return 0;
    }
  }
  uint32_t sum = history_checksum();
  for (uint32_t i = 0; i < count; i++)
    sum ^= table[i] + i;
  free(table);
  return sum;
}
