//===- IndexMap.h - from ids to indices ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the index each entity gets in the binary: imports in their order, then
//       definitions by id (core specification 2.5.1).
// Why:  indices exist only in bytes; this is the one place that assigns them.
// Never: maps two ids of a space to one index.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_BINARY_INDEXMAP_H
#define MELD_BINARY_INDEXMAP_H

#include "meld/IR/References.h"

namespace meld {

class IndexMap {
public:
  static constexpr uint32_t None = 0xFFFFFFFF;

  explicit IndexMap(const Module &module);

  /// The index of an entity; `None` if it does not exist.
  uint32_t index(Space space, uint32_t id) const {
    const std::vector<uint32_t> &map = maps[static_cast<unsigned>(space)];
    return id < map.size() ? map[id] : None;
  }
  template <Space S> uint32_t operator[](Id<S> id) const { return index(S, id.value); }

  /// Every existing entity of the space has its id as index.
  bool isIdentity(Space space) const { return identity[static_cast<unsigned>(space)]; }
  bool isIdentity() const;

  /// Appends encoded instructions (a body's code, an expression) with ids turned
  /// into indices. False on malformed bytes.
  bool rewrite(InstructionCursor cursor, std::vector<uint8_t> &out) const;
  /// The same for one encoded value type.
  void rewriteValueType(const uint8_t *&position, std::vector<uint8_t> &out) const;

private:
  void patch(const uint8_t *&copied, const Reference &reference, std::vector<uint8_t> &out) const;

  std::array<std::vector<uint32_t>, SpaceCount> maps;
  std::array<bool, SpaceCount> identity{};
  /// Opcodes that can refer to something of a space that is not mapped to itself.
  OpcodeSet moving;
};

} // namespace meld

#endif // MELD_BINARY_INDEXMAP_H
