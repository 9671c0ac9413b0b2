// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: names functions of the test programs for the host and for other modules.
// Why:  the programs are linked without a main function; what is called is what is exported.
// Must never: include anything, so that programs without a C library can use it too.

#ifndef MELD_TEST_REAL_EXPORT_H
#define MELD_TEST_REAL_EXPORT_H

#define EXPORT(NAME) __attribute__((export_name(#NAME)))
#define IMPORT(MODULE, NAME) \
  __attribute__((import_module(#MODULE), import_name(#NAME)))

#endif
