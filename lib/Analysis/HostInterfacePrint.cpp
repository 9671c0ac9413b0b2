//===- HostInterfacePrint.cpp - the report for a review ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: print<host-interface> and print<host-interface;json>: everything, unbounded.
// Why:  the warning of premise host-adds-base shows the beginning; a review needs all.
// Never: holds more than one memory's list at a time.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/HostInterface.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

void HostInterface::print(llvm::raw_ostream &out, const Module &module) const {
  if (module.layout().mergedMemory)
    out << "the memories are merged: print this before rebase to see which belong to which window\n";
  for (MemoryId memory : module.memories().ids()) {
    HostContact contact = of(module, memory);
    llvm::StringRef name = module.memories()[memory].name;
    out << "memory " << memory.value << (name.empty() ? "" : " $") << name;
    for (const std::string &exported : contact.exports)
      out << (&exported == &contact.exports.front() ? ", exported as \"" : ", \"") << exported << '"';
    out << ": " << contact.channels.size() << (contact.channels.size() == 1 ? " way" : " ways")
        << " for an integer between the host and functions that use it\n";
    for (const HostChannel &channel : contact.channels)
      out << "  " << channel.chain << '\n';
  }
  std::vector<HostChannel> others = detached(module);
  if (!others.empty())
    out << "connected with no memory, so their integers are addresses only if they are constants:\n";
  for (const HostChannel &channel : others)
    out << "  " << channel.name << '\n';
}

void HostInterface::printJson(llvm::raw_ostream &out, const Module &module) const {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attribute("merged", module.layout().mergedMemory.has_value());
    json.attributeArray("memories", [&] {
      for (MemoryId memory : module.memories().ids())
        json.object([&] {
          HostContact contact = of(module, memory);
          json.attribute("memory", memory.value);
          json.attribute("name", module.memories()[memory].name.text());
          json.attributeArray("exports", [&] {
            for (const std::string &exported : contact.exports)
              json.value(exported);
          });
          json.attributeArray("channels", [&] {
            for (const HostChannel &channel : contact.channels)
              json.object([&] {
                json.attribute("through", channel.name);
                json.attribute("chain", channel.chain);
              });
          });
        });
    });
    json.attributeArray("detached", [&] {
      for (const HostChannel &channel : detached(module))
        json.value(channel.name);
    });
  });
  out << '\n';
}

} // namespace meld
