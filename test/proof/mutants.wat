;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every classic mistake in a grow helper is refused, with the inputs that show it.
;; Why: each of these guards looks right, passes most tests, and hands out a neighbour's memory.
;; Never: keep an edit that leaves the helper equivalent; it would have to be proved.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; The original is right.
;; RUN: %{assemble} && %{prove} | FileCheck %s --check-prefix=RIGHT
;; RIGHT: {{^}}5 proved, 0 unproved

;; Off by one: the limit's guard, the reserve's, each constant by one up and down.
;; REDEFINE: %{edit} = --replace 'i32.gt_u@1' 'i32.ge_u'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LIMIT
;; LIMIT: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got returns -1, grown=[[G]]; expected traps, grown=[[G]]
;; LIMIT: {{^}}4 proved, 1 unproved
;; REDEFINE: %{edit} = --replace 'i32.gt_u@2' 'i32.ge_u'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=EARLY
;; REDEFINE: %{edit} = --replace '(;reserve;) 16' '(;reserve;) 15'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=EARLY
;; EARLY: unproved: grow helper {{.*}}: got traps (unreachable), grown={{[0-9]+}}; expected returns
;; REDEFINE: %{edit} = --replace '(;reserve;) 16' '(;reserve;) 17'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LATE
;; LATE: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got {{.*}}; expected traps, grown=[[G]]
;; LATE-NEXT: unproved: grow helper {{.*}}, grown=17
;; REDEFINE: %{edit} = --replace 'initial;) 65519' 'initial;) 65518'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LIMIT
;; REDEFINE: %{edit} = --replace 'initial;) 65519' 'initial;) 65520'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=BEYOND
;; BEYOND: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got traps (unreachable), grown=[[G]]; expected returns -1, grown=[[G]]

;; Signed comparisons.
;; REDEFINE: %{edit} = --replace 'i32.gt_u@1' 'i32.gt_s'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=BEYOND
;; REDEFINE: %{edit} = --replace 'i32.gt_u@1' 'i32.gt_s' --replace 'i32.gt_u' 'i32.gt_s'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=BROKEN
;; BROKEN: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got {{.*}}; expected returns -1, grown=[[G]]
;; BROKEN-NEXT: unproved: grow helper {{.*}}: grown={{[0-9]+}}, n={{[0-9]+}}: got

;; Guards that form a sum, which wraps.
;; REDEFINE: %{edit} = --replace 'i32.const (;limit - initial;) 65519  global.get $grown  i32.sub' \
;; REDEFINE:   'global.get $grown i32.add i32.const 65519' \
;; REDEFINE:   --replace 'i32.const (;reserve;) 16  global.get $grown  i32.sub' 'global.get $grown i32.add i32.const 16'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRAPS
;; WRAPS: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got {{.*}}; expected returns -1, grown=[[G]]

