;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a helper made before its memory was moved, so that its own accesses carry a base and a bounds check, is proved.
;; Why: `bump-grow` may run before `rebase`, which then rewrites the helper like any other function.
;; Never: assume that a check inside the helper cannot fire; that it does not is part of the proof.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{assemble} && %{prove} | FileCheck %s
;; CHECK: proved: grow helper of window a (function 0)
;; CHECK: proved: clearing helper of window b (function 1)
;; CHECK: proved: grow helper of window b (function 2)
;; CHECK: {{^}}9 proved, 0 unproved

;; Checks that compare with a size that is too small, or in the wrong unit, fire.
;; REDEFINE: %{edit} = --replace 'i64.const (;pages;) 2' 'i64.const (;pages;) 1'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FILL
;; REDEFINE: %{edit} = --replace 'i64.const (;log2;) 16' 'i64.const (;log2;) 0'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FILL
;; FILL: unproved: grow helper of window a (function 0): grown={{[0-9]+}}, n={{[0-9]+}}: got traps (memory access out of bounds), grown={{[0-9]+}}; expected returns
;; REDEFINE: %{edit} = --replace 'i32.const (;width;) 8' 'i32.const (;width;) 16'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=STORE
;; STORE: unproved: clearing helper of window b (function 1)

;; Cleared before the state changed: the check in the loop sees the old size.
;; REDEFINE: %{edit} = --replace '(;before;)' '(if (local.get $n) (then (call $clear (i32.shl (i32.add (global.get $grownB) (i32.const 2)) (i32.const 16)) (i32.shl (local.get $n) (i32.const 16)))))' \
;; REDEFINE:   --replace 'local.get $n (;after;)' 'i32.const 0'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=ORDER
;; ORDER: unproved: grow helper of window b (function 2): {{.*}} with nonzero bytes, or outside what the clearing helper was shown for

;; The base in the stores is not that of the window.
;; REDEFINE: %{edit} = --replace 'offset=393216' 'offset=393224'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=BASE
;; BASE: unproved: {{clearing|grow}} helper of window b

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"a","input":0,"memory":0,"base":0,"initialPages":2,"reservePages":4,"maximumPages":null,"grownGlobal":0,"growFunction":0},{"name":"b","input":1,"memory":0,"base":393216,"initialPages":2,"reservePages":4,"maximumPages":null,"grownGlobal":1,"growFunction":2}],"premises":[],"oom":"fail","zero":"clear"}
(module
  (memory 12 12)
  (global $grownA (mut i32) (i32.const 0))
  (global $grownB (mut i32) (i32.const 0))
  (func $growA (param $n i32) (result i32) (local $to i32) (local $value i32) (local $length i32)
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 65534) (global.get $grownA))) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 4) (global.get $grownA))) (then (return (i32.const -1))))
    (global.set $grownA (i32.add (global.get $grownA) (local.get $n)))
    local.get $n
    if
      (i32.shl (i32.add (i32.sub (global.get $grownA) (local.get $n)) (i32.const 2)) (i32.const 16))
      i32.const 0
      (i32.shl (local.get $n) (i32.const 16))
      local.set $length  local.set $value  local.set $to
      (i64.gt_u
        (i64.add (i64.extend_i32_u (local.get $to)) (i64.extend_i32_u (local.get $length)))
        (i64.shl (i64.add (i64.extend_i32_u (global.get $grownA)) (i64.const (;pages;) 2)) (i64.const (;log2;) 16)))
      if  (i32.load8_u offset=0xffffffff (i32.const -1))  unreachable  end
      local.get $to  local.get $value  local.get $length  memory.fill
    end
    (i32.add (i32.sub (global.get $grownA) (local.get $n)) (i32.const 2)))

  (func $clear (param $address i32) (param $bytes i32) (local $to i32) (local $value i64)
    loop $words
      local.get $address  i64.const 0
      local.set $value  local.tee $to
      (i32.gt_u (local.get $to)
        (i32.sub (i32.shl (i32.add (global.get $grownB) (i32.const 2)) (i32.const 16)) (i32.const (;width;) 8)))
      if  (i32.load8_u offset=0xffffffff (i32.const -1))  unreachable  end
      local.get $value  i64.store offset=393216
      (local.set $address (i32.add (local.get $address) (i32.const 8)))
      (br_if $words (local.tee $bytes (i32.sub (local.get $bytes) (i32.const 8))))
    end)
  (func $growB (param $n i32) (result i32)
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 65534) (global.get $grownB))) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 4) (global.get $grownB))) (then (return (i32.const -1))))
    (;before;)
    (global.set $grownB (i32.add (global.get $grownB) (local.get $n)))
    local.get $n (;after;)
    if
      (call $clear
        (i32.shl (i32.add (i32.sub (global.get $grownB) (local.get $n)) (i32.const 2)) (i32.const 16))
        (i32.shl (local.get $n) (i32.const 16)))
    end
    (i32.add (i32.sub (global.get $grownB) (local.get $n)) (i32.const 2))))
