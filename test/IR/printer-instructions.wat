;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: the operands of instructions in the printed text.
;; Why:  an operand that is dropped or swapped makes another module.
;; RUN: %meld-opt -disable-verify -S %s | FileCheck %s
;; wabt's disassembler agrees on what was printed and read again.
;; RUN: %wat2wasm --enable-all --no-check %s -o %t.in.wasm
;; RUN: %meld-opt -disable-verify -S %t.in.wasm -o %t.wat
;; RUN: %wat2wasm --enable-all --no-check %t.wat -o %t.out.wasm
;; RUN: %wasm-objdump -d %t.in.wasm | grep '|' > %t.in.txt
;; RUN: %wasm-objdump -d %t.out.wasm | grep '|' > %t.out.txt
;; RUN: diff %t.in.txt %t.out.txt

(module
  (type $callee (func (param i32) (result i32 i32)))
  (memory $a 1) (memory $b 1)
  (table $t 1 funcref) (table $u 1 funcref)
  (tag $e (param i32))
  (global $g (mut i32) (i32.const 0))
  (elem $items func)
  (data $bytes "abc")

  ;; CHECK-LABEL: (func $memories (;0;)
  ;; CHECK-NEXT: i32.const 1
  ;; CHECK-NEXT: i32.load
  ;; CHECK-NEXT: i32.load offset=8 align=1
  ;; CHECK-NEXT: i32.load $b offset=4294967295
  ;; CHECK-NEXT: i64.load32_u $b align=1
  ;; CHECK-NEXT: v128.load8_lane 3
  ;; CHECK-NEXT: v128.load16_lane $b offset=4 align=1 7
  ;; CHECK-NEXT: i64.atomic.rmw.add $b offset=8
  ;; CHECK-NEXT: memory.size
  ;; CHECK-NEXT: memory.grow $b
  ;; CHECK-NEXT: memory.copy
  ;; CHECK-NEXT: memory.copy $a $b
  ;; CHECK-NEXT: memory.copy $b $a
  ;; CHECK-NEXT: memory.fill $b
  ;; CHECK-NEXT: memory.init $bytes
  ;; CHECK-NEXT: memory.init $b $bytes
  ;; CHECK-NEXT: data.drop $bytes
  (func $memories
    i32.const 1
    i32.load
    i32.load offset=8 align=1
    i32.load $b offset=4294967295
    i64.load32_u $b align=1
    v128.load8_lane 3
    v128.load16_lane $b offset=4 align=1 7
    i64.atomic.rmw.add $b offset=8
    memory.size
    memory.grow $b
    memory.copy
    memory.copy $a $b
    memory.copy $b $a
    memory.fill $b
    memory.init $bytes
    memory.init $b $bytes
    data.drop $bytes
    unreachable)

  ;; CHECK-LABEL: (func $tables (;1;)
  ;; CHECK-NEXT: table.get $t
  ;; CHECK-NEXT: table.init $u $items
  ;; CHECK-NEXT: table.copy $t $u
  ;; CHECK-NEXT: elem.drop $items
  ;; CHECK-NEXT: call_indirect (type $callee)
  ;; CHECK-NEXT: return_call_indirect $u (type $callee)
  ;; CHECK-NEXT: ref.func $memories
  ;; CHECK-NEXT: ref.null extern
  ;; CHECK-NEXT: select (result funcref)
  ;; CHECK-NEXT: select
  (func $tables
    table.get $t
    table.init $u $items
    table.copy $t $u
    elem.drop $items
    call_indirect (type $callee)
    return_call_indirect $u (type $callee)
    ref.func $memories
    ref.null extern
    select (result funcref)
    select
    unreachable)

  ;; CHECK-LABEL: (func $constants (;2;)
  ;; CHECK-NEXT: i32.const -2147483648
  ;; CHECK-NEXT: i64.const 9223372036854775807
  ;; CHECK-NEXT: f32.const 0x1.8p+0 (;=1.5;)
  ;; CHECK-NEXT: f32.const 0x0.000002p-126 (;=1e-45;)
  ;; CHECK-NEXT: f32.const -0x0p+0 (;=-0;)
  ;; CHECK-NEXT: f32.const nan:0x1
  ;; CHECK-NEXT: f64.const 0x1.999999999999ap-4 (;=0.1;)
  ;; CHECK-NEXT: f64.const 0x0.0000000000001p-1022 (;=5e-324;)
  ;; CHECK-NEXT: f64.const -inf
  ;; CHECK-NEXT: f64.const -nan
  ;; CHECK-NEXT: v128.const i32x4 0x00000001 0xffffffff 0x00000000 0x12345678
  ;; CHECK-NEXT: i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 31
  ;; CHECK-NEXT: i16x8.extract_lane_s 7
  (func $constants
    i32.const 0x80000000
    i64.const 0x7fffffffffffffff
    f32.const 1.5
    f32.const 1e-45
    f32.const -0
    f32.const nan:0x1
    f64.const 0.1
    f64.const 4.9e-324
    f64.const -inf
    f64.const -nan
    v128.const i32x4 1 -1 0 0x12345678
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 31
    i16x8.extract_lane_s 7
    unreachable)

  ;; CHECK-LABEL: (func $control (;3;)
  ;; CHECK-NEXT: {{^    }}block (type $callee)
  ;; CHECK-NEXT: {{^      }}loop (result i32)
  ;; CHECK-NEXT: {{^        }}br_table 0 1 0 2
  ;; CHECK-NEXT: {{^      }}end
  ;; CHECK-NEXT: {{^      }}if
  ;; CHECK-NEXT: {{^        }}br 1
  ;; CHECK-NEXT: {{^      }}else
  ;; CHECK-NEXT: {{^        }}nop
  ;; CHECK-NEXT: {{^      }}end
  ;; CHECK-NEXT: {{^      }}try
  ;; CHECK-NEXT: {{^        }}throw $e
  ;; CHECK-NEXT: {{^      }}catch $e
  ;; CHECK-NEXT: {{^        }}rethrow 0
  ;; CHECK-NEXT: {{^      }}catch_all
  ;; CHECK-NEXT: {{^      }}end
  ;; CHECK-NEXT: {{^      }}try
  ;; CHECK-NEXT: {{^        }}nop
  ;; CHECK-NEXT: {{^      }}delegate 0
  ;; CHECK-NEXT: {{^      }}global.set $g
  ;; CHECK-NEXT: {{^    }}end
  ;; CHECK-NEXT: {{^  }})
  (func $control
    block $outer (type $callee)
      loop $inner (result i32)
        br_table $inner $outer $inner 2
      end
      if
        br $outer
      else
        nop
      end
      try
        throw $e
      catch $e
        rethrow 0
      catch_all
      end
      try
        nop
      delegate 0
      global.set $g
    end)
)
