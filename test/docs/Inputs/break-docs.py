# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes one defect at a time in a copy of the documentation and shows what the check says of it.

It exists because a check that cannot fail checks nothing. It must never touch the checkout.

USAGE: break-docs.py ROOT SCRATCH CHECK MELD_OPT [FLAG...]
"""

import os
import shutil
import subprocess
import sys

COPIED = ("docs", "passes", "lib", "include", "README.md")
# Defect, file, text to replace (empty: append to the file), replacement (None: the file goes).
DEFECTS = [
    ("dead link", "docs/index.md", "", "\n[x](nowhere.md)\n"),
    ("dead anchor", "docs/index.md", "", "\n[x](style.md#none)\n"),
    ("missing page", "docs/passes/verify.md", "", None),
    ("extra page", "docs/passes/other.md", "", "# other\n"),
    ("missing heading", "docs/passes/probe.md", "## Refuses", "## Declines"),
    ("missing option", "docs/passes/rebase.md", "| `align=BYTES`", "| align"),
    ("extra option", "docs/passes/rebase.md", "| `align=BYTES`", "| `other=BYTES` | x |\n| `align=BYTES`"),
    ("missing premise", "docs/premises.md", "| `in-bounds` | stated |", "| in-bounds | stated |"),
    ("other class", "docs/premises.md", "| `in-bounds` | stated |", "| `in-bounds` | granted |"),
    ("missing section", "docs/premises.md", "## in-bounds", "## out-of-bounds"),
    ("missing row", "docs/premises.md", "| evidence for it |", "| hearsay |"),
    ("missing paragraph", "docs/passes/rebase.md", "### S3 ", "### Third "),
    ("missing message", "docs/diagnostics.md", "has 64-bit addresses", "is wide"),
]


def main(root, scratch, check, *tool):
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    for name in COPIED:
        source, copy = os.path.join(root, name), os.path.join(scratch, name)
        shutil.copytree(source, copy) if os.path.isdir(source) else shutil.copy(source, copy)
    before = set(findings(scratch, check, tool))
    for defect, name, old, new in DEFECTS:
        path = os.path.join(scratch, name)
        text = open(path, encoding="utf-8").read() if os.path.exists(path) else None
        if new is None:
            os.remove(path)
        else:
            if old and old not in text:
                sys.exit(f"break-docs: {name} has no '{old}' any more")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace(old, new, 1) if old else (text or "") + new)
        found = [line for line in findings(scratch, check, tool) if line not in before]
        print("\n".join(f"{defect}: {line}" for line in found) or f"{defect}: not noticed")
        if text is None:
            os.remove(path)
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    return 0


def findings(scratch, check, tool):
    done = subprocess.run(
        [sys.executable, check, "--root", scratch, *tool], stderr=subprocess.PIPE, text=True, check=False
    )
    return done.stderr.splitlines()[:-1]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
