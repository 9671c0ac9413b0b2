//===- mistake-plugin.cpp - a pass that leaves a valid module which does something else ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `wrong<mistake=M>`: constants of the last function, the last byte of each segment,
//       sizes of memories, the last export, all bodies; as a broken pass could.
// Why:  what finds wrong passes has to find these.
// Never: fails, or says that it changes anything but the module.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/BodyRewriter.h"
#include "meld/PassPlugin.h"

using namespace meld;

namespace {

class Wrong : public PassInfoMixin<Wrong> {
public:
  static constexpr PassInfo info{.name = "wrong", .summary = "make a mistake"};
  enum class Mistake : uint8_t { Constant, Byte, Size, Export, Body };
  struct Options {
    Mistake mistake = Mistake::Constant;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.choice("mistake", &Options::mistake,
                  {{"constant", Mistake::Constant},
                   {"byte", Mistake::Byte},
                   {"size", Mistake::Size},
                   {"export", Mistake::Export},
                   {"body", Mistake::Body}},
                  "which one");
  }

  PassResult run(Module &module, ModuleAnalysisManager &) {
    switch (options.mistake) {
    case Mistake::Constant:
      incrementConstants(module, FunctionId(module.functions().size() - 1));
      break;
    case Mistake::Byte:
      for (DataId id : module.dataSegments().ids()) {
        std::vector<uint8_t> bytes = module.dataSegments()[id].bytes.vec();
        bytes.back() ^= 1;
        module.edit(id).bytes = module.save(bytes);
      }
      break;
    case Mistake::Size:
      for (MemoryId id : module.memories().ids())
        ++module.edit(id).limits.minimum;
      break;
    case Mistake::Export:
      module.editExports().pop_back();
      break;
    case Mistake::Body:
      for (FunctionId id : module.functions().ids())
        if (!module.isImported(id))
          module.setBody(id, FunctionBody({0, 0x0b}, 1)); // no locals, nothing on the stack
      break;
    }
    return PreservedAnalyses::none();
  }

private:
  static void incrementConstants(Module &module, FunctionId id) {
    BodyRewriter rewriter(module.functions()[id].body, 0);
    for (Instruction instruction; rewriter.next(instruction);)
      if (instruction.opcode == Opcode::I32Const)
        rewriter.insertAfter().i32Const(1).op(Opcode::I32Add);
    module.setBody(id, rewriter.finish());
  }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{.pluginName = "mistake",
                                              .pluginVersion = "1",
                                              .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
                                                builder.registry().addPass<Wrong>();
                                                return {};
                                              }};
  return &info;
}
