;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the window that ends the merged memory is checked where it can grow, whether its growth is lowered before or after:
;;       an access past its current size traps although the bytes are there.
;; Why:  the engine's own check is the original's only for a window that never changes its size.
;; Never: leaves the check of a growing window to the engine.

;; RUN: %meld-opt %s -o %t.before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{check} = %meld-opt '-passes=%{passes}' %s -o %t.wasm 2> %t.log && %exec-compare %t.before.wasm %t.wasm --calls=%t.json | FileCheck %s
;; RUN: echo '[{"call": "load", "args": [65532]}, {"call": "load", "args": [65533]}, {"call": "grow", "args": [1], "returns": 1}, {"call": "load", "args": [131068]}, {"call": "load", "args": [131069]}]' > %t.json
;; CHECK: exec-compare: equal: 1 runs, 5 calls, 0 host calls; instantiated 1, returned 3, out-of-bounds memory access 2
;; REDEFINE: %{passes} = rebase<bounds=trap;reserve=3>,bump-grow
;; RUN: %{check}
;; REDEFINE: %{passes} = bump-grow<reserve=3>,rebase<bounds=trap>
;; RUN: %{check}
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
