;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: print<host-interface> lists, for each memory, every import and export through which integers pass between the
;;       host and functions that use the memory, with the call chain; and what is connected with no memory.
;; Why:  each is a place where a host may have to add a window's base.
;; Never: misses a way through a table, a tail call or a wrapper; lists what no code can reach, or floats.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{module} =
;; DEFINE: %{print} = %meld-opt '-passes=print<host-interface>' %t/%{module}.wat -disable-output 2>&1 | FileCheck %t/%{module}.wat --match-full-lines --strict-whitespace
;; REDEFINE: %{module} = imports
;; RUN: %{print}
;; REDEFINE: %{module} = exports
;; RUN: %{print}
;; REDEFINE: %{module} = uses
;; RUN: %{print}
;; REDEFINE: %{module} = indirect
;; RUN: %{print}
;; REDEFINE: %{module} = tables
;; RUN: %{print}
;; REDEFINE: %{module} = imported-table
;; RUN: %{print}
;; REDEFINE: %{module} = globals
;; RUN: %{print}
;; REDEFINE: %{module} = tags
;; RUN: %{print}
;; REDEFINE: %{module} = types
;; RUN: %{print}
;; REDEFINE: %{module} = none
;; RUN: %{print}
;; REDEFINE: %{module} = odd
;; RUN: %{print}

;; A chain of 40 calls is cut in the middle, in both directions.
;; RUN: %python %t/long.py > %t/long.wat
;; RUN: %meld-opt '-passes=print<host-interface>' %t/long.wat -disable-output 2>&1 | FileCheck %t/long.py --match-full-lines --strict-whitespace

;; JSON says the same.
;; RUN: %meld-opt '-passes=print<host-interface;json>' %t/imports.wat -disable-output 2> %t/host.json
;; RUN: %python %t/digest.py < %t/host.json | FileCheck %t/digest.py

;; After rebase nobody can tell any more, and it says so.
;; RUN: %meld-opt '-passes=rebase,print<host-interface>' %t/imports.wat -disable-output 2>&1 | FileCheck %s --check-prefix=MERGED
;; MERGED: the memories are merged: print this before rebase to see which belong to which window

;--- imports.wat
;;      CHECK:memory 0 $a: 0 ways for an integer between the host and functions that use it
;; CHECK-NEXT:memory 1 $b, exported as "b", "b2": 3 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  $user -> import "e" "direct"
;; CHECK-NEXT:  $user -> $wrapper -> import "e" "wrapped"
;; CHECK-NEXT:  $parent -> import "e" "beside", and $parent -> $child -> $user
;; CHECK-NEXT:connected with no memory, so their integers are addresses only if they are constants:
;; CHECK-NEXT:  import "e" "constant"
(module
  (import "e" "direct" (func $direct (param i32)))
  (import "e" "wrapped" (func $wrapped (result i64)))
  (import "e" "beside" (func $beside (param f32 i32)))
  (import "e" "constant" (func $constant (param i32)))
  (import "e" "float" (func $float (param f32 f64) (result f32)))
  (import "e" "never" (func $never (param i32)))
  (import "e" "dead" (func $deadly (param i32)))
  (memory $a 1) (memory $b (export "b") (export "b2") 1)
  (func $user (i32.store $b (i32.const 0) (i32.const 1)) (call $direct (i32.const 0)) (call $wrapper)
    (drop (call $float (f32.const 0) (f64.const 0))))
  (func $wrapper (drop (call $wrapped)))
  (func $child (call $user))
  (func $parent (export "run") (call $child) (call $beside (f32.const 0) (i32.const 0)))
  (func $constants (export "constants") (call $constant (i32.const 1024)))
  (func $unreached (i32.store $a (i32.const 0) (i32.const 0)) (call $deadly (i32.const 0))))
