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
/// Ends the run with a status.
__attribute__((noreturn)) void firmware_exit(int status);

#endif
