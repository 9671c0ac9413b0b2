# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: reads the `meld.layout` section and holds it against the structure of the module.
# Why: the section says what was meant; a proof about the wrong global or function is worth nothing.
# Never: believe a number of the section that the module can contradict.
"""The layout section (JSON, version 1) and the structural facts a grow helper's proof rests on."""

import json
from dataclasses import dataclass

from . import wasm
from .executor import Unproved
from .operands import GLOBAL_SET

SECTION = "meld.layout"
PAGE = 65536  # bytes
PAGE_LIMITS = {32: 1 << 16, 64: 1 << 48}  # pages of a memory, by the bits of its addresses
PAGE_LIMIT = PAGE_LIMITS[32]
MEMORY_GROW = 0x40


class LayoutError(Exception):
    """The module has no layout section, or one that cannot be read."""


@dataclass(frozen=True)
class Window:
    name: str
    memory: int
    base: int  # bytes
    initial: int  # pages
    reserve: int  # pages
    limit: int  # pages: the declared maximum, else what the index type allows
    grown: int | None  # global index
    helper: int | None  # function index
    checked: bool = False  # accesses trap beyond the current size
    grownBytes: int | None = None  # global index: what has grown, in bytes
    input: int = 0  # the memory in the module that was lowered
    toHost: int | None = None  # functions that move pointers
    fromHost: int | None = None
    bits: int = 32  # of its addresses, and of numbers of pages

    def end(self):
        return self.base + (self.initial + self.reserve) * PAGE


@dataclass(frozen=True)
class Adapter:
    function: int
    target: int  # the import, or the function that the host calls
    isExport: bool


@dataclass(frozen=True)
class Scratch:
    window: Window | None  # that has the bytes
    address: int  # bytes from its base
    bytes: int
    used: int  # global index
    take: int  # function index


@dataclass(frozen=True)
class Layout:
    rebased: bool
    oom: str
    zero: str
    windows: list
    adapters: list
    scratch: Scratch | None
    allChecks: bool = False  # no check is left to the engine
    oomFunction: int | None = None  # whom oom=call calls

    def addressBits(self, module):
        """Of the addresses that are followed: those of the merged memory. Without one nothing is checked."""
        return module.memories[0].bits() if self.rebased and module.memories else 32

    def staysZero(self, window):
        """Nothing reaches the fresh pages of a window: every access of its memory is checked."""
        return all(other.checked for other in self.windows if other.memory == window.memory)


def number(entry, key, upper, optional=False):
    value = entry.get(key)
    if value is None and optional:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= upper:
        raise LayoutError(f"{SECTION}: '{key}' is {json.dumps(value)}, not an integer from 0 to {upper}")
    return value


def windowOf(entry, module):
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise LayoutError(f"{SECTION}: a window is not an object with a name")
    memory = number(entry, "memory", len(module.memories) - 1)
    bits = module.memories[memory].bits()
    pageLimit = PAGE_LIMITS[bits]
    maximum = number(entry, "maximumPages", pageLimit, optional=True)
    grown = number(entry, "grownGlobal", max(len(module.globals) - 1, 0), optional=True)
    helper = number(entry, "growFunction", max(len(module.functions) - 1, 0), optional=True)
    if (grown is None) != (helper is None):
        raise LayoutError(f"{SECTION}: window {entry['name']} has only one of grownGlobal and growFunction")
    grownBytes = number(entry, "grownBytesGlobal", max(len(module.globals) - 1, 0), optional=True)
    if grownBytes is not None and (helper is None or grownBytes == grown):
        raise LayoutError(f"{SECTION}: window {entry['name']} has a grownBytesGlobal, but no other grownGlobal")
    checked = entry.get("checked", False)
    if not isinstance(checked, bool):
        raise LayoutError(f"{SECTION}: 'checked' is {json.dumps(checked)}, not a boolean")
    if helper is not None and not (module.globals and module.functions):
        raise LayoutError(f"{SECTION}: window {entry['name']} names a global or function that does not exist")
    name = entry["name"] or f"of memory {number(entry, 'input', PAGE_LIMIT)}"
    return Window(name, memory, number(entry, "base", 1 << bits),
                  number(entry, "initialPages", pageLimit), number(entry, "reservePages", pageLimit),
                  pageLimit if maximum is None else maximum, grown, helper, checked, grownBytes,
                  number(entry, "input", 0xFFFFFFFF), function(entry, "toHostFunction", module),
                  function(entry, "fromHostFunction", module), bits)


def function(entry, key, module, optional=True):
    return number(entry, key, len(module.functions) - 1, optional)


def adapterOf(entry, module):
    if not isinstance(entry, dict) or ("import" in entry) == ("export" in entry):
        raise LayoutError(f"{SECTION}: a host adapter is not of one import or export")
    isExport = "export" in entry
    return Adapter(function(entry, "function", module, False),
                   function(entry, "export" if isExport else "import", module, False), isExport)


def scratchOf(entry, module, windows):
    if entry is None:
        return None
    if not isinstance(entry, dict):
        raise LayoutError(f"{SECTION}: hostScratch is not an object")
    memory = number(entry, "input", 0xFFFFFFFF)
    return Scratch(next((window for window in windows if window.input == memory), None),
                   number(entry, "address", 0xFFFFFFFF), number(entry, "bytes", 0xFFFFFFFF),
                   number(entry, "usedGlobal", len(module.globals) - 1), function(entry, "takeFunction", module, False))


