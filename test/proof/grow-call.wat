;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a helper that calls a function when the reserve is exhausted, and then traps, is proved; one that tells the wrong
;;       memory or number, tells at the wrong time, twice or nobody, goes on afterwards, or counts first, is not.
;; Why:  on a device that function is the last one to see what went wrong.
;; Never: believe that the function leaves the globals as they were.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{assemble} && %{prove} | FileCheck %s
;; CHECK: proved: grow helper of window memory$0 (function 1): result, state, cleared bytes; oom=call, zero=clear
;; CHECK-NEXT: proved: grow helper of window memory$0 (function 1): grown <= 16 holds after every call
;; CHECK-NEXT: {{^}}5 proved, 0 unproved

;; REDEFINE: %{edit} = --replace '(;memory;) 3' '0'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRONG
;; REDEFINE: %{edit} = --replace '(;pages;) local.get $n' 'global.get $grown'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRONG
;; WRONG: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n=[[N:[0-9]+]]: got calls function 0 with [[GOT:.*]], traps (unreachable), grown=[[G]]; expected calls function 0 with 3, [[N]], traps, grown=[[G]]
;; WRONG: 1 unproved

;; REDEFINE: %{edit} = --replace 'call $told' 'drop drop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=SILENT
;; SILENT: got traps (unreachable), grown=[[G:[0-9]+]]; expected calls function 0 with 3,

;; Off by one: told of a request that the reserve covers.
;; REDEFINE: %{edit} = --replace 'i32.gt_u (;of the reserve;)' 'i32.ge_u'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=EARLY
;; EARLY: got calls function 0 with {{.*}}; expected returns

;; REDEFINE: %{edit} = --replace 'call $told' 'call $told  i32.const 3  local.get $n  call $told'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ON
;; REDEFINE: %{edit} = --replace 'unreachable (;exhausted;)' 'i32.const -1 return'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ON
;; What the function may have written decides: no path is ruled out.
;; REDEFINE: %{edit} = --replace 'unreachable (;exhausted;)' 'global.get $other  if  i32.const -1  return  end  unreachable' --replace '(; other = 0 ;)' 'i32.const 0  global.set $other'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ON
;; ON: unproved: grow helper {{.*}}: it goes on after a call of function 0

;; The counter changes before the function is called.
;; REDEFINE: %{edit} = --replace '(; first ;)' 'global.get $grown  i32.const 1  i32.add  global.set $grown'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FIRST
;; FIRST: unproved: grow helper {{.*}}: grown=[[G:[0-9]+]], n=[[N:[0-9]+]]: got calls function 0 with 3, [[N]], traps (unreachable), grown={{.*}}; expected calls function 0 with 3, [[N]], traps, grown=[[G]]

;; The section and the module disagree.
;; REDEFINE: %{edit} = --layout '"oomFunction":0' '"oomFunction":2'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TYPE
;; TYPE: unproved: grow helper {{.*}}: the type of function 2 is not (i32 i32) -> ()
;; REDEFINE: %{edit} = --layout '"oom":"call"' '"oom":"trap"'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=BOTH
;; BOTH: error: meld.layout: oom=call and oomFunction are not both there

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"memory","input":0,"memory":0,"base":0,"initialPages":0,"reservePages":0,"maximumPages":null,"grownGlobal":null,"growFunction":null},{"name":"memory$0","input":3,"memory":0,"base":1179648,"initialPages":17,"reservePages":16,"maximumPages":null,"grownGlobal":1,"growFunction":1}],"premises":[],"oom":"call","oomFunction":0,"zero":"clear"}
(module
  (import "host" "told" (func $told (param i32 i32)))
  (memory 51 51)
  (global $other (mut i32) (i32.const 0))
  (global $grown (mut i32) (i32.const 0))
  (func $grow (param $n i32) (result i32)
    local.get $n  i32.const (;limit - initial;) 65519  global.get $grown  i32.sub  i32.gt_u
    if  i32.const -1  return  end
    local.get $n  i32.const (;reserve;) 16  global.get $grown  i32.sub  i32.gt_u (;of the reserve;)
    if
      (; first ;)
      (; other = 0 ;)
      i32.const (;memory;) 3
      (;pages;) local.get $n
      call $told
      unreachable (;exhausted;)
    end
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
    i32.const 3  call $grow))
