//===- Options.h - the options of a pass, declared once ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `OptionSchema<Options>`: what options a pass has, of which type, and where in
//       its `Options` they are kept.
// Why:  parsing, `-print-passes`, docs and printing a pipeline back come from the same
//       declaration, so they cannot disagree.
// Never: ignores an option it does not know, or takes one twice.
//
//   struct Options {
//     bool denyLive = false;
//     uint64_t align = 16;
//     Oom oom = Oom::Trap;
//     std::optional<PageAmount> reserve;
//     KeyedPages reserveOf;
//     std::vector<std::string> names;
//   } options;
//   static void schema(OptionSchema<Options> &s) {
//     s.flag("deny", "live", &Options::denyLive, "refuse live growth");     // deny=live
//     s.number("align", &Options::align, "alignment", {isPowerOf2, "a power of two"});
//     s.choice("oom", &Options::oom, {{"trap", Oom::Trap}, {"fail", Oom::Fail}}, "when exhausted");
//     s.pages("reserve", &Options::reserve, "pages to grow by");            // reserve=2MiB
//     s.keyedPages("reserve", &Options::reserveOf, "for one memory");       // reserve.heap=3
//     s.strings("name", &Options::names, "what to drop");                   // name=a;name=b
//   }
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_OPTIONS_H
#define MELD_PASS_OPTIONS_H

#include "meld/Pass/OptionValues.h"
#include "meld/Pass/Pipeline.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <limits>
#include <type_traits>

namespace meld {

enum class OptionKind : uint8_t { Flag, Number, Bytes, Pages, Choice, Text };

/// What is said of an option to users.
struct OptionDescription {
  std::string name;
  OptionKind kind = OptionKind::Flag;
  std::string valueSyntax; ///< `N`, `trap|fail`, ...; empty for a flag
  std::string doc;
  bool isKeyed = false;                  ///< `name.KEY=value`
  std::vector<std::string> choices = {}; ///< the words of a choice
  std::string defaultText = {};          ///< as one would write it; empty if not given means something else
  bool isRepeatable = false;             ///< may be given several times, with different values

