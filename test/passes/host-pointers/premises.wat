;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: host-adds-base is left for what is not described, and gone with the last channel; own-pointers is used where nobody
;;       said which memory is meant, and can be denied and granted; what has no effect is reported.
;; Why: a premise that is not needed must not be stated, and one that is must be.
;; Never: choose a memory silently.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{description} =
;; DEFINE: %{flags} =
;; DEFINE: %{lower} = %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/%{description} %{flags} %t/in.wat -o %t/out.wasm
;; DEFINE: %{section} = %meld-opt '-passes=print<memory-layout>' -disable-output %t/out.wasm 2>&1

;; Everything is described, and every memory said.
;; REDEFINE: %{description} = all.json
;; REDEFINE: %{flags} = -deny=host-adds-base -deny=own-pointers -Werror
;; RUN: %{lower} 2>&1 | count 0
;; RUN: %{section} | FileCheck %s --check-prefix=ALL --implicit-check-not=premises:
;; ALL: merged memory: 2 pages

;; The memory is not said.
;; REDEFINE: %{description} = unsaid.json
;; REDEFINE: %{flags} =
;; RUN: %{lower} 2>&1 | FileCheck %s --check-prefix=OWN --implicit-check-not=host-adds-base
;; OWN: warning: rebase: premise own-pointers: a function passes the host pointers into the memory that the code around it uses: 3 adapters rest on that
;; OWN: note: import "env" "put": memory 0 $first, called by $one
;; OWN-NEXT: note: import "env" "put": memory 1 $second, called by $two
;; OWN-NEXT: note: export "second": memory 1 $second
;; OWN-NEXT: remedy: -deny=own-pointers refuses instead; see docs/premises.md#own-pointers
;; RUN: %{section} | FileCheck %s --check-prefix=RECORDED
;; RECORDED: premises: own-pointers
;; REDEFINE: %{flags} = -deny=own-pointers
;; RUN: not %{lower} 2>&1 | FileCheck %s --check-prefix=DENIED
;; DENIED: error: rebase: premise own-pointers:
;; REDEFINE: %{flags} = -assume=own-pointers -Werror
;; RUN: %{lower} 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: rebase: premise own-pointers, granted by -assume=own-pointers:

;; The only memory does not have to be said.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/put.json -deny=own-pointers %t/only.wat -o %t/out.wasm
;; RUN: %{section} | FileCheck %s --check-prefix=ONLY --implicit-check-not=own-pointers
;; ONLY: merged memory: 2 pages

;; One of two has to, though all that call use the same one; or those that call are said.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/put.json %t/same.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=SAME
;; SAME: warning: rebase: premise own-pointers:
;; SAME: note: import "env" "put": memory 0 $first
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/said.json -deny=own-pointers %t/same.wat -o %t/out.wasm

;; One export is not described.
;; REDEFINE: %{description} = part.json
;; REDEFINE: %{flags} =
;; RUN: %{lower} 2>&1 | FileCheck %s --check-prefix=PART
;; PART: warning: rebase: premise host-adds-base: {{.*}}memory 1 $second at byte 65536; pointers could pass through export "second"{{$}}

;; Scratch bytes that nothing needs.
;; REDEFINE: %{description} = scratch.json
;; RUN: %{lower} 2>&1 | FileCheck %s --check-prefix=SCRATCH
;; SCRATCH: scratch.json:1:13: warning: rebase: nothing needs scratch bytes: no structure is copied and no count asked for
;; SCRATCH: remedy: leave "scratch" out

;; The side input has to be used.
;; RUN: not %meld-opt -passes=dce -input=host-pointers:%t/all.json %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=UNUSED
;; UNUSED: error: {{.*}}host-pointers

;; Adapters are remarks.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/all.json -pass-remarks=rebase %t/in.wat -disable-output 2>&1 | FileCheck %s --check-prefix=REMARK
;; REMARK: remark: rebase: pointers of memory 0 $first are translated in calls of this import
;; REMARK: remark: rebase: pointers of memory 1 $second are translated for the host that calls this function

;--- in.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $first 1 1)
  (memory $second 1 1)
  (func $one (export "one")
    (i32.store8 $first (i32.const 4) (i32.const 65))
    (call $put (i32.const 4)))
  (func $two (export "two")
    (i32.store8 $second (i32.const 4) (i32.const 66))
    (call $put (i32.const 4)))
  (func (export "second") (param i32) (result i32) (i32.load8_u $second (local.get 0))))
;--- all.json
{
  "imports": {"env": {"put": {"params": [{"pointer": 1}]}}},
  "exports": {"second": {"params": [{"pointer": 1}], "results": ["value"], "memory": "second"}},
  "functions": {"$one": "first", "two": "1"}
}
;--- unsaid.json
{
  "imports": {"env": {"put": {"params": [{"pointer": 1}]}}},
  "exports": {"second": {"params": [{"pointer": 1}], "results": ["value"]}}
}
;--- only.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $only 1)
  (func (export "one") (i32.store8 (i32.const 4) (i32.const 65)) (call $put (i32.const 4))))
;--- same.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func $one (export "one") (i32.store8 $first (i32.const 4) (i32.const 65)) (call $put (i32.const 4)))
  (func (export "two") (i32.store8 $second (i32.const 4) (i32.const 65))))
;--- put.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}}
;--- said.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first"}}
;--- part.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first", "$two": "second"}}
;--- scratch.json
{"scratch": {"bytes": 64}, "imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first", "$two": "second"}}
