;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the helpers of host adapters are proved for every address, length and size; that imports are called by adapters only
;;       and that scratch bytes are given back is checked; each mutant is not proved.
;; Why: an adapter does nothing to a pointer but to call a helper.
;; Never: let a helper that is off by one, that wraps or that moves by something else count as proved.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{assemble} && %{prove} | FileCheck %s
;; CHECK: proved: pointers of window w to the host (function 1): traps iff the bytes leave the window's size, else moved by its base
;; CHECK: proved: pointers of window w from the host (function 2):
;; CHECK: proved: scratch bytes (function 3): aligned, traps iff they do not suffice
;; CHECK: proved: scratch counter (global 0): starts at 0, given back by each adapter
;; CHECK: proved: host adapters: the imports of 1 are used by adapters only
;; CHECK: not proved: that 1 host adapters translate what their description says
;; CHECK: {{^}}7 proved, 0 unproved

;; To the host.
;; REDEFINE: %{edit} = --replace 'i64.const (;to;) 65536' 'i64.const 65537'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace 'i64.const (;to;) 65536' 'i64.const 65535'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace 'i64.gt_u (;to;)' 'i64.ge_u'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace 'i64.gt_u (;to;)' 'i64.gt_s'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace 'i64.extend_i32_u (;to;)' 'i64.extend_i32_s'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace '(i32.const (;to;) 65536)' '(i32.const 65520)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace 'if (;to;) unreachable' 'if nop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; REDEFINE: %{edit} = --replace '(;to store;)' 'i32.const 65536 i32.const 1 i32.store'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TO
;; TO: unproved: pointers of window w to the host (function 1): {{.+}}
;; TO: {{^}}6 proved, 1 unproved

;; From the host.
;; REDEFINE: %{edit} = --replace '(i32.const (;from;) 65536)' '(i32.const 0)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FROM
;; REDEFINE: %{edit} = --replace 'i64.const (;from;) 65536' 'i64.const 131072'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FROM
;; FROM: unproved: pointers of window w from the host (function 2): {{.+}}
;; FROM: {{^}}6 proved, 1 unproved

;; Taking scratch bytes.
;; REDEFINE: %{edit} = --replace 'i64.const (;take;) 65536' 'i64.const 65552'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TAKE
;; REDEFINE: %{edit} = --replace 'i32.const (;round;) 15' 'i32.const 14'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TAKE
;; REDEFINE: %{edit} = --replace 'i32.const (;mask;) -16' 'i32.const -1'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=TAKE
;; TAKE: unproved: scratch bytes (function 3): {{.+}}
;; TAKE: {{^}}6 proved, 1 unproved

;; Giving them back.
;; REDEFINE: %{edit} = --replace '(local.get $before) (;back;) (global.set $used)' ''
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(local.get $before) (;back;)' '(local.get $now)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;end;)' '(local.get $address) (if (then (local.get $now) (global.set $used)))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;early;)' '(br_if 0 (local.get $count))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;early;)' '(local.set $now (i32.const 16))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;early;)' '(local.set $before (i32.const 16))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;run;)' '(global.set $used (i32.const 0))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(;used;) 0' '16'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; REDEFINE: %{edit} = --replace '(global $used' '(global $used (export "used")'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=COUNTER
;; COUNTER: unproved: scratch counter (global 0): {{.+}}
;; COUNTER: {{^}}6 proved, 1 unproved

;; Somebody else calls the import, or passes it on.
;; REDEFINE: %{edit} = --replace '(;run;)' '(call $host (i32.const 0) (i32.const 0))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CALLER
;; REDEFINE: %{edit} = --replace '(;run;)' '(drop (ref.func $host))' --replace '(;elem;)' '(elem declare func $host)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=CALLER
;; CALLER: unproved: host adapters: function 5 uses import 0 at offset 0x{{[0-9a-f]+}}

;; What the section must say.
;; REDEFINE: %{edit} = --layout '"import":0' '"import":0,"export":5'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=BOTH
;; BOTH: error: meld.layout: a host adapter is not of one import or export
;; REDEFINE: %{edit} = --layout '"function":4' '"function":6'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=RANGE
;; RANGE: error: meld.layout: {{.*}}function

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"w","input":0,"memory":0,"base":65536,"initialPages":1,"reservePages":0,"maximumPages":1,"grownGlobal":null,"growFunction":null,"toHostFunction":1,"fromHostFunction":2},{"name":"s","input":1,"memory":0,"base":131072,"initialPages":1,"reservePages":0,"maximumPages":1,"grownGlobal":null,"growFunction":null}],"premises":[],"hostAdapters":[{"function":4,"input":0,"import":0}],"hostScratch":{"input":1,"address":0,"bytes":65536,"usedGlobal":0,"takeFunction":3}}
(module
  (import "env" "host" (func $host (param i32 i32)))
  (memory 3 3)
  (global $used (mut i32) (i32.const (;used;) 0))
  (;elem;)
  (func $toHost (param $address i32) (param $bytes i64) (result i32)
    local.get $address i64.extend_i32_u (;to;) local.get $bytes i64.add
    i64.const (;to;) 65536 i64.gt_u (;to;)
    if (;to;) unreachable end
    (;to store;)
    (i32.add (i32.const (;to;) 65536) (local.get $address)))
  (func $fromHost (param $address i32) (param $bytes i64) (result i32)
    local.get $address (i32.const (;from;) 65536) i32.sub local.set $address
    local.get $address i64.extend_i32_u local.get $bytes i64.add
    i64.const (;from;) 65536 i64.gt_u
    if unreachable end
    local.get $address)
  (func $take (param $taken i32) (param $bytes i64) (result i32)
    local.get $bytes i64.const (;take;) 65536 local.get $taken i64.extend_i32_u i64.sub i64.gt_u
    if unreachable end
    local.get $taken local.get $bytes i32.wrap_i64 i32.add
    i32.const (;round;) 15 i32.add i32.const (;mask;) -16 i32.and)
  (func $adapter (param $address i32) (param $count i32) (local $before i32) (local $now i32) (local $at i32) (local $bytes i64)
    (global.get $used) (local.set $before) (local.get $before) (local.set $now)
    (local.set $bytes (i64.mul (i64.extend_i32_u (local.get $count)) (i64.const 8)))
    (drop (call $toHost (local.get $address) (local.get $bytes)))
    (local.get $now) (local.tee $at) (local.get $bytes) (call $take) (local.set $now)
    (;early;)
    (local.get $now) (global.set $used)
    (call $host (i32.add (i32.const 131072) (local.get $at)) (local.get $count))
    (local.get $before) (;back;) (global.set $used)
    (;end;))
  (func $run (export "run")
    (;run;)
    (call $adapter (i32.const 0) (i32.const 1))))
