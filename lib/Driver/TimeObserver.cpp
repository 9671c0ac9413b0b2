//===- TimeObserver.cpp - how long passes and steps take -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TimeObserver.h.
// Why:  see TimeObserver.h.
// Never: see TimeObserver.h.
//
//===----------------------------------------------------------------------===//

#include "TimeObserver.h"

namespace meld {

llvm::Timer &StepTimes::timer(llvm::StringRef name) {
  auto found = timers.find(name);
  if (found == timers.end())
    found = timers.emplace(name.str(), std::make_unique<llvm::Timer>(name, name, group)).first;
  return *found->second;
}

} // namespace meld
