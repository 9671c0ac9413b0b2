//===- Module.h - a core module: entities, sections, layout -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the owner of a module's entities, by id, of the input's bytes and of the
//       sections as they were read.
// Why:  what nobody edits is copied, byte for byte. Reading an entity is free;
//       changing one goes through `edit`, `add`, `erase` or `setBody`, which
//       remember the section it will be written to.
// Never: renumbers (the writer does), decodes a body, or loses a custom section.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_MODULE_H
#define MELD_IR_MODULE_H

#include "meld/IR/ConstExpr.h"
#include "meld/IR/FunctionBody.h"
#include "meld/IR/FunctionNameMaps.h"
#include "meld/IR/Layout.h"
#include "meld/Support/Diagnostics.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/MemoryBuffer.h"

namespace meld {

struct Function {
  /// Empty for an import. The type shares its last bytes, which are padding.
  [[no_unique_address]] FunctionBody body;
  TypeId type;
  ImportRef import;
  Name name;
};
static_assert(sizeof(Function) == 40, "there may be a million of them");

struct Table {
  ValueType elementType;
  Limits limits;
  ImportRef import;
  std::optional<ConstExpr> init; ///< initial value of each element, if said
  Name name;
};

struct Memory {
  Limits limits; ///< in pages
  ImportRef import;
  /// Set once `bump-grow` bounded this memory (and no `rebase` placed it).
  std::optional<GrowthState> growth;
  Name name;
};

struct Global {
  ValueType type;
  bool isMutable = false;
  ImportRef import;
  ConstExpr init; ///< empty for an import
  Name name;
};
static_assert(sizeof(Global) == 40, "there may be a million of them");

struct Tag {
  TypeId type;
  ImportRef import;
  Name name;
};

/// Kinds of imports and exports, as encoded.
enum class ExternalKind : uint8_t { Function = 0, Table = 1, Memory = 2, Global = 3, Tag = 4 };

/// A reference to something that can be imported or exported.
struct ExternalRef {
  ExternalKind kind;
  uint32_t id; ///< in the space of that kind
  friend bool operator==(const ExternalRef &, const ExternalRef &) = default;
};

struct Export {
  llvm::StringRef name;
  ExternalRef target;
};

struct DataSegment {
  bool isActive = false;
  bool namesMemory = false; ///< as read: the encoding names the memory, be it memory 0
  MemoryId memory;  ///< of an active segment
  ConstExpr offset; ///< of an active segment
  llvm::ArrayRef<uint8_t> bytes;
  Name name;
};
static_assert(sizeof(DataSegment) == 48, "Go's linker makes a hundred thousand of them");

struct ElementSegment {
  enum Mode : uint8_t { Active, Passive, Declarative };
  Mode mode = Passive;
  TableId table;    ///< of an active segment
  ConstExpr offset; ///< of an active segment
  ValueType type = ValueType::funcref();
  /// Items are constant expressions, otherwise function ids.
  bool usesExpressions = false;
  uint32_t itemCount = 0;
  llvm::ArrayRef<uint8_t> items; ///< encoded, in id space
  Name name;
};

/// Sections by their encoded id.
enum class Section : uint8_t {
  Custom = 0,
  Type = 1,
  Import = 2,
  Function = 3,
  Table = 4,
  Memory = 5,
  Global = 6,
  Export = 7,
  Start = 8,
  Element = 9,
  Code = 10,
  Data = 11,
  DataCount = 12,
  Tag = 13,
};
inline constexpr unsigned SectionCount = 14;
/// The order sections must have in a binary (core specification 5.5.2).
inline constexpr std::array<Section, 13> SectionOrder = {
    Section::Type,   Section::Import, Section::Function, Section::Table,     Section::Memory, Section::Tag, Section::Global,
    Section::Export, Section::Start,  Section::Element,  Section::DataCount, Section::Code,   Section::Data};

/// A non-custom section as it was read.
struct SectionState {
  llvm::ArrayRef<uint8_t> raw;     ///< with id and size; empty if the input has none
  llvm::ArrayRef<uint8_t> payload; ///< without
  uint64_t inputOffset = 0;        ///< of `raw`
  bool isEdited = false;
};

/// A custom section.
struct CustomSection {
  llvm::StringRef name;
  llvm::ArrayRef<uint8_t> raw;     ///< with id and size; empty if made or changed since
  llvm::ArrayRef<uint8_t> payload; ///< after the name
  uint64_t inputOffset = 0;        ///< of `raw`
  /// The non-custom section it follows (Custom: none, it comes first).
  Section after = Section::Custom;
};

/// What the `name` section says beyond the entities' own names. Encoded maps are
/// kept as read: locals and labels of a function by function id.
struct NameMaps {
  bool wasRead = false; ///< a well-formed name section exists
  llvm::StringRef moduleName;
  FunctionNameMaps locals, labels;
  /// Numbers of subsections we do not know, each once.
  std::vector<uint8_t> otherSubsections;
};

class Module {
public:
  explicit Module(std::unique_ptr<llvm::MemoryBuffer> input, DiagnosticEngine &diagnostics);
  Module &operator=(const Module &) = delete;
  /// A copy that may be changed on its own; the input's bytes are shared.
  std::unique_ptr<Module> clone() const { return std::unique_ptr<Module>(new Module(*this)); }
  /// One that reports to somebody else.
  std::unique_ptr<Module> clone(DiagnosticEngine &diagnostics) const {
    std::unique_ptr<Module> copy = clone();
    copy->engine = &diagnostics;
    return copy;
  }

