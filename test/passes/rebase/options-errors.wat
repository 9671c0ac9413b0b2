;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: options that cannot be meant are refused: with status 2 and a caret where the pipeline is wrong, with status 1 where
;;       the module does not allow it.
;; Why:  a layout that silently differs from the request is found on the board.
;; Never: ignores a request.

;; DEFINE: %{options} =
;; DEFINE: %{status} = 2
;; DEFINE: %{prefix} =
;; DEFINE: %{refuse} = sh -c "%meld-opt '-passes=rebase<%{options}>' %s -o %t.wasm 2> %t.log; test $? -eq %{status}" && not ls %t.wasm && FileCheck %s --check-prefix=%{prefix} < %t.log

;; RUN: rm -f %t.wasm
;; REDEFINE: %{options} = align=8
;; REDEFINE: %{prefix} = ALIGN
;; RUN: %{refuse}
;; REDEFINE: %{options} = align=24
;; RUN: %{refuse}
;; ALIGN: -passes: error: option 'align' of rebase: {{8|24}} is not a power of two of at least 16
;; ALIGN-NEXT: rebase<align={{8|24}}>
;; ALIGN: remedy: give a power of two of at least 16

;; REDEFINE: %{options} = reserve=-1
;; REDEFINE: %{prefix} = PAGES
;; RUN: %{refuse}
;; REDEFINE: %{options} = reserve=1KB
;; RUN: %{refuse}
;; REDEFINE: %{options} = reserve.heap=five
;; RUN: %{refuse}
;; PAGES: -passes: error: option 'reserve{{(.heap)?}}' of rebase: {{.*}} is not a number of pages, bytes with KiB or MiB right after the number, or max

;; REDEFINE: %{options} = base=1;base=2
;; REDEFINE: %{prefix} = TWICE
;; RUN: %{refuse}
;; TWICE: -passes: error: option 'base' is given twice

;; REDEFINE: %{options} = bounds=never
;; REDEFINE: %{prefix} = CHOICE
;; RUN: %{refuse}
;; CHOICE: -passes: error: {{.*}}bounds{{.*}}never

;; REDEFINE: %{status} = 1
;; REDEFINE: %{options} = reserve.haep=3
;; REDEFINE: %{prefix} = NAME
;; RUN: %{refuse}
;; NAME: options-errors.wat:[[#]]:{{[0-9]+}}: error: rebase: reserve.haep names no memory; did you mean heap?
;; NAME: remedy: the memories are: heap, still; an index, an export or a debug name will do

;; Nothing is meant that is not nearly written; a memory without a name is known by its index.
;; RUN: not %meld-opt '-passes=rebase<reserve.elsewhere=3>' %S/Inputs/unnamed.wat -disable-output 2>&1 | FileCheck %s --check-prefix=FAR
;; FAR: error: rebase: reserve.elsewhere names no memory{{$}}
;; FAR: remedy: the memories are: 0, heap; an index, an export or a debug name will do

;; The table names every window, the remedy an option that fits.
;; REDEFINE: %{options} = base=4294901760
;; REDEFINE: %{prefix} = FULL
;; RUN: %{refuse}
;; FULL: error: rebase: the windows do not fit into 65536 pages, the limit of a 32-bit memory:
;; FULL-NEXT: bytes of from stack data heap reserve total
;; FULL-NEXT: memory 0 $heap 4294901760 ? 0 65536 1048576 1114112
;; FULL-NEXT: memory 1 $still 4296015872 ? 0 131072 0 131072
;; FULL: remedy: base=4293722112 fits

;; A stack is told apart where there is no data.
;; RUN: not %meld-opt '-passes=rebase<base=4294901760>' %S/Inputs/stack.wat -disable-output 2>&1 | FileCheck %s --check-prefix=STACK
;; STACK: bytes of from stack data heap reserve total
;; STACK-NEXT: memory 0 4294901760 4096 0 126976 0 131072

;; REDEFINE: %{options} = reserve=max
;; REDEFINE: %{prefix} = MAX
;; RUN: %{refuse}
;; MAX: memory 0 $heap 0 ? 0 65536 4294901760 4294967296
;; MAX: remedy: reserve.heap=65533 fits (it is 65535 now)

;; No wrapping in 64 bits either.
;; REDEFINE: %{options} = base=18446744073709551615
;; REDEFINE: %{prefix} = WRAP
;; RUN: %{refuse}
;; WRAP: error: rebase: the windows do not fit into 65536 pages

;; The remedies are right: they fit exactly.
;; RUN: %meld-opt '-passes=rebase<base=4293722112>,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: %wasm-objdump -x -j Memory %t.wasm | FileCheck %s --check-prefix=FITS
;; RUN: %meld-opt '-passes=rebase<reserve.heap=65533>,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: %wasm-objdump -x -j Memory %t.wasm | FileCheck %s --check-prefix=FITS
;; FITS: memory[0] pages: initial=65536 max=65536

(module
  (memory $heap 1)
  (memory $still 2)
  (func (export "grow") (drop (memory.grow $heap (i32.const 1)))))
