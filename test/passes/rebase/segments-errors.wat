;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an active segment that does not fit its memory's initial pages, an empty one included, and one whose offset is not
;;       known are refused, by rebase and by bump-grow alone.
;; Why:  the input traps when it is instantiated; lowered, the segment would overwrite a neighbour.
;; Never: takes the reserve for initial pages, or clamps.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{pass} =
;; DEFINE: %{one} = not %meld-opt '-passes=%{pass}' %t/%{case}.wat -o %t/out.wasm 2> %t/log && not ls %t/out.wasm && FileCheck %t/%{case}.wat < %t/log

;; REDEFINE: %{case} = past
;; REDEFINE: %{pass} = rebase,bump-grow
;; RUN: %{one}
;; REDEFINE: %{pass} = bump-grow
;; RUN: %{one}
;; REDEFINE: %{pass} = bump-grow,rebase
;; RUN: %{one}
;; REDEFINE: %{case} = empty-past
;; REDEFINE: %{pass} = rebase,bump-grow
;; RUN: %{one}
;; REDEFINE: %{pass} = bump-grow
;; RUN: %{one}
;; REDEFINE: %{case} = no-pages
;; RUN: %{one}
;; REDEFINE: %{pass} = rebase,bump-grow
;; RUN: %{one}
;; REDEFINE: %{case} = top
;; RUN: %{one}
;; REDEFINE: %{case} = imported-global
;; RUN: %{one}
;; REDEFINE: %{pass} = bump-grow
;; RUN: %{one}
;; REDEFINE: %{case} = extended
;; RUN: %{one}

;--- past.wat
;; CHECK: past.wat:[[#@LINE+2]]:{{[0-9]+}}: error: {{rebase|bump-grow}}: this active segment ends at byte 65537, past the initial 65536 bytes of memory 0 $m: the module traps when it is instantiated
(module (memory $m 1) (func (export "g") (drop (memory.grow (i32.const 1))))
  (data (i32.const 65535) "ab"))
;; CHECK: remedy: raise the memory's minimum, or move the segment
;--- empty-past.wat
;; CHECK: error: {{rebase|bump-grow}}: this active segment ends at byte 65537, past the initial 65536 bytes
(module (memory $m 1) (func (export "g") (drop (memory.grow (i32.const 1)))) (data (i32.const 65537) ""))
;--- no-pages.wat
;; CHECK: error: {{rebase|bump-grow}}: this active segment ends at byte 1, past the initial 0 bytes
(module (memory $m 0) (func (export "g") (drop (memory.grow (i32.const 1)))) (data (i32.const 0) "a"))
;--- top.wat
;; An offset is unsigned: no wrapping to the beginning.
;; CHECK: error: {{rebase|bump-grow}}: this active segment ends at byte 4294967298, past the initial 65536 bytes
(module (memory $m 1) (func (export "g") (drop (memory.grow (i32.const 1)))) (data (i32.const -1) "abc"))
;--- imported-global.wat
;; CHECK: imported-global.wat:[[#@LINE+4]]:{{[0-9]+}}: error: {{rebase|bump-grow}}: the offset of this active segment of memory 0 $m is not known before instantiation
;; CHECK: remedy: link the module that defines the global it reads, or give the segment a constant offset
(module (import "e" "base" (global $base i32)) (memory $m 1)
  (func (export "g") (drop (memory.grow (i32.const 1))))
  (data (global.get $base) "a"))
;--- extended.wat
;; CHECK: error: {{rebase|bump-grow}}: the offset of this active segment of memory 0 $m is not known before instantiation
(module (import "e" "base" (global $base i32)) (memory $m 1)
  (data (i32.add (global.get $base) (i32.const 4)) "a"))
