;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the facts around a grow helper that no look at its instructions can show are checked, and what is unreadable
;;       is an error with its place.
;; Why: a helper is right only while nobody else writes its state, the memory is frozen and windows are disjoint.
;; Never: let a module without a layout, or without a grow helper, count as proved.

;; DEFINE: %{edit} =
;; DEFINE: %{assemble} = %python %S/Inputs/assemble.py %s %t.wasm %{edit} -- %wat2wasm
;; DEFINE: %{prove} = %python %S/../../utils/prove --z3=%z3 %t.wasm

;; RUN: %{assemble} && %{prove} | FileCheck %s
;; CHECK: {{^}}8 proved, 0 unproved

;; The growth global.
;; REDEFINE: %{edit} = --replace '(;run;)' 'i32.const 1 global.set $grownB'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRITERS
;; WRITERS: unproved: growth global of window b (global 2): also written by function 2
;; WRITERS: {{^}}7 proved, 1 unproved
;; REDEFINE: %{edit} = --replace '(global $grownB (mut i32)' '(global $grownB (export "g") (mut i32)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=EXPORTED
;; EXPORTED: unproved: growth global of window b (global 2): exported as "g", so a host can write it
;; REDEFINE: %{edit} = --replace '(;grown;) 0' '(;grown;) 1'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=INITIAL
;; INITIAL: unproved: growth global of window b (global 2): its initial value is not the constant 0
;; REDEFINE: %{edit} = --layout '"grownGlobal":2' '"grownGlobal":1' --replace '(;b;) global.set $grownB' 'global.set $grownA'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=SHARED
;; SHARED: unproved: growth global of window a (global 1): more than one window names it
;; SHARED: unproved: growth global of window b (global 1): more than one window names it
;; REDEFINE: %{edit} = --layout '"grownGlobal":2' '"grownGlobal":0'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=WRONG
;; WRONG: unproved: growth global of window b (global 0): its initial value is not the constant 0
;; WRONG: unproved: grow helper of window b (function 1)

;; The memory and its windows.
;; REDEFINE: %{edit} = --replace '(;run;)' 'i32.const 1 memory.grow drop'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=GROW
;; GROW: unproved: module: memory.grow in function 2 at offset 0x{{[0-9a-f]+}} (of 1)
;; REDEFINE: %{edit} = --replace '(memory 12 12)' '(memory 12 13)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FROZEN
;; REDEFINE: %{edit} = --replace '(memory 12 12)' '(memory 12)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=FROZEN
;; FROZEN: unproved: memory 0: not frozen: minimum 12, maximum {{13|None}} pages
;; REDEFINE: %{edit} = --replace '(memory 12 12)' '(import "env" "m" (memory 12 12))'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=IMPORTED
;; IMPORTED: unproved: memory 0: imported, shared
;; REDEFINE: %{edit} = --replace '(memory 12 12)' '(memory 11 11)'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=OUTSIDE
;; OUTSIDE: unproved: memory 0: window b ends at byte 786432, the memory at 720896
;; REDEFINE: %{edit} = --layout '"base":393216' '"base":327680' --replace '(;base;) 393216' '(;base;) 327680'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=OVERLAP
;; OVERLAP: unproved: memory 0: windows a and b overlap
;; REDEFINE: %{edit} = --layout '"maximumPages":null@1' '"maximumPages":5'
;; RUN: %{assemble} && not %{prove} | FileCheck %s --check-prefix=MAXIMUM
;; MAXIMUM: unproved: memory 0: window a may hold 6 pages, its memory was limited to 5

;; What the section must say.
;; REDEFINE: %{edit} = --layout '"version":1' '"version":2'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=VERSION
;; VERSION: error: meld.layout: not an object of version 1
;; REDEFINE: %{edit} = --layout '"oom":"trap"' '"oom":"call:f"'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=OOM
;; OOM: error: meld.layout: oom is "call:f"; only trap, fail and call can be proved
;; REDEFINE: %{edit} = --layout '"growFunction":1' '"growFunction":3'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=RANGE
;; RANGE: error: meld.layout: 'growFunction' is 3, not an integer from 0 to 2
;; REDEFINE: %{edit} = --layout '"grownGlobal":1,"growFunction":0' '"grownGlobal":null,"growFunction":null' \
;; REDEFINE:   --layout '"grownGlobal":2,"growFunction":1' '"grownGlobal":null,"growFunction":null'
;; RUN: %{assemble} && not %{prove} 2>&1 | FileCheck %s --check-prefix=NOTHING
;; NOTHING: error: meld.layout: no window has a grow helper, is checked or has adapters, there is nothing to prove

