//===- Premise.h - what a result rests on that cannot be proved --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Premise`, the built-in ones as `premises::InBounds` and so on, what the user
//       granted, and `relyOn`, the one way for a pass to use a premise.
// Why:  whoever answers for the result must see every assumption: it is printed, it is
//       recorded in the module, it can be denied, and one that could hide harm is not
//       made before somebody granted it. A pass cannot do half of that.
// Never: decides whether a premise holds; nobody here can.
//
// A pass of a plugin declares a premise of its own and registers it:
//   inline constexpr Premise FairWeather{"fair-weather", PremiseClass::Stated, "it does not rain", "weather.md"};
//   registry.addPremise(FairWeather);
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PREMISE_H
#define MELD_PASS_PREMISE_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"

namespace meld {

class Module;
class ModuleAnalysisManager;

enum class PremiseClass : uint8_t {
  Stated,  ///< used by default; a warning says so
  Granted, ///< used only if the user granted it
};
llvm::StringRef wordOf(PremiseClass kind);

/// A kind of assumption. Its strings must outlive the program's use of it (literals do).
struct Premise {
  llvm::StringRef name; ///< kebab-case, for `-deny=` and `-assume=`
  PremiseClass kind = PremiseClass::Stated;
  llvm::StringRef summary;       ///< what is assumed, one line, no full stop
  llvm::StringRef documentation; ///< where the user reads what follows if it is false
  /// What `-assume=NAME:SUBJECT` may name; empty if it is granted as a whole only.
  llvm::StringRef subject = "";
};

namespace premises {
#define MELD_PREMISE(Identifier, Name, Class, Subject, Summary)                                                        \
  inline constexpr Premise Identifier{Name, PremiseClass::Class, Summary, "docs/premises.md#" Name, Subject};
#include "meld/Pass/Premises.def"
} // namespace premises

/// All of Premises.def, in its order.
llvm::ArrayRef<Premise> builtinPremises();

/// What the user granted: `NAME`, or `NAME:SUBJECT` for one thing only.
class PremiseGrants {
public:
  void add(std::string grant) { grants.push_back(std::move(grant)); }
  /// The grant, as it was given, that covers `premise` for a thing with these names;
  /// empty if there is none. One that names the thing comes before one for all.
  llvm::StringRef find(const Premise &premise, llvm::ArrayRef<std::string> subjects = {}) const;

private:
  std::vector<std::string> grants;
};

/// One use of a premise.
struct PremiseUse {
  Location location;
  /// What follows from the premise here, or what it is needed for.
  std::string fact = {};
  /// Of a granted premise: how to do without, for the refusal.
  std::string remedy = {};
  /// Names by which `-assume=NAME:SUBJECT` can grant this use; the first goes into
  /// the remedy.
  std::vector<std::string> subjects = {};
  /// The pass option that says the same by name, as written (`bounds=none`), if that
  /// is why the premise is used. It is the grant.
  std::string option = {};
  std::vector<Note> notes = {};
};

/// Lets the result rest on `premise`: says so and records it in the module's layout.
/// Fails if the premise is a granted one that neither -assume nor an option grants;
/// call it before anything irrevocable.
Result<void> relyOn(const Premise &premise, Module &module, const ModuleAnalysisManager &analyses, PremiseUse use);

} // namespace meld

#endif // MELD_PASS_PREMISE_H
