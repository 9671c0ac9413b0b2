;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: strip<name=meld.layout> after lowering leaves the section out; passes after it in the same pipeline still know the
;;       layout; a pass that changes the layout afterwards brings the section back. The stripped module is an ordinary
;;       frozen one, for a second run as well.
;; Why:  a product may not want to carry it, and must not be changed by leaving it out.
;; Never: changes anything but the section.

;; RUN: rm -rf %t && mkdir %t && %meld-opt %s -o %t/in.wasm
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t/full.wasm 2> %t/log
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow,strip<name=meld.layout>' %s -o %t/at-once.wasm 2> %t/log
;; RUN: not grep strip %t/log
;; RUN: %meld-opt '-passes=strip<name=meld.layout>' %t/full.wasm -o %t/apart.wasm && cmp %t/at-once.wasm %t/apart.wasm
;; RUN: not grep meld.layout %t/apart.wasm
;; RUN: %dump %t/full.wasm | grep -v meld.layout > %t/full.txt
;; RUN: %dump %t/apart.wasm | diff - %t/full.txt

;; The layout is known to passes that come later.
;; RUN: %meld-opt '-passes=rebase,bump-grow,strip<name=meld.layout>,print<memory-layout>,dce' %s -o %t/out.wasm 2>&1 | FileCheck %s
;; CHECK: merged memory: 17 pages
;; RUN: not grep meld.layout %t/out.wasm
;; RUN: %meld-opt '-passes=rebase,strip<name=meld.layout>,bump-grow' %s -o %t/again.wasm 2> %t/log && grep -q meld.layout %t/again.wasm

;; One that was read and will be written anew is one.
;; RUN: %meld-opt -passes=bump-grow %s -o %t/bounded.wasm 2> %t/log
;; RUN: %meld-opt '-passes=rebase,strip<name="meld.*">' %t/bounded.wasm -o %t/merged.wasm 2>&1 | FileCheck %s --check-prefix=KEPT
;; KEPT: warning: strip: name=meld.* does not drop meld.layout: other tools need it

;; A second run sees a memory that does not grow.
;; RUN: %meld-opt -passes=probe,rebase,bump-grow %t/apart.wasm -o %t/twice.wasm 2>&1 | FileCheck %s --check-prefix=PLAIN
;; PLAIN: memory 0: none
;; PLAIN-NEXT: 17 pages initial, maximum 17
;; RUN: %interp-compare %t/apart.wasm %t/twice.wasm
(module
  (memory 1)
  (func (export "run") (result i32) (drop (memory.grow (i32.const 2))) (i32.load (i32.const 65536))))
