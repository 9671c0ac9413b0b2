# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: descriptions that are refused, each with the place, the fact and the remedy of its message.
# Why:  a description that is misread makes adapters that translate the wrong integer; every refusal has a case.
# Never: passes a case that is refused elsewhere, for another reason, or that leaves an output.
"""USAGE: refused.py DIRECTORY MELD_OPT [FLAG...]

Modules are DIRECTORY/NAME.wasm. A mark, ~, stands in front of what the message points at; without one it points into the
module."""

import os
import subprocess
import sys

TAKE = '{"pointer": 1, "count": {"param": 1}}'


def take(param=TAKE, more="", rest='"value"', results='"value"', top=""):
    """A description of import "env" "take" (param i32 i32) (result i32)."""
    return (f'{{{top}"imports": {{"env": {{"take": {{"params": [{param}, {rest}], "results": [{results}]{more}}}}}}}}}')


def typed(types, param='{"pointer": "t"}', more=""):
    return take(param, more, top=f'"types": {types},\n ')


def export(signature, name="go"):
    return f'{{"exports": {{"{name}": {signature}}}}}'


# (module, description, fact, remedy, notes...); a fact that ends with a line break is all that the message says.
CASES = [
    # The text.
    ("one", '{"imports": {}, ~"imports": {}}', '"imports" is given twice', "keep one of them"),
    ("one", '{"imports": }~', "this is not JSON: ", "correct the file; JSON is described in RFC 8259"),
    ("one", "~[]", "this is not an object", "give an object; see docs/host-pointers.md"),
    ("one", '{~"import": {}}', '"import" means nothing here; there is "imports"', "the members of this object are use, types, imports, exports, functions, scratch"),
    ("one", '{~"zzz": {}}', '"zzz" means nothing here\n', "the members of this object are"),
    ("one", '{"imports": ~[]}', "this is not an object with a member for each module", "give an object"),
    ("one", '{"imports": {"env": ~[]}}', "this is not an object with a member for each import", "give an object"),
    ("one", '{"exports": ~[]}', "this is not an object with a member for each export", "give an object"),
    ("one", '{"functions": ~[]}', "this is not an object with a member for each function", "give an object"),
    ("one", '{"functions": {"go": ~0}}', "this is not the name of a memory", "give the name of a memory"),
    # Built in.
    ("one", '{"use": ~{}}', "this is not an array of names of built-in interfaces", "give an array"),
    ("one", '{"use": [~1]}', "this is not the name of a built-in interface", "give the name"),
    ("one", '{"use": [~"wasi_unstable"]}', 'there is no built-in interface "wasi_unstable"',
     'built in is wasi_snapshot_preview1; describe others under "imports"'),
    ("one", '{"use": ["wasi_snapshot_preview1", ~"wasi_snapshot_preview1"]}', "is given twice", "keep one of them"),
    ("one", '{"use": ["wasi_snapshot_preview1"], "imports": {"wasi_snapshot_preview1": {~"fd_write": "no-pointers"}}}',
     'import "wasi_snapshot_preview1" "fd_write" is built in', 'leave it out, or leave "wasi_snapshot_preview1" out'),
    ("wasi", '{"use": ["wasi_snapshot_preview1"]}', 'import "wasi_snapshot_preview1" "fd_wrote" is no function that the '
     'built-in interface has', 'leave "wasi_snapshot_preview1" out of "use" and describe what the module imports of it'),
    ("wasi-type", '{"use": ["wasi_snapshot_preview1"]}', 'import "wasi_snapshot_preview1" "fd_write" has 3 parameters, not 4 as '
     'described', 'rebuild the component for this interface, or describe the import and leave the interface out of "use"'),
    ("args", '{"use": ["wasi_snapshot_preview1"]}', 'import "wasi_snapshot_preview1" "args_get" needs import '
     '"wasi_snapshot_preview1" "args_sizes_get", which says how many pointers the host stores, and the module does not '
     'import it', "import it as well: whoever calls the one has to know what the other says"),
    # Signatures.
    ("one", '{"imports": {"env": {"take": ~"none"}}}', 'this is not an object, or "no-pointers"', "give an object"),
    ("one", take(more=', ~"param": 1'), '"param" means nothing here; there is "params"',
     "the members of this object are params, results, memory, success"),
    ("one", '{"imports": {"env": {"take": {"params": ~1}}}}', "this is not an array with an item for each value", "give"),
    ("one", take(results='~"valu"'), 'this is not "value", or an object with "pointer"', "give"),
    ("one", '{"imports": {"env": {"take": {"params": ["value", "value"], "results": ~{}}}}}',
     "this is not an array with an item for each value", "give"),
    ("one", take("~1"), 'this is not "value", or an object with "pointer"', "give"),
    ("one", take('~{"count": 1}'), '"pointer" is missing', "add it; see docs/host-pointers.md"),
    ("one", take(more=', "memory": ~0'), "this is not the name of a memory", "give"),
    ("one", take(more=', "success": ~-1'), "this is not a whole number from 0 to 4294967295", "give"),
    ("one", take(results='{"pointer": 1}', more=', "success": ~0'),
     "success is a value of the only result, and this function has no such result",
     "leave it out, or describe a result that is a value"),
    ("one", '{"imports": {"env": {"size": {"params": [{"pointer": 4}], "success": ~0}}}}',
     "success is a value of the only result, and this function has no such result",
     "leave it out, or describe a result that is a value"),
    ("one", take(results='{"pointer": 1}, ~{"pointer": 1, "count": {"param": 7}}'),
     "the count is parameter 7, which is no value of this function", "parameters count from 0"),
    # Pointers.
    ("one", take('{"pointer": ~-1}'), "this is not a whole number from 0 to 2147483647", "give"),
    ("one", take('{"pointer": ~null}'), 'this is not a number of bytes, the name of a type, or "string"', "give"),
    ("one", take('{"pointer": ~"t"}'), 'there is no type "t"\n', 'declare it under "types", or give a number of bytes'),
    ("one", take('{"pointer": ~"strin"}'), 'there is no type "strin"; there is "string"', "declare it"),
    ("one", typed('{"tags": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}}', '{"pointer": ~"tag"}'),
     'there is no type "tag"; there is "tags"', "declare it"),
    ("one", take('{"pointer": 1, ~"acess": "in"}'), '"acess" means nothing here; there is "access"', "the members"),
    ("one", take('{"pointer": "string", "count": ~1}'), "a string ends with a zero byte and has no count",
     "leave the count out, or let the pointer point to elements of 1 byte"),
    ("one", take('{"pointer": 1, "null": ~0}'), "this is not true or false", "give"),
    ("one", take('{"pointer": 1, "access": ~"in"}'), "access is about pointers in what is pointed to, and there are none",
     "leave it out: the host can read and write these bytes where they are"),
    ("one", typed('{"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}}', '{"pointer": "t", "access": ~"rw"}'),
     'this is not "in", "out" or "inout"', "give one of them"),
    # Counts.
    ("one", take('{"pointer": 1, "count": ~-1}'), "this is not a whole number from 0 to 2147483647", "give"),
    ("one", take('{"pointer": 1, "count": ~true}'), "this is not a number, or an object that says where it is found", "give"),
    ("one", take('{"pointer": 1, "count": {~"parm": 1}}'), '"parm" means nothing here; there is "param"', "the members"),
    ("one", take('{"pointer": 1, "count": {"param": 1, "import": ~1}}'),
     "this is not the name of an import of the same module", "give"),
    ("one", take('{"pointer": 1, "count": {"param": ~-1}}'), "this is not a whole number from 0 to 2147483647", "give"),
    ("one", export('{"results": [~{"pointer": 1, "count": {"param": 0}}]}', "long"),
     "the count is parameter 0, which is no value", "parameters"),
    ("one", take('~{"pointer": 1, "count": {"param": 2}}'), "the count is parameter 2, which is no value of this function",
     "parameters count from 0"),
    ("one", take('~{"pointer": 1, "count": {"param": 0}}'), "the count is parameter 0, which is no value", "parameters"),
    ("one", take('~{"pointer": 1, "count": {"at": 4}}'),
     '"at" speaks of the type that a pointer stands in, and this one stands in none',
     'give a number, or a parameter as in {"param": 1}'),
    ("one", take(results='~{"pointer": 1, "count": {"import": "take", "param": 0}}'),
     "only a parameter of an import can ask another import for its count", "give a number or a parameter"),
    ("one", export('{"params": [~{"pointer": 1, "count": {"import": "take", "param": 0}}], "results": ["value"]}'),
     "only a parameter of an import can ask another import for its count", "give a number or a parameter"),
    ("one", take('~{"pointer": 1, "count": {"import": "gone", "param": 0}}'),
     'import "env" "take" asks import "env" "gone" for its count, which is not described as storing it where its parameter 0 '
     'points', "describe that import, with pointers to 4 to 8 bytes as its only parameters"),
    ("one", '{"imports": {"env": {"size": {"params": [{"pointer": 16}]}, "take": {"params": '
     '[~{"pointer": 1, "count": {"import": "size", "param": 0}}, "value"], "results": ["value"]}}}}',
     "which is not described as storing it where its parameter 0 points", "describe that import"),
    ("one", '{"imports": {"env": {"size": {"params": ["value"]}, "take": {"params": '
     '[~{"pointer": 1, "count": {"import": "size", "param": 0}}, "value"], "results": ["value"]}}}}',
     "which is not described as storing it where its parameter 0 points", "describe that import"),
    ("asks", '{"imports": {"env": {"size": {"params": [{"pointer": 4}]}, "take": {"params": '
     '[~{"pointer": 1, "count": {"import": "size", "param": 0}}, "value"], "results": ["value"]}}}}',
     'import "env" "take" asks import "env" "size" for its count, and which of its entries belongs to memory 0 $only is not known',
     'say which one: "memory" in its description, or a function\'s under "functions"'),
    *(("one", f'{{"types": {{"t": {{"bytes": 4, "pointers": [{{"at": 0, "pointer": 1}}]}}}},\n "imports": {{"env": {{"size": '
       f'{{"params": [{{"pointer": {cell}}}]}}, "take": {{"params": [~{{"pointer": 1, "count": {{"import": "size", "param": '
       f'{param}}}}}, "value"], "results": ["value"]}}}}}}}}',
       f"which is not described as storing it where its parameter {param} points", "describe that import")
      for cell, param in (("3", 0), ("9", 0), ('"string"', 0), ('"t"', 0), ("4", 1),
                          ('4, "count": {"import": "take", "param": 1}', 0))),
    ("apart", take('~{"pointer": 1, "count": {"import": "gone", "param": 0}}'), 'asks import "env" "gone" for its count',
     "describe that import"),
    ("one", '{"imports": {"env": {"limit": {"params": [{"pointer": 4}]}, "take": {"params": '
     '[~{"pointer": 1, "count": {"import": "limit", "param": 0}}, "value"], "results": ["value"]}}}}',
     'import "env" "take" needs import "env" "limit", which says how many pointers the host stores, and the module does not '
     'import it', "import it as well"),
    # Types.
    ("one", '{"types": ~[]}', "this is not an object", "give an object"),
    ("one", '{"types": {~"string": {}}}', '"string" is the type of text that ends with a zero byte',
     "give the type another name"),
    ("one", '{"types": {"t": ~4}}', "this is not an object", "give"),
    ("one", '{"types": {"t": {"bytes": ~3, "pointers": []}}}', "this is not a whole number from 4 to 1024", "give"),
    ("one", '{"types": {"t": ~{"pointers": []}}}', '"bytes" is missing', "add it"),
    ("one", '{"types": {"t": {"bytes": 4, ~"pointer": []}}}', '"pointer" means nothing here; there is "pointers"', "the members"),
    ("one", '{"types": {"t": ~{"bytes": 4}}}', '"pointers" is missing', "add it"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": ~{}}}}', "this is not an array with an item for each pointer", "give"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": ~[]}}}', "there is no pointer in this type",
     "give its number of bytes where it is used"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": [~1]}}}', 'this is not an object with "at" and "pointer"', "give"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": [{"at": ~1, "pointer": 1}]}}}',
     "this is not a whole number from 0 to 0", "give"),
    ("one", '{"types": {"t": {"bytes": 8, "pointers": [{"at": 0, "pointer": 1}, ~{"at": 3, "pointer": 1}]}}}',
     "this pointer overlaps another one of its type", 'correct "at": a pointer has 4 bytes'),
    *(("one", f'{{"types": {{"t": {{"bytes": 12, "pointers": [{{"at": 4, "pointer": 1}}, ~{{"at": {at}, "pointer": 1}}]}}}}}}',
       "this pointer overlaps another one of its type", 'correct "at": a pointer has 4 bytes') for at in (1, 4, 7)),
    ("one", '{"types": {"t": {"bytes": 8, "pointers": [~{"at": 0, "pointer": 1, "count": {"at": 2}}]}}}',
     "the count at byte 2 does not lie within its type, or overlaps a pointer", "a count has 4 bytes of its own"),
    ("one", '{"types": {"t": {"bytes": 8, "pointers": [~{"at": 0, "pointer": 1, "count": {"at": 5}}]}}}',
     "the count at byte 5 does not lie within its type", "a count has 4 bytes"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": ~"t"}]}}}',
     'type "t" points to itself, so how far is not known', "such a structure cannot be described"),
    ("one", '{"types": {' + ", ".join(
        f'"{name}": {{"bytes": 4, "pointers": [{{"at": 0, "pointer": {to}}}]}}' for name, to in
        (("a", '"b"'), ("b", '"c"'), ("c", '"d"'), ("d", '~"e"'), ("e", "1"))) + "}}",
     "types point to types more than 4 deep", "let the interface pass flatter structures"),
    # The same with each declared before it is pointed to, and with a flat one beside the deep one.
    ("one", '{"types": {' + ", ".join(
        f'"{name}": {{"bytes": 8, "pointers": [{{"at": 0, "pointer": {to}}}, {{"at": 4, "pointer": {also}}}]}}'
        for name, to, also in (("e", "1", "1"), ("d", '"e"', '"e"'), ("c", '"d"', '"e"'), ("b", '"c"', '"e"'),
                               ("a", '~"b"', '"e"'))) + "}}",
     "types point to types more than 4 deep", "let the interface pass flatter structures"),
    ("one", typed('{"t": {"bytes": 1024, "pointers": [' + ", ".join(
        f'{{"at": {4 * i}, "pointer": "u"}}' for i in range(256)) + ']}, "u": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}}',
        '~{"pointer": "t"}'),
     "more than 256 pointers would be translated for it", "let the interface pass flatter structures"),
    ("one", typed('{"t": {"bytes": 4, "pointers": [~{"at": 0, "pointer": 1, "count": {"import": "take", "param": 0}}]}}'),
     "only a parameter of an import can ask another import for its count", "give a number, a parameter or a place in the type"),
    ("one", typed('{"t": {"bytes": 4, "pointers": [~{"at": 0, "pointer": 1, "count": {"param": 0}}]}}'),
     "the count is parameter 0, which is no value of this function", "parameters count from 0"),
    ("one", typed('{"u": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}, "t": {"bytes": 4, "pointers": '
                  '[~{"at": 0, "pointer": "u", "access": "out"}]}}'),
     'only what a parameter points to can be "out" or "inout"', "leave access out, or let a parameter point there"),
    ("one", typed('{"t": {"bytes": 8, "pointers": [~{"at": 0, "pointer": 1, "count": {"at": 4}}]}}',
                  '{"pointer": "t", "access": "out"}'),
     "pointers that the host writes can point to a constant number of bytes only",
     "give a number as its count; 0 if how far it points does not matter"),
    ("one", typed('{"u": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}, "t": {"bytes": 4, "pointers": '
                  '[~{"at": 0, "pointer": "u"}]}}', '{"pointer": "t", "access": "out"}'),
     "pointers that the host writes can point to a constant number of bytes only", "give a number as its count"),
    ("one", typed('{"u": {"bytes": 4, "pointers": [~{"at": 0, "pointer": 1, "count": {"param": 7}}]}, "t": {"bytes": 4, '
                  '"pointers": [{"at": 0, "pointer": "u"}]}}'),
     "the count is parameter 7, which is no value of this function", "parameters count from 0"),
    ("one", typed('{"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}}', TAKE).replace(
        '"results": ["value"]', '"results": [~{"pointer": "t"}]'),
     "a result cannot point to pointers: whoever gets it would find them untranslated", "such an interface cannot be described"),
    ("one", '{"types": {"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}},\n "exports": {"go": {"params": '
     '[~{"pointer": "t"}], "results": ["value"]}}}', "a parameter of an export cannot point to pointers: they would have to "
     "be translated in the host's own structure", "such an interface cannot be described; pass these pointers one by one"),
    # The module.
    ("one", '{"imports": {"env": {~"taek": "no-pointers"}}}', 'there is no import "env" "taek"; there is "take"',
     "leave it out, or correct its name"),
    ("one", '{"exports": {~"loong": "no-pointers"}}', 'there is no export "loong"; there is "long"', "leave it out, or correct its name"),
    ("one", '{"imports": {"other": {~"take": "no-pointers"}}}', 'there is no import "other" "take"\n',
     "leave it out, or correct its name"),
    ("one", '{"imports": {"env": {~"nothing": "no-pointers"}}}', 'there is no import "env" "nothing"\n',
     "leave it out, or correct its name"),
    ("one", '{"exports": {~"nothing": "no-pointers"}}', 'there is no export "nothing"\n', "leave it out, or correct its name"),
    ("one", '{"imports": {"env": {~"limit": {"memory": "hepa"}}}}', 'import "env" "limit" is no function', "describe it as"),
    ("one", '{"exports": {~"memory": {"memory": "hepa"}}}', 'export "memory" is no function', "describe it as"),
    ("one", '{"imports": {"env": {~"limit": {}}}}', 'import "env" "limit" is no function',
     'describe it as "no-pointers", or leave it out'),
    ("one", '{"exports": {~"memory": {}}}', 'export "memory" is no function', 'describe it as "no-pointers", or leave it out'),
    ("one", '{"imports": {"env": {~"take": {"params": ["value"]}}}}',
     'import "env" "take" has 2 parameters, not 1 as described', "describe the function as the module declares it"),
    ("one", '{"imports": {"env": {~"take": {"params": ["value", "value"]}}}}',
     'import "env" "take" has 1 result, not 0 as described', "describe the function as the module declares it"),
    ("one", '{"imports": {"env": {~"wide": {"params": [{"pointer": 1}, "value"]}}}}',
     'import "env" "wide" has no i32 as parameter 0, so it is no pointer', "describe the function"),
    ("one", '{"exports": {~"both": {"params": [{"pointer": 1, "count": {"param": 1}}, "value"]}}}',
     'export "both" has no i32 as parameter 1, so it is no count', "describe the function"),
    ("one", '{"exports": {~"long": {"results": [{"pointer": 1}]}}}',
     'export "long" has no i32 as result 0, so it is no pointer', "describe the function"),
    ("one", '{"exports": {~"long": {"results": ["value"], "success": 0}}}',
     'export "long" has no i32 as result 0, so it is no success', "describe the function"),
    # Which memory.
    ("two", take(more=', "memory": ~"hepa"'), 'there is no memory "hepa"; there is "heap"',
     "the memories are: heap, other; an index, an export or a debug name will do"),
    ("one", take(more=', "memory": ~""'), 'there is no memory ""', "the memories are: memory"),  # though it has no name
    ("two", '{"functions": {"$mixed": ~"hepa"}}', 'there is no memory "hepa"; there is "heap"', "the memories are: heap, other"),
    ("two", export('{"params": [{"pointer": 1}], "memory": ~"hepa"}', "mixed"), 'there is no memory "hepa"; there is "heap"',
     "the memories are: heap, other"),
    ("two", '{"functions": {~"$nobody": "heap"}}', 'there is no function "$nobody"', "give $NAME for a debug name, #INDEX"),
    ("one", '{"functions": {~"memory": "memory"}}', 'there is no function "memory"\n', "give $NAME for a debug name, #INDEX"),
    ("twins", '{"functions": {~"$twin_a": "0"}}', '2 functions have the name "$twin_a"', "give $NAME for a debug name, #INDEX"),
    ("two", '{"functions": {"#3": "heap", ~"$mixed": "other"}}', '"$mixed" is a function that another name stands for already',
     "keep one of them"),
    ("two", take(), 'import "env" "take", called by $mixed: code around it uses several memories, so which one its pointers '
     'mean is not known', 'say which one: "memory" in its description, or a function\'s under "functions"',
     "memory 0 $heap is used by $mixed", "memory 1 $other is used by $mixed"),
    ("held", take(), 'import "env" "take": code around it uses several memories', "say which one",
     "memory 0 $heap is used by $one", "memory 1 $other is used by $two"),
    ("two", '{"imports": {"env": {"idle": {"params": [{"pointer": 1}]}}}}',
     'import "env" "idle": no code around it uses a memory, so which one its pointers mean is not known', "say which one"),
    ("two", export('{"params": [{"pointer": 1}]}', "mixed"), 'export "mixed": code around it uses several memories', "say which"),
    # Scratch.
    ("one", '{"scratch": ~1}', "this is not an object", "give an object"),
    ("one", '{"scratch": {"bytes": ~15}}', "this is not a whole number from 16 to 2147483647", "give"),
    ("one", '{"scratch": {"bytes": 16, ~"adress": 0}}', '"adress" means nothing here; there is "address"', "the members"),
    ("one", '{"scratch": ~{"bytes": 16, "memory": "memory"}}', '"address" is missing', "add it"),
    ("one", '{"scratch": ~{"bytes": 16, "address": 0}}', '"memory" is missing', "add it"),
    ("one", '{"scratch": {"bytes": 16, "memory": ~0, "address": 0}}', "this is not the name of a memory", "give"),
    ("one", '{"scratch": {"bytes": 16, "memory": "memory", "address": ~-1}}', "this is not a whole number from 0 to", "give"),
    ("one", '{"scratch": {"bytes": 16, "memory": "memory", "address": ~[]}}',
     "this is not a number, or the name of an exported global", "give"),
]
# With a structure, so that scratch bytes are needed.
NESTED = '"types": {"t": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}},\n "scratch": {"bytes": 32, "memory": %s, "address": %s},\n '
for memory, address, fact, remedy in (
        ('~"nothing"', "0", 'there is no memory "nothing"\n', "the memories are: memory"),
        ('"memory"', '~"buffer"', '"buffer" is no exported global whose value is known',
         "export the buffer itself (for lld --export=NAME), or give a number"),
        ('"memory"', "~8", "byte 8 is no multiple of 16", "align the buffer to 16 bytes"),
        ('"memory"', "~65520", "the scratch bytes from 65520 on do not lie within the initial 65536 bytes of memory 0",
         "give the address and the size of a buffer that the program sets aside for them")):
    CASES.append(("one", take('{"pointer": "t"}', top=NESTED % (memory, address)), fact, remedy))


