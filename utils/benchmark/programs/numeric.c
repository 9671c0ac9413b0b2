// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a product of matrices, a sieve and a heap of numbers, all on the heap.
// Why:  loads and stores of eight bytes with computed addresses; a data structure that moves in its memory.
// Must never: depend on rounding that engines may choose: the matrices hold small integers.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { Size = 48, Numbers = 20000 };

static double *left, *right, *product;
static uint8_t *composite;
static uint32_t *heap;

EXPORT(numeric_fill) uint32_t numeric_fill(void) {
  left = malloc(Size * Size * sizeof *left);
  right = malloc(Size * Size * sizeof *right);
  product = malloc(Size * Size * sizeof *product);
  composite = malloc(Numbers);
  heap = malloc(Numbers * sizeof *heap);
  if (!left || !right || !product || !composite || !heap)
    return 0;
  for (int i = 0; i < Size * Size; ++i) {
    left[i] = i % 17;
    right[i] = i % 13;
  }
  return 1;
}

static void sift(uint32_t at, uint32_t count) {
  for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
    child += child + 1 < count && heap[child + 1] > heap[child];
    if (heap[at] >= heap[child])
      return;
    uint32_t number = heap[at];
    heap[at] = heap[child];
    heap[child] = number;
  }
}

EXPORT(numeric_round) uint32_t numeric_round(uint32_t seed) {
  left[seed % (Size * Size)] += 1;
  for (int row = 0; row < Size; ++row)
    for (int column = 0; column < Size; ++column) {
      double sum = 0;
      for (int i = 0; i < Size; ++i)
        sum += left[row * Size + i] * right[i * Size + column];
      product[row * Size + column] = sum;
    }
  uint32_t primes = 0;
  memset(composite, 0, Numbers);
  for (uint32_t i = 2; i < Numbers; ++i)
    if (!composite[i]) {
      ++primes;
      for (uint32_t j = 2 * i; j < Numbers; j += i)
        composite[j] = 1;
    }
  for (uint32_t i = 0; i < Numbers; ++i)
    heap[i] = (i * 2654435761u + seed) >> 8;
  for (uint32_t i = Numbers / 2; i-- > 0;)
    sift(i, Numbers);
  uint32_t sum = primes;
  for (uint32_t count = Numbers; count-- > Numbers / 2;) {
    sum = sum * 31 + heap[0];
    heap[0] = heap[count];
    sift(0, count);
  }
  return sum + (uint32_t)product[seed % (Size * Size)];
}
