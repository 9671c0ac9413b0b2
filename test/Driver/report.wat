;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -report=ANALYSIS:FORMAT:FILE writes what print<ANALYSIS;FORMAT> prints, of the final module.
;; Why: a build wants the memory map as a file.
;; Never: write a report of a run that failed.

;; RUN: rm -f %t.json %t.txt %t.call && %meld-opt -passes=rebase,bump-grow -report=memory-layout:json:%t.json -report memory-layout:table:%t.txt %s -o %t.wasm
;; RUN: %meld-opt '-passes=rebase,bump-grow,print<memory-layout>' -disable-output %s 2>&1 | FileCheck %s --check-prefix=TABLE
;; RUN: FileCheck %s --check-prefix=TABLE --input-file=%t.txt
;; TABLE: merged memory: 17 pages
;; TABLE: 0 $a {{.*}} memory{{$}}
;; RUN: %python -c "import json,sys; print(json.load(sys.stdin)['windows'][0]['frozen'])" < %t.json | FileCheck %s --check-prefix=JSON
;; JSON: True

;; Without a module, too, and to standard output.
;; RUN: %meld-opt -report=memory-layout:table:- -disable-output %s | FileCheck %s --check-prefix=INPUT
;; INPUT: memories: 1 (not merged)

;; A run that fails leaves no report and does not touch an older one.
;; RUN: rm -f %t.none && echo older > %t.older
;; RUN: not %meld-opt -passes=rebase -report=memory-layout:json:%t.none -report=memory-layout:table:%t.older %s -o %t.wasm && not ls %t.none
;; RUN: FileCheck %s --check-prefix=OLDER --input-file=%t.older
;; OLDER: {{^}}older{{$}}
;; RUN: rm -f %t.out && sh -c "%meld-opt -report=memory-layout:json:%t.no/such/file %s -o %t.out 2>&1; test $? -eq 1" | FileCheck %s --check-prefix=NOFILE
;; NOFILE: file: error: cannot be written:
;; RUN: not ls %t.out
;; Nor does one whose other files cannot be written leave the module, or a report.
;; RUN: rm -f %t.out %t.none && not %meld-opt -time-trace=%t.no/such/file -report=memory-layout:table:%t.none %s -o %t.out && not ls %t.out && not ls %t.none
;; RUN: not %meld-opt -report=memory-layout:table:%t.none %s -o %t.no/such/file && not ls %t.none
;; RUN: ls %T | FileCheck %s --check-prefix=ASIDE --implicit-check-not=report.wat.tmp.out --implicit-check-not=report.wat.tmp.none
;; ASIDE: report.wat.tmp.older

(module
  (memory $a (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0))))
