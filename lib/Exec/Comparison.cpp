//===- Comparison.cpp - runs two modules and finds the first difference ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Comparison.h.
// Why:  see Comparison.h.
// Never: compares what comes after an ending that only a limit of the interpreter caused.
//
//===----------------------------------------------------------------------===//

#include "Comparison.h"
#include "meld/Support/CheckedMath.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstring>

namespace meld::exec {

namespace {

/// Instructions for a call, generated or from a file: who writes a file knows that its calls end.
constexpr uint64_t GeneratedFuel = 2000000, StatedFuel = 1000000000;
/// What the module after lowering may take, at least and for each instruction of the module before.
constexpr uint64_t LeastFuel = 1000000, FuelFactor = 16;
/// And for each byte of growth: a loop that clears fresh pages takes nine for eight bytes.
constexpr uint64_t ClearingFactor = 2;
/// Growth may fail at any time. Here it does at 256 MiB, or where the window after lowering ends.
constexpr uint64_t UsualMaximumPages = 4096;
/// Bytes are compared after each call.
constexpr uint64_t MostMemoryBytes = uint64_t(512) << 20;
/// Runs that making calls fewer and simpler may take.
constexpr unsigned MostAttempts = 300;
/// Calls of one seed that may be left out because nothing can be compared after them.
constexpr unsigned MostLeftOut = 16;

constexpr llvm::StringLiteral StatedEnding = "ending that the calls file states";

std::string hex(uint64_t number) { return "0x" + llvm::utohexstr(number, /*LowerCase=*/true); }

bool isZero(std::string_view bytes) {
  return bytes.empty() || (bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

size_t firstUnequal(std::string_view left, std::string_view right) {
  return std::mismatch(left.begin(), left.end(), right.begin()).first - left.begin();
}

/// What one sequence of calls showed.
struct Run {
  std::optional<Difference> difference = std::nullopt;
  size_t calls = 0; ///< until then; 0 is the instantiation
  uint64_t hostCalls = 0;
  std::map<std::string, uint64_t> endings = {};
  std::string stopped = {}; ///< why not all calls were made; the last one made is at fault
  bool isGrowTrap = false;
};

class Comparison {
public:
  Comparison(const Program &before, const Program &after, const CompareOptions &options)
      : before(before), after(after), options(options) {}

  Result<Outcome> compare();

private:
  Result<void> checkPlaces() const;
  Result<std::unique_ptr<Instance>> load(const Program &program, uint64_t seed) const;
  Result<Run> run(llvm::ArrayRef<Call> calls, uint64_t seed, Outcome *outcome) const;
  std::optional<Difference> compareExports(const Instance &left, const Instance &right) const;
  std::optional<Difference> compareState(const Instance &left, const Instance &right) const;
  std::optional<Difference> comparePlace(const Place &place, const Instance &left, const Instance &right) const;
  std::optional<Difference> compareOutside(const Instance &right) const;
  std::optional<std::string> reasonToStop(const Ending &ending, const Ending &other) const;
  void findSharedFunctions(const Instance &left, const Instance &right);
  std::vector<Call> minimize(std::vector<Call> calls, uint64_t seed) const;
  bool differs(llvm::ArrayRef<Call> calls, uint64_t seed, unsigned &attempts) const;
  uint64_t totalBytes(const Instance &left) const;
  void describeMemories(Outcome &outcome, const Instance &left) const;

  const Program &before, &after;
  const CompareOptions &options;
  std::vector<std::string> sharedFunctions;
};

/// Did the module stop because a reserve is exhausted?
bool isGrowTrap(const Program &program, const Ending &ending) {
  return ending.kind != Ending::Returned && llvm::any_of(program.places, [&](const Place &place) {
           return place.growFunction && llvm::is_contained(ending.functions, *place.growFunction);
         });
}

Result<void> Comparison::checkPlaces() const {
  for (uint32_t input : options.removedMemories)
    if (!before.placeOf(input) || after.placeOf(input))
      return error(Location::commandLine("-removed-memory"),
                   "memory " + llvm::Twine(input) +
                       (before.placeOf(input) ? " is there after" : " is not there before"))
          .remedy("name memories of the first module that the second has nothing for");
  for (const Place &place : before.places)
    if (!after.placeOf(place.input) && !llvm::is_contained(options.removedMemories, place.input))
      return error(Location::file(after.file), "it does not say where " + place.name + " went")
          .remedy("give -removed-memory=" + llvm::Twine(place.input) +
                  " if nobody can see its bytes, or the module with "
                  "its section meld.layout");
  bool hasWindows = llvm::any_of(after.places, [](const Place &place) { return place.isWindow; });
  if (options.capBefore && !hasWindows)
    return error(Location::file(after.file), "no memory of it has a reserve")
        .remedy("leave -cap-before out, or give the lowered module second");
  return {};
}

Result<std::unique_ptr<Instance>> Comparison::load(const Program &program, uint64_t seed) const {
  if (program.memoryBytes > MostMemoryBytes)
    return error(Location::file(program.file),
                 "its memories have " + llvm::Twine(program.memoryBytes) + " bytes, too many to compare after each call")
        .remedy("give smaller reserves, or declare fewer pages");
  if (!program.misrun.empty())
    return error(Location::file(program.file), "wabt's interpreter " + llvm::Twine(program.misrun))
        .remedy("compare with -engine=v8");
  Host host{seed, {}, {}, sharedFunctions};
  host.maximumPages.assign(program.memoryCount, UsualMaximumPages);
  host.importedPages.assign(program.memoryCount, 0);
  for (const Place &place : program.places) {
    const Place *other = after.placeOf(place.input);
    uint64_t &maximum = host.maximumPages[place.memory];
    // Who imports a memory may be given more than it asks for; a pass may have been told how much.
    if (!place.isWindow && other && other->isWindow)
      host.importedPages[place.memory] = other->initialPages;
    if (place.isWindow)
      maximum = UINT32_MAX; // frozen anyway
    else if (other && other->isWindow)
      maximum = options.capBefore ? other->capacityPages : std::max(UsualMaximumPages, other->capacityPages);
  }
  std::string why;
  std::unique_ptr<Instance> instance = Instance::load(program.bytes(), host, why);
  if (!instance)
    return error(Location::file(program.file), "wabt's interpreter does not read it: " + why)
        .remedy("compare with -engine=v8");
  return instance;
}

std::optional<Difference> Comparison::compareExports(const Instance &left, const Instance &right) const {
  for (const auto &[name, kind] : left.exports()) {
    if (llvm::is_contained(options.ignoredExports, name))
      continue;
    auto other = llvm::find_if(right.exports(), [&name = name](const auto &entry) { return entry.first == name; });
    if (other == right.exports().end() || other->second != kind)
      return Difference{"export " + name, kind, other == right.exports().end() ? "not exported" : other->second};
  }
  return std::nullopt;
}

std::optional<Difference> Comparison::comparePlace(const Place &place, const Instance &left,
                                                   const Instance &right) const {
  const Place *other = after.placeOf(place.input);
  if (!other)
    return std::nullopt;
  uint64_t size = place.size(left), otherSize = other->size(right);
  if (size != otherSize)
    return Difference{"size of " + place.name + " in bytes", std::to_string(size), std::to_string(otherSize)};
  std::optional<std::string_view> bytes = place.bytes(left), others = other->bytes(right);
  if (!bytes || !others)
    return Difference{"window of " + place.name, bytes ? "within its memory" : "not within its memory",
                      others ? "within its memory" : "not within its memory"};
  if (*bytes == *others)
    return std::nullopt;
  size_t at = firstUnequal(*bytes, *others);
  return Difference{"byte of " + place.name + " at " + hex(at) + " (address " + hex(other->base + at) + " after)",
                    hex(static_cast<uint8_t>((*bytes)[at])), hex(static_cast<uint8_t>((*others)[at]))};
}

/// Bytes of the merged memory that are in no window's current size must be untouched.
std::optional<Difference> Comparison::compareOutside(const Instance &right) const {
  if (!after.isMerged || after.places.empty() || after.isUnchecked)
    return std::nullopt;
  std::vector<std::pair<uint64_t, uint64_t>> spans; // begin, end
  for (const Place &place : after.places)
    spans.emplace_back(place.base, place.base + place.size(right));
  llvm::sort(spans);
  std::string_view all = right.memory(after.places.front().memory);
  spans.emplace_back(all.size(), all.size());
  uint64_t begin = 0;
  for (const auto &[base, end] : spans) {
    if (begin < base && !isZero(all.substr(begin, base - begin))) {
      uint64_t at = all.find_first_not_of('\0', begin);
      return Difference{"byte outside of all windows at " + hex(at), "0x0", hex(static_cast<uint8_t>(all[at]))};
    }
    begin = std::max(begin, end);
  }
  return std::nullopt;
}

std::optional<Difference> Comparison::compareState(const Instance &left, const Instance &right) const {
  std::map<std::string, std::string> values = left.state(), others = right.state();
  auto isIgnored = [&](llvm::StringRef key) {
    return llvm::any_of(options.ignoredExports, [&](const std::string &name) { return key.contains(name); });
  };
  for (const auto &[key, value] : values) {
    auto other = others.find(key);
    // An import that nothing uses may be gone.
    if (other == others.end() && llvm::StringRef(key).contains("import "))
      continue;
    if (!isIgnored(key) && (other == others.end() || other->second != value))
      return Difference{key, value, other == others.end() ? "nothing" : other->second};
  }
  for (const auto &[key, value] : others)
    if (llvm::StringRef(key).starts_with("table ") && !values.count(key) && !isIgnored(key) &&
        values.count("size of " + key.substr(0, key.rfind('['))))
      return Difference{key, "nothing", value};
  for (const Place &place : before.places)
    if (std::optional<Difference> found = comparePlace(place, left, right))
      return found;
  return compareOutside(right);
}

/// Why two endings, and all that comes after, need not be equal.
std::optional<std::string> Comparison::reasonToStop(const Ending &ending, const Ending &other) const {
  if (other.kind == Ending::StackExhausted)
    return "exhausted the interpreter's stack after, but not before";
  if (options.isGrowTrapAccepted && isGrowTrap(after, other) && !isGrowTrap(before, ending))
    return "exhausted a reserve";
  // A module that rests on the premise need not trap where the other does.
  const bool isCheckedNow = before.isUnchecked && !after.isUnchecked;
  // Bulk operations of windows are checked in any case.
  const bool isMergedNow = before.isUnchecked && !before.isMerged && after.isMerged;
  if ((after.isUnchecked && ending.isOutOfBounds()) || ((isCheckedNow || isMergedNow) && other.isOutOfBounds()))
    return "accesses memory out of bounds, which premise in-bounds rules out";
  if (options.isBoundsEndingAccepted && (isCheckedNow || ending.isOutOfBounds()) && other.kind != Ending::Returned &&
      other.text() != ending.text())
    return "accesses memory out of bounds, which the module after reports in another way";
  return std::nullopt;
}

/// References are exchanged to functions that both export.
void Comparison::findSharedFunctions(const Instance &left, const Instance &right) {
  for (const auto &[name, kind] : left.exports())
    if (left.functions().count(name) && right.functions().count(name) &&
        !llvm::is_contained(options.ignoredExports, name))
      sharedFunctions.push_back(name);
}

std::optional<Difference> compareLogs(const Instance &left, const Instance &right) {
  const std::vector<std::string> &calls = left.log(), &others = right.log();
  for (size_t index = 0; index < std::max(calls.size(), others.size()); ++index) {
    std::string call = index < calls.size() ? calls[index] : "none";
    std::string other = index < others.size() ? others[index] : "none";
    if (call != other)
      return Difference{"host call " + std::to_string(index), call, other};
  }
  return std::nullopt;
}

Result<Run> Comparison::run(llvm::ArrayRef<Call> calls, uint64_t seed, Outcome *outcome) const {
  Result<std::unique_ptr<Instance>> first = load(before, seed), second = load(after, seed);
  if (!first)
    return first.takeFailure();
  if (!second)
    return second.takeFailure();
  Instance &left = **first, &right = **second;
  const uint64_t beforeFuel = options.fuel.value_or(options.callsFile.empty() ? GeneratedFuel : StatedFuel);
  Run run;
  if ((run.difference = compareExports(left, right)))
    return run;
  uint64_t bytesSoFar = 0;
  for (size_t number = 0; number <= calls.size(); ++number) {
    const Call *call = number == 0 ? nullptr : &calls[number - 1];
    std::string name = call ? show(*call) : "the instantiation";
    Ending ending = call ? left.call(call->name, call->arguments, beforeFuel) : left.instantiate(beforeFuel);
    run.calls = number;
    run.hostCalls += left.log().size();
    ++run.endings[ending.kind == Ending::Trapped ? ending.trap
                  : ending.isLimit()             ? ending.text()
                                                 : llvm::StringRef(ending.text()).split(' ').first.str()];
    if (ending.isLimit()) {
      run.stopped = name + " " + ending.text();
      return run;
    }
    const uint64_t grownBytes = call || ending.kind == Ending::Returned ? totalBytes(left) - bytesSoFar : 0;
    bytesSoFar += grownBytes;
    const uint64_t afterFuel = LeastFuel + ending.fuelUsed * FuelFactor + grownBytes * ClearingFactor;
    Ending other = call ? right.call(call->name, call->arguments, afterFuel) : right.instantiate(afterFuel);
    if (std::optional<std::string> reason = reasonToStop(ending, other)) {
      run.isGrowTrap = isGrowTrap(after, other);
      run.stopped = name + " " + *reason;
      return run;
    }
    if ((run.difference = compareLogs(left, right)))
      return run;
    if (ending.text() != other.text()) {
      run.difference = {"ending", ending.text(), other.text() + (isGrowTrap(after, other) ? " (reserve exhausted)" : "")};
      return run;
    }
    if (call && call->stated && *call->stated != ending.text()) {
      run.difference = {StatedEnding.str(), ending.text(), *call->stated};
      return run;
    }
    if (!call && ending.kind != Ending::Returned) {
      run.stopped = "the instantiation " + ending.text();
      return run;
    }
    if ((run.difference = compareState(left, right)))
      return run;
    if (ending.kind == Ending::Exited) {
      run.stopped = name + " " + ending.text();
      return run;
    }
  }
  if (outcome)
    describeMemories(*outcome, left);
  return run;
}

uint64_t Comparison::totalBytes(const Instance &left) const {
  uint64_t bytes = 0;
  for (const Place &place : before.places)
    bytes += place.size(left);
  return bytes;
}

void Comparison::describeMemories(Outcome &outcome, const Instance &left) const {
  outcome.memories.clear();
  for (const Place &place : before.places)
    if (const Place *other = after.placeOf(place.input))
      outcome.memories.push_back(place.name + ": " + std::to_string(place.initialPages) + " -> " +
                                 std::to_string(place.size(left) / PageSize) + " pages, in memory " +
                                 std::to_string(other->memory) + " at " + hex(other->base));
}

bool Comparison::differs(llvm::ArrayRef<Call> calls, uint64_t seed, unsigned &attempts) const {
  if (attempts == 0)
    return false;
  --attempts;
  Result<Run> tried = run(calls, seed, nullptr);
  return tried && tried->difference;
}

/// Leaves out calls, half of the rest and less at a time, then makes arguments zero or one.
std::vector<Call> Comparison::minimize(std::vector<Call> calls, uint64_t seed) const {
  unsigned attempts = MostAttempts;
  for (size_t chunk = calls.size(); chunk > 0; chunk /= 2)
    for (size_t begin = 0; begin < calls.size();) {
      std::vector<Call> fewer = calls;
      fewer.erase(fewer.begin() + begin, fewer.begin() + std::min(begin + chunk, fewer.size()));
      if (differs(fewer, seed, attempts))
        calls = std::move(fewer);
      else
        begin += chunk;
    }
  for (size_t number = 0; number < calls.size(); ++number)
    for (size_t argument = 0; argument < calls[number].arguments.size(); ++argument)
      for (uint64_t simple : {0, 1}) {
        std::vector<Call> simpler = calls;
        Value &value = simpler[number].arguments[argument];
        if (value.low <= 1 && value.high == 0)
          break;
        value.low = simple;
        value.high = 0;
        if (!differs(simpler, seed, attempts))
          continue;
        calls = std::move(simpler);
        break;
      }
  return calls;
}

Result<Outcome> Comparison::compare() {
  if (Result<void> known = checkPlaces(); !known)
    return known.takeFailure();
  Result<std::unique_ptr<Instance>> model = load(before, 1), other = load(after, 1);
  if (!model)
    return model.takeFailure();
  if (!other)
    return other.takeFailure();
  findSharedFunctions(**model, **other);
  Outcome outcome;
  std::optional<std::vector<Call>> given;
  if (!options.callsFile.empty()) {
    auto file = llvm::MemoryBuffer::getFile(options.callsFile);
    if (std::error_code reason = file.getError())
      return error(Location::file(options.callsFile), "cannot be read: " + reason.message())
          .remedy("name a calls file after -calls=");
    Result<std::vector<Call>> parsed = parseCalls((*file)->getBuffer(), options.callsFile, (*model)->functions());
    if (!parsed)
      return parsed.takeFailure();
    given = std::move(*parsed);
  }
  for (uint64_t seed = 1; seed <= (given ? 1 : options.seeds); ++seed) {
    std::vector<Call> calls = given ? *given : generateCalls((*model)->functions(), options.ignoredExports, seed);
    Result<Run> ran = run(calls, seed, &outcome);
    // What comes after a call that stops a run is tried without that call.
    for (unsigned left = MostLeftOut; ran && !ran->stopped.empty(); --left) {
      outcome.stopped.push_back("seed " + std::to_string(seed) + ": " + ran->stopped);
      outcome.growTraps += ran->isGrowTrap;
      if (given || left == 0 || ran->calls == 0 || ran->calls == calls.size())
        break;
      calls.erase(calls.begin() + ran->calls - 1);
      ran = run(calls, seed, &outcome);
    }
    if (!ran)
      return ran.takeFailure();
    ++outcome.runs;
    outcome.calls += ran->calls;
    outcome.hostCalls += ran->hostCalls;
    for (const auto &[kind, count] : ran->endings)
      outcome.endings[kind] += count;
    if (!ran->difference)
      continue;
    outcome.difference = ran->difference;
    outcome.seed = seed;
    outcome.call = ran->calls == 0 ? "instantiation"
                                   : "call " + std::to_string(ran->calls) + " of " + std::to_string(calls.size()) +
                                         ": " + show(calls[ran->calls - 1]);
    calls.resize(ran->calls);
    // With fewer calls, others may end as nobody stated.
    if (ran->difference->what != StatedEnding)
      for (Call &call : calls)
        call.stated.reset();
    outcome.minimal = show(minimize(std::move(calls), seed));
    break;
  }
  return outcome;
}

} // namespace

Result<Outcome> comparePrograms(const Program &before, const Program &after, const CompareOptions &options) {
  return Comparison(before, after, options).compare();
}

} // namespace meld::exec
