//===- LayoutSection.cpp - the custom section meld.layout ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the module's `Layout` and growth state as JSON, and back.
// Why:  two runs of the tool must equal one pipeline, and people and other tools
//       must be able to read where each window lies.
// Never: believes a section that the module contradicts.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/CustomSections.h"
#include "meld/Support/Leb.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include <array>

namespace meld {

namespace {

constexpr int LayoutVersion = 1;

/// One input memory, whether in a window or on its own.
void writeEntry(llvm::json::OStream &json, llvm::StringRef name, uint32_t input, uint32_t memory, uint64_t base,
                bool isChecked, const GrowthState &growth, const std::vector<std::string> &exports,
                const StackPlace &stack, const IndexMap &indices, llvm::function_ref<void()> writeMore = [] {}) {
  json.object([&] {
    json.attribute("name", name);
    json.attribute("input", input);
    json.attribute("memory", memory);
    json.attribute("base", base);
    json.attribute("checked", isChecked);
    json.attribute("initialPages", growth.initialPages);
    json.attribute("reservePages", growth.reservePages);
    if (growth.reserveRoundingBytes != 0)
      json.attribute("reserveRoundingBytes", growth.reserveRoundingBytes);
    if (growth.maximumPages)
      json.attribute("maximumPages", *growth.maximumPages);
    else
      json.attribute("maximumPages", nullptr);
    if (growth.grownGlobal)
      json.attribute("grownGlobal", indices[*growth.grownGlobal]);
    else
      json.attribute("grownGlobal", nullptr);
    if (growth.grownBytesGlobal)
      json.attribute("grownBytesGlobal", indices[*growth.grownBytesGlobal]);
    if (growth.growFunction)
      json.attribute("growFunction", indices[*growth.growFunction]);
    else
      json.attribute("growFunction", nullptr);
    json.attributeArray("exports", [&] {
      for (const std::string &exported : exports)
        json.value(exported);
    });
    if (stack.stackTopBytes)
      json.attribute("stackTop", *stack.stackTopBytes);
    if (stack.heapBaseBytes)
      json.attribute("heapBase", *stack.heapBaseBytes);
    writeMore();
  });
}

/// What adapters of host pointers need, and are; without what was removed as dead.
void writeHelpers(llvm::json::OStream &json, const Module &module, const HostHelpers &helpers, const IndexMap &indices) {
  auto write = [&](llvm::StringRef key, const std::optional<FunctionId> &function) {
    if (function && module.functions().contains(*function))
      json.attribute(key, indices[*function]);
  };
  write("toHostFunction", helpers.toHost);
  write("fromHostFunction", helpers.fromHost);
}

void writeAdapters(llvm::json::OStream &json, const Module &module, const IndexMap &indices) {
  const Layout &layout = module.layout();
  auto exists = [&](const HostAdapter &adapter) {
    return module.functions().contains(adapter.function) && module.functions().contains(adapter.target);
  };
  if (llvm::any_of(layout.hostAdapters, exists))
    json.attributeArray("hostAdapters", [&] {
      for (const HostAdapter &adapter : layout.hostAdapters)
        if (exists(adapter))
          json.object([&] {
            json.attribute("function", indices[adapter.function]);
            json.attribute("input", adapter.input.value);
            json.attribute(adapter.isExport ? "export" : "import", indices[adapter.target]);
          });
    });
  const std::optional<HostScratchSpace> &scratch = layout.hostScratch;
  if (scratch && module.functions().contains(scratch->take) && module.globals().contains(scratch->used))
    json.attributeObject("hostScratch", [&] {
      json.attribute("input", scratch->input.value);
      json.attribute("address", scratch->addressBytes);
      json.attribute("bytes", scratch->bytes);
      json.attribute("usedGlobal", indices[scratch->used]);
      json.attribute("takeFunction", indices[scratch->take]);
    });
}

std::vector<std::string> exportNames(const Module &module, MemoryId memory) {
  std::vector<std::string> names;
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, memory.value})
      names.push_back(entry.name.str());
  return names;
}

/// Reads the section; an empty string if it was consistent, otherwise why not.
class LayoutReader {
public:
  LayoutReader(const Module &module, Module::Builder &builder) : module(module), builder(builder) {}

