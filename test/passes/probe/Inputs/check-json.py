# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: reads what `probe<format=json>` printed and says it in sentences.
# Why:  the types of the fields are part of the contract: a wrong one fails here.
# Must never: default a field that is missing.

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
assert list(report) == ["memories"], list(report)
for memory in report["memories"]:
    assert isinstance(memory["index"], int) and isinstance(memory["accesses"], int), memory
    assert memory["window"] is False and isinstance(memory["shared"], bool), memory
    host = "can" if memory["hostCanGrow"] else "cannot"
    print(f"{memory['index']} {memory['name']}: verdict {memory['verdict']}, {memory['initialPages']} to"
          f" {memory['maximumPages']} pages, {memory['indexType']}, imported {memory['imported']}, exports"
          f" {memory['exports']}, sizes {memory['memorySizeSites']}, data ends at {memory['dataEndBytes']}, host {host} grow")
    for site in memory["growSites"]:
        assert isinstance(site["instruction"], int) and isinstance(site["offset"], int), site
        who = site["functionName"] or f"#{site['function']}"
        print(f"  grow in {who}: {site['verdict']}, by {site.get('constantPages')}: {site['explanation']}")
