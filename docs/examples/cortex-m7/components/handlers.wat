;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: gives the firmware's handlers to the module, by names that meld-opt's options use.
;; Why:  rebase<trap=call:...> and bump-grow<oom=call:...> call a function of the module; imported ones will do.
;; Must never: return from a handler to the code that failed; the passes put `unreachable` after the call.

(module
  (import "firmware" "out_of_bounds" (func $out_of_bounds (param i32)))
  (import "firmware" "out_of_memory" (func $out_of_memory (param i32 i32)))
  (export "out_of_bounds" (func $out_of_bounds))
  (export "out_of_memory" (func $out_of_memory)))