  bool takesValue() const { return kind != OptionKind::Flag; }
  /// `reserve.NAME=PAGES`
  std::string syntax() const;
};
/// "a number of bytes"
llvm::StringRef wordOf(OptionKind kind);

/// Amounts by key, in the order given.
using KeyedPages = std::vector<std::pair<std::string, PageAmount>>;

/// What a number must satisfy besides being one.
template <class T> struct OptionCheck {
  bool (*holds)(T) = nullptr;
  const char *requirement = ""; ///< "a power of two"
};

/// The type inside an optional, or the type itself.
template <class T> struct ValueOf {
  using type = T;
  static constexpr bool isOptional = false;
};
template <class T> struct ValueOf<std::optional<T>> {
  using type = T;
  static constexpr bool isOptional = true;
};

/// Reads `arguments` by `options`; `set` stores a value of option number `index`.
/// `owner` is the pass or what else has these options.
Result<void> parseOptions(
    const PipelineArguments &arguments, llvm::StringRef owner, const std::vector<OptionDescription> &options,
    llvm::function_ref<std::optional<OptionValueError>(size_t index, llvm::StringRef key, llvm::StringRef value)> set);

template <class Options> class OptionSchema {
public:
  /// `name`, without a value.
  void flag(llvm::StringRef name, bool Options::*member, llvm::StringRef doc) {
    add(
        {name.str(), OptionKind::Flag, "", doc.str()},
        [member](Options &options, llvm::StringRef, llvm::StringRef) {
          options.*member = true;
          return Accepted;
        },
        [member](const Options &options, const Entry &entry, Printer &printer) {
          if (options.*member != Options().*member)
            printer.item() << entry.description.name;
        });
  }

  /// `name=word`, the only value there is.
  void flag(llvm::StringRef name, llvm::StringRef word, bool Options::*member, llvm::StringRef doc) {
    choice(name, member, {{word.str(), true}}, doc);
  }

  /// A number; `member` is an unsigned integer or an optional of one.
  template <class M>
  void number(llvm::StringRef name, M Options::*member, llvm::StringRef doc, OptionCheck<uint64_t> check = {}) {
    addNumber(name, OptionKind::Number, "N", member, doc, check, parseNumber);
  }
  /// Bytes, `KiB` and `MiB` allowed.
  template <class M>
  void bytes(llvm::StringRef name, M Options::*member, llvm::StringRef doc, OptionCheck<uint64_t> check = {}) {
    addNumber(name, OptionKind::Bytes, "BYTES", member, doc, check, parseBytes);
  }

  /// Any text; `member` is a std::string or an optional of one.
  template <class M>
  void string(llvm::StringRef name, M Options::*member, llvm::StringRef doc, llvm::StringRef valueSyntax = "TEXT") {
    addPrinted(
        {name.str(), OptionKind::Text, valueSyntax.str(), doc.str()}, member,
        [member](Options &options, llvm::StringRef, llvm::StringRef value) {
          options.*member = value.str();
          return Accepted;
        },
        [](llvm::raw_ostream &out, const std::string &value) { printOptionText(out, value); });
  }

  /// Texts, one each time the option is given.
  void strings(llvm::StringRef name, std::vector<std::string> Options::*member, llvm::StringRef doc,
               llvm::StringRef valueSyntax = "TEXT") {
    OptionDescription description{name.str(), OptionKind::Text, valueSyntax.str(), doc.str()};
    description.isRepeatable = true;
    add(
        std::move(description),
        [member](Options &options, llvm::StringRef, llvm::StringRef value) {
          (options.*member).push_back(value.str());
          return Accepted;
        },
        [member](const Options &options, const Entry &entry, Printer &printer) {
          for (const std::string &value : options.*member)
            printOptionText(printer.item() << entry.description.name << '=', value);
        });
  }

  /// One of a few words; `member` is of the type of the choices, or an optional of it.
  template <class M>
  void choice(llvm::StringRef name, M Options::*member,
              std::vector<std::pair<std::string, typename ValueOf<M>::type>> choices, llvm::StringRef doc) {
    std::string syntax;
    std::vector<std::string> words;
    for (const auto &[word, value] : choices) {
      syntax += (syntax.empty() ? "" : "|") + word;
      words.push_back(word);
    }
    addPrinted(
        {name.str(), OptionKind::Choice, syntax, doc.str(), false, words}, member,
        [member, choices, words](Options &options, llvm::StringRef, llvm::StringRef text) {
          OptionValue<size_t> index = parseWord(text, words);
          if (auto *reason = std::get_if<OptionValueError>(&index))
            return std::optional(*reason);
          options.*member = choices[std::get<size_t>(index)].second;
          return Accepted;
        },
        [choices](llvm::raw_ostream &out, const auto &value) {
          for (const auto &[word, meaning] : choices)
            if (meaning == value) {
              out << word;
              return;
            }
        });
  }

  /// One of a few words, or `call:FN` with the name of a function; kept as text.
  void choiceOrCall(llvm::StringRef name, std::string Options::*member, std::vector<std::string> words,
                    llvm::StringRef doc) {
    std::string syntax;
    for (const std::string &word : words)
      syntax += word + "|";
    syntax += "call:FN";
    addPrinted(
        {name.str(), OptionKind::Text, syntax, doc.str()}, member,
        [member, words](Options &options, llvm::StringRef, llvm::StringRef text) -> std::optional<OptionValueError> {
          OptionValue<std::string> value = parseWordOrCall(text, words);
          if (auto *reason = std::get_if<OptionValueError>(&value))
            return *reason;
          options.*member = std::get<std::string>(value);
          return Accepted;
        },
        [](llvm::raw_ostream &out, const std::string &value) { printOptionText(out, value); });
  }

  /// `PageAmount` or an optional of it.
  template <class M> void pages(llvm::StringRef name, M Options::*member, llvm::StringRef doc) {
    addPrinted(
        {name.str(), OptionKind::Pages, "PAGES", doc.str()}, member,
        [member](Options &options, llvm::StringRef, llvm::StringRef text) {
          OptionValue<PageAmount> amount = parsePages(text);
          if (auto *reason = std::get_if<OptionValueError>(&amount))
            return std::optional(*reason);
          options.*member = std::get<PageAmount>(amount);
          return Accepted;
        },
        [](llvm::raw_ostream &out, const PageAmount &value) { out << formatPages(value); });
  }

  /// `name.KEY=PAGES`, any number of times with different keys.
  void keyedPages(llvm::StringRef name, KeyedPages Options::*member, llvm::StringRef doc) {
    add(
        {name.str(), OptionKind::Pages, "PAGES", doc.str(), true},
        [member](Options &options, llvm::StringRef key, llvm::StringRef text) {
          OptionValue<PageAmount> amount = parsePages(text);
          if (auto *reason = std::get_if<OptionValueError>(&amount))
            return std::optional(*reason);
          (options.*member).emplace_back(key.str(), std::get<PageAmount>(amount));
          return Accepted;
        },
        [member](const Options &options, const Entry &entry, Printer &printer) {
          for (const auto &[key, amount] : options.*member) {
            llvm::raw_ostream &out = printer.item();
            out << entry.description.name << '.';
            printOptionText(out, key);
            out << '=' << formatPages(amount);
          }
        });
  }

  std::vector<OptionDescription> descriptions() const {
    std::vector<OptionDescription> all;
    for (const Entry &entry : entries)
      all.push_back(entry.description);
    return all;
  }

  /// Reads the text between `<` and `>`. Errors point into the pipeline.
  Result<Options> parse(const PipelineArguments &arguments, llvm::StringRef owner) const {
    Options options;
    Result<void> parsed =
        parseOptions(arguments, owner, descriptions(), [&](size_t index, llvm::StringRef key, llvm::StringRef value) {
          return entries[index].set(options, key, value);
        });
    if (!parsed)
      return parsed.takeFailure();
    return options;
  }

  /// Prints `<a=1;b=2>`, or nothing if all options have their defaults.
  void print(llvm::raw_ostream &out, const Options &options) const {
    Printer printer{out};
    for (const Entry &entry : entries)
      entry.print(options, entry, printer);
    if (printer.hasItems)
      out << '>';
  }

private:
  struct Printer {
    llvm::raw_ostream &out;
    bool hasItems = false;
    llvm::raw_ostream &item() {
      out << (hasItems ? ';' : '<');
      hasItems = true;
      return out;
    }
  };
  struct Entry {
    OptionDescription description;
    std::function<std::optional<OptionValueError>(Options &, llvm::StringRef key, llvm::StringRef value)> set;
    std::function<void(const Options &, const Entry &, Printer &)> print;
  };
  static constexpr std::optional<OptionValueError> Accepted = std::nullopt;

  void add(OptionDescription description, decltype(Entry::set) set, decltype(Entry::print) print) {
    entries.push_back({std::move(description), std::move(set), std::move(print)});
  }

  /// A member that prints as `name=value` unless it has its default. `format` prints
  /// the value as it is parsed, or nothing for one that cannot be written.
  template <class M, class Format>
  void addPrinted(OptionDescription description, M Options::*member, decltype(Entry::set) set, Format format) {
    auto formatMember = [member, format](llvm::raw_ostream &out, const Options &options) {
      if constexpr (!ValueOf<M>::isOptional)
        format(out, options.*member);
      else if (options.*member)
        format(out, *(options.*member));
    };
    llvm::raw_string_ostream defaultStream(description.defaultText);
    formatMember(defaultStream, Options());
    add(std::move(description), std::move(set),
        [member, formatMember, byDefault = Options().*member](const Options &options, const Entry &entry,
                                                              Printer &printer) {
          if (options.*member != byDefault)
            formatMember(printer.item() << entry.description.name << '=', options);
        });
  }

  template <class M>
  void addNumber(llvm::StringRef name, OptionKind kind, llvm::StringRef syntax, M Options::*member, llvm::StringRef doc,
                 OptionCheck<uint64_t> check, OptionValue<uint64_t> (*read)(llvm::StringRef)) {
    using Number = typename ValueOf<M>::type;
    static_assert(std::is_unsigned_v<Number> && !std::is_same_v<Number, bool>);
    addPrinted(
        {name.str(), kind, syntax.str(), doc.str()}, member,
        [member, check, read](Options &options, llvm::StringRef,
                              llvm::StringRef text) -> std::optional<OptionValueError> {
          OptionValue<uint64_t> number = read(text);
          if (auto *reason = std::get_if<OptionValueError>(&number))
            return *reason;
          uint64_t value = std::get<uint64_t>(number);
          constexpr uint64_t Limit = std::numeric_limits<Number>::max();
          if (value > Limit)
            return OptionValueError{text.str() + " is too large", "give at most " + std::to_string(Limit)};
          if (check.holds && !check.holds(value))
            return OptionValueError{text.str() + " is not " + check.requirement,
                                    std::string("give ") + check.requirement};
          options.*member = static_cast<Number>(value);
          return Accepted;
        },
        [](llvm::raw_ostream &out, uint64_t value) { out << value; });
  }

  std::vector<Entry> entries;
};

} // namespace meld

#endif // MELD_PASS_OPTIONS_H
