;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Modules that import from each other, each transformed by itself: functions with state, globals, a table, a memory.
;;
;; Who owns a memory has to be linked first.
;; refused bump-grow,rebase,rebase-none,rebase-shifted,rebase-late,rebase-twice: user: is imported, so its bytes belong to somebody else
;; Here it gets one of its own, by an option, so it does not see the other's bytes.
;; differs define-imports: shared: the module has a memory of its own
;; differs define-imports: written: the module has a memory of its own
;; The host of a window that is not at 0 adds its base (premise host-adds-base); this one does not.
;; differs rebase-shifted: shared: the window is not at 0, and the module that uses it was not transformed
;; differs rebase-shifted: written: the window is not at 0, and the module that uses it was not transformed
;; An owner whose memory is frozen.
;; differs bump-grow,rebase,rebase-none,rebase-shifted,rebase-late,rebase-twice: grown: a host that grows what is exported fails
;; differs define-imports: grown: the module has a memory of its own
;; An import that nothing uses is gone.
;; differs dce,rebase-shifted,rebase-twice: unknown: dce removes imports that nothing uses
;;
;; RUN: %run-wast %s

(module $owner
  (memory (export "memory") 1 4)
  (data (i32.const 64) "owned")
  (global $level (export "level") (mut i32) (i32.const 3))
  (table (export "table") 4 funcref)
  (elem (i32.const 0) $load)
  (func $load (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "more") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "read-level") (result i32) (global.get $level)))
(register "owner" $owner)

(module $caller
  (import "owner" "load" (func $load (param i32) (result i32)))
  (import "owner" "level" (global $level (mut i32)))
  (import "owner" "table" (table 4 funcref))
  (memory 1)
  (data (i32.const 64) "caller")
  (elem (i32.const 1) $own)
  (func $own (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "both") (param i32) (result i32 i32)
    (call $load (local.get 0)) (i32.load8_u (local.get 0)))
  (func (export "raise") (global.set $level (i32.add (global.get $level) (i32.const 1))))
  (func (export "at") (param i32 i32) (result i32)
    (call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))
  (func (export "more") (param i32) (result i32) (memory.grow (local.get 0))))
(assert_return (invoke "both" (i32.const 64)) (i32.const 111) (i32.const 99))
(invoke "raise")
(assert_return (invoke $owner "read-level") (i32.const 4))
(assert_return (get $owner "level") (i32.const 4))
(assert_return (invoke "at" (i32.const 0) (i32.const 64)) (i32.const 111))
(assert_return (invoke "at" (i32.const 1) (i32.const 64)) (i32.const 99))
(assert_trap (invoke "at" (i32.const 2) (i32.const 64)) "uninitialized element")
(assert_return (invoke "more" (i32.const 2)) (i32.const 1))
(assert_return (invoke $owner "more" (i32.const 1)) (i32.const 1))

(module $user ;; @user
  (import "owner" "memory" (memory 1))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "more") (param i32) (result i32) (memory.grow (local.get 0))))
(assert_return (invoke "load" (i32.const 65)) (i32.const 119)) ;; @shared
(invoke "store" (i32.const 65) (i32.const 87))
(assert_return (invoke $owner "load" (i32.const 65)) (i32.const 87)) ;; @written
(assert_return (invoke "more" (i32.const 1)) (i32.const 2)) ;; @grown

(assert_unlinkable (module (import "owner" "nothing" (func))) "unknown import") ;; @unknown
(assert_unlinkable (module (import "owner" "load" (func $load)) (export "load" (func $load))) "incompatible import type")
