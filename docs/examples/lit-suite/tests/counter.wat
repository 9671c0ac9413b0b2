;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a component that grows is lowered, and returns what it returned before.
;; Why:  what a tool emits is worth something only if it runs.
;; Never: look at the text alone.

;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.wasm && %wasm-interp --run-all-exports %t.wasm | FileCheck %s
;; CHECK: pages() => i32:3
;; RUN: %meld-opt %s -o %t.before.wasm && %wasm-interp --run-all-exports %t.before.wasm | FileCheck %s
;; RUN: %node -p "new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync('%t.wasm'))).exports.pages()" | FileCheck %s --check-prefix=V8
;; V8: 3
;; RUN: %meld-opt %t.wasm -S | FileCheck %s --check-prefix=TEXT --implicit-check-not=memory.grow
;; TEXT: (memory {{.*}} 17 17)

(module
  (memory 1)
  (func (export "pages") (result i32)
    (drop (memory.grow (i32.const 2)))
    (memory.size)))
