;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: memory.grow and memory.size behave as before in each order of passes, in both oom modes, until the reserve is
;;       exhausted: grow(0), requests past the limit, a declared maximum, memory.size between.
;; Why:  allocators probe with all of these.
;; Never: takes a probe for exhaustion.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{oom} = fail
;; DEFINE: %{same} = %meld-opt '-passes=%{passes}' %t/before.wasm -o %t/out.wasm 2> %t/log && %v8-validate %t/out.wasm && \
;; DEFINE:   %exec-compare %t/before.wasm %t/out.wasm --calls=%t/calls.json | FileCheck %s --check-prefix=SAME && \
;; DEFINE:   %exec-compare %t/before.wasm %t/out.wasm --calls=%t/exhaust.json --expect-oom=%{oom} | FileCheck %s --check-prefix=%{oom} && \
;; DEFINE:   not %exec-compare %t/before.wasm %t/out.wasm --calls=%t/exhaust.json
;; SAME: exec-compare: equal: 1 runs, 22 calls
;; fail: exec-compare: equal: 1 runs, 5 calls
;; fail: memory 1 {{.*}}: 0 -> 4 pages
;; trap: stopped: seed 1: reserve exhausted

;; REDEFINE: %{passes} = bump-grow<oom=fail;reserve=4>,rebase
;; RUN: %{same}
;; REDEFINE: %{passes} = rebase<reserve=4>,bump-grow<oom=fail>
;; RUN: %{same}
;; REDEFINE: %{passes} = rebase<reserve=4;base=128;align=65536>,bump-grow<oom=fail;zero=assume>
;; RUN: %{same}
;; REDEFINE: %{passes} = bump-grow<oom=fail;reserve=4>
;; RUN: %{same}
;; REDEFINE: %{oom} = trap
;; REDEFINE: %{passes} = bump-grow<oom=trap;reserve=4>,rebase
;; RUN: %{same}
;; REDEFINE: %{passes} = rebase<reserve=4>,bump-grow
;; RUN: %{same}
;; REDEFINE: %{passes} = bump-grow<reserve=4>
;; RUN: %{same}

;; The two orders mean the same by everything but encoding: same layout, same windows.
;; RUN: %meld-opt '-passes=bump-grow<reserve=4>,rebase,print<memory-layout>' %t/before.wasm -o %t/one.wasm 2>&1 | grep '0x' > %t/one.txt
;; RUN: %meld-opt '-passes=rebase<reserve=4>,bump-grow,print<memory-layout>' %t/before.wasm -o %t/two.wasm 2>&1 | grep '0x' > %t/two.txt
;; RUN: diff %t/one.txt %t/two.txt

;--- calls.json
[{"call": "size_a", "returns": 1}, {"call": "grow_a", "args": [0], "returns": 1}, {"call": "grow_a", "args": [65536], "returns": -1},
 {"call": "grow_a", "args": [-1], "returns": -1}, {"call": "grow_a", "args": [65536], "returns": -1},
 {"call": "grow_a", "args": [-65536], "returns": -1}, {"call": "size_a", "returns": 1}, {"call": "grow_a", "args": [2], "returns": 1},
 {"call": "size_a", "returns": 3}, {"call": "grow_a", "args": [65534], "returns": -1}, {"call": "grow_a", "args": [-2], "returns": -1},
 {"call": "grow_a", "args": [0], "returns": 3}, {"call": "size_a", "returns": 3},
 {"call": "grow_b", "args": [65537], "returns": -1}, {"call": "grow_b", "args": [-1], "returns": -1}, {"call": "grow_b", "args": [0], "returns": 0},
 {"call": "grow_b", "args": [4], "returns": 0}, {"call": "grow_b", "args": [0], "returns": 4},
 {"call": "grow_c", "args": [3], "returns": -1}, {"call": "grow_c", "args": [2], "returns": 2}, {"call": "grow_c", "args": [1], "returns": -1},
 {"call": "grow_c", "args": [0], "returns": 4}]
;--- exhaust.json
[{"call": "grow_b", "args": [3]}, {"call": "grow_b", "args": [1]}, {"call": "grow_b", "args": [1]}, {"call": "grow_a", "args": [5]},
 {"call": "grow_c", "args": [1]}]
;--- in.wat
(module
  (memory $a 1)
  (memory $b (export "b") 0)
  (memory $c 2 4)
  (func (export "size_a") (result i32) (memory.size $a))
  (func (export "grow_a") (param i32) (result i32) (memory.grow $a (local.get 0)))
  (func (export "grow_b") (param i32) (result i32) (memory.grow $b (local.get 0)))
  (func (export "grow_c") (param i32) (result i32) (memory.grow $c (local.get 0))))
