;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: static offsets near 2^31 and 2^32 within windows that large: moved as they are, without wrapping or sign.
;; Why:  addresses are unsigned 32-bit numbers.
;; Never: refuses an offset for being large.

;; RUN: %meld-opt '-passes=rebase<bounds=none>' %s -S -o - 2> %t.log | FileCheck %s

(module
  (memory $a 32768)
  (memory $b 32768)
  ;; CHECK: (memory $merged (;0;) 65536 65536)
  ;; CHECK-LABEL: (func $f (;
  (func $f (param i32)
    ;; CHECK: i32.load offset=2147483640{{$}}
    (drop (i32.load $a offset=0x7ffffff8 (local.get 0)))
    ;; CHECK: i64.load offset=2147483640{{$}}
    (drop (i64.load $a offset=0x7ffffff8 (local.get 0)))
    ;; CHECK: i32.load8_u offset=4294967295{{$}}
    ;; CHECK-NEXT: unreachable
    (drop (i64.load $a offset=0x7ffffff9 (local.get 0)))
    ;; CHECK: i32.load offset=2147483648{{$}}
    (drop (i32.load $b (local.get 0)))
    ;; CHECK: i64.load offset=4294967288{{$}}
    (drop (i64.load $b offset=0x7ffffff8 (local.get 0)))
    ;; CHECK: i32.load8_s offset=4294967295{{$}}
    ;; CHECK-NOT: unreachable
    ;; CHECK: drop
    (drop (i32.load8_s $b offset=0x7fffffff (local.get 0)))))
