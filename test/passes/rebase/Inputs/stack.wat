;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: a stack and no data. Why: test/passes/rebase/options-errors.wat. Never: a segment.
(module (memory 2) (global $__stack_pointer (mut i32) (i32.const 4096))
  (func (export "push") (global.set 0 (i32.sub (global.get 0) (i32.const 16)))))
