;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: host-adds-base is stated for a window not at 0 that the host sees or exchanges integers with, with the places and
;;       the call chains; it is denied, granted and recorded like every premise. Long lists are bounded.
;; Why:  each place is one where the host has to add the base; where there is none, nothing has to be reviewed.
;; Never: states it for windows that the host has no contact with, or for the one at 0.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{one} = %meld-opt -passes=rebase %t/%{case}.wat -o %t/%{case}.wasm 2> %t/log && FileCheck %t/%{case}.wat < %t/log
;; REDEFINE: %{case} = import
;; RUN: %{one}
;; REDEFINE: %{case} = export
;; RUN: %{one}
;; REDEFINE: %{case} = visible
;; RUN: %{one}
;; REDEFINE: %{case} = several
;; RUN: %{one}
;; REDEFINE: %{case} = seen
;; RUN: %{one}
;; REDEFINE: %{case} = eight
;; RUN: %{one}

;; A single memory that does not stand at 0 is a window like any other.
;; RUN: %meld-opt '-passes=rebase<base=65536>' %t/single.wat -disable-output 2>&1 | FileCheck %t/single.wat

;; No contact: only the window at 0 talks to the host, what talks is not connected, or nothing but floats pass.
;; RUN: %meld-opt -passes=rebase -Werror -deny=host-adds-base %t/no-contact.wat -o %t/no-contact.wasm 2>&1 | count 0

;; Bounded: more than four chains a window, eight names, eight windows.
;; RUN: %python %t/many.py > %t/many.wat && %meld-opt -passes=rebase %t/many.wat -disable-output 2>&1 | FileCheck %t/many.py --implicit-check-not=note:

;; Denied, granted, recorded.
;; RUN: not %meld-opt -passes=rebase -deny=host-adds-base %t/import.wat -o %t/denied.wasm 2>&1 | FileCheck %s --check-prefix=DENIED
;; RUN: not ls %t/denied.wasm
;; DENIED: error: rebase: premise host-adds-base: {{.*}}through import "e" "take"
;; DENIED: note: memory 1 $b: $use -> $wrap -> import "e" "take"
;; DENIED: remedy: {{.*}}; without -deny=host-adds-base this is a warning
;; RUN: %meld-opt '-passes=rebase,print<memory-layout>' -Werror -assume=host-adds-base %t/import.wat -o %t/granted.wasm 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: rebase: premise host-adds-base, granted by -assume=host-adds-base: {{.*}}memory 1 $b
;; GRANTED: note: memory 1 $b: $use ->
;; GRANTED: premises: host-adds-base (granted)
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/import.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=RECORDED
;; RECORDED: premises: host-adds-base{{$}}

;--- import.wat
;; CHECK: warning: rebase: premise host-adds-base: a host that exchanges pointers with a window not at 0 adds its base: memory 1 $b at byte 65536; pointers could pass through import "e" "take"{{$}}
;; CHECK: note: memory 1 $b: $use -> $wrap -> import "e" "take"{{$}}
;; CHECK-NEXT: note: -passes='print<host-interface>' lists all of them
;; CHECK-NEXT: remedy: -deny=host-adds-base refuses instead; see docs/premises.md#host-adds-base
(module (import "e" "take" (func $take (param i32)))
  (memory $a 1) (memory $b 1)
  (func $use (export "use") (i32.store $b (i32.const 0) (i32.const 0)) (call $wrap))
  (func $wrap (call $take (i32.const 0))))
;--- export.wat
;; CHECK: memory 1 $b at byte 65536; pointers could pass through export "f"{{$}}
;; CHECK: note: memory 1 $b: export "f" -> $f -> $use
(module (memory $a 1) (memory $b 1)
  (func $zero (export "zero") (param i32) (i32.store $a (local.get 0) (i32.const 0)))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func $f (export "f") (param i32) (call $use (local.get 0)))
  (func $use (param i32) (i32.store $b (local.get 0) (i32.const 0))))
