// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the merged memory: one array in a section of its own, exactly as large as the layout says.
// Why:  what the module needs is known when the image is built; nothing is allocated.
// Must never: grow.

#include "firmware.h"
#include "layout.h"
#include "wasm-rt.h"

/// The merged memory. The linker places it (link.ld). A reset does not clear it; this runtime does, and
/// then the module's instantiation fills in the data.
__attribute__((section(".linear_memory"), aligned(16))) static uint8_t linear_memory[MELD_MEMORY_BYTES];

void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint32_t initial_pages, uint32_t max_pages) {
  if (memory->data || initial_pages != MELD_MEMORY_PAGES || max_pages != MELD_MEMORY_PAGES)
    firmware_stop("the module and layout.h do not belong together");
  memory->data = linear_memory;
  memory->pages = memory->max_pages = initial_pages;
  memory->size = sizeof linear_memory;
  __builtin_memset(linear_memory, 0, sizeof linear_memory);
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *memory, uint32_t pages) {
  (void)memory, (void)pages;
  return UINT32_MAX; // frozen: a lowered module does not ask
}

void wasm_rt_free_memory(wasm_rt_memory_t *memory) { (void)memory; }
