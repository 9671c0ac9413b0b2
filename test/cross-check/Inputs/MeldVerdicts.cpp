//===- MeldVerdicts.cpp - our verdict on many modules ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads a file of modules (a 32-bit little-endian length before each), and
//       prints a line for each: "ok", or "no" and the message that refuses it.
// Why:  hundreds of thousands of mutants are compared with other engines' verdicts; a
//       process for each would take hours.
// Never: keeps anything from one module to the next.
//
//===----------------------------------------------------------------------===//

#include "MeldVerdict.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  auto file = argc == 2 ? llvm::MemoryBuffer::getFile(argv[1], /*IsText=*/false, /*RequiresNullTerminator=*/false)
                        : std::make_error_code(std::errc::invalid_argument);
  if (!file) {
    llvm::errs() << "usage: meld-verdicts BATCH: " << file.getError().message() << '\n';
    return 2;
  }
  for (llvm::StringRef rest = (*file)->getBuffer(); rest.size() >= 4;) {
    size_t length = llvm::support::endian::read32le(rest.data());
    llvm::outs() << meldVerdict(rest.substr(4, length)) << '\n';
    llvm::outs().flush();
    rest = rest.drop_front(std::min(rest.size(), 4 + length));
  }
  return 0;
}
