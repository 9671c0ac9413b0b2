//===- PrintObserver.h - the module before and after passes ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-print-before`, `-print-after`, `-print-before-all`, `-print-after-all`.
// Why:  one sees which pass did what.
// Never: prints what a pass that failed left behind.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_PRINTOBSERVER_H
#define MELD_LIB_DRIVER_PRINTOBSERVER_H

#include "PrintSink.h"
#include "llvm/ADT/STLExtras.h"

namespace meld {

class PrintObserver final : public PassObserver {
public:
  PrintObserver(PrintSink &sink, const Request &request) : sink(sink), request(request) {}

  void beforePass(const PassInfo &pass, const PassUnit &unit) override {
    if (request.printBeforeAll || llvm::is_contained(request.printBefore, pass.name))
      print("before", pass, unit);
  }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) override {
    if (request.printAfterAll || llvm::is_contained(request.printAfter, pass.name))
      print("after", pass, unit);
    return sink.checkWritten();
  }

private:
  void print(llvm::StringRef when, const PassInfo &pass, const PassUnit &unit) {
    if (sink.wants(unit))
      sink.print(when, pass, unit, [&](llvm::raw_ostream &out) { sink.printUnit(out, unit); });
  }

  PrintSink &sink;
  const Request &request;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_PRINTOBSERVER_H
