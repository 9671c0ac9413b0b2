;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: after a call the size of a memory is read again if that memory may have grown meanwhile: by the host, which may call
;;       back, by memory.grow or by what bump-grow made of it, however deep, by recursion, behind any kind of tail call. It is
;;       not after calls that grow another memory, set other globals, or write only.
;; Why:  a limit from before would let an access trap that is in bounds by now (rebase S13); one read too often costs time.
;; Never: misses a way to grow.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} = in.wat
;; DEFINE: %{passes} =
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %t/%{case} -S -o %t/out.wat 2> %t/log && FileCheck %s < %t/out.wat
;; REDEFINE: %{passes} = rebase<bounds=trap>,bump-grow
;; RUN: %{lower}
;; REDEFINE: %{passes} = bump-grow,rebase<bounds=trap>
;; RUN: %{lower}
;; A tail call by reference, which the text does not have.
;; RUN: %bytes %t/ref.bytes %t/ref.wasm && %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %t/ref.wasm -S -o - 2> %t/log | FileCheck %s --check-prefix=REF
;; REF:      call $leave-ref
;; REF-NEXT: local.get 1
;; REF-NEXT: local.get 1
;; REF-NEXT: global.get $meld.grown-bytes.0

;; CHECK-LABEL: {{^}}  (func $after-host (;
;; CHECK:         call $host
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-grow (;
;; CHECK:         call $grow
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-again (;
;; CHECK:         call $again
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-middle (;
;; CHECK:         call $middle
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-leave (;
;; CHECK:         call $leave
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-leave-indirect (;
;; CHECK:         call $leave-indirect
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    global.get $meld.grown-bytes.a
;; CHECK-LABEL: {{^}}  (func $after-rest (;
;; CHECK:         call $rest
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 2
;; CHECK-LABEL: {{^}}  (func $after-grow-b (;
;; CHECK:         call $grow-b
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 2
;; CHECK-LABEL: {{^}}  (func $after-write (;
;; CHECK:         call $write
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 1
;; CHECK-NEXT:    local.get 2

;--- in.wat
(module
  (type $none (func))
  (import "env" "host" (func $host))
  (memory $a 1 9) (memory $still 1) (memory $b 1 9)
  (global $own (mut i32) (i32.const 0))
  (table 1 funcref) (elem (i32.const 0) $grow)
  (func $grow (drop (memory.grow $a (i32.const 1))))
  (func $again (if (global.get $own) (then (drop (memory.grow $a (i32.const 1))) (call $again))))
  (func $middle (call $rest) (call $grow) (call $rest))
  (func $leave (return_call $grow))
  (func $leave-indirect (return_call_indirect (type $none) (i32.const 0)))
  (func $rest (nop))
  (func $grow-b (drop (memory.grow $b (i32.const 1))))
  (func $write (global.set $own (i32.const 1)) (memory.fill $still (i32.const 0) (i32.const 0) (i32.const 8)))
  (func $after-host (export "after-host") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $host) (drop (i32.load $a (local.get 1))))
  (func $after-grow (export "after-grow") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $grow) (drop (i32.load $a (local.get 1))))
  (func $after-again (export "after-again") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $again) (drop (i32.load $a (local.get 1))))
  (func $after-middle (export "after-middle") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $middle) (drop (i32.load $a (local.get 1))))
  (func $after-leave (export "after-leave") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $leave) (drop (i32.load $a (local.get 1))))
  (func $after-leave-indirect (export "after-leave-indirect") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $leave-indirect) (drop (i32.load $a (local.get 1))))
  (func $after-rest (export "after-rest") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $rest) (drop (i32.load $a (local.get 1))))
  (func $after-grow-b (export "after-grow-b") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $grow-b) (drop (i32.load $a (local.get 1))))
  (func $after-write (export "after-write") (param i32 i32)
    (drop (i32.load $a (local.get 0))) (call $write) (drop (i32.load $a (local.get 1)))))
;--- ref.bytes
module
01 ( 02 60 00 00 60 02 7f 7f 00 )
03 ( 03 00 00 01 )
05 ( 01 01 01 09 )
07 ( 02 "grow" 00 00 "after" 00 02 )
0a ( 03
  ( 00 41 01 40 00 1a 0b )                      ;; memory.grow
  ( 00 d2 00 15 00 0b )                         ;; return_call_ref
  ( 00 20 00 28 02 00 1a 10 01 20 01 28 02 00 1a 0b ) )
00 ( "name" 01 ( 01 01 "leave-ref" ) )
