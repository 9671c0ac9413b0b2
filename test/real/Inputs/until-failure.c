// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: allocates until malloc returns NULL, says how much it got, and works on with what it has.
// Why:  oom=fail must let a program notice and go on; oom=trap must stop it.
// Must never: assume that an allocation succeeds.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>

struct Node {
  struct Node *next;
  uint32_t words[];
};

static struct Node *nodes;

/// Keeps the compiler from removing an allocation that is freed at once.
static void *volatile witness;

/// Number of blocks of `size` bytes that could be had before malloc returned NULL.
EXPORT(exhaust) uint32_t exhaust(uint32_t size) {
  uint32_t count = 0, words = size / 4;
  for (;;) {
    struct Node *node = malloc(sizeof *node + words * 4);
    if (!node)
      return count;
    for (uint32_t i = 0; i < words; ++i)
      node->words[i] = count * 2654435761u + i;
    node->next = nodes;
    nodes = node;
    ++count;
  }
}

/// Sums the first word of every block and frees them all.
EXPORT(release) uint32_t release(void) {
  uint32_t sum = 0;
  while (nodes) {
    struct Node *node = nodes;
    nodes = node->next;
    sum = sum * 17 + node->words[0];
    free(node);
  }
  return sum;
}

/// Exactly one allocation: 1 if it could be had.
EXPORT(try_once) uint32_t try_once(uint32_t size) {
  witness = malloc(size);
  uint32_t had = witness != NULL;
  free(witness);
  return had;
}

/// What memory.grow itself answers.
EXPORT(grow) int32_t grow(uint32_t delta) { return (int32_t)__builtin_wasm_memory_grow(0, delta); }

EXPORT(pages) uint32_t pages(void) { return (uint32_t)__builtin_wasm_memory_size(0); }

/// A program that gives up when it gets no memory.
EXPORT(demand) uint32_t demand(uint32_t size) {
  uint32_t *block = malloc(size);
  if (!block)
    __builtin_trap();
  block[0] = size;
  uint32_t seen = *(volatile uint32_t *)block;
  free(block);
  return seen;
}
