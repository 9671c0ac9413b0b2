;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an access whose static offset lies beyond its window's capacity becomes the trap sequence; one within it moves,
;;       also near 2^31 and 2^32. In wabt's interpreter the module then ends as it did before.
;; Why:  such an access trapped for every address; moved, it would reach a neighbour. Real modules carry offsets of 2^30.
;; Never: refuses the module, or drops the effects of the operands.

;; RUN: %wat2wasm --enable-multi-memory --debug-names %s -o %t.wasm
;; RUN: %meld-opt '-passes=rebase<bounds=none>,bump-grow' %t.wasm -o %t.out.wasm 2> %t.log && %wasm-validate %t.out.wasm
;; RUN: %meld-opt -S %t.out.wasm -o - | FileCheck %s
;; RUN: %interp-compare %t.wasm %t.out.wasm | FileCheck %s --check-prefix=RUNS
;; RUN: %exec-compare %t.wasm %t.out.wasm | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 3 runs

(module
  (memory $a 1)
  (memory $b 1 2)
  (global $calls (export "calls") (mut i32) (i32.const 0))
  (func $count (result i32) (global.set $calls (i32.add (global.get $calls) (i32.const 1))) (i32.const 0))

  ;; The last byte that $a could ever have is 65535.
  ;; CHECK-LABEL: (func $last (;
  ;; CHECK: i32.load8_u offset=65535
  ;; RUNS: last() => i32:0
  (func $last (export "last") (result i32) (i32.load8_u $a offset=65535 (i32.const 0)))
  ;; CHECK-LABEL: (func $past (;
  ;; CHECK: i32.const 0
  ;; CHECK-NEXT: i32.const -1
  ;; CHECK-NEXT: i32.load8_u offset=4294967295
  ;; CHECK-NEXT: unreachable
  ;; RUNS-NEXT: past() => error: out of bounds memory access
  (func $past (export "past") (result i32) (i32.load8_u $a offset=65536 (i32.const 0)))
  ;; CHECK-LABEL: (func $straddle (;
  ;; CHECK: i32.load8_u offset=4294967295
  ;; RUNS-NEXT: straddle() => error: out of bounds memory access
  (func $straddle (export "straddle") (result i32) (i32.load $a offset=65533 (i32.const 0)))
  ;; CHECK-LABEL: (func $fits (;
  ;; CHECK: i32.load offset=65532{{$}}
  ;; RUNS-NEXT: fits() => i32:0
  (func $fits (export "fits") (result i32) (i32.load $a offset=65532 (i32.const 0)))

  ;; $b starts at 65536; its capacity is two pages.
  ;; CHECK-LABEL: (func $reserve (;
  ;; CHECK: i32.load offset=196604{{$}}
  ;; RUNS-NEXT: reserve() => i32:0
  (func $reserve (export "reserve") (result i32)
    (drop (memory.grow $b (i32.const 1)))
    (i32.load $b offset=131068 (i32.const 0)))
  ;; CHECK-LABEL: (func $beyond (;
  ;; CHECK: i32.load8_u offset=4294967295
  ;; RUNS-NEXT: beyond() => error: out of bounds memory access
  (func $beyond (export "beyond") (result i32) (i32.load $b offset=131069 (i32.const 0)))

  ;; RUNS-NEXT: go() => error: out of bounds memory access
  (func (export "go") (result i32) (i32.load $b offset=0x40000000 (i32.const 0)))
  ;; RUNS-NEXT: half() => error: out of bounds memory access
  (func (export "half") (result i64) (i64.load $b offset=0x7fffffff (i32.const 8)))
  ;; RUNS-NEXT: half_more() => error: out of bounds memory access
  (func (export "half_more") (result i64) (i64.load $b offset=0x80000000 (i32.const 8)))
  ;; offset + base would leave 32 bits.
  ;; RUNS-NEXT: all() => error: out of bounds memory access
  (func (export "all") (result f32) (f32.load $b offset=0xffffffff (i32.const 0)))
  ;; offset + address comes round to 0 in 32 bits.
  ;; RUNS-NEXT: round() => error: out of bounds memory access
  (func (export "round") (result i32) (i32.load8_u $b offset=0xfffffffc (i32.const 4)))

  ;; Operands are evaluated before it traps: the counter says so in the comparison of globals.
  ;; CHECK-LABEL: (func $store (;
  ;; CHECK: call $count
  ;; CHECK-NEXT: call $count
  ;; CHECK-NEXT: i32.const -1
  ;; CHECK-NEXT: i32.load8_u offset=4294967295
  ;; CHECK-NEXT: unreachable
  ;; RUNS-NEXT: store() => error: out of bounds memory access
  (func $store (export "store") (i32.store $b offset=0x40000000 (call $count) (call $count)))
  ;; RUNS-NEXT: store_lane() => error: out of bounds memory access
  (func (export "store_lane") (v128.store64_lane $a offset=0x40000000 1 (call $count) (v128.const i32x4 1 2 3 4)))
  ;; Within other operands and blocks with results the sequence stays valid.
  ;; RUNS-NEXT: nested() => error: out of bounds memory access
  (func (export "nested") (result i32)
    (i32.add (call $count) (if (result i32) (i32.eqz (call $count))
      (then (i32.add (i32.const 1) (i32.load16_s $b offset=0x20000 (i32.const 0)))) (else (i32.const 5))))))
