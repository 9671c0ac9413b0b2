;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what the tool cannot prove is said, once each, recorded in meld.layout, and refused with -deny; where nothing needs
;;       a premise, nothing is said.
;; Why:  safety engineers justify each premise.
;; Never: states a premise that the module does not need, or keeps one silent.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=rebase<bounds=none>' %t/all.wat -o %t/all.wasm 2> %t/log
;; RUN: FileCheck %t/all.wat < %t/log
;; RUN: grep -c 'premise in-bounds' %t/log | FileCheck %s --check-prefix=ONCE
;; ONCE: {{^}}1{{$}}
;; RUN: %meld-opt '-passes=print<memory-layout;json>' %t/all.wasm -disable-output 2> %t/layout.json
;; RUN: %python -c "import json,sys; l = json.load(sys.stdin); print(l['premises'], l['granted'])" < %t/layout.json | FileCheck %s --check-prefix=RECORDED
;; With several windows bounds=none is what grants in-bounds, and the record says so.
;; RECORDED: ['host-adds-base', 'in-bounds', 'no-host-growth'] ['in-bounds']

;; DEFINE: %{premise} =
;; DEFINE: %{deny} = not %meld-opt '-passes=rebase<bounds=none>' -deny=%{premise} %t/all.wat -o %t/denied.wasm 2> %t/log && not ls %t/denied.wasm && FileCheck %s --check-prefix=DENIED '-DNAME=%{premise}' < %t/log
;; DENIED: error: rebase: {{.*}}premise [[NAME]]
;; REDEFINE: %{premise} = in-bounds
;; RUN: %{deny}
;; REDEFINE: %{premise} = no-host-growth
;; RUN: %{deny}
;; REDEFINE: %{premise} = host-adds-base
;; RUN: %{deny}
;; RUN: not %meld-opt '-passes=rebase<bounds=none>' -Werror %t/all.wat -o %t/denied.wasm 2> %t/log && not ls %t/denied.wasm

;; RUN: %meld-opt -passes=rebase -Werror %t/none.wat -o %t/none.wasm 2>&1 | count 0
;; A window that ends the memory needs none, unless it can grow: before, it was smaller.
;; RUN: %meld-opt -passes=rebase -deny=in-bounds %t/still.wat -o %t/out.wasm
;; RUN: not %meld-opt -passes=rebase -deny=in-bounds %t/grows.wat -o %t/denied.wasm 2>&1 | FileCheck %s --check-prefix=GROWS
;; GROWS: error: rebase: premise in-bounds: accesses are not checked (bounds=none)
;; RUN: %meld-opt '-passes=rebase<bounds=none>' %t/no-host.wat -o %t/no-host.wasm 2>&1 | FileCheck %t/no-host.wat --implicit-check-not=host-adds-base --implicit-check-not=no-host-growth

;; All memories are named, in one message each. Where bounds=none stands for a single window by default, nobody granted anything.
;; RUN: %meld-opt '-passes=rebase<bounds=none>' %t/three.wat -o %t/out.wasm 2>&1 | FileCheck %t/three.wat
;; RUN: %meld-opt '-passes=rebase,bump-grow,print<memory-layout;json>' %t/grows.wat -disable-output 2>&1 | FileCheck %s --check-prefix=DEFAULT
;; DEFAULT:      "premises": [
;; DEFAULT-NEXT: "in-bounds"
;; DEFAULT:      "granted": []

;; What bump-grow said before is taken back where accesses are checked now; and a reserve of no page leaves nothing to reach.
;; RUN: %meld-opt '-passes=bump-grow,rebase<bounds=trap>,print<memory-layout;json>' %t/grows.wat -disable-output 2>&1 | FileCheck %s --check-prefix=CHECKED
;; CHECKED: premise in-bounds: memory 0 is 17 pages from the start
;; CHECKED: "premises": [],
;; RUN: %meld-opt '-passes=bump-grow<reserve=0>,rebase' -deny=in-bounds %t/grows.wat -o %t/out.wasm
;; RUN: %meld-opt '-passes=rebase<reserve=0>,bump-grow' -deny=in-bounds %t/grows.wat -o %t/out.wasm

;--- three.wat
;; CHECK: an access out of bounds of memory 0, memory 1 $b would not trap
;; CHECK: what the module exports will fail: memory 1 $b, memory 2 $c{{$}}
(module
  (memory 1) (memory $b (export "b") 1) (memory $c (export "c") 1)
  (func (export "f") (i32.store 0 (i32.const 0) (i32.load $b (i32.load $c (i32.const 0))))))
;--- still.wat
(module (memory 1 1) (func (export "load") (result i32) (i32.load (i32.const 65536))))
;--- grows.wat
(module (memory 1) (func (export "load") (result i32) (drop (memory.grow (i32.const 1))) (i32.load (i32.const 65536))))
;--- all.wat
;; CHECK: warning: rebase: premise in-bounds: accesses are not checked (bounds=none): an access out of bounds of memory 0 $a would not trap
;; CHECK: remedy: -deny=in-bounds refuses instead
;; CHECK: warning: rebase: premise no-host-growth: a host that grows what the module exports will fail: memory 0 $a{{$}}
;; CHECK: warning: rebase: premise host-adds-base: {{.*}}: memory 1 $b at byte 65536; pointers could pass through import "e" "take", export "f"{{$}}
(module
  (import "e" "take" (func $take (param i32)))
  (import "e" "float" (func (param f32)))
  (memory $a (export "a") 1) (memory $b 1)
  (func (export "f") (result i64) (call $take (i32.load8_u $b (i32.const 0))) (i64.load $a (i32.const 0)))
  (func (export "nothing")))
;--- none.wat
;; One frozen memory where it was: the engine checks every access, hosts see what they saw.
(module (memory (export "m") 1 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))
;--- no-host.wat
;; CHECK: premise in-bounds
(module (memory $a 1) (memory $b 1) (func (export "f") (i32.store $a (i32.const 0) (i32.load $b (i32.const 0)))))
