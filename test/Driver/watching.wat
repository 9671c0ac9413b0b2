;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: printing before and after passes, all or by name, and timing.
;; Why: one sees which pass did what.
;; Never: on standard output.

;; RUN: %meld-opt -passes=rebase,bump-grow -print-before-all -print-after-all %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=ALL
;; ALL: ;; *** before rebase ***
;; ALL-NEXT: (module
;; ALL: memory.grow{{$}}
;; ALL: ;; *** after rebase ***
;; ALL-NEXT: (module
;; ALL: memory.grow (;window $a;)
;; ALL: ;; *** before bump-grow ***
;; ALL: memory.grow (;window $a;)
;; ALL: ;; *** after bump-grow ***
;; ALL-NOT: memory.grow
;; ALL: ;; custom

;; By name, with a comma or by repeating the flag.
;; RUN: %meld-opt '-passes=probe,rebase,bump-grow' -print-after=bump-grow -print-before=probe,bump-grow %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=NAMED --implicit-check-not=***
;; NAMED: ;; *** before probe ***
;; NAMED: ;; *** before bump-grow ***
;; NAMED: ;; *** after bump-grow ***
;; RUN: %meld-opt '-passes=probe,verify' -print-after=verify -print-after=probe %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=REPEATED --implicit-check-not=***
;; REPEATED: ;; *** after probe ***
;; REPEATED: ;; *** after verify ***

;; A function pass: only its function, with name and number; containers are not passes.
;; RUN: %meld-opt '-passes=repeat<1>(function(print))' -print-after-all -disable-output %s 2>&1 | FileCheck %s --check-prefix=FUNCTION --implicit-check-not=*** --implicit-check-not="(module"
;; FUNCTION: (func $grow
;; FUNCTION: ;; *** after print on function $grow (#0) ***
;; FUNCTION: (func $grow
;; FUNCTION: ;; *** after print on function (#1) ***

;; A pass that fails is printed before, not after, and no later one at all.
;; RUN: not %meld-opt '-passes=probe<deny=live>,verify' -print-before-all -print-after-all %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=FAILED --implicit-check-not=***
;; FAILED: ;; *** before probe ***
;; FAILED: error: probe:

;; RUN: %meld-opt -passes=probe,rebase,bump-grow -time-passes %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=TIME
;; TIME: time of steps and passes
;; TIME-DAG: {{%}}) {{ *}}(read){{$}}
;; TIME-DAG: {{%}}) {{ *}}(verify input){{$}}
;; TIME-DAG: {{%}}) {{ *}}probe{{$}}
;; TIME-DAG: {{%}}) {{ *}}rebase{{$}}
;; TIME-DAG: {{%}}) {{ *}}bump-grow{{$}}
;; TIME-DAG: {{%}}) {{ *}}(write){{$}}
;; TIME-DAG: {{%}}) {{ *}}(verify output){{$}}
;; TIME: Total
;; RUN: not %meld-opt '-passes=probe<deny=live>' -time-passes %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=TIMEFAILED
;; TIMEFAILED: error: probe:
;; TIMEFAILED: time of steps and passes

(module
  (memory $a (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32)
    local.get 0
    memory.grow)
  (func (export "nothing")))
