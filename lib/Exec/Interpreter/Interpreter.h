//===- Interpreter.h - one module in wabt's interpreter ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: instantiates a module with a host that logs and answers by a seed, calls its
//       exports with a limit of instructions, shows its state.
// Why:  an engine that is not ours says what a module does. wabt's headers need C++17, so
//       nothing here is C++20, and nothing of wabt or of Meld's other layers is seen.
// Never: uses chance or time; answers one question differently in two instances.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_EXEC_INTERPRETER_INTERPRETER_H
#define MELD_LIB_EXEC_INTERPRETER_INTERPRETER_H

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meld::exec {

enum class ValueKind : uint8_t { I32, I64, F32, F64, V128, FuncRef, ExternRef };

/// Bits of a value. References: 0 is null; otherwise `low` - 1 numbers a shared function,
/// or is the identity of a host object.
struct Value {
  ValueKind kind = ValueKind::I32;
  uint64_t low = 0, high = 0;
};
/// As the specification names it.
const char *nameOf(ValueKind kind);
/// Equal texts mean equal values; a NaN is equal to any other.
std::string show(const Value &value);

struct Signature {
  std::vector<ValueKind> params, results;
};

struct Ending {
  enum Kind { Returned, Trapped, Threw, Exited, OutOfFuel, StackExhausted, Unknown } kind = Returned;
  std::string trap;                 ///< its class, as the specification names it
  std::vector<std::string> results; ///< as `show` writes them
  uint32_t exitCode = 0;
  std::vector<uint32_t> functions = {};  ///< that were running when it trapped or exited, innermost first
  uint64_t fuelUsed = 0;                 ///< instructions, about
  std::string text() const;
  /// The instance may be in a state that no other engine would have stopped in.
  bool isLimit() const { return kind == OutOfFuel || kind == StackExhausted || kind == Unknown; }
  bool isOutOfBounds() const { return kind == Trapped && trap == "out-of-bounds memory access"; }
};

/// A source of numbers that depend on a text only.
class Stream {
public:
  explicit Stream(std::string_view text);
  uint64_t next();
  /// Mostly small, sometimes a corner, sometimes any.
  Value draw(ValueKind kind);

private:
  uint64_t state;
};

struct Host {
  uint64_t seed = 0;
  /// Maxima of memories in pages, by index; they only ever lower what the module declares.
  std::vector<uint64_t> maximumPages;
  /// Least initial sizes of memories that are imported, by index; more than declared is allowed.
  std::vector<uint64_t> importedPages;
  /// Exports by which both modules of a comparison know a function.
  std::vector<std::string> sharedFunctions;
};

class Instance {
public:
  /// Reads `binary`, which must outlive the instance. Null, with the reason in `why`, if
  /// wabt does not read it.
  static std::unique_ptr<Instance> load(std::string_view binary, const Host &host, std::string &why);
  ~Instance();

  /// Active segments, then the start function. `fuel`: instructions.
  Ending instantiate(uint64_t fuel);
  Ending call(const std::string &name, const std::vector<Value> &arguments, uint64_t fuel);
  /// What the last of these said to the host.
  const std::vector<std::string> &log() const;

  /// Name and kind (`func`, `memory`, `table`, `global`, `tag`) of each export, in order.
  const std::vector<std::pair<std::string, std::string>> &exports() const;
  const std::map<std::string, Signature> &functions() const;

  /// After a successful `instantiate` only.
  std::string_view memory(uint32_t index) const;
  uint64_t globalBits(uint32_t index) const;
  /// Exported and imported globals and tables, each as one text.
  std::map<std::string, std::string> state() const;

private:
  struct Parts;
  explicit Instance(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts;
};

} // namespace meld::exec

#endif // MELD_LIB_EXEC_INTERPRETER_INTERPRETER_H