;--- exports.wat
;;      CHECK:memory 0 $a: 5 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  export "only a" -> $only-a
;; CHECK-NEXT:  export "tail" -> $tail -> $both
;; CHECK-NEXT:  export "far" -> $far -> $near -> $both
;; CHECK-NEXT:  export "far again" -> $far -> $near -> $both
;; CHECK-NEXT:  export "cycle" -> $cycle -> $back -> $near -> $both
;; CHECK-NEXT:memory 1 $b: 4 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  export "tail" -> $tail -> $both
;; CHECK-NEXT:  export "far" -> $far -> $near
;; CHECK-NEXT:  export "far again" -> $far -> $near
;; CHECK-NEXT:  export "cycle" -> $cycle -> $back -> $near
;; CHECK-NEXT:connected with no memory, so their integers are addresses only if they are constants:
;; CHECK-NEXT:  export "add"
(module
  (import "e" "again" (func $again (param i32)))
  (memory $a 1) (memory $b 1)
  (func $only-a (export "only a") (param i32) (result i32) (i32.load $a (local.get 0)))
  (func $both (i32.store $b (i32.const 0) (i32.load $a (i32.const 0))))
  (func $tail (export "tail") (param i64) (return_call $both))
  (func $near (i32.store $b (i32.const 0) (i32.const 0)) (call $both))
  (func $far (export "far") (export "far again") (result i32) (call $near) (i32.const 0))
  (func $cycle (export "cycle") (param i32) (call $back (local.get 0)))
  (func $back (param i32) (call $cycle (local.get 0)) (call $near))
  (func (export "nothing to say") (call $both))
  (func (export "float") (param f32) (result f64) (call $both) (f64.const 0))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (export "host's own" (func $again)))
;--- uses.wat
;; Every instruction that names a memory is a use of it: bump allocators make pointers of sizes.
;;      CHECK:memory 0 $a: 2 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  export "copy" -> $copy
;; CHECK-NEXT:  export "plain" -> $plain
;; CHECK-NEXT:memory 1 $b: 8 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  export "size" -> $size
;; CHECK-NEXT:  export "grow" -> $grow
;; CHECK-NEXT:  export "fill" -> $fill
;; CHECK-NEXT:  export "copy" -> $copy
;; CHECK-NEXT:  export "init" -> $init
;; CHECK-NEXT:  export "lane" -> $lane
;; CHECK-NEXT:  export "atomic" -> $atomic
;; CHECK-NEXT:  export "store" -> $store
(module
  (memory $a 1) (memory $b 1 2)
  (data $d "x")
  (func $size (export "size") (result i32) (memory.size $b))
  (func $grow (export "grow") (result i32) (memory.grow $b (i32.const 1)))
  (func $fill (export "fill") (param i32) (memory.fill $b (local.get 0) (i32.const 0) (i32.const 0)))
  (func $copy (export "copy") (param i32) (memory.copy $a $b (local.get 0) (i32.const 0) (i32.const 0)))
  (func $init (export "init") (param i32) (memory.init $b $d (local.get 0) (i32.const 0) (i32.const 0)))
  (func $lane (export "lane") (param i32) (drop (v128.load8_lane $b 0 (local.get 0) (v128.const i64x2 0 0))))
  (func $atomic (export "atomic") (param i32) (drop (i32.atomic.load $b (local.get 0))))
  (func $store (export "store") (param i32) (f32.store $b (local.get 0) (f32.const 0)))
  (func $plain (export "plain") (param i32) (f32.store $a (local.get 0) (f32.const 0))))
