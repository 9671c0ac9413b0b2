//===- Reader.cpp - reading the binary format -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the preamble, the frame of the sections and their order, and what must hold of them
//       together.
// Why:  see Reader.h.
// Never: accepts a section that has bytes left over.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/Reader.h"
#include "ModuleReader.h"
#include "meld/Binary/CustomSections.h"

namespace meld {

namespace {

llvm::StringRef nameOf(Section section) {
  switch (section) {
  case Section::Custom:
    return "custom section";
  case Section::Type:
    return "type section";
  case Section::Import:
    return "import section";
  case Section::Function:
    return "function section";
  case Section::Table:
    return "table section";
  case Section::Memory:
    return "memory section";
  case Section::Global:
    return "global section";
  case Section::Export:
    return "export section";
  case Section::Start:
    return "start section";
  case Section::Element:
    return "element section";
  case Section::Code:
    return "code section";
  case Section::Data:
    return "data section";
  case Section::DataCount:
    return "data count section";
  case Section::Tag:
    return "tag section";
  }
  return "section";
}

} // namespace

bool ModuleReader::readPreamble() {
  llvm::ArrayRef<uint8_t> preamble;
  const uint8_t magic[] = {0x00, 0x61, 0x73, 0x6D};
  if (input.size() < 4 || input.take_front(4) != llvm::ArrayRef<uint8_t>(magic))
    return fail(whole, "this is not a WebAssembly module", "binary format 5.5.16: magic header not detected");
  if (!whole.take(8, preamble))
    return fail(whole, "the file ends inside the preamble", "binary format 5.5.16: unexpected end");
  const uint8_t version1[] = {0x01, 0x00, 0x00, 0x00};
  if (preamble.drop_front(4) == llvm::ArrayRef<uint8_t>(version1))
    return true;
  if (preamble[6] == 0x01 && preamble[7] == 0x00) { // layer 1
    failure = error(Location::at(4), "this is a component, not a core module")
                  .remedy("extract its core modules first, for example with `wasm-tools component unbundle "
                          "--module-dir modules component.wasm`, and link or fuse them into one core module");
    return false;
  }
  return fail(whole, "unknown binary version", "binary format 5.5.16: version must be 1");
}

bool ModuleReader::readSection() {
  size_t begin = whole.offset();
  uint8_t id = 0;
  uint32_t size = 0;
  llvm::ArrayRef<uint8_t> payload;
  if (!whole.byte(id) || !whole.u32(size))
    return false;
  if (id >= SectionCount) {
    failure = error(Location::at(begin), "unknown section id " + llvm::Twine(unsigned(id)))
                  .violates("binary format 5.5.2: malformed section id");
    return false;
  }
  auto section = static_cast<Section>(id);
  size_t payloadBegin = whole.offset();
  if (!whole.take(size, payload)) {
    failure = error(Location::at(payloadBegin), "the " + nameOf(section) + " claims " + llvm::Twine(size) +
                                                    " bytes, the file has " + llvm::Twine(input.size() - payloadBegin))
                  .violates("binary format 5.5.2: length out of bounds");
    return false;
  }
  llvm::ArrayRef<uint8_t> raw = input.slice(begin, whole.offset() - begin);
  ByteCursor in(payload, payloadBegin, failure, nameOf(section));
  if (section == Section::Custom)
    return readCustom(in, {{}, raw, {}, begin, last});

  int rank = static_cast<int>(llvm::find(SectionOrder, section) - SectionOrder.begin());
  if (rank <= lastRank) {
    failure = error(Location::at(begin), "the " + nameOf(section) + " is repeated or out of order")
                  .violates("binary format 5.5.2: unexpected content after last section");
    return false;
  }
  last = section;
  lastRank = rank;
  into.section(section) = {raw, payload, begin, false};
  if (!readContents(section, in))
    return false;
  if (!in.atEnd())
    return fail(in, "the " + nameOf(section) + " has bytes after its contents",
                "binary format 5.5.2: section size mismatch");
  return true;
}

bool ModuleReader::readContents(Section section, ByteCursor &in) {
  switch (section) {
  case Section::Custom:
    break;
  case Section::Type:
    return readTypes(in);
  case Section::Import:
    return readImports(in);
  case Section::Function:
    return readFunctions(in);
  case Section::Table:
    return readTables(in);
  case Section::Memory:
    return readMemories(in);
  case Section::Global:
    return readGlobals(in);
  case Section::Export:
    return readExports(in);
  case Section::Start:
    return readStart(in);
  case Section::Element:
    return readElements(in);
  case Section::Code:
    return readCode(in);
  case Section::Data:
    return readData(in);
  case Section::DataCount:
    return readDataCount(in);
  case Section::Tag:
    return readTags(in);
  }
  return true;
}

bool ModuleReader::readCustom(ByteCursor &in, CustomSection section) {
  if (!in.name(section.name))
    return false;
  section.payload = in.rest();
  if (!checkLimit(in, limits::CustomSections, into.customSections().size() + 1))
    return false;
  into.customSections().push_back(section);
  return true;
}

bool ModuleReader::finish() {
  if (bodies != definedCount())
    return fail(whole, llvm::Twine(definedCount()) + " functions are declared, " + llvm::Twine(bodies) + " have bodies",
                "binary format 5.5.16: function and code section have inconsistent lengths");
  if (dataCount && *dataCount != module.dataSegments().size())
    return fail(whole, "the data count section says " + llvm::Twine(*dataCount) + ", there are " +
                           llvm::Twine(module.dataSegments().size()) + " data segments",
                "binary format 5.5.16: data count and data section have inconsistent lengths");
  into.finish();
  for (const CustomSection &section : module.customSections()) {
    if (section.name == "name" && !module.names().wasRead)
      readNames(into, section.payload);
    else if (section.name == LayoutSectionName)
      readLayout(module, into, section.payload);
  }
  return true;
}

Result<void> ModuleReader::read() {
  if (input.size() >= ConstExpr::MaxInputOffset)
    return error(Location::module(), "the file is larger than 4 GiB").remedy("no engine accepts such a module; split it");
  bool good = readPreamble();
  while (good && !whole.atEnd())
    good = readSection();
  if (good && finish())
    return {};
  return std::move(*failure).from("reader");
}

Result<std::unique_ptr<Module>> readModule(std::unique_ptr<llvm::MemoryBuffer> input, DiagnosticEngine &diagnostics) {
  auto module = std::make_unique<Module>(std::move(input), diagnostics);
  if (Result<void> done = ModuleReader(*module).read(); !done)
    return done.takeFailure();
  diagnostics.count("bytes-visited", module->inputBytes().size());
  diagnostics.count("functions", module->functions().count());
  return module;
}

} // namespace meld
