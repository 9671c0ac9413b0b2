//===- Values.cpp - values, and how a call ended ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: values drawn from a text, and values and endings as text.
// Why:  hosts and comparisons need both; neither needs an engine.
// Never: tells two NaNs apart: engines may choose their bits.
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include <cstdio>
#include <cstring>

namespace meld::exec {

const char *nameOf(ValueKind kind) {
  static const char *const names[] = {"i32", "i64", "f32", "f64", "v128", "funcref", "externref"};
  return names[static_cast<int>(kind)];
}

Stream::Stream(std::string_view text) : state(0xcbf29ce484222325) {
  for (unsigned char byte : text)
    state = (state ^ byte) * 0x100000001b3; // FNV-1a
}

uint64_t Stream::next() {
  uint64_t mixed = state += 0x9e3779b97f4a7c15; // SplitMix64
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

Value Stream::draw(ValueKind kind) {
  static const uint64_t corners[] = {0, 1, ~0ull, 2, 7, 255, 65535, 65536, 0x7fffffff, 0xffffffff80000000};
  uint64_t choice = next() % 8, bits = next();
  uint64_t integer = choice < 5 ? bits % 64 : choice < 7 ? corners[bits % 10] : bits;
  Value value{kind, integer, 0};
  switch (kind) {
  case ValueKind::I32:
    value.low &= 0xffffffff;
    break;
  case ValueKind::I64:
    break;
  case ValueKind::F32: {
    float number = static_cast<float>(static_cast<int64_t>(integer)) / 4;
    uint32_t image;
    std::memcpy(&image, &number, sizeof image);
    value.low = image;
    break;
  }
  case ValueKind::F64: {
    double number = static_cast<double>(static_cast<int64_t>(integer)) / 4;
    std::memcpy(&value.low, &number, sizeof number);
    break;
  }
  case ValueKind::V128:
    value.high = next();
    break;
  case ValueKind::FuncRef:
  case ValueKind::ExternRef:
    value.low = choice < 3 ? 0 : 1 + bits % 8;
    break;
  }
  return value;
}

std::string show(const Value &value) {
  std::string name = std::string(nameOf(value.kind)) + ":";
  char hex[40];
  switch (value.kind) {
  case ValueKind::I32:
    return name + std::to_string(static_cast<int32_t>(value.low));
  case ValueKind::I64:
    return name + std::to_string(static_cast<int64_t>(value.low));
  case ValueKind::F32: {
    float number;
    uint32_t image = static_cast<uint32_t>(value.low);
    std::memcpy(&number, &image, sizeof number);
    std::snprintf(hex, sizeof hex, "%.9g", number);
    return name + (number != number ? "nan" : hex);
  }
  case ValueKind::F64: {
    double number;
    std::memcpy(&number, &value.low, sizeof number);
    std::snprintf(hex, sizeof hex, "%.17g", number);
    return name + (number != number ? "nan" : hex);
  }
  case ValueKind::V128:
    std::snprintf(hex, sizeof hex, "0x%016llx%016llx", static_cast<unsigned long long>(value.high),
                  static_cast<unsigned long long>(value.low));
    return name + hex;
  case ValueKind::FuncRef:
  case ValueKind::ExternRef:
    return name + (value.low ? "#" + std::to_string(value.low - 1) : "null");
  }
  return name;
}

std::string Ending::text() const {
  switch (kind) {
  case Returned: {
    std::string all;
    for (const std::string &result : results)
      all += (all.empty() ? "" : ", ") + result;
    return "returned " + (all.empty() ? "nothing" : all);
  }
  case Trapped:
    return "trapped: " + trap;
  case Threw:
    return "threw an exception";
  case Exited:
    return "exited with code " + std::to_string(exitCode);
  case OutOfFuel:
    return "ran out of fuel";
  case StackExhausted:
    return "exhausted the stack";
  case Unknown:
    return "came to an instruction that the interpreter does not know";
  }
  return {};
}

} // namespace meld::exec
