;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: modules of many shapes come out as they went in, whether nothing runs or passes that only look.
;; Why:  copying bytes is the promise that everything else rests on; each part of the format has its own way to break it.
;; Never: goes through our own text reader: another assembler makes the binary.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{shape} =
;; DEFINE: %{check} = %wat2wasm --enable-exceptions --enable-threads --enable-tail-call --enable-multi-memory --enable-memory64 --enable-extended-const --debug-names %t/%{shape}.wat -o %t/%{shape}.wasm && \
;; DEFINE:   %meld-opt %t/%{shape}.wasm -o %t/%{shape}.out && cmp %t/%{shape}.wasm %t/%{shape}.out && \
;; DEFINE:   %meld-opt -passes=probe,verify %t/%{shape}.wasm -o %t/%{shape}.out 2> %t/%{shape}.log && cmp %t/%{shape}.wasm %t/%{shape}.out

;; REDEFINE: %{shape} = everything
;; RUN: %{check}
;; REDEFINE: %{shape} = only-imports
;; RUN: %{check}
;; REDEFINE: %{shape} = only-data
;; RUN: %{check}
;; REDEFINE: %{shape} = wide
;; RUN: %{check}
;; REDEFINE: %{shape} = empty
;; RUN: %{check}

;--- everything.wat
(module $m
  (type $t (func (param i32 i64 f32 f64 v128 funcref externref) (result i32 i32)))
  (import "e" "f" (func $f (param i32)))
  (import "e" "t" (table 1 10 externref))
  (import "e" "m" (memory 1 5 shared))
  (import "e" "g" (global $g (mut i64)))
  (import "e" "x" (tag (param i32)))
  (table $t 1 funcref) (table 0 3 externref)
  (memory $m 1) (memory $n i64 1 2)
  (tag $tag (param f64))
  (global $h i32 (i32.add (i32.const 1) (i32.const 2)))
  (global v128 (v128.const i32x4 1 2 3 4))
  (global funcref (ref.func $body))
  (export "a" (func $body)) (export "\u{1F600}" (memory $m)) (export "" (table $t)) (export "g" (global $h)) (export "x" (tag $tag))
  (start $start)
  (elem (table $t) (i32.const 0) func $body) (elem func $start) (elem declare func $f)
  (elem funcref (ref.func $body) (ref.null func)) (elem externref (ref.null extern))
  (func $start)
  (func $body (param $p i32) (local $l f32) (local f32 i64 externref)
    (try (do (throw $tag (f64.const 1))) (catch $tag (drop)) (catch_all (rethrow 0)))
    (i64.store $n offset=0xffffffff (i64.const 1) (i64.const 2))
    (i32.atomic.store (i32.const 4) (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (v128.store32_lane $m 2 (i32.const 0) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.const i64x2 1 2) (v128.const i64x2 3 4)))
    (memory.copy $m $m (i32.const 0) (i32.const 0) (i32.const 0))
    (drop (i32.trunc_sat_f32_s (f32.const 1)))
    (drop (i32.extend8_s (i32.const 1)))
    (return_call $body (i32.const 1)))
  (data (memory $m) (i32.const 8) "bytes") (data $p "passive"))
;--- only-imports.wat
(module (import "a" "b" (func)) (import "a" "b" (func)) (import "" "" (memory 0)))
;--- only-data.wat
(module (memory 0 0) (data (i32.const 0) "") (data (i32.const 0) ""))
;--- wide.wat
(module (memory 65536 65536) (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
  (block (loop (if (i32.const 1) (then (br_table 0 1 2 0 1 2 0 1 2 (i32.const 5))) (else (unreachable)))))
  (drop (i64.load offset=4294967295 (i32.const -1)))))
;--- empty.wat
(module)
