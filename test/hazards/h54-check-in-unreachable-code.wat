;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H54
;; Rewritten instructions in unreachable code leave a valid module, with and without checks.

;; RUN: %meld-opt '-passes=rebase<bounds=none>,bump-grow' %s -o %t.wasm 2> %t.log && %v8-validate %t.wasm
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t.wasm 2> %t.log && %v8-validate %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s

;; CHECK: (func $f
;; CHECK-NOT: memory.grow
(module (memory $a 1) (memory $b 1) (data $d "abc")
  (func $f (export "f") (result i64)
    unreachable
    i32.store8 $b
    v128.store64_lane $b 1
    memory.copy $a $b
    memory.init $b $d
    i32.atomic.rmw.cmpxchg $b
    memory.grow $b
    i64.load $b offset=65535))
