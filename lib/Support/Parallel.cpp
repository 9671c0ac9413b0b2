//===- Parallel.cpp - handing out indices ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Parallel.h.
// Why:  plain threads instead of LLVM's pool: its code is not built with the thread
//       sanitizer, which would then miss how work is handed over.
// Never: leaves an index undone that is smaller than the one that failed.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/Parallel.h"
#include "llvm/Support/Threading.h"
#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>

namespace meld {

unsigned hardwareThreads() { return std::max(1u, llvm::hardware_concurrency().compute_thread_count()); }

namespace {

/// Indices are taken in batches: few enough that taking them costs nothing, small
/// enough that the threads finish together.
constexpr size_t LargestBatch = 64, BatchesPerThread = 16;

class Loop {
public:
  Loop(unsigned threads, size_t count) : count(count) {
    batch = std::clamp<size_t>(count / threads / BatchesPerThread, 1, LargestBatch);
    limit = count;
  }

  /// Takes batches until none is left below the first failure.
  void work(const ParallelStep &step) {
    while (true) {
      const size_t begin = next.fetch_add(batch);
      const size_t end = std::min(begin + batch, count);
      for (size_t index = begin; index < end; ++index) {
        if (index >= limit)
          break;
        if (Result<void> done = step(index); !done)
          fail(index, done.takeFailure());
      }
      if (end >= limit)
        return;
    }
  }
  Result<void> result() {
    if (failure)
      return std::move(*failure);
    return {};
  }

private:
  void fail(size_t index, Failure reason) {
    std::lock_guard lock(mutex);
    if (index >= limit)
      return;
    limit = index;
    failure = std::move(reason);
  }

  const size_t count;
  size_t batch;
  std::atomic<size_t> next = 0;
  std::atomic<size_t> limit; ///< the smallest index that failed; `count` if none did
  std::mutex mutex;
  std::optional<Failure> failure;
};

} // namespace

Result<void> parallelFor(unsigned threads, size_t count, llvm::function_ref<ParallelStep()> makeWorker) {
  threads = static_cast<unsigned>(std::clamp<size_t>(count, 1, std::max(1u, threads)));
  Loop loop(threads, count);
  auto work = [&] { loop.work(makeWorker()); };
  std::vector<std::thread> helpers;
  helpers.reserve(threads - 1);
  try {
    while (helpers.size() + 1 < threads)
      helpers.emplace_back(work);
  } catch (const std::system_error &) {
    // No more threads are to be had; those there are do everything.
  }
  work();
  for (std::thread &helper : helpers)
    helper.join();
  return loop.result();
}

} // namespace meld
