;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a dropped function that sits only in a table of the module's own loses its body if nothing that runs calls its
;;       type indirectly or takes references out of tables; the entry stays. In every other case it stays whole.
;; Why:  Rust's wit-bindgen keeps cabi_realloc in the table, which alone would keep the allocator.
;; Never: touches a function that can be called; changes which indirect calls trap.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{run} = %meld-opt -passes=cabi-realloc-drop,dce -verify-each %t/%{case}.wat -o %t/out.wasm 2> %t/log && %meld-opt %t/%{case}.wat -o %t/in.wasm && %exec-compare %t/in.wasm %t/out.wasm --seeds=2 --ignore-export=cabi_realloc '--ignore-export=cabi_realloc$1' | FileCheck %s --check-prefix=SAME && %meld-opt -S %t/out.wasm -o %t/out.wat
;; SAME: exec-compare: equal: 2 runs, {{[1-9][0-9]*}} calls
;; DEFINE: %{gone} = %{run} && grep 'is only in a table, and nothing that runs calls its type: its body is unreachable now' %t/log && not grep memory.grow %t/out.wat && grep 'func $realloc' %t/out.wat
;; DEFINE: %{stays} = %{run} && not grep 'unreachable now' %t/log && grep memory.grow %t/out.wat
;; REDEFINE: %{case} = only-in-table
;; RUN: %{gone}
;; REDEFINE: %{case} = dead-caller
;; RUN: %{gone}
;; REDEFINE: %{case} = called
;; RUN: %{stays} && grep 'stays: it is in a table, and code that runs can reach it' %t/log
;; REDEFINE: %{case} = called-by-equal-type
;; RUN: %{stays}
;; REDEFINE: %{case} = tail-called
;; RUN: %{stays}
;; REDEFINE: %{case} = called-late
;; RUN: %{stays}
;; REDEFINE: %{case} = taken
;; RUN: %{stays}
;; REDEFINE: %{case} = copied
;; RUN: %{stays}
;; REDEFINE: %{case} = exported-table
;; RUN: %{stays}
;; REDEFINE: %{case} = imported-table
;; RUN: %{stays}
;; REDEFINE: %{case} = passive
;; RUN: %{stays}
;; REDEFINE: %{case} = direct
;; RUN: %{stays}
;; REDEFINE: %{case} = global
;; RUN: %{stays}
;; REDEFINE: %{case} = exported-twice
;; RUN: %{stays}
;; An item that reads a global names the global, not the function of the same number.
;; REDEFINE: %{case} = global-item
;; RUN: %{stays}
;; Only functions of that name are looked at: the others of the table, and whatever has the number of an export of another
;; kind, stay.
;; REDEFINE: %{case} = neighbour
;; RUN: %{gone}
;; That function 0 is called is no call of type 0.
;; REDEFINE: %{case} = direct-call
;; RUN: %{gone}

;; An import has no body to lose.
;; RUN: %meld-opt -passes=cabi-realloc-drop,dce -assume=scalar-interface -verify-each %t/import.wat -S -o - 2> %t/log | FileCheck %t/import.wat
;; RUN: FileCheck %s --check-prefix=IMPORT --match-full-lines < %t/log
;; IMPORT: {{.*}}: remark: cabi-realloc-drop: dropped "cabi_realloc": premise scalar-interface

;; What an option of the pipeline names runs: here what rebase will call.
;; RUN: %meld-opt '-passes=cabi-realloc-drop,rebase<trap=call:handler;bounds=trap>' %t/handler.wat -disable-output 2>&1 | FileCheck %s --check-prefix=HANDLER
;; HANDLER: dropped "cabi_realloc": nothing that is imported or exported can carry a pointer; $realloc stays: it is in a table, and code that runs can reach it
;; RUN: %meld-opt '-passes=cabi-realloc-drop,rebase<bounds=trap>' %t/handler.wat -disable-output 2>&1 | FileCheck %s --check-prefix=UNNAMED
;; UNNAMED: $realloc is only in a table, and nothing that runs calls its type: its body is unreachable now

