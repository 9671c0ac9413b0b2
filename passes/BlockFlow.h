//===- BlockFlow.h - what is known where ways through blocks meet ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: of a forward walk over a body, the state at the entry of each block that is open
//       and, joined, on all branches to its end.
// Why:  structured control says where ways meet; what is known there differs from walk to
//       walk, how it gets there does not.
// Never: joins at a loop's head: the walk drops at its entry what an iteration may change.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_BLOCKFLOW_H
#define MELD_PASSES_BLOCKFLOW_H

#include "meld/IR/Opcode.h"

#include <optional>

namespace meld {

/// An open block. `Merge` is called with a state and another that it is to be joined with.
template <class State> struct BlockFrame {
  Opcode opcode{};
  uint32_t beginByte = 0;
  State entry;
  bool entryReachable = true;
  std::optional<State> join; ///< of all branches to its end so far

  template <class Merge> void meet(const State &incoming, Merge merge) {
    if (join)
      merge(*join, incoming);
    else
      join = incoming;
  }
  /// The state behind its end, if anything gets there; `atEnd`: what falls through, or null.
  template <class Merge> std::optional<State> leave(const State *atEnd, Merge merge) {
    if (atEnd)
      meet(*atEnd, merge);
    if (opcode == Opcode::If && entryReachable)
      meet(entry, merge); // no else: the condition may have been false
    return std::move(join);
  }
};

/// A branch to a label, counted from the innermost of `frames`.
template <class Frames, class State, class Merge>
void meetAtLabel(Frames &frames, uint32_t label, const State &incoming, Merge merge) {
  if (label >= frames.size())
    return;
  auto &frame = frames[frames.size() - 1 - label];
  if (frame.opcode != Opcode::Loop) // its head kept only what no iteration changes
    frame.meet(incoming, merge);
}

} // namespace meld

#endif // MELD_PASSES_BLOCKFLOW_H
