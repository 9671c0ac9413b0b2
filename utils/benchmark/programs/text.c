// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: text work with the C library: formatting, regular expressions, sorting, numbers from text. Asks the component of
//       test/real/Inputs/containers.cpp for more in between.
// Why:  most firmware components look like this: pointers into small heap blocks, calls of library functions.
// Must never: print, or pass an address to the other component.

#include "export.h"
#include <regex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

IMPORT(containers, count_words) uint32_t count_words(uint32_t words, uint32_t seed);
IMPORT(containers, hash_numbers) uint64_t hash_numbers(uint32_t count, uint32_t seed);

static char **lines;
static uint32_t line_count;

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/// Writes `count` lines; returns the bytes they take, 0 without memory.
EXPORT(text_write) uint32_t text_write(uint32_t count) {
  uint32_t bytes = 0, state = 1;
  lines = malloc(count * sizeof *lines);
  if (!lines)
    return 0;
  for (line_count = 0; line_count < count; ++line_count) {
    char buffer[128];
    state = state * 1664525u + 1013904223u;
    int length = snprintf(buffer, sizeof buffer, "%05u sensor-%c%02x value=%.3f unit=%s", line_count, 'a' + (int)(state >> 30),
                          state >> 24, (double)(state >> 8) / 997.0, state & 0x800 ? "mV" : "degC");
    lines[line_count] = strdup(buffer);
    if (!lines[line_count])
      return 0;
    bytes += (uint32_t)length;
  }
  return bytes;
}

/// Finds, reads and sorts; returns a sum over what was found.
EXPORT(text_read) uint32_t text_read(uint32_t seed) {
  regex_t pattern;
  regmatch_t groups[3];
  if (regcomp(&pattern, "sensor-([abc])[0-9a-f]+ value=([0-9.]+) unit=mV", REG_EXTENDED))
    return 0;
  uint32_t sum = seed;
  for (uint32_t i = 0; i < line_count; ++i)
    if (regexec(&pattern, lines[i], 3, groups, 0) == 0)
      sum = sum * 31 + (uint32_t)lines[i][groups[1].rm_so] + (uint32_t)strtod(lines[i] + groups[2].rm_so, NULL);
  regfree(&pattern);
  qsort(lines, line_count, sizeof *lines, by_text);
  for (uint32_t i = 0; i + 1 < line_count; i += 2) { // so that there is something to sort next time
    char *line = lines[i];
    lines[i] = lines[line_count - 1 - i];
    lines[line_count - 1 - i] = line;
  }
  return sum ^ count_words(line_count, seed) ^ (uint32_t)hash_numbers(line_count, seed);
}
