//===- Diagnostics.h - errors that say where, what and what to do -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Diagnostic`, the failure types `Failure` and `Result<T>`, and the
//       `DiagnosticEngine` that libraries report warnings to.
// Why:  an error of a pass, pipeline, driver or plugin cannot be made without a
//       location, a fact and a remedy, and an error of the reader or verifier
//       cannot be made without a location, a fact and the violated rule:
//       `error(location, fact)` is not a `Failure` until `.remedy()` or
//       `.violates()` was said. The wrong thing does not compile.
// Never: prints or exits; only the handler the driver installs prints.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_DIAGNOSTICS_H
#define MELD_SUPPORT_DIAGNOSTICS_H

#include "meld/Support/Remark.h"
#include "meld/Support/SourceLocation.h"
#include "meld/Support/Statistics.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>
#include <cassert>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace llvm {
class raw_ostream;
}

namespace meld {

enum class Severity : uint8_t { Error, Warning, Remark };

/// A further place that belongs to a diagnostic.
struct Note {
  Location location;
  std::string text;
};

/// One message. `origin` is the pass, `reader`, `verifier`, ...; the framework
/// fills it in when a pass leaves it empty.
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string origin;
  Location location;
  std::string fact;   ///< what is the case
  std::string remedy; ///< what the user can do about it
  std::string rule;   ///< the rule of the specification that the input violates
  std::string premise; ///< the premise it says the result rests on, for `-deny=NAME`
  std::string grant;   ///< what `-assume=` said to grant that premise; empty if it did not
  std::vector<Note> notes;
  /// Of a remark of a pass about its work: shown only to who asked for it.
  std::optional<RemarkDetails> remark = std::nullopt;
};

/// A reported error on its way to the driver. Move-only, never empty except
/// after having been moved from.
class [[nodiscard]] Failure {
public:
  const Diagnostic &diagnostic() const { return *content; }
  /// Names who failed, unless that is known already.
  Failure &&from(llvm::StringRef origin) && {
    if (content->origin.empty())
      content->origin = origin.str();
    return std::move(*this);
  }

private:
  friend class FailureBuilder;
  explicit Failure(std::unique_ptr<Diagnostic> diagnostic) : content(std::move(diagnostic)) {}
  std::unique_ptr<Diagnostic> content;
};

/// An error that still lacks its last part. Made by `error()`.
class [[nodiscard]] FailureBuilder {
public:
  FailureBuilder(Location location, const llvm::Twine &fact) : content(std::make_unique<Diagnostic>()) {
    content->location = std::move(location);
    content->fact = fact.str();
  }
  FailureBuilder &&note(const llvm::Twine &text) && { return std::move(*this).note(Location(), text); }
  FailureBuilder &&note(Location location, const llvm::Twine &text) && {
    content->notes.push_back({std::move(location), text.str()});
    return std::move(*this);
  }
  /// For refusals: what the user can do.
  Failure remedy(const llvm::Twine &text) && {
    content->remedy = text.str();
    return Failure(std::move(content));
  }
  /// For malformed or invalid input: the rule of the specification it violates.
  Failure violates(const llvm::Twine &rule) && {
    content->rule = rule.str();
    return Failure(std::move(content));
  }

private:
  std::unique_ptr<Diagnostic> content;
};

/// Starts an error: `return error(where, what).remedy(...)`.
inline FailureBuilder error(Location location, const llvm::Twine &fact) { return {std::move(location), fact}; }

/// A value or a failure. Test it before use.
template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : content(std::in_place_index<0>, std::move(value)) {}
  Result(Failure failure) : content(std::in_place_index<1>, std::move(failure)) {}

  bool succeeded() const { return content.index() == 0; }
  explicit operator bool() const { return succeeded(); }
  T &operator*() { return std::get<0>(content); }
  const T &operator*() const { return std::get<0>(content); }
  T *operator->() { return &std::get<0>(content); }
  const T *operator->() const { return &std::get<0>(content); }
  /// Only when it failed.
  const Failure &failure() const { return std::get<1>(content); }
  Failure takeFailure() { return std::move(std::get<1>(content)); }

private:
  std::variant<T, Failure> content;
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Failure failure) : content(std::move(failure)) {}

  bool succeeded() const { return !content; }
  explicit operator bool() const { return succeeded(); }
  const Failure &failure() const { return *content; }
  Failure takeFailure() { return std::move(*content); }

