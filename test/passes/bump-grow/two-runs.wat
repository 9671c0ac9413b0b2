;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: bump-grow in one process and rebase in the next give what one pipeline gives: through the section meld.layout.
;; Why:  build systems run passes apart.
;; Never: forgets the original size: bounds and segments are checked against it, not against the raised limits.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; RUN: %meld-opt '-passes=bump-grow<reserve=3;oom=fail>' %t/before.wasm -o %t/first.wasm 2> %t/log
;; RUN: %meld-opt -passes=rebase %t/first.wasm -o %t/apart.wasm 2> %t/log && %wasm-validate %t/apart.wasm
;; RUN: %meld-opt '-passes=bump-grow<reserve=3;oom=fail>,rebase' %t/before.wasm -o %t/at-once.wasm 2> %t/log && %wasm-validate %t/at-once.wasm
;; DEFINE: %{out} = apart
;; DEFINE: %{same} = %exec-compare %t/before.wasm %t/%{out}.wasm --calls=%t/calls.json --expect-oom=fail | FileCheck %s && %interp-compare %t/before.wasm %t/%{out}.wasm
;; RUN: %{same}
;; REDEFINE: %{out} = at-once
;; RUN: %{same}
;; CHECK: exec-compare: equal: 1 runs, 9 calls
;; CHECK: memory 0 (a): 1 -> 4 pages, in memory 0 at 0x0
;; CHECK: memory 1: 2 -> 2 pages, in memory 0 at 0x40000
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/apart.wasm -disable-output 2> %t/apart.txt
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/at-once.wasm -disable-output 2> %t/at-once.txt
;; RUN: diff %t/apart.txt %t/at-once.txt

;; A bulk operation after both runs still goes by the size, not by the capacity: in the calls. A second bump-grow has
;; nothing to do; a reserve for it is an error.
;; RUN: %meld-opt -passes=bump-grow %t/apart.wasm -o %t/again.wasm 2> %t/log && cmp %t/apart.wasm %t/again.wasm
;; RUN: %meld-opt -passes=bump-grow %t/first.wasm -o %t/again.wasm && cmp %t/first.wasm %t/again.wasm
;; RUN: not %meld-opt '-passes=bump-grow<reserve=9>' %t/apart.wasm -o %t/again.wasm 2> %t/log
;; RUN: FileCheck %s --check-prefix=SETTLED < %t/log
;; RUN: not %meld-opt '-passes=rebase<reserve=9>' %t/first.wasm -o %t/again.wasm 2> %t/log
;; RUN: FileCheck %s --check-prefix=SETTLED < %t/log
;; RUN: not %meld-opt '-passes=rebase,bump-grow<reserve.a=9>' %t/before.wasm -o %t/again.wasm 2> %t/log
;; RUN: FileCheck %s --check-prefix=SETTLED < %t/log
;; SETTLED: error: {{rebase|bump-grow}}: the reserve of memory 0 ${{a|merged}} is settled already
;; SETTLED-NEXT: remedy: give reserve to the first pass that bounds the memory

;; A window without a name is told by its number alone.
;; RUN: not %meld-opt '-passes=rebase,bump-grow<reserve.0=9>' %t/nameless.wat -o %t/again.wasm 2> %t/log
;; RUN: FileCheck %s --check-prefix=NAMELESS < %t/log
;; NAMELESS: error: bump-grow: the reserve of memory 0 is settled already

;; A segment that fits the capacity but not the original size does not become right between the runs.
;; RUN: not %meld-opt -passes=bump-grow,rebase %t/segment.wat -o %t/again.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT
;; SEGMENT: error: bump-grow: this active segment ends at byte 65537, past the initial 65536 bytes

;--- calls.json
[{"call": "grow", "args": [2], "returns": 1}, {"call": "fill", "args": [196608, 0]}, {"call": "fill", "args": [196609, 0], "traps": "out-of-bounds memory access"},
 {"call": "fill", "args": [196600, 9], "traps": "out-of-bounds memory access"}, {"call": "fill", "args": [196600, 8]},
 {"call": "size", "returns": 3}, {"call": "grow", "args": [1], "returns": 3}, {"call": "grow", "args": [1], "returns": -1}, {"call": "fill", "args": [262144, 0]}]
;--- in.wat
(module
  (memory $a (export "a") 1) (memory $b 2)
  (data (memory $b) (i32.const 8) "neighbour")
  (func (export "grow") (param i32) (result i32) (memory.grow $a (local.get 0)))
  (func (export "size") (result i32) (memory.size $a))
  (func (export "b") (result i64) (i64.load $b (i32.const 8)))
  (func (export "fill") (param i32 i32) (memory.fill $a (local.get 0) (i32.const 5) (local.get 1))))
;--- segment.wat
(module (memory 1) (func (export "g") (drop (memory.grow (i32.const 1)))) (data (i32.const 65536) "x"))
;--- nameless.wat
(module (memory 1) (func (export "g") (drop (memory.grow (i32.const 1)))))
