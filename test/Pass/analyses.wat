;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: require, print and invalidate with real analyses.
;; Why: print<...> is how users look at an analysis at one place of the pipeline.
;; Never: change the module.

;; RUN: %meld-opt '-passes=require<memory-layout>,print<memory-layout>,invalidate<memory-layout>,rebase<base=4096>,print<memory-layout>' %s -o %t.wasm 2>&1 | FileCheck %s
;; CHECK: 0 $first
;; CHECK: merged memory: 2 pages
;; CHECK: 0 $first {{ *}}0x1000

;; RUN: %meld-opt '-passes=print<memory-layout;json>' %s -disable-output 2> %t.json
;; RUN: %python -c "import json,sys; print(json.load(sys.stdin)['memories'][0]['name'])" < %t.json | FileCheck %s --check-prefix=JSON
;; JSON: {{^}}first{{$}}

(module
  (memory $first 1)
  (func (param i32) (result i32)
    local.get 0
    i32.load))
