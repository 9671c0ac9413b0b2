//===- WindowPlacement.cpp - where windows stand ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see WindowPlacement.h. The paragraph cited as `rebase S1` is in
//       docs/passes/rebase.md.
// Why:  see WindowPlacement.h.
// Never: see WindowPlacement.h.
//
//===----------------------------------------------------------------------===//

#include "passes/WindowPlacement.h"
#include "meld/Pass/Pipeline.h"
#include "meld/Analysis/ProtectionRegion.h"
#include "passes/Lowering.h"
#include "llvm/Support/FormatVariadic.h"

namespace meld {

namespace {

class Placement {
public:
  Placement(const Module &module, std::vector<Window> &windows, const PlacementRequest &request)
      : module(module), windows(windows), request(request) {
    for (const Window &window : windows)
      reserves.push_back(window.growth.reservePages);
    // All numbers of bytes are below 2^64, so that is not the size of a memory (rebase S1).
    limitPages = request.is64 ? MaxPages64 - 1 : MaxPages32;
  }

  Result<uint64_t> run();

private:
  using Pages = std::vector<uint64_t>;

  /// Pages of the merged memory with these reserves and this first byte. Tells `place` of
  /// each window's base.
  template <class F> Checked pagesWith(const Pages &reserve, uint64_t baseBytes, F place) const;
  bool fits(const Pages &reserve, uint64_t baseBytes) const {
    return pagesWith(reserve, baseBytes, [](size_t, Checked) {}).fits(limitPages);
  }
  std::string smallestChange() const;
  std::string reserveOption(size_t position) const;
  std::string table() const;

