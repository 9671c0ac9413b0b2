;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what cannot be lowered is refused, with a remedy, at its place.
;; Why:  a message is part of what a tool promises.
;; Never: a refusal that nobody expected, or one that did not come.

;; RUN: %meld-opt -passes=rebase -split-input-file -verify-diagnostics -disable-output %s

(module
  ;; expected-error@+2 {{is shared between threads}}
  ;; expected-remedy@+1 {{build without threads}}
  (memory 1 1 shared))
;; -----
(module
  ;; expected-error@+1 {{is imported}}
  (import "env" "memory" (memory 1)))
