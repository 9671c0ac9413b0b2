//===- ModuleReader.h - the binary format, section by section -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the reader of a module: what it has read so far, and a function for each section.
// Why:  framing, declarations and contents are read in files of their own (Reader.cpp,
//       ReadDeclarations.cpp, ReadContents.cpp).
// Never: reserves memory for a count that the remaining bytes cannot hold.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_BINARY_MODULEREADER_H
#define MELD_LIB_BINARY_MODULEREADER_H

#include "ByteCursor.h"
#include "EntityLimits.h"
#include "meld/IR/Module.h"

namespace meld {

/// Reads the module that `module` holds the bytes of; `fail` makes the failure that `read`
/// returns.
class ModuleReader {
public:
  explicit ModuleReader(Module &module) : module(module), into(module), input(module.inputBytes()) {}

  Result<void> read();

private:
  // Each returns false after `fail`.
  bool readPreamble();
  bool readSection();
  bool readCustom(ByteCursor &in, CustomSection section);
  bool readTypes(ByteCursor &in);
  bool readImports(ByteCursor &in);
  bool readFunctions(ByteCursor &in);
  bool readTables(ByteCursor &in);
  bool readMemories(ByteCursor &in);
  bool readTags(ByteCursor &in);
  bool readGlobals(ByteCursor &in);
  bool readExports(ByteCursor &in);
  bool readStart(ByteCursor &in);
  bool readElements(ByteCursor &in);
  bool readDataCount(ByteCursor &in);
  bool readCode(ByteCursor &in);
  bool readData(ByteCursor &in);
  bool readContents(Section section, ByteCursor &in);
  bool finish();

  bool readLimits(ByteCursor &in, Limits &limits, bool isMemory);
  bool readTable(ByteCursor &in, Table &table);
  bool readMemory(ByteCursor &in, Memory &memory);
  bool readGlobalType(ByteCursor &in, Global &global);
  bool readTag(ByteCursor &in, Tag &tag);
  bool readConstExpr(ByteCursor &in, ConstExpr &expression);
  bool readTypeList(ByteCursor &in, llvm::ArrayRef<ValueType> &types);

  /// Reads a vector: its length, then `element` that many times.
  template <class Element> bool readVector(ByteCursor &in, Element element) {
    uint32_t count = 0;
    return in.u32(count) && repeat(count, element);
  }
  template <class Element> static bool repeat(uint32_t count, Element element) {
    for (uint32_t i = 0; i < count; ++i)
      if (!element(i))
        return false;
    return true;
  }
  /// The same for entities of which there are `already` some: no more than `limit`
  /// allows.
  template <class Element>
  bool readEntities(ByteCursor &in, const EntityLimit &limit, uint64_t already, Element element) {
    uint32_t count = 0;
    return in.u32(count) && checkLimit(in, limit, already + count) && repeat(count, element);
  }
  bool checkLimit(ByteCursor &in, const EntityLimit &limit, uint64_t count) {
    return count <= limit.most || fail(in, llvm::Twine(count) + " " + limit.plural + " are more than " + llvm::Twine(limit.most),
                                       "implementation limitations, core specification A.2");
  }
  bool fail(const ByteCursor &in, const llvm::Twine &fact, const llvm::Twine &rule) { return in.fail(fact, rule); }

  Module &module;
  Module::Builder into;
  llvm::ArrayRef<uint8_t> input;
  ByteCursor whole{input, 0, failure};
  std::optional<Failure> failure;
  /// The non-custom section read last, and its place in the prescribed order.
  Section last = Section::Custom;
  int lastRank = -1;
  uint32_t bodies = 0;           ///< in the code section
  std::optional<uint32_t> dataCount;
  uint32_t firstDefined = 0; ///< function
  uint32_t definedCount() const { return module.functions().size() - firstDefined; }
};

} // namespace meld

#endif // MELD_LIB_BINARY_MODULEREADER_H
