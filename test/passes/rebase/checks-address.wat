;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: where a check takes the address from (rebase S10): the local whose value it is; else a scratch local to which it is
;;       copied right after the instruction that left it on top of the stack, or at the beginning of the block whose parameter
;;       it is. Addresses that wait at the same time have different ones, up to eight; the others, and those that were
;;       never alone on top, are found by setting aside what lies above them.
;; Why:  the check comes after the other operands, so the address lies below them.
;; Never: copies to a local that another address still waits in.

;; RUN: %meld-opt '-passes=rebase<bounds=trap>' %s -S -o %t.wat 2> %t.log && FileCheck %s < %t.wat
(module
  (memory $m 1) (memory $last 1)
  (tag $one (param i32))
  (table $t 1 funcref)
  (type $takes-one (func (param i32)))
  (func $two (param i32 i32) (result i32 i32) (local.get 0) (local.get 1))
  (func $thrower (throw $one (i32.const 7)))

  ;; CHECK-LABEL: (func $value-of-a-local (;
  ;; CHECK:         local.get 0
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.store
  ;; CHECK-NEXT:    return
  (func $value-of-a-local (param i32 i32)
    (i32.store $m (local.get 0) (i32.const 7)))

  ;; CHECK-LABEL: (func $computed (;
  ;; CHECK:         i32.xor
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i32.store
  ;; CHECK-NEXT:    return
  (func $computed (param i32 i32)
    (i32.store $m (i32.xor (local.get 0) (local.get 1)) (i32.const 7)))

  ;; Two operands fewer and one more, which is the address.
  ;; CHECK-LABEL: (func $from-a-table (;
  ;; CHECK:         ref.null func
  ;; CHECK-NEXT:    i32.const 1
  ;; CHECK-NEXT:    table.grow $t
  ;; CHECK-NEXT:    local.tee 0
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 0
  (func $from-a-table
    (i32.store $m (table.grow $t (ref.null func) (i32.const 1)) (i32.const 7)))

  ;; CHECK-LABEL: (func $of-a-block (;
  ;; CHECK:           block (type $takes-one)
  ;; CHECK-NEXT:        local.tee 1
  ;; CHECK-NEXT:        i32.const 7
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK:             i32.store
  ;; CHECK-NEXT:      end
  ;; CHECK-NEXT:      local.get 0
  ;; CHECK-NEXT:      loop (type $takes-one)
  ;; CHECK-NEXT:        local.tee 1
  ;; CHECK-NEXT:        i32.const 8
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK:             i32.store
  ;; CHECK-NEXT:      end
  (func $of-a-block (param i32)
    local.get 0
    (block (type $takes-one) (i32.const 7) (i32.store $m))
    local.get 0
    (loop (type $takes-one) (i32.const 8) (i32.store $m)))

  ;; CHECK-LABEL: (func $of-an-arm (;
  ;; CHECK:           if (type $takes-one)
  ;; CHECK-NEXT:        local.tee 1
  ;; CHECK-NEXT:        i32.const 7
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK:           else
  ;; CHECK-NEXT:        local.tee 1
  ;; CHECK-NEXT:        i32.const 8
  ;; CHECK-NEXT:        local.get 1
  ;; CHECK:             i32.store
  ;; CHECK-NEXT:      end
  (func $of-an-arm (param i32)
    local.get 0
    local.get 0
    (if (type $takes-one) (then (i32.const 7) (i32.store $m)) (else (i32.const 8) (i32.store $m))))

  ;; CHECK-LABEL: (func $of-a-handler (;
  ;; CHECK:           catch $one
  ;; CHECK-NEXT:        local.tee 0
  ;; CHECK-NEXT:        i32.const 7
  ;; CHECK-NEXT:        local.get 0
  ;; CHECK:             i32.store
  ;; CHECK-NEXT:      catch_all
  ;; CHECK-NEXT:      end
  (func $of-a-handler
    (try (do (call $thrower)) (catch $one (i32.const 7) (i32.store $m)) (catch_all)))

  ;; The second of two results was alone on top, the first never.
  ;; CHECK-LABEL: (func $of-two-results (;
  ;; CHECK:         call $two
  ;; CHECK-NEXT:    local.set 2
  ;; CHECK-NEXT:    local.tee 3
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    i32.store
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    call $two
  ;; CHECK-NEXT:    local.tee 4
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 4
  ;; CHECK:         i32.store
  ;; CHECK-NEXT:    drop
  (func $of-two-results (param i32 i32)
    (call $two (local.get 0) (local.get 1))
    (i32.store $m)
    (call $two (local.get 0) (local.get 1))
    (i32.store $m (i32.const 7))
    (drop))

  ;; Two operands lie above the address; scratch locals are those of bulk operations.
  ;; CHECK-LABEL: (func $of-three-results (;
  ;; CHECK-NEXT:    (local i32 i32 i32)
  ;; CHECK:         memory.fill
  ;; CHECK-NEXT:    call $three
  ;; CHECK-NEXT:    local.set 3
  ;; CHECK-NEXT:    local.set 2
  ;; CHECK-NEXT:    local.tee 1
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    i32.atomic.rmw.cmpxchg
  (func $three (result i32 i32 i32) (unreachable))
  (func $of-three-results (param i32)
    (memory.fill $m (local.get 0) (i32.const 1) (i32.const 2))
    (call $three)
    (drop (i32.atomic.rmw.cmpxchg $m)))

  ;; CHECK-LABEL: (func $below-two-of-another-type (;
  ;; CHECK-NEXT:    (local i64 i64 i32)
  ;; CHECK:         call $one-and-two
  ;; CHECK-NEXT:    local.set 1
  ;; CHECK-NEXT:    local.set 2
  ;; CHECK-NEXT:    local.tee 3
  ;; CHECK-NEXT:    i32.const 65528
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    i64.atomic.rmw.cmpxchg
  (func $one-and-two (result i32 i64 i64) (unreachable))
  (func $below-two-of-another-type (param i32)
    (call $one-and-two)
    (drop (i64.atomic.rmw.cmpxchg $m)))

  ;; In unreachable code an operand may be missing.
  ;; CHECK-LABEL: (func $unreachable (;
  ;; CHECK:         unreachable
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.set 1
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    i32.store
  ;; CHECK-NEXT:    local.set 1
  ;; CHECK-NEXT:    local.tee 2
  (func $unreachable (param i32)
    unreachable
    (i32.store $m (local.get 0) (i32.const 7))
    (i32.store $m))

  ;; CHECK-LABEL: (func $one-waits (;
  ;; CHECK:         i32.xor
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    i32.or
  ;; CHECK-NEXT:    local.tee 3
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK:         i32.atomic.rmw.add
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK:         i32.store
  ;; The first does not wait any more.
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.sub
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    i32.const 9
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK:         i32.store
  (func $one-waits (param i32 i32)
    (i32.store $m (i32.xor (local.get 0) (local.get 1))
      (i32.atomic.rmw.add $m (i32.or (local.get 1) (local.get 1)) (i32.const 7)))
    (i32.store $m (i32.sub (local.get 1) (local.get 0)) (i32.const 9)))

  ;; What an access leaves is the next one's address: the access itself has used its own.
  ;; CHECK-LABEL: (func $one-leads-to-the-next (;
  ;; CHECK:         i32.xor
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    i32.const 7
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK:         i32.atomic.rmw.add
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK-NEXT:    i32.const 8
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK:         i32.store
  (func $one-leads-to-the-next (param i32 i32)
    (i32.store $m
      (i32.atomic.rmw.add $m (i32.xor (local.get 0) (local.get 1)) (i32.const 7))
      (i32.const 8)))

  ;; CHECK-LABEL: (func $nine-wait (;
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 1
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 2
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 3
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 4
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 5
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 6
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 7
  ;; CHECK:         i32.eqz
  ;; CHECK-NEXT:    local.tee 8
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.eqz
  ;; CHECK-NEXT:    i32.const 9
  ;; CHECK-NEXT:    local.set 9
  ;; CHECK-NEXT:    local.tee 10
  ;; CHECK-NEXT:    i32.const 65532
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    local.get 10
  ;; CHECK-NEXT:    local.get 9
  ;; CHECK-NEXT:    i32.store
  ;; CHECK-NEXT:    i32.const 8
  ;; CHECK-NEXT:    local.get 8
  ;; CHECK:         i32.const 7
  ;; CHECK-NEXT:    local.get 7
  ;; CHECK:         i32.const 1
  ;; CHECK-NEXT:    local.get 1
  (func $nine-wait (param i32)
    (i32.eqz (local.get 0)) (i32.eqz (local.get 0)) (i32.eqz (local.get 0))
    (i32.eqz (local.get 0)) (i32.eqz (local.get 0)) (i32.eqz (local.get 0))
    (i32.eqz (local.get 0)) (i32.eqz (local.get 0)) (i32.eqz (local.get 0))
    (i32.store $m (i32.const 9)) (i32.store $m (i32.const 8)) (i32.store $m (i32.const 7))
    (i32.store $m (i32.const 6)) (i32.store $m (i32.const 5)) (i32.store $m (i32.const 4))
    (i32.store $m (i32.const 3)) (i32.store $m (i32.const 2)) (i32.store $m (i32.const 1))))
