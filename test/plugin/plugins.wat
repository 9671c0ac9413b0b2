;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what a plugin adds works like what is built in: passes of both kinds with options, analyses, a premise, a named
;;       pipeline, names of its own, passes at both ends, an observer.
;; Why:  a pass is the same class in tree and out of tree.
;; Never: one of them without the flag.

;; DEFINE: %{load} = -load-pass-plugin=%plugins/calls-plugin.so
;; RUN: %meld-opt %{load} '-passes=call-report,function(visit<greeting=met>)' %s -disable-output 2>&1 | FileCheck %s --match-full-lines --implicit-check-not={{.}}
;; CHECK: [ say ]
;; CHECK-NEXT: begin
;; CHECK-NEXT: [ call-report ]
;; CHECK-NEXT: twice: 2 calls
;; CHECK-NEXT: once: 1 calls
;; CHECK-NEXT: [ visit ]
;; CHECK-NEXT: met main
;; CHECK-NEXT: met twice
;; CHECK-NEXT: met once
;; CHECK-NEXT: [ say ]
;; CHECK-NEXT: end

;; RUN: %meld-opt %{load} '-passes=default<calls;visit.greeting=seen>,say.something,function(say.name),print<call-counts>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=NAMES --match-full-lines
;; NAMES: twice: 2 calls
;; NAMES-NOT: once: 1 calls
;; NAMES: seen main
;; NAMES: something
;; NAMES: name: main
;; NAMES: called 2 times: twice
;; RUN: %meld-opt %{load} '-passes=default<calls>,say.something,function(visit<greeting=visited>)' -print-pipeline-passes | FileCheck %s --check-prefix=PRINTED --match-full-lines
;; PRINTED: call-report<at-least=2>,function(visit),say,function(visit)

;; The listings, errors and remedies know them.
;; RUN: %meld-opt %{load} -print-passes | FileCheck %s --check-prefix=LISTED
;; LISTED: {{^}}Module passes:
;; LISTED: {{^}}  call-report {{ *}}print functions that are called often
;; LISTED-NEXT: {{^}}    at-least=N {{ *}}least number of calls
;; LISTED: {{^}}Function passes:
;; LISTED: {{^}}  function(visit)
;; LISTED: {{^}}  call-counts {{ *}}require<call-counts>, invalidate<call-counts>, print<call-counts>
;; LISTED: {{^}}  default<calls> {{ *}}what the calls plugin has
;; LISTED: {{^}}  fair-calls {{ *}}granted: all calls cost the same
;; RUN: %meld-opt %{load} -describe-pass=visit | FileCheck %s --check-prefix=DESCRIBED
;; DESCRIBED: greeting=TEXT (text, default visited)
;; RUN: not %meld-opt %{load} -passes=call-repord %s 2>&1 | FileCheck %s --check-prefix=NEAR
;; NEAR: there is no pass 'call-repord'; did you mean 'call-report'?
;; RUN: not %meld-opt -passes=call-report %s 2>&1 | FileCheck %s --check-prefix=WITHOUT
;; WITHOUT: there is no pass 'call-report'

;; Its premise has to be granted, by its name.
;; RUN: not %meld-opt %{load} '-passes=call-report<fair>' %s -o %t.none 2>&1 | FileCheck %s --check-prefix=REFUSED
;; REFUSED: error: call-report: calls are only counted (premise fair-calls is not granted)
;; RUN: %meld-opt %{load} '-passes=call-report<fair>' -assume=fair-calls %s -disable-output 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: call-report: premise fair-calls, granted by -assume=fair-calls: calls are only counted

;; The analysis of one plugin is used by a pass of another, which has it from the same header; both may register it.
;; DEFINE: %{both} = %{load} -load-pass-plugin=%plugins/report-plugin.so
;; RUN: %meld-opt %{both} -passes=busiest,call-report,busiest %s -disable-output -debug-pass-manager 2>&1 | FileCheck %s --check-prefix=BOTH
;; BOTH: not counted yet
;; BOTH-COUNT-1: Running analysis: call-counts
;; BOTH-NOT: Running analysis: call-counts
;; BOTH: busiest: twice
;; BOTH: twice: 2 calls
;; BOTH: counted already
;; BOTH-NEXT: busiest: twice
;; RUN: %meld-opt -load-pass-plugin %plugins/report-plugin.so -passes=busiest %s -disable-output 2>&1 | FileCheck %s --check-prefix=ALONE
;; ALONE: not counted yet
;; ALONE-NEXT: busiest: twice

(module
  (func $main (export "main") (call $twice) (call $once) (call $twice))
  (func $twice)
  (func $once))
