;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the verdict of each memory and each memory.grow: none, dead, live; with places, constant amounts, sizes, data.
;; Why:  a site that is called dead will never get a reserve.
;; Never: counts memory.size as growth, or merges two memories.

;; RUN: %meld-opt -passes=probe %s -disable-output 2>&1 | FileCheck %s --strict-whitespace

(module
  (memory $none (export "visible") 1 4)
  (memory $dead 2)
  (memory $live 0 9)
  (memory $frozen (export "frozen") 3 3)
  (func $size (export "size") (result i32) (memory.size $none))
  (func $unused (drop (memory.grow $dead (i32.const 7))))
  (func $run (export "run") (param i32) (result i32)
    (drop (memory.grow $live (local.get 0)))
    (drop (memory.grow $live (i32.const -1)))
    (i32.store $live (i32.const 0) (i32.load $none (i32.const 4)))
    (memory.copy $live $dead (i32.const 0) (i32.const 0) (i32.const 0))
    (memory.size $live))
  (func $dead_too (drop (memory.grow $live (i32.const 2))))
  (data (memory $none) (i32.const 100) "abc")
  (data (memory $dead) (i32.const 10) "x"))

;; CHECK-LABEL: memory 0 $none: none
;; CHECK-NEXT:   1 pages initial, maximum 4 pages; exported as "visible"
;; CHECK-NEXT:   accesses: 1; memory.size: 1; memory.grow: 0; end of active data: byte 103; a host could grow it
;; CHECK-LABEL: memory 1 $dead: dead
;; CHECK-NEXT:   2 pages initial, no maximum; private
;; CHECK-NEXT:   accesses: 1; memory.size: 0; memory.grow: 1; end of active data: byte 11{{$}}
;; CHECK-NEXT:   dead memory.grow in $unused, instruction 1, offset 0x[[#%x,]], by 7 pages: no root reaches it
;; CHECK-LABEL: memory 2 $live: live
;; CHECK-NEXT:   0 pages initial, maximum 9 pages; private
;; CHECK-NEXT:   accesses: 2; memory.size: 1; memory.grow: 3; end of active data: byte 0
;; CHECK-NEXT:   live memory.grow in $run, instruction 1, offset 0x[[#%x,]]: export "run" -> $run
;; CHECK-NEXT:   live memory.grow in $run, instruction 4, offset 0x[[#%x,]], by 4294967295 pages: export "run" -> $run
;; CHECK-NEXT:   dead memory.grow in $dead_too, instruction 1, offset 0x[[#%x,]], by 2 pages: no root reaches it
;; CHECK-LABEL: memory 3 $frozen: none
;; CHECK-NEXT:   3 pages initial, maximum 3 pages; exported as "frozen"
;; CHECK-NEXT:   accesses: 0; memory.size: 0; memory.grow: 0; end of active data: byte 0{{$}}