private:
  std::optional<Failure> content;
};

/// Where libraries send what does not stop them: warnings, remarks, numbers.
class DiagnosticEngine {
public:
  using Handler = std::function<void(const Diagnostic &)>;
  /// Whether somebody asked for remarks of that pass.
  using RemarkFilter = std::function<bool(llvm::StringRef origin)>;
  explicit DiagnosticEngine(Handler handler = {}) : handler(std::move(handler)) {}

  void report(Diagnostic diagnostic) {
    if (diagnostic.origin.empty())
      diagnostic.origin = origin;
    if (handler)
      handler(diagnostic);
  }
  void warn(Location location, const llvm::Twine &fact, const llvm::Twine &remedy = {}) {
    Diagnostic diagnostic;
    diagnostic.severity = Severity::Warning;
    diagnostic.location = std::move(location);
    diagnostic.fact = fact.str();
    diagnostic.remedy = remedy.str();
    report(std::move(diagnostic));
  }
  /// Says what was done, missed or found at `location`: `remark(RemarkKind::Missed,
  /// "CheckKept", where, [&](RemarkDetails &remark) { remark << ...; })`. `fill` is
  /// called only if somebody asked for remarks.
  void remark(RemarkKind kind, llvm::StringRef name, Location location,
              llvm::function_ref<void(RemarkDetails &)> fill) {
    if (!remarkFilter || !remarkFilter(origin))
      return;
    Diagnostic diagnostic;
    diagnostic.severity = Severity::Remark;
    diagnostic.location = std::move(location);
    diagnostic.remark.emplace(RemarkDetails{kind, name.str(), {}});
    fill(*diagnostic.remark);
    diagnostic.fact = diagnostic.remark->text();
    report(std::move(diagnostic));
  }
  void setRemarkFilter(RemarkFilter filter) { remarkFilter = std::move(filter); }
  void wantRemarksLike(const DiagnosticEngine &other) { remarkFilter = other.remarkFilter; }

  /// Adds to a sum of whoever speaks, for `-stats`. Count once for many things rather
  /// than once for each.
  void count(llvm::StringRef name, uint64_t amount) { sums.add(origin, name, amount); }
  void countFor(llvm::StringRef group, llvm::StringRef name, uint64_t amount) { sums.add(group, name, amount); }
  void add(const Statistics &counted) { sums.add(counted); }
  const Statistics &statistics() const { return sums; }

  /// Who speaks from now on; the pass manager sets it around each pass.
  void setOrigin(llvm::StringRef name) { origin = name.str(); }

private:
  Handler handler;
  RemarkFilter remarkFilter;
  std::string origin;
  Statistics sums;
};

/// Prints `file:12:6: error: rebase: fact`, the source line with a caret if
/// `sources` knows the place, the notes, and `remedy: ...`.
/// For a binary input the place is `file: function $f (#3), instruction 7, offset 0x21f`.
void printDiagnostic(llvm::raw_ostream &out, const Diagnostic &diagnostic, llvm::StringRef inputName,
                     const SourceMap *sources = nullptr);

/// Prints a place in a binary without the file: `function $f (#3), instruction 7,
/// offset 0x21f`. Nothing for the module as a whole.
void printLocation(llvm::raw_ostream &out, const Location &location);

/// The nearest of `candidates` to `word` by edit distance, empty if none is near; of a single
/// letter nothing is guessed.
/// `candidates` is any range of things convertible to StringRef.
template <class Range> llvm::StringRef nearestName(llvm::StringRef word, const Range &candidates) {
  const unsigned length = static_cast<unsigned>(word.size());
  unsigned best = std::min(length, length / 3 + 2);
  llvm::StringRef name;
  for (llvm::StringRef candidate : candidates) {
    unsigned distance = word.edit_distance(candidate, true, best);
    if (distance < best) {
      best = distance;
      name = candidate;
    }
  }
  return name;
}

/// `; did you mean 'NEAR'?` for the end of a fact, or nothing if no candidate is near.
template <class Range>
std::string didYouMean(llvm::StringRef word, const Range &candidates, llvm::StringRef prefix = "") {
  llvm::StringRef near = nearestName(word, candidates);
  return near.empty() ? "" : ("; did you mean '" + prefix + near + "'?").str();
}

} // namespace meld

#endif // MELD_SUPPORT_DIAGNOSTICS_H