def readLayout(module):
    """The layout of a module; LayoutError says what is wrong with the section."""
    sections = [content for name, content in module.customs if name == SECTION]
    if len(sections) != 1:
        raise LayoutError(f"{len(sections)} custom sections named {SECTION}, expected 1")
    try:
        content = json.loads(sections[0].decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise LayoutError(f"{SECTION}: not JSON: {error}") from None
    if not isinstance(content, dict) or content.get("version") != 1:
        raise LayoutError(f"{SECTION}: not an object of version 1")
    if not isinstance(content.get("rebased"), bool) or not isinstance(content.get("windows"), list):
        raise LayoutError(f"{SECTION}: 'rebased' or 'windows' is missing")
    windows = [windowOf(entry, module) for entry in content["windows"]]
    isGrowing = any(window.helper is not None for window in windows)
    if isGrowing and content.get("oom") not in ("trap", "fail", "call"):
        raise LayoutError(f"{SECTION}: oom is {json.dumps(content.get('oom'))}; only trap, fail and call can be proved")
    oomFunction = number(content, "oomFunction", max(len(module.functions) - 1, 0), optional=True)
    if (oomFunction is None) == (content.get("oom") == "call"):
        raise LayoutError(f"{SECTION}: oom=call and oomFunction are not both there")
    if isGrowing and content.get("zero") not in ("clear", "assume"):
        raise LayoutError(f"{SECTION}: zero is {json.dumps(content.get('zero'))}; only clear and assume can be proved")
    if content.get("checks") not in (None, "all"):
        raise LayoutError(f"{SECTION}: checks is {json.dumps(content['checks'])}; only all is known")
    adapters = content.get("hostAdapters", [])
    if not isinstance(adapters, list):
        raise LayoutError(f"{SECTION}: hostAdapters is not a list")
    return Layout(content["rebased"], content.get("oom"), content.get("zero"), windows,
                  [adapterOf(entry, module) for entry in adapters], scratchOf(content.get("hostScratch"), module, windows),
                  content.get("checks") == "all", oomFunction)


@dataclass(frozen=True)
class Scan:
    """One walk over all code."""
    bodies: int
    growSites: list  # (function, offset)
    writers: dict  # global -> set of functions


def scanCode(module):
    growSites, writers, bodies = [], {}, 0
    for index, entry in enumerate(module.functions):
        if entry.imported:
            continue
        bodies += 1
        for instruction in wasm.scanBody(module, entry):
            if instruction.opcode == MEMORY_GROW:
                growSites.append((index, instruction.offset))
            elif instruction.opcode == GLOBAL_SET:
                writers.setdefault(instruction.immediates[0], set()).add(index)
    return Scan(bodies, growSites, writers)


def checkNoGrow(scan):
    if scan.growSites:
        function, offset = scan.growSites[0]
        raise Unproved(f"memory.grow in function {function} at offset 0x{offset:x} (of {len(scan.growSites)})")


def checkMemory(module, layout, index):
    """The memory of growing windows is frozen, and its windows are disjoint parts of it."""
    memory = module.memories[index]
    if memory.imported or memory.shared or memory.pageLog2 != 16:
        raise Unproved("imported, shared or with custom pages: not modelled")
    if memory.bits() != layout.addressBits(module) and any(
            w.checked or w.base for w in layout.windows if w.memory == index):
        raise Unproved("checked though not merged, with 64-bit addresses: not modelled")
    if memory.bytes() >= 1 << memory.bits() and memory.is64:
        raise Unproved("its last byte is that of the address space: not modelled")
    if memory.minimum != memory.maximum:
        raise Unproved(f"not frozen: minimum {memory.minimum}, maximum {memory.maximum} pages")
    if layout.rebased and len(module.memories) != 1:
        raise Unproved(f"{len(module.memories)} memories in a module that says it was rebased")
    previous = None
    for window in sorted((w for w in layout.windows if w.memory == index), key=lambda w: (w.base, w.end())):
        if window.end() > memory.bytes():
            raise Unproved(f"window {window.name} ends at byte {window.end()}, the memory at {memory.bytes()}")
        if window.initial + window.reserve > window.limit:
            raise Unproved(f"window {window.name} may hold {window.initial + window.reserve} pages, "
                           f"its memory was limited to {window.limit}")
        if previous and previous.end() > window.base and window.end() > window.base:
            raise Unproved(f"windows {previous.name} and {window.name} overlap")
        if previous is None or window.end() > previous.end():
            previous = window
    return memory


def checkGrownGlobal(module, layout, scan, window, index):
    """A growth global (pages or bytes) is what only this window's helper can change, and starts at 0."""
    entry = module.globals[index]
    if entry.imported or not entry.mutable or entry.type != wasm.indexType(window.bits):
        raise Unproved(f"not a defined mutable i{window.bits} global")
    if entry.value != 0:
        raise Unproved("its initial value is not the constant 0")
    for name, kind, exported in module.exports:
        if kind == 3 and exported == index:
            raise Unproved(f'exported as "{name}", so a host can write it')
    if sum((other.grown, other.grownBytes).count(index) for other in layout.windows) != 1:
        raise Unproved("more than one window names it")
    others = sorted(scan.writers.get(index, set()) - {window.helper})
    if others:
        raise Unproved(f"also written by function {', '.join(map(str, others))}")
    if index == window.grownBytes and window.reserve >= PAGE_LIMITS[window.bits]:
        raise Unproved(f"the bytes of {window.reserve} pages do not fit in it")
