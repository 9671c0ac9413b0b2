// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the firmware: instantiates the components, gives them their imports, and runs them.
// Why:  this is the part an integrator writes.
// Must never: know where a component's window is but through layout.h.

#include "components.h"
#include "firmware.h"
#include "layout.h"

static Z_components_instance_t components;

/// `pointer` and `length` are of the component whose window begins at `base`.
static void print(const char *who, uint32_t base, uint32_t pointer, uint32_t length) {
  firmware_write(who);
  firmware_write(": ");
  firmware_write_line(Z_componentsZ_memory(&components)->data + base + pointer, length);
}

void Z_firmwareZ_journal_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("journal", MELD_JOURNAL_BASE, pointer, length);
}
void Z_firmwareZ_statistics_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("statistics", MELD_STATISTICS_BASE, pointer, length);
}
void Z_firmwareZ_filter_print(struct Z_firmware_instance_t *self, u32 pointer, u32 length) {
  (void)self;
  print("filter", MELD_FILTER_BASE, pointer, length);
}
/// The C libraries can write to streams, but nobody opens one.
u32 Z_wasi_snapshot_preview1Z_fd_write(struct Z_wasi_snapshot_preview1_instance_t *self, u32 fd, u32 vectors, u32 count,
                                       u32 written) {
  (void)self, (void)fd, (void)vectors, (void)count, (void)written;
  return 8; // EBADF
}

int main(void) {
  Z_components_init_module();
  Z_components_instantiate(&components, 0, 0);
  Z_componentsZ___wasm_call_ctors(&components);
  Z_componentsZ_statistics_ctors(&components);
  uint32_t sum = Z_componentsZ_filter_run(&components, 1000);
  Z_componentsZ_statistics_show(&components);
  Z_componentsZ_journal_show(&components, 3);
  firmware_write("sum ");
  firmware_write_number(sum);
  firmware_write("\n");
  return ExitDone;
}
