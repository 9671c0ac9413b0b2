//===- HostPointers.cpp - premise host-adds-base ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostPointers.h.
// Why:  see HostPointers.h.
// Never: lets the message grow with the module: print<host-interface> has the whole list.
//
//===----------------------------------------------------------------------===//

#include "passes/HostPointers.h"
#include "meld/Analysis/HostInterface.h"
#include "passes/Lowering.h"

namespace meld {

namespace {

/// Elements of a list that a message shows.
constexpr size_t ShownWindows = 8, ShownChannels = 8, ShownChains = 4;

void append(std::string &list, const std::string &item) { list += (list.empty() ? "" : ", ") + item; }
std::string andMore(size_t count) { return " and " + std::to_string(count) + " more"; }

} // namespace

Result<void> relyOnHostPointers(Module &module, ModuleAnalysisManager &analyses, llvm::ArrayRef<Window> windows,
                                const HostAdapters &adapters) {
  auto isDescribed = [&](const HostChannel &channel) { return adapters.describes(module, channel); };
  auto isMoved = [](const Window &window) { return window.baseBytes != 0; };
  if (llvm::none_of(windows, isMoved))
    return {};
  const HostInterface &host = analyses.get<HostInterfaceAnalysis>(module);
  PremiseUse use{Location::module()};
  std::string moved;
  std::vector<std::string> channels;
  size_t shown = 0, unseen = 0;
  bool isVisible = false;
  auto note = [&](const llvm::Twine &text) { use.notes.push_back({Location(), text.str()}); };
  for (const Window &window : windows) {
    if (!isMoved(window) || window.input == adapters.scratchMemory()) // no pointer of the program means the latter
      continue;
    if (shown == ShownWindows) {
      ++unseen; // not even looked at: each costs a search
      continue;
    }
    HostContact contact = host.of(module, window.input);
    llvm::erase_if(contact.exports, [&](const std::string &name) { return adapters.describesMemory(name); });
    llvm::erase_if(contact.channels, isDescribed);
    if (!contact.exists())
      continue;
    ++shown;
    isVisible |= !contact.exports.empty();
    const std::string name = describeMemory(module, window.input);
    append(moved, name + " at byte " + std::to_string(window.baseBytes));
    for (const HostChannel &channel : contact.channels)
      if (!llvm::is_contained(channels, channel.name))
        channels.push_back(channel.name);
    for (const HostChannel &channel : llvm::ArrayRef(contact.channels).take_front(ShownChains))
      note(name + ": " + channel.chain);
    if (contact.channels.size() > ShownChains)
      note(name + ":" + andMore(contact.channels.size() - ShownChains));
  }
  if (shown == 0)
    return {};
  if (isVisible) // the host can reach the bytes at a constant address, too
    for (const HostChannel &channel : host.detached(module))
      if (!isDescribed(channel))
        channels.push_back(channel.name);
  std::string list;
  for (const std::string &channel : llvm::ArrayRef(channels).take_front(ShownChannels))
    append(list, channel);
  if (channels.size() > ShownChannels)
    list += andMore(channels.size() - ShownChannels);
  use.fact = "a host that exchanges pointers with a window not at 0 adds its base: " + moved +
             (unseen == 0 ? "" : " and perhaps " + std::to_string(unseen) + " more windows") +
             (list.empty() ? "" : "; pointers could pass through " + list);
  if (!use.notes.empty())
    note("-passes='print<host-interface>' lists all of them");
  return relyOn(premises::HostAddsBase, module, analyses, std::move(use));
}

} // namespace meld
