;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: probe<deny=live> fails with the place, the chain and the remedy if growth is live; dead growth and memory.size pass.
;; Why:  a build that must not grow stops where it does.
;; Never: writes a module it refused.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: sh -c "%meld-opt '-passes=probe<deny=live>' %t/live.wat -o %t/out.wasm 2> %t/log; test $? -eq 1"
;; RUN: not ls %t/out.wasm
;; RUN: FileCheck %t/live.wat < %t/log
;; RUN: %meld-opt '-passes=probe<deny=live>' %t/dead.wat -o %t/out.wasm
;; RUN: sh -c "%meld-opt '-passes=probe<deny=dead>' %t/dead.wat -disable-output 2> %t/usage; test $? -eq 2"
;; RUN: FileCheck %s --check-prefix=USAGE < %t/usage
;; USAGE: error: {{.*}}dead
;; USAGE: remedy:

;--- live.wat
;; CHECK: live.wat:[[#@LINE+4]]:{{[0-9]+}}: error: probe: {{.*}}memory.grow{{.*}}export "run" -> $run -> $g
;; CHECK-NEXT: (drop (memory.grow (i32.const 1)))
;; CHECK: remedy: {{.*}}bump-grow{{.*}}; see docs/input-contract.md#when-growth-is-live{{$}}
(module (memory 1)
  (func $g (drop (memory.grow (i32.const 1))))
  (func $run (export "run") (call $g)))
;--- dead.wat
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (func (export "size") (result i32) (memory.size)))
