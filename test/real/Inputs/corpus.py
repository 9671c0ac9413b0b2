# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the modules of corpus.json: each has the bytes that are pinned, comes out as it went in, grows as listed, and is
#       lowered or refused as listed; what is lowered is run, before and after, where calls are listed.
# Why:  modules that others built with other toolchains bring what nobody here thought of, and must not change meanwhile.
# Must never: pass over a module that is missing or is another one.
#
# USAGE: corpus.py CORPUS.JSON NODE_MODULES SCRATCH MELD_OPT EXEC_COMPARE WASM_MERGE WASM_VALIDATE [NAME...]
#        the tools are commands with their arguments

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

corpus, packages, scratch = sys.argv[1:4]
meld_opt, exec_compare, wasm_merge, wasm_validate = (shlex.split(tool) for tool in sys.argv[4:8])
with open(corpus, encoding="utf-8") as file:
    modules = json.load(file)
os.makedirs(scratch, exist_ok=True)
errors, paths, counts = [], {}, {"identical": 0, "lowered": 0, "refused": 0, "compared": 0, "built by tests": 0}


def run(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def find(module):
    """Where the module is, or why not."""
    if "merged" in module:
        if missing := [name for name in module["merged"] if name not in paths]:
            return "", "without " + ", ".join(missing)
        target = os.path.join(scratch, module["name"] + ".wasm")
        parts = [word for name in module["merged"] for word in (paths[name], name)]
        done = run([*wasm_merge, *parts, "-o", target])
        return (target, "") if done.returncode == 0 else ("", done.stdout)
    path = os.path.join(packages, module["package"], module["file"])
    if not os.path.isfile(path):
        return "", f"{path} is not there; utils/setup npm installs it"
    with open(os.path.join(packages, module["package"], "package.json"), encoding="utf-8") as file:
        version = json.load(file)["version"]
    if version != module["version"]:
        return "", f"version {version} of {module['package']} is installed, not {module['version']}"
    found = hashlib.sha256(read(path)).hexdigest()
    return (path, "") if found == module["sha256"] else ("", f"other bytes than pinned: sha256 {found}")


def built(module):
    """What is wrong about an entry whose module its own test builds."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(os.path.join(folder, module["test"]), encoding="utf-8") as file:
        test = file.read()
    for source, pinned in module["sources"].items():
        found = hashlib.sha256(read(os.path.join(folder, "Inputs", source))).hexdigest()
        if found != pinned:
            return f"{source} has other bytes than pinned: sha256 {found}"
        if not re.search(rf"%inputs/{re.escape(source)}\b", test):
            return f"{module['test']} does not build {source}"
    counts["built by tests"] += 1
    return ""


def pages_of(text):
    return re.findall(r"^merged memory: (\d+) pages", text, re.MULTILINE)


def try_run(module, path, wanted):
    out = os.path.join(scratch, "out.wasm")
    if os.path.exists(out):
        os.remove(out)
    passes = wanted["passes"] + ("" if wanted["outcome"] == "refused" else ",print<memory-layout>")
    done = run([*meld_opt, "-passes=" + passes, path, "-o", out])
    if wanted["outcome"] == "refused":
        if done.returncode != 1 or os.path.exists(out) or wanted["says"] not in done.stdout or "remedy: " not in done.stdout:
            return f"is not refused with {wanted['says']!r}: exit status {done.returncode}\n{done.stdout}"
        counts["refused"] += 1
        return ""
    if done.returncode != 0:
        return done.stdout
    if "pages" in wanted and pages_of(done.stdout) != [str(wanted["pages"])]:
        return f"{pages_of(done.stdout)} pages instead of {wanted['pages']}"
    if (valid := run([*wasm_validate, out])).returncode != 0:
        return valid.stdout
    counts["lowered"] += 1
    if "calls" not in wanted:
        return ""
    calls = "--seeds=1"
    if wanted["calls"] != "generated":
        file = os.path.join(scratch, "calls.json")
        calls = "--calls=" + file
        with open(file, "w", encoding="utf-8") as target:
            json.dump(wanted["calls"], target)
    done = run([*exec_compare, path, out, calls])
    if done.returncode != 0 or not re.search(r"^exec-compare: equal: 1 runs, [1-9]", done.stdout, re.MULTILINE):
        return done.stdout
    counts["compared"] += 1
    return ""


for module in modules:
    if "sources" in module:
        if why := built(module):
            errors.append(f"{module['name']}: {why}")
        continue
    path, why = find(module)
    if why:
        errors.append(f"{module['name']}: {why}")
        continue
    paths[module["name"]] = path
    if sys.argv[8:] and module["name"] not in sys.argv[8:]:
        continue
    same = os.path.join(scratch, "same.wasm")
    done = run([*meld_opt, path, "-o", same])
    if done.returncode != 0 or read(path) != read(same):
        errors.append(f"{module['name']}: does not come out as it went in\n{done.stdout}")
        continue
    counts["identical"] += 1
    growth = re.findall(r"^memory .*: (none|dead|live|unknown)$", run([*meld_opt, "-passes=probe", path, "-disable-output"]).stdout,
                        re.MULTILINE)
    if growth != module["growth"]:
        errors.append(f"{module['name']}: growth is {growth}, not {module['growth']}")
    for wanted in module["runs"]:
        if why := try_run(module, path, wanted):
            errors.append(f"{module['name']}: {wanted['passes']}: {why}")

print("\n".join(errors) if errors else "corpus: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
sys.exit(1 if errors else 0)