;; The cleared range: base, length, value, memory.
;; REDEFINE: %{edit} = --replace '(;base;) 1179648' '(;base;) 1114112'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CLEARS
;; REDEFINE: %{edit} = --replace 'local.get $n  i32.const (;shift;) 16' 'local.get $n  i32.const (;shift;) 15'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CLEARS
;; REDEFINE: %{edit} = --replace 'i32.shl memory.fill' 'i32.shl i32.const 1 i32.sub memory.fill'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CLEARS
;; CLEARS: unproved: grow helper {{.*}}: got returns [[S:[0-9]+]], grown=[[G:[0-9]+]], clears [{{.*}}; expected returns [[S]], grown=[[G]], clears [
;; REDEFINE: %{edit} = --replace 'i32.const (;zero;) 0' 'i32.const (;zero;) 1'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=NONZERO
;; NONZERO: unproved: grow helper {{.*}} with nonzero bytes
;; REDEFINE: %{edit} = --replace 'memory.fill' 'drop drop drop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=UNCLEARED
;; UNCLEARED: unproved: grow helper {{.*}}: got returns [[S:[0-9]+]], grown=[[G:[0-9]+]]; expected returns [[S]], grown=[[G]], clears [
;; REDEFINE: %{edit} = --replace 'memory.fill' 'memory.fill i32.const 0 i32.const 0 i32.const 1 memory.fill'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TWICE
;; TWICE: unproved: grow helper {{.*}} clears [{{[0-9, ]+}}), clears [0, 1); expected

;; The state: not updated, updated although refused, another global written.
;; REDEFINE: %{edit} = --replace 'i32.add  global.set $grown' 'i32.add  drop' \
;; REDEFINE:   --replace 'local.get $n  i32.sub  i32.const (;initial;) 17@1' 'i32.const 17' \
;; REDEFINE:   --replace 'local.get $n  i32.sub  i32.const (;initial;) 17' 'i32.const 17'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STALE
;; STALE: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n={{[0-9]+}}: got returns {{[0-9]+}}, grown=[[G]]{{.*}}; expected
;; REDEFINE: %{edit} = --replace '(;exhausted;)' 'global.get $grown i32.const 1 i32.add global.set $grown'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LEAK
;; LEAK: unproved: grow helper {{.*}}: grown={{[0-9]+}}, n={{[0-9]+}}: got traps (unreachable), grown=[[G:[0-9]+]]; expected traps
;; LEAK-NEXT: unproved: grow helper {{.*}}: grown=16, n={{[0-9]+}}: got traps (unreachable), grown=17
;; REDEFINE: %{edit} = --replace '(;exhausted;)' 'i32.const 4 global.set $stack'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=OTHER
;; OTHER: unproved: grow helper {{.*}}, global 0=4; expected traps

;; The result and the kind of refusal.
;; REDEFINE: %{edit} = --replace 'i32.const (;initial;) 17@2' 'i32.const (;initial;) 16'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=RESULT
;; RESULT: unproved: grow helper {{.*}}: got returns {{[0-9]+}}, grown={{[0-9]+}}{{.*}}; expected returns
;; REDEFINE: %{edit} = --replace '(;exhausted;) unreachable' 'i32.const -1 return'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=LIMIT

;; What is not modelled is unproved, with the place.
;; REDEFINE: %{edit} = --replace '(;exhausted;)' 'i32.const 1 i32.clz drop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=UNKNOWN
;; UNKNOWN: unproved: grow helper {{.*}}: opcode 0x67 is not modelled (offset 0x{{[0-9a-f]+}})
;; REDEFINE: %{edit} = --replace '(;exhausted;)' 'call $run drop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CALL
;; CALL: unproved: clearing helper of window memory$0 (function 1): its type is not
;; CALL-NEXT: unproved: grow helper {{.*}}: it calls function 1, about which nothing is known

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"memory","input":0,"memory":0,"base":0,"initialPages":17,"reservePages":1,"maximumPages":null,"grownGlobal":null,"growFunction":null},{"name":"memory$0","input":1,"memory":0,"base":1179648,"initialPages":17,"reservePages":16,"maximumPages":null,"grownGlobal":1,"growFunction":0}],"premises":[],"oom":"trap","zero":"clear"}
(module
  (memory 51 51)
  (global $stack (mut i32) (i32.const 65536))
  (global $grown (mut i32) (i32.const 0))
  (func $grow (param $n i32) (result i32)
    local.get $n  i32.const (;limit - initial;) 65519  global.get $grown  i32.sub  i32.gt_u
    if  i32.const -1  return  end
    local.get $n  i32.const (;reserve;) 16  global.get $grown  i32.sub  i32.gt_u
    if  (;exhausted;) unreachable  end
    global.get $grown  local.get $n  i32.add  global.set $grown
    local.get $n
    if
      global.get $grown  local.get $n  i32.sub  i32.const (;initial;) 17  i32.add  i32.const 16  i32.shl
      i32.const (;base;) 1179648  i32.add
      i32.const (;zero;) 0
      local.get $n  i32.const (;shift;) 16  i32.shl memory.fill
    end
    global.get $grown  local.get $n  i32.sub  i32.const (;initial;) 17  i32.add)
  (func $run (export "run") (result i32)
    i32.const 3  call $grow))
