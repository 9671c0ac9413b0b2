// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: formats numbers and text into buffers and to standard output through WASI's fd_write.
// Why:  the host reads the module's memory here, so it must know where the window is; and stdio
//       allocates its buffers late.
// Must never: print an address.

#include "export.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// printf in all its ways; returns what printf returned.
EXPORT(print_report) int32_t print_report(int32_t number, double value) {
  int32_t length = printf("number %d %+05d %x %o %u\n", number, number, (unsigned)number,
                          (unsigned)number, (unsigned)number);
  length += printf("value %.3f %e %g %a\n", value, value, value, value);
  length += printf("text %-10s|%10s|%.2s|%c|%%\n", "left", "right", "cut", '!');
  length += printf("long %lld %zu\n", (long long)number * 1000000007LL, sizeof(long));
  fflush(stdout);
  return length;
}

/// Builds a text of `lines` lines on the heap and writes it; returns a sum over its characters.
EXPORT(print_lines) uint32_t print_lines(uint32_t lines) {
  size_t capacity = 32, used = 0;
  char *text = malloc(capacity);
  for (uint32_t line = 0; text && line < lines; ++line) {
    char buffer[64];
    int length = snprintf(buffer, sizeof buffer, "line %u of %u: %08x\n", line + 1, lines,
                          line * 2654435761u);
    while (text && used + (size_t)length + 1 > capacity)
      text = realloc(text, capacity *= 2);
    if (text)
      memcpy(text + used, buffer, (size_t)length + 1), used += (size_t)length;
  }
  if (!text)
    return 0;
  uint32_t sum = 0;
  for (size_t i = 0; i < used; ++i)
    sum = sum * 31 + (uint8_t)text[i];
  fwrite(text, 1, used, stdout);
  fflush(stdout);
  free(text);
  return sum;
}

EXPORT(complain) void complain(void) { fputs("this goes to standard error\n", stderr); }

/// Leaves through proc_exit.
EXPORT(leave) void leave(int32_t code) {
  printf("leaving with %d\n", code);
  exit(code);
}
