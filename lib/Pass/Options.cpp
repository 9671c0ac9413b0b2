//===- Options.cpp - reading options by their descriptions -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the part of option parsing that does not depend on where values are kept.
// Why:  every refusal points at its column and names what would be right.
// Never: lets an unknown, repeated or incomplete option pass.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/Options.h"
#include <set>

namespace meld {

std::string OptionDescription::syntax() const {
  return name + (isKeyed ? ".NAME" : "") + (takesValue() ? "=" + valueSyntax : "");
}

llvm::StringRef wordOf(OptionKind kind) {
  switch (kind) {
  case OptionKind::Flag:
    return "a flag";
  case OptionKind::Number:
    return "a number";
  case OptionKind::Bytes:
    return "a number of bytes";
  case OptionKind::Pages:
    return "an amount of pages";
  case OptionKind::Choice:
    return "one word";
  case OptionKind::Text:
    return "text";
  }
  return "";
}

namespace {

/// All there are, for a remedy.
std::string listOf(const std::vector<OptionDescription> &options) {
  std::string list;
  for (const OptionDescription &option : options)
    list += (list.empty() ? "" : ", ") + option.syntax();
  return list;
}

Failure unknownOption(const PipelineArguments &arguments, const OptionArgument &argument, llvm::StringRef owner,
                      const std::vector<OptionDescription> &options) {
  std::vector<llvm::StringRef> names;
  for (const OptionDescription &option : options)
    names.push_back(option.name);
  return error(Location::pipeline(arguments.pipeline, argument.column),
               owner + " has no option '" + argument.name + "'" + didYouMean(argument.name, names))
      .remedy("its options are " + listOf(options));
}

} // namespace

Result<void> parseOptions(
    const PipelineArguments &arguments, llvm::StringRef owner, const std::vector<OptionDescription> &options,
    llvm::function_ref<std::optional<OptionValueError>(size_t, llvm::StringRef, llvm::StringRef)> set) {
  Result<std::vector<OptionArgument>> split = splitOptions(arguments);
  if (!split)
    return split.takeFailure();

  std::set<std::tuple<llvm::StringRef, std::optional<std::string>, std::optional<std::string>>> seen;
  for (const OptionArgument &argument : *split) {
    const Location place = Location::pipeline(arguments.pipeline, argument.column);
    const OptionDescription *sameName = nullptr;
    const OptionDescription *match = nullptr;
    for (const OptionDescription &option : options) {
      if (option.name != argument.name)
        continue;
      sameName = &option;
      if (option.isKeyed == argument.key.has_value())
        match = &option;
    }
    if (!sameName)
      return unknownOption(arguments, argument, owner, options);
    if (!match) {
      const char *fact = argument.key ? "' takes no '.NAME'" : "' needs a '.NAME'";
      return error(place, "option '" + argument.name + fact).remedy("write " + sameName->syntax());
    }
    if (!seen.insert({argument.name, argument.key, match->isRepeatable ? argument.value : std::nullopt}).second)
      return error(place, "option '" + argument.name + (argument.key ? "." + *argument.key : "") + "' is given twice")
          .remedy("keep one of them");
    if (match->takesValue() && !argument.value)
      return error(place, "option '" + argument.name + "' needs a value").remedy("write " + match->syntax());
    if (!match->takesValue() && argument.value)
      return error(Location::pipeline(arguments.pipeline, argument.valueColumn),
                   "option '" + argument.name + "' takes no value")
          .remedy("write " + match->syntax());

    llvm::StringRef key = argument.key ? llvm::StringRef(*argument.key) : llvm::StringRef();
    llvm::StringRef value = argument.value ? llvm::StringRef(*argument.value) : llvm::StringRef();
    if (std::optional<OptionValueError> reason = set(static_cast<size_t>(match - options.data()), key, value))
      return error(Location::pipeline(arguments.pipeline, argument.valueColumn),
                   "option '" + argument.name + "' of " + owner + ": " + reason->fact)
          .remedy(reason->remedy);
  }
  return {};
}

} // namespace meld
