// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: objects on the heap that point to tables of functions on the heap; every operation is an
//       indirect call. One call goes through a null entry, one through a wrong signature.
// Why:  function pointers are table indices, not addresses, and must survive lowering unchanged;
//       the traps of indirect calls must stay what they are.
// Must never: let the compiler see which function a pointer means (volatile selectors).

#include "export.h"
#include <stdint.h>
#include <stdlib.h>

struct Object;
struct Operations {
  uint32_t (*measure)(const struct Object *);
  void (*change)(struct Object *, uint32_t);
  double (*ratio)(const struct Object *);
};
struct Object {
  const struct Operations *operations;
  uint32_t a, b;
  double weight;
  struct Object *next;
};

static uint32_t measure_sum(const struct Object *o) { return o->a + o->b; }
static uint32_t measure_product(const struct Object *o) { return o->a * o->b; }
static void change_add(struct Object *o, uint32_t by) { o->a += by, o->weight += 0.5; }
static void change_rotate(struct Object *o, uint32_t by) {
  o->b = o->b << (by & 31) | o->b >> (-by & 31);
  o->weight *= 1.25;
}
static double ratio_plain(const struct Object *o) { return o->weight / (o->b + 1.0); }
static double ratio_inverse(const struct Object *o) { return (o->b + 1.0) / (o->weight + 1.0); }

static struct Object *objects;

static struct Operations *make_operations(uint32_t kind) {
  volatile uint32_t selector = kind;
  struct Operations *table = malloc(sizeof *table);
  if (!table)
    return NULL;
  table->measure = selector & 1 ? measure_sum : measure_product;
  table->change = selector & 2 ? change_add : change_rotate;
  table->ratio = selector & 4 ? ratio_plain : ratio_inverse;
  return table;
}

/// Makes `count` objects, each with a table of its own and 512 bytes of ballast.
EXPORT(populate) uint32_t populate(uint32_t count) {
  uint32_t made = 0;
  for (; made < count; ++made) {
    struct Object *object = malloc(sizeof *object + 512);
    struct Operations *operations = make_operations(made);
    if (!object || !operations)
      break;
    *object = (struct Object){operations, made, made * 3 + 1, made / 2.0, objects};
    objects = object;
  }
  return made;
}

EXPORT(change_all) void change_all(uint32_t by) {
  for (struct Object *o = objects; o; o = o->next)
    o->operations->change(o, by + o->a);
}

EXPORT(measure_all) uint32_t measure_all(void) {
  uint32_t sum = 0;
  for (const struct Object *o = objects; o; o = o->next)
    sum = sum * 31 + o->operations->measure(o);
  return sum;
}

EXPORT(ratio_all) double ratio_all(void) {
  double sum = 0;
  for (const struct Object *o = objects; o; o = o->next)
    sum += o->operations->ratio(o);
  return sum;
}

/// Traps: the entry of the table that a null function pointer means.
EXPORT(call_null) uint32_t call_null(void) {
  uint32_t (*volatile nothing)(const struct Object *) = NULL;
  return nothing(objects);
}

/// Traps: the function is there, its signature is another one.
EXPORT(call_wrong_type) uint32_t call_wrong_type(void) {
  double (*volatile wrong)(const struct Object *) = ratio_plain;
  uint32_t (*volatile cast)(uint32_t, uint32_t) = (uint32_t (*)(uint32_t, uint32_t))(void (*)(void))wrong;
  return cast(1, 2);
}

/// Traps: an entry past the end of the table.
EXPORT(call_past_end) uint32_t call_past_end(void) {
  uint32_t (*volatile past)(void) = (uint32_t (*)(void))100000;
  return past();
}
