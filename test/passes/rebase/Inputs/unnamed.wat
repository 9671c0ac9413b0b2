;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: a memory without a name before one with a name. Why: test/passes/rebase/options-errors.wat. Never: a name.
(module (memory 1) (memory $heap 1) (func (export "grow") (result i32) (memory.grow 0 (i32.const 1))))
