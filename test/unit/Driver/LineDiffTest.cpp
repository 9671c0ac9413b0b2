//===- LineDiffTest.cpp - diffs turn one text into the other ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: known diffs, and random texts whose diff is applied again.
// Why:  a diff that leaves something out shows a pass in the wrong light.
// Never: asks for the shortest diff.
//
//===----------------------------------------------------------------------===//

#include "lib/Driver/LineDiff.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"
#include <random>

using namespace meld;

namespace {

std::string diff(llvm::StringRef before, llvm::StringRef after, unsigned context = 3) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  printLineDiff(stream, before, after, context);
  return text;
}

/// `before` with the hunks applied; fails the test if a line does not fit.
std::string patched(llvm::StringRef before, llvm::StringRef hunks) {
  llvm::SmallVector<llvm::StringRef> lines, steps;
  before.split(lines, '\n');
  lines.pop_back(); // after the last line break
  hunks.split(steps, '\n', -1, /*KeepEmpty=*/false);
  std::string result;
  size_t at = 0;
  auto take = [&] { result += lines[at++].str() + "\n"; };
  for (llvm::StringRef step : steps) {
    if (step.consume_front("@@ -")) {
      size_t first = 0, count = 0;
      step.consumeInteger(10, first);
      step.consume_front(",");
      step.consumeInteger(10, count);
      while (at < (count ? first - 1 : first))
        take();
      continue;
    }
    llvm::StringRef line = step.drop_front();
    if (step.front() == '+') {
      result += line.str() + "\n";
      continue;
    }
    EXPECT_LT(at, lines.size());
    EXPECT_EQ(lines[at], line);
    if (step.front() == ' ')
      take();
    else
      ++at;
  }
  while (at < lines.size())
    take();
  return result;
}

TEST(LineDiff, SaysNothingOfEqualTexts) {
  EXPECT_EQ(diff("", ""), "");
  EXPECT_EQ(diff("a\nb\n", "a\nb\n"), "");
}

TEST(LineDiff, ShowsChangesWithTheirSurroundings) {
  EXPECT_EQ(diff("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nX\nf\ng\nh\n"),
            "@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+X\n f\n g\n h\n");
  EXPECT_EQ(diff("a\nb\n", "a\nb\nc\n", 0), "@@ -2,0 +3,1 @@\n+c\n");
  EXPECT_EQ(diff("", "a\n"), "@@ -0,0 +1,1 @@\n+a\n");
  EXPECT_EQ(diff("a\n", ""), "@@ -1,1 +0,0 @@\n-a\n");
  EXPECT_EQ(diff("1\n2\n3\n4\n", "1\nX\n3\nY\n", 1), "@@ -1,4 +1,4 @@\n 1\n-2\n+X\n 3\n-4\n+Y\n");
  EXPECT_EQ(diff("1\n2\n3\n4\n", "1\nX\n3\nY\n", 0), "@@ -2,1 +2,1 @@\n-2\n+X\n@@ -4,1 +4,1 @@\n-4\n+Y\n");
}

TEST(LineDiff, FunctionsAreComparedWithThemselves) {
  // All lines but the heads occur many times.
  auto function = [](int id, llvm::StringRef line) {
    return "(func " + std::to_string(id) + "\n  get\n  " + line.str() + "\n  get\n)\n";
  };
  std::string before, after;
  for (int id = 0; id < 2000; ++id) {
    before += function(id, "add");
    after += function(id, id % 10 == 0 ? "sub" : "add");
  }
  std::string hunks = diff(before, after);
  EXPECT_EQ(llvm::StringRef(hunks).count("\n-"), 200u);
  EXPECT_EQ(llvm::StringRef(hunks).count("\n+"), 200u);
  EXPECT_EQ(patched(before, hunks), after);
}

TEST(LineDiff, RandomTexts) {
  std::mt19937 random(7);
  auto number = [&](unsigned limit) { return random() % limit; };
  for (int round = 0; round < 400; ++round) {
    // Few different lines make many ties, many make anchors.
    const unsigned alphabet = 1 + number(round % 2 ? 4 : 60);
    std::string before, after;
    for (unsigned i = number(60); i > 0; --i) {
      std::string line = std::to_string(number(alphabet)) + "\n";
      if (number(5) != 0)
        before += line;
      if (number(5) != 0)
        after += line;
    }
    if (number(8) == 0) // moved
      after = after.substr(after.find('\n') + 1) + after.substr(0, after.find('\n') + 1);
    if (before.empty() || before == "\n")
      continue;
    for (unsigned context : {0, 1, 3})
      ASSERT_EQ(patched(before, diff(before, after, context)), after) << before << "----\n" << after;
  }
}

TEST(LineDiff, LargeTextsWithoutAnythingInCommonTakeNoTime) {
  std::string before, after;
  for (int i = 0; i < 100000; ++i) {
    before += "a\nb\n";
    after += "c\nd\n";
  }
  EXPECT_EQ(patched(before, diff(before, after)), after);
}

} // namespace
