//===- MemoryLayoutSvg.cpp - the memory map as a drawing -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: on the left the whole memory to scale, on the right each window to a scale of its
//       own: stack, data, what is zero at the start, reserve.
// Why:  a picture that one puts into a review.
// Never: depends on the viewer's colours: it has a ground of its own, light or dark as the
//        viewer asks. Draws in integers, so that it is the same everywhere.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/MemoryLayout.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

namespace {

// Pixels.
constexpr uint64_t Width = 960, Margin = 24, Top = 76, Overview = 132, DetailLeft = 300, RowHeight = 104, BarHeight = 30,
                   LegendHeight = 56, LeastHeight = 320;
constexpr uint64_t DetailWidth = Width - DetailLeft - Margin;

constexpr llvm::StringLiteral Style = R"svg(  <style>
    .ground { fill: #ffffff; } text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-size: 17px; font-weight: 600; } .small { font-size: 11px; fill: #59636e; }
    .frame { fill: none; stroke: #59636e; } .lead { stroke: #9aa4ae; fill: none; }
    .stack { fill: #c2410c; } .data { fill: #1d4ed8; } .rest { fill: #7aa874; }
    .reserve { fill: #e3ded0; } .reserve-lines { stroke: #a89f86; } .lost { fill: #f0f1f3; }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; } text { fill: #e6edf3; } .small { fill: #9198a1; }
      .frame { stroke: #9198a1; } .lead { stroke: #59636e; }
      .stack { fill: #f0883e; } .data { fill: #6ea8fe; } .rest { fill: #4d7c4a; }
      .reserve { fill: #2b2a26; } .reserve-lines { stroke: #6e6a5c; } .lost { fill: #1c2128; }
    }
  </style>
  <defs>
    <pattern id="reserve" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="reserve" width="8" height="8"/>
      <line class="reserve-lines" x1="0" y1="0" x2="0" y2="8"/>
    </pattern>
  </defs>
)svg";

std::string escaped(llvm::StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (static_cast<unsigned char>(c) < 0x20) // XML has no way to write these
      result += '?';
    else
      result += c;
  }
  return result;
}

std::string hex(uint64_t value) { return "0x" + llvm::utohexstr(value, true); }

/// `bytes` with the largest unit that divides it.
std::string amount(uint64_t bytes) {
  if (bytes != 0 && bytes % (1u << 20) == 0)
    return std::to_string(bytes >> 20) + " MiB";
  if (bytes != 0 && bytes % 1024 == 0)
    return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " B";
}

/// What `bytes` of `total` take of `pixels`, in hundredths of a pixel.
uint64_t scaled(uint64_t bytes, uint64_t total, uint64_t pixels) {
  return static_cast<uint64_t>(static_cast<unsigned __int128>(bytes) * pixels * 100 / total);
}

/// Hundredths of a pixel.
std::string number(uint64_t hundredths) {
  std::string text = std::to_string(hundredths / 100);
  if (uint64_t rest = hundredths % 100)
    text += "." + std::string(rest < 10 ? "0" : "") + std::to_string(rest);
  return text;
}

class Drawing {
public:
  Drawing(llvm::raw_ostream &out, llvm::ArrayRef<MemoryLayout::Row> rows, uint64_t total)
      : out(out), rows(rows), total(std::max<uint64_t>(total, 1)),
        height(std::max<uint64_t>(LeastHeight, rows.size() * RowHeight)) {}

  void draw() {
    const uint64_t whole = Top + height + LegendHeight;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << Width << "\" height=\"" << whole << "\" viewBox=\"0 0 "
        << Width << ' ' << whole << "\" role=\"img\" aria-label=\"memory map\">\n"
        << Style;
    out << "  <rect class=\"ground\" width=\"" << Width << "\" height=\"" << whole << "\"/>\n";
    text(Margin, 34, "title", "memory map");
    text(Margin, 54, "small", std::to_string(total) + " bytes, " + std::to_string(rows.size()) +
                                  (rows.size() == 1 ? " window" : " windows") + "; left to scale from address 0 down");
    box("lost", Margin * 100, Top * 100, Overview * 100, height * 100);
    for (size_t i = 0; i < rows.size(); ++i)
      overview(rows[i], i);
    out << "  <rect class=\"frame\" x=\"" << Margin << "\" y=\"" << Top << "\" width=\"" << Overview << "\" height=\""
        << height << "\"/>\n";
    for (size_t i = 0; i < rows.size(); ++i)
      detail(rows[i], i);
    legend(Top + height + 32);
    out << "</svg>\n";
  }

private:
  /// Arguments in hundredths of a pixel; what exists is at least visible.
  void box(llvm::StringRef kind, uint64_t x, uint64_t y, uint64_t width, uint64_t tall, llvm::StringRef tip = {}) {
    if (width == 0 || tall == 0)
      return;
    out << "  <rect " << (kind == "reserve" ? "fill=\"url(#reserve)\"" : "class=\"" + kind.str() + "\"") << " x=\""
        << number(x) << "\" y=\"" << number(y) << "\" width=\"" << number(std::max<uint64_t>(width, 100)) << "\" height=\""
        << number(std::max<uint64_t>(tall, 100)) << "\"";
    if (tip.empty())
      out << "/>\n";
    else
      out << "><title>" << escaped(tip) << "</title></rect>\n";
  }

  void text(uint64_t x, uint64_t y, llvm::StringRef kind, llvm::StringRef content) {
    out << "  <text" << (kind.empty() ? "" : " class=\"" + kind.str() + "\"") << " x=\"" << x << "\" y=\"" << y << "\">"
        << escaped(content) << "</text>\n";
  }

  static uint64_t middleOf(size_t row) { return Top + row * RowHeight + RowHeight / 2; }

  /// The window's share of the memory, and a line to its row.
  void overview(const MemoryLayout::Row &row, size_t index) {
    const uint64_t begin = Top * 100 + scaled(row.baseBytes, total, height);
    const uint64_t initial = scaled(row.initialBytes(), total, height), reserve = scaled(row.reserveBytes(), total, height);
    box("rest", Margin * 100, begin, Overview * 100, initial);
    box("reserve", Margin * 100, begin + initial, Overview * 100, reserve);
    for (const MemoryLayout::Run &run : row.data)
      box("data", Margin * 100, begin + scaled(run.begin, total, height), Overview * 100,
          scaled(run.end - run.begin, total, height));
    const uint64_t tall = std::max<uint64_t>(initial + reserve, 100);
    out << "  <rect class=\"frame\" x=\"" << Margin << "\" y=\"" << number(begin) << "\" width=\"" << Overview
        << "\" height=\"" << number(tall) << "\"/>\n";
    out << "  <path class=\"lead\" d=\"M" << Margin + Overview << ' ' << number(begin + tall / 2) << " L" << DetailLeft - 24
        << ' ' << middleOf(index) << " H" << DetailLeft - 8 << "\"/>\n";
  }

  /// The window to a scale of its own.
  void detail(const MemoryLayout::Row &row, size_t index) {
    const uint64_t capacity = std::max<uint64_t>(row.initialBytes() + row.reserveBytes(), 1);
    const uint64_t top = middleOf(index) - BarHeight / 2, left = DetailLeft * 100;
    auto x = [&](uint64_t bytes) { return left + scaled(bytes, capacity, DetailWidth); };
    auto part = [&](llvm::StringRef kind, uint64_t begin, uint64_t end, const std::string &what) {
      if (begin < end)
        box(kind, x(begin), top * 100, x(end) - x(begin), BarHeight * 100,
            what + ": " + hex(row.baseBytes + begin) + " to " + hex(row.baseBytes + end) + ", " +
                std::to_string(end - begin) + " bytes");
    };
    text(DetailLeft, top - 10, "", row.title());
    part("rest", 0, row.initialBytes(), "zero at the start: variables and heap");
    if (row.stack.stackTopBytes)
      part("stack", stackBegin(row), std::min(*row.stack.stackTopBytes, row.initialBytes()), stackName(row));
    for (const MemoryLayout::Run &run : row.data)
      part("data", run.begin, std::min(run.end, row.initialBytes()), "data");
    part("reserve", row.initialBytes(), row.initialBytes() + row.reserveBytes(), "reserve");
    out << "  <rect class=\"frame\" x=\"" << DetailLeft << "\" y=\"" << top << "\" width=\"" << DetailWidth << "\" height=\""
        << BarHeight << "\"/>\n";
    if (row.stack.heapBaseBytes && *row.stack.heapBaseBytes <= row.initialBytes())
      out << "  <path class=\"frame\" d=\"M" << number(x(*row.stack.heapBaseBytes)) << ' ' << top - 5 << " v"
          << BarHeight + 10 << "\"><title>heap base: " << hex(row.baseBytes + *row.stack.heapBaseBytes)
          << "</title></path>\n";
    std::string caption = hex(row.baseBytes) + " to " + hex(row.endBytes()) + ": initial " + amount(row.initialBytes()) +
                          ", reserve " + amount(row.reserveBytes());
    if (row.dataEndBytes && *row.dataEndBytes != 0)
      caption += ", data ends at +" + hex(*row.dataEndBytes);
    if (row.stack.stackTopBytes)
      caption += ", stack top +" + hex(*row.stack.stackTopBytes);
    if (row.stack.heapBaseBytes)
      caption += ", heap base +" + hex(*row.stack.heapBaseBytes);
    text(DetailLeft, top + BarHeight + 18, "small", caption);
  }

  /// The stack lies between its top and the data below it, or the beginning.
  static uint64_t stackBegin(const MemoryLayout::Row &row) {
    uint64_t begin = 0;
    for (const MemoryLayout::Run &run : row.data)
      if (run.end <= *row.stack.stackTopBytes)
        begin = std::max(begin, run.end);
    return begin;
  }
  /// What a segment does not set may be variables as well.
  static std::string stackName(const MemoryLayout::Row &row) {
    return stackBegin(row) == 0 ? "stack" : "stack, and variables that are zero at the start";
  }

  void legend(uint64_t y) {
    uint64_t x = Margin;
    for (auto [kind, name] : {std::pair{"stack", "stack"}, {"data", "data"}, {"rest", "zero at the start: variables, heap"},
                              {"reserve", "reserve"}, {"lost", "lost to alignment and the last page"}}) {
      box(kind, x * 100, (y - 11) * 100, 1400, 1400);
      out << "  <rect class=\"frame\" x=\"" << x << "\" y=\"" << y - 11 << "\" width=\"14\" height=\"14\"/>\n";
      text(x + 20, y, "small", name);
      x += 48 + 6 * llvm::StringRef(name).size();
    }
  }

  llvm::raw_ostream &out;
  llvm::ArrayRef<MemoryLayout::Row> rows;
  const uint64_t total, height;
};

} // namespace

Result<void> MemoryLayout::printSvg(llvm::raw_ostream &out, const Module &module) const {
  std::optional<uint64_t> total = totalBytes();
  if (!total)
    return error(Location::module(), "format svg of memory-layout draws one memory, and there are " +
                                         llvm::Twine(all.size()))
        .remedy("merge them: add rebase to the pipeline");
  if (Result<void> numbers = requireNumbers(module, "svg"); !numbers)
    return numbers.takeFailure();
  Drawing(out, all, *total).draw();
  return {};
}

} // namespace meld
