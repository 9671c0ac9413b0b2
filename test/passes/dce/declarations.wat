;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a function that a surviving body makes a value of by ref.func stays declared, whatever declared it before: a
;;       global, a table's initial value, a segment of any kind. Declarations nobody needs go.
;; Why:  ref.func in a body is invalid without a declaration outside of bodies.
;; Never: keeps a function alive because something declares it; changes what elem.drop or table.init of a declarative
;;        segment do.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{module} =
;; DEFINE: %{check} = %meld-opt -passes=dce -verify-each %t/%{module}.wat -o %t/out.wasm && %v8-validate %t/out.wasm && %meld-opt -S %t/out.wasm -o - | FileCheck %t/%{module}.wat --implicit-check-not=dead --implicit-check-not=elem
;; REDEFINE: %{module} = global
;; RUN: %{check}
;; REDEFINE: %{module} = segments
;; RUN: %{check}
;; REDEFINE: %{module} = unneeded
;; RUN: %{check}
;; REDEFINE: %{module} = partly
;; RUN: %{check}
;; REDEFINE: %{module} = still-declared
;; RUN: %{check}
;; REDEFINE: %{module} = other-space
;; RUN: %{check}
;; REDEFINE: %{module} = named
;; RUN: %{check}
;; RUN: %meld-opt %t/named.wat -o %t/in.wasm && %exec-compare %t/in.wasm %t/out.wasm --seeds=1 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

;; A new declaration is what it is when it is read back.
;; RUN: %plain-meld-opt '-passes=dce,print<structural-hash>' %t/global.wat -o %t/out.wasm 2> %t/made
;; RUN: %plain-meld-opt '-passes=print<structural-hash>' %t/out.wasm -disable-output 2> %t/read && diff %t/made %t/read

;--- global.wat
;; CHECK: (elem (;0;) declare func $f $g)
(module
  (global $dead funcref (ref.func $f))
  (global $dead-too funcref (ref.func $g))
  (func $f) (func $g)
  (func (export "run") (result i32) (drop (ref.func $g)) (drop (ref.func $f)) (drop (ref.func $g)) (i32.const 1)))
;--- segments.wat
;; CHECK: (elem (;0;) declare func $f $g $h)
(module
  (table $dead 1 funcref)
  (elem (table $dead) (i32.const 0) func $f)
  (elem $dead-passive funcref (ref.func $g))
  (elem declare func $dead-function $h)
  (func $dead-function) (func $f) (func $g) (func $h)
  (func (export "run") (drop (ref.func $f)) (drop (ref.func $g)) (drop (ref.func $h))))
;--- unneeded.wat
;; A body that needed them is gone.
;; CHECK: (func $f
(module
  (elem declare func $f)
  (elem declare func $dead-function)
  (func $f)
  (func $dead-function (drop (ref.func $f)))
  (func (export "run") (call $f)))
;--- partly.wat
;; Every function of the segment is alive, one is made a value: the segment stays as it is.
;; CHECK: (elem (;0;) declare func $f $g)
(module
  (elem declare func $f $g)
  (func $f) (func $g) (func $dead-function)
  (func (export "run") (call $f) (drop (ref.func $g))))
;--- still-declared.wat
;; Exports and live segments declare as well.
;; CHECK: (elem (;0;) (i32.const 0) func $f)
(module
  (table (export "t") 1 funcref)
  (global $dead funcref (ref.func $g))
  (elem (i32.const 0) $f)
  (func $f) (func $g (export "g"))
  (func (export "run") (drop (ref.func $f)) (drop (ref.func $g))))
;--- other-space.wat
;; That a global names global 0, an import, declares no function 0; that another names function 1 does.
;; CHECK: (elem (;0;) declare func $f)
(module
  (import "e" "g" (global i32))
  (global (export "copy") i32 (global.get 0))
  (global (export "value") funcref (ref.func $g))
  (global $dead funcref (ref.func $f))
  (func $f) (func $g)
  (func (export "run") (drop (ref.func $f)) (drop (ref.func $g))))
;--- named.wat
;; A declarative segment that code names has no items at run time; dead ones are taken out.
;; CHECK: (elem $e (;0;) declare func)
;; CHECK: (elem (;1;) declare func $f)
;; CHECK: table.init 0 $e
;; CHECK: elem.drop $e
(module
  (table 1 funcref)
  (elem $e declare func $dead-function $f)
  (func $dead-function) (func $f)
  (func (export "run") (result i32)
    (drop (ref.func $f))
    (table.init $e (i32.const 1) (i32.const 0) (i32.const 0))
    (elem.drop $e) (ref.is_null (table.get 0 (i32.const 0))))
  (func (export "traps") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1))))
