;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what the pass emits: one helper per growing memory, appended; a mutable i32 global that starts at 0; no new imports,
;;       exports or start; names without "realloc"; memory.size as initial + grown.
;; Why:  downstream tools guess the stack pointer from initial values and the allocator from names.
;; Never: renumbers a function or global, or leaves memory.grow or memory.size of a growing memory.

;; RUN: %meld-opt '-passes=bump-grow<reserve=5>' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-multi-memory %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s --implicit-check-not=memory.grow --implicit-check-not=realloc --implicit-check-not="(import" --implicit-check-not="(start"
;; RUN: %wasm-objdump -x %t.wasm | FileCheck %s --check-prefix=EXPORTS
;; EXPORTS: Export[2]:
;; RUN: %meld-opt -passes=bump-grow -stats %s -disable-output 2>&1 | FileCheck %s --check-prefix=STATS
;; STATS-DAG: 1 {{.*}}memories-bounded
;; STATS-DAG: 3 {{.*}}functions-changed

(module
  (memory $heap 1)
  (memory $still 3)
  (global $own (mut i32) (i32.const 1048576))
  (func $first (export "first") (result i32) (memory.size $heap))
  (func $second (export "second") (param i32) (result i32)
    (drop (memory.size $still))
    (memory.grow $heap (local.get 0)))
  (func $dead (result i32) (memory.grow $still (i32.const 1))))

;; CHECK: (memory $heap (;0;) 6 6)
;; CHECK: (memory $still (;1;) 3 3)
;; CHECK: (global $own (;0;) (mut i32) (i32.const 1048576))
;; CHECK-NEXT: (global $meld.grown.heap (;1;) (mut i32) (i32.const 0))
;; CHECK-LABEL: (func $first (;0;)
;; CHECK-NEXT: global.get $meld.grown.heap
;; CHECK-NEXT: i32.const 1
;; CHECK-NEXT: i32.add
;; CHECK-LABEL: (func $second (;1;)
;; CHECK-NEXT: i32.const 3
;; CHECK-NEXT: drop
;; CHECK-NEXT: local.get 0
;; CHECK-NEXT: call $meld.grow.heap
;; CHECK-LABEL: (func $dead (;2;)
;; CHECK-NEXT: i32.const 1
;; CHECK-NEXT: unreachable
;; CHECK: (func $meld.{{[a-z]+}}.heap (;3;)
