;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: bump-grow alone states in-bounds for a memory with a reserve and no-host-growth for an exported one, per memory; both
;;       are denied, granted and recorded; a memory without a reserve that is frozen already needs neither. What rebase makes
;;       unnecessary afterwards is withdrawn.
;; Why:  alone, the reserve is within reach of the program and the memory out of reach of the host's growth.
;; Never: states a premise for another memory than the one that needs it.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=bump-grow,print<memory-layout>' %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --implicit-check-not=warning: --implicit-check-not=error:
;; CHECK: in.wat:2:{{[0-9]+}}: warning: bump-grow: premise in-bounds: memory 0 $grows is 17 pages from the start; accesses between its size and that end no longer trap
;; CHECK: remedy: -deny=in-bounds refuses instead; see docs/premises.md#in-bounds
;; CHECK: in.wat:3:{{[0-9]+}}: warning: bump-grow: premise no-host-growth: a host that grows the exported memory 1 $seen will fail
;; CHECK: premises: in-bounds no-host-growth{{$}}

;; RUN: not %meld-opt -passes=bump-grow -deny=in-bounds %t/in.wat -o %t/denied.wasm 2>&1 | FileCheck %s --check-prefix=IN-BOUNDS
;; IN-BOUNDS: error: bump-grow: premise in-bounds: memory 0 $grows
;; RUN: not %meld-opt -passes=bump-grow -deny=no-host-growth %t/in.wat -o %t/denied.wasm 2>&1 | FileCheck %s --check-prefix=GROWTH
;; GROWTH: error: bump-grow: premise no-host-growth: {{.*}}memory 1 $seen
;; RUN: not ls %t/denied.wasm

;; RUN: %meld-opt '-passes=bump-grow,print<memory-layout>' -Werror -assume=in-bounds,no-host-growth %t/in.wat -o %t/granted.wasm 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: bump-grow: premise in-bounds, granted by -assume=in-bounds: memory 0 $grows
;; GRANTED: remark: bump-grow: premise no-host-growth, granted by -assume=no-host-growth: {{.*}}memory 1 $seen
;; GRANTED: premises: in-bounds (granted) no-host-growth (granted)

;; What a first run stated is on record in a second one; checks make in-bounds unnecessary there.
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/out.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=SECOND
;; SECOND: premises: in-bounds no-host-growth{{$}}
;; RUN: %meld-opt '-passes=rebase,print<memory-layout>' %t/out.wasm -o %t/second.wasm 2>&1 | FileCheck %s --check-prefix=TAKEN-BACK --implicit-check-not=in-bounds
;; TAKEN-BACK: premises: {{.*}}no-host-growth{{$}}

;--- in.wat
(module
  (memory $grows 1)
  (memory $seen (export "seen") 1)
  (memory $frozen (export "frozen") 1 1)
  (func (export "grow") (result i32) (memory.grow $grows (i32.const 1)))
  (func (export "load") (param i32) (result i32)
    (i32.add (i32.load $grows (local.get 0)) (i32.load $seen (local.get 0)))))
