// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the firmware: instantiates the components, gives them their imports, runs them, and says which one failed.
// Why:  this is the part an integrator writes.
// Must never: know where a component's window is but through layout.h.
//
// The debugger's command line says what to do:
//   (nothing)                      run the components
//   twice                          run, reset, and run again
//   count                          run, and tell how many instructions that took
//   image                          tell a checksum of linear memory as instantiation leaves it
//   fault COMPONENT KIND ADDRESS   let a component read (0) or write (1) at its ADDRESS, or exhaust its memory (2)

#include "components.h"
#include "firmware.h"
#include "layout.h"
#include <string.h>

static Z_components_instance_t components;

// Linear memory. ---------------------------------------------------------------------------------

static uint8_t *memory(void) { return Z_componentsZ_journal(&components)->data; }

static const struct Window {
  uint32_t number;
  const char *name;
  uint32_t base, initial, capacity;
} windows[MELD_WINDOW_COUNT] = {
#define WINDOW(number, name, base, initial, capacity) {number, name, base, initial, capacity},
    MELD_WINDOWS(WINDOW)
#undef WINDOW
};

static const struct Window *window_of(uint32_t number) {
  for (uint32_t i = 0; i < MELD_WINDOW_COUNT; ++i)
    if (windows[i].number == number)
      return &windows[i];
  return &windows[0];
}

static uint32_t checksum(const uint8_t *bytes, uint32_t count) {
  uint32_t sum = 1;
  for (uint32_t i = 0; i < count; ++i)
    sum = sum * 31 + bytes[i];
  return sum;
}

static uint32_t checksum_of(const struct Window *window) { return checksum(memory() + window->base, window->capacity); }

/// Of each window before a fault is provoked.
static uint32_t before[MELD_WINDOW_COUNT];
static int is_provoked;

static void report(const char *what, uint32_t number) {
  const struct Window *culprit = window_of(number);
  firmware_write(what);
  firmware_write(" in component ");
  firmware_write(culprit->name);
  firmware_write("\n");
  for (uint32_t i = 0; is_provoked && i < MELD_WINDOW_COUNT; ++i)
    if (&windows[i] != culprit) {
      firmware_write(windows[i].name);
      firmware_write(checksum_of(&windows[i]) == before[i] ? ": intact\n" : ": CHANGED\n");
    }
}

// What the components import. --------------------------------------------------------------------

/// `pointer` and `length` are of the component whose window begins at `window`.
static void print(const char *who, const uint8_t *window, uint32_t pointer, uint32_t length) {
  firmware_write(who);
  firmware_write(": ");
  firmware_write_line(window + pointer, length);
}

// Every exported memory of a lowered module is the merged one.
void Z_firmwareZ_journal_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("journal", Z_componentsZ_journal(&components)->data + MELD_JOURNAL_BASE, pointer, length);
}
void Z_firmwareZ_statistics_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("statistics", Z_componentsZ_statistics(&components)->data + MELD_STATISTICS_BASE, pointer, length);
}
void Z_firmwareZ_filter_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("filter", Z_componentsZ_filter(&components)->data + MELD_FILTER_BASE, pointer, length);
}
/// rebase<trap=call:out_of_bounds>
void Z_firmwareZ_out_of_bounds(struct Z_firmware_instance_t *self, u32 number) {
  (void)self;
  report("trap: access out of bounds", number);
  firmware_exit(ExitOutOfBounds);
}
/// bump-grow<oom=call:out_of_memory>
void Z_firmwareZ_out_of_memory(struct Z_firmware_instance_t *self, u32 number, u32 pages) {
  (void)self;
  firmware_write_number(pages);
  report(" more pages asked for: out of memory", number);
  firmware_exit(ExitOutOfMemory);
}
/// The C libraries could write to streams, but nobody opens one.
u32 Z_wasi_snapshot_preview1Z_fd_write(struct Z_wasi_snapshot_preview1_instance_t *self, u32 fd, u32 vectors, u32 count,
                                       u32 written) {
  (void)self, (void)fd, (void)vectors, (void)count, (void)written;
  return 8; // EBADF
}

// Running. ---------------------------------------------------------------------------------------

/// Survives a reset: start-up does not touch it.
__attribute__((section(".noinit"))) static uint32_t resets;

static void run(void) {
  uint32_t sum = Z_componentsZ_filter_run(&components, 3000);
  Z_componentsZ_statistics_show(&components);
  Z_componentsZ_journal_show(&components, 3);
  firmware_write("sum ");
  firmware_write_number(sum);
  firmware_write("\n");
}

/// The first word of `*text`, which is moved behind it.
static const char *word(char **text) {
  while (**text == ' ')
    ++*text;
  const char *begin = *text;
  while (**text != ' ' && **text != '\0')
    ++*text;
  if (**text != '\0')
    *(*text)++ = '\0';
  return begin;
}

static uint32_t number(const char *digits) {
  uint32_t value = 0;
  while (*digits >= '0' && *digits <= '9')
    value = value * 10 + (uint32_t)(*digits++ - '0');
  return value;
}

static int fault(char *rest) {
  const char *component = word(&rest);
  const uint32_t kind = number(word(&rest)), address = number(word(&rest));
  run(); // so that the neighbours have something to lose
  for (uint32_t i = 0; i < MELD_WINDOW_COUNT; ++i)
    before[i] = checksum_of(&windows[i]);
  is_provoked = 1;
  if (strcmp(component, "statistics") == 0)
    Z_componentsZ_statistics_fault(&components, kind, address);
  else if (strcmp(component, "filter") == 0)
    Z_componentsZ_filter_fault(&components, kind, address);
  firmware_write("nothing happened\n");
  return ExitTrap;
}

int main(void) {
  char line[80];
  firmware_command_line(line, sizeof line);
  char *rest = line;
  word(&rest); // the image's name
  const char *command = word(&rest);

  Z_components_init_module();
  Z_components_instantiate(&components, 0, 0);
  if (strcmp(command, "image") == 0) {
    firmware_write_number(checksum(memory(), Z_componentsZ_journal(&components)->size));
    firmware_write("\n");
    return ExitDone;
  }
  Z_componentsZ_journal_start(&components);
  Z_componentsZ_statistics_start(&components);

  if (strcmp(command, "fault") == 0)
    return fault(rest);
  if (strcmp(command, "count") == 0) {
    firmware_start_counting();
    run();
    firmware_write_number(firmware_instructions());
    firmware_write(" instructions\n");
    return ExitDone;
  }
  run();
  if (strcmp(command, "twice") == 0 && resets != 0x7e5e7) {
    resets = 0x7e5e7;
    firmware_reset();
  }
  resets = 0;
  return ExitDone;
}
