;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: probe<format=json> prints JSON that says what the table says.
;; Why:  build systems read it.
;; Never: prints to standard output, or a number where there is none.

;; RUN: %meld-opt '-passes=probe<format=json>' %s -o %t.wasm 2> %t.json
;; RUN: %python %S/Inputs/check-json.py %t.json | FileCheck %s
;; CHECK:      0 i: verdict none, 1 to None pages, i32, imported True, exports [], sizes 0, data ends at 0, host can grow
;; CHECK-NEXT: 1 first: verdict live, 1 to 8 pages, i32, imported False, exports ['m', 'again'], sizes 0, data ends at 7, host can grow
;; CHECK-NEXT:   grow in run: live, by 3: export "run" -> $run
;; CHECK-NEXT:   grow in #2: dead, by None: no root reaches it
;; CHECK-NEXT: 2 second: verdict none, 2 to None pages, i64, imported False, exports [], sizes 1, data ends at 0, host cannot grow

(module
  (import "e" "i" (memory $i 1))
  (memory $first (export "m") (export "again") 1 8)
  (memory $second i64 2)
  (func $run (export "run") (drop (memory.grow $first (i32.const 3))))
  (func $size (export "size") (result i64) (memory.size $second))
  (func (param i32) (drop (memory.grow $first (local.get 0))))
  (data (memory $first) (i32.const 4) "abc"))
