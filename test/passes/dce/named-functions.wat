;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a function that an option of another pass in the pipeline names, such as the handler of rebase<trap=call:FN>, is
;;       kept by dce before that pass, although nothing refers to it yet; growth in it is live.
;; Why:  the pipeline as a whole is one request.
;; Never: keeps it where no pass of the pipeline names it.

;; RUN: rm -rf %t && mkdir %t && %meld-opt %s -o %t/in.wasm
;; RUN: %meld-opt -verify-each '-passes=dce,rebase<trap=call:on-trap;bounds=trap>,bump-grow,dce' %s -o %t/out.wasm 2> %t/log
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --implicit-check-not=dead
;; CHECK: (func $on-trap (;[[#HANDLER:]];)
;; CHECK: (func (;{{.*}};) (type {{.*}}) (param i32) (result i32)
;; CHECK: call $on-trap
;; RUN: %exec-compare %t/in.wasm %t/out.wasm --calls=%S/Inputs/named-functions.calls.json | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, 2 calls

;; Nested in repeat as well.
;; RUN: %meld-opt '-passes=dce,repeat<1>(rebase<trap=call:on-trap;bounds=trap>),bump-grow' %s -o %t/out.wasm 2> %t/log

;; RUN: %meld-opt -passes=dce -S %s -o - | FileCheck %s --check-prefix=UNNAMED --implicit-check-not=on-trap
;; UNNAMED: (export "load"

;; What the handler does counts: its growth is live, and gets a reserve.
;; RUN: %meld-opt '-passes=probe,rebase<trap=call:on-trap;bounds=trap>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=LIVE
;; LIVE: live memory.grow in $on-trap, {{.*}}: an option that names on-trap -> $on-trap
(module
  (memory 1)
  (func $dead)
  (func $on-trap (param i32) (drop (memory.grow (i32.const 0))) (drop (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
