;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -pass-remarks, -missed, -analysis by pass; -pass-remarks-output as LLVM's own tools read it.
;; Why: a user asks what was done, and what could not be; tools ask the same of a file.
;; Never: show a remark that nobody asked for.

;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.plain.wasm 2>&1 | FileCheck %s --check-prefix=NONE --implicit-check-not=remark:
;; NONE: warning

;; RUN: %meld-opt -passes=rebase,bump-grow -pass-remarks=rebase %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=PASSED --implicit-check-not="remark: bump-grow" --implicit-check-not="at run time"
;; PASSED: remarks.wat:[[#@LINE+44]]:4: remark: rebase: memory 0 $a is placed at byte 0, with room for 1114112 bytes
;; PASSED-NEXT: | (memory $a
;; PASSED: remark: rebase: memory 1 $b is placed at byte 1114112
;; PASSED: remark: rebase: 1 of 3 accesses are proven in bounds
;; RUN: %meld-opt -passes=rebase,bump-grow '-pass-remarks-missed=^re' '-pass-remarks=^bump' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=MISSED --implicit-check-not=proven --implicit-check-not="placed at"
;; MISSED: remark: rebase: 2 of 3 accesses are checked at run time
;; MISSED: remark: bump-grow: memory 0 $a can grow by 16 pages
;; RUN: %meld-opt -passes=rebase,bump-grow '-pass-remarks-analysis=.*' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=NONE --implicit-check-not=remark:
;; Nothing else changes.
;; RUN: cmp %t.plain.wasm %t.wasm

;; All kinds of all passes, also if the run fails later.
;; (LLVM's writer breaks long lines, so the input's path is a short one.)
;; RUN: cd %S && not %meld-opt '-passes=rebase,probe<deny=live>' -pass-remarks-output=%t.yaml remarks.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=NONE --implicit-check-not=remark:
;; RUN: FileCheck %s --check-prefix=YAML --input-file=%t.yaml
;; YAML: --- !Passed
;; YAML-NEXT: Pass: {{ *}}rebase
;; YAML-NEXT: Name: {{ *}}MemoryPlaced
;; YAML-NEXT: DebugLoc: {{ *}}{ File: remarks.wat, Line: {{[0-9]+}}, Column: 4 }
;; YAML-NEXT: Function: {{ *}}'(module)'
;; YAML-NEXT: Args:
;; YAML-NEXT:   - Memory: {{ *}}'memory 0 $a'
;; YAML: --- !Missed
;; YAML: Function: {{ *}}store

;; LLVM's reader takes it, and gives back the same.
;; RUN: %llvm-remarkutil yaml2bitstream %t.yaml -o %t.bitstream && %llvm-remarkutil bitstream2yaml %t.bitstream -o - > %t.back.yaml && cmp %t.yaml %t.back.yaml
;; RUN: %llvm-remarkutil count --parser=yaml --count-by=remark-name --group-by=function %t.yaml | FileCheck %s --check-prefix=COUNT
;; COUNT: Function,Count
;; COUNT-DAG: (module),2
;; COUNT-DAG: store,2
;; RUN: %llvm-opt-report %t.yaml -o %t.report
;; As pages beside the text. (It looks for sources from where it runs.)
;; RUN: rm -rf %t.html && cd %S && %opt-viewer %t.yaml -o %t.html && FileCheck %s --check-prefix=PAGE --input-file=%t.html/index.html
;; PAGE: <a href="remarks.wat.html#L{{[0-9]+}}">remarks.wat:{{[0-9]+}}:4</a>

;; Only remarks of passes that the filter matches.
;; RUN: %meld-opt -passes=rebase,bump-grow -pass-remarks-output=%t.yaml -pass-remarks-filter=bump %s -o %t.wasm
;; RUN: FileCheck %s --check-prefix=FILTER --input-file=%t.yaml --implicit-check-not=rebase
;; FILTER: GrowthBounded
;; RUN: sh -c "%meld-opt -passes=rebase,bump-grow -pass-remarks-output=%t.no/such/file %s -o %t.wasm 2>&1; test $? -eq 1" | FileCheck %s --check-prefix=NOFILE
;; NOFILE: file: error: cannot be written:

(module
  (memory $a (export "memory") 1)
  (memory $b 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow $a (local.get 0)))
  (func $store (export "store") (param i32 i32)
    (i32.store (local.get 0) (i32.const 1))
    (i32.store8 (local.get 0) (i32.const 2))
    (i32.store (local.get 1) (i32.const 3))))
