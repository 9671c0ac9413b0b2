//===- Ids.h - typed, stable names of a module's entities --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one id type per index space of the core specification (2.5.1), and
//       `IndexSpace`, the container an id looks into.
// Why:  indices shift when something is deleted, ids do not: an id equals the
//       index in the input, new entities get ids past the end, and a deleted
//       one leaves a hole. Only the writer turns ids into indices.
// Never: reuses an id; converts an id of one space into one of another.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_IDS_H
#define MELD_IR_IDS_H

#include "meld/Support/StableVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <cassert>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace meld {

/// The index spaces of a module whose entities have ids.
enum class Space : uint8_t { Type, Function, Table, Memory, Global, Tag, Data, Element };
inline constexpr unsigned SpaceCount = 8;

/// An id in index space `S`.
template <Space S> struct Id {
  static constexpr Space space = S;
  uint32_t value = 0;

  constexpr Id() = default;
  constexpr explicit Id(uint32_t value) : value(value) {}
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

using TypeId = Id<Space::Type>;
using FunctionId = Id<Space::Function>;
using TableId = Id<Space::Table>;
using MemoryId = Id<Space::Memory>;
using GlobalId = Id<Space::Global>;
using TagId = Id<Space::Tag>;
using DataId = Id<Space::Data>;
using ElementId = Id<Space::Element>;

/// The entities of one index space, by id. References to them stay valid when more
/// are added.
template <class Entity, class IdType> class IndexSpace {
public:
  /// Ids ever given: one past the largest.
  uint32_t size() const { return static_cast<uint32_t>(entities.size()); }
  /// Entities that exist.
  uint32_t count() const { return size() - holes; }
  bool contains(IdType id) const { return id.value < size() && (holes == 0 || !erased[id.value]); }

  const Entity &operator[](IdType id) const {
    assert(contains(id) && "no such entity");
    return entities[id.value];
  }
  Entity &operator[](IdType id) {
    assert(contains(id) && "no such entity");
    return entities[id.value];
  }
  /// What an id once given stood for, erased or not.
  const Entity &everGiven(IdType id) const { return entities[id.value]; }

  IdType add(Entity entity) {
    entities.push_back(std::move(entity));
    if (holes != 0)
      erased.push_back(false);
    return IdType(size() - 1);
  }
  void erase(IdType id) {
    assert(contains(id) && "no such entity");
    if (holes++ == 0)
      erased.resize(size());
    erased[id.value] = true;
  }

  /// Existing ids in ascending order.
  auto ids() const {
    return llvm::make_filter_range(llvm::map_range(llvm::seq<uint32_t>(0, size()), [](uint32_t i) { return IdType(i); }),
                                   [this](IdType id) { return contains(id); });
  }

private:
  StableVector<Entity> entities;
  std::vector<bool> erased; ///< empty while there are no holes
  uint32_t holes = 0;
};

} // namespace meld

template <meld::Space S> struct std::hash<meld::Id<S>> {
  size_t operator()(meld::Id<S> id) const { return id.value; }
};

#endif // MELD_IR_IDS_H
