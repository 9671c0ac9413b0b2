;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a live site is explained by a shortest chain of calls, from an export if there is one as short.
;; Why:  people fix what they can read.
;; Never: loops on recursion, or goes by the order of functions.

;; RUN: %meld-opt -passes=probe %s -disable-output 2>&1 | FileCheck %s

;; CHECK: live memory.grow in $sbrk{{.*}}: export "run" -> $malloc -> $sbrk{{$}}
;; CHECK: live memory.grow in #6, {{.*}}: export "other" -> #6{{$}}
;; CHECK: live memory.grow in $recursive{{.*}}: export "recursive" -> $recursive{{$}}

(module
  (memory 1)
  (table 1 funcref)
  (elem (i32.const 0) $far)
  (func $far (call $a))
  (func $a (call $b))
  (func $b (call $dlmalloc))
  (func $dlmalloc (call $sbrk))
  (func $sbrk (drop (memory.grow (i32.const 1))))
  (func $malloc (export "run") (call $dlmalloc) (call $malloc) (call $sbrk))
  (func (export "other") (drop (memory.grow (i32.const 2))))
  (func $recursive (export "recursive") (call $recursive) (drop (memory.grow (i32.const 3)))))
