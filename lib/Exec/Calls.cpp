//===- Calls.cpp - what a run calls ----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Calls.h.
// Why:  the file is the one that utils/exec-compare reads, so both engines get the same calls.
// Never: ignores a key it does not know.
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/JSON.h"

namespace meld::exec {

std::string show(const Call &call) {
  std::string text = call.name + "(";
  for (const Value &value : call.arguments)
    text += (text.back() == '(' ? "" : ", ") + show(value);
  return text + ")";
}

std::string show(llvm::ArrayRef<Call> calls) {
  std::string text;
  for (const Call &call : calls)
    text += (text.empty() ? "" : "; ") + show(call);
  return text.empty() ? "instantiation" : text;
}

static bool isInitializer(llvm::StringRef name) { return name == "_initialize" || name == "__wasm_call_ctors"; }

std::vector<Call> generateCalls(const Functions &functions, llvm::ArrayRef<std::string> ignored, uint64_t seed) {
  std::vector<Call> calls;
  std::vector<const Functions::value_type *> callable;
  for (const auto &function : functions)
    if (llvm::is_contained(ignored, function.first))
      continue;
    else if (!isInitializer(function.first))
      callable.push_back(&function);
    else if (calls.empty())
      calls.push_back({function.first, {}});
  if (callable.empty())
    return calls;
  Stream stream("calls/" + std::to_string(seed));
  for (size_t left = std::clamp<size_t>(3 * callable.size(), 8, 96); left > 0; --left) {
    const auto &[name, signature] = *callable[stream.next() % callable.size()];
    Call call{name, {}};
    for (ValueKind kind : signature.params)
      call.arguments.push_back(stream.draw(kind));
    calls.push_back(std::move(call));
  }
  return calls;
}

namespace {

std::optional<Value> parseValue(const llvm::json::Value &json, ValueKind kind) {
  Value value{kind, 0, 0};
  std::optional<llvm::StringRef> text = json.getAsString();
  std::optional<double> number = json.getAsNumber();
  switch (kind) {
  case ValueKind::I32:
  case ValueKind::I64: {
    int64_t integer = 0;
    if (std::optional<int64_t> whole = json.getAsInteger())
      integer = *whole;
    else if (std::optional<uint64_t> large = json.getAsUINT64())
      integer = static_cast<int64_t>(*large);
    else if (uint64_t wide = 0; text && !text->getAsInteger(10, wide))
      integer = static_cast<int64_t>(wide);
    else if (!text || text->getAsInteger(10, integer))
      return std::nullopt;
    value.low = kind == ValueKind::I32 ? static_cast<uint32_t>(integer) : static_cast<uint64_t>(integer);
    return value;
  }
  case ValueKind::F32:
  case ValueKind::F64: {
    double real = 0;
    if (number)
      real = *number;
    else if (!text || !llvm::to_float(*text, real))
      return std::nullopt;
    value.low =
        kind == ValueKind::F32 ? llvm::bit_cast<uint32_t>(static_cast<float>(real)) : llvm::bit_cast<uint64_t>(real);
    return value;
  }
  case ValueKind::V128:
    return std::nullopt;
  case ValueKind::FuncRef:
  case ValueKind::ExternRef:
    return json.getAsNull() ? std::optional(value) : std::nullopt;
  }
  return std::nullopt;
}

/// Reads the entries of one calls file.
class CallsParser {
public:
  CallsParser(llvm::StringRef file, const Functions &functions) : file(file), functions(functions) {}

  Result<Call> parse(const llvm::json::Value &entry) {
    const llvm::json::Object *object = entry.getAsObject();
    std::optional<llvm::StringRef> name = object ? object->getString("call") : std::nullopt;
    if (!name)
      return bad("an entry is no object with a \"call\"");
    auto function = functions.find(name->str());
    if (function == functions.end())
      return bad("no function is exported as '" + *name + "'");
    Call call{name->str(), {}};
    const llvm::json::Array none, *arguments = object->getArray("args");
    arguments = arguments ? arguments : &none;
    if (arguments->size() != function->second.params.size())
      return bad("'" + *name + "' takes " + llvm::Twine(function->second.params.size()) + " arguments");
    for (auto [json, kind] : llvm::zip(*arguments, function->second.params)) {
      std::optional<Value> value = parseValue(json, kind);
      if (!value)
        return bad("an argument of '" + *name + "' is not of its type");
      call.arguments.push_back(*value);
    }
    for (const auto &[key, value] : *object)
      if (key != "call" && key != "args" && !state(call, key, value, function->second.results))
        return bad("\"" + llvm::StringRef(key) + "\" of '" + *name + "' cannot be understood");
    return call;
  }
  Failure bad(const llvm::Twine &fact) const {
    return error(Location::file(file), fact)
        .remedy("a calls file is a list of {\"call\": NAME, \"args\": [...]}, with \"returns\", \"traps\" or \"exits\" "
                "where the ending is known");
  }

private:
  static bool state(Call &call, llvm::StringRef key, const llvm::json::Value &value,
                    llvm::ArrayRef<ValueKind> results) {
    Ending ending;
    if (key == "traps" && value.getAsString()) {
      ending.kind = Ending::Trapped;
      ending.trap = value.getAsString()->str();
    } else if (key == "exits" && value.getAsInteger()) {
      ending.kind = Ending::Exited;
      ending.exitCode = static_cast<uint32_t>(*value.getAsInteger());
    } else if (key == "returns") {
      llvm::json::Array one{value};
      const llvm::json::Array &all = value.getAsArray() ? *value.getAsArray() : one;
      if (all.size() != results.size())
        return false;
      for (auto [json, kind] : llvm::zip(all, results)) {
        std::optional<Value> result = parseValue(json, kind);
        if (!result)
          return false;
        ending.results.push_back(show(*result));
      }
    } else {
      return false;
    }
    call.stated = ending.text();
    return true;
  }

  llvm::StringRef file;
  const Functions &functions;
};

} // namespace

Result<std::vector<Call>> parseCalls(llvm::StringRef text, llvm::StringRef file, const Functions &functions) {
  CallsParser parser(file, functions);
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(text);
  if (!json)
    return parser.bad("it is not JSON: " + llvm::toString(json.takeError()));
  const llvm::json::Array *entries = json->getAsArray();
  if (!entries)
    return parser.bad("it is not a list");
  std::vector<Call> calls;
  for (const llvm::json::Value &entry : *entries) {
    Result<Call> call = parser.parse(entry);
    if (!call)
      return call.takeFailure();
    calls.push_back(std::move(*call));
  }
  return calls;
}

} // namespace meld::exec
