;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -print-changed shows only what changed, as text or as a diff; -filter-print-funcs and -print-module-to-dir hold
;;       for everything that prints.
;; Why: most passes of a long pipeline change little.
;; Never: print to standard output, or a pass that changed nothing.

;; RUN: %meld-opt -passes=probe,rebase,verify,bump-grow -print-changed %s -o %t.wasm 2>&1 | FileCheck %s --implicit-check-not=***
;; CHECK: ;; *** after rebase ***
;; CHECK-NEXT: (module
;; CHECK: memory.grow (;window $a;)
;; CHECK: ;; *** after bump-grow ***
;; CHECK-NEXT: (module
;; CHECK: call $meld.grow.a

;; A function that nothing changes has no hunk; numbers count lines from 1.
;; RUN: %meld-opt -passes=probe,rebase,bump-grow -print-changed=diff %s -o %t.wasm 2> %t.log
;; RUN: FileCheck %s --check-prefix=DIFF --input-file=%t.log --implicit-check-not=*** "--implicit-check-not=i32.const 2"
;; DIFF: ;; *** after rebase ***
;; DIFF-NEXT: @@ -[[#]],[[#]] +[[#]],[[#]] @@
;; DIFF: {{^}}-  (memory $a {{.*}} 1)
;; DIFF: {{^}}+  (memory $merged {{.*}} 18 18)
;; DIFF: {{^}}-    memory.grow{{$}}
;; DIFF: {{^}}+    memory.grow (;window $a;)
;; DIFF: ;; *** after bump-grow ***
;; DIFF: {{^}}-    memory.grow (;window $a;)
;; DIFF: {{^}}+    call $meld.grow.a
;; DIFF: {{^}}+  (func $meld.grow.a
;; The texts before and after, made again from the diff, are those that the tool prints.
;; RUN: %meld-opt -passes=rebase,bump-grow -print-before=bump-grow %s -o %t.wasm 2> %t.before
;; RUN: %meld-opt -passes=rebase,bump-grow -print-after=bump-grow %s -o %t.wasm 2> %t.after
;; RUN: %python %S/Inputs/apply-diff.py bump-grow %t.log %t.before %t.after | FileCheck %s --check-prefix=APPLIED
;; APPLIED: the diff turns one into the other

;; By debug name, export and index, of modules.
;; RUN: %meld-opt -passes=rebase -print-before-all -print-after-all -filter-print-funcs=grow,peek -disable-output %s 2>&1 | FileCheck %s --check-prefix=FUNCS --implicit-check-not=nothing --implicit-check-not="(memory"
;; FUNCS: *** before rebase ***
;; FUNCS-NEXT: (func $grow
;; FUNCS: (func $look
;; FUNCS: *** after rebase ***
;; FUNCS-NEXT: (func $grow
;; FUNCS: (func $look
;; RUN: %meld-opt '-passes=function(print),rebase' -print-after-all -print-changed -filter-print-funcs=2 -disable-output %s 2>&1 | FileCheck %s --check-prefix=INDEX
;; INDEX: *** after print on function $nothing (#2) ***
;; INDEX-NEXT: (func $nothing
;; INDEX-NOT: *** after print
;; INDEX: *** after rebase ***
;; INDEX-NEXT: (func $nothing
;; INDEX-NOT: ***
;; A function that only a pass makes can be named.
;; RUN: %meld-opt -passes=bump-grow -print-changed -filter-print-funcs=meld.grow.a -disable-output %s 2>&1 | FileCheck %s --check-prefix=MADE
;; MADE: *** after bump-grow ***
;; MADE-NEXT: (func $meld.grow.a

;; Files, numbered in the order in which they are made; each can be read again.
;; RUN: rm -rf %t.dir && %meld-opt '-passes=function(print),rebase,bump-grow,print<memory-layout;json>' -print-before=rebase -print-after-all -print-module-to-dir=%t.dir/new %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=NONE --implicit-check-not=***
;; NONE: (func $grow
;; RUN: ls %t.dir/new | FileCheck %s --check-prefix=FILES
;; FILES: {{^}}0001-print-after-0.wat{{$}}
;; FILES-NEXT: {{^}}0002-print-after-1.wat{{$}}
;; FILES-NEXT: {{^}}0003-print-after-2.wat{{$}}
;; FILES-NEXT: {{^}}0004-rebase-before.wat{{$}}
;; FILES-NEXT: {{^}}0005-rebase-after.wat{{$}}
;; FILES-NEXT: {{^}}0006-bump-grow-after.wat{{$}}
;; FILES-NEXT: {{^}}0007-print_memory-layout_json_-after.wat{{$}}
;; FILES-NOT: {{.}}
;; RUN: %meld-opt %t.dir/new/0004-rebase-before.wat -o %t.again.wasm && %wasm-validate --enable-multi-memory %t.again.wasm

;; A directory that is a file, a name that no function has: nothing is written.
;; RUN: rm -f %t.file %t.none.wasm && echo x > %t.file
;; RUN: sh -c "%meld-opt -passes=rebase,bump-grow -print-changed -print-module-to-dir=%t.file/below %s -o %t.none.wasm 2> %t.log; test $? -eq 1" && not ls %t.none.wasm
;; RUN: FileCheck %s --check-prefix=NODIR --input-file=%t.log
;; NODIR: below: error: cannot be written: Not a directory
;; NODIR: remedy: name a directory after -print-module-to-dir=
;; RUN: sh -c "%meld-opt -passes=rebase,bump-grow -print-changed -filter-print-funcs=grow,grew %s -o %t.none.wasm 2> %t.log; test $? -eq 2" && not ls %t.none.wasm
;; RUN: FileCheck %s --check-prefix=NOFUNC --input-file=%t.log
;; NOFUNC: meld-opt: -filter-print-funcs: error: no function 'grew' was there to be printed
;; NOFUNC-NEXT: remedy: give a debug name without '$', the name of an export, or an index

(module
  (memory $a (export "memory") 1)
  (memory $b 1)
  (func $grow (export "grow") (param i32) (result i32)
    local.get 0
    memory.grow $a)
  (func $look (export "peek") (param i32) (result i32)
    local.get 0
    i32.load $b)
  (func $nothing (export "noop") (result i32)
    i32.const 1
    i32.const 2
    i32.add
    i32.const 3
    i32.add
    i32.const 4
    i32.add))
