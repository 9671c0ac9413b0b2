// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what the translated module needs at run time: its memory, its tables, function types, traps.
// Why:  linear memory is one array in a section of its own, exactly as large as the layout says; nothing is allocated.
// Must never: grow anything, or return from a trap.

#include "firmware.h"
#include "layout.h"
#include "wasm-rt.h"
#include <stdarg.h>
#include <stddef.h>

uint32_t wasm_rt_call_stack_depth;

/// The merged memory. The linker places it (link.ld); a reset does not clear it, the module's instantiation does.
__attribute__((section(".linear_memory"), aligned(16))) static uint8_t linear_memory[MELD_MEMORY_BYTES];

static void stop(const char *reason) {
  firmware_write("trap: ");
  firmware_write(reason);
  firmware_write("\n");
  firmware_exit(ExitTrap);
}

void wasm_rt_init(void) {}
bool wasm_rt_is_initialized(void) { return true; }
void wasm_rt_free(void) {}

void wasm_rt_trap(wasm_rt_trap_t trap) {
  static const char *const reasons[] = {"none",
                                        "access out of bounds",
                                        "integer overflow",
                                        "division by zero",
                                        "number out of the integer's range",
                                        "unreachable code",
                                        "indirect call of a wrong function",
                                        "uncaught exception",
                                        "call stack exhausted"};
  stop((size_t)trap < sizeof reasons / sizeof *reasons ? reasons[trap] : "unknown");
  while (1) {
  }
}

void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint32_t initial_pages, uint32_t max_pages) {
  if (memory->data || initial_pages != MELD_MEMORY_PAGES || max_pages != MELD_MEMORY_PAGES)
    stop("the module and layout.h do not belong together");
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

/// Tables of all modules lie one after the other.
void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t elements, uint32_t max_elements) {
  static wasm_rt_funcref_t all[TABLE_ELEMENTS];
  static uint32_t used;
  if (elements > TABLE_ELEMENTS - used)
    stop("TABLE_ELEMENTS is too small");
  table->data = all + used;
  table->size = elements;
  table->max_size = max_elements;
  for (uint32_t i = 0; i < elements; ++i)
    table->data[i] = wasm_rt_funcref_null_value;
  used += elements;
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table) { (void)table; }

/// The same number for the same parameters and results.
uint32_t wasm_rt_register_func_type(uint32_t params, uint32_t results, ...) {
  enum { MaxTypes = 64, MaxValues = 16 };
  static struct {
    uint8_t params, results, values[MaxValues];
  } types[MaxTypes];
  static uint32_t count;
  if (params + results > MaxValues || count == MaxTypes)
    stop("a function type too many, or too long");
  va_list list;
  va_start(list, results);
  for (uint32_t i = 0; i < params + results; ++i)
    types[count].values[i] = (uint8_t)va_arg(list, int);
  va_end(list);
  types[count].params = (uint8_t)params;
  types[count].results = (uint8_t)results;
  for (uint32_t type = 0; type < count; ++type)
    if (__builtin_memcmp(&types[type], &types[count], sizeof types[count]) == 0) {
      types[count] = types[MaxTypes - 1]; // cleared again; the last one is never used
      return type + 1;
    }
  return ++count;
}
