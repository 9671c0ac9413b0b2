# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: terms over bit vectors, written as an SMT-LIB script, and the questions put to z3.
# Why: one definition a term keeps the script linear in the code it speaks of.
# Never: take anything but a plain "unsat" for a proof.
"""SMT-LIB 2 terms and a solver process (theory of fixed-size bit vectors)."""

import re
import subprocess
from dataclasses import dataclass

SOLVER_SECONDS = 120


class SolverError(Exception):
    """The solver is missing or answered something other than sat, unsat or unknown."""


@dataclass(frozen=True)
class Term:
    bits: int  # 0: a Bool
    text: str


TRUE, FALSE = Term(0, "true"), Term(0, "false")


def sortOf(bits):
    return f"(_ BitVec {bits})" if bits else "Bool"


def constant(bits, value):
    return Term(bits, f"(_ bv{value % (1 << bits)} {bits})")


class Script:
    """Declarations and definitions, in order; every compound term gets a name."""

    def __init__(self):
        self.lines, self.count = [], 0

    def fresh(self, bits, hint="v"):
        self.count += 1
        term = Term(bits, f"{hint}{self.count}")
        self.lines.append(f"(declare-const {term.text} {sortOf(bits)})")
        return term

    def define(self, bits, operation, *operands):
        self.count += 1
        term = Term(bits, f"t{self.count}")
        text = " ".join(operand.text for operand in operands)
        self.lines.append(f"(define-fun {term.text} () {sortOf(bits)} ({operation} {text}))")
        return term

    def binary(self, operation, left, right):
        """A bit-vector operation on two operands of the same width, wrapping as SMT-LIB says."""
        assert left.bits == right.bits
        return self.define(left.bits, operation, left, right)

    def compare(self, operation, left, right):
        assert left.bits == right.bits
        return self.define(0, operation, left, right)

    def add(self, *terms):
        result = terms[0]
        for term in terms[1:]:
            result = self.binary("bvadd", result, term)
        return result

    def subtract(self, left, right):
        return self.binary("bvsub", left, right)

    def equal(self, left, right):
        return self.compare("=", left, right)

    def atMost(self, left, right):
        return self.compare("bvule", left, right)

    def below(self, left, right):
        return self.compare("bvult", left, right)

    def widen(self, term, bits=64):
        extra = bits - term.bits
        return self.define(bits, f"(_ zero_extend {extra})", term) if extra else term

    def widenSigned(self, term, bits):
        extra = bits - term.bits
        return self.define(bits, f"(_ sign_extend {extra})", term) if extra else term

    def low(self, term, bits):
        return self.define(bits, f"(_ extract {bits - 1} 0)", term) if bits < term.bits else term

    def choose(self, condition, yes, no):
        return self.define(yes.bits, "ite", condition, yes, no)

    def negate(self, term):
        return self.define(0, "not", term)

    def every(self, terms):
        return self.define(0, "and", TRUE, *terms)


class Solver:
    """Runs z3; `path` is the program."""

    def __init__(self, path):
        self.path = path

    def ask(self, script, tail):
        text = "\n".join(["(set-logic QF_BV)"] + script.lines + tail) + "\n"
        try:
            done = subprocess.run([self.path, "-in", f"-T:{SOLVER_SECONDS}"], input=text, text=True,
                                  capture_output=True, check=False)
        except OSError as error:
            raise SolverError(f"cannot run '{self.path}': {error.strerror}; install the package z3") from None
        if "(error" in done.stdout or done.stderr:
            raise SolverError(f"{self.path}: {(done.stdout + done.stderr).strip().splitlines()[0]}")
        return done.stdout

    def check(self, script, questions):
        """Each question is a list of Bool terms; answers "sat", "unsat" or "unknown" for each."""
        tail = []
        for question in questions:
            tail += ["(push 1)"] + [f"(assert {term.text})" for term in question]
            tail += ["(check-sat)", "(pop 1)"]
        answers = self.ask(script, tail).split()
        answers += ["unknown"] * (len(questions) - len(answers))  # the time ran out
        return [answer if answer in ("sat", "unsat") else "unknown" for answer in answers]

    def model(self, script, question, terms):
        """The value of each bit-vector term in one model of a satisfiable question."""
        tail = [f"(assert {term.text})" for term in question]
        tail += ["(check-sat)", "(set-option :pp.bv_literals false)"]
        tail += [f"(eval {term.text})" for term in terms]
        lines = self.ask(script, tail).splitlines()
        values = [re.search(r"bv(\d+)", line) for line in lines[1:]]
        if not lines or lines[0] != "sat" or len(values) != len(terms) or None in values:
            raise SolverError(f"{self.path}: no model for a satisfiable question")
        return [int(value.group(1)) for value in values]


class Session:
    """One running solver for many small questions."""

    def __init__(self, path):
        self.path, self.process = path, None

    def start(self):
        try:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen([self.path, "-in"], stdin=pipe, stdout=pipe, text=True)
        except OSError as error:
            raise SolverError(f"cannot run '{self.path}': {error.strerror}; install the package z3") from None
        self.send([f"(set-option :timeout {SOLVER_SECONDS * 1000})", "(set-option :pp.bv_literals false)",
                   "(set-logic QF_BV)"])

    def send(self, lines):
        try:
            self.process.stdin.write("\n".join(lines) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise SolverError(f"{self.path}: it ended early") from None

    def line(self):
        line = self.process.stdout.readline()
        if not line or "(error" in line:
            raise SolverError(f"{self.path}: {line.strip() or 'it ended early'}")
        return line

    def ask(self, script, question, terms):
        """("sat", values of `terms` in a model), ("unsat", None) or ("unknown", None)."""
        if self.process is None:
            self.start()
        self.send(["(push 1)"] + script.lines + [f"(assert {term.text})" for term in question] + ["(check-sat)"])
        answer, values = self.line().strip(), None
        if answer == "sat":
            self.send([f"(eval {term.text} :completion true)" for term in terms])
            found = [re.search(r"bv(\d+)", self.line()) for _ in terms]
            if None in found:
                raise SolverError(f"{self.path}: no model for a satisfiable question")
            values = [int(value.group(1)) for value in found]
        self.send(["(pop 1)"])
        return answer if answer in ("sat", "unsat") else "unknown", values

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()
            self.process = None
