;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: rebase of a module whose memories are merged already is an error, in one pipeline and in a second run.
;; Why:  windows of windows would lose the first layout.
;; Never: merges again silently.

;; RUN: not %meld-opt -passes=rebase,bump-grow,rebase %s -o %t.out.wasm 2>&1 | FileCheck %s
;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.wasm 2> %t.log
;; RUN: not %meld-opt '-passes=rebase<base=65536>' %t.wasm -o %t.out.wasm 2>&1 | FileCheck %s
;; CHECK: error: rebase: the memories of this module are merged already
;; CHECK: remedy: run rebase once, on the original module, with the options of both runs
;; RUN: not ls %t.out.wasm

(module (memory $a 1) (memory $b 1) (func (export "g") (drop (memory.grow $b (i32.const 1)))))
