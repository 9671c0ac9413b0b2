# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: writes a module of three components, each with a memory of its own, that import the same functions, as a merge
#       leaves them: an entry for each component. Exports hand their arguments to the imports.
# Why:  the host can tell from a pointer alone which component's bytes are meant only after adapters have translated it.
# Never: lets a component touch another one's memory; the second and third call the first's exports with scalars.
"""USAGE: components.py > module.wat"""

# Imports by name: (parameters, results). Each is called by an export of the same name.
IMPORTS = {
    "print": "ii:", "text": "i:", "fill": "ii:", "gather": "ii:i", "scatter": "ii:", "maybe": "i:i", "echo": "i:i",
    "word": "i:i", "names_size": "ii:i", "names_get": "ii:i", "message": "i:i", "advance": "ii:", "reenter": "ii:",
    "fail": "ii:", "lend": "i:i", "hand_out": "i:i",
}
MEMORIES = {"a": "1 1", "b": "1 1", "c": "1 4"}


def types(signature):
    params, results = signature.split(":")
    return ["i32"] * len(params), ["i32"] * len(results)


def clause(word, kinds):
    return f" ({word} {' '.join(kinds)})" if kinds else ""


print("(module")
for k in MEMORIES:
    for name, signature in IMPORTS.items():
        params, results = types(signature)
        print(f'  (import "env" "{name}" (func $host_{name}_{k}{clause("param", params)}{clause("result", results)}))')
for k, limits in MEMORIES.items():
    print(f'  (memory ${k} (export "{k}") {limits})')
for index, k in enumerate(MEMORIES):
    # Texts at 1024 and at the end of the first page; an array of two buffers at 64; a message at 96; a cursor at 128; a
    # packet at 160.
    def data(address, text):
        print(f'  (data (memory ${k}) (i32.const {address}) "{text}")')
    data(1024, f"text of {k}, words\\00")
    data(65532, f"{k}nd\\00")
    data(64, "\\00\\04\\00\\00\\04\\00\\00\\00" + "\\05\\04\\00\\00\\03\\00\\00\\00")  # (1024, 4), (1029, 3)
    data(80, "\\ff\\ff\\00\\00\\02\\00\\00\\00")  # (65535, 2): a byte too far
    data(96, "\\00\\04\\00\\00\\40\\00\\00\\00\\02\\00\\00\\00\\07\\00\\00\\00")  # name, array, count, flags
    data(160, "head\\0b\\04\\00\\00and tail" + "\\aa")  # a packet: four bytes, a pointer, seven bytes; and what follows
    data(128, "\\00\\04\\00\\00\\aa\\aa\\bb\\bb\\00\\00\\00\\00")  # next, padding that stays, last (null)
    for name, signature in IMPORTS.items():
        params, results = types(signature)
        gets = " ".join(f"(local.get {i})" for i in range(len(params)))
        # A function of the component that does not touch memory stands in between, as C libraries have them.
        print(f'  (func $wrap_{name}_{k}{clause("param", params)}{clause("result", results)}'
              f" (call $host_{name}_{k} {gets}))")
        print(f'  (func $use_{name}_{k} (export "{k}_{name}"){clause("param", params)}{clause("result", results)}'
              f" (i32.store8 ${k} (i32.const 8) (i32.add (i32.load8_u ${k} (i32.const 8)) (i32.const 1)))"
              f" (call $wrap_{name}_{k} {gets}))")
    # Exports that the host gives pointers, and gets them from.
    print(f'  (func (export "{k}_get") (param i32) (result i32) (i32.load8_u ${k} (local.get 0)))')
    print(f'  (func (export "{k}_sum") (param i32 i32) (result i32) (local i32)'
          f" (block (loop (br_if 1 (i32.eqz (local.get 1)))"
          f" (local.set 2 (i32.add (local.get 2) (i32.load8_u ${k} (local.get 0))))"
          f" (local.set 0 (i32.add (local.get 0) (i32.const 1)))"
          f" (local.set 1 (i32.sub (local.get 1) (i32.const 1))) (br 0))) (local.get 2))")
    print(f'  (func (export "{k}_where") (param i32) (result i32) (drop (i32.load8_u ${k} (i32.const 0)))'
          f" (i32.add (i32.const 1024) (local.get 0)))")
    print(f'  (func (export "{k}_pick") (param i32 i32) (result i32) (drop (i32.load8_u ${k} (i32.const 0)))'
          f" (select (local.get 1) (i32.const 0) (local.get 0)))")
    print(f'  (func (export "{k}_length") (param i32) (result i32) (local i32)'
          f" (loop (local.set 1 (i32.add (local.get 1) (i32.const 1)))"
          f" (br_if 0 (i32.load8_u ${k} (i32.add (local.get 0) (i32.sub (local.get 1) (i32.const 1))))))"
          f" (local.get 1))")
print('  (func (export "c_grow") (param i32) (result i32) (memory.grow $c (local.get 0)))')
print('  (func (export "a_number") (param i32) (result i32) (i32.load8_u $a (i32.const 1024)))')
print('  (func (export "b_asks") (result i32) (drop (i32.load8_u $b (i32.const 0))) (call $asks (i32.const 3)))')
print('  (func $asks (param i32) (result i32) (i32.load8_u $a (i32.const 1025)))')
print(")")
