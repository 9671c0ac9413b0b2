// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a component as wit-bindgen's C output looks to the linker: cabi_realloc over the C library's allocator, and
//       exported functions that pass numbers. With -DALLOCATES one of them allocates.
// Why:  cabi_realloc is what keeps an allocator in such a component.
// Must never: pass a pointer over its interface.

#include "export.h"
#include <stdlib.h>

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *block, size_t oldSize, size_t align, size_t size) {
  (void)oldSize;
  if (size == 0)
    return (void *)align;
  void *result = realloc(block, size);
  if (!result)
    abort();
  return result;
}

static unsigned table[64];
#ifdef ALLOCATES
static void *volatile block; // or the compiler sees that nobody uses it
#endif

EXPORT(step) unsigned step(unsigned at, unsigned value) {
  table[at % 64] += value;
  return table[at % 64];
}

EXPORT(sum) unsigned long long sum(void) {
  unsigned long long total = 0;
  for (unsigned i = 0; i < 64; ++i)
    total += table[i];
#ifdef ALLOCATES
  block = malloc(100000 + (size_t)total % 1000);
  total += block ? 1 : 0;
  free(block);
#endif
  return total;
}
