;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a helper that traps when the reserve is exhausted and clears with memory.fill is proved, edges included.
;; Why: zero pages at start, no reserve, a reserve up to the limit and a declared maximum are where guards break.
;; Never: list a mutant here; those are in mutants.wat.

;; DEFINE: %{edit} =
;; DEFINE: %{prove} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm && \
;; DEFINE:   %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{prove} | FileCheck %s

;; CHECK: proved: module: no memory.grow in 2 functions
;; CHECK-NEXT: proved: memory 0: frozen at 51 pages; its windows are disjoint
;; CHECK-NEXT: proved: growth global of window memory$0 (global 1): mutable i32, initial value 0, written only by function 0
;; CHECK-NEXT: proved: grow helper of window memory$0 (function 0): result, state, cleared bytes; oom=trap, zero=clear
;; CHECK-NEXT: proved: grow helper of window memory$0 (function 0): grown <= 16 holds after every call
;; CHECK-NEXT: {{^}}5 proved, 0 unproved

;; Nothing at the start: size 0, and the first page of the window is cleared too.
;; REDEFINE: %{edit} = --replace 'initial;) 65519' 'initial;) 65536' --replace '(;initial;) 17@1' '(;initial;) 0' \
;; REDEFINE:   --replace '(;initial;) 17@1' '(;initial;) 0' --layout '"initialPages":17' '"initialPages":0'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; No reserve: every page is refused, grow(0) is not.
;; REDEFINE: %{edit} = --replace 'reserve;) 16' 'reserve;) 0' --layout '"reservePages":16' '"reservePages":0'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; The reserve reaches the limit, so it is never exhausted.
;; REDEFINE: %{edit} = --replace 'reserve;) 16' 'reserve;) 65519' --replace '(memory 51 51)' '(memory 65536 65536)' \
;; REDEFINE:   --replace 'base;) 1179648' 'base;) 0' --layout '"base":1179648' '"base":0' \
;; REDEFINE:   --layout '"reservePages":16' '"reservePages":65519'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; A declared maximum of 40 pages: 7 of them are beyond the reserve.
;; REDEFINE: %{edit} = --replace 'initial;) 65519' 'initial;) 23' --layout '"maximumPages":null@2' '"maximumPages":40'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; Nothing is cleared, by request.
;; REDEFINE: %{edit} = --replace 'memory.fill' 'drop drop drop' --layout '"zero":"clear"' '"zero":"assume"'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; An unconditional trap in another form.
;; REDEFINE: %{edit} = --replace '(; exhausted ;) unreachable' '(i32.load8_u offset=0xffffffff (i32.const -1)) unreachable'
;; RUN: %{prove} | FileCheck %s --check-prefix=ALL

;; ALL: {{^}}5 proved, 0 unproved

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"memory","input":0,"memory":0,"base":0,"initialPages":0,"reservePages":0,"maximumPages":null,"grownGlobal":null,"growFunction":null},{"name":"memory$0","input":1,"memory":0,"base":1179648,"initialPages":17,"reservePages":16,"maximumPages":null,"grownGlobal":1,"growFunction":0}],"premises":[],"oom":"trap","zero":"clear"}
(module
  (memory 51 51)
  (global $stack (mut i32) (i32.const 65536))
  (global $grown (mut i32) (i32.const 0))
  (func $grow (param $n i32) (result i32)
    local.get $n  i32.const (;limit - initial;) 65519  global.get $grown  i32.sub  i32.gt_u
    if  i32.const -1  return  end
    local.get $n  i32.const (;reserve;) 16  global.get $grown  i32.sub  i32.gt_u
    if  (; exhausted ;) unreachable  end
    global.get $grown  local.get $n  i32.add  global.set $grown
    local.get $n
    if
      global.get $grown  local.get $n  i32.sub  i32.const (;initial;) 17  i32.add  i32.const 16  i32.shl
      i32.const (;base;) 1179648  i32.add
      i32.const 0
      local.get $n  i32.const 16  i32.shl
      memory.fill
    end
    global.get $grown  local.get $n  i32.sub  i32.const (;initial;) 17  i32.add)
  (func (export "run") (result i32)
    i32.const 0  global.set $stack
    i32.const 3  call $grow))
