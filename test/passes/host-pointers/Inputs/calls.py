# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the calls for components.py: every import and export of each component, with pointers inside, up to the last
#       byte, past it, wrapping, null, and before and after growth.
# Why:  in bounds everything must be as before, out of bounds it must trap before the host is called.
# Never: states what was not worked out by hand; "returns" and "traps" are expectations of both runs.
import json

OUT = "out-of-bounds memory access"
calls = []


def call(name, *args, pointers=None, **expected):
    entry = {"call": name, "args": list(args), **expected}
    if pointers:
        entry["pointers"] = pointers
    calls.append(entry)


for memory, k in enumerate("abc"):
    size = 65536
    call(f"{k}_print", 1024, 9)
    call(f"{k}_print", size - 4, 4)
    call(f"{k}_print", size, 0)
    call(f"{k}_print", size - 4, 5, traps=OUT)
    call(f"{k}_print", size + 1, 0, traps=OUT)
    call(f"{k}_print", 1024, -1, traps=OUT)
    call(f"{k}_print", -1, 1, traps=OUT)
    call(f"{k}_print", -4, 8, traps=OUT)
    call(f"{k}_text", 1024)
    call(f"{k}_text", size - 4)
    call(f"{k}_text", size - 1)
    call(f"{k}_text", size, traps=OUT)
    call(f"{k}_text", -1, traps=OUT)
    call(f"{k}_fill", 2048, 5)
    call(f"{k}_print", 2048, 12)
    call(f"{k}_fill", 0, 32769, traps=OUT)
    call(f"{k}_fill", 2, 0x7FFFFFFF, traps=OUT)
    call(f"{k}_gather", 64, 2, returns=7)
    call(f"{k}_gather", 64, 0, returns=0)
    call(f"{k}_gather", 64, 3, traps=OUT)
    call(f"{k}_gather", 80, 1, traps=OUT)
    call(f"{k}_gather", 64, 8192, traps=OUT)
    call(f"{k}_gather", -8, 1, traps=OUT)
    call(f"{k}_gather", 64, 0x20000001, traps=OUT)
    call(f"{k}_message", 96, returns=7)
    call(f"{k}_message", 100, traps=OUT)
    call(f"{k}_message", size - 15, traps=OUT)
    call(f"{k}_scatter", 64, 2)
    call(f"{k}_print", 1024, 20)
    call(f"{k}_maybe", 64, returns=1024)
    call(f"{k}_maybe", 0, returns=77)
    call(f"{k}_maybe", size - 3, traps=OUT)
    call(f"{k}_echo", 1024, pointers={"memory": memory}, returns=1025)
    call(f"{k}_echo", 2060, returns=0)
    call(f"{k}_word", size - 4, traps=None)
    call(f"{k}_advance", 128, 1)
    call(f"{k}_advance", 128, 1)
    call(f"{k}_print", 128, 12)
    call(f"{k}_names_size", 256, 260, returns=0)
    call(f"{k}_names_get", 512, 640, returns=0)
    call(f"{k}_print", 512, 200)
    call(f"{k}_names_get", size - 11, 640, traps=OUT)
    call(f"{k}_names_get", 512, size - 4, traps=OUT)
    call(f"{k}_lend", 160, returns=119)
    call(f"{k}_lend", 160, returns=111)
    call(f"{k}_print", 160, 16)
    call(f"{k}_lend", 0, returns=9)
    call(f"{k}_lend", size - 14, traps=OUT)
    call(f"{k}_hand_out", 192, returns=1)
    call(f"{k}_print", 192, 16)
    call(f"{k}_hand_out", 0, returns=9)
    call(f"{k}_hand_out", size - 14, traps=OUT)
    call(f"{k}_reenter", 64, 2)
    call(f"{k}_fail", 64, 2)
    call(f"{k}_gather", 64, 2, returns=7)
    # The host's own pointers.
    given = {"memory": memory, "args": [0]}
    call(f"{k}_get", 1024, pointers=given)
    call(f"{k}_get", size - 1, returns=0, pointers=given)
    call(f"{k}_get", size, traps=OUT, pointers=given)
    call(f"{k}_get", -1, traps=OUT, pointers=given)
    call(f"{k}_sum", 1024, 4, pointers=given)
    call(f"{k}_sum", 65000, 536, pointers=given)
    call(f"{k}_sum", 65000, 537, traps=OUT, pointers=given)
    call(f"{k}_sum", 0, 0, returns=0, pointers={**given, "null": True})
    picked = {"memory": memory, "args": [1], "result": True, "null": True}
    call(f"{k}_pick", 1, 1030, returns=1030, pointers=picked)
    call(f"{k}_pick", 0, 1030, returns=0, pointers=picked)
    call(f"{k}_length", 1024, pointers=given)
    call(f"{k}_length", size - 4, returns=4, pointers=given)
    call(f"{k}_where", 5, returns=1029, pointers={"memory": memory, "result": True})
call("b_asks")
call("a_number", 3)
# What traps now is in bounds after growth.
call("c_print", 65536, 4, traps=OUT)
call("c_grow", 2, returns=1)
call("c_print", 65530, 16)
call("c_print", 3 * 65536 - 4, 4)
call("c_print", 3 * 65536 - 4, 5, traps=OUT)
call("c_gather", 80, 1, returns=2)
call("c_fill", 0x1FFFF, 3)
call("c_get", 0x20000, pointers={"memory": 2, "args": [0]})
call("c_get", 3 * 65536, traps=OUT, pointers={"memory": 2, "args": [0]})
calls = [{key: value for key, value in entry.items() if value is not None} for entry in calls]
print(json.dumps(calls))
