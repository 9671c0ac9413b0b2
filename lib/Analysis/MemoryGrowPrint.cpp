//===- MemoryGrowPrint.cpp - the table and the JSON of memory-grow --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: how `probe` and `print<memory-grow>` show the analysis.
// Why:  people read the table, build systems the JSON; both say the same.
// Never: shows a number without its unit.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/MemoryGrow.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

namespace {

std::string nameOf(const MemoryFacts &memory) {
  std::string text = (memory.isWindow ? "window " : "memory ") + std::to_string(memory.memory.value);
  return memory.name.empty() ? text : text + " $" + memory.name;
}

std::string pagesText(const MemoryFacts &memory) {
  std::string text = std::to_string(memory.limits.minimum) + " pages initial";
  text += memory.limits.maximum ? ", maximum " + std::to_string(*memory.limits.maximum) + " pages" : ", no maximum";
  if (memory.limits.is64)
    text += ", index type i64";
  if (memory.limits.isShared)
    text += ", shared";
  return text;
}

std::string visibility(const MemoryFacts &memory) {
  std::string text = memory.isImported ? "imported" : "";
  for (const std::string &name : memory.exports)
    text += (text.empty() ? "exported as \"" : ", exported as \"") + name + "\"";
  return text.empty() ? "private" : text;
}

} // namespace

void MemoryGrow::print(llvm::raw_ostream &out, const Module &module) const {
  if (all.empty())
    out << "no memory\n";
  for (const MemoryFacts &memory : all) {
    out << nameOf(memory) << ": " << wordOf(memory.verdict) << '\n';
    out << "  " << pagesText(memory) << "; " << visibility(memory) << '\n';
    out << "  accesses: " << memory.accesses << "; memory.size: " << memory.sizeSites.size()
        << "; memory.grow: " << memory.growSites.size() << "; end of active data: ";
    if (memory.dataEndBytes)
      out << "byte " << *memory.dataEndBytes;
    else
      out << "not constant";
    out << (memory.hostCanGrow ? "; a host could grow it" : "") << '\n';
    for (const GrowSite &site : memory.growSites) {
      Location place = module.locate(site.function, site.codeByte);
      out << "  " << wordOf(site.verdict) << " memory.grow in " << describe(module, site.function);
      if (place.instruction)
        out << ", instruction " << *place.instruction;
      if (place.offset)
        out << ", offset " << llvm::format_hex(*place.offset, 1);
      if (site.constantPages)
        out << ", by " << *site.constantPages << " pages";
      out << ": " << explain(site) << '\n';
    }
  }
}

void MemoryGrow::printJson(llvm::raw_ostream &out, const Module &module) const {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attributeArray("memories", [&] {
      for (const MemoryFacts &memory : all)
        json.object([&] {
          json.attribute("index", memory.memory.value);
          json.attribute("name", memory.name);
          json.attribute("window", memory.isWindow);
          json.attribute("verdict", wordOf(memory.verdict));
          json.attribute("initialPages", memory.limits.minimum);
          if (memory.limits.maximum)
            json.attribute("maximumPages", *memory.limits.maximum);
          else
            json.attribute("maximumPages", nullptr);
          json.attribute("indexType", memory.limits.is64 ? "i64" : "i32");
          json.attribute("shared", memory.limits.isShared);
          json.attribute("imported", memory.isImported);
          json.attributeArray("exports", [&] {
            for (const std::string &name : memory.exports)
              json.value(name);
          });
          json.attribute("accesses", memory.accesses);
          json.attribute("memorySizeSites", static_cast<int64_t>(memory.sizeSites.size()));
          if (memory.dataEndBytes)
            json.attribute("dataEndBytes", *memory.dataEndBytes);
          else
            json.attribute("dataEndBytes", nullptr);
          json.attribute("hostCanGrow", memory.hostCanGrow);
          json.attributeArray("growSites", [&] {
            for (const GrowSite &site : memory.growSites)
              json.object([&] {
                Location place = module.locate(site.function, site.codeByte);
                json.attribute("function", site.function.value);
                json.attribute("functionName", module.functions()[site.function].name.text());
                if (place.instruction)
                  json.attribute("instruction", *place.instruction);
                if (place.offset)
                  json.attribute("offset", *place.offset);
                json.attribute("verdict", wordOf(site.verdict));
                if (site.constantPages)
                  json.attribute("constantPages", *site.constantPages);
                json.attribute("explanation", explain(site));
              });
          });
        });
    });
  });
  out << '\n';
}

} // namespace meld
