//===- Opcode.cpp - the opcode table as data -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: Opcodes.def as a constant array, and look-ups by encoding and mnemonic.
// Why:  see Opcode.h.
// Never: holds a fact about an opcode that is not in Opcodes.def.
//
//===----------------------------------------------------------------------===//

#include "OpcodeMap.h"

namespace meld {

constexpr OpcodeInfo OpcodeTable[] = {
#define MELD_OPCODE(Enum, Mnemonic, Prefix, Code, Kind, Signature, AccessBytes, FeatureName)                             \
  {Mnemonic, Prefix, Code, Immediates::Kind, Signature, AccessBytes, Feature::FeatureName},
#include "meld/IR/Opcodes.def"
};
constexpr unsigned OpcodeCount = sizeof(OpcodeTable) / sizeof(OpcodeTable[0]);

namespace {

constexpr OpcodeMap buildMap() {
  OpcodeMap map{};
  for (auto &row : map.opcodes)
    for (auto &entry : row)
      entry = OpcodeMap::Unknown;
  for (unsigned i = 0; i < OpcodeCount; ++i) {
    const OpcodeInfo &info = OpcodeTable[i];
    map.opcodes[OpcodeMap::rowOf(info.prefix)][info.code] = static_cast<uint16_t>(i);
    if (info.prefix == 0)
      map.singleByteImmediates[info.code] = info.immediates;
  }
  return map;
}

} // namespace

constexpr OpcodeMap TheOpcodeMap = buildMap();

std::optional<Opcode> lookupOpcode(uint8_t prefix, uint32_t code) {
  if (prefix != 0 && !OpcodeMap::isPrefix(prefix))
    return std::nullopt;
  uint16_t found = TheOpcodeMap.find(prefix, code);
  if (found == OpcodeMap::Unknown)
    return std::nullopt;
  return static_cast<Opcode>(found);
}

std::optional<Opcode> lookupOpcode(llvm::StringRef mnemonic) {
  for (unsigned i = 0; i < OpcodeCount; ++i)
    if (mnemonic == OpcodeTable[i].mnemonic)
      return static_cast<Opcode>(i);
  return std::nullopt;
}

} // namespace meld
