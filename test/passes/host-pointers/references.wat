;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every way to name an import reaches its adapter: calls, references that code takes, element segments, initial values of
;;       globals and tables; each caller gets the adapter of its own memory, and what no pointer passes through gets none.
;; Why: one reference that is left leads around the adapter, with a pointer that the host cannot use.
;; Never: take a reference in code that no declaration names.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{name} =
;; DEFINE: %{flags} =
;; DEFINE: %{lower} = %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/%{name}.json %{flags} %t/%{name}.wat -S -o %t/%{name}.out.wat
;; DEFINE: %{check} = %meld-opt -passes=verify %t/%{name}.out.wat -disable-output && FileCheck %s < %t/%{name}.out.wat

;; Only a table holds it.
;; REDEFINE: %{name} = table
;; RUN: %{lower} && %{check} --check-prefix=TABLE
;; TABLE: (elem {{.*}} func $meld.import.0.memory)
;; TABLE: (func $meld.import.0.memory (;

;; A table's initial value, and a global's; those that name something else stay.
;; RUN: %bytes %t/initial.bytes %t/initial.wasm && %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/table.json %t/initial.wasm -o %t/initial.out.wasm && %v8-validate %t/initial.out.wasm
;; RUN: %meld-opt -S %t/initial.out.wasm -o - | FileCheck %s --check-prefix=INITIAL
;; INITIAL: (table (;0;) {{.*}} (ref.func [[ADAPTER:[0-9]+|\$meld.import.0.0]]))
;; INITIAL: (table (;1;) {{.*}} (ref.func 1))
;; INITIAL: (table (;2;) 2 funcref)
;; INITIAL: (global (;0;) {{.*}} (ref.func [[ADAPTER]]))
;; INITIAL: (global (;1;) {{.*}} (ref.func 1))
;; Tables and segments that do not name it stay as the producer wrote them, with numbers in three bytes here.
;; RUN: %bytes %t/padded.bytes %t/padded.wasm && %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/table.json %t/padded.wasm -o %t/padded.out.wasm && %v8-validate %t/padded.out.wasm
;; RUN: od -An -v -tx1 %t/padded.out.wasm | tr -d ' \n' | FileCheck %s --check-prefix=PADDED
;; PADDED:40007000828000d2010b{{.*}}41000b01818000

;; Code takes a reference and calls nothing; an export declared the import, which nothing does for the adapter.
;; REDEFINE: %{name} = taken
;; RUN: %{lower} && %{check} --check-prefix=TAKEN
;; TAKEN: (export "put" (func $put))
;; TAKEN: (elem {{.*}}declare func $meld.import.0.memory)
;; TAKEN: (func $own (;
;; TAKEN-LABEL: (func $run (;
;; TAKEN:      ref.func $meld.import.0.memory
;; TAKEN-NEXT: ref.func $own

;; Each caller has the adapter of its memory for the one import, and both that of the other.
;; REDEFINE: %{name} = callers
;; RUN: %{lower} && %{check} --check-prefix=CALLERS
;; CALLERS-LABEL: (func $one (;
;; CALLERS: call $meld.import.0.first
;; CALLERS: call $meld.import.1.second
;; CALLERS-LABEL: (func $two (;
;; CALLERS: call $meld.import.0.second
;; CALLERS: call $meld.import.1.second
;; CALLERS-LABEL: (func $three (;
;; CALLERS: call $meld.import.1.second

;; What is described without pointers, in whatever way, is called as it is.
;; REDEFINE: %{name} = values
;; RUN: %{lower} && %{check} --check-prefix=VALUES --implicit-check-not=meld.import --implicit-check-not=meld.export
;; VALUES: (export "plain" (func $run))
;; VALUES-LABEL: (func $run (;
;; VALUES: call $opaque
;; VALUES: call $plain

;--- table.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $memory 1)
  (table 1 funcref)
  (elem (i32.const 0) func $put)
  (func $run (export "run") (i32.store (i32.const 0) (i32.const 1)) (call_indirect (param i32) (i32.const 64) (i32.const 0))))
;--- table.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}}
;--- initial.bytes
;; What the text format's reader does not know: tables of 2 funcref with (ref.func 0) and (ref.func 1), and one without.
module
01 ( 02 60 01 7f 00 60 00 00 )
02 ( 01 03 65 6e 76 03 70 75 74 00 00 )
03 ( 01 01 )
04 ( 03 40 00 70 00 02 d2 00 0b 40 00 70 00 02 d2 01 0b 70 00 02 )
05 ( 01 00 01 )
06 ( 02 70 00 d2 00 0b 70 00 d2 01 0b )
07 ( 01 03 72 75 6e 00 01 )
0a ( 01 ( 00 41 00 41 01 36 02 00 41 c0 00 41 00 11 00 00 0b ) )
;--- padded.bytes
module
01 ( 02 60 01 7f 00 60 00 00 )
02 ( 01 03 65 6e 76 03 70 75 74 00 00 )
03 ( 01 01 )
04 ( 01 40 00 70 00 82 80 00 d2 01 0b )
05 ( 01 00 01 )
07 ( 01 03 72 75 6e 00 01 )
09 ( 01 00 41 00 0b 01 81 80 00 )
0a ( 01 ( 00 41 00 41 01 36 02 00 41 c0 00 10 00 0b ) )
;--- taken.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $memory 1)
  (table $t 1 funcref)
  (export "put" (func $put))
  (func $own (export "own") (param i32) (i32.store (i32.const 0) (local.get 0)))
  (func $run (export "run")
    (i32.store (i32.const 0) (i32.const 1))
    (table.set $t (i32.const 0) (select (result funcref) (ref.func $put) (ref.func $own) (i32.load (i32.const 0))))))
;--- taken.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}}
;--- callers.wat
(module
  (import "env" "put" (func $put (param i32)))
  (import "env" "log" (func $log (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func $one (export "one") (i32.store $first (i32.const 0) (i32.const 1)) (call $put (i32.const 8)) (call $log (i32.const 8)))
  (func $two (export "two") (i32.store $second (i32.const 0) (i32.const 1)) (call $put (i32.const 8)) (call $log (i32.const 8)))
  (func $three (export "three") (i32.store $first (i32.const 0) (i32.const 1)) (call $log (i32.const 8))))
;--- callers.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}, "log": {"params": [{"pointer": 1}], "memory": "second"}}}}
;--- values.wat
(module
  (import "env" "plain" (func $plain (param i32 i64) (result i32)))
  (import "env" "opaque" (func $opaque (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "limit" (global i32))
  (memory $memory 1)
  (func $run (export "plain") (param i32) (result i32)
    (i32.store (i32.const 0) (call $opaque (local.get 0))) (call $plain (i32.const 0) (i64.const 0))))
;--- values.json
{"use": ["wasi_snapshot_preview1"],
 "imports": {"env": {"plain": {"params": ["value", "value"], "results": ["value"]}, "opaque": "no-pointers"}},
 "exports": {"plain": {"params": ["value"], "results": ["value"]}}}
