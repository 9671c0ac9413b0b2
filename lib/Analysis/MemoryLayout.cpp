//===- MemoryLayout.cpp - the memory map ----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see MemoryLayout.h.
// Why:  see MemoryLayout.h.
// Never: see MemoryLayout.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/MemoryLayout.h"
#include "meld/Analysis/ShadowStack.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

std::optional<uint64_t> endOfActiveData(const Module &module, MemoryId memory) {
  const Layout &layout = module.layout();
  const Window *window = layout.mergedMemory ? layout.windowOf(memory) : nullptr;
  uint64_t end = 0;
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive || segment.memory != (window ? *layout.mergedMemory : memory))
      continue;
    std::optional<uint64_t> offset = evaluateInteger(segment.offset, module);
    if (!offset && window && layout.assumedSegments.count(id) != 0 && layout.assumedSegments.at(id) != memory)
      continue; // of another window
    if (!offset)
      return std::nullopt;
    if (window && (*offset < window->baseBytes || *offset >= window->endBytes()))
      continue; // of another window
    std::optional<uint64_t> last = (Checked(*offset) + segment.bytes.size() - (window ? window->baseBytes : 0)).value();
    if (!last)
      return std::nullopt;
    end = std::max(end, *last);
  }
  return end;
}

namespace {

/// Puts the runs of initial data into the rows that they lie in.
void addData(const Module &module, std::vector<MemoryLayout::Row> &rows) {
  std::map<std::pair<uint32_t, uint64_t>, uint64_t> ends; // memory, offset
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive || segment.bytes.empty())
      continue;
    if (std::optional<uint64_t> offset = evaluateInteger(segment.offset, module)) {
      uint64_t &end = ends[{segment.memory.value, *offset}];
      end = std::max(end, *offset + segment.bytes.size());
    }
  }
  const std::optional<MemoryId> merged = module.layout().mergedMemory;
  for (MemoryLayout::Row &row : rows) {
    const uint32_t memory = merged ? merged->value : row.input.value;
    for (auto at = ends.lower_bound({memory, row.baseBytes});
         at != ends.end() && at->first.first == memory && (row.isWholeSpace() || at->first.second < row.endBytes());
         ++at) {
      const uint64_t begin = at->first.second - row.baseBytes, end = at->second - row.baseBytes;
      if (!row.data.empty() && begin < row.data.back().end + MemoryLayout::Row::DataGap)
        row.data.back().end = std::max(row.data.back().end, end);
      else
        row.data.push_back({begin, end});
    }
  }
}

} // namespace

MemoryLayout MemoryLayoutAnalysis::run(const Module &module, ModuleAnalysisManager &analyses) {
  MemoryLayout result;
  const Layout &layout = module.layout();
  result.premises = layout.premises;
  for (const auto &[segment, input] : layout.assumedSegments)
    if (module.dataSegments().contains(segment))
      result.assumed.push_back({segment, module.dataSegments()[segment].name.str(), input});
  result.checksNeeded = layout.checksNeeded;
  result.checksRemoved = layout.checksRemoved;
  if (layout.mergedMemory) {
    result.merged = module.memories()[*layout.mergedMemory].limits.minimum;
    uint64_t end = 0;
    for (const Window &window : layout.windows) {
      MemoryLayout::Row row;
      row.input = window.input;
      row.name = window.name;
      row.baseBytes = window.baseBytes;
      row.initialPages = window.growth.initialPages;
      row.reservePages = window.growth.reservePages;
      row.dataEndBytes = endOfActiveData(module, window.input);
      row.exports = window.exports;
      row.isFrozen = window.growth.isLowered || window.growth.reservePages == 0;
      row.lostBytes = window.baseBytes - end + window.growth.reserveRoundingBytes;
      row.stack = window.stack;
      end = window.endBytes();
      result.all.push_back(std::move(row));
    }
    addData(module, result.all);
    return result;
  }
  const ShadowStack &stacks = analyses.get<ShadowStackAnalysis>(module);
  for (MemoryId id : module.memories().ids()) {
    const Memory &memory = module.memories()[id];
    MemoryLayout::Row row;
    row.input = id;
    row.initialPages = memory.growth ? memory.growth->initialPages : memory.limits.minimum;
    row.reservePages = memory.growth ? memory.growth->reservePages : 0;
    row.dataEndBytes = endOfActiveData(module, id);
    row.isFrozen = memory.limits.maximum == memory.limits.minimum;
    row.stack = stacks.of(id);
    for (const Export &entry : module.exports())
      if (entry.target == ExternalRef{ExternalKind::Memory, id.value})
        row.exports.push_back(entry.name.str());
    row.name = !memory.name.empty() || row.exports.empty() ? memory.name.str() : row.exports.front();
    result.all.push_back(std::move(row));
  }
  addData(module, result.all);
  return result;
}

std::optional<uint64_t> MemoryLayout::totalBytes() const {
  if (merged)
    return *merged * PageSize;
  return all.size() == 1 ? std::optional(all.front().endBytes()) : std::nullopt;
}

std::optional<ProtectionRegion> MemoryLayout::regionOf(size_t row) const {
  const uint64_t limit = row + 1 < all.size() ? all[row + 1].baseBytes : totalBytes().value_or(all[row].endBytes());
  return coveringRegion(all[row].baseBytes, all[row].endBytes(), limit);
}

