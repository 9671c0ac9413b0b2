;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the code for structures that the host changes or fills, for structures of structures, and for texts wherever they
;;       stand; each module gets the helpers that its adapters call, once, and no others.
;; Why: nothing is known of how such structures are aligned, and a helper that is missing or not needed is a defect.
;; Never: store a pointer of the host's in the component's memory, copy what is written in place, or pass on a text whose end
;;        was not looked for.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{name} =
;; DEFINE: %{lower} = %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/%{name}.json %t/%{name}.wat -S -o %t/%{name}.out.wat && %meld-opt -passes=verify %t/%{name}.out.wat -disable-output

;; REDEFINE: %{name} = change
;; RUN: %{lower} && FileCheck %s --check-prefix=CHANGE < %t/change.out.wat
;; CHANGE-LABEL: (func $meld.import.0.memory (;
;; All eight bytes go into the copy, then the translated pointer.
;; CHANGE:      i64.load offset=65536 align=1{{$}}
;; CHANGE-NEXT: i64.store offset=131072 align=1{{$}}
;; CHANGE-NEXT: local.get
;; CHANGE-NEXT: i32.load offset=65536 align=1{{$}}
;; CHANGE-NEXT: local.set [[OWN:[0-9]+]]
;; CHANGE-NEXT: local.get [[TO:[0-9]+]]
;; CHANGE-NEXT: local.get [[OWN]]
;; CHANGE-NEXT: i64.const 1
;; CHANGE-NEXT: call $meld.to-host.memory
;; CHANGE-NEXT: i32.store offset=131072 align=1{{$}}
;; CHANGE:      call $change
;; What comes back is the four bytes beside the pointer, and the pointer once it is translated.
;; CHANGE:      br_if 1
;; CHANGE-NOT:  store
;; CHANGE:      i32.load offset=131076 align=1{{$}}
;; CHANGE-NEXT: i32.store offset=65540 align=1{{$}}
;; CHANGE-NEXT: local.get
;; CHANGE-NEXT: i32.load offset=131072 align=1{{$}}
;; CHANGE-NEXT: local.set [[GIVEN:[0-9]+]]
;; CHANGE-NEXT: local.get [[TO:[0-9]+]]
;; CHANGE-NEXT: local.get [[GIVEN]]
;; CHANGE-NEXT: i64.const 1
;; CHANGE-NEXT: call $meld.from-host.memory
;; CHANGE-NEXT: i32.store offset=65536 align=1{{$}}
;; CHANGE-NEXT: local.get
;; CHANGE-NEXT: i64.const 8

;; A structure that the host fills needs no copy, so no scratch bytes; nor does one that is only counted in the result.
;; REDEFINE: %{name} = fill
;; RUN: %{lower} && FileCheck %s --check-prefix=FILL --implicit-check-not=meld.scratch < %t/fill.out.wat
;; FILL-LABEL: (func $meld.import.0.memory (;
;; FILL: call $fill
;; FILL: call $meld.from-host.memory
;; FILL: call $meld.from-host.memory
;; FILL-LABEL: (func $meld.import.1.memory (;
;; FILL:      call $plain
;; FILL-NEXT: local.set [[RESULT:[0-9]+]]
;; FILL-NEXT: local.get [[RESULT]]
;; FILL-NEXT: )

;; REDEFINE: %{name} = nested
;; RUN: %{lower} && FileCheck %s --check-prefix=NESTED < %t/nested.out.wat
;; NESTED-LABEL: (func $meld.text-bytes.memory (;
;; NESTED-LABEL: (func $meld.import.0.memory (;
;; The outer copy gets the address of the inner one, and that the text's.
;; NESTED:      call $meld.scratch.take
;; NESTED:      i32.load offset=65536 align=1{{$}}
;; NESTED:      call $meld.scratch.take
;; NESTED:      global.get $meld.window.meld.scratch
;; NESTED-NEXT: i32.add
;; NESTED-NEXT: i32.store offset=131072 align=1{{$}}
;; NESTED:      i32.load offset=65536 align=1{{$}}
;; NESTED:      call $meld.text-bytes.memory
;; NESTED-NEXT: call $meld.to-host.memory
;; NESTED-NEXT: i32.store offset=131072 align=1{{$}}

;; REDEFINE: %{name} = hear
;; RUN: %{lower} && FileCheck %s --check-prefix=HEAR < %t/hear.out.wat
;; HEAR-LABEL: (func $meld.to-host.memory (;
;; HEAR-LABEL: (func $meld.from-host.memory (;
;; HEAR-LABEL: (func $meld.text-bytes.memory (;
;; HEAR: call $meld.to-host.memory
;; HEAR-LABEL: (func $meld.export.0.memory (;
;; HEAR:      call $meld.from-host.memory
;; HEAR-NEXT: local.tee [[TEXT:[0-9]+]]
;; HEAR-NEXT: local.get [[TEXT]]
;; HEAR-NEXT: call $meld.text-bytes.memory
;; HEAR-NEXT: drop
;; HEAR:      call $hear

;; REDEFINE: %{name} = answer
;; RUN: %{lower} && FileCheck %s --check-prefix=ANSWER < %t/answer.out.wat
;; ANSWER-LABEL: (func $meld.import.0.memory (;
;; ANSWER:      call $answer
;; ANSWER:      call $meld.from-host.memory
;; ANSWER:      call $meld.text-bytes.memory

;; Adapters of one memory share its helpers.
;; REDEFINE: %{name} = many
;; RUN: %{lower} && grep -oE '\(func \$meld\.(to-host|from-host|text-bytes)' %t/many.out.wat | FileCheck %s --check-prefix=MANY --match-full-lines --strict-whitespace
;; MANY:(func $meld.to-host
;;MANY-NEXT:(func $meld.text-bytes
;;MANY-NEXT:(func $meld.from-host
;; MANY-NOT:{{.}}

;; A pointer from the host does not need the way back.
;; REDEFINE: %{name} = take
;; RUN: %{lower} && FileCheck %s --check-prefix=TAKE --implicit-check-not=to-host --implicit-check-not=text-bytes < %t/take.out.wat
;; TAKE: (func $meld.from-host.memory (;
;; TAKE: (func $meld.export.0.memory (;

;--- change.wat
(module
  (import "env" "change" (func $change (param i32)))
  (memory $memory 1)
  (func (export "run") (i32.store (i32.const 0) (i32.const 1)) (call $change (i32.const 64))))
;--- change.json
{"types": {"pair": {"bytes": 8, "pointers": [{"at": 0, "pointer": 1}]}},
 "imports": {"env": {"change": {"params": [{"pointer": "pair", "access": "inout"}]}}}}
;--- fill.wat
(module
  (import "env" "fill" (func $fill (param i32)))
  (import "env" "plain" (func $plain (param i32) (result i32)))
  (memory $memory 1)
  (func (export "run") (result i32)
    (i32.store (i32.const 0) (i32.const 1)) (call $fill (i32.const 64)) (call $plain (i32.const 64))))
;--- fill.json
{"types": {"pair": {"bytes": 8, "pointers": [{"at": 4, "pointer": 1}, {"at": 0, "pointer": 1}]}},
 "imports": {"env": {"fill": {"params": [{"pointer": "pair", "access": "out"}]},
                     "plain": {"params": [{"pointer": 4}], "results": ["value"], "success": 0}}}}
;--- nested.wat
(module
  (import "env" "show" (func $show (param i32)))
  (memory $memory 1)
  (func (export "run") (i32.store (i32.const 0) (i32.const 1)) (call $show (i32.const 64))))
;--- nested.json
{"types": {"name": {"bytes": 4, "pointers": [{"at": 0, "pointer": "string"}]},
           "owner": {"bytes": 4, "pointers": [{"at": 0, "pointer": "name"}]}},
 "imports": {"env": {"show": {"params": [{"pointer": "owner"}]}}}}
;--- hear.wat
(module
  (memory $memory 1)
  (func $hear (export "hear") (param i32) (result i32) (i32.load (i32.const 0))))
;--- hear.json
{"exports": {"hear": {"params": [{"pointer": "string"}], "results": ["value"]}}}
;--- answer.wat
(module
  (import "env" "answer" (func $answer (result i32)))
  (memory $memory 1)
  (func (export "run") (result i32) (i32.store (i32.const 0) (i32.const 1)) (call $answer)))
;--- answer.json
{"imports": {"env": {"answer": {"results": [{"pointer": "string"}]}}}}
;--- many.wat
(module
  (import "env" "say" (func $say (param i32)))
  (import "env" "show" (func $show (param i32)))
  (memory $memory 1)
  (func (export "run") (i32.store (i32.const 0) (i32.const 1)) (call $say (i32.const 64)) (call $show (i32.const 64)))
  (func (export "hear") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "see") (param i32) (result i32) (i32.load8_u (local.get 0))))
;--- many.json
{"imports": {"env": {"say": {"params": [{"pointer": "string"}]}, "show": {"params": [{"pointer": 4}]}}},
 "exports": {"hear": {"params": [{"pointer": "string"}], "results": ["value"]},
             "see": {"params": [{"pointer": 1}], "results": ["value"]}}}
;--- take.wat
(module
  (memory $memory 1)
  (func (export "take") (param i32) (result i32) (i32.load8_u (local.get 0))))
;--- take.json
{"exports": {"take": {"params": [{"pointer": 1}], "results": ["value"]}}}
