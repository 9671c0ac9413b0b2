// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the vector table and what a reset does before main: data copied, the rest of the RAM's variables cleared, the
//       floating-point unit switched on.
// Why:  there is no operating system and no C library start-up below this image.
// Must never: leave a byte of linear memory as an earlier run left it; main fills it.

#include "firmware.h"
#include <stdint.h>
#include <string.h>

extern uint8_t data_load[], data_begin[], data_end[], bss_begin[], bss_end[], stack_top[];

int main(void);

void reset(void);

void reset(void) {
  *(volatile uint32_t *)0xE000ED88 |= 0xFu << 20; // CPACR: full access to the floating-point unit
  __asm volatile("dsb\n isb");
  memcpy(data_begin, data_load, (size_t)(data_end - data_begin));
  memset(bss_begin, 0, (size_t)(bss_end - bss_begin));
  firmware_exit(main());
}

void firmware_reset(void) {
  __asm volatile("dsb");
  *(volatile uint32_t *)0xE000ED0C = 0x05FA0004; // AIRCR: system reset request
  while (1) {
  }
}

static volatile uint32_t *const system_timer = (volatile uint32_t *)0xE000E010; // control, reload, current

void firmware_start_counting(void) {
  system_timer[1] = 0xFFFFFF;
  system_timer[2] = 0;
  system_timer[0] = 5; // processor clock, no interrupt
}

uint32_t firmware_instructions(void) { return (0xFFFFFF - system_timer[2]) * 40; }

/// Any exception of the processor ends the run.
static void fault(void) {
  firmware_write("hard fault\n");
  firmware_exit(ExitHardFault);
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    stack_top, (const void *)reset, (const void *)fault, (const void *)fault, (const void *)fault, (const void *)fault,
    (const void *)fault, 0, 0, 0, 0, (const void *)fault, (const void *)fault, 0, (const void *)fault, (const void *)fault};
