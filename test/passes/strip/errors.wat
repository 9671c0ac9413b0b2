;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: strip without a name, with a name twice, or with a pattern that is none, is refused.
;; Why:  no request is ignored.
;; Never: takes "nothing" for "everything".

;; DEFINE: %{pipeline} =
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{pipeline}' %s -o %t.wasm 2> %t.log && not ls %t.wasm && cat %t.log
;; RUN: rm -f %t.wasm
;; REDEFINE: %{pipeline} = strip
;; RUN: %{refuse} | FileCheck %s --check-prefix=NONE
;; NONE: errors.wat:[[#@LINE+12]]:2: error: strip: nothing is named to be dropped
;; NONE: remedy: name sections: strip<name=name;name=".debug_*">
;; REDEFINE: %{pipeline} = strip<name="[a">
;; RUN: %{refuse} | FileCheck %s --check-prefix=PATTERN
;; PATTERN: error: strip: name=[a is no pattern: {{.+}}
;; PATTERN: remedy: write * for any characters, ? for one, [abc] for one of some, and \ before one of these
;; REDEFINE: %{pipeline} = strip<name=a;name=b;name=a>
;; RUN: %{refuse} | FileCheck %s --check-prefix=TWICE
;; TWICE: error: option 'name' is given twice
;; REDEFINE: %{pipeline} = strip<section=a>
;; RUN: %{refuse} | FileCheck %s --check-prefix=UNKNOWN
;; UNKNOWN: error: strip has no option 'section'
(module)

;; RUN: %plain-meld-opt '-passes=strip<name=a;name=".debug_*">' -print-pipeline-passes | FileCheck %s --check-prefix=PRINTED
;; PRINTED: {{^}}strip<name=a;name=".debug_*">{{$}}
