// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what the translated module needs at run time besides memory: tables, function types, traps.
// Why:  a few small functions take the place of the translator's runtime, which needs an operating system.
// Must never: allocate anything, or return from a trap.

#include "firmware.h"
#include "wasm-rt.h"
#include <stdarg.h>
#include <stddef.h>

uint32_t wasm_rt_call_stack_depth;

void firmware_stop(const char *reason) {
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
  firmware_stop((size_t)trap < sizeof reasons / sizeof *reasons ? reasons[trap] : "unknown");
  while (1) {
  }
}

/// Tables of all modules lie one after the other.
void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t elements, uint32_t max_elements) {
  static wasm_rt_funcref_t all[TABLE_ELEMENTS];
  static uint32_t used;
  if (elements > TABLE_ELEMENTS - used)
    firmware_stop("TABLE_ELEMENTS is too small");
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
    firmware_stop("a function type too many, or too long");
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
