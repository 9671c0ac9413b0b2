# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the lists of flags in docs/driver.md with the tools themselves.

It exists because a list by hand grows old. It must never take a flag for known because another one begins like it.

USAGE: check-opt-flags.py DRIVER_MD OPT LLC MELD_OPT [FLAG...]
Exit status: 0 the lists are right, 1 findings (one a line on stdout).
"""

import re
import subprocess
import sys


def flags_of(command, wanted="--help"):
    """Names of flags, as --help shows them: two blanks, one or two dashes."""
    text = subprocess.run([*command, wanted], stdout=subprocess.PIPE, check=True, text=True).stdout
    names = set(re.findall(r"^  --?([A-Za-z0-9][\w-]*)", text, re.M))
    return names | set(re.findall(r"^  --?[\w-]+(?:=\S+)?, -([\w-]+)", text, re.M))


def names_in(text):
    """Names of the flags in code spans."""
    return re.findall(r"`-([A-Za-z0-9][\w-]*)[^`]*`", text)


def rows(text):
    return [row.split(" | ") for row in re.findall(r"^\| (`-.*) \|$", text, re.M)]


def remedy_for(tool, name):
    """What the tool says to somebody who gives a flag that it does not have."""
    done = subprocess.run([*tool, "-" + name], stderr=subprocess.PIPE, check=False, text=True)
    return done.stderr.partition("remedy: ")[2].strip()


def main(page, opt, llc, *tool):
    text = open(page, encoding="utf-8").read()
    part = re.split(r"^### ", text[text.index("## Coming from opt and mlir-opt") :], flags=re.M)
    same, renamed, other = (next(p for p in part if p.startswith(t)) for t in ("The same", "Renamed", "Not applicable"))
    of_opt, of_llc, ours = flags_of([opt], "--help-hidden"), flags_of([llc], "--help-hidden"), flags_of(tool)
    same_list, of_mlir = same.split("\n\n")[1].split("of `mlir-opt`:")
    renamed_opt, renamed_mlir = renamed.split("| `mlir-opt` |")
    findings = []

    listed = set(names_in(same_list)) | {n for row in rows(renamed_opt) for n in names_in(row[0])}
    for name in names_in(same_list):
        if name not in of_opt:
            findings.append(f"-{name} is listed as the same, and opt has no such flag")
    for name in names_in(same_list + of_mlir):
        if name not in ours:
            findings.append(f"-{name} is listed as the same, and is no flag here")
    for row in rows(renamed_opt) + rows(renamed_mlir):
        for name in names_in(row[1]):
            if name not in ours:
                findings.append(f"{row[0]} is listed as renamed to -{name}, which is no flag here")
    for row in rows(renamed_opt) + rows(renamed_mlir):
        theirs, written = names_in(row[0]), re.findall(r"`(-[^`]*)`", row[1])
        for i, name in enumerate(theirs):
            ours_is = written[i] if len(written) == len(theirs) else written[0]
            remedy = "" if name in ours else remedy_for(tool, name)
            if name not in ours and ours_is not in remedy:
                findings.append(f"-{name} is listed as renamed to {ours_is}, and the remedy is '{remedy}'")
    for row in rows(renamed_opt):
        for name in names_in(row[0]):
            if name not in of_opt:
                findings.append(f"-{name} is listed as renamed, and opt has no such flag")
    for row in rows(other):
        if len(row) < 2 or not row[1]:
            findings.append(f"{row[0]} has no reason why it is not applicable")
        listed |= set(names_in(row[0]))
    for name in sorted(flags_of([opt]) - of_llc - listed):
        findings.append(f"opt has -{name}, which is not listed")
    print("\n".join(findings) or f"{len(listed & of_opt)} flags of opt are listed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
