# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks a file of the trace event format and prints its events in order, each with the one it is nested in.

It exists because a viewer silently leaves out what it does not understand. It must never accept an event that overlaps
another without lying inside it.

USAGE: check-trace.py FILE
"""

import json
import sys

trace = json.load(open(sys.argv[1], encoding="utf-8"))
events = [e for e in trace["traceEvents"] if e["ph"] == "X" and not e["name"].startswith("Total ")]
assert events, "no events"
assert any(e["ph"] == "M" and e["name"] == "process_name" and e["args"]["name"] == "meld-opt" for e in trace["traceEvents"])
for event in events:
    for key in ("pid", "tid", "ts", "dur"):
        assert isinstance(event[key], int) and event[key] >= 0, event
events.sort(key=lambda e: (e["ts"], -e["dur"]))
stack = []
for event in events:
    while stack and stack[-1]["ts"] + stack[-1]["dur"] <= event["ts"] and stack[-1]["dur"]:
        stack.pop()
    while stack and event["ts"] + event["dur"] > stack[-1]["ts"] + stack[-1]["dur"] + 1:  # times are rounded to 1 us
        stack.pop()
    print(event["name"] + (" in " + stack[-1]["name"] if stack else ""))
    stack.append(event)
