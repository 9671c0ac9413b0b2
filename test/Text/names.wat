;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: identifiers of a text become debug names of every kind of entity.
;; Why:  messages and layouts speak of entities by these names.
;; RUN: %meld-opt %s -o %t.wasm
;; RUN: %wasm-objdump -x %t.wasm | FileCheck %s
;; wabt writes the names of tags into the wrong subsection; ours is the right one.
;; RUN: %meld-opt -S %t.wasm | FileCheck %s --check-prefix=TAG

(module $whole
  (type $type (func (param i32)))
  (import "env" "f" (func $imported (type $type)))
  (table $table 1 funcref)
  (memory $first 1)
  (memory $second 1)
  (tag $tag)
  (global $global i32 (i32.const 0))
  (elem $element func $imported)
  (func $function (param $p i32) (local $l i64))
  (data $data "x"))

;; CHECK-DAG: - module <whole>
;; CHECK-DAG: - func[0] <imported>
;; CHECK-DAG: - func[1] <function>
;; CHECK-DAG: - func[1] local[0] <p>
;; CHECK-DAG: - func[1] local[1] <l>
;; CHECK-DAG: - type[0] <type>
;; CHECK-DAG: - table[0] <table>
;; CHECK-DAG: - memory[0] <first>
;; CHECK-DAG: - memory[1] <second>
;; CHECK-DAG: - global[0] <global>
;; CHECK-DAG: - elemseg[0] <element>
;; CHECK-DAG: - dataseg[0] <data>
;; TAG: (tag $tag (;0;)