  /// The bytes the module was read from.
  llvm::ArrayRef<uint8_t> inputBytes() const;
  /// Where a byte stands in the input; nothing if a pass made it.
  std::optional<uint64_t> inputOffsetOf(const uint8_t *byte) const;
  DiagnosticEngine &diagnostics() { return *engine; }

  // Entities. ------------------------------------------------------------
  using Types = IndexSpace<FunctionType, TypeId>;
  using Functions = IndexSpace<Function, FunctionId>;
  using Tables = IndexSpace<Table, TableId>;
  using Memories = IndexSpace<Memory, MemoryId>;
  using Globals = IndexSpace<Global, GlobalId>;
  using Tags = IndexSpace<Tag, TagId>;
  using DataSegments = IndexSpace<DataSegment, DataId>;
  using ElementSegments = IndexSpace<ElementSegment, ElementId>;

  const Types &types() const { return typeSpace; }
  const Functions &functions() const { return functionSpace; }
  const Tables &tables() const { return tableSpace; }
  const Memories &memories() const { return memorySpace; }
  const Globals &globals() const { return globalSpace; }
  const Tags &tags() const { return tagSpace; }
  const DataSegments &dataSegments() const { return dataSpace; }
  const ElementSegments &elementSegments() const { return elementSpace; }
  /// Imports in their order, of all kinds. Erased entities are left out.
  std::vector<ExternalRef> imports() const;
  /// Where an entity is imported from; nothing if it is defined here.
  ImportRef importOf(ExternalRef entity) const;
  const std::vector<Export> &exports() const { return exportList; }
  std::optional<FunctionId> start() const { return startFunction; }
  const std::vector<CustomSection> &customSections() const { return customs; }
  const NameMaps &names() const { return nameMaps; }
  const Layout &layout() const { return layoutState; }
  const SectionState &section(Section section) const { return sections[static_cast<uint8_t>(section)]; }

  /// Whether the input had that entity; otherwise a pass added it.
  template <Space S> bool isFromInput(Id<S> id) const { return id.value < inputSizes[static_cast<unsigned>(S)]; }

  const FunctionType &typeOf(FunctionId id) const { return typeSpace[functionSpace[id].type]; }
  bool isImported(FunctionId id) const { return functionSpace[id].import.has_value(); }

  // Changes. Each marks the section that will be written anew. -----------
  FunctionId add(Function function);
  TableId add(Table table);
  MemoryId add(Memory memory);
  GlobalId add(Global global);
  TagId add(Tag tag);
  DataId add(DataSegment segment);
  ElementId add(ElementSegment segment);
  /// An equal type that exists, or a new one.
  TypeId findOrAddType(llvm::ArrayRef<ValueType> params, llvm::ArrayRef<ValueType> results);

  /// For changing anything but the body.
  Function &edit(FunctionId id);
  Table &edit(TableId id);
  Memory &edit(MemoryId id);
  Global &edit(GlobalId id);
  Tag &edit(TagId id);
  DataSegment &edit(DataId id);
  ElementSegment &edit(ElementId id);
  /// Makes an imported memory one that the module defines.
  void defineImported(MemoryId id, const Limits &limits);
  std::vector<Export> &editExports();
  void setBody(FunctionId id, FunctionBody body);
  void setStart(std::optional<FunctionId> function);
  std::vector<CustomSection> &editCustomSections() {
    customsEdited = true;
    return customs;
  }
  Layout &editLayout() {
    layoutEdited = true;
    return layoutState;
  }
  /// Passes keep knowing the layout, but it is not written, unless it is edited again.
  void leaveOutLayout() { layoutEdited = false; }

