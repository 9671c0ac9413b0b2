//===- VerifierFuzzer.cpp - our verdict on modules, and wabt's ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a generated module, of which a few bytes may be changed, is judged by our reader
//       and verifier and by wabt's; the verdicts are the same, or the disagreement is in
//       the list of those that are understood.
// Why:  a rule that we do not check is found by somebody who does.
// Never: asks wabt where it is known to crash.
//
// Input: how many bytes are changed; for each where and to what; then what to generate.
//
//===----------------------------------------------------------------------===//

#include "Choices.h"
#include "Generator.h"
#include "Target.h"
#include "../cross-check/Inputs/MeldVerdict.h"
#include "../cross-check/Inputs/WabtVerdict.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

using namespace meld;
using namespace meld::fuzz;

namespace {

/// Lines `wabt | what it says | what we say | why`.
struct Explanation {
  llvm::Regex theirs, ours;
  bool isCrash;
};

std::vector<Explanation> readExplanations() {
  auto file = llvm::MemoryBuffer::getFile(MELD_EXPLAINED);
  require(bool(file), "no list of explained disagreements at " MELD_EXPLAINED);
  std::vector<Explanation> list;
  for (llvm::StringRef line : llvm::split((*file)->getBuffer(), '\n')) {
    // A bar between blanks divides, also two in a row; one in a pattern does not.
    llvm::SmallVector<llvm::StringRef> parts;
    for (llvm::StringRef rest = line; true;) {
      const size_t bar = rest.find(" | ");
      parts.push_back(rest.substr(0, bar).trim());
      if (bar == llvm::StringRef::npos)
        break;
      rest = rest.substr(bar + 2);
    }
    if (parts.size() != 4 || parts[0] != "wabt")
      continue;
    auto pattern = [](llvm::StringRef text) {
      std::string posix;
      for (size_t i = 0; i < text.size(); ++i)
        if (text.substr(i).starts_with("\\d")) {
          posix += "[0-9]";
          ++i;
        } else {
          posix += text[i];
        }
      return llvm::Regex(posix.empty() ? "." : posix); // every verdict, which has a letter
    };
    list.push_back({pattern(parts[1]), pattern(parts[2]), parts[1].starts_with("crash")});
  }
  require(list.size() > 10, "the list of explained disagreements is too short");
  return list;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const std::vector<Explanation> explanations = readExplanations();
  Choices choices({data, size});
  struct Change {
    uint64_t at;
    uint8_t byte;
  };
  std::vector<Change> changes(choices.byte() % 4);
  for (Change &change : changes)
    change = {choices.bits(2), choices.byte()};
  const size_t used = std::min(size, 1 + 3 * changes.size());
  GeneratorOptions options;
  options.features = featuresOfWabt();
  options.runs = false;
  Bytes module = generateModule({data + used, size - used}, options);
  for (const Change &change : changes)
    module[change.at % module.size()] = change.byte;

  keep("before.wasm", module);
  const llvm::StringRef bytes(reinterpret_cast<const char *>(module.data()), module.size());
  const std::string ours = meldVerdict(bytes, [&](const Failure &failure) { checkFailure(failure, module.size()); });
  for (const Explanation &each : explanations)
    if (each.isCrash && each.ours.match(ours))
      return 0;
  const std::string theirs = wabtVerdict(module.data(), module.size());
  if ((ours == "ok") == (theirs == "ok"))
    return 0;
  for (const Explanation &each : explanations)
    if (each.theirs.match(theirs) && each.ours.match(ours))
      return 0;
  fail("we say: " + ours + "\n      wabt says: " + theirs);
}
