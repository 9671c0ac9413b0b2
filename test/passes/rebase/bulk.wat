;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: fill, copy and init of windows trap for exactly the ranges they trapped for, before a byte is written, also where
;;       the length is 0 or address + length leaves 32 bits; copies within one window and between two move the right bytes.
;; Why:  in the merged memory the engine's own check is about another range.
;; Never: trusts a check that looks right: each boundary is executed before and after.

;; RUN: %wat2wasm --enable-multi-memory --debug-names %s -o %t.wasm
;; RUN: %meld-opt -passes=rebase,bump-grow %t.wasm -o %t.out.wasm 2> %t.log && %wasm-validate %t.out.wasm
;; RUN: %interp-compare %t.wasm %t.out.wasm | FileCheck %s
;; RUN: %exec-compare %t.wasm %t.out.wasm --seeds=4 | FileCheck %s --check-prefix=SAME
;; RUN: %meld-opt '-passes=bump-grow,rebase<base=4096;align=65536>' %t.wasm -o %t.out.wasm 2> %t.log && %wasm-validate %t.out.wasm
;; RUN: %interp-compare %t.wasm %t.out.wasm | FileCheck %s
;; RUN: %exec-compare %t.wasm %t.out.wasm --seeds=4 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 4 runs

(module
  (memory $a 1)
  (memory $b 1 3)
  (memory $c 1)
  (data $abc "abcdefgh")
  (data (memory $a) (i32.const 0) "AAAAAAAA")
  (data (memory $b) (i32.const 0) "BBBBBBBB")
  (data (memory $c) (i32.const 65528) "CCCCCCCC")

  ;; CHECK: a_fill_all() =>{{ ?$}}
  (func (export "a_fill_all") (memory.fill $a (i32.const 0) (i32.const 1) (i32.const 65536)))
  ;; CHECK-NEXT: a_fill_one_more() => error: out of bounds memory access
  (func (export "a_fill_one_more") (memory.fill $a (i32.const 0) (i32.const 2) (i32.const 65537)))
  ;; CHECK-NEXT: a_fill_one_later() => error: out of bounds memory access
  (func (export "a_fill_one_later") (memory.fill $a (i32.const 1) (i32.const 2) (i32.const 65536)))
  ;; CHECK-NEXT: a_fill_none_at_the_end() =>{{ ?$}}
  (func (export "a_fill_none_at_the_end") (memory.fill $a (i32.const 65536) (i32.const 2) (i32.const 0)))
  ;; CHECK-NEXT: a_fill_none_past_the_end() => error: out of bounds memory access
  (func (export "a_fill_none_past_the_end") (memory.fill $a (i32.const 65537) (i32.const 2) (i32.const 0)))
  ;; CHECK-NEXT: a_fill_wraps() => error: out of bounds memory access
  (func (export "a_fill_wraps") (memory.fill $a (i32.const 16) (i32.const 2) (i32.const -16)))
  ;; CHECK-NEXT: a_fill_from_the_top() => error: out of bounds memory access
  (func (export "a_fill_from_the_top") (memory.fill $a (i32.const -1) (i32.const 2) (i32.const 1)))

  ;; The window of $b has a reserve: its size, not its capacity, is the bound.
  ;; CHECK-NEXT: b_fill_size() =>{{ ?$}}
  (func (export "b_fill_size") (memory.fill $b (i32.const 8) (i32.const 3) (i32.const 65528)))
  ;; CHECK-NEXT: b_fill_past_size() => error: out of bounds memory access
  (func (export "b_fill_past_size") (memory.fill $b (i32.const 8) (i32.const 4) (i32.const 65529)))
  ;; CHECK-NEXT: b_grow() => i32:1
  (func (export "b_grow") (result i32) (memory.grow $b (i32.const 1)))
  ;; CHECK-NEXT: b_fill_new_size() =>{{ ?$}}
  (func (export "b_fill_new_size") (memory.fill $b (i32.const 65535) (i32.const 4) (i32.const 65537)))
  ;; CHECK-NEXT: b_fill_past_new_size() => error: out of bounds memory access
  (func (export "b_fill_past_new_size") (memory.fill $b (i32.const 65535) (i32.const 5) (i32.const 65538)))
  ;; CHECK-NEXT: b_none_at_new_end() =>{{ ?$}}
  (func (export "b_none_at_new_end") (memory.fill $b (i32.const 131072) (i32.const 5) (i32.const 0)))
  ;; CHECK-NEXT: b_none_past_new_end() => error: out of bounds memory access
  (func (export "b_none_past_new_end") (memory.fill $b (i32.const 131073) (i32.const 5) (i32.const 0)))

  ;; Between windows: each range against its own memory.
  ;; CHECK-NEXT: copy_ab() =>{{ ?$}}
  (func (export "copy_ab") (memory.copy $a $b (i32.const 65530) (i32.const 2) (i32.const 6)))
  ;; CHECK-NEXT: copy_ab_target_past() => error: out of bounds memory access
  (func (export "copy_ab_target_past") (memory.copy $a $b (i32.const 65530) (i32.const 2) (i32.const 7)))
  ;; CHECK-NEXT: copy_ba_whole() =>{{ ?$}}
  (func (export "copy_ba_whole") (memory.copy $b $a (i32.const 65536) (i32.const 0) (i32.const 65536)))
  ;; CHECK-NEXT: copy_ba_source_past() => error: out of bounds memory access
  (func (export "copy_ba_source_past") (memory.copy $b $a (i32.const 0) (i32.const 1) (i32.const 65536)))
  ;; CHECK-NEXT: copy_ca() =>{{ ?$}}
  (func (export "copy_ca") (memory.copy $c $a (i32.const 0) (i32.const 65528) (i32.const 8)))
  ;; CHECK-NEXT: copy_none_both_at_the_end() =>{{ ?$}}
  (func (export "copy_none_both_at_the_end") (memory.copy $c $b (i32.const 65536) (i32.const 131072) (i32.const 0)))
  ;; CHECK-NEXT: copy_none_target_past() => error: out of bounds memory access
  (func (export "copy_none_target_past") (memory.copy $c $b (i32.const 65537) (i32.const 0) (i32.const 0)))
  ;; CHECK-NEXT: copy_none_source_past() => error: out of bounds memory access
  (func (export "copy_none_source_past") (memory.copy $c $b (i32.const 0) (i32.const 131073) (i32.const 0)))
  ;; CHECK-NEXT: copy_source_wraps() => error: out of bounds memory access
  (func (export "copy_source_wraps") (memory.copy $c $b (i32.const 0) (i32.const -8) (i32.const 16)))
  ;; CHECK-NEXT: copy_overlapping_up() =>{{ ?$}}
  (func (export "copy_overlapping_up") (memory.copy $c $c (i32.const 2) (i32.const 0) (i32.const 8)))
  ;; CHECK-NEXT: copy_overlapping_down() =>{{ ?$}}
  (func (export "copy_overlapping_down") (memory.copy $c $c (i32.const 0) (i32.const 1) (i32.const 9)))

  ;; CHECK-NEXT: init_part() =>{{ ?$}}
  (func (export "init_part") (memory.init $b $abc (i32.const 131068) (i32.const 2) (i32.const 4)))
  ;; CHECK-NEXT: init_past_memory() => error: out of bounds memory access
  (func (export "init_past_memory") (memory.init $b $abc (i32.const 131069) (i32.const 2) (i32.const 4)))
  ;; CHECK-NEXT: init_past_segment() => error: out of bounds memory access
  (func (export "init_past_segment") (memory.init $a $abc (i32.const 0) (i32.const 5) (i32.const 4)))
  ;; CHECK-NEXT: init_none_at_both_ends() =>{{ ?$}}
  (func (export "init_none_at_both_ends") (memory.init $a $abc (i32.const 65536) (i32.const 8) (i32.const 0)))
  ;; CHECK-NEXT: init_none_past_memory() => error: out of bounds memory access
  (func (export "init_none_past_memory") (memory.init $a $abc (i32.const 65537) (i32.const 0) (i32.const 0)))
  ;; CHECK-NEXT: init_none_past_segment() => error: out of bounds memory access
  (func (export "init_none_past_segment") (memory.init $a $abc (i32.const 0) (i32.const 9) (i32.const 0)))
  ;; CHECK-NEXT: drop_segment() =>{{ ?$}}
  (func (export "drop_segment") (data.drop $abc))
  ;; CHECK-NEXT: init_dropped() => error: out of bounds memory access
  (func (export "init_dropped") (memory.init $a $abc (i32.const 0) (i32.const 0) (i32.const 1)))

  ;; A sum over each window: what a failed operation wrote would show.
  ;; CHECK-NEXT: sums() => i32:[[#]], i32:[[#]], i32:[[#]]
  (func (export "sums") (result i32 i32 i32) (local $i i32) (local $a i32) (local $b i32) (local $c i32)
    (loop $next
      (local.set $a (i32.add (i32.mul (local.get $a) (i32.const 31)) (i32.load8_u $a (local.get $i))))
      (local.set $b (i32.add (i32.mul (local.get $b) (i32.const 31)) (i32.xor (i32.load8_u $b (local.get $i))
        (i32.load8_u $b (i32.add (local.get $i) (i32.shl (i32.sub (memory.size $b) (i32.const 1)) (i32.const 16)))))))
      (local.set $c (i32.add (i32.mul (local.get $c) (i32.const 31)) (i32.load8_u $c (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 65536))))
    (local.get $a) (local.get $b) (local.get $c)))