def main(directory, *tool):
    failed = 0
    description, output = (os.path.join(directory, name) for name in ("refused.json", "refused.wasm"))
    for module, text, fact, remedy, *notes in CASES:
        before, mark, after = text.partition("~")
        with open(description, "w", encoding="utf-8") as file:
            file.write(before + after)
        run = subprocess.run([*tool, "-passes=rebase<base=65536>,bump-grow", f"-input=host-pointers:{description}",
                              os.path.join(directory, module + ".wasm"), "-o", output],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        place = f"{description}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: error: " if mark else ".wasm: "
        errors = [line for line in run.stdout.split("\n") if "error: " in line]
        isSaid = len(errors) == 1 and (errors[0].startswith(place) if mark else place in errors[0]) and fact in errors[0] + "\n"
        isSaid &= all(f"note: {note}\n" in run.stdout for note in notes)
        if run.returncode != 1 or not isSaid or f"remedy: {remedy}" not in run.stdout or os.path.exists(output):
            failed += 1
            print(f"{before + mark + after}\nexpected: {place}{fact}; remedy: {remedy}\nstatus {run.returncode}:\n{run.stdout}")
    print(f"{len(CASES)} descriptions, {failed} not refused as expected")
    return failed != 0


sys.exit(main(*sys.argv[1:]))
