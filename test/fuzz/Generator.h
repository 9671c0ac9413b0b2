//===- Generator.h - valid modules from any bytes --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `generateModule` makes a valid module in the binary format from any bytes:
//       memories that grow, segments of every kind, tables, every instruction of the
//       opcode table that is asked for, blocks with parameters, exceptions, names.
// Why:  nearly every input of a fuzzer is then a module that passes work on, and that
//       runs; random bytes hardly get past the reader.
// Never: makes an invalid module, or with `runs` one that does not end.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_FUZZ_GENERATOR_H
#define MELD_TEST_FUZZ_GENERATOR_H

#include "meld/IR/Opcode.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace meld::fuzz {

struct GeneratorOptions {
  /// Beyond WebAssembly 2.0 with several memories. At most one of the two exception
  /// proposals is used in a module.
  std::vector<Feature> features = {};
  /// Every call ends, memories have small maxima, and nothing depends on the engine.
  bool runs = true;
  /// Accesses may be out of bounds, now and then.
  bool outOfBounds = true;
  /// Only the forms that wabt gives back when it reads text: no type index where a block
  /// type can do without, no empty `else`, no expressions where function indices do.
  bool canonical = false;
  /// Static offsets from 2^32 on, which wabt does not read.
  bool wideOffsets = false;
  bool allows(Feature feature) const { return llvm::is_contained(features, feature); }
};

/// Everything that Debian's wabt reads.
std::vector<Feature> featuresOfWabt();
/// What Debian's wabt also runs: its interpreter does exceptions and tail calls wrongly.
std::vector<Feature> featuresThatWabtRuns();
/// Everything that the opcode table has.
std::vector<Feature> allFeatures();

std::vector<uint8_t> generateModule(llvm::ArrayRef<uint8_t> choices, const GeneratorOptions &options);
/// As many bytes as wanted, from a number.
std::vector<uint8_t> choicesOfSeed(uint64_t seed, size_t bytes);

} // namespace meld::fuzz

#endif // MELD_TEST_FUZZ_GENERATOR_H
