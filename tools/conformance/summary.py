"""Prints what a run of tests came to, from its report in JUnit's form; exit code 1 if anything failed.

usage: summary.py NAME REPORT
"""
import collections
import sys
import xml.etree.ElementTree as Tree

name, report = sys.argv[1:]
outcomes = collections.Counter()
for case in Tree.parse(report).getroot().iter("testcase"):
    test = case.get("classname") + "." + case.get("name")
    wrong = case.find("failure") if case.find("failure") is not None else case.find("error")
    skipped = case.find("skipped")
    if wrong is not None:
        outcomes["failed"] += 1
        print(f"FAILED  {test}: {' '.join((wrong.get('message') or '').split())[:160]}")
    elif skipped is not None:
        outcomes["skipped"] += 1
        print(f"skipped {test}: {' '.join((skipped.get('message') or '').split())[:160]}")
    else:
        outcomes["passed"] += 1
print(f"{name}: {outcomes['passed']} passed, {outcomes['failed']} failed, {outcomes['skipped']} skipped")
sys.exit(1 if outcomes["failed"] or not outcomes["passed"] else 0)
