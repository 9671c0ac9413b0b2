// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a console over semihosting (Arm's "Semihosting for AArch32 and AArch64"): the debugger or emulator carries out
//       requests that the program stops for.
// Why:  it needs no device, so the same image runs under any debugger.
// Must never: be called from an interrupt.

#include "firmware.h"

static int request(int operation, const void *argument) {
  register int r0 __asm("r0") = operation;
  register const void *r1 __asm("r1") = argument;
  __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

enum { SysWrite0 = 0x04, SysGetCommandLine = 0x15, SysExitExtended = 0x20 };

void firmware_write(const char *text) { request(SysWrite0, text); }

void firmware_write_number(uint32_t number) {
  char digits[11];
  char *first = digits + sizeof digits;
  *--first = '\0';
  do
    *--first = (char)('0' + number % 10);
  while (number /= 10);
  firmware_write(first);
}

void firmware_write_line(const uint8_t *bytes, uint32_t count) {
  char part[64];
  while (count != 0) {
    uint32_t length = count < sizeof part - 1 ? count : sizeof part - 1;
    for (uint32_t i = 0; i < length; ++i)
      part[i] = (char)bytes[i];
    part[length] = '\0';
    firmware_write(part);
    bytes += length;
    count -= length;
  }
  firmware_write("\n");
}

void firmware_command_line(char *line, uint32_t size) {
  struct {
    char *line;
    uint32_t size;
  } argument = {line, size};
  if (request(SysGetCommandLine, &argument) != 0)
    line[0] = '\0';
}

void firmware_exit(int status) {
  const uint32_t argument[2] = {0x20026 /* the application ended */, (uint32_t)status};
  while (1)
    request(SysExitExtended, argument);
}
