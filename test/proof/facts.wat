;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an access may rest on an earlier check on every path and for the same value; one path or value less, and it may not.
;; Why: this is where a proof along the instructions goes wrong: joins, loops, growth and assignments between.
;; Never: let an edit pass because of another check that covers the access.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{assemble} && %{prove} | FileCheck %s
;; CHECK: proved: accesses of window a: 1 at a constant address, 5 by an earlier check, 6 checked
;; CHECK: {{^}}18 proved, 0 unproved

;; A check on one side of an `if` only.
;; REDEFINE: %{edit} = --replace '(;one side;) (i32.const 65532)' '(i32.const 65535)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ONE
;; REDEFINE: %{edit} = --replace '(else (br_if $trap (;this;)' '(else (drop (;this;)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ONE
;; ONE: unproved: function 1 at offset {{.*}}: window a: nothing shows that 4 bytes from its address are in bounds
;; A value that comes from two sides, one unchecked.
;; REDEFINE: %{edit} = --replace 'i32.const (;other;) 8' 'i32.const 65533'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TWO
;; REDEFINE: %{edit} = --replace 'i32.const (;other;) 8' 'local.get $q'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TWO
;; TWO: unproved: function 2 at offset {{.*}}: window a: nothing shows that 4 bytes from its address are in bounds
;; TWO: {{^}}17 proved, 1 unproved
;; A loop that changes the local, before or behind the access.
;; REDEFINE: %{edit} = --replace '(;turn;)' '(local.set $p (i32.add (local.get $p) (i32.const 1)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LOOP
;; REDEFINE: %{edit} = --replace '(;turn;)' '(block (br_if 0 (local.get $q)) (local.set $p (i32.const 65535)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LOOP
;; LOOP: unproved: function 3 at offset {{.*}}: window a: nothing shows that 4 bytes from its address are in bounds
;; LOOP: {{^}}17 proved, 1 unproved
;; One byte further than checked: by the static offset, by the address, below the address.
;; REDEFINE: %{edit} = --replace 'offset=4 (;further;)' 'offset=5'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FAR
;; FAR: unproved: function 4 at offset {{.*}}: window a: nothing shows that 9 bytes from its address are in bounds
;; REDEFINE: %{edit} = --replace 'i32.const (;step;) 4' 'i32.const 5'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STEP
;; REDEFINE: %{edit} = --replace 'i32.const (;step;) 4' 'i32.const -1'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STEP
;; STEP: unproved: function 4 at offset {{.*}}: window a: nothing shows that 4 bytes from its address are in bounds
;; REDEFINE: %{edit} = --replace 'i32.const (;last;) 65532' 'i32.const 65533'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STEP
;; The size was read before it may have grown.
;; REDEFINE: %{edit} = --replace '(;growth;)' '(drop (call $grow (i32.const 1)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STALE
;; STALE: unproved: function 5 at offset {{.*}}: window a: its condition
;; Something between check and access that is not a read of a local.
;; REDEFINE: %{edit} = --replace '(;between;)' '(drop (call $grow (i32.const 0)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=BETWEEN
;; BETWEEN: unproved: function 5 at offset {{.*}}: this check guards no access
;; A check that nothing needs is one too many, and if it is inexact it traps what did not trap.
;; REDEFINE: %{edit} = --replace '(;more;)' '(br_if $trap (i32.gt_u (local.get $p) (i32.const 7)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=MORE
;; MORE: unproved: function 4 at offset {{.*}}: window a: its condition holds for address {{[0-9]+}} and extent
;; An access of the bytes between two windows, and one that only ends in the next.
;; REDEFINE: %{edit} = --replace 'offset=0 (;place;)' 'offset=131072'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=SLACK
;; SLACK: unproved: function 5 at offset {{.*}}: bytes 131072 to 131076 lie in no window
;; REDEFINE: %{edit} = --replace 'offset=0 (;place;)' 'offset=131069'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ACROSS
;; ACROSS: unproved: function 5 at offset {{.*}}: bytes 131069 to 131073 lie in no window
;; A trap that is none.
;; REDEFINE: %{edit} = --replace 'offset=0xffffffff (;trap;) (i32.const -1)' '(i32.const 0)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TRAP
;; TRAP: unproved: function 1 at offset {{.*}}: window a: nothing shows that 4 bytes from its address are in bounds
;; The bytes grown have another writer.
;; REDEFINE: %{edit} = --replace '(;writer;)' '(global.set $bytes (i32.const 0))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRITER
;; WRITER: unproved: growth global of window a in bytes (global 1): also written by function 5

