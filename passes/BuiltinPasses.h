//===- BuiltinPasses.h - the passes of this project --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: registers every pass, analysis and premise that comes with the project.
// Why:  one list, read from top to bottom, instead of static constructors.
// Never: includes a pass' own header: who registers need not know them.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_BUILTINPASSES_H
#define MELD_PASSES_BUILTINPASSES_H

namespace meld {

class Registry;

void registerBuiltinPasses(Registry &registry);

} // namespace meld

#endif // MELD_PASSES_BUILTINPASSES_H
