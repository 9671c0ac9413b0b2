//===- SideInputs.cpp - files that passes ask for by name ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see SideInputs.h.
// Why:  see SideInputs.h.
// Never: see SideInputs.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/SideInputs.h"

namespace meld {

Result<llvm::MemoryBufferRef> SideInputs::get(llvm::StringRef name, Location location) const {
  auto found = contents.find(name);
  if (found != contents.end()) {
    used.insert(name.str());
    return found->second->getMemBufferRef();
  }
  std::vector<llvm::StringRef> names;
  for (const auto &[given, content] : contents)
    names.push_back(given);
  std::string fact = ("the side input '" + name + "' is needed and not given").str();
  if (llvm::StringRef near = nearestName(name, names); !near.empty())
    fact += ("; there is '" + near + "'").str();
  return error(std::move(location), fact).remedy("give it: -input=" + name + ":FILE");
}

std::vector<std::string> SideInputs::unused() const {
  std::vector<std::string> names;
  for (const auto &[name, content] : contents)
    if (!used.count(name))
      names.push_back(name);
  return names;
}

} // namespace meld
