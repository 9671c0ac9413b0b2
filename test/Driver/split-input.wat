;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -split-input-file runs the pipeline over each module of a file.
;; Why: a test has many small modules.
;; Never: stop at the first module that is refused, or lose the place in the file.

;; RUN: %meld-opt -split-input-file -passes=dce -S %s > %t.wat
;; RUN: FileCheck %s --input-file=%t.wat --implicit-check-not=$dead
;; CHECK: (module
;; CHECK: (func $one
;; CHECK: {{^}};; -----{{$}}
;; CHECK: (module
;; CHECK: (memory $a
;; CHECK: {{^}};; -----{{$}}
;; CHECK: (export "three"
;; What is written can be read the same way.
;; RUN: %meld-opt -split-input-file -S %t.wat | cmp %t.wat -
;; RUN: %meld-opt -split-input-file -S - < %t.wat | cmp %t.wat -

;; One that is refused does not keep the others from being looked at; nothing is written, the status tells.
;; RUN: rm -f %t.none.wat && sh -c "%meld-opt -split-input-file '-passes=probe<deny=live>' %s -S -o %t.none.wat 2> %t.log; test $? -eq 1" && not ls %t.none.wat
;; RUN: FileCheck %s --check-prefix=REFUSED --input-file=%t.log
;; REFUSED: split-input.wat:[[#@LINE+29]]:6: error: probe: memory.grow is live
;; REFUSED-NEXT: [[#@LINE+28]] |     (memory.grow (local.get 0)))
;; REFUSED: memory 0{{.*}}: none

;; Runs are counted over all modules; each module's numbers are added.
;; RUN: %meld-opt -split-input-file -passes=dce -opt-bisect-limit=2 -stats -disable-output %s 2>&1 | FileCheck %s --check-prefix=COUNT
;; COUNT: running pass (1) dce
;; COUNT: running pass (2) dce
;; COUNT: NOT running pass (3) dce
;; COUNT: 1 dce    - functions-removed
;; COUNT: 5 reader - functions{{$}}

;; What one module alone has use for is of use; what none has is not.
;; RUN: %meld-opt -split-input-file -passes=rebase -assume=in-bounds -disable-output -filter-print-funcs=three -print-after=rebase %s 2>&1 | FileCheck %s --check-prefix=USE
;; USE: remark: rebase: premise in-bounds, granted
;; USE: *** after rebase ***
;; USE-NEXT: (func
;; RUN: not %meld-opt -split-input-file -passes=rebase -assume=host-adds-base -disable-output %s 2>&1 | FileCheck %s --check-prefix=NOUSE
;; NOUSE: meld-opt: -assume: error: nothing needed the grant 'host-adds-base'

(module
  (func $dead)
  (func $one (export "one")))

;; -----

(module
  (memory $a 1)
  (func (export "two") (param i32) (result i32)
    (memory.grow (local.get 0)))
  (func (export "load") (param i32) (result i32)
    (i32.load (local.get 0)))
  (data "passive"))

   ;; -----

(module
  (memory 1)
  (func (export "three")))
