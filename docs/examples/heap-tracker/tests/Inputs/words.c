// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A program with a heap: counts words in a tree, lists them, and keeps some history. Every way to ask for memory is
// in it: malloc, calloc, realloc, through a pointer, by a library function.
//
// With TRACE each call tells the host what it asked for and got, so that somebody else can count, too. It must never
// ask for memory in a way that is told to the host and not done, or the other way round.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef TRACE
__attribute__((import_module("host"), import_name("got"))) void *got(const char *where, void *before, void *block,
                                                                      uint32_t size);
__attribute__((import_module("host"), import_name("gave"))) void gave(void *block);
#else
static inline void *got(const char *where, void *before, void *block, uint32_t size) {
  (void)where, (void)before, (void)size;
  return block;
}
static inline void gave(void *block) { (void)block; }
#endif

#define SITE __attribute__((noinline))

struct Node {
  struct Node *left, *right;
  uint32_t count;
  char *word;
};

static struct Node *root;
static char **list;
static uint32_t listed, room;

SITE static struct Node *make_node(char *word) {
  struct Node *node = got("make_node", 0, calloc(1, sizeof *node), sizeof *node);
  node->word = word;
  return node;
}

SITE static char *copy_word(const char *text, uint32_t length) {
  char *word = got("copy_word", 0, malloc(length + 1), length + 1);
  memcpy(word, text, length);
  word[length] = 0;
  return word;
}

SITE static void grow_list(void) {
  room = room ? room * 2 : 4;
  char **before = list;
  list = got("grow_list", before, realloc(list, room * sizeof *list), room * sizeof *list);
}

/// A block that only lives for a moment, larger each time.
SITE static uint32_t shuffle(uint32_t size) {
  uint8_t *scratch = got("shuffle", 0, malloc(size), size);
  for (uint32_t i = 0; i < size; i++)
    scratch[i] = (uint8_t)(i * 7);
  uint32_t sum = 0;
  for (uint32_t i = 0; i < size; i += 13)
    sum += scratch[i];
  gave(scratch);
  free(scratch);
  return sum;
}

/// Which function it is, nobody sees before it runs.
static void *(*volatile allocate)(size_t) = malloc;
SITE static void *by_pointer(uint32_t size) { return got("elsewhere", 0, allocate(size), size); }

static void insert(struct Node **place, char *word) {
  while (*place) {
    int order = strcmp(word, (*place)->word);
    if (order == 0) {
      (*place)->count++;
      gave(word);
      free(word);
      return;
    }
    place = order < 0 ? &(*place)->left : &(*place)->right;
  }
  *place = make_node(word);
  (*place)->count = 1;
}

static void collect(struct Node *node) {
  if (!node)
    return;
  collect(node->left);
  if (listed == room)
    grow_list();
  // strdup asks for memory on its own.
  char *copy = strdup(node->word);
  list[listed++] = got("strdup", 0, copy, (uint32_t)strlen(copy) + 1);
  collect(node->right);
}

/// Counts the words of `rounds` pseudo-random texts; the number of different ones.
uint32_t count_words(uint32_t rounds) {
  uint32_t state = 12345;
  for (uint32_t i = 0; i < rounds; i++) {
    char text[8];
    state = state * 1103515245 + 12345;
    uint32_t length = 1 + (state >> 16) % 3;
    for (uint32_t j = 0; j < length; j++)
      text[j] = (char)('a' + ((state >> (8 + 5 * j)) & 7));
    insert(&root, copy_word(text, length));
  }
  return listed;
}

/// A list of all words; its length.
uint32_t list_words(void) {
  collect(root);
  return listed;
}

/// Gives the list back, and asks for memory in other ways.
uint32_t rest(uint32_t size) {
  for (uint32_t i = 0; i < listed; i++) {
    gave(list[i]);
    free(list[i]);
  }
  listed = 0;
  uint32_t sum = shuffle(size) + shuffle(2 * size) + shuffle(size / 2);
  void *kept = by_pointer(size), *gone = by_pointer(3 * size);
  gave(gone);
  free(gone);
  gave(0);
  free(0);
  return sum + (kept != 0);
}

/// Nothing fits: the block stays what it was.
uint32_t too_much(void) {
  char **before = list;
  void *block = got("too_much", before, realloc(list, 0xF0000000u), 0xF0000000u);
  void *none = got("too_much", 0, malloc(0xF0000000u), 0xF0000000u);
  void *product = got("too_much", 0, calloc(0x10000, 0x10001), 0x10000);
  return (block != 0) + (none != 0) + (product != 0);
}
