//===- TraceObserver.cpp - a timeline of passes and analyses ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TraceObserver.h.
// Why:  see TraceObserver.h.
// Never: see TraceObserver.h.
//
//===----------------------------------------------------------------------===//

#include "TraceObserver.h"
#include "OutputFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

TimeTrace::TimeTrace(llvm::StringRef file) : file(file.str()) {
  if (isOn())
    llvm::timeTraceProfilerInitialize(/*TimeTraceGranularity=*/0, "meld-opt");
}

TimeTrace::~TimeTrace() {
  if (isOn())
    llvm::timeTraceProfilerCleanup();
}

Result<void> TimeTrace::write() const {
  if (!isOn())
    return {};
  llvm::SmallString<0> json;
  llvm::raw_svector_ostream stream(json);
  llvm::timeTraceProfilerWrite(stream);
  return writeOutputFile(file, json);
}

} // namespace meld
