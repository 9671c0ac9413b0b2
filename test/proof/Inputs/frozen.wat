;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: two memories that cannot grow.
;; Why: their checks compare with constants, and the last window needs none.
;; Never: contain a memory.grow.
(module
  (memory $a 1)
  (memory $b 1)
  (func (export "move") (param $from i32) (param $to i32)
    (i32.store $b (local.get $to) (i32.load $a (local.get $from)))))
