;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a crash names the pass, and the function if it is a function pass, on whatever thread; nothing is written.
;; Why:  passes come from elsewhere; whose defect it is should not need a debugger.
;; Never: end as if nothing had happened.

;; DEFINE: %{crash} = not --crash %plain-meld-opt -load-pass-plugin=%plugins/crash-plugin.so
;; RUN: rm -f %t.wasm && %{crash} -passes=probe,crash-on-module,rebase %s -o %t.wasm 2>&1 | FileCheck %s && not ls %t.wasm
;; CHECK: meld-opt: error: crashed, while doing what stands below
;; CHECK-NEXT: remedy: report this defect of the pass, or of the tool, with the input; -disable-pass=PASS leaves a pass out
;; CHECK: Program arguments: {{.*}}meld-opt {{.*}}-passes=probe,crash-on-module,rebase
;; CHECK-NEXT: running pass crash-on-module on [module]{{$}}

;; RUN: %{crash} '-passes=function(crash-on-function)' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=FUNCTION && not ls %t.wasm
;; FUNCTION: error: crashed
;; FUNCTION: running pass crash-on-function on function #1{{$}}
;; RUN: %{crash} -threads=1 '-passes=function(crash-on-function)' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=FUNCTION

;; RUN: %plain-meld-opt -load-pass-plugin=%plugins/crash-plugin.so '-passes=function(crash-on-function)' -disable-pass=crash-on-function %s -disable-output

(module (func $good) (func $bad))