;; Fresh pages that the helper does not clear are zero only if nothing in the memory goes unchecked.
;; REDEFINE: %{edit} = --layout '196608,"checked":true' '196608,"checked":false'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ZERO
;; ZERO: unproved: grow helper of window a (function 0): grown=0, n=1: got returns 1, grown=1; expected returns 1, grown=1, clears [65536, 131072)

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"a","input":0,"memory":0,"base":0,"checked":true,"initialPages":1,"reservePages":1,"maximumPages":null,"grownGlobal":0,"grownBytesGlobal":1,"growFunction":0},{"name":"b","input":1,"memory":0,"base":196608,"checked":true,"initialPages":1,"reservePages":0,"maximumPages":null,"grownGlobal":null,"growFunction":null}],"premises":[],"oom":"fail","zero":"clear"}
(module
  (memory 4 4)
  (global $pages (mut i32) (i32.const 0))
  (global $bytes (mut i32) (i32.const 0))
  (func $grow (param $n i32) (result i32)
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 65535) (global.get $pages))) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 1) (global.get $pages))) (then (return (i32.const -1))))
    (global.set $pages (i32.add (global.get $pages) (local.get $n)))
    (global.set $bytes (i32.shl (global.get $pages) (i32.const 16)))
    (i32.add (i32.sub (global.get $pages) (local.get $n)) (i32.const 1)))

  (func (export "sides") (param $p i32) (param $q i32)
    (block $trap
      (block
        (if (local.get $q)
          (then (br_if $trap (i32.gt_u (local.get $p) (i32.add (global.get $bytes) (;one side;) (i32.const 65532))))
                (i32.store (local.get $p) (local.get $q)))
          (else (br_if $trap (;this;) (i32.gt_u (local.get $p) (i32.add (global.get $bytes) (i32.const 65532))))
                (i32.store (local.get $p) (i32.const 0))))
        (drop (i32.load (local.get $p))))
      return)
    (i32.load8_u offset=0xffffffff (;trap;) (i32.const -1)) unreachable)

  (func (export "values") (param $p i32) (param $q i32) (result i32) (local $r i32)
    (block $trap
      (block (result i32)
        (if (local.get $q)
          (then (br_if $trap (i32.gt_u (local.get $p) (i32.add (global.get $bytes) (i32.const 65528))))
                (i64.store (local.get $p) (i64.const 0))
                (local.set $r (i32.add (local.get $p) (i32.const 4))))
          (else (local.set $r (i32.const (;other;) 8))))
        (i32.load (local.get $r)))
      return)
    (i32.load8_u offset=0xffffffff (i32.const -1)) unreachable)

  (func (export "loops") (param $p i32) (param $q i32)
    (block $trap
      (block
        (br_if $trap (i32.gt_u (local.get $p) (i32.add (global.get $bytes) (i32.const 65532))))
        (i32.store (local.get $p) (local.get $q))
        (loop $again
          (drop (i32.load (local.get $p)))
          (;turn;)
          (br_if $again (local.tee $q (i32.sub (local.get $q) (i32.const 1))))))
      return)
    (i32.load8_u offset=0xffffffff (i32.const -1)) unreachable)

  (func (export "steps") (param $p i32)
    (block $trap
      (block
        (br_if $trap (i32.gt_u (local.get $p) (i32.add (global.get $bytes) (i32.const 65528))))
        (i64.store (local.get $p) (i64.const 0))
        (;more;)
        (drop (i32.load offset=4 (;further;) (local.get $p)))
        (drop (i32.load (i32.add (local.get $p) (i32.const (;step;) 4))))
        (drop (i32.load (i32.const (;last;) 65532))))
      return)
    (i32.load8_u offset=0xffffffff (i32.const -1)) unreachable)

  (func (export "sizes") (param $p i32) (param $q i32)
    (block $trap
      (block
        (;writer;)
        local.get $p
        (i32.add (global.get $bytes) (i32.const 65532))
        (;growth;)
        i32.gt_u
        br_if $trap
        (;between;)
        (drop (i32.load offset=0 (;place;) (local.get $p))))
      return)
    (i32.load8_u offset=0xffffffff (i32.const -1)) unreachable))
