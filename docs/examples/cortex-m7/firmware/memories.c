// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a memory for each component, which grows within a share of one array. Only for comparison: this is what an image
//       needs without lowering.
// Why:  what the lowering costs or saves is seen beside what it replaces.
// Must never: give a memory more than the reserve that the lowered image gives it.

#include "firmware.h"
#include "wasm-rt.h"

enum { Page = 65536, Memories = 3 };

__attribute__((section(".linear_memory"), aligned(16))) static uint8_t all[MEMORY_PAGES * Page];

void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint32_t initial_pages, uint32_t max_pages) {
  static uint32_t used; // pages
  const uint32_t capacity = initial_pages + RESERVE_PAGES;
  if (used + capacity > MEMORY_PAGES)
    firmware_stop("MEMORY_PAGES is too small");
  memory->data = all + used * Page;
  memory->pages = initial_pages;
  memory->max_pages = max_pages < capacity ? max_pages : capacity;
  memory->size = initial_pages * Page;
  __builtin_memset(memory->data, 0, capacity * Page);
  used += capacity;
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *memory, uint32_t pages) {
  const uint32_t before = memory->pages;
  if (pages > memory->max_pages - before)
    return UINT32_MAX;
  memory->pages += pages;
  memory->size = memory->pages * Page;
  return before;
}

void wasm_rt_free_memory(wasm_rt_memory_t *memory) { (void)memory; }