  std::string read(llvm::StringRef text) {
    llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(text);
    if (!parsed)
      return "it is not JSON: " + llvm::toString(parsed.takeError());
    const llvm::json::Object *top = parsed->getAsObject();
    if (!top || top->getInteger("version") != LayoutVersion)
      return "its version is not " + std::to_string(LayoutVersion);
    std::optional<bool> rebased = top->getBoolean("rebased");
    const llvm::json::Array *windows = top->getArray("windows");
    if (!rebased || !windows)
      return "`rebased` or `windows` is missing";
    Layout layout;
    layout.checksNeeded = static_cast<uint64_t>(top->getInteger("checksNeeded").value_or(0));
    layout.checksRemoved = static_cast<uint64_t>(top->getInteger("checksRemoved").value_or(0));
    layout.hasAllChecks = top->getString("checks") == "all";
    layout.oom = top->getString("oom").value_or("").str();
    layout.zero = top->getString("zero").value_or("").str();
    if (std::optional<int64_t> function = top->getInteger("oomFunction")) {
      layout.oomFunction = FunctionId(static_cast<uint32_t>(*function));
      if (*function < 0 || *function > 0xFFFFFFFF || !module.functions().contains(*layout.oomFunction))
        return "function #" + std::to_string(*function) + " does not exist";
    }
    if (layout.oomFunction.has_value() != (layout.oom == "call"))
      return "oom=call and the function that is called are not both there";
    if (const llvm::json::Array *premises = top->getArray("premises"))
      for (const llvm::json::Value &premise : *premises)
        layout.recordPremise(premise.getAsString().value_or("").str(), false);
    if (const llvm::json::Array *granted = top->getArray("granted"))
      for (const llvm::json::Value &premise : *granted)
        layout.recordPremise(premise.getAsString().value_or("").str(), true);
    if (const llvm::json::Array *assumed = top->getArray("assumedSegments"))
      for (const llvm::json::Value &value : *assumed)
        if (!readAssumed(value, layout))
          return "it speaks of a segment that does not exist";
    if (!readAdapters(*top, layout))
      return "it speaks of an adapter of host pointers that does not exist";
    if (*rebased && (windows->empty() || module.memories().size() != 1))
      return "a merged module has one memory, with windows in it";
    if (*rebased)
      layout.mergedMemory = MemoryId(0);
    std::vector<std::pair<MemoryId, GrowthState>> alone;
    for (const llvm::json::Value &value : *windows) {
      Window window;
      uint64_t memory = 0;
      if (std::string why = readWindow(value, window, memory, *rebased); !why.empty())
        return why;
      if (*rebased && !layout.windows.empty() && window.baseBytes < layout.windows.back().endBytes())
        return "its windows overlap";
      if (*rebased)
        layout.windows.push_back(std::move(window));
      else
        alone.emplace_back(MemoryId(static_cast<uint32_t>(memory)), window.growth);
    }
    std::optional<llvm::StringRef> digest = top->getString("digest");
    if (digest && *digest != digestOfSections(module.inputBytes()))
      return "another tool changed the module since it was written";
    for (auto &[memory, growth] : alone)
      builder.memories()[memory].growth = growth;
    builder.layout() = std::move(layout);
    return "";
  }

private:
  bool readAssumed(const llvm::json::Value &value, Layout &layout) {
    const llvm::json::Object *entry = value.getAsObject();
    std::optional<int64_t> segment = entry ? entry->getInteger("segment") : std::nullopt;
    std::optional<int64_t> input = entry ? entry->getInteger("input") : std::nullopt;
    if (!segment || *segment < 0 || *segment > 0xFFFFFFFF || !input || *input < 0 || *input > 0xFFFFFFFF)
      return false;
    DataId id(static_cast<uint32_t>(*segment));
    if (!module.dataSegments().contains(id) || !module.dataSegments()[id].isActive)
      return false;
    layout.assumedSegments[id] = MemoryId(static_cast<uint32_t>(*input));
    return true;
  }

  /// The function under `key`; nothing if there is none, or no such function.
  std::optional<FunctionId> readFunction(const llvm::json::Object &object, llvm::StringRef key) {
    std::optional<int64_t> index = object.getInteger(key);
    if (!index || *index < 0 || *index > 0xFFFFFFFF || !module.functions().contains(FunctionId(static_cast<uint32_t>(*index))))
      return std::nullopt;
    return FunctionId(static_cast<uint32_t>(*index));
  }
  static std::optional<uint64_t> readNumber(const llvm::json::Object &object, llvm::StringRef key) {
    std::optional<int64_t> number = object.getInteger(key);
    return number && *number >= 0 && *number <= 0xFFFFFFFF ? std::optional<uint64_t>(*number) : std::nullopt;
  }

