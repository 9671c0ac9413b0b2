;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: accesses of every kind to three memories, of which one grows, on paths that part, join, loop and throw.
;; Why: each way in which a check is placed or left out occurs here.
;; Never: contain a memory.grow that nothing reaches; a dead one has no helper.
(module
  (import "host" "outside" (func $outside (param i32)))
  (memory $a 1 20)
  (memory $b 2)
  (memory $c 1)
  (data $text "hello")
  (func $panic (param i32))
  (func (export "paths") (param $p i32) (param $q i32) (result i32) (local $i i32)
    (drop (memory.grow $a (local.get $q)))
    (if (i32.eqz (local.get $p))
      (then (i32.store $a (local.get $q) (i32.const 1)))
      (else (i32.store $a (local.get $q) (i32.const 2))))
    (i32.store8 $a offset=3 (local.get $q) (i32.const 1))
    (local.set $i (local.get $q))
    (loop $again
      (i32.store $b (local.get $i) (i32.load $a (i32.mul (local.get $i) (i32.const 3))))
      (drop (i32.load $b offset=4 (local.get $q)))
      (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 4)))))
    ;; The program's own ways to a trap are no checks.
    (if (i32.gt_u (local.get $p) (i32.const 4)) (then unreachable))
    (if (i32.gt_u (local.get $p) (i32.const 3)) (then (call $panic (i32.const 1)) unreachable))
    (block $out (br_table $out $out (local.get $p)))
    (i32.load $a (local.get $p)))
  (func (export "own") (param $p i32) (result i32)
    (block $trap
      (block (result i32)
        (br_if $trap (i32.gt_u (local.get $p) (i32.const 5)))
        (i32.load $a (i32.const 8)))
      return)
    unreachable)
  (func (export "kinds") (param $p i32) (param $x i64)
    (drop (i64.load $a offset=65532 (local.get $p)))
    (i64.store $a offset=70000 (local.get $p) (local.get $x))
    (v128.store $b (i32.add (local.get $p) (i32.const 8)) (v128.const i32x4 0 0 0 0))
    (drop (f32.load $c (local.get $p)))
    (drop (i64.load32_u $b (i32.const 131068)))
    (drop (i32.load $a offset=0xfffffff0 (local.get $p))))
  (func (export "bulk") (param $to i32) (param $from i32) (param $length i32)
    (memory.fill $a (local.get $to) (i32.const 7) (local.get $length))
    (memory.copy $b $a (local.get $to) (local.get $from) (local.get $length))
    (memory.copy $a $a (local.get $to) (local.get $to) (local.get $to))
    (memory.init $b $text (local.get $to) (i32.const 0) (local.get $length))
    (memory.fill $c (local.get $to) (i32.const 7) (i32.const 100))))
