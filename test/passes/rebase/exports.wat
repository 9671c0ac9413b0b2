;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every exported memory keeps its names, all naming the merged memory now, and each name gets an immutable
;;       <name>.base; one memory at byte 0 needs none.
;; Why:  a host finds a window by memory and base.
;; Never: refuses a module because it exports two memories.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt -passes=rebase %t/two.wat -o %t/two.wasm 2> %t/log && %wasm-validate %t/two.wasm
;; RUN: %wasm-objdump -x %t/two.wasm | FileCheck %s --check-prefix=TWO
;; TWO-DAG: - global[1] i32 mutable=0 {{.*}} init i32=0
;; TWO-DAG: - global[2] i32 mutable=0 {{.*}} init i32=0
;; TWO-DAG: - global[3] i32 mutable=0 {{.*}} init i32=65536
;; TWO:      Export[8]:
;; TWO-NEXT: - global[0]
;; TWO-NEXT: - memory[0] -> "memory"
;; TWO-NEXT: - func[0]
;; TWO-NEXT: - memory[0] -> "memory$0"
;; TWO-NEXT: - memory[0] -> "again"
;; TWO-NEXT: - global[1]{{.*}} -> "memory.base"
;; TWO-NEXT: - global[2]{{.*}} -> "again.base"
;; TWO-NEXT: - global[3]{{.*}} -> "memory$0.base"
;; RUN: %meld-opt %t/two.wat -o %t/two.before.wasm
;; RUN: %exec-compare %t/two.before.wasm %t/two.wasm | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal

;; RUN: %meld-opt -passes=rebase %t/one.wat -o %t/one.wasm 2> %t/log
;; RUN: %wasm-objdump -x %t/one.wasm | FileCheck %s --check-prefix=ONE --implicit-check-not=.base
;; ONE: Export[1]:
;; ONE-NEXT: - memory[0] -> "memory"
;; RUN: %meld-opt '-passes=rebase<base=16>' %t/one.wat -o %t/one.wasm 2> %t/log
;; RUN: %wasm-objdump -x %t/one.wasm | FileCheck %s --check-prefix=MOVED
;; MOVED: init i32=16
;; MOVED: Export[2]:
;; MOVED: -> "memory.base"

;; A taken name.
;; RUN: not %meld-opt -passes=rebase %t/taken.wat -o %t/taken.wasm 2> %t/log
;; RUN: not ls %t/taken.wasm
;; RUN: FileCheck %t/taken.wat < %t/log
;; RUN: not %meld-opt -passes=rebase %t/taken-by-memory.wat -o %t/taken.wasm 2> %t/log
;; RUN: FileCheck %t/taken-by-memory.wat < %t/log
;; Where no base is published, the name is free for others.
;; RUN: %meld-opt -passes=rebase %t/free.wat -o %t/free.wasm 2> %t/log

;--- two.wat
(module
  (global $own (export "own") i32 (i32.const 5))
  (memory $a (export "memory") 1) (memory $b 1)
  (func $f (export "f") (param i32) (result i32) (i32.load8_u $b (i32.and (local.get 0) (i32.const 0xffff))))
  (export "memory$0" (memory $b)) (export "again" (memory $a)))
;--- one.wat
(module (memory (export "memory") 1))
;--- taken.wat
;; CHECK: taken.wat:[[#@LINE+3]]:{{[0-9]+}}: error: rebase: the export name "m.base" is taken; it should publish the base of memory 0 $m
;; CHECK: remedy: rename the export "m.base", or do not export the memory
(module
  (memory $m (export "m") 1) (memory 1) (func (export "m.base")))
;--- taken-by-memory.wat
;; CHECK: error: rebase: the export name "m.base" is taken
(module (memory (export "m") 1) (memory (export "m.base") 1))
;--- free.wat
(module (memory (export "m") 1) (func (export "m.base")))
