;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a stated premise is a warning, -deny=NAME and -Werror make it an error, -assume=NAME a remark.
;; Why: safety engineers decide which premises they accept.
;; Never: write a module that rests on a denied premise.

;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.wasm 2>&1 | FileCheck %s
;; CHECK: premises.wat:[[#]]:{{[0-9]+}}: warning: rebase: premise no-host-growth:
;; CHECK: remedy: -deny=no-host-growth refuses instead

;; RUN: rm %t.wasm
;; RUN: sh -c "%meld-opt -passes=rebase,bump-grow -deny=no-host-growth %s -o %t.wasm 2> %t.log; test $? -eq 1"
;; RUN: FileCheck %s --check-prefix=DENY < %t.log
;; DENY: error: rebase: premise no-host-growth:
;; DENY: remedy: {{.*}}without -deny=no-host-growth this is a warning
;; RUN: not ls %t.wasm

;; RUN: sh -c "%meld-opt -passes=rebase,bump-grow -Werror %s -disable-output 2> %t.log; test $? -eq 1"
;; RUN: FileCheck %s --check-prefix=WERROR --implicit-check-not=warning: < %t.log
;; WERROR: error: rebase: premise no-host-growth:
;; WERROR: remedy: {{.*}}without -Werror this is a warning

;; Denying what this module does not rest on changes nothing.
;; RUN: %meld-opt -passes=rebase,bump-grow -deny=host-adds-base %s -o %t.wasm 2>&1 | FileCheck %s

;; Granting says that it is accepted: a remark, recorded as granted, and no error with -Werror.
;; RUN: %meld-opt '-passes=rebase,bump-grow,print<memory-layout>' -Werror -assume=in-bounds,no-host-growth %s -o %t.wasm 2> %t.log
;; RUN: FileCheck %s --check-prefix=GRANTED < %t.log
;; GRANTED-DAG: premises.wat:[[#]]:{{[0-9]+}}: remark: rebase: premise in-bounds, granted by -assume=in-bounds: {{.*}}memory 0 $a
;; GRANTED-DAG: remark: rebase: premise no-host-growth, granted by -assume=no-host-growth:
;; GRANTED-DAG: remedy: see docs/premises.md#no-host-growth
;; GRANTED: premises: in-bounds (granted) no-host-growth (granted)
;; RUN: %meld-opt '-passes=print<memory-layout;json>' %t.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=JSON --match-full-lines
;; JSON:      "granted": [
;; JSON-NEXT:   "in-bounds",
;; JSON-NEXT:   "no-host-growth"
;; JSON-NEXT: ]

;; A grant that nothing needs is refused.
;; RUN: rm %t.wasm && sh -c "%meld-opt -passes=rebase,bump-grow -assume=host-adds-base %s -o %t.wasm 2> %t.log; test $? -eq 2" && not ls %t.wasm
;; RUN: FileCheck %s --check-prefix=UNUSED < %t.log
;; UNUSED: warning: rebase: premise no-host-growth:
;; UNUSED: meld-opt: -assume: error: nothing needed the grant 'host-adds-base'
;; UNUSED-NEXT: remedy: leave it out

;; A module without warnings passes -Werror.
;; RUN: %meld-opt -passes=probe -Werror %s -o %t.wasm 2> %t.log

(module
  (memory $a (export "memory") 1)
  (func (export "grow") (result i32)
    i32.const 1
    memory.grow)
  (func (export "load") (param i32) (result i32)
    local.get 0
    i32.load))
