;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the code around a body with checks (rebase S12): one block, to whose end the checks branch; a second one with the
;;       function's results inside it only where a branch, by label or by table, leads to the function's own label, or a handler might.
;; Why:  every label in the body has to mean what it meant, and the trap must not be where a branch of the program leads.
;; Never: returns by the way of the trap.

;; RUN: %meld-opt '-passes=rebase<bounds=trap>' %s -S -o %t.wat 2> %t.log && FileCheck %s < %t.wat

;; With trap=call each check has its trap beside it, and nothing stands around the body.
;; RUN: %meld-opt '-passes=rebase<bounds=trap;trap=call:report>' -assume=oom-nothrow %s -S -o %t.wat 2> %t.log && FileCheck %s --check-prefix=CALL < %t.wat
;; The trap is what trap= says.
;; RUN: %meld-opt '-passes=rebase<bounds=trap;trap=unreachable>' %s -S -o %t.wat 2> %t.log && FileCheck %s --check-prefix=UNREACHABLE --implicit-check-not="i32.load8_u offset" < %t.wat
;; UNREACHABLE-LABEL: (func $no-branch-leaves (;
;; UNREACHABLE:         return
;; UNREACHABLE-NEXT:    end
;; UNREACHABLE-NEXT:    unreachable
;; UNREACHABLE-NEXT:  )
(module
  (memory $m 1) (memory $last 1)
  (func $report (export "report") (param i32))

  ;; CHECK-LABEL: (func $no-branch-leaves (;
  ;; CHECK-NEXT:  block
  ;; CHECK-NEXT:    block
  ;; CHECK-NEXT:      local.get 1
  ;; CHECK-NEXT:      br_if 0
  ;; CHECK-NEXT:      local.get 1
  ;; CHECK-NEXT:      br_table 0 0
  ;; CHECK-NEXT:    end
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.load
  ;; CHECK-NEXT:    return
  ;; CHECK-NEXT:  end
  ;; CHECK-NEXT:  i32.const -1
  ;; CHECK-NEXT:  i32.load8_u offset=4294967295
  ;; CHECK-NEXT:  unreachable
  ;; CHECK-NEXT: )
  ;; CALL-LABEL:  (func $no-branch-leaves (;
  ;; CALL-NEXT:   block
  ;; CALL:          br_table 0 0
  ;; CALL-NEXT:   end
  ;; CALL-NEXT:   local.get 0
  ;; CALL-NEXT:   local.get 0
  ;; CALL-NEXT:   i32.const 65532
  ;; CALL-NEXT:   i32.gt_u
  ;; CALL-NEXT:   if
  ;; CALL-NEXT:     i32.const 0
  ;; CALL-NEXT:     call $report
  ;; CALL-NEXT:     unreachable
  ;; CALL-NEXT:   end
  ;; CALL-NEXT:   i32.load
  ;; CALL-NEXT: )
  (func $no-branch-leaves (param i32 i32) (result i32)
    (block
      (br_if 0 (local.get 1))
      (br_table 0 0 (local.get 1)))
    (i32.load $m (local.get 0)))

  ;; CHECK-LABEL: (func $branch (;
  ;; CHECK-NEXT:  block
  ;; CHECK-NEXT:    block
  ;; CHECK-NEXT:      local.get 1
  ;; CHECK-NEXT:      br_if 0
  ;; CHECK:           i32.gt_u
  ;; CHECK-NEXT:      br_if 1
  ;; CHECK-NEXT:      i32.load
  ;; CHECK-NEXT:      drop
  ;; CHECK-NEXT:    end
  ;; CHECK-NEXT:    return
  ;; CHECK-NEXT:  end
  ;; CHECK-NEXT:  i32.const -1
  ;; CHECK-NEXT:  i32.load8_u offset=4294967295
  ;; CHECK-NEXT:  unreachable
  ;; CHECK-NEXT: )
  (func $branch (param i32 i32)
    (br_if 0 (local.get 1))
    (drop (i32.load $m (local.get 0))))

  ;; CHECK-LABEL: (func $table (;
  ;; CHECK-NEXT:  block
  ;; CHECK-NEXT:    block (result i32)
  ;; CHECK-NEXT:      block (result i32)
  ;; CHECK:             i32.gt_u
  ;; CHECK-NEXT:        br_if 2
  ;; CHECK-NEXT:        i32.load
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK-NEXT:        br_table 0 1 0
  ;; CHECK-NEXT:      end
  ;; CHECK-NEXT:    end
  ;; CHECK-NEXT:    return
  ;; CHECK-NEXT:  end
  (func $table (param i32 i32) (result i32)
    (block (result i32)
      (br_table 0 1 0 (i32.load $m (local.get 0)) (local.get 1))))

  ;; CHECK-LABEL: (func $default-of-a-table (;
  ;; CHECK-NEXT:  block
  ;; CHECK-NEXT:    block (type $pair)
  ;; CHECK-NEXT:      block (type $pair)
  ;; CHECK:             br_if 2
  ;; CHECK:             br_table 0 1
  ;; CHECK-NEXT:      end
  ;; CHECK-NEXT:    end
  ;; CHECK-NEXT:    return
  ;; CHECK-NEXT:  end
  (type $pair (func (result i32 i64)))
  (func $default-of-a-table (param i32 i32) (result i32 i64)
    (block (type $pair)
      (br_table 0 1 (i32.load $m (local.get 0)) (i64.const 1) (local.get 1))))

  ;; CHECK-LABEL: (func $handler (;
  ;; CHECK-NEXT:  block
  ;; CHECK-NEXT:    block
  ;; CHECK-NEXT:      try
  ;; CHECK-NEXT:        local.get 0
  ;; CHECK-NEXT:        local.get 0
  ;; CHECK-NEXT:        i32.const 65532
  ;; CHECK-NEXT:        i32.gt_u
  ;; CHECK-NEXT:        br_if 2
  ;; CHECK-NEXT:        i32.load
  ;; CHECK-NEXT:        drop
  ;; CHECK-NEXT:      catch_all
  ;; CHECK-NEXT:      end
  ;; CHECK-NEXT:    end
  ;; CHECK-NEXT:    return
  ;; CHECK-NEXT:  end
  (func $handler (param i32)
    (try (do (drop (i32.load $m (local.get 0)))) (catch_all)))

  ;; The engine checks this one.
  ;; CHECK-LABEL: (func $no-check (;
  ;; CHECK-NEXT:  local.get 0
  ;; CHECK-NEXT:  i32.load offset=65536
  ;; CHECK-NEXT: )
  (func $no-check (param i32) (result i32)
    (i32.load $last (local.get 0))))
