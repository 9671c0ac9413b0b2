;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: reserves: 0, max, by name, never past a declared maximum, none for what cannot grow; and the whole address space.
;; Why:  the reserve decides how much of the device's memory a component gets.
;; Never: counts pages in bytes, or wraps for 65536 of them.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{options} =
;; DEFINE: %{expected} =
;; DEFINE: %{check} = %meld-opt '-passes=bump-grow<%{options}>' %t/in.wat -o %t/out.wasm 2> %t/log && %wasm-objdump -x -j Memory %t/out.wasm | FileCheck %s --check-prefix=%{expected}
;; REDEFINE: %{options} = reserve=0
;; REDEFINE: %{expected} = NOTHING
;; RUN: %{check}
;; NOTHING: memory[0] pages: initial=1 max=1
;; NOTHING: memory[1] pages: initial=2 max=2
;; NOTHING: memory[2] pages: initial=5 max=5
;; REDEFINE: %{options} = oom=trap
;; REDEFINE: %{expected} = DEFAULT
;; RUN: %{check}
;; DEFAULT: memory[0] pages: initial=17 max=17
;; DEFAULT: memory[1] pages: initial=4 max=4
;; DEFAULT: memory[2] pages: initial=5 max=5
;; REDEFINE: %{options} = reserve.heap=128KiB;reserve.1=1
;; REDEFINE: %{expected} = NAMED
;; RUN: %{check}
;; RUN: not grep 'no effect' %t/log
;; NAMED: memory[0] pages: initial=3 max=3
;; NAMED: memory[1] pages: initial=3 max=3
;; A reserve for what nothing grows is no use, and is told; of the others it is not.
;; REDEFINE: %{options} = reserve.2=3;reserve.heap=2;reserve.1=1
;; RUN: %{check}
;; RUN: FileCheck %s --check-prefix=UNUSED --implicit-check-not='no effect' < %t/log
;; UNUSED: in.wat:1:40: warning: bump-grow: reserve.2 has no effect: nothing grows memory 2
;; UNUSED: remedy: leave it out
;; RUN: not %meld-opt '-passes=bump-grow<reserve.0=3>' %t/none.wat -disable-output 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: error: bump-grow: reserve.0 names no memory
;; NONE-NEXT: (module)
;; NONE: remedy: leave it out: there is none
;; Bytes of a reserve that pages do not need are lost, but not where the maximum is less than was asked for.
;; RUN: %meld-opt '-passes=rebase<reserve.heap=70KiB;reserve.1=250KiB>,print<memory-layout>' %t/in.wat -disable-output 2>&1 | FileCheck %s --check-prefix=LOST
;; LOST: 0 $heap {{ *0x[0-9a-f]+ +0x[0-9a-f]+}} 65536 131072 59392 +0x0
;; LOST: 1 {{ *0x[0-9a-f]+ +0x[0-9a-f]+}} 131072 131072 0 +0x0
;; REDEFINE: %{options} = reserve=max
;; REDEFINE: %{expected} = MAX
;; RUN: %{check}
;; MAX: memory[0] pages: initial=65536 max=65536
;; MAX: memory[1] pages: initial=4 max=4

;; reserve=0: every request beyond 0 exhausts it, in both modes.
;; RUN: %meld-opt %t/in.wat -o %t/before.wasm
;; RUN: %meld-opt '-passes=bump-grow<reserve=0;oom=fail>' %t/in.wat -o %t/out.wasm 2> %t/log
;; RUN: %exec-compare %t/before.wasm %t/out.wasm --expect-oom=fail --calls=%t/calls.json | FileCheck %s --check-prefix=FAIL
;; FAIL: exec-compare: equal: 1 runs, 3 calls
;; RUN: %meld-opt '-passes=bump-grow<reserve=0;oom=trap>' %t/in.wat -o %t/out.wasm 2> %t/log
;; RUN: %exec-compare %t/before.wasm %t/out.wasm --expect-oom=trap --calls=%t/calls.json | FileCheck %s --check-prefix=TRAP
;; TRAP: stopped: seed 1: reserve exhausted {{.*}} in call 3 of 3

;; All 65536 pages at once: 2^32 bytes do not fit an i32; the loop that clears them must not stop at once. With zero=assume,
;; so that the test does not write 4 GiB.
;; RUN: %meld-opt '-passes=bump-grow<reserve=max;zero=assume>' %t/empty.wat -o %t/out.wasm 2> %t/log
;; RUN: %wasm-interp --run-all-exports %t/out.wasm | FileCheck %s --check-prefix=ALL
;; ALL: grow_all() => i32:0
;; ALL-NEXT: grow_more() => i32:4294967295
;; ALL-NEXT: size() => i32:65536
;; ALL-NEXT: last() => i32:0
;; Of an empty memory, the size is what it has grown by.
;; RUN: %meld-opt '-passes=bump-grow' %t/empty.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=EMPTY
;; EMPTY:      (func (;2;) (type {{[0-9]+}}) (result i32)
;; EMPTY-NEXT:   global.get $meld.grown.0
;; EMPTY-NEXT: {{^}}  )

;--- calls.json
[{"call": "grow", "args": [0], "returns": 1}, {"call": "grow", "args": [65536], "returns": -1}, {"call": "grow", "args": [1]}]
;--- in.wat
(module (memory $heap 1) (memory 2 4) (memory 5)
  (func (export "grow") (param i32) (result i32) (memory.grow $heap (local.get 0)))
  (func (export "grow1") (param i32) (result i32) (memory.grow 1 (local.get 0))))
;--- empty.wat
(module (memory 0)
  (func (export "grow_all") (result i32) (memory.grow (i32.const 65536)))
  (func (export "grow_more") (result i32) (memory.grow (i32.const 1)))
  (func (export "size") (result i32) (memory.size))
  (func (export "last") (result i32) (i32.load8_u (i32.const -1))))
;--- none.wat
(module)
