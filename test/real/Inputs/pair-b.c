// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the other of two modules that call one another; see pair-a.c.
// Why:  its heap holds records of another shape, and it calls back into the first module.
// Must never: pass an address to the other module; import anything from WASI.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

IMPORT(a, a_note) uint32_t a_note(uint32_t number);

struct Record {
  uint32_t number, length;
  uint8_t *bytes;
};

static struct Record *records;
static uint32_t count, capacity;
static const uint8_t pattern[16] = "window of b, ok";

EXPORT(b_store) uint32_t b_store(uint32_t number, uint32_t length) {
  if (count == capacity) {
    uint32_t wanted = capacity ? capacity * 2 : 4;
    struct Record *larger = realloc(records, wanted * sizeof *larger);
    if (!larger)
      return 0xffffffffu;
    records = larger;
    capacity = wanted;
  }
  uint8_t *bytes = malloc(length * 2 + 1);
  if (!bytes)
    return 0xfffffffeu;
  memset(bytes, (int)number, length * 2 + 1);
  for (uint32_t i = 0; i < length; ++i)
    bytes[i] ^= pattern[i % sizeof pattern];
  records[count++] = (struct Record){number, length, bytes};
  return number % 3 ? count : a_note(number);
}

EXPORT(b_sum) uint32_t b_sum(uint32_t salt) {
  uint32_t sum = salt;
  for (uint32_t r = 0; r < count; ++r)
    for (uint32_t i = 0; i < records[r].length * 2 + 1; ++i)
      sum = (sum << 3 | sum >> 29) + records[r].bytes[i];
  return sum;
}

/// Moves every record to a fresh block; returns how many bytes moved.
EXPORT(b_run) uint32_t b_run(void) {
  uint32_t moved = 0;
  for (uint32_t r = 0; r < count; ++r) {
    uint32_t length = records[r].length * 2 + 1;
    uint8_t *bytes = malloc(length + 16);
    if (!bytes)
      return 0;
    memcpy(bytes, records[r].bytes, length);
    free(records[r].bytes);
    records[r].bytes = bytes;
    moved += length;
  }
  return moved + b_sum(moved);
}

EXPORT(b_pages) uint32_t b_pages(void) { return (uint32_t)__builtin_wasm_memory_size(0); }
