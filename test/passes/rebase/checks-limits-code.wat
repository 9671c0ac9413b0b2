;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the code of a check where a memory can grow (rebase S10, S13): against a limit that is computed from the counter of
;;       bytes, kept if another check takes it, taken from the local or from another limit (of several that are kept, the one
;;       that is needed most), computed in front of a loop; past the initial size in two comparisons; in 64 bits where the counter
;;       of bytes has no room for what can grow.
;; Why:  each form rests on an argument of its own why it does not wrap.
;; Never: compares an address with a limit that another window's size made.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %t/limits.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/limits.wat < %t/out.wat
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %t/wide.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/wide.wat < %t/out.wat
;; RUN: %meld-opt '-passes=rebase<bounds=trap;reserve=max>,bump-grow<oom=fail>' %t/whole.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/whole.wat < %t/out.wat
;; RUN: %meld-opt '-passes=bump-grow<oom=fail;reserve=max;zero=assume>,rebase<bounds=trap>' %t/whole.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/whole.wat < %t/out.wat

;--- limits.wat
(module
  (memory $m 1 3) (memory $last 1)
  (func $grow (export "grow") (drop (memory.grow $m (i32.const 1))))

  ;; CHECK-LABEL: (func $kept (;
  ;; CHECK:         local.get 0
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.add
  ;; CHECK-NEXT:    local.tee 5
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load
  ;; CHECK-NEXT:    drop
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load
  ;; CHECK-NEXT:    drop
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    i32.const -4
  ;; CHECK-NEXT:    i32.add
  ;; CHECK-NEXT:    local.tee 6
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load offset=4
  ;; CHECK-NEXT:    drop
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    local.get 6
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load offset=4
  ;; CHECK-NEXT:    drop
  ;; CHECK-NEXT:    local.get 4
  ;; CHECK-NEXT:    local.get 4
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    i32.const -8
  ;; CHECK-NEXT:    i32.add
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load offset=8
  ;; CHECK-NEXT:    drop
  ;; CHECK-NEXT:    return
  (func $kept (param i32 i32 i32 i32 i32)
    (drop (i32.load $m (local.get 0)))
    (drop (i32.load $m (local.get 1)))
    (drop (i32.load $m offset=4 (local.get 2)))
    (drop (i32.load $m offset=4 (local.get 3)))
    (drop (i32.load $m offset=8 (local.get 4))))

  ;; CHECK-LABEL: (func $in-front-of-a-loop (;
  ;; CHECK-NEXT:    (local i32 i32)
  ;; CHECK-NEXT:    block
  ;; CHECK-NEXT:      global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:      i32.const 65532
  ;; CHECK-NEXT:      i32.add
  ;; CHECK-NEXT:      local.set 3
  ;; CHECK-NEXT:      local.get 3
  ;; CHECK-NEXT:      i32.const -8
  ;; CHECK-NEXT:      i32.add
  ;; CHECK-NEXT:      local.set 4
  ;; CHECK-NEXT:      loop
  ;; CHECK-NEXT:        local.get 0
  ;; CHECK-NEXT:        local.get 0
  ;; CHECK-NEXT:        local.get 3
  ;; CHECK-NEXT:        i32.gt_u
  ;; CHECK-NEXT:        br_if 1
  ;; CHECK-NEXT:        i32.load
  ;; CHECK-NEXT:        drop
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK-NEXT:        local.get 4
  ;; CHECK-NEXT:        i32.gt_u
  ;; CHECK-NEXT:        br_if 1
  ;; CHECK-NEXT:        i32.load offset=8
  (func $in-front-of-a-loop (param i32 i32 i32)
    (loop
      (drop (i32.load $m (local.get 0)))
      (drop (i32.load $m offset=8 (local.get 1)))
      (br_if 0 (local.get 2))))

  ;; CHECK-LABEL: (func $up-to-the-initial-size (;
  ;; CHECK:         global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load offset=65532
  (func $up-to-the-initial-size (param i32)
    (drop (i32.load $m offset=65532 (local.get 0))))

  ;; CHECK-LABEL: (func $past-the-initial-size (;
  ;; CHECK:         global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i32.const 1
  ;; CHECK-NEXT:    i32.sub
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i32.const 1
  ;; CHECK-NEXT:    i32.lt_u
  ;; CHECK-NEXT:    i32.or
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load offset=65533
  (func $past-the-initial-size (param i32)
    (drop (i32.load $m offset=65533 (local.get 0)))))

;--- wide.wat
(module
  (memory $m i64 1 3) (memory $last i64 1)
  (func $grow (export "grow") (drop (memory.grow $m (i64.const 1))))

  ;; CHECK-LABEL: (func $kept (;
  ;; CHECK:         global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i64.const 65532
  ;; CHECK-NEXT:    i64.add
  ;; CHECK-NEXT:    local.tee 3
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         local.get 1
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         local.get 2
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    i64.const -4
  ;; CHECK-NEXT:    i64.add
  ;; CHECK-NEXT:    i64.gt_u
  (func $kept (param i64 i64 i64)
    (drop (i32.load $m (local.get 0)))
    (drop (i32.load $m (local.get 1)))
    (drop (i32.load $m offset=4 (local.get 2))))

  ;; CHECK-LABEL: (func $past-the-initial-size (;
  ;; CHECK:         global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i64.const 1
  ;; CHECK-NEXT:    i64.sub
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK-NEXT:    global.get $meld.grown-bytes.m
  ;; CHECK-NEXT:    i64.const 1
  ;; CHECK-NEXT:    i64.lt_u
  ;; CHECK-NEXT:    i32.or
  ;; CHECK-NEXT:    br_if 0
  (func $past-the-initial-size (param i64)
    (drop (i32.load $m offset=65533 (local.get 0)))))

;--- whole.wat
(module
  (memory $m (export "m") 0 65536)
  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  ;; CHECK-LABEL: (func $twice (;
  ;; CHECK-NEXT:    block
  ;; CHECK-NEXT:      local.get 0
  ;; CHECK-NEXT:      local.get 0
  ;; CHECK-NEXT:      i64.extend_i32_u
  ;; CHECK-NEXT:      i64.const 8
  ;; CHECK-NEXT:      i64.add
  ;; CHECK-NEXT:      global.get $meld.grown.m
  ;; CHECK-NEXT:      i64.extend_i32_u
  ;; CHECK-NEXT:      i64.const 16
  ;; CHECK-NEXT:      i64.shl
  ;; CHECK-NEXT:      i64.gt_u
  ;; CHECK-NEXT:      br_if 0
  ;; CHECK-NEXT:      i32.load offset=4
  ;; CHECK-NEXT:      drop
  ;; CHECK-NEXT:      local.get 1
  ;; CHECK-NEXT:      local.get 1
  ;; CHECK-NEXT:      i64.extend_i32_u
  (func $twice (param i32 i32)
    (drop (i32.load offset=4 (local.get 0)))
    (drop (i32.load offset=4 (local.get 1))))
  ;; The pages are counted, and nothing else.
  ;; CHECK-LABEL: (func $meld.grow.m (;
  ;; CHECK:         global.set
  ;; CHECK-NEXT:    global.get $meld.grown.m
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.sub
  ;; CHECK-NEXT:  )
  )
