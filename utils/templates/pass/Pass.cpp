//===- @Class@.cpp - pass `@name@` ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see @Class@.h. The numbered paragraph cited as `@name@ S1` is in
//       docs/passes/@name@.md.
// Why:  see @Class@.h.
// Never: see @Class@.h.
//
//===----------------------------------------------------------------------===//

#include "passes/@Class@.h"
#include "meld/IR/BodyRewriter.h"

namespace meld {

PassResult @Class@::run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
  static const OpcodeSet nops{Opcode::Nop};
  const FunctionBody body = unit.function().body;
  BodyRewriter rewriter(body, /*localCount=*/0); // no scratch locals are used
  uint64_t removed = 0;
  for (Instruction instruction; rewriter.nextIn(nops, instruction); ++removed)
    rewriter.replace(); // @name@ S1: by nothing
  // With -disable-verify there may be bodies that break off.
  if (rewriter.failed())
    return error(unit.module().locate(unit.id(), rewriter.offset()),
                 llvm::Twine("this body cannot be decoded: ") + rewriter.error())
        .remedy("run without -disable-verify to see what is wrong");
  if (options.atMost && removed > *options.atMost)
    return error(unit.location(), "this function has " + llvm::Twine(removed) + " nop instructions")
        .remedy("leave out at-most, or give at least " + llvm::Twine(removed));
  if (removed == 0)
    return PreservedAnalyses::all();
  unit.setBody(rewriter.finish());
  analyses.count("nops-removed", removed);
  unit.diagnostics().remark(RemarkKind::Passed, "NopsRemoved", unit.location(), [&](RemarkDetails &remark) {
    remark << "removed " << RemarkValue{"Count", std::to_string(removed)} << " nop instructions";
  });
  return PreservedAnalyses::none();
}

} // namespace meld
