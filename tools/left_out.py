"""Say in one last line how many tests passed and which were left out, and why."""

from __future__ import annotations

import sys
from collections import Counter
from xml.etree import ElementTree


def main(paths: list[str]) -> None:
    total, failed = 0, 0
    reasons: Counter[str] = Counter()
    for path in paths:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            total += 1
            failed += case.find("failure") is not None or case.find("error") is not None
            skipped = case.find("skipped")
            if skipped is not None:
                reasons[skipped.get("message", "no reason")] += 1
    for reason, count in reasons.most_common():
        print(f"left out: {count} × {reason}")
    print(f"{total - failed - reasons.total()} passed, {failed} failed, {reasons.total()} skipped")


main(sys.argv[1:])
