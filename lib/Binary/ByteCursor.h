//===- ByteCursor.h - bounded reading of the binary format's primitives ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads bytes, LEB128 numbers, names and types from a span and records the
//       first failure with its offset in the file. Private to lib/Binary.
// Why:  section readers stay one line an item.
// Never: reads past the span; overwrites an earlier failure.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_BINARY_BYTECURSOR_H
#define MELD_LIB_BINARY_BYTECURSOR_H

#include "meld/IR/Instruction.h"
#include "meld/Support/Diagnostics.h"
#include "meld/Support/Leb.h"
#include "llvm/Support/ConvertUTF.h"

namespace meld {

class ByteCursor {
public:
  /// `fileOffset`: where `bytes` stand in the file. `whole`: what they are, for messages.
  ByteCursor(llvm::ArrayRef<uint8_t> bytes, size_t fileOffset, std::optional<Failure> &failure,
             llvm::StringRef whole = {})
      : begin(bytes.begin()), at(bytes.begin()), limit(bytes.end()), fileOffset(fileOffset), failure(failure),
        whole(whole) {}

  bool atEnd() const { return at == limit; }
  size_t offset() const { return fileOffset + static_cast<size_t>(at - begin); }
  const uint8_t *position() const { return at; }
  llvm::ArrayRef<uint8_t> rest() const { return {at, limit}; }
  bool startsWith(std::initializer_list<uint8_t> bytes) const {
    return static_cast<size_t>(limit - at) >= bytes.size() && std::equal(bytes.begin(), bytes.end(), at);
  }

  bool byte(uint8_t &value) {
    if (atEnd())
      return malformed(leb::UnexpectedEnd);
    value = *at++;
    return true;
  }
  bool u32(uint32_t &value) {
    uint64_t wide = 0;
    const char *reason = nullptr;
    const uint8_t *start = at;
    if (!leb::readUnsigned<32>(at, limit, wide, reason)) {
      at = start;
      return malformed(reason);
    }
    value = static_cast<uint32_t>(wide);
    return true;
  }
  bool u64(uint64_t &value) {
    const char *reason = nullptr;
    const uint8_t *start = at;
    if (leb::readUnsigned<64>(at, limit, value, reason))
      return true;
    at = start;
    return malformed(reason);
  }
  bool take(size_t count, llvm::ArrayRef<uint8_t> &bytes) {
    if (static_cast<size_t>(limit - at) < count)
      return malformed(leb::UnexpectedEnd);
    bytes = {at, count};
    at += count;
    return true;
  }
  bool name(llvm::StringRef &text) {
    uint32_t size = 0;
    llvm::ArrayRef<uint8_t> bytes;
    if (!u32(size) || !take(size, bytes))
      return false;
    const llvm::UTF8 *position = bytes.begin();
    if (!llvm::isLegalUTF8String(&position, bytes.end()))
      return fail("a name is not valid UTF-8", "binary format 5.2.4: malformed UTF-8 encoding");
    text = {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    return true;
  }
  bool valueType(ValueType &type) {
    const char *reason = nullptr;
    const uint8_t *start = at;
    if (std::optional<ValueType> read = decodeValueType(at, limit, reason)) {
      type = *read;
      return true;
    }
    at = start;
    return malformed(reason);
  }

  bool fail(const llvm::Twine &fact, const llvm::Twine &rule) const { return failAt(offset(), fact, rule); }
  /// About what stands at `place` in the file.
  bool failAt(size_t place, const llvm::Twine &fact, const llvm::Twine &rule) const {
    if (!failure)
      failure = error(Location::at(place), fact).violates(rule);
    return false;
  }

private:
  bool malformed(const char *reason) const {
    return fail(llvm::Twine(reason) + (whole.empty() ? "" : " in the ") + whole, "binary format 5.2: malformed value");
  }

  const uint8_t *begin, *at, *limit;
  size_t fileOffset;
  std::optional<Failure> &failure;
  llvm::StringRef whole;
};

} // namespace meld

#endif // MELD_LIB_BINARY_BYTECURSOR_H
