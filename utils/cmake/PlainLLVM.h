//===- PlainLLVM.h - LLVM's headers for an LLVM without address sanitizer ------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: tells LLVM's headers what is true: the LLVM library that is linked was not
//       built with the address sanitizer. Included before everything else in
//       builds that use it (-include).
// Why:  the headers take the sanitizer of whoever includes them for LLVM's own. Then
//       an allocator's inline code poisons what the code in LLVM's library, which
//       has no such marks, hands out: reports of errors that are none.
// Never: is part of a build without the address sanitizer.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PLAINLLVM_H
#define MELD_PLAINLLVM_H

#include "llvm/Support/Compiler.h"

#undef LLVM_ADDRESS_SANITIZER_BUILD
#define LLVM_ADDRESS_SANITIZER_BUILD 0
#define __asan_poison_memory_region(pointer, size)
#define __asan_unpoison_memory_region(pointer, size)

#endif // MELD_PLAINLLVM_H
