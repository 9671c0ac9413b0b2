;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H40
;; What: exactly the exports that are named cabi_realloc, with a version of wit-bindgen and a number of a merging tool or
;;       without, and that are functions of its type, are dropped; everything that only looks like it stays.
;; Why:  tools that went by prefix or suffix dropped other components' functions.
;; Never: drops a function, only exports.

;; RUN: %meld-opt -assume=scalar-interface -passes=cabi-realloc-drop -verify-each %s -o %t.wasm 2> %t.log
;; RUN: %wasm-objdump -x -j Export %t.wasm | FileCheck %s
;; CHECK:      Export[20]:
;; CHECK-NEXT: "cabi_realloc_adapter"
;; CHECK-NEXT: "cabi_import_realloc"
;; CHECK-NEXT: "cabi_export_realloc"
;; CHECK-NEXT: "cabi_realloc$foo"
;; CHECK-NEXT: "my_cabi_realloc"
;; CHECK-NEXT: "cabi_realloc$"
;; CHECK-NEXT: "cabi_realloc_"
;; CHECK-NEXT: "cabi_realloc1"
;; CHECK-NEXT: "cabi_realloc$1x"
;; CHECK-NEXT: "cabi_realloc$1$2"
;; CHECK-NEXT: "cabi_realloc_wit_bindgen_0_46"
;; CHECK-NEXT: "cabi_realloc_wit_bindgen_0_46_"
;; CHECK-NEXT: "cabi_realloc_wit_bindgen_0_46_x"
;; CHECK-NEXT: "cabi_realloc_wit_bindgen"
;; CHECK-NEXT: "cabi_realloc_wit_bindgen_0_46_0_1_2"
;; CHECK-NEXT: "Cabi_realloc"
;; CHECK-NEXT: "cm32p2_realloc"
;; CHECK-NEXT: "cabi_realloc$7"
;; CHECK-NEXT: "cabi_realloc_8"
;; CHECK-NEXT: memory[0] -> "cabi_realloc_9"
;; RUN: FileCheck %s --check-prefix=DROPPED --match-full-lines < %t.log
;; DROPPED: {{.*}}: remark: cabi-realloc-drop: dropped "cabi_realloc", "cabi_realloc$1", "cabi_realloc$12", "cabi_realloc_3", "cabi_realloc_wit_bindgen_0_46_0", "cabi_realloc_wit_bindgen_10_0_12$4", "cabi_realloc_wit_bindgen_0_46_0_5": premise scalar-interface
;; RUN: %wasm-objdump -x -j Function %t.wasm | FileCheck %s --check-prefix=FUNCTIONS
;; FUNCTIONS: Function[2]:
(module
  (memory 1)
  (func $f (param i32 i32 i32 i32) (result i32) (unreachable))
  (func $other (param i32 i32 i32) (result i32) (unreachable))
  (export "cabi_realloc" (func $f))
  (export "cabi_realloc$1" (func $f))
  (export "cabi_realloc_adapter" (func $f))
  (export "cabi_import_realloc" (func $f))
  (export "cabi_realloc$12" (func $f))
  (export "cabi_export_realloc" (func $f))
  (export "cabi_realloc_3" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46_0" (func $f))
  (export "cabi_realloc_wit_bindgen_10_0_12$4" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46_0_5" (func $f))
  (export "cabi_realloc$foo" (func $f))
  (export "my_cabi_realloc" (func $f))
  (export "cabi_realloc$" (func $f))
  (export "cabi_realloc_" (func $f))
  (export "cabi_realloc1" (func $f))
  (export "cabi_realloc$1x" (func $f))
  (export "cabi_realloc$1$2" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46_" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46_x" (func $f))
  (export "cabi_realloc_wit_bindgen" (func $f))
  (export "cabi_realloc_wit_bindgen_0_46_0_1_2" (func $f))
  (export "Cabi_realloc" (func $f))
  (export "cm32p2_realloc" (func $f))
  (export "cabi_realloc$7" (func $other))
  (export "cabi_realloc_8" (func $other))
  (export "cabi_realloc_9" (memory 0)))