  bool readAdapters(const llvm::json::Object &top, Layout &layout) {
    if (const llvm::json::Array *adapters = top.getArray("hostAdapters"))
      for (const llvm::json::Value &value : *adapters) {
        const llvm::json::Object *entry = value.getAsObject();
        if (!entry)
          return false;
        const bool isExport = entry->get("export") != nullptr;
        std::optional<FunctionId> function = readFunction(*entry, "function"),
                                  target = readFunction(*entry, isExport ? "export" : "import");
        std::optional<uint64_t> input = readNumber(*entry, "input");
        if (!function || !target || !input)
          return false;
        layout.hostAdapters.push_back({*function, MemoryId(static_cast<uint32_t>(*input)), *target, isExport});
      }
    const llvm::json::Object *entry = top.getObject("hostScratch");
    if (!entry)
      return true;
    std::optional<uint64_t> input = readNumber(*entry, "input"), address = readNumber(*entry, "address"),
                            bytes = readNumber(*entry, "bytes"), used = readNumber(*entry, "usedGlobal");
    std::optional<FunctionId> take = readFunction(*entry, "takeFunction");
    if (!input || !address || !bytes || !used || !take || !module.globals().contains(GlobalId(static_cast<uint32_t>(*used))))
      return false;
    layout.hostScratch = {MemoryId(static_cast<uint32_t>(*input)), *address, *bytes,
                          GlobalId(static_cast<uint32_t>(*used)), *take};
    return true;
  }

  std::string readWindow(const llvm::json::Value &value, Window &window, uint64_t &memory, bool rebased) {
    const llvm::json::Object *entry = value.getAsObject();
    if (!entry)
      return "a window is not an object";
    auto bytes = [&](llvm::StringRef key, uint64_t &into) {
      const llvm::json::Value *value = entry->get(key);
      std::optional<uint64_t> read = value ? value->getAsUINT64() : std::nullopt;
      into = read.value_or(0);
      return read.has_value();
    };
    auto number = [&](llvm::StringRef key, uint64_t &into) { return bytes(key, into) && into <= MaxPages64; };
    uint64_t input = 0;
    GrowthState &growth = window.growth;
    if (!number("input", input) || !number("memory", memory) || !bytes("base", window.baseBytes) ||
        !number("initialPages", growth.initialPages) || !number("reservePages", growth.reservePages))
      return "a window lacks a number";
    window.name = entry->getString("name").value_or("").str();
    if (const llvm::json::Array *exports = entry->getArray("exports"))
      for (const llvm::json::Value &exported : *exports)
        window.exports.push_back(exported.getAsString().value_or("").str());
    if (entry->get("reserveRoundingBytes") &&
        (!number("reserveRoundingBytes", growth.reserveRoundingBytes) || growth.reserveRoundingBytes >= PageSize))
      return "a window lacks a number";
    auto readPlace = [&](llvm::StringRef key, std::optional<uint64_t> &into) {
      if (entry->get(key))
        return bytes(key, into.emplace());
      return true;
    };
    if (!readPlace("stackTop", window.stack.stackTopBytes) || !readPlace("heapBase", window.stack.heapBaseBytes))
      return "a window lacks a number";
    if (entry->getInteger("maximumPages"))
      growth.maximumPages = static_cast<uint64_t>(*entry->getInteger("maximumPages"));
    window.input = MemoryId(static_cast<uint32_t>(input));
    window.isChecked = entry->getBoolean("checked").value_or(false);
    growth.isLowered = true;

    if (memory > 0xFFFFFFFF || !module.memories().contains(MemoryId(static_cast<uint32_t>(memory))))
      return "it names a memory that does not exist";
    const Limits &limits = module.memories()[MemoryId(static_cast<uint32_t>(memory))].limits;
    growth.is64 = limits.is64;
    if (growth.capacityPages() > growth.limitPages() || growth.limitPages() > (growth.is64 ? MaxPages64 : MaxPages32))
      return "a window is larger than its limit";
    if (limits.maximum != limits.minimum)
      return "its memory is not frozen";
    if (!pagesToBytes(limits.minimum).value() ||
        !(Checked(window.baseBytes) + pagesToBytes(growth.capacityPages())).fits(limits.minimum * PageSize))
      return "a window reaches past the end of its memory";
    if (!rebased && (window.baseBytes != 0 || input != memory))
      return "a memory that was not merged has a base";
    if (std::optional<int64_t> global = entry->getInteger("grownGlobal")) {
      growth.grownGlobal = GlobalId(static_cast<uint32_t>(*global));
      if (*global < 0 || *global > 0xFFFFFFFF || !module.globals().contains(*growth.grownGlobal) ||
          !module.globals()[*growth.grownGlobal].isMutable ||
          module.globals()[*growth.grownGlobal].type != growth.indexType())
        return "global #" + std::to_string(*global) + " cannot hold what has grown";
    }
    if (std::optional<int64_t> global = entry->getInteger("grownBytesGlobal")) {
      growth.grownBytesGlobal = GlobalId(static_cast<uint32_t>(*global));
      if (*global < 0 || *global > 0xFFFFFFFF || !module.globals().contains(*growth.grownBytesGlobal) ||
          !module.globals()[*growth.grownBytesGlobal].isMutable ||
          module.globals()[*growth.grownBytesGlobal].type != growth.indexType())
        return "global #" + std::to_string(*global) + " cannot hold what has grown";
    }
    if (std::optional<int64_t> function = entry->getInteger("growFunction")) {
      growth.growFunction = FunctionId(static_cast<uint32_t>(*function));
      if (*function < 0 || *function > 0xFFFFFFFF || !module.functions().contains(*growth.growFunction))
        return "function #" + std::to_string(*function) + " does not exist";
    }
    for (auto [key, helper] : {std::pair("toHostFunction", &window.hostHelpers.toHost),
                               std::pair("fromHostFunction", &window.hostHelpers.fromHost)})
      if (entry->get(key) && !(*helper = readFunction(*entry, key)))
        return "it speaks of an adapter of host pointers that does not exist";
    // A reserve may be left of growth that was removed as dead.
    if (growth.growFunction.has_value() != growth.grownGlobal.has_value())
      return "a growing window has no global that holds what has grown";
    return "";
  }

