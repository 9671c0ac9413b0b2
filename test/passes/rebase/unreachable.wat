;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: memory instructions in unreachable code are lowered too, and the code stays valid whatever the stack holds.
;; Why:  an instruction that names memory 1 makes the whole module need multi-memory, dead or not.
;; Never: assumes operands where the stack is polymorphic.

;; RUN: %meld-opt '-passes=rebase<bounds=none>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm && %v8-validate %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s --implicit-check-not='memory.grow' --implicit-check-not='memory.size'
;; RUN: %meld-opt %s -o %t.before.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal

(module
  (memory $a 1) (memory $b 1)
  (data $d "abc")
  (func $f (export "f") (param i32) (result i32)
    (if (local.get 0) (then (return (i32.const 7))))
    unreachable
    i32.load $b offset=4
    drop
    i64.load $a offset=0x40000000
    drop
    v128.load8_lane $b 3
    drop
    i32.store $b
    memory.fill $b
    memory.copy $b $a
    memory.init $b $d
    memory.size $b
    memory.grow $b
    drop
    i32.load8_u $b offset=0x40000000)
  (func $g (export "g") (result i32)
    (return (i32.const 1))
    memory.copy $a $b
    i32.load $b
    memory.grow $b)
  (func $h (export "h") (result i32)
    (block (br 0) (memory.fill $b) (drop (memory.grow $b)) (i64.store32 $b offset=65533))
    (i32.load $b (i32.const 0))))
;; $a at 0 and one page; $b at 65536, one page and 16 of reserve.
;; CHECK: (memory $merged (;0;) 18 18)
;; CHECK-LABEL: (func $f (;
;; CHECK: unreachable
;; CHECK: i32.load offset=65540{{$}}
;; CHECK: i32.load8_u offset=4294967295
;; CHECK: v128.load8_lane offset=65536 3
;; CHECK: i32.store offset=65536
;; CHECK: memory.fill{{$}}
;; CHECK: memory.copy{{$}}
;; CHECK: memory.init