;--- indirect.wat
;; An indirect call may reach every function of its type whose reference is taken, however.
;;      CHECK:memory 0 $a: 3 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  $called -> import "e" "take"
;; CHECK-NEXT:  export "go" -> $go -> an indirect call -> $called
;; CHECK-NEXT:  export "tail" -> $tail -> an indirect call -> $called
;; CHECK-NEXT:memory 1 $b: 5 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  $go -> an indirect call -> $called -> import "e" "take", and $go -> an indirect call -> $declared
;; CHECK-NEXT:  $storing -> $out -> an indirect call -> import "e" "listed"
;; CHECK-NEXT:  export "go" -> $go -> an indirect call -> $declared
;; CHECK-NEXT:  export "tail" -> $tail -> an indirect call -> $declared
;; CHECK-NEXT:  export "i64" -> $storing
(module
  (import "e" "take" (func $take (param i32)))
  (import "e" "listed" (func $listed (param f64 i32)))
  (type $t (func (param i32))) (type $same (func (param i32)))
  (memory $a 1) (memory $b 1)
  (table 2 funcref)
  (elem (i32.const 0) func $called $listed)
  (global funcref (ref.func $declared))
  (func $called (type $t) (i32.store $a (local.get 0) (i32.const 0)) (call $take (local.get 0)))
  (func $declared (type $same) (i32.store $b (local.get 0) (i32.const 0)))
  (func $other (param i64) (i32.store $b (i32.const 0) (i32.const 0)))
  (func $go (export "go") (param i32) (call_indirect (type $same) (local.get 0) (i32.const 0)))
  (func $tail (export "tail") (param i32) (return_call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func $out (call_indirect (param f64 i32) (f64.const 0) (i32.const 8) (i32.const 1)))
  (func $storing (export "i64") (result i64) (i64.store $b (i32.const 0) (i64.const 0)) (call $out) (i64.const 0)))
;--- tables.wat
;; The host calls what is in a table that it sees.
;;      CHECK:memory 0 $a: 0 ways for an integer between the host and functions that use it
;; CHECK-NEXT:memory 1 $b: 1 way for an integer between the host and functions that use it
;; CHECK-NEXT:  export table "t" -> $handler -> $store
;; CHECK-NOT:{{.}}
(module
  (memory $a 1) (memory $b 1)
  (table (export "t") 1 funcref)
  (table (export "extern") 1 externref)
  (elem (i32.const 0) $silent $handler)
  (func $silent (i32.store $a (i32.const 0) (i32.const 0)))
  (func $handler (param i32) (call $store (local.get 0)))
  (func $store (param i32) (i32.store $b (local.get 0) (i32.const 0))))
;--- imported-table.wat
;; Through an imported table the module calls the host.
;;      CHECK:memory 0 $a: 0 ways for an integer between the host and functions that use it
;; CHECK-NEXT:memory 1 $b: 1 way for an integer between the host and functions that use it
;; CHECK-NEXT:  $store -> an indirect call -> import table "e" "t"
(module
  (import "e" "t" (table 1 funcref))
  (memory $a 1) (memory $b 1)
  (func $silent (export "silent") (i32.store $a (i32.const 0) (i32.const 0)) (call_indirect (i32.const 0)))
  (func $store (export "store") (i32.store $b (i32.const 0) (i32.const 0))
    (call_indirect (param i32) (i32.const 8) (i32.const 0))))
;--- globals.wat
;; Globals that both sides know, and the address of a segment.
;;      CHECK:memory 0 $a: 1 way for an integer between the host and functions that use it
;; CHECK-NEXT:  import global "e" "segment" -> data segment #0
;; CHECK-NEXT:memory 1 $b: 3 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  $store -> import global "e" "read"
;; CHECK-NEXT:  $store -> $write -> import global "e" "written"
;; CHECK-NEXT:  $store -> $write -> export global "cell"
;; CHECK-NEXT:connected with no memory, so their integers are addresses only if they are constants:
;; CHECK-NEXT:  import global "e" "unused"
;; CHECK-NEXT:  export global "__heap_base"
(module
  (import "e" "read" (global $read i32))
  (import "e" "written" (global $written (mut i32)))
  (import "e" "segment" (global $segment i32))
  (import "e" "unused" (global $unused i64))
  (import "e" "float" (global $float f64))
  (memory $a 1) (memory $b 1)
  (data (memory $a) (i32.add (global.get $segment) (i32.const 1)) "x")
  (global $cell (export "cell") (mut i32) (i32.const 0))
  (global (export "__heap_base") i32 (i32.const 1024))
  (global (export "pi") f64 (f64.const 3))
  (func $write (global.set $written (i32.const 1)) (global.set $cell (i32.const 2)))
  (func $store (export "store") (f64.store $b (global.get $read) (global.get $float)) (call $write)))
;--- tags.wat
;; Exceptions carry integers, too; who throws and who catches is not looked at.
;;      CHECK:memory 0: 2 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  import tag "e" "thrown", thrown or caught by any function
;; CHECK-NEXT:  export tag "caught", thrown or caught by any function
;; CHECK-NOT:{{.}}
(module
  (import "e" "thrown" (tag $thrown (param i32)))
  (import "e" "empty" (tag $empty))
  (memory 1)
  (tag $caught (export "caught") (param i64))
  (func (export "run") (i32.store (i32.const 0) (i32.const 0)) (throw $thrown (i32.const 8))))
;--- types.wat
;; What can hold an address: integers, vectors, and references to functions, which are called with integers.
;;      CHECK:memory 0: 4 ways for an integer between the host and functions that use it
;; CHECK-NEXT:  export "i32" -> $i32
;; CHECK-NEXT:  export "i64" -> $i64
;; CHECK-NEXT:  export "v128" -> $v128
;; CHECK-NEXT:  export "funcref" -> $funcref
;; CHECK-NOT:{{.}}
(module
  (memory 1)
  (func $i32 (export "i32") (param i32) (drop (memory.size)))
  (func $i64 (export "i64") (result i64) (i64.extend_i32_u (memory.size)))
  (func $f32 (export "f32") (param f32) (drop (memory.size)))
  (func $f64 (export "f64") (param f64) (drop (memory.size)))
  (func $v128 (export "v128") (param v128) (drop (memory.size)))
  (func $funcref (export "funcref") (param funcref) (drop (memory.size)))
  (func $externref (export "externref") (param externref) (drop (memory.size))))
;--- none.wat
;; A module without a memory has nothing to say of one.
;;      CHECK:connected with no memory, so their integers are addresses only if they are constants:
;; CHECK-NEXT:  export "f"
;; CHECK-NOT:{{.}}
(module (func (export "f") (param i32)))
;--- odd.wat
;; Names cannot break a line.
;;      CHECK:memory 0: 1 way for an integer between the host and functions that use it
;; CHECK-NEXT:  #1 -> import "a\22b" "c\0Ad"
(module (import "a\"b" "c\nd" (func $f (param i32))) (memory 1)
  (func (export "run") (call 0 (memory.size))))
;--- long.py
#      CHECK:memory 0: 2 ways for an integer between the host and functions that use it
# CHECK-NEXT:  $f0 -> (27 more) -> $f28 -> $f29 -> $f30 -> $f31 -> $f32 -> $f33 -> $f34 -> $f35 -> $f36 -> $f37 -> $f38 -> $f39 -> import "e" "take"
# CHECK-NEXT:  export "run" -> $g39 -> $g38 -> $g37 -> $g36 -> $g35 -> $g34 -> $g33 -> $g32 -> $g31 -> $g30 -> $g29 -> $g28 -> (27 more) -> $g0
print('(module (import "e" "take" (func $take (param i32))) (memory 1)')
print("  (func $f0 (export \"up\") (drop (memory.size)) (call $f1))")
for i in range(1, 40):
    print(f"  (func $f{i}", f"(call $f{i + 1}))" if i < 39 else "(call $take (i32.const 0)))")
print("  (func $g0 (drop (memory.size)))")
for i in range(1, 40):
    print(f"  (func $g{i}", '(export "run") (param i32)' if i == 39 else "", f"(call $g{i - 1}))")
print(")")
;--- digest.py
# CHECK: not merged
# CHECK-NEXT: 1 b ['b', 'b2'] ['import "e" "direct"', 'import "e" "wrapped"', 'import "e" "beside"']
# CHECK-NEXT: $user -> $wrapper -> import "e" "wrapped"
# CHECK-NEXT: ['import "e" "constant"']
import json
import sys
host = json.load(sys.stdin)
print("merged" if host["merged"] else "not merged")
row = host["memories"][1]
print(row["memory"], row["name"], row["exports"], [channel["through"] for channel in row["channels"]])
print(row["channels"][1]["chain"])
print(host["detached"])