;--- visible.wat
;; The host reads the bytes: any integer that a function returns could be the address of a buffer, used or not.
;; CHECK: warning: rebase: premise host-adds-base: {{.*}}: memory 1 $b at byte 65536; pointers could pass through export "buffer"{{$}}
;; CHECK-NOT: note:
;; CHECK: remedy:
(module (memory $a 1 1) (memory $b (export "b") 1 1)
  (func $zero (export "zero") (param i32) (i32.store $a (local.get 0) (i32.const 0)))
  (func (export "buffer") (result i32) (i32.const 1024)))
;--- several.wat
;; Every window that is concerned, once each; what two share is named once.
;; CHECK: memory 1 $b at byte 65536, memory 3 $d at byte 196608; pointers could pass through import "e" "take", export "b"{{$}}
;; CHECK: note: memory 1 $b: $take-b -> import "e" "take"
;; CHECK-NEXT: note: memory 1 $b: export "b" -> $take-b
;; CHECK-NEXT: note: memory 3 $d: $take-d -> import "e" "take"
;; CHECK-NEXT: note: -passes=
(module (import "e" "take" (func $take (param i32)))
  (memory $a 1) (memory $b 1) (memory $c 1) (memory $d 1)
  (func $take-b (export "b") (param i32) (call $take (i32.load $b (local.get 0))))
  (func $alone (export "c") (drop (i32.load $c (i32.const 0))))
  (func $take-d (export "d") (call $take (i32.load $d (i32.const 0)))))
;--- seen.wat
;; The host sees the bytes and no integer passes.
;; CHECK: a window not at 0 adds its base: memory 1 $b at byte 65536{{$}}
(module (memory $a 1 1) (memory $b (export "b") 1 1))
;--- eight.wat
;; As many places as are shown, and no more.
;; CHECK: pointers could pass through export "1", export "2", export "3", export "4", export "5", export "6", export "7", export "8"{{$}}
(module (memory $a 1 1) (memory $b 1 1)
  (func $f (param i32) (i32.store $b (local.get 0) (i32.const 0)))
  (export "1" (func $f)) (export "2" (func $f)) (export "3" (func $f)) (export "4" (func $f))
  (export "5" (func $f)) (export "6" (func $f)) (export "7" (func $f)) (export "8" (func $f)))
;--- single.wat
;; CHECK: premise host-adds-base: {{.*}}: memory 0 $m at byte 65536; pointers could pass through export "f"
;; CHECK: note: memory 0 $m: export "f" -> $f
(module (memory $m 1) (func $f (export "f") (param i32) (i32.store (local.get 0) (i32.const 0))))
;--- no-contact.wat
(module (import "e" "take" (func $take (param i32))) (import "e" "float" (func $float (param f32)))
  (memory $a 1) (memory $b 1)
  (func $zero (export "zero") (param i32) (call $take (i32.load $a (local.get 0))))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func $use (export "use") (param f64) (i32.store $b (i32.const 0) (i32.const 0)) (call $float (f32.const 0)))
  (func $dead (param i32) (call $take (i32.load $b (local.get 0)))))
;--- many.py
# CHECK: premise host-adds-base: {{.*}}: memory 1 at byte 65536, {{.*}}, memory 8 at byte 524288 and perhaps 3 more windows; pointers could pass through export "f0_1", {{.*}}, export "f3_2" and 25 more{{$}}
# CHECK: note: memory 1: export "f0_1" -> #0
# CHECK-NEXT: note: memory 1: export "f1_1" ->
# CHECK-NEXT: note: memory 1: export "f2_1" ->
# CHECK-NEXT: note: memory 1: export "f3_1" ->
# CHECK-NEXT: note: memory 2: export "f0_2" ->
# CHECK-COUNT-7: {{^}}note: memory {{[23]}}: export
# CHECK-NEXT: note: memory 3: and 1 more
# CHECK-COUNT-20: {{^}}note: memory {{[4-8]}}: export
# CHECK-NEXT: note: -passes=
print("(module", "(memory 1)" * 12)
for f in range(4):
    for m in range(1, 12):
        print(f'  (func (export "f{f}_{m}") (param i32) (i32.store {m} (local.get 0) (i32.const 0)))')
print('  (func (export "g_3") (param i32) (i32.store 3 (local.get 0) (i32.const 0))))')
