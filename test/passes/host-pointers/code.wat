;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what is added for an import with an array of buffers, and for an export: helpers that check and move, an adapter that
;;       copies and calls, and that everything that named the import names the adapter.
;; Why: these are instructions in the user's image; somebody will read them.
;; Never: leave a way to the import around its adapter.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/in.json %t/in.wat -S -o %t/out.wat 2> %t/log
;; RUN: FileCheck %s --check-prefix=SINGLE < %t/log
;; The bytes that were added do not make it a module of several memories, whose accesses are checked by default.
;; SINGLE: warning: rebase: premise in-bounds: accesses are not checked (bounds=none)
;; RUN: FileCheck %s --implicit-check-not="func $meld.to-host" --implicit-check-not="func $meld.from-host" --implicit-check-not=text-bytes < %t/out.wat
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/in.json %t/in.wat -o %t/out.wasm && %wasm-validate %t/out.wasm
;; RUN: %meld-opt '-passes=print<memory-layout>' -disable-output %t/out.wasm 2>&1 | FileCheck %s --check-prefix=MAP
;; MAP: meld.scratch
;; RUN: grep -aoE '"name":"meld.scratch"[^}]*' %t/out.wasm | FileCheck %s --check-prefix=AREA
;; AREA: "initialPages":1,"reservePages":0,"maximumPages":1,

