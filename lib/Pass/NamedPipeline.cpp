//===- NamedPipeline.cpp - the passes that a name stands for ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see NamedPipeline.h.
// Why:  see NamedPipeline.h.
// Never: recurses deeper than the pipeline's nesting limit.
//
//===----------------------------------------------------------------------===//

#include "NamedPipeline.h"
#include <map>

namespace meld {

namespace {

/// Options that the user of a named pipeline gives to its passes, as text by pass.
using AddedOptions = std::map<std::string, std::string>;

/// Prints a pipeline again, with more options for some of its passes.
void printWithOptions(llvm::raw_ostream &out, const std::vector<PipelineElement> &elements, const AddedOptions &added) {
  const char *separator = "";
  for (const PipelineElement &element : elements) {
    out << separator << element.name;
    separator = ",";
    std::string options = element.arguments ? element.arguments->text().str() : "";
    if (auto more = added.find(element.name.str()); more != added.end())
      options += (options.empty() ? "" : ";") + more->second;
    if (!options.empty())
      out << '<' << options << '>';
    if (element.hasInner) {
      out << '(';
      printWithOptions(out, element.inner, added);
      out << ')';
    }
  }
}

/// Names of passes, those in containers too.
void collectNames(const std::vector<PipelineElement> &elements, std::vector<llvm::StringRef> &names) {
  for (const PipelineElement &element : elements) {
    if (!element.hasInner && !llvm::is_contained(names, element.name))
      names.push_back(element.name);
    collectNames(element.inner, names);
  }
}

/// A named pipeline in `elements`, or null.
const PipelineElement *findNamed(const std::vector<PipelineElement> &elements) {
  for (const PipelineElement &element : elements) {
    if (element.name == DefaultWord)
      return &element;
    if (const PipelineElement *inner = findNamed(element.inner))
      return inner;
  }
  return nullptr;
}

/// `pass.option`, `pass.option=value` and `pass.option.key=value`, in text for each pass.
Result<AddedOptions> sortByPass(const NamedPipeline &pipeline, const std::vector<PipelineElement> &elements,
                                llvm::ArrayRef<OptionArgument> options, llvm::StringRef whole) {
  std::vector<llvm::StringRef> names;
  collectNames(elements, names);
  AddedOptions added;
  for (const OptionArgument &option : options) {
    Location place = Location::pipeline(whole, option.column);
    if (!option.key)
      return error(place, "an option of a named pipeline belongs to one of its passes")
          .remedy("write PASS." + option.name + ", with one of " + llvm::join(names, ", "));
    if (!llvm::is_contained(names, option.name))
      return error(place, "there is no pass in " + pipeline.name + " '" + option.name + "'" +
                              didYouMean(option.name, names))
          .remedy("its passes are " + llvm::join(names, ", "));
    std::string &text = added[option.name.str()];
    llvm::raw_string_ostream stream(text);
    auto [optionName, key] = llvm::StringRef(*option.key).split('.');
    stream << (text.empty() ? "" : ";") << optionName;
    if (!key.empty())
      printOptionText(stream << '.', key);
    if (option.value)
      printOptionText(stream << '=', *option.value);
  }
  return added;
}

} // namespace

Result<std::string> expandNamedPipeline(const NamedPipeline &pipeline, llvm::ArrayRef<OptionArgument> options,
                                        llvm::StringRef whole) {
  Result<std::vector<PipelineElement>> elements = parsePipeline(pipeline.text);
  if (!elements)
    return elements.takeFailure();
  if (const PipelineElement *named = findNamed(*elements))
    return error(named->location(), "named pipeline '" + pipeline.name + "' contains a named pipeline")
        .remedy("write its passes themselves");
  Result<AddedOptions> added = sortByPass(pipeline, *elements, options, whole);
  if (!added)
    return added.takeFailure();
  std::string text;
  llvm::raw_string_ostream stream(text);
  printWithOptions(stream, *elements, *added);
  return text;
}

} // namespace meld
