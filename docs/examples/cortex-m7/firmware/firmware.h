// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what the parts of the firmware know of one another.
// Why:  start-up, console, runtime and main are four ideas.
// Must never: hold an address or a size of linear memory; those come from the generated layout.h.

#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <stdint.h>

/// How a run ends, for whoever started it.
enum Exit { ExitDone = 0, ExitTrap = 3, ExitOutOfBounds = 4, ExitOutOfMemory = 5, ExitHardFault = 6 };

/// Writes a string to the console of the debugger or emulator.
void firmware_write(const char *text);
void firmware_write_number(uint32_t number);
/// Writes bytes and a line break.
void firmware_write_line(const uint8_t *bytes, uint32_t count);
/// Tells why the run cannot go on, and ends it.
__attribute__((noreturn)) void firmware_stop(const char *reason);
/// What the debugger or emulator was asked to run the image with; empty if there is nothing.
void firmware_command_line(char *line, uint32_t size);
/// Counts instructions, where a tick of the system timer is 40 of them (QEMU with -icount shift=0, a clock of 25 MHz).
/// At most 2^24 ticks.
void firmware_start_counting(void);
uint32_t firmware_instructions(void);
/// Resets the processor; RAM keeps its contents.
__attribute__((noreturn)) void firmware_reset(void);
/// Ends the run with a status.
__attribute__((noreturn)) void firmware_exit(int status);

#endif
