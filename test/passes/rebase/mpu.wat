;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: with mpu=armv7m a region of the memory protection unit covers each window and no other; header and JSON say which.
;; Why:  a second fence, made of hardware.
;; Never: gives out a region that covers a byte of a neighbour.

;; Windows of 5, 3, 9 and 1 pages.
;; DEFINE: %{options} =
;; DEFINE: %{lower} = %meld-opt '-passes=rebase<reserve.a=4;reserve.c=8%{options}>,bump-grow,print<memory-layout>' %s -o %t.wasm -report=memory-layout:header:%t.h -report=memory-layout:json:%t.json
;; REDEFINE: %{options} = ;mpu=armv7m
;; RUN: %{lower} 2>&1 | FileCheck %s
;; CHECK:      0 $a 0x0 0x50000 65536 262144 0
;; CHECK-NEXT: 1 $b 0x50000 0x80000 196608 0 0
;; CHECK-NEXT: 2 $c 0x80000 0x110000 65536 524288 0
;; CHECK-NEXT: 3 $d 0x140000 0x150000 65536 0 196608

;; RUN: FileCheck %s --check-prefix=HEADER --input-file=%t.h
;; HEADER:      #define MELD_A_MPU_BASE 0x0
;; HEADER-NEXT: #define MELD_A_MPU_SIZE_LOG2 19
;; HEADER-NEXT: #define MELD_A_MPU_SRD 0xe0
;; HEADER:      #define MELD_B_MPU_BASE 0x40000
;; HEADER-NEXT: #define MELD_B_MPU_SIZE_LOG2 18
;; HEADER-NEXT: #define MELD_B_MPU_SRD 0x3
;; HEADER:      #define MELD_C_MPU_BASE 0x0
;; HEADER-NEXT: #define MELD_C_MPU_SIZE_LOG2 21
;; HEADER-NEXT: #define MELD_C_MPU_SRD
;; HEADER:      #define MELD_MPU_ALIGN 0x200000

;; What the regions cover is computed again from the numbers in the header.
;; RUN: %python %S/Inputs/regions.py %t.h %t.json | FileCheck %s --check-prefix=COVER
;; COVER: 4 windows covered by regions of their own

;; Without the option c cannot be covered, and no header says so.
;; REDEFINE: %{options} = ;align=4096;base=4096
;; RUN: %{lower} 2>/dev/null && not grep MELD_MPU_ALIGN %t.h
;; RUN: not %python %S/Inputs/regions.py %t.h %t.json

;; Behaviour is the same.
;; REDEFINE: %{options} = ;mpu=armv7m
;; RUN: %{lower} 2>/dev/null && %wat2wasm --enable-multi-memory %s -o %t.in.wasm && %exec-compare %t.in.wasm %t.wasm --oom-trap-ok | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal
(module
  (memory $a (export "a") 1)
  (memory $b (export "b") 3)
  (memory $c (export "c") 1)
  (memory $d (export "d") 1)
  (func (export "grow") (param i32) (result i32) (drop (memory.grow $c (i32.and (local.get 0) (i32.const 7)))) (memory.grow $a (i32.const 1)))
  (func (export "store") (param i32) (i32.store $b (local.get 0) (i32.const 1)) (i32.store $c (local.get 0) (i32.const 2))
    (i32.store $d (local.get 0) (i32.const 3))))
