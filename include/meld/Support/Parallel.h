//===- Parallel.h - one loop on several threads --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `parallelFor`, a loop whose steps do not depend on one another, spread over
//       threads.
// Why:  functions are verified, analysed and rewritten one by one; whoever does so needs
//       the same thing: the result of the plain loop, sooner.
// Never: lets the number of threads show in the result; keeps threads between two loops.
//
// USAGE:
//   parallelFor(threads, bodies.size(), [&]() -> ParallelStep {
//     auto scratch = std::make_shared<Scratch>(); // one per thread
//     return [&, scratch](size_t i) { return check(bodies[i], *scratch); };
//   });
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_PARALLEL_H
#define MELD_SUPPORT_PARALLEL_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace meld {

/// How many threads this machine runs at once for this process; at least 1.
unsigned hardwareThreads();

/// What is done for one index. A step may write only what belongs to its index or to
/// its worker.
using ParallelStep = std::function<Result<void>(size_t index)>;

/// Does the steps 0 to `count - 1` on at most `threads` threads, the caller's among
/// them. Each thread makes a worker of its own and takes indices in ascending order.
///
/// As in a plain loop, the failure of the *smallest* index that fails is returned, and
/// every smaller index was done; larger ones may or may not have been. With one thread,
/// or where the system gives no more, it is the plain loop.
Result<void> parallelFor(unsigned threads, size_t count, llvm::function_ref<ParallelStep()> makeWorker);

} // namespace meld

#endif // MELD_SUPPORT_PARALLEL_H