  const Module &module;
  std::vector<Window> &windows;
  const PlacementRequest &request;
  Pages reserves;
  uint64_t limitPages;
  std::vector<Checked> bases; ///< of the layout that does not fit, too
};

/// The largest value below `end` that `holds`; it holds for all below one that it holds for.
template <class F> std::optional<uint64_t> largestBelow(uint64_t end, F holds) {
  uint64_t low = 0;
  while (low < end) {
    uint64_t middle = low + (end - low) / 2;
    if (holds(middle))
      low = middle + 1;
    else
      end = middle;
  }
  return low == 0 ? std::nullopt : std::optional(low - 1);
}

// rebase S1: each aligned, none overlapping, all sums checked.
template <class F> Checked Placement::pagesWith(const Pages &reserve, uint64_t baseBytes, F place) const {
  Checked next = Checked(baseBytes);
  for (size_t i = 0; i < windows.size(); ++i) {
    const bool isOnPage = request.isLastOnPage && i + 1 == windows.size();
    const uint64_t align = isOnPage ? std::max(request.alignBytes, PageSize) : request.alignBytes;
    const Checked size = pagesToBytes(Checked(windows[i].growth.initialPages) + reserve[i]);
    CoverablePlace taken{next.alignedTo(align), next.alignedTo(align) + size};
    if (request.isCoverable) // so in 32 bits, where each has a size
      taken = placeForRegion(next, *size.value(), align);
    place(i, taken.begin);
    next = taken.end;
  }
  return bytesToPages(next);
}

/// Who takes what, in bytes. Heap: what neither the stack nor data takes of the initial
/// bytes; variables that are zero at the start are in it.
std::string Placement::table() const {
  std::string table;
  llvm::raw_string_ostream out(table);
  auto line = [&](auto... cells) {
    out << "\n  " << llvm::formatv("{0,-24} {1,12} {2,10} {3,10} {4,12} {5,12} {6,12}", cells...);
  };
  line("bytes of", "from", "stack", "data", "heap", "reserve", "total");
  for (auto [window, base] : llvm::zip_equal(windows, bases)) {
    const MemoryLayout::Row &row = *request.map->find(window.input);
    const uint64_t initial = window.growth.initialBytes();
    uint64_t data = 0, stack = 0;
    for (const MemoryLayout::Run &run : row.data)
      data += std::min(run.end, initial) - std::min(run.begin, initial);
    // A stack above data is not told apart from variables.
    const uint64_t stackTop = window.stack.stackTopBytes.value_or(0);
    if (data == 0 || stackTop <= row.data.front().begin)
      stack = std::min(stackTop, initial);
    line(describeMemory(module, window.input), base.value() ? std::to_string(*base.value()) : "past 2^64",
         stack == 0 ? "?" : std::to_string(stack), data, initial - std::min(initial, data + stack),
         window.growth.capacityBytes() - initial, window.growth.capacityBytes());
  }
  return table;
}

/// `reserve.heap`, and where to give it.
std::string Placement::reserveOption(size_t position) const {
  const Window &window = windows[position];
  std::string text = "reserve.";
  llvm::raw_string_ostream stream(text);
  printOptionText(stream, window.name.empty() ? std::to_string(window.input.value) : window.name);
  return text;
}

/// What to change: one reserve, all of them, the base; whatever is enough, in this order.
std::string Placement::smallestChange() const {
  std::string best;
  uint64_t leastPages = 0;
  for (size_t i = 0; i < windows.size(); ++i) {
    std::optional<uint64_t> pages = largestBelow(reserves[i], [&](uint64_t value) {
      Pages changed = reserves;
      changed[i] = value;
      return fits(changed, request.baseBytes);
    });
    if (!pages || (!best.empty() && reserves[i] - *pages >= leastPages))
      continue;
    leastPages = reserves[i] - *pages;
    // A reserve that bump-grow settled before is an option of bump-grow.
    best = reserveOption(i) + "=" + std::to_string(*pages) +
           (windows[i].growth.isLowered ? " in bump-grow" : "") + " fits (it is " + std::to_string(reserves[i]) + " now)";
  }
  if (!best.empty())
    return best;
  auto capped = [&](uint64_t most) {
    Pages changed = reserves;
    for (uint64_t &value : changed)
      value = std::min(value, most);
    return changed;
  };
  const uint64_t most = *llvm::max_element(reserves);
  if (std::optional<uint64_t> pages =
          largestBelow(most, [&](uint64_t value) { return fits(capped(value), request.baseBytes); }))
    return "reserve=" + std::to_string(*pages) + " for every memory fits (the largest is " + std::to_string(most) + " now)";
  if (std::optional<uint64_t> bytes =
          largestBelow(request.baseBytes, [&](uint64_t value) { return fits(reserves, value); }))
    return "base=" + std::to_string(*bytes) + " fits"; // the largest is aligned: one more is rounded up
  return "";
}

Result<uint64_t> Placement::run() {
  const Checked pages = pagesWith(reserves, request.baseBytes, [&](size_t i, Checked base) {
    // Goes on past the end, so that the table in a message is complete.
    bases.push_back(base);
    windows[i].baseBytes = base.value().value_or(0);
  });
  if (!pages.fits(limitPages)) {
    std::string remedy = smallestChange();
    return error(Location::module(), "the windows do not fit into " + std::to_string(limitPages) +
                                         " pages, the limit of a " + (request.is64 ? "64" : "32") +
                                         "-bit memory:" + table())
        .remedy(remedy.empty() ? "place fewer or smaller memories" : remedy);
  }
  if (request.ramBytes && *pages.value() > *request.ramBytes / PageSize) {
    const uint64_t neededBytes = *pages.value() * PageSize;
    limitPages = *request.ramBytes / PageSize;
    std::string remedy = smallestChange();
    return error(Location::module(), "the merged memory takes " + std::to_string(neededBytes) + " bytes, " +
                                         std::to_string(neededBytes - *request.ramBytes) + " more than ram=" +
                                         std::to_string(*request.ramBytes) + ":" + table())
        .remedy(!remedy.empty() ? remedy
                : *request.ramBytes < PageSize
                    ? "give at least a page, 65536 bytes: smaller parts need windows that share pages, which this tool "
                      "cannot make"
                                : "make the memories smaller; without reserve and base they take " +
                                      std::to_string(*pagesWith(Pages(windows.size()), 0, [](size_t, Checked) {}).value() *
                                                     PageSize) +
                                      " bytes");
  }
  return *pages.value();
}

} // namespace

Result<uint64_t> placeWindows(const Module &module, std::vector<Window> &windows, const PlacementRequest &request) {
  return Placement(module, windows, request).run();
}

} // namespace meld