;; Unreadable input: no section, a text, a module cut short, a missing file, no solver, no argument.
;; RUN: %wat2wasm %s -o %t.wasm && not %{prove} 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: error: 0 custom sections named meld.layout, expected 1
;; RUN: cp %s %t.wasm && not %{prove} 2>&1 | FileCheck %s --check-prefix=TEXT
;; TEXT: error: offset 0x0: not a binary module (magic number)
;; REDEFINE: %{edit} =
;; RUN: %{assemble} && head -c 150 %t.wasm > %t.cut && mv %t.cut %t.wasm && not %{prove} 2>&1 | FileCheck %s --check-prefix=CUT
;; CUT: error: offset 0x{{[0-9a-f]+}}: unexpected end
;; RUN: rm %t.wasm && not %{prove} 2>&1 | FileCheck %s --check-prefix=MISSING
;; MISSING: error: No such file or directory
;; RUN: %{assemble} && not %python %S/../../utils/prove --z3=%t.none %t.wasm 2>&1 | FileCheck %s --check-prefix=SOLVER
;; SOLVER: error: cannot run '{{.*}}': No such file or directory; install the package z3
;; RUN: not %python %S/../../utils/prove 2>&1 | FileCheck %s --check-prefix=USAGE
;; USAGE: usage: prove

;; LAYOUT: {"version":1,"rebased":true,"windows":[{"name":"a","input":0,"memory":0,"base":0,"initialPages":2,"reservePages":4,"maximumPages":null,"grownGlobal":1,"growFunction":0},{"name":"b","input":1,"memory":0,"base":393216,"initialPages":2,"reservePages":4,"maximumPages":null,"grownGlobal":2,"growFunction":1}],"premises":[],"oom":"trap","zero":"clear"}
(module
  (memory 12 12)
  (global $stack (mut i32) (i32.const 65536))
  (global $grownA (mut i32) (i32.const 0))
  (global $grownB (mut i32) (i32.const (;grown;) 0))
  (func $growA (param $n i32) (result i32)
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 65534) (global.get $grownA))) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $n) (i32.sub (i32.const 4) (global.get $grownA))) (then (unreachable)))
    (global.set $grownA (i32.add (global.get $grownA) (local.get $n)))
    (if (local.get $n)
      (then (memory.fill
        (i32.shl (i32.add (i32.sub (global.get $grownA) (local.get $n)) (i32.const 2)) (i32.const 16))
        (i32.const 0)
        (i32.shl (local.get $n) (i32.const 16)))))
    (i32.add (i32.sub (global.get $grownA) (local.get $n)) (i32.const 2)))

  ;; The same function in another shape: the old size in a local, one exit, branches and a select.
  (func $growB (param $n i32) (result i32) (local $size i32)
    (local.set $size (i32.add (global.get $grownB) (i32.const 2)))
    block $served (result i32)
      block $refused
        block $exhausted
          (br_if $refused (i32.lt_u (i32.sub (i32.const 65536) (local.get $size)) (local.get $n)))
          (br_if $exhausted (i32.le_u (i32.sub (i32.const 5) (global.get $grownB)) (local.get $n)))
          (i64.extend_i32_u (global.get $grownB)) (i64.extend_i32_u (local.get $n)) i64.add
          i32.wrap_i64 (;b;) global.set $grownB
          local.get $n i32.eqz
          if
            nop
          else
            (memory.fill (i32.add (i32.const (;base;) 393216) (i32.mul (local.get $size) (i32.const 65536)))
                         (i32.const 0) (i32.rotl (local.get $n) (i32.const 48)))
          end
          (br $served (select (local.get $size) (i32.const 7) (i32.const 1)))
        end
        unreachable
      end
      i32.const -1
    end)

  (func $run (export "run") (result i32)
    (;run;)
    (i32.add (call $growA (i32.const 1)) (call $growB (i32.const 1)))))
