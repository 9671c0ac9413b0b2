;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H41
;; No pointer crosses the interface, but the component allocates: the export goes, growth stays live, is given a reserve,
;; and works.

;; RUN: %meld-opt -passes=cabi-realloc-drop,dce,probe,rebase,bump-grow %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: FileCheck %s < %t.log
;; CHECK: dropped "cabi_realloc"
;; CHECK: memory 0{{.*}}: live
;; CHECK: live memory.grow in $allocate, {{.*}}: export "run" -> $run -> $allocate
;; RUN: %meld-opt %s -o %t.before.wasm && %exec-compare %t.before.wasm %t.wasm --ignore-export=cabi_realloc --seeds=3 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 3 runs, {{[1-9][0-9]*}} calls
;; SAME: memory 0: 1 -> {{[2-9]|1[0-7]}} pages
(module
  (memory 1)
  (func $allocate (result i32) (memory.grow (i32.const 1)))
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (call $allocate))
  (func $run (export "run") (result f32) (f32.convert_i32_s (call $allocate))))
