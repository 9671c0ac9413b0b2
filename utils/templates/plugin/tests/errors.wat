;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a function with too many nop instructions is refused, at its place, with a remedy.
;; Why:  a refusal nobody can act on is worth little.
;; Never: count more than one function together.

;; RUN: %meld-opt '-passes=@name@<at-most=1>' -verify-diagnostics %s -disable-output
;; RUN: not %meld-opt '-passes=@name@<at-least=1>' %s -disable-output 2>&1 | FileCheck %s
;; CHECK: @name@ has no option 'at-least'; did you mean 'at-most'?

(module
  (func $one nop)
  ;; expected-error@+2 {{this function has 2 nop instructions}}
  ;; expected-remedy@+1 {{give at least 2}}
  (func $two nop nop))
