;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H39
;; A window that is not at 0 and whose functions exchange integers with the host needs a premise; it is stated and can be denied.

;; RUN: %meld-opt -passes=rebase %s -o %t.wasm 2>&1 | FileCheck %s
;; RUN: rm -f %t.wasm && not %meld-opt -passes=rebase -deny=host-adds-base %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=DENIED
;; DENIED: error: {{.*}}host-adds-base
;; RUN: not ls %t.wasm

;; CHECK: premise host-adds-base: {{.*}}memory 1 $b at byte 65536; pointers could pass through import "e" "take", export "give"
;; CHECK: remedy:
(module (import "e" "take" (func $take (param i32))) (memory $a 1) (memory $b 1)
  (func (export "give") (result i32) (call $take (i32.const 8)) (i32.load $b (i32.const 8))))
