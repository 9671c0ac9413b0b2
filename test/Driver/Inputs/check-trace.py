# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks a file of the trace event format and prints its events, analyses with the pass they were computed in.

It exists because a viewer silently leaves out what it does not understand. It must never depend on how long something
took: times are whole microseconds, and much here takes less than one.

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
passes = [e for e in events if e["name"].startswith("pass ")]
for event in sorted(events, key=lambda e: e["ts"]):
    if event["name"].startswith("analysis "):
        inside = [
            p["name"]
            for p in passes
            if p["ts"] - 1 <= event["ts"] and event["ts"] + event["dur"] <= p["ts"] + p["dur"] + 1
        ]
        print(event["name"], "in", " or ".join(inside) or "no pass")
    else:
        print(event["name"])
