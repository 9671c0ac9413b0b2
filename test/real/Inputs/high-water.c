// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: allocates blocks until a given number of bytes is in use, far past the initial memory,
//       fills and sums them, frees half of them and allocates again.
// Why:  the ordinary life of a program whose heap grows.
// Must never: use a byte it did not write; the sums depend on every byte of the heap in use.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Block {
  struct Block *next;
  uint32_t length, number;
  uint8_t bytes[];
};

static struct Block *blocks;
static uint32_t random_state = 12345;

static uint32_t next_random(void) {
  random_state = random_state * 1664525u + 1013904223u;
  return random_state >> 8;
}

static struct Block *make_block(uint32_t length, uint32_t number) {
  struct Block *block = malloc(sizeof *block + length);
  if (!block)
    return NULL;
  block->length = length;
  block->number = number;
  for (uint32_t i = 0; i < length; ++i)
    block->bytes[i] = (uint8_t)next_random();
  block->next = blocks;
  blocks = block;
  return block;
}

EXPORT(checksum) uint32_t checksum(void) {
  uint32_t sum = 1;
  for (const struct Block *block = blocks; block; block = block->next) {
    sum = sum * 31 + block->number;
    for (uint32_t i = 0; i < block->length; ++i)
      sum = (sum << 5 | sum >> 27) ^ block->bytes[i];
  }
  return sum;
}

/// Allocates `total` bytes in blocks of about `size`; returns the sum, or 0 when malloc fails.
EXPORT(fill) uint32_t fill(uint32_t total, uint32_t size) {
  uint32_t number = 0;
  for (uint32_t used = 0; used < total;) {
    uint32_t length = size / 2 + next_random() % (size + 1);
    if (!make_block(length, number++))
      return 0;
    used += length + 1;
  }
  return checksum();
}

/// Frees every other block; returns how many.
EXPORT(thin) uint32_t thin(void) {
  uint32_t freed = 0;
  for (struct Block *block = blocks; block && block->next; block = block->next) {
    struct Block *victim = block->next;
    block->next = victim->next;
    free(victim);
    ++freed;
  }
  return freed;
}

/// One buffer that doubles by realloc up to `limit` bytes; returns its sum, 0 when it fails.
EXPORT(doubling) uint32_t doubling(uint32_t limit) {
  uint32_t length = 64, sum = 0;
  uint8_t *buffer = calloc(length, 1);
  while (buffer && length < limit) {
    memset(buffer + length / 2, (int)(length >> 6), length / 2);
    uint8_t *larger = realloc(buffer, length * 2);
    if (!larger)
      break;
    buffer = larger;
    memcpy(buffer + length, buffer, length);
    length *= 2;
  }
  if (!buffer)
    return 0;
  for (uint32_t i = 0; i < length; ++i)
    sum = sum * 33 + buffer[i];
  free(buffer);
  return sum;
}

/// A zeroed allocation must be zero, also in pages that were just added. Returns 1 if it is.
EXPORT(zeroed) uint32_t zeroed(uint32_t length) {
  uint8_t *bytes = calloc(length, 1);
  uint32_t seen = bytes != NULL;
  for (uint32_t i = 0; bytes && i < length; ++i)
    if (bytes[i])
      seen = 0;
  if (bytes)
    memset(bytes, 0xa5, length);
  free(bytes);
  return seen;
}

EXPORT(pages) uint32_t pages(void) { return (uint32_t)__builtin_wasm_memory_size(0); }
