;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: imported and shared memories and other page sizes are refused, by rebase and bump-grow, and 64-bit ones next to
;;       32-bit ones by rebase, with place and remedy; nothing is written.
;; Why:  the bytes of an imported memory belong to somebody else; the others have no lowering.
;; Never: lowers the other memories of such a module.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{pass} = rebase
;; DEFINE: %{one} = not %meld-opt '-passes=%{pass}' %t/%{case}.wat -o %t/out.wasm 2> %t/log && not ls %t/out.wasm && FileCheck %t/%{case}.wat < %t/log
;; REDEFINE: %{case} = imported
;; RUN: %{one}
;; REDEFINE: %{case} = second-imported
;; RUN: %{one}
;; REDEFINE: %{case} = shared
;; RUN: %{one}
;; REDEFINE: %{case} = mixed
;; RUN: %{one}
;; REDEFINE: %{pass} = bump-grow
;; REDEFINE: %{case} = imported
;; RUN: %{one}
;; REDEFINE: %{case} = shared
;; RUN: %{one}

;--- imported.wat
;; CHECK: imported.wat:[[#@LINE+4]]:{{[0-9]+}}: error: {{rebase|bump-grow}}: memory 0 $m is imported, so its bytes belong to somebody else
;; CHECK-NEXT: (import "e" "m" (memory $m 1))
;; CHECK: remedy: link the module that defines and exports it first
(module
  (import "e" "m" (memory $m 1))
  (func (export "g") (drop (memory.grow (i32.const 1)))))
;--- second-imported.wat
;; CHECK: error: rebase: memory 0 $n is imported
(module (import "e" "n" (memory $n 1)) (memory $m 1))
;--- shared.wat
;; CHECK: error: {{rebase|bump-grow}}: memory 0 $m is shared between threads
;; CHECK: remedy: build without threads
(module (memory $m 1 1 shared))
;--- mixed.wat
;; CHECK: error: rebase: memory 1 $b has 64-bit addresses and memory 0 $a 32-bit ones
;; CHECK: remedy: build all of them for wasm32, or all for wasm64
(module (memory $a 1) (memory $b i64 1))
