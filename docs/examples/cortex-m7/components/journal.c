// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the first component: keeps what the others tell it in a journal on its own heap, and prints it.
// Why:  C with wasi-libc's allocator, which grows its memory, and an exported cabi_realloc as bindings for C have it.
// Must never: see an address of another component.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(NAME) __attribute__((export_name(#NAME)))
#define IMPORT(MODULE, NAME) __attribute__((import_module(#MODULE), import_name(#NAME)))

IMPORT(firmware, journal_print) void journal_print(const char *text, uint32_t length);

void __wasm_call_ctors(void); // made by the linker

struct Entry {
  struct Entry *next;
  uint32_t kind, value;
  char text[];
};

static struct Entry *newest;
static uint32_t entries, bytes;

/// To be called first, once.
EXPORT(journal_start) void journal_start(void) { __wasm_call_ctors(); }

/// Adds an entry; returns how many there are, 0 without memory.
EXPORT(journal_append) uint32_t journal_append(uint32_t kind, uint32_t value) {
  char text[64];
  int length = snprintf(text, sizeof text, "entry %u: kind %u, value %u", (unsigned)entries, (unsigned)kind, (unsigned)value);
  struct Entry *entry = malloc(sizeof *entry + (uint32_t)length + 1);
  if (!entry)
    return 0;
  memcpy(entry->text, text, (uint32_t)length + 1);
  entry->kind = kind;
  entry->value = value;
  entry->next = newest;
  newest = entry;
  bytes += (uint32_t)length;
  return ++entries;
}

/// Prints the newest `count` entries and a line about all.
EXPORT(journal_show) void journal_show(uint32_t count) {
  uint32_t sum = 0;
  for (const struct Entry *entry = newest; entry; entry = entry->next) {
    if (count != 0) {
      journal_print(entry->text, (uint32_t)strlen(entry->text));
      --count;
    }
    for (const char *c = entry->text; *c; ++c)
      sum = sum * 31 + (uint8_t)*c + entry->value;
  }
  char line[96];
  int length = snprintf(line, sizeof line, "journal: %u entries, %u bytes, sum %08x, heap %u pages", (unsigned)entries,
                        (unsigned)bytes, (unsigned)sum, (unsigned)__builtin_wasm_memory_size(0));
  journal_print(line, (uint32_t)length);
}

/// What bindings export so that a host can pass strings and lists.
EXPORT(cabi_realloc) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t new_size) {
  (void)old_size, (void)align;
  void *moved = realloc(old, new_size);
  if (!moved)
    __builtin_trap();
  return moved;
}
