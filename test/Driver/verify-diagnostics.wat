;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -verify-diagnostics takes errors, warnings, remarks, notes and remedies that the text announces for what is right.
;; Why: what is refused is said where it is refused, many cases to a file.
;; Never: succeed if anything else is said, or anything less.

;; RUN: %meld-opt -verify-diagnostics -split-input-file -passes=rebase,bump-grow -pass-remarks=rebase -disable-output %s 2>&1 | count 0

;; An error of a pass, on the line after; the rest of the pipeline does not run.
(module
  ;; expected-error@+2 {{rebase: memory 0 (exported as "m") is shared between threads}}
  ;; expected-remedy@+1 {{build without threads}}
  (memory (export "m") 1 1 shared))

;; -----

;; Warnings without an entity of their own are about the module, which begins here. Texts are parts of messages, in any
;; order; -re has regular expressions in {{}}.
;; expected-warning-re@+2 {{premise no-host-growth: {{.*}} will fail: memory {{[0-9]+}}}}
;; expected-warning@below {{host-adds-base}}
(module
  (memory (export "m") 1) ;; expected-remark {{is placed at byte 0}}
  ;; expected-remark@+1 {{memory 1 (exported as "n")}}
  (memory (export "n") 1)
  (func (export "f") (result i32)
    (memory.grow (i32.const 1))))

;; -----

;; The verifier.
(module
  (func (result i32) (i64.const 1)))
  ;; expected-error@above {{verifier: end expects i32 but the stack holds i64 (core specification}}

;; -----

;; The text reader: further errors are notes.
(module
  ;; expected-error@+2 {{undefined local variable "$x"}}
  ;; expected-note-re@+2 {{undefined {{global|local}} variable "{{[$]}}y"}}
  (func (drop (local.get $x)))
  (func (drop (global.get $y))))

;; -----

;; Nothing is expected where nothing is said.
(module)
