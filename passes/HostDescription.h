//===- HostDescription.h - where pointers pass between host and module -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the side input `host-pointers` as data: which parameters and results of imports
//       and exports are pointers, what they point to and how far. The format is in
//       docs/host-pointers.md.
// Why:  a pointer is an integer to a module, so somebody has to say which integers are
//       some; adapters are made of that (HostAdapters).
// Never: accepts what it does not understand: an unknown key, a name that means nothing,
//        a count that is not known when it is needed.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTDESCRIPTION_H
#define MELD_PASSES_HOSTDESCRIPTION_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace meld {

/// Something that the description says, and where.
struct HostStatement {
  std::string text;
  Location location;
};

/// How many elements a pointer points to.
struct HostCount {
  enum Kind : uint8_t {
    Constant,   ///< `value`
    Parameter,  ///< the parameter `value` says
    Field,      ///< the i32 at byte `value` of the record that the pointer stands in says
    Terminated, ///< up to and including a zero byte
    Asked,      ///< import `function`, of the same module, stores it where its parameter `value` points
  };
  Kind kind = Constant;
  uint32_t value = 1;
  std::string function = {};
};

struct HostRecord;

struct HostPointer {
  uint32_t elementBytes = 1;
  /// What is known of an element, if there are pointers in it.
  std::shared_ptr<const HostRecord> record;
  HostCount count;
  bool mayBeNull = false; ///< 0 points to nothing, and stays 0
  /// Who writes the pointers of the elements.
  enum Access : uint8_t { In, Out, InOut };
  Access access = In;
  Location location;
};

/// A structure with pointers in it.
struct HostRecord {
  uint32_t bytes = 0;
  unsigned depth = 1; ///< 1 without pointers to such structures
  std::map<uint32_t, HostPointer> pointers; ///< by byte offset
};

/// One import or export.
struct HostSignature {
  /// No pointer passes, whatever the type, and whatever it is.
  bool isOpaque = false;
  /// Nothing for values that are no pointers.
  std::vector<std::optional<HostPointer>> params, results;
  /// The only result if the function did what it should; otherwise it stored nothing.
  std::optional<uint32_t> success;
  /// The memory that pointers of it mean.
  std::optional<HostStatement> memory;
  Location location;
  bool isBuiltIn = false;

  bool hasPointers() const;
  /// The parameters that are pointers, each with its number.
  std::vector<std::pair<uint32_t, const HostPointer *>> pointerParams() const;
};

/// Bytes that adapters may use for translated structures.
struct HostScratch {
  bool isGiven = false;
  uint32_t bytes = 65536; ///< one page unless it says more or less
  /// Bytes that the program sets aside; otherwise there is a window for them.
  std::optional<HostStatement> memory;
  std::optional<HostStatement> address; ///< a number, or the name of an exported global
  Location location;
};

struct HostDescription {
  using ImportName = std::pair<std::string, std::string>;
  std::map<ImportName, HostSignature> imports;
  std::map<std::string, HostSignature> exports;
  /// Modules whose functions are described completely by the built-in descriptions.
  std::set<std::string> builtIn;
  /// Functions, and the memory that pointers mean in their code.
  std::vector<std::pair<HostStatement, HostStatement>> functions;
  HostScratch scratch;
};

/// Bytes an element may have, and elements that are a constant number.
inline constexpr uint32_t MaxHostBytes = 0x7FFFFFFF;
/// Bytes of a structure with pointers in it: its copy is unrolled.
inline constexpr uint32_t MaxHostRecordBytes = 1024;
/// How deep structures may hold pointers to structures with pointers.
inline constexpr unsigned MaxHostDepth = 4;
/// Pointers that are translated for one parameter, in one element of each array.
inline constexpr unsigned MaxHostPointers = 256;

Result<HostDescription> readHostDescription(llvm::MemoryBufferRef text);

/// The description of a built-in interface; empty if there is none of that name.
llvm::StringRef builtInHostDescription(llvm::StringRef name);
/// Their names.
llvm::ArrayRef<llvm::StringRef> builtInHostInterfaces();

} // namespace meld

#endif // MELD_PASSES_HOSTDESCRIPTION_H
