//===- ParallelTest.cpp - the plain loop, on any number of threads --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: counts steps and compares failures with those of a plain loop.
// Why:  the number of threads must never show in a result.
// Never: depends on how threads are scheduled.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/Parallel.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace meld;

namespace {

constexpr unsigned ThreadCounts[] = {0, 1, 2, 3, 8, 64};

Failure failAt(size_t index) { return error(Location::at(index), "no").remedy("yes"); }

TEST(ParallelTest, DoesEachIndexOnce) {
  for (unsigned threads : ThreadCounts)
    for (size_t count : {0, 1, 2, 63, 64, 65, 1000, 5000}) {
      std::vector<std::atomic<unsigned>> done(count);
      Result<void> result = parallelFor(threads, count, [&]() -> ParallelStep {
        return [&](size_t index) -> Result<void> {
          ++done[index];
          return {};
        };
      });
      EXPECT_TRUE(result.succeeded());
      for (const std::atomic<unsigned> &times : done)
        ASSERT_EQ(times, 1u) << threads << " threads, " << count << " steps";
    }
}

TEST(ParallelTest, TheSmallestFailingIndexIsReportedAndAllBeforeItAreDone) {
  constexpr size_t Count = 3000;
  for (unsigned threads : ThreadCounts)
    for (size_t first : {size_t(0), size_t(1), size_t(777), Count - 1}) {
      std::vector<std::atomic<unsigned>> done(Count);
      Result<void> result = parallelFor(threads, Count, [&]() -> ParallelStep {
        return [&](size_t index) -> Result<void> {
          ++done[index];
          // Many fail, and later ones are likely to be reached first.
          if (index >= first && (index - first) % 50 == 0)
            return failAt(index);
          return {};
        };
      });
      ASSERT_FALSE(result.succeeded());
      EXPECT_EQ(result.failure().diagnostic().location.offset, first);
      for (size_t index = 0; index <= first; ++index)
        ASSERT_EQ(done[index], 1u);
    }
}

TEST(ParallelTest, AFailureThatComesLateDoesNotReplaceAnEarlierIndex) {
  using namespace std::chrono_literals;
  std::atomic<bool> begun = false;
  Result<void> result = parallelFor(2, 2, [&]() -> ParallelStep {
    return [&](size_t index) -> Result<void> {
      if (index == 1) {
        begun = true;
        std::this_thread::sleep_for(50ms);
      }
      // Bounded: there may be no second thread, and then step 1 comes after this one.
      for (int tries = 0; index == 0 && !begun && tries < 1000; ++tries)
        std::this_thread::sleep_for(1ms);
      return failAt(index);
    };
  });
  ASSERT_FALSE(result.succeeded());
  EXPECT_EQ(result.failure().diagnostic().location.offset, 0u);
}

TEST(ParallelTest, OneThreadIsThePlainLoop) {
  const std::thread::id caller = std::this_thread::get_id();
  std::vector<size_t> order;
  Result<void> result = parallelFor(1, 100, [&]() -> ParallelStep {
    return [&](size_t index) -> Result<void> {
      EXPECT_EQ(std::this_thread::get_id(), caller);
      order.push_back(index);
      if (index == 50)
        return failAt(index);
      return {};
    };
  });
  EXPECT_FALSE(result.succeeded());
  EXPECT_EQ(order.size(), 51u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(ParallelTest, EachThreadHasAWorkerOfItsOwn) {
  std::atomic<unsigned> workers = 0;
  std::atomic<size_t> total = 0;
  Result<void> result = parallelFor(4, 10000, [&]() -> ParallelStep {
    ++workers;
    // Not atomic: two threads at once would be a race.
    auto mine = std::make_shared<std::pair<std::thread::id, size_t>>(std::this_thread::get_id(), 0);
    return [&total, mine](size_t) -> Result<void> {
      EXPECT_EQ(mine->first, std::this_thread::get_id());
      ++mine->second;
      ++total;
      return {};
    };
  });
  EXPECT_TRUE(result.succeeded());
  EXPECT_GE(workers, 1u);
  EXPECT_LE(workers, 4u);
  EXPECT_EQ(total, 10000u);
}

TEST(ParallelTest, NoMoreThreadsThanSteps) {
  std::atomic<unsigned> workers = 0;
  Result<void> result = parallelFor(8, 2, [&]() -> ParallelStep {
    ++workers;
    return [](size_t) -> Result<void> { return {}; };
  });
  EXPECT_TRUE(result.succeeded());
  EXPECT_LE(workers, 2u);
}

} // namespace