;--- global-item.wat
(module
  (memory (export "m") 1) (table 1 funcref) (global $g funcref (ref.func $realloc)) (elem (i32.const 0) funcref (global.get $g))
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (call_indirect (i32.const 0))))
;--- neighbour.wat
(module
  (memory (export "m") 1) (table 2 funcref) (elem (i32.const 0) $realloc $first)
  (func $first)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (call_indirect (i32.const 1))))
;--- direct-call.wat
;; The dropped function has type 0.
(module
  (type $t (func (param i32 i32 i32 i32) (result i32)))
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $first)
  (func $realloc (export "cabi_realloc") (type $t) (memory.grow (i32.const 1)))
  (func (export "run") (call $first) (call_indirect (i32.const 0))))
;--- import.wat
;; CHECK: (import "e" "realloc" (func $realloc
;; CHECK: (elem (;0;) (i32.const 0) func $realloc)
(module
  (import "e" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (table 1 funcref) (elem (i32.const 0) $realloc) (export "cabi_realloc" (func $realloc))
  (func (export "run") (call_indirect (i32.const 0))))
;--- handler.wat
(module
  (memory 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func $handler (param i32) (drop (call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))))
  (func (export "run") (result f32) (call_indirect (i32.const 0)) (f32.load (i32.const 0))))
;--- only-in-table.wat
(module
  (memory (export "m") 1) (table 2 funcref) (elem (i32.const 0) $realloc $other)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func $other)
  (func $bad-type (export "mistyped") (call_indirect (i32.const 0)))
  (func (export "run") (call_indirect (i32.const 1))))
;--- dead-caller.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func $dead (result i32) (call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "run") (call_indirect (i32.const 0))))
;--- called.wat
(module
  (memory (export "m") 1) (table 2 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (drop (call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))
;--- called-by-equal-type.wat
(module
  (type $a (func (param i32 i32 i32 i32) (result i32))) (type $b (func (param i32 i32 i32 i32) (result i32)))
  (memory (export "m") 1) (table 2 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (type $a) (memory.grow (i32.const 1)))
  (func (export "run") (drop (call_indirect (type $b) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))
;--- tail-called.wat
(module
  (memory (export "m") 1) (table 2 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func $tail (result i32) (return_call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "run") (drop (call $tail))))
;--- called-late.wat
;; What calls it is reached only through another one that is released.
(module
  (memory (export "m") 1) (table 3 funcref) (elem (i32.const 0) $realloc $realloc1)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func $realloc1 (export "cabi_realloc$1") (param i32 i32 i32 i32) (result i32) (i32.const 7))
  (func $caller (drop (call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))))
  (elem (i32.const 2) $caller)
  (func (export "run") (call_indirect (i32.const 2)))
  (func (export "cabi_realloc_dummy")))
;--- taken.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (drop (table.get 0 (i32.const 0)))))
;--- copied.wat
(module
  (memory (export "m") 1) (table 1 funcref) (table $open (export "open") 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (table.copy $open 0 (i32.const 0) (i32.const 0) (i32.const 1))))
;--- exported-table.wat
(module
  (memory (export "m") 1) (table (export "t") 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run")))
;--- imported-table.wat
(module
  (import "e" "t" (table 1 funcref)) (memory (export "m") 1) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run")))
;--- passive.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem $e func $realloc) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1))))
;--- direct.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run") (drop (call $realloc (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))
;--- global.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc) (global (export "g") funcref (ref.func $realloc))
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run")))
;--- exported-twice.wat
(module
  (memory (export "m") 1) (table 1 funcref) (elem (i32.const 0) $realloc)
  (func $realloc (export "cabi_realloc") (export "cabi_post_x") (param i32 i32 i32 i32) (result i32) (memory.grow (i32.const 1)))
  (func (export "run")))
