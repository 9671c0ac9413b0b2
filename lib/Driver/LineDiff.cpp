//===- LineDiff.cpp - the lines in which two texts differ ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: patience diff: lines that both texts have exactly once, in the longest order
//       both share, are anchors; what lies between two anchors is compared in turn, in
//       the end by the longest common subsequence if it is small.
// Why:  the first line of each function is such an anchor, so that functions are
//       compared with themselves, however many there are.
// Never: recurses.
//
//===----------------------------------------------------------------------===//

#include "LineDiff.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <vector>

namespace meld {

namespace {

using Lines = std::vector<llvm::StringRef>;

Lines linesOf(llvm::StringRef text) {
  Lines lines;
  for (llvm::StringRef rest = text; !rest.empty();) {
    auto [line, tail] = rest.split('\n');
    lines.push_back(line);
    rest = tail;
  }
  return lines;
}

/// Lines [beginA, endA) of one text against [beginB, endB) of the other.
struct Range {
  size_t beginA, endA, beginB, endB;
  size_t sizeA() const { return endA - beginA; }
  size_t sizeB() const { return endB - beginB; }
};

/// Numbers of two lines that are equal.
using Match = std::pair<size_t, size_t>;

class Matcher {
public:
  Matcher(const Lines &a, const Lines &b) : a(a), b(b) {}

  /// All matches, in ascending order.
  std::vector<Match> run() {
    open.push_back({0, a.size(), 0, b.size()});
    while (!open.empty()) {
      Range range = open.back();
      open.pop_back();
      trim(range);
      if (range.sizeA() == 0 || range.sizeB() == 0)
        continue;
      if (!divide(range) && range.sizeA() * range.sizeB() <= LargestTable)
        matchSmall(range);
    }
    std::sort(matches.begin(), matches.end());
    return std::move(matches);
  }

private:
  static constexpr size_t LargestTable = 1 << 20; ///< entries

  /// Matches equal lines at both ends.
  void trim(Range &range) {
    while (range.sizeA() && range.sizeB() && a[range.beginA] == b[range.beginB])
      matches.push_back({range.beginA++, range.beginB++});
    while (range.sizeA() && range.sizeB() && a[range.endA - 1] == b[range.endB - 1])
      matches.push_back({--range.endA, --range.endB});
  }

  /// Divides the range at anchors; false if there is none.
  bool divide(const Range &range) {
    struct Places {
      unsigned countA = 0, countB = 0;
      size_t atA = 0, atB = 0;
    };
    llvm::DenseMap<llvm::StringRef, Places> places;
    for (size_t i = range.beginA; i < range.endA; ++i) {
      Places &place = places[a[i]];
      ++place.countA;
      place.atA = i;
    }
    for (size_t i = range.beginB; i < range.endB; ++i) {
      Places &place = places[b[i]];
      ++place.countB;
      place.atB = i;
    }
    std::vector<Match> unique;
    for (size_t i = range.beginA; i < range.endA; ++i)
      if (const Places &place = places[a[i]]; place.countA == 1 && place.countB == 1)
        unique.push_back({i, place.atB});
    if (unique.empty())
      return false;
    size_t fromA = range.beginA, fromB = range.beginB;
    for (const Match &anchor : longestAscending(unique)) {
      open.push_back({fromA, anchor.first, fromB, anchor.second});
      matches.push_back(anchor);
      fromA = anchor.first + 1;
      fromB = anchor.second + 1;
    }
    open.push_back({fromA, range.endA, fromB, range.endB});
    return true;
  }

  /// The longest part of `pairs` whose second numbers ascend, as the first ones do.
  static std::vector<Match> longestAscending(const std::vector<Match> &pairs) {
    std::vector<size_t> tails, previous(pairs.size());
    for (size_t i = 0; i < pairs.size(); ++i) {
      auto at = std::lower_bound(tails.begin(), tails.end(), pairs[i].second,
                                 [&](size_t tail, size_t value) { return pairs[tail].second < value; });
      previous[i] = at == tails.begin() ? pairs.size() : *(at - 1);
      if (at == tails.end())
        tails.push_back(i);
      else
        *at = i;
    }
    std::vector<Match> chain;
    for (size_t i = tails.back(); i != pairs.size(); i = previous[i])
      chain.push_back(pairs[i]);
    std::reverse(chain.begin(), chain.end());
    return chain;
  }

  /// Longest common subsequence, by its table of lengths.
  void matchSmall(const Range &range) {
    const size_t width = range.sizeB() + 1;
    std::vector<uint32_t> table((range.sizeA() + 1) * width);
    auto length = [&](size_t i, size_t j) -> uint32_t & { return table[i * width + j]; };
    for (size_t i = range.sizeA(); i-- > 0;)
      for (size_t j = range.sizeB(); j-- > 0;)
        length(i, j) = a[range.beginA + i] == b[range.beginB + j] ? length(i + 1, j + 1) + 1
                                                                  : std::max(length(i + 1, j), length(i, j + 1));
    for (size_t i = 0, j = 0; i < range.sizeA() && j < range.sizeB();) {
      if (a[range.beginA + i] == b[range.beginB + j])
        matches.push_back({range.beginA + i++, range.beginB + j++});
      else if (length(i + 1, j) >= length(i, j + 1))
        ++i;
      else
        ++j;
    }
  }

  const Lines &a;
  const Lines &b;
  std::vector<Range> open;
  std::vector<Match> matches;
};

/// A run of lines that differ.
using Change = Range;

void printHunk(llvm::raw_ostream &out, const Lines &a, const Lines &b, llvm::ArrayRef<Change> changes, size_t context) {
  const size_t before = std::min({context, changes.front().beginA, changes.front().beginB});
  const size_t after = std::min({context, a.size() - changes.back().endA, b.size() - changes.back().endB});
  const size_t beginA = changes.front().beginA - before, beginB = changes.front().beginB - before;
  const size_t sizeA = changes.back().endA + after - beginA, sizeB = changes.back().endB + after - beginB;
  // As in other tools, an empty range is said to be after the line before it.
  out << "@@ -" << beginA + (sizeA != 0) << ',' << sizeA << " +" << beginB + (sizeB != 0) << ',' << sizeB << " @@\n";
  size_t line = beginA;
  for (const Change &change : changes) {
    for (; line < change.beginA; ++line)
      out << ' ' << a[line] << '\n';
    for (; line < change.endA; ++line)
      out << '-' << a[line] << '\n';
    for (size_t added = change.beginB; added < change.endB; ++added)
      out << '+' << b[added] << '\n';
  }
  for (size_t i = 0; i < after; ++i)
    out << ' ' << a[line++] << '\n';
}

} // namespace

void printLineDiff(llvm::raw_ostream &out, llvm::StringRef before, llvm::StringRef after, unsigned context) {
  const Lines a = linesOf(before), b = linesOf(after);
  std::vector<Match> matches = Matcher(a, b).run();
  matches.push_back({a.size(), b.size()});
  std::vector<Change> changes;
  size_t fromA = 0, fromB = 0;
  for (const auto &[atA, atB] : matches) {
    if (fromA != atA || fromB != atB)
      changes.push_back({fromA, atA, fromB, atB});
    fromA = atA + 1;
    fromB = atB + 1;
  }
  // Changes whose context would touch share a hunk.
  for (size_t i = 0; i < changes.size();) {
    size_t end = i + 1;
    while (end < changes.size() && changes[end].beginA - changes[end - 1].endA <= 2 * context)
      ++end;
    printHunk(out, a, b, llvm::ArrayRef<Change>(changes).slice(i, end - i), context);
    i = end;
  }
}

} // namespace meld
