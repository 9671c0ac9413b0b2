;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the merged memory is called that if several were merged and the first had a name; a single one keeps its own, and what had
;;       none gets none. The global that publishes a base is named after what it publishes. The memory that is left may have been
;;       another than the first: dce before took that away.
;; Why:  whoever reads the image finds parts by their names.
;; Never: names a memory after one that it is not.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{passes} = rebase
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %t/%{case}.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/%{case}.wat --implicit-check-not="{{^}}  (memory" < %t/out.wat
;; REDEFINE: %{case} = several
;; RUN: %{lower}
;; REDEFINE: %{case} = unnamed
;; RUN: %{lower}
;; REDEFINE: %{case} = single
;; RUN: %{lower}
;; REDEFINE: %{case} = empty
;; RUN: %{lower}
;; REDEFINE: %{passes} = dce,rebase
;; REDEFINE: %{case} = left
;; RUN: %{lower}

;--- several.wat
;; CHECK:      (memory $merged (;0;) 2 2)
;; CHECK-NEXT: (global $meld.base.one (;0;) i32 (i32.const 0))
;; CHECK-NEXT: (global $meld.base.more (;1;) i32 (i32.const 65536))
(module (memory $a 1) (memory $b 1) (export "one" (memory $a)) (export "more" (memory $b)))
;--- unnamed.wat
;; CHECK: {{^}}  (memory (;0;) 2 2)
(module (memory 1) (memory $b 1))
;--- single.wat
;; CHECK: (memory $only (;0;) 1 1)
(module (memory $only 1))
;--- empty.wat
;; Nothing but the name changes: the second has no bytes.
;; CHECK: (memory $merged (;0;) 1 1)
(module (memory $full 1 1) (memory $empty 0 0))
;--- left.wat
;; CHECK: (memory $merged (;0;) 2 2)
;; CHECK: i32.load{{$}}
;; CHECK: i32.load offset=65536
;; CHECK: (data (;0;) (i32.const 8) "first")
;; CHECK: (data (;1;) (i32.const 65544) "second")
(module
  (memory $unused 1) (memory $first 1) (memory $second 1)
  (data (memory $first) (i32.const 8) "first") (data (memory $second) (i32.const 8) "second")
  (func (export "load") (result i32) (i32.add (i32.load $first (i32.const 4)) (i32.load $second (i32.const 4)))))
