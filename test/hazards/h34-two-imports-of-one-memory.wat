;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H34
;; Two imported memories could be one: refused, not split in two; with import=define as well, which grants that others keep
;; away from a memory, not that two of the module's own are different. To grant that takes a word of its own, and a name
;; for each.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{passes} = rebase,bump-grow
;; DEFINE: %{flags} =
;; DEFINE: %{case} = one
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{passes}' %{flags} %t/%{case}.wat -o %t/no.wasm 2> %t/log && not ls %t/no.wasm && FileCheck %s < %t/log --check-prefix
;; RUN: %{refuse} IMPORTED
;; IMPORTED: error: rebase: memory 0 is imported, so its bytes belong to somebody else
;; REDEFINE: %{passes} = rebase<import=define>,bump-grow
;; RUN: %{refuse} ONE
;; ONE: one.wat:1:{{[0-9]+}}: error: rebase: memory 0 and memory 1 both import "e" "m"; if that is one memory, import=define would split it (premise private-import is not granted)
;; ONE: remedy: import it once; or, if nobody else imports, fills or keeps the memory that the module imports, grant that with -assume=private-import:m; see docs/premises.md#private-import
;; REDEFINE: %{flags} = -assume=private-import:0
;; RUN: %{refuse} ONE
;; REDEFINE: %{flags} = -assume=private-import
;; RUN: %{refuse} NAMES
;; NAMES: error: rebase: the export name "m" is taken; memory 1, imported under that name, needs it

;; REDEFINE: %{case} = named
;; REDEFINE: %{flags} =
;; RUN: %{refuse} NAMED
;; NAMED: error: rebase: memory 0 $a and memory 1 $b both import "e" "m"
;; RUN: %meld-opt '-passes=%{passes}' -assume=private-import:b %t/named.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: rebase: premise private-import, granted by -assume=private-import:b: memory 0 $a and memory 1 $b both import "e" "m"
;; GRANTED: warning: rebase: premise private-import: memory 0 $a, imported as "e" "m", becomes 1 pages
;; RUN: %wasm-objdump -x -j Export %t/out.wasm | FileCheck %s --check-prefix=EXPORTS
;; EXPORTS-DAG: memory[0] -> "m"
;; EXPORTS-DAG: memory[0] -> "second"
;; EXPORTS-DAG: global[0] -> "{{m|second}}.base"
;; EXPORTS-DAG: global[1] -> "{{m|second}}.base"

;; The same field of two modules is no alias by its name.
;; RUN: %meld-opt '-passes=rebase<import=define>' %t/apart.wat -o %t/apart.wasm 2>&1 | FileCheck %s --check-prefix=APART --implicit-check-not='both import'
;; APART: memory 1 (exported as "second"), imported as "f" "m"

;--- one.wat
(module (import "e" "m" (memory 1)) (import "e" "m" (memory 1)))
;--- named.wat
(module (import "e" "m" (memory $a 1)) (import "e" "m" (memory $b 1)) (export "second" (memory $b)))
;--- apart.wat
(module (import "e" "m" (memory 1)) (import "f" "m" (memory 1)) (export "second" (memory 1)))
