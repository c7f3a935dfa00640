"""What must hold after every fault: each answered report is there once, whole, and the journal is what was written."""

from __future__ import annotations

from tests.faults.crowd import Crowd
from tests.faults.installation import Served


def everything_acknowledged_is_kept_once(served: Served, *crowds: Crowd) -> int:
    """Compare what residents were told with what is stored; gives how many reports were told of."""
    told = {sent.request_id: sent.answer for crowd in crowds for sent in crowd.acknowledged}
    assert told, "nobody was answered: the fault was not tried"
    rows = served.ask("SELECT request, receipt_id, result FROM intake_key")
    kept = [row["request"].rsplit(":", 1)[-1] for row in rows]
    assert len(kept) == len(set(kept))
    lost = set(told) - set(kept)
    assert not lost, f"{len(lost)} of {len(told)} acknowledged reports are lost: {sorted(lost)[:3]}"
    numbers = {row["request"].rsplit(":", 1)[-1]: row["result"] for row in rows}
    changed = [request for request, answer in told.items() if f'"{answer["number"]}"' not in numbers[request]]
    assert not changed, f"{len(changed)} reports have another number than the resident was told: {changed[:3]}"
    nothing_is_half_stored(served)
    return len(told)


def nothing_is_half_stored(served: Served) -> None:
    """A receipt has one signal, a signal its receipt and its case, a case its journal line, its clock and its entry in
    the search box."""
    for what, sql in HALVES.items():
        found = served.ask(sql)
        assert not found, f"{what}: {len(found)}"


HALVES = {
    "receipts of one request under two ids": (
        "SELECT receipt_id FROM intake_key GROUP BY receipt_id HAVING count(*) > 1"
    ),
    "answers without a receipt": (
        "SELECT k.request FROM intake_key k LEFT JOIN receipt r ON r.id=k.receipt_id WHERE r.id IS NULL"
    ),
    "receipts without exactly one signal": (
        "SELECT r.id FROM receipt r LEFT JOIN signal s ON s.receipt_id=r.id WHERE r.state='read' "
        "GROUP BY r.id HAVING count(s.id) <> 1"
    ),
    "signals of a case that is not there": (
        "SELECT s.id FROM signal s LEFT JOIN cases c ON c.id=s.case_id WHERE s.case_id IS NOT NULL AND c.id IS NULL"
    ),
    "cases without their beginning in the journal": (
        "SELECT c.id FROM cases c LEFT JOIN journal j ON j.subject_id=c.id AND j.kind='case.reported' "
        "WHERE j.id IS NULL"
    ),
    "cases without a clock": (
        "SELECT c.id FROM cases c LEFT JOIN case_clock k ON k.case_id=c.id WHERE c.outcome='open' AND k.id IS NULL"
    ),
    "cases the search box does not know": (
        "SELECT c.id FROM cases c LEFT JOIN search_entry e ON e.ref=c.id WHERE e.id IS NULL"
    ),
    "signals without their line in the journal": (
        "SELECT s.id FROM signal s LEFT JOIN journal j ON j.subject_id=s.id AND j.kind='signal.received' "
        "WHERE j.id IS NULL"
    ),
}


def the_journal_verifies(served: Served) -> None:
    """`luoshi journal verify` finds nothing, also against the head that was written beside the database."""
    head = served.data / "journal.head"
    against = ["--against", str(head)] if head.exists() else []
    served.luoshi("journal", "verify", *against)
