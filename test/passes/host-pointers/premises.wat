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
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/put-second.json -deny=own-pointers %t/same.wat -o %t/out.wasm

;; One export is not described.
;; REDEFINE: %{description} = part.json
;; REDEFINE: %{flags} =
;; RUN: %{lower} 2>&1 | FileCheck %s --check-prefix=PART
;; PART: warning: rebase: premise host-adds-base: {{.*}}memory 1 $second at byte 65536; pointers could pass through export "second"{{$}}

;; An exported memory that is described as one without pointers is none that the host sees. Otherwise any function could
;; hand an address out that is not described.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/unseen.json -deny=host-adds-base -Werror %t/seen.wat -o %t/out.wasm 2>&1 | count 0
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/seen.json %t/seen.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=SEEN
;; SEEN: premise host-adds-base: {{.*}}memory 0 $only at byte 65536; pointers could pass through export "six"{{$}}

;; The bytes that structures are copied to are no window whose pointers the host could mean.
;; RUN: %meld-opt '-passes=rebase<base=65536>,bump-grow' -input=host-pointers:%t/copied.json %t/copied.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=COPIED
;; COPIED: premise host-adds-base: {{.*}}adds its base: memory 0 $only at byte 65536; pointers could pass through export "give"{{$}}

;; A table holds the import: the memory is that of the code that calls through the table, unless it is said.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/put.json %t/table.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=TABLE
;; TABLE: warning: rebase: premise own-pointers: {{.*}}: 1 adapters rest on that
;; TABLE-NEXT: {{^}}    1 |
;; TABLE-NEXT: {{^}}      |
;; TABLE-NEXT: note: import "env" "put": memory 1 $second{{$}}
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/put-second.json -deny=own-pointers %t/table.wat -o %t/out.wasm

;; Of many adapters eight are shown, of many callers one.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/eight.json %t/many.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=EIGHT
;; EIGHT: premise own-pointers: {{.*}}: 8 adapters rest on that
;; EIGHT-COUNT-8: note: import "env" "put
;; EIGHT-NEXT: remedy: -deny=own-pointers
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/ten.json %t/many.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=TEN
;; TEN: premise own-pointers: {{.*}}: 10 adapters rest on that
;; TEN: note: import "env" "put1": memory 0 $first, called by $one and 1 more{{$}}
;; TEN-NEXT: note: import "env" "put1": memory 1 $second, called by $two{{$}}
;; TEN-COUNT-6: note: import "env" "put
;; TEN-NEXT: note: and 2 more{{$}}
;; TEN-NEXT: remedy: -deny=own-pointers

;; Adapters are counted.
;; RUN: %plain-meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/ten.json -stats %t/many.wat -disable-output 2>&1 | FileCheck %s --check-prefix=STATS
;; STATS: 10 rebase{{.*}}host-adapters

;; A module whose memories are merged, or that has none, is not looked at.
;; RUN: %meld-opt -passes=rebase,bump-grow -input=host-pointers:%t/all.json %t/in.wat -o %t/out.wasm
;; RUN: not %meld-opt -passes=rebase -input=host-pointers:%t/all.json %t/out.wasm -o %t/twice.wasm 2>&1 | FileCheck %s --check-prefix=TWICE --implicit-check-not=error:
;; TWICE: error: rebase: the memories of this module are merged already
;; RUN: %meld-opt -passes=rebase -input=host-pointers:%t/put.json -Werror %t/none.wat -o %t/out.wasm 2>&1 | count 0

;; What cannot be lowered is refused for that, before anything of the description is.
;; RUN: not %meld-opt -passes=rebase -input=host-pointers:%t/wrong.json %t/imported.wat -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=IMPORTED --implicit-check-not=error:
;; IMPORTED: error: rebase: memory 0 is imported, so its bytes belong to somebody else
;; RUN: %bytes %t/unreadable.bytes %t/unreadable.wasm
;; RUN: not %meld-opt -passes=rebase -input=host-pointers:%t/wrong.json %t/unreadable.wasm -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=UNREADABLE --implicit-check-not=error:
;; UNREADABLE: error: {{.*}}the module says it was lowered before, but this section does not fit it

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
;--- seen.wat
(module
  (memory $only (export "memory") 1 1)
  (func (export "five") (result i32) (i32.const 1024))
  (func (export "six") (result i32) (i32.const 1028)))
;--- unseen.json
{"exports": {"memory": "no-pointers"}}
;--- seen.json
{"exports": {"five": "no-pointers"}}
;--- copied.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $only 1)
  (func (export "give") (param i32) (i32.store (i32.const 0) (i32.const 1)) (call $put (i32.const 64))))
;--- copied.json
{"types": {"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}}, "imports": {"env": {"put": {"params": [{"pointer": "t"}]}}}}
;--- table.wat
(module
  (import "env" "put" (func $put (param i32)))
  (memory $first 1)
  (memory $second 1)
  (table 1 funcref)
  (elem (i32.const 0) func $put)
  (func (export "one") (i32.store $first (i32.const 0) (i32.const 1)))
  (func (export "two") (i32.store $second (i32.const 0) (i32.const 1)) (call_indirect (param i32) (i32.const 8) (i32.const 0))))
;--- put-second.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}], "memory": "second"}}}}
;--- many.wat
(module
  (import "env" "put1" (func $put1 (param i32))) (import "env" "put2" (func $put2 (param i32)))
  (import "env" "put3" (func $put3 (param i32))) (import "env" "put4" (func $put4 (param i32)))
  (import "env" "put5" (func $put5 (param i32)))
  (memory $first 1)
  (memory $second 1)
  (func $one (export "one") (i32.store $first (i32.const 0) (i32.const 1))
    (call $put1 (i32.const 8)) (call $put2 (i32.const 8)) (call $put3 (i32.const 8)) (call $put4 (i32.const 8)) (call $put5 (i32.const 8)))
  (func $two (export "two") (i32.store $second (i32.const 0) (i32.const 1))
    (call $put1 (i32.const 8)) (call $put2 (i32.const 8)) (call $put3 (i32.const 8)) (call $put4 (i32.const 8)) (call $put5 (i32.const 8)))
  (func $also (export "also") (i32.store $first (i32.const 0) (i32.const 1)) (call $put1 (i32.const 8))))
;--- eight.json
{"imports": {"env": {
  "put1": {"params": [{"pointer": 1}]}, "put2": {"params": [{"pointer": 1}]}, "put3": {"params": [{"pointer": 1}]},
  "put4": {"params": [{"pointer": 1}]}
}}}
;--- ten.json
{"imports": {"env": {
  "put1": {"params": [{"pointer": 1}]}, "put2": {"params": [{"pointer": 1}]}, "put3": {"params": [{"pointer": 1}]},
  "put4": {"params": [{"pointer": 1}]}, "put5": {"params": [{"pointer": 1}]}
}}}
;--- none.wat
(module (import "env" "put" (func $put (param i32))) (func (export "run") (call $put (i32.const 1))))
;--- imported.wat
(module (import "env" "memory" (memory 1)))
;--- unreadable.bytes
module 05 ( 01 00 01 ) 00 ( "meld.layout" 'other' )
;--- wrong.json
{"imports": {"env": {"gone": "no-pointers"}}}
;--- put.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}}
;--- said.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first"}}
;--- part.json
{"imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first", "$two": "second"}}
;--- scratch.json
{"scratch": {"bytes": 64}, "imports": {"env": {"put": {"params": [{"pointer": 1}]}}}, "functions": {"$one": "first", "$two": "second"}}
