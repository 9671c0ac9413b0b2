;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: without component-type sections the exports are dropped if nothing that is imported or exported can carry a
;;       pointer, or if the premise is granted; otherwise they are kept, with the reason, and the run goes on.
;; Why:  a host that calls an export that is gone fails; a build that fails although nothing is wrong is no use either.
;; Never: drops some of several; relies on the premise where evidence is enough.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{dropped} = %meld-opt -passes=cabi-realloc-drop -verify-each %t/%{case}.wat -o %t/out.wasm 2> %t/log && FileCheck %t/%{case}.wat < %t/log && not grep cabi_realloc %t/out.wasm
;; DEFINE: %{kept} = %meld-opt -passes=cabi-realloc-drop -Werror %t/%{case}.wat -o %t/out.wasm 2> %t/log && FileCheck %t/%{case}.wat < %t/log && %meld-opt %t/%{case}.wat -o %t/in.wasm && cmp %t/in.wasm %t/out.wasm
;; REDEFINE: %{case} = floats
;; RUN: %{dropped}
;; REDEFINE: %{case} = function-import
;; RUN: %{kept}
;; REDEFINE: %{case} = function-export
;; RUN: %{kept}
;; REDEFINE: %{case} = vector
;; RUN: %{kept}
;; REDEFINE: %{case} = global-import
;; RUN: %{kept}
;; REDEFINE: %{case} = global-export
;; RUN: %{kept}
;; REDEFINE: %{case} = tag-import
;; RUN: %{kept}
;; REDEFINE: %{case} = tag-export
;; RUN: %{kept}
;; REDEFINE: %{case} = post-only
;; RUN: %{kept}

;; Nothing to decide: not a word.
;; RUN: %meld-opt -passes=cabi-realloc-drop %t/none.wat -o %t/out.wasm 2>&1 | count 0

;; The premise. It is recorded, can be denied, and is not used where it is not needed.
;; RUN: %meld-opt -assume=scalar-interface '-passes=cabi-realloc-drop,print<memory-layout>' %t/function-export.wat -o %t/out.wasm 2> %t/log
;; RUN: not grep cabi_realloc %t/out.wasm && FileCheck %s --check-prefix=GRANTED < %t/log
;; GRANTED: remark: cabi-realloc-drop: premise scalar-interface, granted by -assume=scalar-interface: no host calls "cabi_realloc", "cabi_realloc$1" (there is no component-type section, and export "f" passes an integer)
;; GRANTED: remark: cabi-realloc-drop: dropped "cabi_realloc", "cabi_realloc$1": premise scalar-interface
;; GRANTED: premises: scalar-interface (granted)
;; RUN: not %meld-opt -assume=scalar-interface -passes=cabi-realloc-drop %t/floats.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=UNUSED
;; Denied or not granted, the exports are kept; that is no error.
;; RUN: %meld-opt -deny=scalar-interface -passes=cabi-realloc-drop %t/function-export.wat -o %t/out.wasm 2>&1 | FileCheck %t/function-export.wat
;; RUN: grep -q cabi_realloc %t/out.wasm
;; UNUSED: dropped "cabi_realloc": nothing that is imported or exported can carry a pointer
;; UNUSED: -assume: error: nothing needed the grant 'scalar-interface'

;; What cannot be decoded is no evidence.
;; RUN: %bytes %t/undecodable.bytes %t/undecodable.wasm
;; RUN: %unverified-meld-opt -passes=cabi-realloc-drop %t/undecodable.wasm -o %t/out.wasm 2>&1 | FileCheck %t/undecodable.bytes
;; RUN: cmp %t/undecodable.wasm %t/out.wasm

;--- floats.wat
;; CHECK: floats.wat:4:2: remark: cabi-realloc-drop: dropped "cabi_realloc": nothing that is imported or exported can carry a pointer
;; CHECK-NOT: remedy
;; (the module)
(module
  (import "e" "f" (func (param f32 f64) (result externref)))
  (import "e" "g" (global f32)) (import "e" "t" (tag (param f32)))
  (tag (export "tag") (param f64)) (global (export "pi") f32 (f32.const 3))
  (memory (export "memory") 1) (table (export "t") 1 funcref)
  (func (export "_initialize")) (func (export "run") (param f64) (result f32) (f32.const 1))
  (func (export "cabi_post_run") (param i32)) (func (param i64))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- function-import.wat
;; CHECK: remark: cabi-realloc-drop: kept "cabi_realloc": there is no component-type section, and import "e" "f" passes an integer
;; CHECK: remedy: if no import returns and no export takes a string or a list, grant that with -assume=scalar-interface; see docs/passes/cabi-realloc-drop.md
(module
  (import "e" "f" (func (param f32) (result i64)))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- function-export.wat
;; CHECK: kept "cabi_realloc", "cabi_realloc$1": there is no component-type section, and export "f" passes an integer
(module
  (memory 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0))
  (func (export "f") (param i32))
  (func (export "cabi_realloc$1") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- vector.wat
;; CHECK: and export "f" passes an integer
(module
  (func (export "f") (param v128))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- global-import.wat
;; CHECK: and import "e" "g" is an integer
(module
  (import "e" "g" (global i32))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- global-export.wat
;; CHECK: and export "g" is an integer
(module
  (global (export "g") i64 (i64.const 0))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- tag-import.wat
;; CHECK: and import "e" "t" carries an integer
(module
  (import "e" "t" (tag (param i32)))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- tag-export.wat
;; CHECK: and export "t" carries an integer
(module
  (tag (export "t") (param i32))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- post-only.wat
;; Exactly that prefix.
;; CHECK: and export "my_cabi_post_f" passes an integer
(module
  (func (export "my_cabi_post_f") (param i32))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- none.wat
(module (func (export "cabi_realloc_adapter") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
;--- undecodable.bytes
;; CHECK: remark: cabi-realloc-drop: kept "cabi_realloc": #1 cannot be decoded
;; CHECK-NEXT: remedy: change the interface so that no import returns and no export takes strings or lists
module 01 ( 02 60 04 7f 7f 7f 7f 01 7f 60 00 00 ) 03 ( 02 00 01 ) 07 ( 01 "cabi_realloc" 00 00 )
0a ( 02 ( 00 41 00 0b ) ( 00 27 0b ) )