void MemoryLayout::print(llvm::raw_ostream &out, const Module &) const {
  if (merged)
    out << "merged memory: " << *merged << " pages, " << *merged * PageSize << " bytes\n";
  else
    out << "memories: " << all.size() << " (not merged)\n";
  auto place = [](std::optional<uint64_t> bytes, const char *otherwise) {
    return bytes ? "+0x" + llvm::utohexstr(*bytes, true) : otherwise;
  };
  out << llvm::formatv("{0,-18} {1,10} {2,10} {3,13} {4,13} {5,10} {6,11} {7,9} {8,9}  {9}\n",
                       merged ? "window" : "memory", "base", "end", "initial bytes", "reserve bytes", "lost bytes",
                       "end of data", "stack top", "heap base", "exported as");
  for (const Row &row : all) {
    std::string exportList;
    for (const std::string &exported : row.exports)
      exportList += (exportList.empty() ? "" : ", ") + exported;
    out << llvm::formatv("{0,-18} {1,10} {2,10} {3,13} {4,13} {5,10} {6,11} {7,9} {8,9}  {9}{10}\n", row.title(),
                         "0x" + llvm::utohexstr(row.baseBytes, true), row.isWholeSpace() ? "2^64" : "0x" + llvm::utohexstr(row.endBytes(), true),
                         row.isWholeSpace() ? "2^64" : std::to_string(row.initialBytes()), row.reserveBytes(), row.lostBytes, place(row.dataEndBytes, "not constant"),
                         place(row.stack.stackTopBytes, "-"), place(row.stack.heapBaseBytes, "-"),
                         exportList.empty() ? "-" : exportList, row.isFrozen ? "" : "  (can grow at run time)");
  }
  if (merged && !all.empty() && *merged * PageSize != all.back().endBytes())
    out << "lost to the last page: " << *merged * PageSize - all.back().endBytes() << " bytes\n";
  if (checksNeeded != 0)
    out << "bounds checks: " << checksNeeded << " accesses need one, " << checksRemoved << " proven in bounds, "
        << checksNeeded - checksRemoved << " checked\n";
  if (!premises.empty()) {
    out << "premises:";
    for (const RecordedPremise &premise : premises)
      out << ' ' << premise.name << (premise.isGranted ? " (granted)" : "");
    out << '\n';
  }
  for (const AssumedSegment &segment : assumed)
    out << "taken, not known: data segment " << segment.segment.value << (segment.name.empty() ? "" : " $")
        << segment.name << " lies within the initial bytes of memory " << segment.input.value << '\n';
}

void MemoryLayout::printJson(llvm::raw_ostream &out, const Module &) const {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    if (merged) {
      json.attribute("mergedPages", *merged);
      json.attribute("mergedBytes", *merged * PageSize);
    }
    json.attributeArray(merged ? "windows" : "memories", [&] {
      for (const Row &row : all)
        json.object([&] {
          json.attribute("input", row.input.value);
          json.attribute("name", row.name);
          json.attribute("baseBytes", row.baseBytes);
          auto bytes = [&](llvm::StringRef key, uint64_t value) {
            if (row.isWholeSpace()) { // 2^64
              json.attributeBegin(key);
              json.rawValue("18446744073709551616");
              json.attributeEnd();
            } else {
              json.attribute(key, value);
            }
          };
          bytes("endBytes", row.endBytes());
          bytes("initialBytes", row.initialBytes());
          json.attribute("reserveBytes", row.reserveBytes());
          json.attribute("lostBytes", row.lostBytes);
          if (row.dataEndBytes)
            json.attribute("dataEndBytes", *row.dataEndBytes);
          else
            json.attribute("dataEndBytes", nullptr);
          if (row.stack.stackTopBytes)
            json.attribute("stackTopBytes", *row.stack.stackTopBytes);
          if (row.stack.heapBaseBytes)
            json.attribute("heapBaseBytes", *row.stack.heapBaseBytes);
          if (std::optional<ProtectionRegion> region = regionOf(static_cast<size_t>(&row - all.data())))
            json.attributeObject("armv7mRegion", [&] {
              json.attribute("baseBytes", region->baseBytes);
              json.attribute("sizeLog2", region->sizeLog2);
              json.attribute("disabledParts", region->disabledParts);
            });
          json.attributeArray("data", [&] {
            for (const Run &run : row.data)
              json.object([&] {
                json.attribute("beginBytes", run.begin);
                json.attribute("endBytes", run.end);
              });
          });
          json.attributeArray("exports", [&] {
            for (const std::string &exported : row.exports)
              json.value(exported);
          });
          json.attribute("frozen", row.isFrozen);
        });
    });
    if (checksNeeded != 0) {
      json.attribute("checksNeeded", checksNeeded);
      json.attribute("checksRemoved", checksRemoved);
    }
    json.attributeArray("premises", [&] {
      for (const RecordedPremise &premise : premises)
        json.value(premise.name);
    });
    json.attributeArray("assumedSegments", [&] {
      for (const AssumedSegment &segment : assumed)
        json.object([&] {
          json.attribute("segment", segment.segment.value);
          json.attribute("name", segment.name);
          json.attribute("input", segment.input.value);
        });
    });
    json.attributeArray("granted", [&] {
      for (const RecordedPremise &premise : premises)
        if (premise.isGranted)
          json.value(premise.name);
    });
  });
  out << '\n';
}

} // namespace meld
