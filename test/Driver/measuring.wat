;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -stats, -time-trace, -info-output-file.
;; Why: what was counted and how long it took is there in every build.
;; Never: change the output.

;; RUN: %meld-opt -passes=dce,rebase,bump-grow %s -o %t.plain.wasm
;; RUN: %meld-opt -passes=dce,rebase,bump-grow -stats -time-trace=%t.trace.json %s -o %t.wasm 2> %t.log && cmp %t.plain.wasm %t.wasm
;; RUN: FileCheck %s --check-prefix=STATS --input-file=%t.log
;; STATS: {{^ +[0-9]+}} body-facts   - bytes-visited
;; STATS: {{^ +}}1 bump-grow    - memories-bounded
;; STATS: {{^ +}}1 dce          - functions-removed
;; STATS: {{^ +[0-9]+}} reader       - bytes-visited
;; STATS: {{^ +}}2 rebase       - checks-kept
;; STATS: {{^ +}}3 rebase       - checks-needed
;; STATS: {{^ +}}1 rebase       - checks-removed
;; STATS: {{^ +[0-9]+}} writer       - bytes-written

;; As JSON, in a file that is appended to.
;; RUN: rm -f %t.info && %meld-opt -passes=dce,rebase,bump-grow -stats=json -info-output-file=%t.info %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=QUIET --implicit-check-not=checks
;; QUIET: warning
;; RUN: %python -c "import json,sys; s=json.load(sys.stdin); print(s['rebase.checks-needed'], s['writer.bytes-written'])" < %t.info > %t.sums
;; RUN: wc -c < %t.wasm >> %t.sums && FileCheck %s --check-prefix=JSON --input-file=%t.sums
;; JSON: 3 [[#SIZE:]]
;; JSON-NEXT: {{^}}[[#SIZE]]{{$}}
;; RUN: %meld-opt -passes=dce -stats -time-passes -info-output-file=%t.info %s -o %t.wasm
;; RUN: FileCheck %s --check-prefix=INFO --input-file=%t.info
;; INFO: "rebase.checks-needed": 3
;; INFO: time of steps and passes
;; INFO: dce - functions-removed
;; RUN: sh -c "%meld-opt -stats -info-output-file=%t.no/such/file %s -o %t.wasm 2>&1; test $? -eq 1" | FileCheck %s --check-prefix=NOINFO
;; NOINFO: file: error: cannot be written:

;; The trace is what trace viewers read: complete events on a timeline, nested as they ran.
;; RUN: %python %S/Inputs/check-trace.py %t.trace.json | FileCheck %s --check-prefix=TRACE
;; TRACE-DAG: {{^}}(read){{$}}
;; TRACE-DAG: {{^}}(verify input){{$}}
;; TRACE-DAG: {{^}}pass dce{{$}}
;; TRACE-DAG: {{^}}pass rebase{{$}}
;; TRACE-DAG: {{^}}analysis memory-grow in {{.*}}pass rebase
;; TRACE-DAG: {{^}}analysis call-graph in {{.*}}pass bump-grow
;; TRACE-DAG: {{^}}(write file){{$}}
;; TRACE-NOT: in no pass
;; A pass that fails ends its event as well.
;; RUN: not %meld-opt '-passes=probe<deny=live>' -time-trace=%t.failed.json %s -o %t.wasm
;; RUN: %python %S/Inputs/check-trace.py %t.failed.json | FileCheck %s --check-prefix=TRACEFAILED
;; TRACEFAILED: pass probe
;; RUN: sh -c "%meld-opt -time-trace=%t.no/such/file %s -o %t.wasm 2>&1; test $? -eq 1" | FileCheck %s --check-prefix=NOINFO

(module
  (memory $a (export "memory") 1)
  (memory $b (export "b") 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow $a (local.get 0)))
  (func (export "store") (param i32 i32)
    (i32.store (local.get 0) (i32.const 1))
    (i32.store8 (local.get 0) (i32.const 2))
    (i32.store (local.get 1) (i32.const 3)))
  (func $dead))
