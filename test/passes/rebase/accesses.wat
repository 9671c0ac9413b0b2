;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every kind of access of three memories gets its window's base as static offset and names memory 0; the rest of
;;       the instruction, alignment and lane included, stays.
;; Why:  pointers stay relative to their window: the access is the one place where the base is added.
;; Never: touches what is not an access of memory, or an access whose window starts at 0.

;; RUN: %meld-opt '-passes=rebase<bounds=none>' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-threads %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s
;; RUN: %meld-opt %s -o %t.before.wasm
;; RUN: %interp-compare %t.before.wasm %t.wasm | FileCheck %s --check-prefix=RUNS
;; RUNS: check() => i32:[[#]]

(module
  (memory $a 1) (memory $b 1) (memory $c 1)

  ;; CHECK-LABEL: (func $loads (;
  (func $loads (param i32)
    ;; CHECK: i32.load{{$}}
    (drop (i32.load $a (local.get 0)))
    ;; CHECK: i32.load offset=65536{{$}}
    (drop (i32.load $b (local.get 0)))
    ;; CHECK: i32.load offset=131084 align=1{{$}}
    (drop (i32.load $c offset=12 align=1 (local.get 0)))
    ;; CHECK: i64.load offset=65537 align=4{{$}}
    (drop (i64.load $b offset=1 align=4 (local.get 0)))
    ;; CHECK: f32.load offset=131072{{$}}
    (drop (f32.load $c (local.get 0)))
    ;; CHECK: f64.load offset=131064{{$}}
    (drop (f64.load $b offset=65528 (local.get 0)))
    ;; CHECK: i32.load8_s offset=131071{{$}}
    (drop (i32.load8_s $b offset=65535 (local.get 0)))
    ;; CHECK: i32.load8_u offset=131072{{$}}
    (drop (i32.load8_u $c (local.get 0)))
    ;; CHECK: i32.load16_s offset=131072{{$}}
    (drop (i32.load16_s $c (local.get 0)))
    ;; CHECK: i32.load16_u offset=131072{{$}}
    (drop (i32.load16_u $c (local.get 0)))
    ;; CHECK: i64.load8_s offset=65536{{$}}
    (drop (i64.load8_s $b (local.get 0)))
    ;; CHECK: i64.load8_u offset=65536{{$}}
    (drop (i64.load8_u $b (local.get 0)))
    ;; CHECK: i64.load16_s offset=65536{{$}}
    (drop (i64.load16_s $b (local.get 0)))
    ;; CHECK: i64.load16_u offset=65536{{$}}
    (drop (i64.load16_u $b (local.get 0)))
    ;; CHECK: i64.load32_s offset=65536{{$}}
    (drop (i64.load32_s $b (local.get 0)))
    ;; CHECK: i64.load32_u offset=65536{{$}}
    (drop (i64.load32_u $b (local.get 0))))

  ;; CHECK-LABEL: (func $stores (;
  (func $stores (param i32)
    ;; CHECK: i32.store{{$}}
    (i32.store $a (local.get 0) (i32.const 1))
    ;; CHECK: i32.store offset=65536{{$}}
    (i32.store $b (local.get 0) (i32.const 1))
    ;; CHECK: i64.store offset=131072{{$}}
    (i64.store $c (local.get 0) (i64.const 1))
    ;; CHECK: f32.store offset=131072{{$}}
    (f32.store $c (local.get 0) (f32.const 1))
    ;; CHECK: f64.store offset=131072{{$}}
    (f64.store $c (local.get 0) (f64.const 1))
    ;; CHECK: i32.store8 offset=131072{{$}}
    (i32.store8 $c (local.get 0) (i32.const 1))
    ;; CHECK: i32.store16 offset=131072{{$}}
    (i32.store16 $c (local.get 0) (i32.const 1))
    ;; CHECK: i64.store8 offset=131072{{$}}
    (i64.store8 $c (local.get 0) (i64.const 1))
    ;; CHECK: i64.store16 offset=131072{{$}}
    (i64.store16 $c (local.get 0) (i64.const 1))
    ;; CHECK: i64.store32 offset=131072{{$}}
    (i64.store32 $c (local.get 0) (i64.const 1)))

  ;; CHECK-LABEL: (func $vectors (;
  (func $vectors (param i32)
    ;; CHECK: v128.load{{$}}
    (drop (v128.load $a (local.get 0)))
    ;; CHECK: v128.load offset=65540{{$}}
    (drop (v128.load $b offset=4 (local.get 0)))
    ;; CHECK: v128.store offset=131072 align=1{{$}}
    (v128.store $c align=1 (local.get 0) (v128.const i32x4 1 2 3 4))
    ;; CHECK: v128.load8_splat offset=65536{{$}}
    (drop (v128.load8_splat $b (local.get 0)))
    ;; CHECK: v128.load64_zero offset=65536{{$}}
    (drop (v128.load64_zero $b (local.get 0)))
    ;; CHECK: v128.load32x2_s offset=65536{{$}}
    (drop (v128.load32x2_s $b (local.get 0)))
    ;; CHECK: v128.load8_lane offset=65536 15{{$}}
    (drop (v128.load8_lane $b 15 (local.get 0) (v128.const i32x4 1 2 3 4)))
    ;; CHECK: v128.load32_lane offset=131080 3{{$}}
    (drop (v128.load32_lane $c offset=8 3 (local.get 0) (v128.const i32x4 1 2 3 4)))
    ;; CHECK: v128.store64_lane offset=131072 1{{$}}
    (v128.store64_lane $c 1 (local.get 0) (v128.const i32x4 1 2 3 4))
    ;; CHECK: v128.store16_lane 7{{$}}
    (v128.store16_lane $a 7 (local.get 0) (v128.const i32x4 1 2 3 4)))

  ;; CHECK-LABEL: (func $atomics (;
  (func $atomics (param i32)
    ;; CHECK: i32.atomic.load offset=65536{{$}}
    (drop (i32.atomic.load $b (local.get 0)))
    ;; CHECK: i64.atomic.store offset=131072{{$}}
    (i64.atomic.store $c (local.get 0) (i64.const 1))
    ;; CHECK: i32.atomic.rmw.add offset=131072{{$}}
    (drop (i32.atomic.rmw.add $c (local.get 0) (i32.const 1)))
    ;; CHECK: i64.atomic.rmw8.xchg_u offset=65537{{$}}
    (drop (i64.atomic.rmw8.xchg_u $b offset=1 (local.get 0) (i64.const 1)))
    ;; CHECK: i32.atomic.rmw.cmpxchg offset=65536{{$}}
    (drop (i32.atomic.rmw.cmpxchg $b (local.get 0) (i32.const 1) (i32.const 2)))
    ;; CHECK: memory.atomic.notify offset=65536{{$}}
    (drop (memory.atomic.notify $b (local.get 0) (i32.const 1)))
    ;; CHECK: atomic.fence
    (atomic.fence))

  ;; A pointer is not touched: not as a value, a local, a global.
  ;; CHECK-LABEL: (func $values (;
  ;; CHECK-NOT: 65536
  ;; CHECK: (func $check
  (func $values (param i32) (result i32)
    (i32.load $a (local.get 0))
    (local.set 0 (i32.const 65535))
    (i32.add (local.get 0)))

  ;; Writes something else into each window and reads it back through other widths.
  (func $check (export "check") (result i32)
    (i32.store $a offset=8 (i32.const 8) (i32.const 0x01020304))
    (i32.store $b offset=8 (i32.const 8) (i32.const 0x11121314))
    (i32.store $c offset=8 (i32.const 8) (i32.const 0x21222324))
    (v128.store16_lane $b 2 (i32.const 17) (v128.load $c (i32.const 16)))
    (drop (i32.atomic.rmw.add $c (i32.const 16) (i32.const 7)))
    (i32.xor (i32.add (i32.load8_u $b (i32.const 17)) (i32.load16_s $a (i32.const 18)))
      (i32.mul (i32.load $c (i32.const 16)) (i32.load $b align=1 (i32.const 15)))))
  (func (export "values") (result i32) (call $values (i32.const 4))))