  /// Leaves a hole. The caller takes care of references.
  void erase(FunctionId id);
  void erase(TableId id);
  void erase(MemoryId id);
  void erase(GlobalId id);
  void erase(TagId id);
  void erase(DataId id);
  void erase(ElementId id);
  void erase(TypeId id);

  /// Any section edited, the list of custom sections, or the layout.
  bool isEdited() const;
  bool isLayoutEdited() const { return layoutEdited; }

  /// Copies into the module's arena.
  Name save(llvm::StringRef text);
  ImportRef save(const Import &import);
  llvm::ArrayRef<uint8_t> save(llvm::ArrayRef<uint8_t> bytes);
  llvm::ArrayRef<ValueType> save(llvm::ArrayRef<ValueType> types);

  // Locations for diagnostics. -------------------------------------------
  Location locate(FunctionId id) const;
  Location locate(MemoryId id) const;
  Location locate(GlobalId id) const;
  Location locate(TableId id) const;
  Location locate(DataId id) const;
  Location locate(ElementId id) const;
  /// Instruction at `codeByte` bytes into the function's code: index and offset
  /// in the input where the body knows them.
  Location locate(FunctionId id, uint32_t codeByte) const;

  /// For the reader, which fills a module without marking it edited.
  class Builder;

private:
  Module(const Module &) = default;
  void mark(Section section) { sections[static_cast<uint8_t>(section)].isEdited = true; }

  // Shared with clones: what entities refer to.
  std::shared_ptr<const llvm::MemoryBuffer> buffer;
  DiagnosticEngine *engine;
  std::shared_ptr<llvm::BumpPtrAllocator> arena = std::make_shared<llvm::BumpPtrAllocator>();

  Types typeSpace;
  Functions functionSpace;
  Tables tableSpace;
  Memories memorySpace;
  Globals globalSpace;
  Tags tagSpace;
  DataSegments dataSpace;
  ElementSegments elementSpace;
  StableVector<ExternalRef> importOrder;
  std::vector<Export> exportList;
  std::optional<FunctionId> startFunction;
  std::vector<CustomSection> customs;
  NameMaps nameMaps;
  Layout layoutState;
  bool layoutEdited = false;
  bool customsEdited = false;
  std::array<SectionState, SectionCount> sections{};
  std::array<uint32_t, SpaceCount> inputSizes{}; ///< ids given when the input had been read
};

/// Direct access to what the reader fills in. Nothing is marked edited.
class Module::Builder {
public:
  explicit Builder(Module &module) : module(module) {}
  Types &types() { return module.typeSpace; }
  Functions &functions() { return module.functionSpace; }
  Tables &tables() { return module.tableSpace; }
  Memories &memories() { return module.memorySpace; }
  Globals &globals() { return module.globalSpace; }
  Tags &tags() { return module.tagSpace; }
  DataSegments &dataSegments() { return module.dataSpace; }
  ElementSegments &elementSegments() { return module.elementSpace; }
  StableVector<ExternalRef> &importOrder() { return module.importOrder; }
  std::vector<Export> &exports() { return module.exportList; }
  std::optional<FunctionId> &start() { return module.startFunction; }
  std::vector<CustomSection> &customSections() { return module.customs; }
  NameMaps &names() { return module.nameMaps; }
  Layout &layout() { return module.layoutState; }
  SectionState &section(Section section) { return module.sections[static_cast<uint8_t>(section)]; }
  /// Everything was read: what comes later is new.
  void finish() {
    module.inputSizes = {module.typeSpace.size(),   module.functionSpace.size(), module.tableSpace.size(),
                         module.memorySpace.size(), module.globalSpace.size(),   module.tagSpace.size(),
                         module.dataSpace.size(),   module.elementSpace.size()};
  }
  /// Room in the arena for the types of one list.
  llvm::MutableArrayRef<ValueType> makeTypeList(uint32_t count) {
    auto *types = module.arena->Allocate<ValueType>(count);
    std::uninitialized_fill_n(types, count, ValueType());
    return {types, count};
  }

private:
  Module &module;
};

} // namespace meld

#endif // MELD_IR_MODULE_H