;; CHECK: (import "env" "write" (func $write (;0;)
;; CHECK: (global $held {{.*}} (ref.func $meld.import.0.memory))
;; CHECK: (export "give" (func $meld.export.[[#]].memory))
;; CHECK: (elem {{.*}} func $give $meld.import.0.memory $uses)
;; CHECK-LABEL: (func $uses (;
;; CHECK: ref.func $meld.import.0.memory
;; CHECK: call $meld.import.0.memory
;; CHECK-LABEL: (func $give (;
;; CHECK-LABEL: (func $meld.scratch.take (;
;; One page.
;; CHECK: i64.const 65536
;; CHECK: i64.gt_u
;; CHECK-NEXT: if
;; CHECK-NEXT: unreachable
;; CHECK-LABEL: (func $meld.to-host.memory (;
;; CHECK: i64.add
;; CHECK: i64.const 16
;; CHECK-NEXT: i64.shl
;; CHECK-NEXT: i64.gt_u
;; CHECK-NEXT: if
;; CHECK-NEXT: i32.const -1
;; CHECK-NEXT: i32.const -1
;; CHECK-NEXT: i32.load8_u offset=4294967295
;; CHECK: global.get $meld.window.memory
;; CHECK-NEXT: i32.add
;; CHECK-LABEL: (func $meld.import.0.memory (;
;; CHECK: global.get $meld.scratch.used
;; CHECK: call $meld.to-host.memory
;; CHECK: call $meld.scratch.take
;; Nothing is added to an address in a window of its own, and nothing is known of how a structure is aligned.
;; CHECK: global.get $meld.window.meld.scratch
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: local.set
;; CHECK: loop
;; CHECK: br_if 1
;; CHECK-NEXT: local.get 0
;; CHECK-NEXT: local.get [[OFFSET:[0-9]+]]
;; CHECK-NEXT: i32.wrap_i64
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: local.set [[FROM:[0-9]+]]
;; CHECK-NEXT: local.get [[COPY:[0-9]+]]
;; CHECK-NEXT: local.get [[OFFSET]]
;; CHECK-NEXT: i32.wrap_i64
;; CHECK-NEXT: i32.add
;; CHECK-NEXT: local.set [[TO:[0-9]+]]
;; CHECK-NEXT: local.get [[TO]]
;; CHECK-NEXT: local.get [[FROM]]
;; CHECK-NEXT: i64.load offset=65536 align=1{{$}}
;; CHECK-NEXT: i64.store offset=131072 align=1{{$}}
;; CHECK-NEXT: local.get [[FROM]]
;; CHECK-NEXT: i32.load offset=65536 align=1{{$}}
;; CHECK-NEXT: local.set [[POINTER:[0-9]+]]
;; CHECK-NEXT: local.get [[TO]]
;; CHECK-NEXT: local.get [[POINTER]]
;; CHECK-NEXT: local.get [[FROM]]
;; CHECK-NEXT: i32.load offset=65540 align=1{{$}}
;; CHECK-NEXT: i64.extend_i32_u
;; CHECK-NEXT: call $meld.to-host.memory
;; CHECK-NEXT: i32.store offset=131072 align=1{{$}}
;; CHECK: global.set $meld.scratch.used
;; CHECK: call $write
;; CHECK: global.set $meld.scratch.used
;; CHECK-LABEL: (func $meld.from-host.memory (;
;; CHECK-LABEL: (func $meld.export.[[#]].memory (;
;; CHECK: call $meld.from-host.memory
;; CHECK: call $give

;; At 0 the same addresses serve: checks, and no copies.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/in.json %t/in.wat -S -o %t/out.wat
;; RUN: FileCheck %s --check-prefix=ZERO --implicit-check-not=meld.scratch < %t/out.wat
;; ZERO-LABEL: (func $meld.import.0.memory (;
;; ZERO: call $meld.to-host.memory
;; ZERO: loop
;; ZERO: call $meld.to-host.memory
;; ZERO: call $write

;; With another order nothing is certain to stand at 0.
;; RUN: %meld-opt '-passes=rebase<order=fewest-checks>,bump-grow' -input=host-pointers:%t/in.json %t/in.wat -S -o - | FileCheck %s --check-prefix=ORDER
;; ORDER: $meld.scratch.take

;; Once removed as dead, adapters are not recorded, and the section is read again.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow,dce' -input=host-pointers:%t/dead.json %t/dead.wat -o %t/dead.wasm
;; RUN: %meld-opt '-passes=dce,print<memory-layout>' -disable-output %t/dead.wasm 2>&1 | FileCheck %s --check-prefix=DEAD
;; DEAD: merged memory

;; What goes back to the host is its own function, with its own pointers.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/back.json %t/back.wat -S -o - | FileCheck %s --check-prefix=BACK --implicit-check-not=meld.export
;; BACK: (import "env" "write" (func $write (;0;)
;; BACK: (export "write" (func $write))
;; BACK: (func $meld.import.0.memory (;

;; Each of two components calls the adapter of its own memory, for as many bytes as are said.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/both.json %t/both.wat -S -o - | FileCheck %s --check-prefix=BOTH
;; BOTH-LABEL: (func $one (;
;; BOTH: call $meld.import.0.first
;; BOTH-LABEL: (func $two (;
;; BOTH: call $meld.import.0.second
;; BOTH-LABEL: (func $meld.import.0.first (;
;; BOTH: i64.const 12
;; BOTH: call $put
;; BOTH-LABEL: (func $meld.import.0.second (;
;; BOTH: call $put

;; An export may have a pointer as its result and nothing else.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/where.json %t/where.wat -S -o - | FileCheck %s --check-prefix=WHERE
;; WHERE-LABEL: (func $meld.export.0.memory (;
;; WHERE: call $where
;; WHERE: call $meld.to-host.memory

;; What nobody calls needs none, and no memory for its pointers.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/none.json %t/idle.wat -S -o - | FileCheck %s --check-prefix=IDLE --implicit-check-not=meld.import
;; IDLE: (import "env" "write" (func

;; A module without memory needs none.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/none.json %t/none.wat -o %t/none.wasm && %wasm-validate %t/none.wasm

;--- in.wat
(module
  (import "env" "write" (func $write (param i32 i32) (result i32)))
  (memory $memory 1)
  (table $t 3 funcref)
  (elem (i32.const 0) func $give $write $uses)
  (global $held funcref (ref.func $write))
  (func $uses (export "uses") (param i32) (result i32)
    (i32.store (local.get 0) (i32.const 64))
    (table.set $t (i32.const 0) (ref.func $write))
    (call $write (local.get 0) (i32.const 1)))
  (func $give (export "give") (param i32) (result i32) (i32.load8_u (local.get 0))))
;--- in.json
{
  "types": {"buffer": {"bytes": 8, "pointers": [{"at": 0, "pointer": 1, "count": {"at": 4}}]}},
  "imports": {"env": {"write": {"params": [{"pointer": "buffer", "count": {"param": 1}}, "value"], "results": ["value"]}}},
  "exports": {"give": {"params": [{"pointer": 1}], "results": ["value"]}}
}
;--- dead.wat
(module
  (import "env" "write" (func $write (param i32)))
  (memory 1)
  (func $dead (i32.store (i32.const 0) (i32.const 1)) (call $write (i32.const 0)))
  (func (export "run") (result i32) (i32.load (i32.const 0))))
;--- dead.json
{"imports": {"env": {"write": {"params": [{"pointer": "string"}]}}}}
;--- back.wat
(module
  (import "env" "write" (func $write (param i32)))
  (memory $memory 1)
  (export "write" (func $write))
  (func (export "run") (i32.store (i32.const 0) (i32.const 1)) (call $write (i32.const 0))))
;--- back.json
{
  "imports": {"env": {"write": {"params": [{"pointer": 1}]}}},
  "exports": {"write": {"params": [{"pointer": 1}]}}
}
;--- both.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func $one (export "one") (i32.store8 $first (i32.const 4) (i32.const 65)) (call $put (i32.const 4)))
  (func $two (export "two") (i32.store8 $second (i32.const 4) (i32.const 66)) (call $put (i32.const 4))))
;--- both.json
{
  "imports": {"env": {"put": {"params": [{"pointer": 4, "count": 3}]}}},
  "functions": {"$one": "first", "$two": "second"}
}
;--- where.wat
(module (memory $memory 1) (func $where (export "where") (result i32) (i32.load (i32.const 0))))
;--- where.json
{"exports": {"where": {"results": [{"pointer": 1}]}}}
;--- idle.wat
(module
  (import "env" "write" (func (param i32)))
  (memory 1) (memory 1)
  (func (export "run") (i32.store 0 (i32.const 0) (i32.const 1)) (i32.store 1 (i32.const 0) (i32.const 1))))
;--- none.wat
(module (import "env" "write" (func (param i32))))
;--- none.json
{"imports": {"env": {"write": {"params": [{"pointer": 1}]}}}}
