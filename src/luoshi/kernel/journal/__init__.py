"""操作记录, the journal: who did what, when, on what ground. It is the event log of the installation.

Every verb of the kernel puts its line into the unit of its own writes. Lines are not chained while they are
written: the sealer numbers and hashes them into chained Merkle batches every second, so that an edit, a gap or an
insertion is found later by `verify`. A line never holds a personal value: it holds references and salted hashes.
"""

from __future__ import annotations

from luoshi.kernel.journal.model import KINDS, Line, Sealed, Subject, VerifyReport, event_kind, record
from luoshi.kernel.journal.seal import seal_once, verify
from luoshi.kernel.journal.store import history, newer_than, newest, page, state

__all__ = [
    "KINDS",
    "Line",
    "Sealed",
    "Subject",
    "VerifyReport",
    "event_kind",
    "history",
    "newer_than",
    "newest",
    "page",
    "record",
    "seal_once",
    "state",
    "verify",
]
