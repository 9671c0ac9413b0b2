//===- WabtVerdicts.cpp - wabt's verdict on many modules -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: as MeldVerdicts.cpp, but what wabt's reader and validator say, with every
//       feature that wabt knows fully.
// Why:  see MeldVerdicts.cpp.
// Never: shares code with what it is compared with.
//
//===----------------------------------------------------------------------===//

#include "WabtVerdict.h"
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

int main(int argc, char **argv) {
  std::ifstream file(argc == 2 ? argv[1] : "", std::ios::binary);
  if (!file) {
    std::fputs("usage: wabt-verdicts BATCH\n", stderr);
    return 2;
  }
  std::vector<uint8_t> content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  for (size_t at = 0; at + 4 <= content.size();) {
    size_t length = content[at] | content[at + 1] << 8 | content[at + 2] << 16 | size_t(content[at + 3]) << 24;
    at += 4;
    std::string line = wabtVerdict(content.data() + at, length);
    for (char &c : line)
      c = c == '\n' ? ' ' : c;
    std::puts(line.c_str());
    std::fflush(stdout);
    at += length;
  }
  return 0;
}
