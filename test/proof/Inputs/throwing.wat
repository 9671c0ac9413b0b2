;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: accesses in and behind handlers of exceptions.
;; Why: a handler is entered from anywhere in its block, with fewer facts than any instruction there has.
;; Never: contain a memory.grow that nothing reaches; a dead one has no helper.
(module
  (import "host" "outside" (func $outside (param i32)))
  (memory $a 1)
  (memory $b 2)
  (tag $e (param i32))
  (func (export "grow") (param i32) (result i32) (memory.grow $a (local.get 0)))
  (func (export "handle") (param $p i32) (param $q i32) (result i32)
    (i32.store $a (local.get $q) (i32.const 1))
    (try
      (do
        (call $outside (local.get $q))
        (local.set $p (i32.load $a (local.get $q)))
        (drop (i32.load $b (local.get $p))))
      (catch $e (drop (i32.load $b)))
      (catch_all (drop (i32.load $a (local.get $q))) (drop (i32.load $b (local.get $p)))))
    (i32.load $b (local.get $p))))
