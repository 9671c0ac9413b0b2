//===- DiffTool.cpp - meld-diff as a function -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the command line of `meld-diff`, and what it prints.
// Why:  see include/meld/Exec/DiffTool.h.
// Never: passes over an argument it does not know.
//
//===----------------------------------------------------------------------===//

#include "meld/Exec/DiffTool.h"
#include "Comparison.h"
#include "meld/Text/TextReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

namespace {

using namespace exec;

constexpr int Equal = 0, Different = 1, NotCompared = 2;

constexpr llvm::StringLiteral Usage = R"(USAGE: meld-diff [options] BEFORE AFTER
Runs two modules, text or binary, with the same calls and the same host, and compares results, traps, host calls,
globals, tables, sizes and bytes of memories after every call.

  -calls=FILE          call what this JSON list says: [{"call": "run", "args": [1, 2]}, ...]; an entry may state
                       "returns" (value or list), "traps" (class), "exits" (code)
  -cap-before          memories of BEFORE grow no further than their windows in AFTER
  -engine=NAME         interp (wabt's interpreter, the default) or v8 (Node.js)
  -fuel=N              instructions for each call in BEFORE (default 2000000, with -calls 1000000000); AFTER may take
                       a million and 16 times what BEFORE took (interp)
  -ignore-export=NAME  AFTER need not export it, and no generated call uses it; may be repeated
  -node=PATH           the Node.js of -engine=v8 (default: node)
  -bounds-trap-ok      AFTER may report an access out of bounds in another way, which ends the run (interp)
  -oom-trap-ok         a trap of AFTER in a grow helper ends the run, and the outcome says so
  -removed-memory=N    AFTER has nothing for BEFORE's memory N; may be repeated
  -seeds=N             generate calls for seeds 1 to N (default 3)
  -timeout=MS          milliseconds for each call (v8)
  -help                print this
Exit status: 0 equal, 1 different, 2 nothing was compared.
)";

struct DiffRequest {
  CompareOptions compare;
  bool isHelp = false;
  bool useV8 = false;
  std::string node = "node";
  std::vector<std::string> files;
  std::vector<std::string> forV8; ///< the options, as utils/exec-compare takes them
};

class RequestParser {
public:
  Result<DiffRequest> parse(llvm::ArrayRef<const char *> arguments) {
    for (llvm::StringRef argument : arguments)
      if (Result<void> parsed = parseOne(argument); !parsed)
        return parsed.takeFailure();
    if (request.isHelp)
      return std::move(request);
    if (request.files.size() != 2)
      return error(Location::commandLine(""), "two modules are needed, not " + llvm::Twine(request.files.size()))
          .remedy("write meld-diff BEFORE AFTER");
    if (given("calls") && given("seeds"))
      return error(Location::commandLine("-seeds"), "-calls and -seeds exclude each other").remedy("keep one of them");
    constexpr llvm::StringLiteral forInterpreter[] = {"fuel", "bounds-trap-ok"}, forV8[] = {"node", "timeout"};
    for (llvm::StringRef unused : request.useV8 ? forInterpreter : forV8)
      if (given(unused))
        return error(Location::commandLine(unused), "-" + unused + " has no meaning with this engine")
            .remedy("leave it out, or give the other -engine");
    return std::move(request);
  }

private:
  bool given(llvm::StringRef name) const { return llvm::is_contained(seen, name); }

  Result<void> parseOne(llvm::StringRef argument) {
    llvm::StringRef text = argument;
    if (!text.consume_front("-") || text.empty()) {
      request.files.push_back(argument.str());
      return {};
    }
    text.consume_front("-");
    auto [name, value] = text.split('=');
    bool hasValue = text.contains('=');
    bool isList = name == "ignore-export" || name == "removed-memory";
    if (given(name) && !isList)
      return error(Location::commandLine(argument), "-" + name + " is given twice").remedy("keep one of them");
    seen.push_back(name);
    uint64_t number = 0;
    bool isNumber = !value.getAsInteger(10, number);
    bool isUnderstood = true;
    CompareOptions &compare = request.compare;
    if (!hasValue && (name == "help" || name == "h"))
      request.isHelp = true;
    else if (!hasValue && name == "cap-before")
      compare.capBefore = true;
    else if (!hasValue && name == "bounds-trap-ok")
      compare.isBoundsEndingAccepted = true;
    else if (!hasValue && name == "oom-trap-ok")
      compare.isGrowTrapAccepted = true;
    else if (name == "calls" && !value.empty())
      compare.callsFile = value.str();
    else if (name == "engine" && (value == "interp" || value == "v8"))
      request.useV8 = value == "v8";
    else if (name == "node" && !value.empty())
      request.node = value.str();
    else if (name == "ignore-export" && !value.empty())
      compare.ignoredExports.push_back(value.str());
    else if (name == "removed-memory" && isNumber && number <= UINT32_MAX)
      compare.removedMemories.push_back(static_cast<uint32_t>(number));
    else if (name == "seeds" && isNumber && number > 0)
      compare.seeds = number;
    else if (name == "fuel" && isNumber && number > 0 && number <= UINT32_MAX)
      compare.fuel = number;
    else
      isUnderstood = name == "timeout" && isNumber && number > 0;
    if (!isUnderstood) {
      llvm::StringRef near = nearestName(
          name, llvm::ArrayRef<llvm::StringRef>({"bounds-trap-ok", "calls", "cap-before", "engine", "fuel", "help", "ignore-export",
                                                 "node", "oom-trap-ok", "removed-memory", "seeds", "timeout"}));
      return error(Location::commandLine(argument), "'" + argument + "' cannot be understood")
          .remedy(near.empty() || near == name ? "meld-diff -help lists what can be given"
                                               : ("did you mean -" + near + "?").str());
    }
    if (name != "engine" && name != "node")
      request.forV8.push_back(("--" + text).str());
    return {};
  }

