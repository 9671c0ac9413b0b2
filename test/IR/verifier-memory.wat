;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: memory instructions name existing memories, with valid alignment and offset; bulk operations need their segments.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/no-memory.wat -o %t/no-memory.wasm
;; RUN: not %meld-opt -disable-output %t/no-memory.wasm 2>&1 | FileCheck %s --check-prefix=NO-MEMORY
;; RUN: %wat2wasm --no-check --enable-all %t/second-memory.wat -o %t/second-memory.wasm
;; RUN: not %meld-opt -disable-output %t/second-memory.wasm 2>&1 | FileCheck %s --check-prefix=SECOND-MEMORY
;; RUN: %wat2wasm --no-check --enable-all %t/alignment.wat -o %t/alignment.wasm
;; RUN: not %meld-opt -disable-output %t/alignment.wasm 2>&1 | FileCheck %s --check-prefix=ALIGNMENT
;; RUN: %wat2wasm --no-check --enable-all %t/atomic-alignment.wat -o %t/atomic-alignment.wasm
;; RUN: not %meld-opt -disable-output %t/atomic-alignment.wasm 2>&1 | FileCheck %s --check-prefix=ATOMIC-ALIGNMENT
;; RUN: %wat2wasm --no-check --enable-all %t/address-type.wat -o %t/address-type.wasm
;; RUN: not %meld-opt -disable-output %t/address-type.wasm 2>&1 | FileCheck %s --check-prefix=ADDRESS-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/stored-type.wat -o %t/stored-type.wasm
;; RUN: not %meld-opt -disable-output %t/stored-type.wasm 2>&1 | FileCheck %s --check-prefix=STORED-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/no-data-count.wat -o %t/no-data-count.wasm
;; RUN: not %meld-opt -disable-output %t/no-data-count.wasm 2>&1 | FileCheck %s --check-prefix=NO-DATA-COUNT
;; RUN: %wat2wasm --no-check --enable-all %t/copy-unknown.wat -o %t/copy-unknown.wasm
;; RUN: not %meld-opt -disable-output %t/copy-unknown.wasm 2>&1 | FileCheck %s --check-prefix=COPY-UNKNOWN
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- no-memory.wat
;; NO-MEMORY: function #0, instruction 1, offset {{0x[0-9a-f]+}}: error: verifier: unknown memory 0 (core specification, Memory Instructions: the memory C.mems[x] must exist)
(module (func (drop (i32.load (i32.const 0)))))

;--- second-memory.wat
;; SECOND-MEMORY: function #0, instruction 1, {{.*}}: unknown memory 1 
(module (memory 1) (func (drop (memory.grow 1 (i32.const 0)))))

;--- alignment.wat
;; ALIGNMENT: alignment 2^2 of an access of 2^1 bytes (core specification, Memory Instructions: the alignment must not be larger than the access width)
(module (memory 1) (func (drop (i32.load16_u align=4 (i32.const 0)))))

;--- atomic-alignment.wat
;; ATOMIC-ALIGNMENT: alignment 2^1 of an access of 2^2 bytes (core specification, Threads, Atomic Memory Instructions: the alignment must equal the access width)
(module (memory 1 1 shared) (func (drop (i32.atomic.load align=2 (i32.const 0)))))

;--- address-type.wat
;; ADDRESS-TYPE: i32.load expects i64 but the stack holds i32
(module (memory i64 1) (func (drop (i32.load (i32.const 0)))))

;--- stored-type.wat
;; STORED-TYPE: instruction 2, {{.*}}: i32.store expects i32 but the stack holds f32
(module (memory 1) (func (i32.store (i32.const 0) (f32.const 0))))

;--- no-data-count.wat
;; NO-DATA-COUNT: there is no data count section (core specification, Binary Format, Modules: memory.init and data.drop require a data count section)
(module (memory 1) (func (data.drop 0)))

;--- copy-unknown.wat
;; COPY-UNKNOWN: unknown memory 1 
(module (memory 1) (func (memory.copy 0 1 (i32.const 0) (i32.const 0) (i32.const 0))))

;--- valid.wat
(module (memory 1) (memory i64 1) (data $d "x")
  (func (drop (i32.load16_u align=2 (i32.const 0))) (drop (i64.load 1 offset=8 (i64.const 0)))
        (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $d)
        (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)) (drop (memory.size 1))))
