"""Persons are protected: a name or a number lives once, sealed under a key of its own record.

Every other table, journal line, snapshot and log holds only the id of the row here. Opening a value leaves a line in
the journal with who and why; erasing destroys the key, empties the row and leaves *erased by rule*.

The index digest lets rows with the same number be found by somebody who names it. It is three bytes long on purpose:
some six hundred mobile numbers share each digest, so that a digest left behind in a log of the database or in an old
backup tells nobody's number; what it finds is compared with the opened value.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Index

from luoshi.base.db import Row, Unit
from luoshi.base.db.schema import big, growing, identity, octets, small, words
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.files.errors import PersonalErased, PersonalNotOpen
from luoshi.kernel.files.keys import KeyRing

PERSONAL = growing(
    "personal",
    identity(),
    words("owner_type"),
    big("owner_id"),
    words("field"),
    words("path"),
    big("slot"),
    octets("sealed"),
    octets("digest"),
    words("purpose"),
    words("ground"),
    small("retain_until", null=True),  # local day; none where another act decides
    big("erased_at", null=True),
)
Index("ix_personal_owner", PERSONAL.c.owner_id)
Index("ix_personal_digest", PERSONAL.c.digest)
Index("ix_personal_retain_until", PERSONAL.c.retain_until)

#: numbers are compared by their digits alone, wherever they stood
NUMBERS = ("phone", "identity", "card", "text_")
OPENED = journal.event_kind("personal.opened")
ERASED = journal.event_kind("personal.erased")
INDEX_SLOT = 1
DIGEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalValue:
    """A reference to a value: what it is and until when it is kept, never the value itself."""

    id: int
    owner: journal.Subject
    field: str
    path: str
    slot: int
    purpose: str
    ground: str
    retain_until: int | None
    erased_at: int | None


def mask(field: str, value: str) -> str:
    """What those who handle the matter see without opening: 138****5678, 王**."""
    if field == "phone" and len(value) >= 7:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return value[:1] + "*" * max(len(value) - 1, 1)


def comparable(field: str, value: str) -> str:
    """Two writings of one number are the same: +86 138-1234-5678 and 13812345678."""
    if not field.startswith(NUMBERS):
        return f"{field}:{value.strip()}"
    signs = "".join(sign for sign in value.upper() if sign.isdigit() or sign == "X")
    return "number:" + (signs[2:] if len(signs) == 13 and signs.startswith("861") else signs)


class Personal:
    """Personal values of one installation."""

    def __init__(self, installation: Installation, keys: KeyRing) -> None:
        self._installation = installation
        self.keys = keys
        # The first slot of the first block is the index key: taken once, never used for a record.
        if keys.salt(INDEX_SLOT) == b"\x00" * 32:
            keys.take()

    def digest(self, field: str, value: str) -> bytes:
        key = self.keys.salt(INDEX_SLOT)
        return hmac.new(key, comparable(field, value).encode(), hashlib.sha256).digest()[:DIGEST]

    def put(
        self,
        unit: Unit,
        *,
        owner: journal.Subject,
        field: str,
        value: str,
        path: str,
        purpose: str,
        ground: str,
        retain_until: int | None,
        slot: int | None = None,
    ) -> int:
        """Keep one value of one record; gives its id. Values of one record may share its key (`slot`)."""
        own = self._slot() if slot is None else slot
        found = self._installation.id()
        unit.insert(
            "personal",
            {
                "id": found,
                "owner_type": owner.type,
                "owner_id": owner.id,
                "field": field,
                "path": path,
                "slot": own,
                "sealed": self.keys.seal(own, value.encode(), about=str(found).encode()),
                "digest": self.digest(field, value),
                "purpose": purpose,
                "ground": ground,
                "retain_until": retain_until,
            },
        )
        return found

    def _slot(self) -> int:
        slot = self.keys.take()
        return self.keys.take() if slot == INDEX_SLOT else slot

    async def of(self, owner: journal.Subject, *, scope: Scope) -> list[PersonalValue]:
        """References of one record's values, within the scope."""
        where, args = scope.predicate(start=3)
        rows = await self._installation.database.fetch(
            f"SELECT * FROM personal WHERE owner_id=$1 AND owner_type=$2 AND {where} ORDER BY id",
            owner.id,
            owner.type,
            *args,
        )
        return [_value(row) for row in rows]

    async def masked(self, owner: journal.Subject, *, scope: Scope) -> dict[str, str]:
        """What is shown unopened, by field; an erased value is left out."""
        shown: dict[str, str] = {}
        for each in await self.of(owner, scope=scope):
            value = await self._read(each.id)
            if value is not None:
                shown[each.field] = mask(each.field, value)
        return shown

    async def open(self, unit: Unit, identity_: int, *, by: Actor, ground: str, scope: Scope) -> str:
        """The value itself, for somebody who handles the matter and says why; leaves an access line."""
        row = await self._installation.database.row("SELECT * FROM personal WHERE id=$1", identity_)
        if row is None or not scope.covers(row["path"]):
            raise PersonalErased()
        if not scope.personal or not ground.strip():
            raise PersonalNotOpen()
        value = await self._read(identity_)
        if value is None:
            raise PersonalErased()
        self._line(unit, OPENED, row, by=by, ground=ground)
        return value

    async def erase(self, unit: Unit, rows: Sequence[PersonalValue], *, by: Actor, ground: str) -> list[int]:
        """Empty the rows and leave their lines. After the unit is committed call `keys.destroy` with the slots given
        back: the order matters, a key that is gone without a line would be a silent loss."""
        at = self._installation.now()
        for each in rows:
            unit.update(
                "personal", {"sealed": b"", "digest": b"", "erased_at": at}, where={"id": each.id}, what="personal"
            )
            self._line(unit, ERASED, each, by=by, ground=ground)
        return sorted({each.slot for each in rows})

    async def owned_by(self, field: str, value: str) -> list[PersonalValue]:
        """Every row that holds this value, however it was written: what an erasure request of a resident names."""
        rows = await self._installation.database.fetch(
            "SELECT * FROM personal WHERE digest=$1 ORDER BY id", self.digest(field, value)
        )
        wanted = comparable(field, value)
        return [_value(row) for row in rows if self._is(row, wanted)]

    def _is(self, row: Row, wanted: str) -> bool:
        opened = self.keys.open(row["slot"], bytes(row["sealed"]), about=str(row["id"]).encode())
        return opened is not None and comparable(row["field"], opened.decode()) == wanted

    async def under_the_same_keys(self, rows: Sequence[PersonalValue]) -> list[PersonalValue]:
        """Those rows and all that goes with them when their keys go."""
        found: dict[int, PersonalValue] = {}
        for owner, slot in sorted({(each.owner, each.slot) for each in rows}):
            of_owner = await self._installation.database.fetch(
                "SELECT * FROM personal WHERE owner_id=$1 AND owner_type=$2 AND slot=$3", owner.id, owner.type, slot
            )
            found |= {row["id"]: _value(row) for row in of_owner}
        return [found[key] for key in sorted(found)]

    async def openings(self, owner: journal.Subject, *, scope: Scope) -> list[journal.Line]:
        """Who opened values of this record, when and why; oldest first."""
        lines = await journal.history(self._installation.database, owner, scope=scope)
        return [line for line in lines if line.kind in {OPENED, ERASED}]

    async def past_retention(self, day: int, *, limit: int = 500) -> list[PersonalValue]:
        rows = await self._installation.database.fetch(
            "SELECT * FROM personal WHERE retain_until < $1 AND erased_at IS NULL ORDER BY id LIMIT $2", day, limit
        )
        return [_value(row) for row in rows]

    async def unfinished(self) -> list[int]:
        """Keys that should have gone with an erasure and did not: the machine stopped between the two."""
        rows = await self._installation.database.fetch(
            "SELECT DISTINCT slot FROM personal WHERE erased_at IS NOT NULL", slow=True
        )
        return [row["slot"] for row in rows if self.keys.holds(row["slot"])]

    async def _read(self, identity_: int) -> str | None:
        row = await self._installation.database.row("SELECT slot, sealed FROM personal WHERE id=$1", identity_)
        if row is None or not row["sealed"]:
            return None
        opened = self.keys.open(row["slot"], bytes(row["sealed"]), about=str(identity_).encode())
        return None if opened is None else opened.decode()

    def _line(self, unit: Unit, kind: str, of: Row | PersonalValue, *, by: Actor, ground: str) -> None:
        value = of if isinstance(of, PersonalValue) else _value(of)
        at = self._installation.now()
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=value.owner,
            by=by,
            ground=ground,
            at=at,
            local_day=self._installation.local_day(at),
            path=value.path,
            body={"personal": value.id, "field": value.field},
        )


def _value(row: Row) -> PersonalValue:
    return PersonalValue(
        id=row["id"],
        owner=journal.Subject(row["owner_type"], row["owner_id"]),
        field=row["field"],
        path=row["path"],
        slot=row["slot"],
        purpose=row["purpose"],
        ground=row["ground"],
        retain_until=row["retain_until"],
        erased_at=row["erased_at"],
    )
