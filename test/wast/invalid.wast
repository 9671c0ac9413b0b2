;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What is no module is refused, by meld-opt as by others; what merely looks odd is not.
;;
;; RUN: %run-wast --pipeline=identity --pipeline=rebase %s

(assert_invalid (module (memory 1) (func (i64.load (i64.const 0)) drop)) "type mismatch")
(assert_invalid (module (memory 1) (func (drop (i32.load align=8 (i32.const 0))))) "alignment must not be larger than natural")
(assert_invalid (module (func (drop (memory.size)))) "unknown memory")
(assert_invalid (module (memory 1) (memory 1) (func (memory.copy 0 2 (i32.const 0) (i32.const 0) (i32.const 0)))) "unknown memory")
(assert_invalid (module (memory 2 1)) "size minimum must not be greater than maximum")
(assert_invalid (module (memory 65537)) "memory size must be at most 65536 pages (4GiB)")
(assert_invalid (module (memory 1) (data (i64.const 0) "x")) "type mismatch")
(assert_invalid (module (global $g (mut i32) (i32.const 0)) (memory 1) (data (global.get $g) "x")) "constant expression required")
(assert_invalid (module (memory 1) (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))) "unknown data segment")
(assert_invalid (module (func $f (param i32)) (start $f)) "start function")
(assert_invalid (module (memory 1) (export "m" (memory 0)) (export "m" (memory 0))) "duplicate export name")
(assert_malformed (module binary "\00asm\01\00\00\00\05\03\01\00") "unexpected end")
(assert_malformed (module binary "\00asm\02\00\00\00") "unknown binary version")
(module (memory 0 0) (data (i32.const 0) "") (func (block) (loop) (nop)))
(module (memory 1) (memory 1) (func (export "f") (result i32) (return (i32.const 3)) (memory.size 1) (drop)))
(assert_return (invoke "f") (i32.const 3))
