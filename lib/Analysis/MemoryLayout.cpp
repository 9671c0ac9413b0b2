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

MemoryLayout MemoryLayoutAnalysis::run(const Module &module, ModuleAnalysisManager &) {
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
    for (const Window &window : layout.windows)
      result.all.push_back({window.input, window.name, window.baseBytes, window.growth.initialPages,
                            window.growth.reservePages, endOfActiveData(module, window.input), window.exports,
                            window.growth.isLowered || window.growth.reservePages == 0});
    return result;
  }
  for (MemoryId id : module.memories().ids()) {
    const Memory &memory = module.memories()[id];
    MemoryLayout::Row row;
    row.input = id;
    row.initialPages = memory.growth ? memory.growth->initialPages : memory.limits.minimum;
    row.reservePages = memory.growth ? memory.growth->reservePages : 0;
    row.dataEndBytes = endOfActiveData(module, id);
    row.isFrozen = memory.limits.maximum == memory.limits.minimum;
    for (const Export &entry : module.exports())
      if (entry.target == ExternalRef{ExternalKind::Memory, id.value})
        row.exports.push_back(entry.name.str());
    row.name = !memory.name.empty() || row.exports.empty() ? memory.name.str() : row.exports.front();
    result.all.push_back(std::move(row));
  }
  return result;
}

void MemoryLayout::print(llvm::raw_ostream &out, const Module &) const {
  if (merged)
    out << "merged memory: " << *merged << " pages, " << *merged * PageSize << " bytes\n";
  else
    out << "memories: " << all.size() << " (not merged)\n";
  out << llvm::formatv("{0,-24} {1,10} {2,10} {3,14} {4,14} {5,12}  {6}\n", merged ? "window" : "memory", "base", "end",
                       "initial bytes", "reserve bytes", "end of data", "exported as");
  for (const Row &row : all) {
    std::string name = std::to_string(row.input.value) + (row.name.empty() ? "" : " $" + row.name);
    std::string exportList;
    for (const std::string &exported : row.exports)
      exportList += (exportList.empty() ? "" : ", ") + exported;
    out << llvm::formatv("{0,-24} {1,10} {2,10} {3,14} {4,14} {5,12}  {6}{7}\n", name,
                         "0x" + llvm::utohexstr(row.baseBytes, true), "0x" + llvm::utohexstr(row.endBytes(), true),
                         row.initialPages * PageSize, row.reservePages * PageSize,
                         row.dataEndBytes ? "+0x" + llvm::utohexstr(*row.dataEndBytes, true) : "not constant",
                         exportList.empty() ? "-" : exportList, row.isFrozen ? "" : "  (can grow at run time)");
  }
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
          json.attribute("endBytes", row.endBytes());
          json.attribute("initialBytes", row.initialPages * PageSize);
          json.attribute("reserveBytes", row.reservePages * PageSize);
          if (row.dataEndBytes)
            json.attribute("dataEndBytes", *row.dataEndBytes);
          else
            json.attribute("dataEndBytes", nullptr);
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
