//===- WabtVerdict.h - wabt's verdict on a module ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: "ok", or "no" and what wabt's reader and validator say first, with every feature
//       that wabt knows fully.
// Why:  two programs compare our verifier with wabt's.
// Never: shares code with what it is compared with; shows wabt's headers to who includes it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_CROSSCHECK_WABTVERDICT_H
#define MELD_TEST_CROSSCHECK_WABTVERDICT_H

#include <cstddef>
#include <cstdint>
#include <string>

std::string wabtVerdict(const uint8_t *bytes, size_t size);

#endif // MELD_TEST_CROSSCHECK_WABTVERDICT_H
