"""Where a case goes, by the responsibility list: the nearest place wins, then the nearest kind; never nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luoshi.base.db.schema import LEVEL_WIDTH
from luoshi.base.definitions import Words
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.errors import NoBackstop
from luoshi.kernel.parties.model import Agency, Responsibility, Route


class Routes:
    """The list of one picture of the directory, indexed by kind and path."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._rows: dict[tuple[str, str], list[Responsibility]] = {}
        self._backstops: list[Responsibility] = []
        for row in directory.responsibilities.values():
            if row.backstop:
                self._backstops.append(row)
            else:
                self._rows.setdefault((row.kind, row.path), []).append(row)

    def find(self, kind: str, path: str, day: int) -> Route:
        for candidates in self._nearest_first(kind, path):
            row = _newest(candidates, day)
            if row is not None and self._lead(row, day):
                return self._route(row, day)
        fitting = [row for row in self._backstops if path.startswith(row.path) and row.holds(day)]
        for row in sorted(fitting, key=lambda each: (-len(each.path), -each.valid_from, -each.id)):
            if self._lead(row, day):
                return self._route(row, day)
        return self._last_resort(day)

    def _nearest_first(self, kind: str, path: str) -> Iterator[list[Responsibility]]:
        pack = kind.split(".", 1)[0]
        for end in range(len(path), -1, -LEVEL_WIDTH):
            for name in (kind, f"{pack}.*", "*"):
                found = self._rows.get((name, path[:end]))
                if found:
                    yield found

    def _lead(self, row: Responsibility, day: int) -> Agency | None:
        agency = self._directory.agencies.get(row.lead)
        return agency if agency is not None and agency.holds(day) else None

    def _route(self, row: Responsibility, day: int) -> Route:
        agencies = self._directory.agencies
        supporting = tuple(each for each in row.supporting if each in agencies and agencies[each].holds(day))
        return Route(
            agency=row.lead,
            supporting=supporting,
            rule=row.id,
            backstop=row.backstop,
            reason=_reason(row, agencies[row.lead]),
        )

    def _last_resort(self, day: int) -> Route:
        """A list without a backstop: the agency at the top takes it, and the reason says that the list has a gap."""
        tops = [each for each in self._directory.agencies.values() if each.holds(day) and each.parent is None]
        if not tops:
            raise NoBackstop()
        top = min(tops, key=lambda each: (len(each.path), each.id))
        reason = Words(
            zh=f"责任清单没有对应条目,也没有设兜底单位,暂由{top.name.zh}承接;请补充责任清单。",
            en=f"The responsibility list has no row for this and no backstop; {top.name.en} takes it for now. "
            "Please complete the list.",
        )
        return Route(agency=top.id, supporting=(), rule=0, backstop=True, reason=reason)


def _newest(rows: Iterable[Responsibility], day: int) -> Responsibility | None:
    return max((row for row in rows if row.holds(day)), key=lambda row: (row.valid_from, row.id), default=None)


def _reason(row: Responsibility, lead: Agency) -> Words:
    source = " ".join(part for part in (row.source, row.clause) if part)
    zh, en = (f"({source})", f" ({source})") if source else ("", "")
    if row.backstop:
        return Words(
            zh=f"责任清单没有更具体的条目,由兜底单位{lead.name.zh}承接{zh}。",
            en=f"No row of the responsibility list is more specific; the backstop {lead.name.en} takes it{en}.",
        )
    return Words(
        zh=f"按责任清单,由{lead.name.zh}牵头{zh}。", en=f"By the responsibility list, {lead.name.en} leads{en}."
    )