  const Module &module;
  Module::Builder &builder;
};

} // namespace

void readLayout(const Module &module, Module::Builder &builder, llvm::ArrayRef<uint8_t> payload) {
  llvm::StringRef text(reinterpret_cast<const char *>(payload.data()), payload.size());
  if (std::string why = LayoutReader(module, builder).read(text); !why.empty())
    builder.layout().unreadable = why;
}

std::string digestOfSections(llvm::ArrayRef<uint8_t> encoded) {
  constexpr size_t PreambleBytes = 8;
  std::array<uint8_t, 16> pair{}; // of what came before, and of the next section
  const uint8_t *position = encoded.begin() + std::min(PreambleBytes, encoded.size());
  while (position != encoded.end()) {
    const uint8_t *begin = position++;
    uint64_t size = 0;
    const char *reason = nullptr;
    if (!leb::readUnsigned<32>(position, encoded.end(), size, reason) ||
        size > static_cast<uint64_t>(encoded.end() - position))
      return ""; // no module
    position += size;
    if (*begin == static_cast<uint8_t>(Section::Custom))
      continue;
    llvm::support::endian::write64le(pair.data() + 8, llvm::xxh3_64bits({begin, position}));
    llvm::support::endian::write64le(pair.data(), llvm::xxh3_64bits(pair));
  }
  return llvm::utohexstr(llvm::support::endian::read64le(pair.data()), /*LowerCase=*/true, /*Width=*/16);
}

std::vector<uint8_t> writeLayout(const Module &module, const IndexMap &indices, llvm::StringRef digest) {
  const Layout &layout = module.layout();
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::json::OStream json(stream);
  json.object([&] {
    json.attribute("version", LayoutVersion);
    json.attribute("digest", digest);
    json.attribute("rebased", layout.mergedMemory.has_value());
    json.attributeArray("windows", [&] {
      for (const Window &window : layout.windows)
        writeEntry(json, window.name, window.input.value, indices[*layout.mergedMemory], window.baseBytes,
                   window.isChecked, window.growth,
                   window.exports, window.stack, indices,
                   [&] { writeHelpers(json, module, window.hostHelpers, indices); });
      if (layout.mergedMemory)
        return;
      for (MemoryId memory : module.memories().ids())
        if (const std::optional<GrowthState> &growth = module.memories()[memory].growth)
          writeEntry(json, module.memories()[memory].name, indices[memory], indices[memory], 0, false,
                     *growth,
                     exportNames(module, memory), {}, indices);
    });
    json.attributeArray("premises", [&] {
      for (const RecordedPremise &premise : layout.premises)
        json.value(premise.name);
    });
    if (llvm::any_of(layout.premises, [](const RecordedPremise &premise) { return premise.isGranted; }))
      json.attributeArray("granted", [&] {
        for (const RecordedPremise &premise : layout.premises)
          if (premise.isGranted)
            json.value(premise.name);
      });
    if (!layout.assumedSegments.empty())
      json.attributeArray("assumedSegments", [&] {
        for (const auto &[segment, input] : layout.assumedSegments)
          if (module.dataSegments().contains(segment)) // it may have been removed since
            json.object([&, segment = segment, input = input] {
              json.attribute("segment", indices[segment]);
              json.attribute("input", input.value);
            });
      });
    writeAdapters(json, module, indices);
    if (layout.checksNeeded != 0) {
      json.attribute("checksNeeded", layout.checksNeeded);
      json.attribute("checksRemoved", layout.checksRemoved);
    }
    if (layout.hasAllChecks)
      json.attribute("checks", "all");
    if (!layout.oom.empty())
      json.attribute("oom", layout.oom);
    if (layout.oomFunction)
      json.attribute("oomFunction", indices[*layout.oomFunction]);
    if (!layout.zero.empty())
      json.attribute("zero", layout.zero);
  });
  stream.flush();
  return {text.begin(), text.end()};
}

} // namespace meld
