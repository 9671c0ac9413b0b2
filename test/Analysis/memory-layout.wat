;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the memory map as table, JSON, drawing, C header, linker script and image: the same numbers in each; stacks and
;;       heaps by the names of globals and the memory that their users access.
;; Why:  firmware is built with these, and people review the drawing.
;; Never: names a stack that nobody called one, or gives two windows one identifier.

;; RUN: rm -rf %t && mkdir %t
;; RUN: %wat2wasm --enable-multi-memory --debug-names %s -o %t/in.wasm
;; RUN: %meld-opt '-passes=rebase<base=20;reserve=2;reserve.heap=1>,bump-grow,print<memory-layout>' %t/in.wasm -o %t/out.wasm -report=memory-layout:json:%t/map.json -report=memory-layout:svg:%t/map.svg -report=memory-layout:header:%t/layout.h -report=memory-layout:linker:%t/layout.ld -report=memory-layout:image:%t/image.bin 2>&1 | FileCheck %s
;; CHECK:      merged memory: 7 pages, 458752 bytes
;; CHECK-NEXT: window base end initial bytes reserve bytes lost bytes end of data stack top heap base exported as
;; CHECK-NEXT: 0 $heap 0x20 0x20020 65536 65536 32 +0x40c +0x1000 - heap
;; CHECK-NEXT: 1 $odd 0x20020 0x50020 65536 131072 0 +0x10 - - -
;; CHECK-NEXT: 2 $Heap 0x50020 0x60020 65536 0 0 +0x0 +0x200 - -
;; CHECK-NEXT: lost to the last page: 65504 bytes

;; The same from the module alone: the section carries it.
;; RUN: %meld-opt '-passes=print<memory-layout>' -disable-output %t/out.wasm 2>&1 | FileCheck %s

;; RUN: %python -c "import json,sys; w=json.load(sys.stdin)['windows']; print(w[0]['data'], w[0]['stackTopBytes'], w[0]['lostBytes'], w[1]['data'], 'stackTopBytes' in w[1])" < %t/map.json | FileCheck %s --check-prefix=JSON
;; JSON: [{'beginBytes': 16, 'endBytes': 24}, {'beginBytes': 1024, 'endBytes': 1036}] 4096 32 [{'beginBytes': 8, 'endBytes': 16}] False

;; RUN: FileCheck %s --check-prefix=HEADER --input-file=%t/layout.h
;; HEADER:      #define MELD_MEMORY_BYTES 0x70000
;; HEADER-NEXT: #define MELD_MEMORY_PAGES 7
;; HEADER-NEXT: #define MELD_WINDOW_COUNT 3
;; HEADER:      #define MELD_WINDOW_0_MEMORY 0
;; HEADER-NEXT: #define MELD_WINDOW_0_BASE 0x20
;; HEADER:      #define MELD_ODD_BASE 0x20020
;; HEADER-NEXT: #define MELD_ODD_INITIAL_BYTES 0x10000
;; HEADER-NEXT: #define MELD_ODD_CAPACITY_BYTES 0x30000
;; HEADER:      #define MELD_WINDOW_2_BASE 0x50020
;; HEADER:      X(1, "odd", 0x20020, 0x10000, 0x30000) \
;; A compiler reads it, and gets what the linker gets.
;; RUN: printf '#include "layout.h"\n#include <stddef.h>\n#define ROW(number, name, base, initial, capacity) {number, name, base},\nstruct { int number; const char *name; unsigned base; } all[] = {MELD_WINDOWS(ROW)};\n_Static_assert(sizeof all / sizeof *all == MELD_WINDOW_COUNT, "");\n_Static_assert(MELD_MEMORY_BYTES == MELD_MEMORY_PAGES * 65536, "");\n' > %t/use.c
;; RUN: %clang -std=c17 -Wall -Wextra -Werror -fsyntax-only %t/use.c
;; RUN: FileCheck %s --check-prefix=LINKER --input-file=%t/layout.ld
;; LINKER:      meld_memory_bytes = 0x70000;
;; LINKER-NEXT: meld_window_0_base = 0x20;
;; LINKER-NEXT: meld_window_0_initial_bytes = 0x10000;
;; LINKER-NEXT: meld_window_0_capacity_bytes = 0x20000;
;; LINKER-NEXT: meld_odd_base = 0x20020;

;; The image: bases added, the later segment wins, zeros between.
;; RUN: %python -c "d=open(r'%t/image.bin','rb').read(); print(len(d), d[0x20+16:0x20+24], d[0x20+1024:0x20+1036], d[0x20020+8:], sum(d))" | FileCheck %s --check-prefix=IMAGE
;; IMAGE: 131120 b'abXXefgh' b'twelve bytes' b'of odd..' {{[0-9]+}}

;; RUN: FileCheck %s --check-prefix=SVG --input-file=%t/map.svg
;; RUN: %python -c "import xml.dom.minidom,sys; xml.dom.minidom.parse(sys.argv[1])" %t/map.svg
;; SVG: prefers-color-scheme: dark
;; SVG: 458752 bytes, 3 windows
;; SVG: <text x="300" y="{{[0-9]+}}">0 $heap</text>
;; SVG: <rect class="stack"
;; SVG: <title>data: 0x30 to 0x38, 8 bytes</title>
;; SVG: 1 $odd
;; SVG: 0x20020 to 0x50020: initial 64 KiB, reserve 128 KiB, data ends at +0x10
(module
  (memory $heap (export "heap") 1 4)
  (memory $odd 1)
  (memory $Heap 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))
  (global $__stack_pointer_1 (mut i32) (i32.const 512))
  ;; Not by its value, and not where its users access two memories.
  (global $stack (mut i32) (i32.const 4096))
  (global $__stack_pointer_2 (mut i32) (i32.const 77))
  (func (export "a") (drop (i32.load $heap (global.get $__stack_pointer))))
  (func (export "d") (drop (i32.load $odd (global.get $stack))))
  (func (export "b") (drop (i32.load $Heap (global.get $__stack_pointer_1))))
  (func (export "c") (param i32) (drop (i32.load $odd (global.get $__stack_pointer_2))) (drop (i32.load $heap (i32.const 0)))
    (drop (memory.grow $heap (local.get 0))) (drop (memory.grow $odd (local.get 0))))
  (data (memory $heap) (i32.const 16) "abcdefgh")
  (data (memory $heap) (i32.const 18) "XX")
  (data (memory $heap) (i32.const 1024) "twelve bytes")
  (data (memory $odd) (i32.const 8) "of odd.."))
