//===- PassBuilder.cpp - names to passes ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: builds the passes of one level (module or function) from its elements, and the
//       small passes behind `require`, `print` and `invalidate`.
// Why:  both levels have the same words; what differs is the entries they look into.
// Never: recurses deeper than the pipeline's nesting limit.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/PassBuilder.h"
#include "NamedPipeline.h"

namespace meld {

namespace {

constexpr llvm::StringRef RepeatWord = "repeat", RequireWord = "require", PrintWord = "print",
                          InvalidateWord = "invalidate", FunctionWord = "function";

/// `require<a>`, `print<a>`, `print<a;json>` and `invalidate<a>`: a name and what it does.
template <class Unit, class Manager> class AnalysisPass final : public PassConcept<Unit, Manager> {
public:
  using Action = std::function<Result<void>(Unit &, Manager &)>;
  AnalysisPass(std::string text, Action action) : text(std::move(text)), action(std::move(action)) {}
  PassResult run(Unit &unit, Manager &analyses) const override {
    if (Result<void> done = action(unit, analyses); !done)
      return done.takeFailure();
    return PreservedAnalyses::all();
  }
  PassInfo info() const override { return {text, "act on an analysis", /*isRequired=*/true}; }
  void printPipeline(llvm::raw_ostream &out) const override { out << text; }

private:
  std::string text;
  Action action;
};

Failure unknownName(const Location &place, const llvm::Twine &what, llvm::StringRef name,
                    const std::vector<llvm::StringRef> &known, const llvm::Twine &remedy) {
  return error(place, "there is no " + what + " '" + name + "'" + didYouMean(name, known)).remedy(remedy);
}

/// The analysis and format that `<...>` names.
struct AnalysisRequest {
  llvm::StringRef name;
  llvm::StringRef format; ///< empty if none is given
  Location place, formatPlace;
};

Failure needsAnalysis(const PipelineElement &element) {
  return error(element.location(), "'" + element.name + "' needs an analysis")
      .remedy("write " + element.name + "<analysis>");
}

Result<AnalysisRequest> parseAnalysisRequest(const PipelineElement &element, bool mayHaveFormat) {
  const PipelineArguments &arguments = *element.arguments;
  if (arguments.text().empty())
    return needsAnalysis(element);
  Result<std::vector<OptionArgument>> split = splitOptions(arguments);
  if (!split)
    return split.takeFailure();
  for (const OptionArgument &part : *split)
    if (part.value || part.key)
      return error(Location::pipeline(arguments.pipeline, part.column), "an analysis has no options")
          .remedy("write " + element.name + "<" + split->front().name + ">");
  if (split->size() > (mayHaveFormat ? 2u : 1u))
    return error(Location::pipeline(arguments.pipeline, split->back().column),
                 "'" + element.name + "' takes " + (mayHaveFormat ? "an analysis and a format" : "one analysis"))
        .remedy("write one element for each analysis");
  AnalysisRequest request{split->front().name, {}, Location::pipeline(arguments.pipeline, split->front().column), {}};
  if (split->size() == 2) {
    request.format = split->back().name;
    request.formatPlace = Location::pipeline(arguments.pipeline, split->back().column);
  }
  return request;
}

template <class Entries> auto findEntry(const Entries &entries, llvm::StringRef name) {
  for (const auto &entry : entries)
    if (entry.info.name == name)
      return &entry;
  return static_cast<decltype(entries.data())>(nullptr);
}

template <class Entries> void collectNames(const Entries &entries, std::vector<llvm::StringRef> &names) {
  for (const auto &entry : entries)
    names.push_back(entry.info.name);
}

} // namespace

/// Builds the passes over one kind of unit.
template <class Unit, class Manager> class PassBuilder::Level {
public:
  static constexpr bool IsModule = std::is_same_v<Unit, Module>;
  using Concept = PassConcept<Unit, Manager>;
  using Passes = PassManager<Unit, Manager>;

  explicit Level(const PassBuilder &builder) : builder(builder), registry(builder.registry()) {}

  Result<void> build(Passes &passes, const std::vector<PipelineElement> &elements) const {
    for (const PipelineElement &element : elements)
      if (Result<void> added = build(passes, element); !added)
        return added;
    return {};
  }

private:
  const auto &passEntries() const {
    if constexpr (IsModule)
      return registry.modulePasses();
    else
      return registry.functionPasses();
  }
  const auto &analysisEntries() const {
    if constexpr (IsModule)
      return registry.moduleAnalyses();
    else
      return registry.functionAnalyses();
  }

  const auto &parsingCallbacks() const {
    if constexpr (IsModule)
      return builder.added.parsing;
    else
      return builder.added.functionParsing;
  }

  Result<void> build(Passes &passes, const PipelineElement &element) const {
    if (element.name == RepeatWord)
      return buildRepeat(passes, element);
    if constexpr (IsModule)
      if (element.name == FunctionWord)
        return buildFunction(passes, element);
    if (IsModule && element.name == DefaultWord)
      return buildNamed(passes, element);
    bool isAnalysisWord =
        element.name == RequireWord || element.name == InvalidateWord || (element.name == PrintWord && element.arguments);
    if (element.hasInner)
      return refuseInner(passes, element);
    if (isAnalysisWord)
      return buildAnalysisPass(passes, element);
    if (const auto *entry = findEntry(passEntries(), element.name)) {
      Result<std::unique_ptr<Concept>> pass = entry->make(element.arguments);
      if (!pass)
        return pass.takeFailure();
      passes.addPass(std::move(*pass));
      return {};
    }
    return askCallbacks(passes, element);
  }

  Result<void> refuseInner(Passes &passes, const PipelineElement &element) const {
    // A name nobody knows may be a container of a plugin.
    if (!findEntry(passEntries(), element.name))
      return askCallbacks(passes, element);
    return error(element.inner.front().location(), "'" + element.name + "' has no passes in it")
        .remedy("write a comma instead of the parenthesis; 'function' and 'repeat' have passes in them");
  }

  Result<void> buildRepeat(Passes &passes, const PipelineElement &element) const {
    constexpr const char *Syntax = "write repeat<n>(pass,...) with n from 1 to 4294967295";
    if (!element.arguments || !element.hasInner)
      return error(element.location(), "'repeat' needs a count and passes").remedy(Syntax);
    OptionValue<uint64_t> count = parseNumber(element.arguments->text());
    const uint64_t *number = std::get_if<uint64_t>(&count);
    if (!number || *number == 0 || *number > UINT32_MAX)
      return error(Location::pipeline(element.pipeline, element.arguments->column()),
                   "'" + element.arguments->text() + "' is no count of repetitions")
          .remedy(Syntax);
    Passes inner;
    if (Result<void> built = build(inner, element.inner); !built)
      return built;
    passes.addPass(std::make_unique<RepeatedPass<Unit, Manager>>(static_cast<uint32_t>(*number), std::move(inner)));
    return {};
  }

  Result<void> buildFunction(Passes &passes, const PipelineElement &element) const {
    if (element.arguments)
      return error(Location::pipeline(element.pipeline, element.arguments->column()), "'function' has no options")
          .remedy("write function(pass,...)");
    if (!element.hasInner)
      return error(element.location(), "'function' needs passes").remedy("write function(pass,...)");
    FunctionPassManager inner;
    Level<FunctionUnit, FunctionAnalysisManager> level(builder);
    if (Result<void> built = level.build(inner, element.inner); !built)
      return built;
    passes.addPass(std::make_unique<ModuleToFunctionPassAdaptor>(std::move(inner)));
    return {};
  }

  /// `default<name>` or `default<name;pass.option=value;...>`
  Result<void> buildNamed(Passes &passes, const PipelineElement &element) const {
    std::vector<OptionArgument> parts;
    if (element.arguments) {
      Result<std::vector<OptionArgument>> split = splitOptions(*element.arguments);
      if (!split)
        return split.takeFailure();
      parts = std::move(*split);
    }
    bool isPlain = !parts.empty() && !parts.front().key && !parts.front().value && !element.hasInner;
    std::string name = (DefaultWord + "<" + (parts.empty() ? "" : parts.front().name) + ">").str();
    std::vector<llvm::StringRef> names;
    std::string list;
    for (const NamedPipeline &pipeline : registry.pipelines()) {
      if (pipeline.name == name && isPlain) {
        Result<std::string> text = expandNamedPipeline(pipeline, llvm::ArrayRef(parts).drop_front(), element.pipeline);
        if (!text)
          return text.takeFailure();
        Result<std::vector<PipelineElement>> elements = parsePipeline(*text);
        return elements ? build(passes, *elements) : elements.takeFailure();
      }
      names.push_back(pipeline.name);
      list += (list.empty() ? "the named pipelines are " : ", ") + pipeline.name;
    }
    return unknownName(element.location(), "named pipeline", name, names,
                       list.empty() ? "none is registered: write the passes themselves" : list);
  }

  Result<void> buildAnalysisPass(Passes &passes, const PipelineElement &element) const {
    if (!element.arguments)
      return needsAnalysis(element);
    Result<AnalysisRequest> request = parseAnalysisRequest(element, element.name == PrintWord);
    if (!request)
      return request.takeFailure();
    const auto *entry = findEntry(analysisEntries(), request->name);
    if (!entry)
      return unknownAnalysis(*request);
    typename AnalysisPass<Unit, Manager>::Action action;
    if (element.name == RequireWord) {
      action = [require = entry->require](Unit &unit, Manager &analyses) {
        require(unit, analyses);
        return Result<void>();
      };
    } else if (element.name == InvalidateWord) {
      action = [name = entry->info.name](Unit &, Manager &analyses) {
        analyses.invalidate(name);
        return Result<void>();
      };
    } else {
      if (entry->formats.empty())
        return error(request->place, "analysis '" + request->name + "' cannot be printed")
            .remedy("use require<" + request->name + "> to have it computed");
      const auto *format = request->format.empty() ? &entry->formats.front() : entry->findFormat(request->format);
      if (!format)
        return unknownName(request->formatPlace, "format of " + request->name.str(), request->format,
                           entry->formatNames(), "its formats are " + llvm::join(entry->formatNames(), ", "));
      if (format == &entry->formats.front())
        request->format = "";
      action = [print = format->print](Unit &unit, Manager &analyses) { return print(analyses.out(), unit, analyses); };
    }
    std::string text = (element.name + "<" + request->name).str();
    if (!request->format.empty())
      text += ";" + request->format.str();
    passes.addPass(std::make_unique<AnalysisPass<Unit, Manager>>(text + ">", std::move(action)));
    return {};
  }

  Failure unknownAnalysis(const AnalysisRequest &request) const {
    if (IsModule ? findEntry(registry.functionAnalyses(), request.name) != nullptr
                 : findEntry(registry.moduleAnalyses(), request.name) != nullptr)
      return error(request.place, "'" + request.name + "' is an analysis of " + (IsModule ? "functions" : "modules"))
          .remedy(IsModule ? "write it inside function(...)" : "write it outside function(...)");
    std::vector<llvm::StringRef> names;
    collectNames(analysisEntries(), names);
    return unknownName(request.place, "analysis", request.name, names, "-print-passes lists all analyses");
  }

  Result<void> askCallbacks(Passes &passes, const PipelineElement &element) const {
    for (const auto &callback : parsingCallbacks()) {
      Result<bool> taken = callback(element, passes);
      if (!taken)
        return taken.takeFailure();
      if (*taken)
        return {};
    }
    return unknownPass(element);
  }

  Failure unknownPass(const PipelineElement &element) const {
    if (IsModule && findEntry(registry.functionPasses(), element.name))
      return error(element.location(), "'" + element.name + "' is a function pass")
          .remedy("write function(" + element.name + ")");
    if (!IsModule && (findEntry(registry.modulePasses(), element.name) || element.name == FunctionWord))
      return error(element.location(), "'" + element.name + "' works on modules and cannot stand in 'function'")
          .remedy("write it outside function(...)");
    if (const auto *analysis = findEntry(analysisEntries(), element.name))
      return error(element.location(), "'" + element.name + "' is an analysis, not a pass")
          .remedy("write " + (analysis->formats.empty() ? "" : "print<" + element.name + "> to see it, or ") +
                  "require<" + element.name + "> to have it computed");
    // As LLVM and MLIR have it.
    if (IsModule && (element.name == "module" || element.name == "builtin.module"))
      return error(element.location(), "there is no '" + element.name + "(...)': a pipeline is one of the module")
          .remedy("write what is in it by itself");
    std::vector<llvm::StringRef> names = {RepeatWord, RequireWord, PrintWord, InvalidateWord};
    if (IsModule)
      names.push_back(FunctionWord);
    collectNames(passEntries(), names);
    return unknownName(element.location(), IsModule ? "pass" : "function pass", element.name, names,
                       "-print-passes lists all passes");
  }

  const PassBuilder &builder;
  const Registry &registry;
};

Result<void> PassBuilder::parsePassPipeline(ModulePassManager &manager, llvm::StringRef text) const {
  if (Result<void> unique = known.check(); !unique)
    return unique;
  Result<std::vector<PipelineElement>> elements = parsePipeline(text);
  if (!elements)
    return elements.takeFailure();
  return Level<Module, ModuleAnalysisManager>(*this).build(manager, *elements);
}

void PassBuilder::addPipelineStart(ModulePassManager &manager) const {
  for (const ExtensionCallback &callback : added.start)
    callback(manager);
}

void PassBuilder::addPipelineEnd(ModulePassManager &manager) const {
  for (const ExtensionCallback &callback : added.end)
    callback(manager);
}

void PassBuilder::addObservers(PassContext &context) const {
  for (const ObserverCallback &callback : added.observers)
    callback(context);
}

} // namespace meld
