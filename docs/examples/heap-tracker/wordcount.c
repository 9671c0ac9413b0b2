// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts the words of its input, and prints the most frequent ones.
//
// It exists as a program with a heap to look at: a table that grows, a copy of each word, and a sorted list of them. It
// must never use more of C than a small program would.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Entry {
  char *word;
  unsigned count;
};

static struct Entry *table;
static size_t used, room;

static struct Entry *find_or_add(const char *word) {
  for (size_t i = 0; i < used; i++)
    if (strcmp(table[i].word, word) == 0)
      return &table[i];
  if (used == room) {
    room = room ? 2 * room : 16;
    struct Entry *larger = realloc(table, room * sizeof *larger);
    if (!larger)
      exit(1);
    table = larger;
  }
  table[used] = (struct Entry){strdup(word), 0};
  return &table[used++];
}

static int by_count(const void *a, const void *b) {
  const struct Entry *const *left = a, *const *right = b;
  return (*right)->count != (*left)->count ? ((*right)->count > (*left)->count ? 1 : -1)
                                           : strcmp((*left)->word, (*right)->word);
}

static void print_most_frequent(size_t most) {
  struct Entry **sorted = calloc(used, sizeof *sorted);
  if (!sorted)
    exit(1);
  for (size_t i = 0; i < used; i++)
    sorted[i] = &table[i];
  qsort(sorted, used, sizeof *sorted, by_count);
  for (size_t i = 0; i < used && i < most; i++)
    printf("%u %s\n", sorted[i]->count, sorted[i]->word);
  free(sorted);
}

int main(void) {
  char *line = NULL;
  size_t length = 0;
  while (getline(&line, &length, stdin) > 0)
    for (char *word = strtok(line, " \t\n.,;:()`"); word; word = strtok(NULL, " \t\n.,;:()`"))
      find_or_add(word)->count++;
  free(line);
  print_most_frequent(3);
  return 0;
}
