// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the first of the two modules of pair-a.c, which also reports what it did through printf.
// Why:  merged, one of two allocators then belongs to a program with stdio and WASI imports.
// Must never: print an address.

#include "pair-a.c"
#include <stdio.h>

EXPORT(a_report) int32_t a_report(uint32_t count) {
  uint32_t sum = a_work(count, 700);
  int32_t length = printf("%u items, sum %08x, other side %08x\n", item_count, sum, b_sum(0));
  for (const struct Item *item = items; item && count; item = item->next, --count)
    length += printf("item of %u values, the first is %u\n", item->length, item->values[0]);
  fflush(stdout);
  return length;
}
