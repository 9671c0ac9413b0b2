;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H28
;; fill, copy and init of 0 bytes past the end trap; at the end they do not.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1) (data $d "abc")
  (func (export "fill_at") (memory.fill $a (i32.const 65536) (i32.const 1) (i32.const 0)))
  (func (export "fill_past") (memory.fill $a (i32.const 65537) (i32.const 1) (i32.const 0)))
  (func (export "copy_at") (memory.copy $a $b (i32.const 65536) (i32.const 65536) (i32.const 0)))
  (func (export "copy_past") (memory.copy $a $b (i32.const 0) (i32.const 65537) (i32.const 0)))
  (func (export "init_at") (memory.init $b $d (i32.const 65536) (i32.const 3) (i32.const 0)))
  (func (export "init_past") (memory.init $b $d (i32.const 65537) (i32.const 3) (i32.const 0))))
