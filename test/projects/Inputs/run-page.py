#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Does what a page of documentation tells its reader to do, in the current directory, and compares what comes out.

It exists so that a page which is followed to the letter works. It must never do more than the page says: files that it
does not show and commands that it does not print are not there.

  * a block fenced as ```console has commands behind `$ `, and below each what it prints. `...` on a line of its own stands
    for any lines. Numbers in hexadecimal are places in files that a toolchain made, and may differ. A command fails if and
    only if the page shows a line with `error: `;
  * any other block below a line that ends in "`PATH`:" is the content of that file.

USAGE: run-page.py PAGE
Exit status: 0 all as printed, 1 not; says what differs.
"""

import re
import shlex
import subprocess
import sys

# Stands between the outputs of commands.
MARK = "\x1e"


def blocks(text):
    """The line above, the language, and the content of each fenced block."""
    for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        above = text[: match.start()].rstrip("\n").rpartition("\n")[2]
        yield above, match[1], match[2]


def steps(text):
    """Files as (path, content), commands as (command, lines expected), in order."""
    for above, language, content in blocks(text):
        path = re.search(r"`([^` ]+)`:$", above)
        if language == "console":
            if not content.startswith("$ "):
                sys.exit(f"a console block does not begin with a command: {content.splitlines()[0]}")
            for part in re.split(r"^\$ ", content, flags=re.M)[1:]:
                # A line that ends in a backslash is continued.
                command, printed = re.fullmatch(r"((?:[^\n]*\\\n)*[^\n]*)\n(.*)", part, re.S).groups()
                yield "command", command, printed.splitlines()
        elif path:
            yield "file", path[1], content


def script(page):
    """One shell runs all of it, so that `cd` and variables last."""
    lines = []
    for kind, name, content in page:
        if kind == "file":
            lines.append(f"mkdir -p $(dirname {shlex.quote(name)}) && printf %s {shlex.quote(content)} > {shlex.quote(name)}")
        else:
            lines.append(f"{{ {name}\n}} < /dev/null; printf '{MARK}%d{MARK}' $?")
    return "\n".join(lines)


def matches(expected, printed):
    """Whether the lines are the same, `...` being any number of them."""
    plain = lambda line: re.sub(r"0x[0-9a-f]+", "0x0", line.rstrip())
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(plain(line)) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(plain(line) + "\n" for line in printed)) is not None


def main(path):
    with open(path, encoding="utf-8") as file:
        page = list(steps(file.read()))
    commands = [(command, expected) for kind, command, expected in page if kind == "command"]
    done = subprocess.run(
        ["bash", "-c", script(page)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    results = done.stdout.split(MARK)[:-1]
    if len(results) != 2 * len(commands):
        sys.exit(f"{path}: not all commands were run: {done.stdout[-2000:]}")
    failures = 0
    for (command, expected), printed, status in zip(commands, results[::2], results[1::2]):
        printed = printed.splitlines()
        fails = any("error: " in line for line in expected)
        if matches(expected, printed) and (status != "0") == fails:
            continue
        failures += 1
        print(f"{path}: $ {command}\nexit status {status}; expected:", *expected, "printed:", *printed, sep="\n")
    print(f"{path}: {len(commands)} commands, {failures} do not do what is printed")
    return 1 if failures or not commands else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
