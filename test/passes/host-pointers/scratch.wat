;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: where the scratch bytes are put that a description asks for: whole pages of a window, or bytes of the program that an
;;       exported global or a number names; and what is refused as their address.
;; Why: adapters write there; in other bytes they would destroy the program's data.
;; Never: take an export for an address that is no global, or the wrong one.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{scratch} =
;; DEFINE: %{describe} = sed 's/SCRATCH/%{scratch}/' %t/in.json > %t/used.json
;; DEFINE: %{lower} = %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/used.json %t/in.wat
;; DEFINE: %{area} = %{describe} && %{lower} -o %t/out.wasm && grep -aoE '"name":"meld.scratch".*"reservePages"|"hostScratch":.*"usedGlobal"' %t/out.wasm

;; As many pages as hold so many bytes.
;; REDEFINE: %{scratch} = "bytes": 65536
;; RUN: %{area} | FileCheck %s --check-prefix=ONE
;; ONE: "initialPages":1,
;; ONE: "hostScratch":{"input":2,"address":0,"bytes":65536,
;; REDEFINE: %{scratch} = "bytes": 65537
;; RUN: %{area} | FileCheck %s --check-prefix=TWO
;; TWO: "initialPages":2,
;; TWO: "hostScratch":{"input":2,"address":0,"bytes":131072,
;; REDEFINE: %{scratch} = "bytes": 16
;; RUN: %{area} | FileCheck %s --check-prefix=ONE

;; With two memories accesses are checked by default, whatever was added.
;; RUN: %{lower} -deny=in-bounds -o %t/out.wasm

;; The program's own, in multiples of 16.
;; REDEFINE: %{scratch} = "bytes": 47, "memory": "second", "address": "buffer"
;; RUN: %{area} | FileCheck %s --check-prefix=OWN --implicit-check-not=meld.scratch
;; OWN: "hostScratch":{"input":1,"address":1024,"bytes":32,
;; REDEFINE: %{scratch} = "bytes": 32, "memory": "second", "address": 65504
;; RUN: %{area} | FileCheck %s --check-prefix=LAST
;; LAST: "hostScratch":{"input":1,"address":65504,"bytes":32,

;; A function, or a global of the host's, is no address.
;; REDEFINE: %{scratch} = "bytes": 32, "memory": "second", "address": "run"
;; RUN: %{describe} && not %{lower} -o %t/none.wasm 2>&1 | FileCheck %s --check-prefix=FUNCTION
;; FUNCTION: error: rebase: "run" is no exported global whose value is known
;; REDEFINE: %{scratch} = "bytes": 32, "memory": "second", "address": "limit"
;; RUN: %{describe} && not %{lower} -o %t/none.wasm 2>&1 | FileCheck %s --check-prefix=GLOBAL
;; GLOBAL: error: rebase: "limit" is no exported global whose value is known

;--- in.wat
(module
  (import "env" "write" (func $write (param i32)))
  (import "env" "limit" (global $limit i32))
  (memory $first 1)
  (memory $second 1)
  (global $before i32 (i32.const 16))
  (global $buffer i32 (i32.const 1024))
  (global $after i32 (i32.const 32))
  (export "limit" (global $limit))
  (export "before" (global $before))
  (export "buffer" (global $buffer))
  (export "after" (global $after))
  (func (export "run") (i32.store $first (i32.const 0) (i32.load $second (i32.const 0))) (call $write (i32.const 64))))
;--- in.json
{"scratch": {SCRATCH},
 "types": {"pair": {"bytes": 8, "pointers": [{"at": 0, "pointer": 1}]}},
 "imports": {"env": {"write": {"params": [{"pointer": "pair"}], "memory": "first"}}}}
