;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: rebase without bump-grow on a module that grows cannot be written: refused with the chain of calls and the remedy;
;;       -print-after-all shows the instructions that name a window.
;; Why:  a memory.grow of a window would corrupt the layout at run time.
;; Never: leaves a file, or touches an older one.

;; RUN: rm -rf %t && split-file %s %t && echo older > %t/out.wasm
;; RUN: sh -c "%meld-opt -passes=rebase %t/grows.wat -o %t/out.wasm 2> %t/log; test $? -eq 1"
;; RUN: FileCheck %t/grows.wat < %t/log
;; RUN: cat %t/out.wasm | FileCheck %s --check-prefix=OLDER
;; OLDER: {{^}}older{{$}}
;; RUN: not %meld-opt -passes=rebase %t/grows.wat -S -o - 2> %t/log | count 0

;; RUN: %meld-opt -passes=rebase %t/grows.wat -disable-output -print-after-all 2>&1 | FileCheck %s --check-prefix=SHOWN
;; SHOWN-LABEL: (func $sbrk
;; SHOWN: memory.grow (;window $b;)
;; SHOWN-LABEL: (func $size
;; SHOWN: memory.size (;window $b;)
;; SHOWN-LABEL: (func $fixed
;; SHOWN: i32.const 1{{$}}

;; memory.size of a window that may grow is as inexpressible as memory.grow; a dead memory.grow too.
;; RUN: not %meld-opt -passes=rebase %t/dead.wat -o %t/new.wasm 2> %t/log
;; RUN: not ls %t/new.wasm
;; RUN: FileCheck %t/dead.wat < %t/log
;; Where nothing can grow, rebase alone is enough.
;; RUN: %meld-opt -passes=rebase %t/sizes.wat -o %t/new.wasm 2> %t/log
;; RUN: %meld-opt -S %t/new.wasm -o - | FileCheck %t/sizes.wat --implicit-check-not=memory.size

;--- grows.wat
;; CHECK: grows.wat:[[#@LINE+6]]:{{[0-9]+}}: error: {{.*}}memory.grow of window 1 $b is left, and no module can express it: export "run" -> $run -> $sbrk
;; CHECK-NEXT: (drop (memory.grow $b (local.get 0)))
;; CHECK: remedy: add bump-grow to the pipeline, before or after rebase
(module
  (memory $a 1) (memory $b 1)
  (func $sbrk (param i32)
    (drop (memory.grow $b (local.get 0))))
  (func $size (result i32) (memory.size $b))
  (func $fixed (result i32) (memory.size $a))
  (func $run (export "run") (call $sbrk (call $size))))
;--- dead.wat
;; CHECK: error: {{.*}}memory.grow of window 0{{.*}} is left, and no module can express it (no root reaches it)
;; CHECK: remedy: add bump-grow to the pipeline; it turns this one into unreachable
(module (memory 1) (func $dead (drop (memory.grow (i32.const 1)))))
;--- sizes.wat
;; CHECK: i32.const 3
;; CHECK: i32.const 5
(module (memory 3) (memory 5) (func (export "a") (result i32) (memory.size 0)) (func (export "b") (result i32) (memory.size 1)))
