// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first component of the example: keeps a history of samples on its own heap.
//
// It exists to outgrow its initial memory: every sample is a malloc of its own. It must never share a pointer with the
// other component; all it exports speaks in numbers.

#include <stdint.h>
#include <stdlib.h>

struct Sample {
  struct Sample *previous;
  uint32_t value;
  uint32_t padding[30];
};

static struct Sample *latest;
static uint32_t count;

/// Appends a sample; the number of samples kept, or 0 when the heap is exhausted.
uint32_t history_append(uint32_t value) {
  struct Sample *sample = malloc(sizeof *sample);
  if (!sample)
    return 0;
  sample->previous = latest;
  sample->value = value;
  for (uint32_t i = 0; i < 30; i++)
    sample->padding[i] = value ^ i;
  latest = sample;
  return ++count;
}

/// A checksum over every sample kept, newest first.
uint32_t history_checksum(void) {
  uint32_t sum = 0;
  for (const struct Sample *sample = latest; sample; sample = sample->previous) {
    sum = sum * 31 + sample->value;
    for (uint32_t i = 0; i < 30; i++)
      sum += sample->padding[i];
  }
  return sum;
}
