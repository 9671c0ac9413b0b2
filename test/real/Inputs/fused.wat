;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: two components fused into one core module, as a component-fusing linker emits them: each
;;       brings a memory of 17 pages (a stack of 1 MiB, data above it), a stack pointer, a table,
;;       an allocator that grows its memory, cabi_realloc, and its own copy of the host's import;
;;       adapters copy between the memories.
;; Why:  this is the input that memory lowering exists for, small enough to read.
;; Must never: address one memory with a pointer of the other, or reach outside a memory, except in
;;       exports whose names start with trap_.

(module
  (type $unary (func (param i32) (result i32)))
  (type $binary (func (param i32 i32) (result i32)))

  (import "host" "f" (func $f (type $binary)))
  (import "host" "f$1" (func $f$1 (type $binary)))

  (memory $memory 17)
  (memory $memory$0 17)

  ;; Equal initial values: the two stack pointers must not be taken for one.
  (global $__stack_pointer (mut i32) (i32.const 1048576))
  (global $__stack_pointer$1 (mut i32) (i32.const 1048576))
  (global $heap (mut i32) (i32.const 1048832))
  (global $heap$1 (mut i32) (i32.const 1048704))
  (global $calls (mut i32) (i32.const 0))

  (table $table 4 4 funcref)
  (table $table$1 3 3 funcref)
  (elem (table $table) (i32.const 1) func $double $square $host)
  (elem (table $table$1) (i32.const 1) func $sum_words $xor_words)

  (data $greeting (memory $memory) (i32.const 1048576) "greetings from the first component\00")
  (data $constants (memory $memory) (i32.const 1048640) "\01\00\00\00\02\00\00\00\03\00\00\00\05\00\00\00")
  (data $greeting$1 (memory $memory$0) (i32.const 1048576) "the second component answers\00")
  (data $template "template of a record: 0123456789abcdef")

  (export "memory" (memory $memory))
  (export "memory$0" (memory $memory$0))
  (export "cabi_realloc" (func $cabi_realloc))
  (export "cabi_realloc$1" (func $cabi_realloc$1))
  (export "calls" (global $calls))
  (start $initialize)

  ;; ---- first component ----

  (func $initialize
    (global.set $calls (i32.const 100))
    (i32.store offset=16 (i32.const 1048640) (memory.size $memory$0)))

  ;; Bump allocator with 8-byte blocks; grows by as many pages as the request lacks; 0 = no memory.
  (func $allocate (param $size i32) (result i32)
    (local $old i32) (local $end i32) (local $have i32)
    (local.set $old (global.get $heap))
    (local.set $size (i32.and (i32.add (local.get $size) (i32.const 7)) (i32.const -8)))
    (local.set $end (i32.add (local.get $old) (local.get $size)))
    (if (i32.lt_u (local.get $end) (local.get $old)) (then (return (i32.const 0))))
    (local.set $have (i32.shl (memory.size $memory) (i32.const 16)))
    (if (i32.gt_u (local.get $end) (local.get $have))
      (then
        (if (i32.eq
              (memory.grow $memory
                (i32.shr_u (i32.add (i32.sub (local.get $end) (local.get $have)) (i32.const 65535))
                           (i32.const 16)))
              (i32.const -1))
          (then (return (i32.const 0))))))
    (global.set $heap (local.get $end))
    (local.get $old))

  (func $cabi_realloc (param $old i32) (param $old_size i32) (param $align i32) (param $size i32)
    (result i32)
    (local $new i32)
    (local.set $new (call $allocate (local.get $size)))
    (if (i32.eqz (local.get $new)) (then (unreachable)))
    (if (local.get $old)
      (then (memory.copy $memory $memory (local.get $new) (local.get $old)
              (select (local.get $old_size) (local.get $size)
                      (i32.lt_u (local.get $old_size) (local.get $size))))))
    (local.get $new))

  (func $double (type $unary) (i32.shl (local.get 0) (i32.const 1)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func $host (type $unary) (call $f (local.get 0) (i32.const 3)))

  (func $apply (export "apply") (param $operation i32) (param $value i32) (result i32)
    (call_indirect $table (type $unary) (local.get $value) (local.get $operation)))

  ;; Fills `count` words of a fresh block by way of table entry 2 and hands them to the other side.
  (func $run (export "run") (param $count i32) (param $operation i32) (result i32)
    (local $block i32) (local $i i32) (local $frame i32)
    (local.set $frame (i32.sub (global.get $__stack_pointer) (i32.const 32)))
    (global.set $__stack_pointer (local.get $frame))
    (i32.store offset=12 (local.get $frame) (local.get $count))
    (local.set $block
      (call $cabi_realloc (i32.const 0) (i32.const 0) (i32.const 4)
        (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (i32.store
          (i32.add (local.get $block) (i32.shl (local.get $i) (i32.const 2)))
          (i32.add (call $apply (i32.const 2) (local.get $i))
            (i32.load offset=1048640 (i32.shl (i32.and (local.get $i) (i32.const 3)) (i32.const 2)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i64.store offset=16 (local.get $frame) (i64.const 0x1122334455667788))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (local.set $i (call $adapter_process (local.get $block) (i32.load offset=12 (local.get $frame))
                        (local.get $operation)))
    (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 32)))
    (call $f (local.get $i) (global.get $calls)))

  ;; ---- adapters ----

  ;; Copies `count` words from the first memory into the second and calls the second component.
  (func $adapter_process (param $from i32) (param $count i32) (param $operation i32) (result i32)
    (local $bytes i32) (local $to i32)
    (local.set $bytes (i32.shl (local.get $count) (i32.const 2)))
    (local.set $to
      (call $cabi_realloc$1 (i32.const 0) (i32.const 0) (i32.const 4) (local.get $bytes)))
    (memory.copy $memory$0 $memory (local.get $to) (local.get $from) (local.get $bytes))
    (call $process (local.get $to) (local.get $count) (local.get $operation)))

  ;; Copies the second component's greeting back into the first memory; returns its address there.
  (func $adapter_answer (export "answer") (param $length i32) (result i32)
    (local $to i32)
    (local.set $to
      (call $cabi_realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $length)))
    (memory.copy $memory $memory$0 (local.get $to) (i32.const 1048576) (local.get $length))
    (local.get $to))

  ;; ---- second component ----

  ;; The same allocator, but it asks for four pages at a time and, when it cannot have them, for
  ;; just what it needs.
  (func $allocate$1 (param $size i32) (result i32)
    (local $old i32) (local $end i32) (local $pages i32)
    (local.set $old (global.get $heap$1))
    (local.set $end
      (i32.add (local.get $old)
        (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -16))))
    (if (i32.lt_u (local.get $end) (local.get $old)) (then (return (i32.const 0))))
    (if (i32.gt_u (local.get $end) (i32.shl (memory.size $memory$0) (i32.const 16)))
      (then
        (local.set $pages
          (i32.sub (i32.shr_u (i32.add (local.get $end) (i32.const 65535)) (i32.const 16))
                   (memory.size $memory$0)))
        (if (i32.eq (memory.grow $memory$0 (i32.add (local.get $pages) (i32.const 3))) (i32.const -1))
          (then
            (if (i32.eq (memory.grow $memory$0 (local.get $pages)) (i32.const -1))
              (then (return (i32.const 0))))))))
    (global.set $heap$1 (local.get $end))
    (local.get $old))

  (func $cabi_realloc$1 (param $old i32) (param $old_size i32) (param $align i32) (param $size i32)
    (result i32)
    (local $new i32)
    (local.set $new (call $allocate$1 (local.get $size)))
    (if (i32.eqz (local.get $new)) (then (unreachable)))
    (if (local.get $old)
      (then (memory.copy $memory$0 $memory$0 (local.get $new) (local.get $old)
              (select (local.get $old_size) (local.get $size)
                      (i32.lt_u (local.get $old_size) (local.get $size))))))
    (local.get $new))

  (func $sum_words (type $binary)
    (local $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get 1)))
        (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31))
                                 (i32.load $memory$0 (local.get 0))))
        (local.set 0 (i32.add (local.get 0) (i32.const 4)))
        (local.set 1 (i32.sub (local.get 1) (i32.const 1)))
        (br $next)))
    (local.get $sum))

  (func $xor_words (type $binary)
    (local $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get 1)))
        (local.set $sum (i32.xor (i32.rotl (local.get $sum) (i32.const 5))
                                 (i32.load $memory$0 (local.get 0))))
        (local.set 0 (i32.add (local.get 0) (i32.const 4)))
        (local.set 1 (i32.sub (local.get 1) (i32.const 1)))
        (br $next)))
    (call $f$1 (local.get $sum) (i32.load8_u $memory$0 offset=1048580 (i32.const 0))))

  (func $process (param $words i32) (param $count i32) (param $operation i32) (result i32)
    (local $frame i32)
    (local.set $frame (i32.sub (global.get $__stack_pointer$1) (i32.const 16)))
    (global.set $__stack_pointer$1 (local.get $frame))
    (i32.store $memory$0 offset=8 (local.get $frame) (local.get $count))
    (i32.store16 $memory$0 offset=12 (local.get $frame) (local.get $operation))
    (local.set $count
      (call_indirect $table$1 (type $binary) (local.get $words)
        (i32.load $memory$0 offset=8 (local.get $frame))
        (i32.load16_u $memory$0 offset=12 (local.get $frame))))
    (global.set $__stack_pointer$1 (i32.add (local.get $frame) (i32.const 16)))
    (local.get $count))

  ;; Makes a record from the passive segment, clears its middle; returns its address.
  (func $record (export "record") (param $number i32) (result i32)
    (local $to i32)
    (local.set $to
      (call $cabi_realloc$1 (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 48)))
    (memory.init $memory$0 $template (local.get $to) (i32.const 0) (i32.const 37))
    (memory.fill $memory$0 (i32.add (local.get $to) (i32.const 10)) (local.get $number) (i32.const 4))
    (i32.store8 $memory$0 offset=37 (local.get $to) (i32.const 33))
    (local.get $to))

  (func (export "drop_template") (data.drop $template))

  ;; ---- what hosts ask ----

  (func (export "size") (result i32) (memory.size $memory))
  (func (export "size$1") (result i32) (memory.size $memory$0))
  (func (export "grow") (param i32) (result i32) (memory.grow $memory (local.get 0)))
  (func (export "grow$1") (param i32) (result i32) (memory.grow $memory$0 (local.get 0)))
  (func (export "try_allocate") (param i32) (result i32) (call $allocate (local.get 0)))
  (func (export "try_allocate$1") (param i32) (result i32) (call $allocate$1 (local.get 0)))
  (func (export "run_plain") (result i32) (call $run (i32.const 30000) (i32.const 1)))
  (func (export "run_large") (result i32) (call $run (i32.const 60000) (i32.const 1)))

  ;; ---- exports that trap ----

  (func (export "trap_unreachable")
    (i32.store (i32.const 1048700) (i32.const 7))
    (unreachable))
  (func (export "trap_divide") (param i32) (result i32)
    (i32.store $memory$0 (i32.const 1048640) (local.get 0))
    (i32.div_u (i32.const 1000) (local.get 0)))
  (func (export "trap_overflow") (result i32)
    (i32.div_s (i32.const 0x80000000) (i32.const -1)))
  (func (export "trap_out_of_memory") (result i32)
    (call $cabi_realloc$1 (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0x70000000)))
  (func (export "trap_null_entry") (result i32) (call $apply (i32.const 0) (i32.const 1)))
  (func (export "trap_past_table") (result i32) (call $apply (i32.const 4) (i32.const 1)))
)
