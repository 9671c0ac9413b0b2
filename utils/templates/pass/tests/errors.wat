;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a function with too many nop instructions is refused, at its place, with a remedy, and nothing is written.
;; Why:  a refusal nobody can act on is worth little.
;; Never: count more than one function together.

;; RUN: rm -f %t.wasm && not %meld-opt '-passes=function(@name@<at-most=1>)' %s -o %t.wasm 2> %t.log && not ls %t.wasm
;; RUN: FileCheck %s --match-full-lines < %t.log
;; CHECK: {{.*}}errors.wat:[[#@LINE+7]]:4: error: @name@: this function has 2 nop instructions
;; CHECK: remedy: leave out at-most, or give at least 2
;; RUN: not %meld-opt '-passes=function(@name@<at-least=1>)' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=OPTION
;; OPTION: @name@ has no option 'at-least'; did you mean 'at-most'?

(module
  (func $one nop)
  (func $two nop nop))