  DiffRequest request;
  std::vector<llvm::StringRef> seen;
};

void print(const Outcome &outcome, llvm::raw_ostream &out) {
  if (const std::optional<Difference> &found = outcome.difference) {
    out << "meld-diff: different (seed " << outcome.seed << "), " << outcome.call << "\n  what:    " << found->what
        << "\n  before:  " << found->before << "\n  after:   " << found->after << "\n  minimal: " << outcome.minimal
        << "\n";
    return;
  }
  out << "meld-diff: equal: " << outcome.runs << " runs, " << outcome.calls << " calls, " << outcome.hostCalls
      << " host calls;";
  for (const auto &[kind, count] : outcome.endings)
    out << (kind == outcome.endings.begin()->first ? " " : ", ") << kind << " " << count;
  out << "\n";
  for (const std::string &memory : outcome.memories)
    out << "  " << memory << "\n";
  for (const std::string &line : outcome.stopped)
    out << "  stopped: " << line << "\n";
}

/// A file that Node.js can read: the module itself, or what `holder` will remove.
Result<std::string> binaryFile(const std::string &file, llvm::FileRemover &holder) {
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer || !looksLikeText((*buffer)->getBuffer()))
    return file; // if it cannot be read, Node.js says so
  TextReader text(std::move(*buffer));
  Result<std::unique_ptr<llvm::MemoryBuffer>> binary = text.toBinary();
  if (!binary)
    return error(Location::file(file), "it cannot be read: " + binary.failure().diagnostic().fact)
        .remedy("meld-opt -passes=verify says where");
  int descriptor = -1;
  llvm::SmallString<128> path;
  if (std::error_code reason = llvm::sys::fs::createTemporaryFile("meld-diff", "wasm", descriptor, path))
    return error(Location::file(file), "no temporary file can be made: " + reason.message()).remedy("give a binary");
  holder.setFile(path);
  llvm::raw_fd_ostream stream(descriptor, /*shouldClose=*/true);
  stream << (*binary)->getBuffer();
  stream.close();
  if (stream.has_error()) {
    std::string reason = stream.error().message();
    stream.clear_error();
    return error(Location::file(path), "cannot be written: " + reason).remedy("give a binary");
  }
  return path.str().str();
}

/// utils/exec-compare stands beside the tool, in ../share/meld.
Result<int> compareInV8(const DiffRequest &request, const char *self) {
  static const char anchor = 0;
  std::string executable = llvm::sys::fs::getMainExecutable(self, const_cast<char *>(&anchor));
  llvm::SmallString<256> script(llvm::sys::path::parent_path(executable));
  llvm::sys::path::append(script, "../share/meld/exec-compare/exec-compare.mjs");
  if (!llvm::sys::fs::exists(script))
    return error(Location::file(script), "the comparison in V8 is not there")
        .remedy("install it with the tool, or leave -engine=v8 out");
  llvm::ErrorOr<std::string> node = llvm::sys::findProgramByName(request.node);
  if (!node)
    return error(Location::commandLine("-node"), "'" + request.node + "' cannot be found")
        .remedy("name a Node.js of version 22 or later with -node=PATH");
  llvm::FileRemover first, second;
  Result<std::string> before = binaryFile(request.files[0], first), after = binaryFile(request.files[1], second);
  if (!before)
    return before.takeFailure();
  if (!after)
    return after.takeFailure();
  std::vector<llvm::StringRef> arguments{*node, script, *before, *after};
  llvm::append_range(arguments, request.forV8);
  std::string why;
  int status = llvm::sys::ExecuteAndWait(*node, arguments, std::nullopt, {}, 0, 0, &why);
  if (status < 0 || status > NotCompared)
    return error(Location::file(*node),
                 "it did not end as expected: " + (why.empty() ? "status " + std::to_string(status) : why))
        .remedy("name a Node.js of version 22 or later with -node=PATH");
  return status;
}

Result<int> compareHere(const DiffRequest &request) {
  Result<Program> before = readProgram(request.files[0]);
  if (!before)
    return before.takeFailure();
  Result<Program> after = readProgram(request.files[1]);
  if (!after)
    return after.takeFailure();
  Result<Outcome> outcome = comparePrograms(*before, *after, request.compare);
  if (!outcome)
    return outcome.takeFailure();
  print(*outcome, llvm::outs());
  return outcome->difference ? Different : Equal;
}

} // namespace

int runDiffTool(int argc, const char *const *argv) {
  auto refuse = [](Failure failure, llvm::StringRef file) {
    printDiagnostic(llvm::errs(), std::move(failure).from("meld-diff").diagnostic(), file);
    return NotCompared;
  };
  RequestParser parser;
  Result<DiffRequest> request = parser.parse(llvm::ArrayRef<const char *>(argv + 1, argv + argc));
  if (!request)
    return refuse(request.takeFailure(), "");
  if (request->isHelp) {
    llvm::outs() << Usage;
    return Equal;
  }
  Result<int> status = request->useV8 ? compareInV8(*request, argv[0]) : compareHere(*request);
  return status ? *status : refuse(status.takeFailure(), request->files.front());
}

} // namespace meld
