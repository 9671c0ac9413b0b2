// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: lists of numbers on a heap of its own, of which pages come from memory.grow, with 64-bit pointers.
// Why:  there is no C library for 64-bit WebAssembly here, but a compiler and a linker.
// Never: takes a pointer for 32 bits.

#include "export.h"
#include <stddef.h>
#include <stdint.h>

#define PAGE ((size_t)65536)

extern unsigned char __heap_base;
static unsigned char *top, *end;

static void *take(size_t bytes) {
  if (!top) {
    top = &__heap_base;
    end = (unsigned char *)(__builtin_wasm_memory_size(0) * PAGE);
  }
  bytes = (bytes + 15) & ~(size_t)15;
  if (bytes > (size_t)(end - top)) {
    size_t pages = (bytes + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1)
      return 0;
    end += pages * PAGE;
  }
  void *result = top;
  top += bytes;
  return result;
}

struct node {
  struct node *next;
  uint64_t value;
  unsigned char rest[112];
};
static struct node *list;

/// Prepends `count` nodes; how many there was room for.
EXPORT(push) uint64_t push(uint64_t first, uint64_t count) {
  for (uint64_t done = 0; done < count; ++done) {
    struct node *one = take(sizeof(struct node));
    if (!one)
      return done;
    // Fresh pages are zero.
    for (size_t i = 0; i < sizeof one->rest; ++i)
      if (one->rest[i])
        __builtin_trap();
    one->next = list;
    one->value = first + done;
    one->rest[done % sizeof one->rest] = 1;
    list = one;
  }
  return count;
}

EXPORT(sum) uint64_t sum(void) {
  uint64_t total = 0;
  for (const struct node *one = list; one; one = one->next)
    total = total * 31 + one->value;
  return total;
}

/// Asks for pages as allocators do that try: 1 if there are none.
EXPORT(probe) int32_t probe(uint64_t pages) { return __builtin_wasm_memory_grow(0, pages) == (size_t)-1; }
EXPORT(pages) uint64_t pages(void) { return __builtin_wasm_memory_size(0); }
