# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a C++ source anew so that it holds small changes of itself, each behind its number.

What: one build then serves for the trial of every change: `meld::mutant(N)` in the source asks whether it is switched on.
Why:  building once for each of some thousand changes would take days.
Must never: move a line (messages and traces keep their lines); leave in a change that the compiler refuses.
"""

import dataclasses
import re

import clang.cindex as clang  # Debian's python3-clang-19
from clang.cindex import CursorKind as Kind

COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {"+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "|"}
# Ends of opcodes' names, with others of the same type that compute something else at the boundary or for other signs.
OPCODES = {
    "GtU": ["GeU", "GtS"], "LtU": ["LeU", "LtS"], "GeU": ["GtU"], "LeU": ["LtU"], "Add": ["Sub"], "Sub": ["Add"],
    "Shl": ["ShrU"], "ShrU": ["Shl"], "And": ["Or"], "Or": ["And"], "Mul": ["Add"], "Eq": ["Ne"], "Ne": ["Eq"],
}  # fmt: skip
FUNCTIONS = (Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.FUNCTION_TEMPLATE)
# The headers are parsed once.
PREAMBLE = clang.TranslationUnit.PARSE_PRECOMPILED_PREAMBLE | 0x100  # CXTranslationUnit_CreatePreambleOnFirstParse
CONSTANTS = (Kind.STATIC_ASSERT, Kind.ENUM_DECL, Kind.TEMPLATE_NON_TYPE_PARAMETER, Kind.PARM_DECL)

# A file in which each change that is reached sets its byte, and the number of the one that is made, come from the
# environment; passes know neither.
HOOK = """#pragma once
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
namespace meld::mutants {
inline unsigned char *mapReached() {
  const char *name = std::getenv("MELD_MUTANTS_REACHED");
  const int file = name ? open(name, O_RDWR) : -1;
  if (file < 0)
    return nullptr;
  void *bytes = mmap(nullptr, lseek(file, 0, SEEK_END), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return bytes == MAP_FAILED ? nullptr : static_cast<unsigned char *>(bytes);
}
inline unsigned char *const reached = mapReached();
inline const unsigned long active = std::getenv("MELD_MUTANT") ? std::strtoul(std::getenv("MELD_MUTANT"), nullptr, 10) : 0;
} // namespace meld::mutants
namespace meld {
/// Whether the change of that number is made.
inline bool mutant(unsigned number) {
  if (mutants::reached)
    mutants::reached[number] = 1;
  return mutants::active == number;
}
} // namespace meld
"""


@dataclasses.dataclass(frozen=True)
class Change:
    number: int
    file: str
    line: int
    function: str
    before: str
    after: str
    nth: int  # of the same changes in this function, from 1

    @property
    def key(self):
        """What names the change for as long as its function is the same there."""
        nth = f" #{self.nth}" if self.nth > 1 else ""
        return f"{self.file}: {self.function}: {self.before} -> {self.after}{nth}"


def one_line(text):
    """C++ without comments and line ends."""
    pattern = r'("(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\')|//[^\n]*|/\*.*?\*/|\s+'
    return re.sub(pattern, lambda found: found[1] or " ", text, flags=re.S).strip()


class Instrumenter:
    """Rewrites one source; `changes` are those in the text that `run` returns."""

    def __init__(self, unit, path, name, text, first, dropped):
        self.unit, self.path, self.name, self.text = unit, path, name, text
        self.next = first
        self.dropped = dropped  # keys
        self.changes, self.seen = [], {}
        self.function = ""
        self.default = None  # the label of the innermost switch's default
        self.macros = []

    def run(self):
        cursors = [c for c in self.unit.cursor.get_children() if c.extent.start.file and c.extent.start.file.name == self.path]
        self.macros = [(c.extent.start.offset, c.extent.end.offset) for c in cursors if c.kind == Kind.MACRO_INSTANTIATION]
        pieces, at = [], 0
        for cursor in sorted((c for c in cursors if not c.kind.is_preprocessing()), key=lambda c: c.extent.start.offset):
            if cursor.extent.start.offset >= at:
                pieces.append(self.raw(at, cursor.extent.start.offset) + self.render(cursor))
                at = cursor.extent.end.offset
        return "".join(pieces) + self.raw(at, len(self.text))

    def raw(self, begin, end):
        return self.text[begin:end].decode()

    def source(self, cursor):
        return self.raw(cursor.extent.start.offset, cursor.extent.end.offset)

    def take(self, cursor, before, after):
        """A number for a change, or None where the compiler refused it."""
        before, after = one_line(before), one_line(after)
        same = (self.function, before, after)
        self.seen[same] = self.seen.get(same, 0) + 1
        change = Change(self.next, self.name, cursor.extent.start.line, *same, self.seen[same])
        self.next += 1
        if change.key in self.dropped:
            return None
        self.changes.append(change)
        return change.number

    def render(self, cursor, frozen=False):
        """The text of a cursor, with every change inside."""
        outer = self.function
        if cursor.kind in FUNCTIONS:
            parent = cursor.semantic_parent
            self.function = f"{parent.spelling}::{cursor.spelling}" if parent and parent.kind.is_declaration() and \
                parent.kind != Kind.NAMESPACE and parent.spelling else cursor.spelling  # fmt: skip
        around = self.default
        if cursor.kind == Kind.SWITCH_STMT:
            self.default = f"meldDefault{cursor.extent.start.offset}" if has_default(cursor) else None
        frozen = frozen or self.is_constant(cursor)
        text = self.parts(cursor, frozen)
        self.function, self.default = outer, around
        return text

    def parts(self, cursor, frozen):
        begin, end = cursor.extent.start.offset, cursor.extent.end.offset
        if any(start <= begin < stop for start, stop in self.macros):
            return self.raw(begin, end)
        children, at = [], begin
        for child in sorted(cursor.get_children(), key=lambda c: (c.extent.start.offset, -c.extent.end.offset)):
            # Not what is spelled elsewhere, or twice.
            if child.extent.start.file and child.extent.start.file.name == self.path and child.extent.start.offset >= at \
                    and child.extent.end.offset <= end:  # fmt: skip
                children.append(child)
                at = child.extent.end.offset
        texts = [self.render(child, frozen or self.is_constant_part(cursor, i)) for i, child in enumerate(children)]
        if not frozen:
            self.change_children(cursor, children, texts)
        pieces, at = [], begin
        for child, text in zip(children, texts):
            pieces.append(self.raw(at, child.extent.start.offset) + text)
            at = child.extent.end.offset
        text = "".join(pieces) + self.raw(at, end)
        return text if frozen else self.change_self(cursor, children, text)

    def is_constant(self, cursor):
        if cursor.kind in CONSTANTS:
            return True
        if cursor.kind in (Kind.VAR_DECL, Kind.DECL_STMT, *FUNCTIONS):
            return re.match(r"((static|inline|friend|const) )*(constexpr|consteval) ", self.source(cursor)) is not None
        return False

    def is_constant_part(self, cursor, index):
        if cursor.kind == Kind.IF_STMT:
            return index == 0 and self.source(cursor).startswith("if constexpr")
        return cursor.kind == Kind.CASE_STMT and index == 0

    def change_children(self, cursor, children, texts):
        """Changes of a statement or call that stand at its parts."""
        condition = None
        if cursor.kind in (Kind.IF_STMT, Kind.WHILE_STMT, Kind.CONDITIONAL_OPERATOR):
            condition = next((i for i, child in enumerate(children[:2]) if child.kind.is_expression()), None)
            if any(child.kind == Kind.VAR_DECL for child in children[:1]) or self.source(cursor).startswith("if constexpr"):
                condition = None
            else:
                self.decide(children[condition], texts, condition, endless=cursor.kind == Kind.WHILE_STMT)
        if cursor.kind in (Kind.COMPOUND_STMT, Kind.IF_STMT):
            bodies = [i for i in range(len(children)) if i != condition]
        elif cursor.kind in (Kind.FOR_STMT, Kind.WHILE_STMT, Kind.CXX_FOR_RANGE_STMT, Kind.CASE_STMT, Kind.DEFAULT_STMT):
            bodies = [len(children) - 1]
        else:
            bodies = []
        for i in bodies:
            if children[i].kind.is_expression() and self.text[children[i].extent.end.offset :].lstrip().startswith(b";"):
                number = self.take(children[i], self.source(children[i]), "nothing")
                if number:
                    texts[i] = f"(::meld::mutant({number}) ? void() : void({texts[i]}))"
        if cursor.kind == Kind.CASE_STMT:
            number = self.take(cursor, "case " + self.source(children[0]), "default" if self.default else "nothing")
            if number:
                away = f"goto {self.default}" if self.default else "break"
                texts[-1] = f"if (::meld::mutant({number})) {away}; {texts[-1]}"
        if cursor.kind == Kind.DEFAULT_STMT:
            texts[-1] = f"{self.default}:; {texts[-1]}"
        if cursor.kind in (Kind.CALL_EXPR, Kind.INIT_LIST_EXPR):
            self.exchange_neighbours(cursor, children, texts)

    def decide(self, condition, texts, index, endless):
        for word in ("false",) if endless else ("false", "true"):
            number = self.take(condition, self.source(condition), word)
            if number:
                texts[index] = f"(::meld::mutant({number}) ? {word} : static_cast<bool>({texts[index]}))"

    def exchange_neighbours(self, cursor, children, texts):
        """Two arguments of the same type change places."""
        if cursor.spelling.startswith("operator"):
            return
        positions = range(len(children))
        if cursor.kind == Kind.CALL_EXPR:
            arguments = {argument.extent.start.offset for argument in cursor.get_arguments() if argument}
            positions = [i for i in positions if children[i].extent.start.offset in arguments]
        whole = self.source(cursor)
        if not whole.endswith(")") and not whole.endswith("}"):
            return
        for left, right in zip(positions, positions[1:]):
            one, other = children[left], children[right]
            first, second = self.source(one), self.source(other)
            if self.type_of(one) != self.type_of(other) or first == second or right != left + 1:
                continue
            if not self.raw(one.extent.end.offset, other.extent.start.offset).strip() == "," or "[" in (first + second)[:1]:
                continue
            number = self.take(one, f"{first}, {second}", f"{second}, {first}")
            if number:
                texts[left] = f"(::meld::mutant({number}) ? ({one_line(second)}) : ({texts[left]}))"
                texts[right] = f"(::meld::mutant({number}) ? ({one_line(first)}) : ({texts[right]}))"

    @staticmethod
    def type_of(cursor):
        return cursor.type.get_canonical().spelling.replace("const ", "").rstrip(" &")

    def change_self(self, cursor, children, text):
        """The text with the changes of the expression itself around it."""
        original = self.source(cursor)
        alternatives = []
        cast = ""
        if cursor.kind == Kind.BINARY_OPERATOR and len(children) == 2:
            alternatives = self.operators(children[0], children[1])
            cast = "static_cast<bool>" if alternatives[1:] else ""
        elif cursor.kind == Kind.CALL_EXPR and cursor.spelling.startswith("operator") and len(children) == 3:
            alternatives = self.operators(children[0], children[2])
        elif cursor.kind == Kind.INTEGER_LITERAL and re.fullmatch(r"(0x[0-9a-fA-F]+|\d+)[uUlL]*", original):
            digits = original.rstrip("uUlL")
            alternatives = [str(int(digits, 0) + 1) + original[len(digits) :]]
        elif cursor.kind == Kind.CXX_BOOL_LITERAL_EXPR and original in ("true", "false"):
            alternatives = ["false" if original == "true" else "true"]
        elif cursor.kind == Kind.DECL_REF_EXPR and re.fullmatch(r"Opcode::\w+", original):
            for name, others in OPCODES.items():
                if original.endswith(name):
                    alternatives += [original[: -len(name)] + other for other in others]
        for alternative in alternatives:
            number = self.take(cursor, original, alternative)
            if number:
                text = f"(::meld::mutant({number}) ? {cast}({one_line(alternative)}) : ({text}))"
        return text

    def operators(self, left, right):
        middle = self.raw(left.extent.end.offset, right.extent.start.offset)
        word = one_line(middle)
        if word in ("&&", "||"):
            return [self.source(left), self.source(right)]
        for table in (COMPARISONS, ARITHMETIC):
            if word in table:
                return [f"{self.source(left)} {table[word]} {self.source(right)}"]
        return []


def has_default(cursor):
    """Whether a switch has a default of its own."""
    return any(
        child.kind == Kind.DEFAULT_STMT or child.kind != Kind.SWITCH_STMT and has_default(child) for child in cursor.get_children()
    )


def instrument(path, name, original, first, arguments):
    """(text, changes, number of changes that the compiler refused) of the source that is to be at `path`."""
    index = clang.Index.create()
    detailed = clang.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
    unit = index.parse(path, args=arguments, unsaved_files=[(path, original)], options=detailed)
    errors = [str(d) for d in unit.diagnostics if d.severity >= clang.Diagnostic.Error]
    if errors:
        raise RuntimeError(f"{name} does not compile: {errors[0]}")
    dropped = set()
    check = None
    while True:
        worker = Instrumenter(unit, path, name, original.encode(), first, dropped)
        text = '#include "passes/mutant.h"\n#line 1\n' + worker.run()
        if check:
            check.reparse(unsaved_files=[(path, text)], options=PREAMBLE)
        else:
            check = index.parse(path, args=[*arguments, "-ferror-limit=0"], unsaved_files=[(path, text)], options=PREAMBLE)
        lines = text.splitlines()
        refused = set()
        for diagnostic in check.diagnostics:
            if diagnostic.severity >= clang.Diagnostic.Error:
                refused |= blamed(diagnostic, path, lines, worker.changes)
        if not refused:
            return text, worker.changes, len(dropped)
        dropped |= refused


def blamed(diagnostic, path, lines, changes):
    """The keys of the changes that an error may be about: that which stands last before it, or all on its line."""
    mark = re.compile(r"meld::mutant\((\d+)\)")
    for place in [diagnostic, *diagnostic.children]:
        where = place.location
        if not where.file or where.file.name != path:
            continue
        line = lines[where.line - 1]
        before = mark.findall(line.encode()[: where.column].decode(errors="replace"))
        for numbers in (before[-1:], mark.findall(line), *(mark.findall(lines[where.line - back])[-1:] for back in (2, 3, 4))):
            if numbers:
                return {change.key for change in changes if str(change.number) in numbers}
    raise RuntimeError(f"an error that no change explains: {diagnostic}")
