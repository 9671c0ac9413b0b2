(module
  (memory $a (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0))))
