;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -opt-bisect-limit and -disable-pass leave passes out, -debug-pass-manager shows it.
;; Why: halving the limit finds the run that made a program go wrong.
;; Never: leave out a pass that changes nothing; write a module that cannot be, because a lowering was left out.

;; RUN: %meld-opt '-passes=dce,print<memory-layout>,function(print),rebase,bump-grow' -opt-bisect-limit=-1 %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=LIST
;; LIST: BISECT: running pass (1) dce on [module]
;; LIST-NEXT: memories: 1
;; LIST: BISECT: running pass (2) rebase on [module]
;; LIST: BISECT: running pass (3) bump-grow on [module]
;; RUN: %meld-opt -passes=dce,rebase,bump-grow %s -o %t.all.wasm && cmp %t.all.wasm %t.wasm

;; RUN: %meld-opt -passes=dce,rebase,bump-grow -opt-bisect-limit=1 %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=ONE --match-full-lines --implicit-check-not={{.}}
;; ONE: BISECT: running pass (1) dce on [module]
;; ONE-NEXT: BISECT: NOT running pass (2) rebase on [module]
;; ONE-NEXT: BISECT: NOT running pass (3) bump-grow on [module]
;; RUN: %meld-opt -passes=dce %s -o %t.dce.wasm && cmp %t.dce.wasm %t.wasm
;; RUN: %meld-opt -passes=dce,rebase,bump-grow -opt-bisect-limit=0 %s -o %t.wasm 2> %t.log
;; RUN: %meld-opt %s -o %t.none.wasm && cmp %t.none.wasm %t.wasm

;; Half a lowering is refused, as it is without the flag.
;; RUN: rm -f %t.half.wasm && sh -c "%meld-opt -passes=dce,rebase,bump-grow -opt-bisect-limit=2 %s -o %t.half.wasm 2> %t.log; test $? -eq 1" && not ls %t.half.wasm
;; RUN: FileCheck %s --check-prefix=HALF --input-file=%t.log
;; HALF: error: memory.grow of window 0 $a is left, and no module can express it

;; RUN: %meld-opt -passes=dce,rebase,bump-grow -disable-pass=rebase,bump-grow %s -o %t.wasm && cmp %t.dce.wasm %t.wasm
;; What is disabled is not counted.
;; RUN: %meld-opt -passes=dce,rebase,bump-grow -disable-pass=dce -opt-bisect-limit=5 %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=BOTH --implicit-check-not="running pass"
;; BOTH: BISECT: running pass (1) rebase
;; BOTH: BISECT: running pass (2) bump-grow

;; RUN: %meld-opt '-passes=dce,probe,invalidate<call-graph>,rebase,function(print)' -disable-pass=dce -debug-pass-manager -disable-output %s 2>&1 | FileCheck %s --check-prefix=DEBUG
;; DEBUG: {{^}}Skipping pass: dce on [module]
;; DEBUG-NEXT: {{^}}Running pass: probe on [module]
;; DEBUG-NEXT: {{^}}Running analysis: memory-grow on [module]
;; DEBUG-NEXT: {{^}}Running analysis: body-facts on [module]
;; DEBUG-NEXT: {{^}}Running analysis: call-graph on [module]
;; DEBUG: {{^}}Running pass: invalidate<call-graph> on [module]
;; DEBUG-NEXT: {{^}}Invalidating analysis: call-graph on [module]
;; DEBUG-NEXT: {{^}}Invalidating analysis: memory-grow on [module]
;; DEBUG-NEXT: {{^}}Running pass: rebase on [module]
;; DEBUG-NEXT: {{^}}Running analysis: memory-grow on [module]
;; DEBUG-NEXT: {{^}}Running analysis: call-graph on [module]
;; DEBUG: {{^}}Invalidating analysis: body-facts on [module]
;; DEBUG: {{^}}Running pass: print on function $grow (#0)
;; DEBUG: {{^}}Running pass: print on function $dead (#1)

(module
  (memory $a (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0)))
  (func $dead))
