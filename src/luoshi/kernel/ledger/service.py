"""The ledger as one service: documents, their review, the commitments that came of it, and their progress."""

from __future__ import annotations

from luoshi.kernel.ledger.sighting import Sighting


class Ledger(Sighting):
    """台账. Each floor is a file: documents, reviews (on births), commitments, progress, amendments, cutting, sight."""
