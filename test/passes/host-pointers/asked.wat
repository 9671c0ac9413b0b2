;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the code that asks another import for a count: three cells in the scratch bytes, which are taken while the host is
;;       asked and given back; a number that no memory has where the answer is no success; counts read without an alignment.
;; Why: the count decides how far the host may write; a cell of another call in its place would be believed.
;; Never: ask twice for what one answer says, or keep the cells when the import itself is called.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{pipeline} = rebase<base=65536>,bump-grow
;; DEFINE: %{lower} = %meld-opt '-passes=%{pipeline}' -input=host-pointers:%t/in.json %t/in.wat -S -o %t/out.wat
;; RUN: %{lower} && FileCheck %s < %t/out.wat

;; CHECK-LABEL: (func $meld.import.1.memory (;
;; What was in use is found, and nothing is set yet.
;; CHECK:      global.get $meld.scratch.used
;; CHECK-NEXT: local.set [[BEFORE:[0-9]+]]
;; CHECK-NEXT: local.get [[BEFORE]]
;; CHECK-NEXT: local.set [[USED:[0-9]+]]
;; Three cells of 8 bytes.
;; CHECK-NEXT: i64.const 24
;; CHECK-NEXT: local.set [[LENGTH:[0-9]+]]
;; CHECK-NEXT: local.get [[USED]]
;; CHECK-NEXT: local.tee [[CELLS:[0-9]+]]
;; CHECK-NEXT: local.get [[LENGTH]]
;; CHECK-NEXT: call $meld.scratch.take
;; CHECK-NEXT: local.set [[USED]]
;; CHECK-NEXT: local.get [[USED]]
;; CHECK-NEXT: global.set $meld.scratch.used
;; The window of the scratch bytes has nothing else in it.
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: global.get $meld.window.meld.scratch
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: global.get $meld.window.meld.scratch
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: i32.const 8
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: global.get $meld.window.meld.scratch
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: i32.const 16
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: call $sizes
;; 7 is success; otherwise 2^62 bytes at 0 are out of bounds.
;; CHECK-NEXT: local.set [[RESULT:[0-9]+]]
;; CHECK-NEXT: i32.const 0
;; CHECK-NEXT: local.get [[RESULT]]
;; CHECK-NEXT: i32.const 7
;; CHECK-NEXT: i32.ne
;; CHECK-NEXT: i64.extend_i32_u
;; CHECK-NEXT: i64.const 62
;; CHECK-NEXT: i64.shl
;; CHECK-NEXT: call $meld.to-host.memory
;; CHECK-NEXT: drop
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: i32.load offset=131072 align=1{{$}}
;; CHECK-NEXT: local.set [[FIRST:[0-9]+]]
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: i32.load offset=131080 align=1{{$}}
;; CHECK-NEXT: local.set {{[0-9]+}}
;; CHECK-NEXT: local.get [[CELLS]]
;; CHECK-NEXT: i32.load offset=131088 align=1{{$}}
;; CHECK-NEXT: local.set [[THIRD:[0-9]+]]
;; The cells are given back, here and for what is taken next.
;; CHECK-NEXT: local.get [[BEFORE]]
;; CHECK-NEXT: global.set $meld.scratch.used
;; CHECK-NEXT: local.get [[BEFORE]]
;; CHECK-NEXT: local.set [[USED]]
;; A count of 4 bytes each, and one of bytes.
;; CHECK-NEXT: local.get 0
;; CHECK-NEXT: local.get [[FIRST]]
;; CHECK-NEXT: i64.extend_i32_u
;; CHECK-NEXT: i64.const 4
;; CHECK-NEXT: i64.mul
;; CHECK-NEXT: call $meld.to-host.memory
;; CHECK-NEXT: local.set [[MOVED:[0-9]+]]
;; CHECK-NEXT: local.get 1
;; CHECK-NEXT: local.get [[THIRD]]
;; CHECK-NEXT: i64.extend_i32_u
;; CHECK-NEXT: call $meld.to-host.memory
;; CHECK-NEXT: local.set [[ALSO:[0-9]+]]
;; CHECK-NEXT: local.get [[USED]]
;; CHECK-NEXT: global.set $meld.scratch.used
;; CHECK-NEXT: local.get [[MOVED]]
;; CHECK-NEXT: local.get [[ALSO]]
;; CHECK-NEXT: local.get 2
;; CHECK-NEXT: call $list
;; CHECK-NEXT: local.get [[BEFORE]]
;; CHECK-NEXT: global.set $meld.scratch.used
;; CHECK-NEXT: )

;; Without "success" the answer is believed, and what else was returned is dropped.
;; RUN: sed -i 's/, "success": 7//' %t/in.json
;; RUN: %{lower} && FileCheck %s --check-prefix=BELIEVED < %t/out.wat && %meld-opt -passes=verify %t/out.wat -disable-output
;; BELIEVED:      call $sizes
;; BELIEVED-NEXT: drop
;; BELIEVED-NEXT: local.get
;; BELIEVED-NEXT: i32.load offset=131072 align=1{{$}}

;; In bytes that the program sets aside, their address comes on top.
;; RUN: sed -i 's/^{/{"scratch": {"bytes": 40, "memory": "memory", "address": 1024},/' %t/in.json
;; RUN: %{lower} && FileCheck %s --check-prefix=ASIDE < %t/out.wat
;; ASIDE-LABEL: (func $meld.scratch.take (;
;; Of 40 bytes 32 can be taken in multiples of 16.
;; ASIDE: i64.const 32
;; ASIDE-LABEL: (func $meld.import.1.memory (;
;; ASIDE:      global.get $meld.window.memory
;; ASIDE-NEXT: i32.add
;; ASIDE-NEXT: i32.const 1024
;; ASIDE-NEXT: i32.add
;; ASIDE:      call $sizes
;; ASIDE:      i32.load offset=66560 align=1{{$}}

;; Of two entries the one is asked that code of the same memory calls; the only one whoever calls it, or nobody.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/two.json %t/two.wat -S -o - | FileCheck %s --check-prefix=TWO
;; TWO-LABEL: (func $meld.import.2.first (;
;; TWO: call $size-first
;; TWO-LABEL: (func $meld.import.3.second (;
;; TWO: call $size-second
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/two.json %t/uncalled.wat -S -o - | FileCheck %s --check-prefix=UNCALLED
;; UNCALLED-LABEL: (func $meld.import.1.second (;
;; UNCALLED: call $size

;--- in.wat
(module
  (import "env" "sizes" (func $sizes (param i32 i32 i32) (result i32)))
  (import "env" "list" (func $list (param i32 i32 i32)))
  (memory $memory 1)
  (func (export "run")
    (i32.store (i32.const 0) (i32.const 1))
    (call $list (i32.const 64) (i32.const 128) (i32.const 5))))
;--- in.json
{"imports": {"env": {
  "sizes": {"params": [{"pointer": 4}, {"pointer": 4}, {"pointer": 8}], "results": ["value"], "success": 7},
  "list": {"params": [
    {"pointer": 4, "count": {"import": "sizes", "param": 0}}, {"pointer": 1, "count": {"import": "sizes", "param": 2}}, "value"]}
}}}
;--- two.wat
(module
  (import "env" "size" (func $size-first (param i32)))
  (import "env" "size" (func $size-second (param i32)))
  (import "env" "list" (func $list-first (param i32)))
  (import "env" "list" (func $list-second (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func (export "one")
    (i32.store $first (i32.const 0) (i32.const 1)) (call $size-first (i32.const 8)) (call $list-first (i32.const 16)))
  (func (export "two")
    (i32.store $second (i32.const 0) (i32.const 1)) (call $size-second (i32.const 8)) (call $list-second (i32.const 16))))
;--- uncalled.wat
(module
  (import "env" "size" (func $size (param i32)))
  (import "env" "list" (func $list (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func (export "one") (i32.store $first (i32.const 0) (i32.const 1)))
  (func (export "two") (i32.store $second (i32.const 0) (i32.const 1)) (call $list (i32.const 16))))
;--- two.json
{"imports": {"env": {
  "size": {"params": [{"pointer": 4}]},
  "list": {"params": [{"pointer": 1, "count": {"import": "size", "param": 0}}]}
}}}
