;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: print shows the module at its place in the pipeline, function(print) each defined function.
;; Why: to see what the passes before made of it.
;; Never: prints to standard output.

;; RUN: %meld-opt -passes=print,rebase,print -disable-output %s 2>&1 | FileCheck %s
;; CHECK: (module
;; CHECK: (memory $first
;; CHECK: i32.load $second
;; CHECK: (module
;; CHECK: (memory $merged
;; CHECK: i32.load offset=65536{{$}}

;; RUN: %meld-opt '-passes=function(print)' -disable-output %s 2>&1 | FileCheck %s --check-prefix=FUNCTION --implicit-check-not="(module" --implicit-check-not="import"
;; FUNCTION: (func $load
;; FUNCTION: (func $two

;; RUN: %meld-opt '-passes=repeat<3>(function(print))' -disable-output %s 2>&1 | grep -c 'func \$two' | FileCheck %s --check-prefix=THREE
;; THREE: {{^}}3{{$}}

;; RUN: %meld-opt -passes=print -disable-output %s 2>/dev/null | count 0

(module
  (import "env" "f" (func $imported))
  (memory $first 1)
  (memory $second 1)
  (func $load (param i32) (result i32)
    local.get 0
    i32.load $second)
  (func $two (result i32)
    i32.const 2))
