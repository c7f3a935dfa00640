"""How records look at the door: ids as strings, instants as ISO times of the place, names in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from luoshi.api.security import Asker
from luoshi.app.house import House
from luoshi.app.names import name_of_agency, name_of_kind, word
from luoshi.app.showing import metres_apart
from luoshi.base.definitions import Words
from luoshi.base.errors import Malformed
from luoshi.base.scope import Scope
from luoshi.base.time import print_day, print_instant
from luoshi.kernel import journal
from luoshi.kernel.cases import MOVES, Case, Outcome, Stage, StageClock, Step
from luoshi.kernel.files import File
from luoshi.kernel.intake import Receipt, Signal
from luoshi.kernel.registry import Thing

DEGREE = 10_000_000
SOON = 4 * 3600 * 1_000_000
FIELD_TASKS = ((Step.CONFIRM, Stage.ACCEPTED), (Step.HANDLE, Stage.DISPATCHED), (Step.VERIFY, Stage.HANDLED))
DANGER = frozenset({Step.DECLINE, Step.VOID})


def both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def listed(items: Sequence[Any], *, next_: int | str | None, count: int, exact: bool) -> dict[str, Any]:
    return {
        "items": list(items),
        "next": None if next_ is None else str(next_),
        "count": count,
        "count_is": "exact" if exact else "more_than",
    }


def number_of(field: str, text: str) -> int:
    """An id as it stands in a body."""
    if not text.isdigit() or len(text) > 19:
        raise Malformed(field=field, problem=text[:40])
    return int(text)


def instant(house: House, at: int | None) -> str | None:
    return None if at is None else print_instant(at, house.installation.zone)


async def path_of(house: House, code: str | None, scope: Scope) -> str | None:
    """The path of an official code; a code outside the scope is refused like one that does not exist."""
    if not code:
        return None
    return (await house.territory.by_code(code, scope=scope)).path


def area_of(house: House, path: str, *, day: int | None = None) -> dict[str, Any]:
    found = house.territory.tree.find_path(path, day or house.installation.today())
    return {
        "code": found.code if found is not None else None,
        "name": house.territory.name_of(path, day=day),
        "level": str(found.level) if found is not None else None,
        "path": path,
    }


def place_names(house: House, path: str) -> str:
    """The names on the way down, from the subdistrict on: 马尚街道 · 西六社区."""
    line = house.territory.tree.line(path, house.installation.today())
    return " · ".join(each.name for each in line if each.level.depth >= 4 and each.level.depth <= 5)


def unit_of(house: House, agency: int | None) -> dict[str, Any] | None:
    name = name_of_agency(house, agency)
    return None if name is None else {"id": str(agency), "name": both(name)}


def due_state(case: Case, now: int) -> str:
    if case.outcome != Outcome.OPEN:
        return "ended"
    if case.due_at is None:
        return "none" if case.due_reason == "no_limit" else "missing"
    if case.due_at < now:
        return "overdue"
    return "soon" if case.due_at - now < SOON else "in_time"


def case_item(house: House, case: Case) -> dict[str, Any]:
    now = house.installation.now()
    return {
        "id": str(case.id),
        "number": case.number,
        "kind": case.kind,
        "kind_name": both(name_of_kind(house, case.definition)),
        "stage": str(case.stage),
        "stage_name": both(word(f"stage.{case.stage}" if case.outcome == Outcome.OPEN else f"outcome.{case.outcome}")),
        "outcome": str(case.outcome),
        "title": case.title,
        "area": area_of(house, case.path, day=case.local_day) | {"place": place_names(house, case.path)},
        "unit": unit_of(house, case.unit),
        "reported_at": instant(house, case.at),
        "registered_at": instant(house, case.registered_at),
        "due_at": instant(house, case.due_at),
        "due_state": due_state(case, now),
        "due_reason": case.due_reason or None,
        "lon": None if case.lon is None else case.lon / DEGREE,
        "lat": None if case.lat is None else case.lat / DEGREE,
        "thing": None if case.thing is None else {"id": str(case.thing)},
        "channel": case.channel,
        "version": case.version,
    }


def queue(stage: Stage, counts: tuple[int, int, int]) -> dict[str, Any]:
    total, overdue, soon = counts
    name = both(word(f"stage.{stage}"))
    return {"id": str(stage), "name": name, "stage": str(stage), "count": total, "overdue": overdue, "soon": soon}


def stages_of(asker: Asker) -> list[Stage]:
    """The stages at which the asker's roles have a step to take, or all where they only read."""
    own = [
        stage for stage in Stage if any(of == stage and asker.scope_for(f"case.{step}").reaches for (of, step) in MOVES)
    ]
    return [stage for stage in own if stage != Stage.CLOSED] or [stage for stage in Stage if stage != Stage.CLOSED]


async def reporter(house: House, asker: Asker, case: Case, signals: Sequence[Signal]) -> dict[str, Any] | None:
    """Masked contacts of the first reporter, for those who handle the case."""
    scope = asker.scope_for("person.unmask")
    read = asker.scope_for("case.read")
    for signal in signals:
        shown = await house.personal.masked(journal.Subject("signal", signal.id), scope=read)
        if shown:
            return {
                "signal": str(signal.id),
                "masked_name": shown.get("name"),
                "masked_phone": shown.get("phone"),
                "may_unmask": scope.personal and scope.covers(case.path, case.unit),
            }
    return None


def case_whole(
    house: House,
    case: Case,
    *,
    thing: Thing | None,
    signals: Sequence[tuple[Signal, int, tuple[int, ...]]],
    receipt: Receipt | None,
    history: Sequence[journal.Line],
    clocks: Sequence[StageClock],
    reporter: dict[str, Any] | None,
    steps: Sequence[Step],
    files: Sequence[File],
) -> dict[str, Any]:
    definition = house.installation.definitions.get(case.definition)
    return case_item(house, case) | {
        "thing": None if thing is None else {"id": str(thing.id), "code": thing.code, "name": thing.name},
        "signal": _signal(house, signals[0][0], receipt) if signals else None,
        "signals": [_signal(house, each, None) for each, _, _ in signals],
        "reporter": reporter,
        "photos": [photo(each) | {"metres": metres_apart(each, case.lon, case.lat)} for each in files],
        "clocks": [_clock(house, each) for each in clocks],
        "route": _route(house, case, history),
        "history": [_line(house, each) for each in history],
        "actions": [_action(house, case, each) for each in steps],
        "definition": {"id": str(definition.id), "kind": definition.key, "version": str(definition.valid_from)},
        "condition": _condition(house, case),
        "rework": case.rework,
        "sent_back": case.sent_back,
        "confirmed": case.confirmed,
    }


def files_of(signals: Sequence[tuple[Signal, int, tuple[int, ...]]], history: Sequence[journal.Line]) -> list[int]:
    """Every file of a case: what reporters sent, then what each step brought."""
    sent = [each for _, _, files in signals for each in files]
    return sent + [int(each) for line in history for each in line.body.get("files", ())]


def photo(file: File, *, reporter: tuple[str, str] | None = None) -> dict[str, Any]:
    """A photo or film of a matter; for its reporter with the addresses that the key opens."""
    address, by_key = f"/api/v1/files/{file.id}", ""
    if reporter is not None:
        by_key = "?" + urlencode({"number": reporter[0], "key": reporter[1]})
    return {
        "id": str(file.id),
        "type": file.type,
        "size": file.size,
        "url": f"{address}{by_key}",
        "thumbnail": f"{address}/thumbnail{by_key}" if file.thumbnail else None,
        "taken": None if file.photo is None else file.photo.taken,
    }


def _signal(house: House, signal: Signal, receipt: Receipt | None) -> dict[str, Any]:
    return {
        "id": str(signal.id),
        "text": signal.text,
        "channel": signal.channel,
        "channel_name": both(word(f"channel.{signal.channel}")),
        "at": instant(house, signal.at),
        "received_at": instant(house, receipt.at) if receipt is not None else None,
        "receipt": None
        if receipt is None
        else {"id": str(receipt.id), "digest": receipt.digest, "size": receipt.size, "state": receipt.state},
    }


def _clock(house: House, clock: StageClock) -> dict[str, Any]:
    return {
        "id": str(clock.id),
        "stage": str(clock.stage),
        "stage_name": both(word(f"stage.{clock.stage}")),
        "unit": unit_of(house, clock.unit),
        "limit": clock.limit_value,
        "kind": clock.limit_kind,
        "started_at": instant(house, clock.started_at),
        "due_at": instant(house, clock.due_at),
        "reason": clock.due_reason or None,
        "stopped_at": instant(house, clock.stopped_at),
        "in_time": clock.in_time,
        "paused": False,
    }


def _route(house: House, case: Case, history: Sequence[journal.Line]) -> dict[str, Any] | None:
    """Whom the case went to and why; before dispatch, whom the list proposes."""
    for line in reversed(history):
        if line.kind == "case.dispatch":
            route = line.body.get("route")
            reason = {"zh": route["zh"], "en": route["en"]} if route else None
            return {
                "unit": unit_of(house, line.body.get("unit")),
                "reason": reason,
                "proposed": False,
                "rule": None if not route else str(route["rule"]),
            }
    if case.outcome != Outcome.OPEN:
        return None
    found = house.parties.route(case.kind, case.path, house.installation.today())
    return {
        "unit": unit_of(house, found.agency),
        "reason": both(found.reason),
        "proposed": True,
        "rule": str(found.rule),
    }


def _line(house: House, line: journal.Line) -> dict[str, Any]:
    verb = line.kind.removeprefix("case.")
    posts = house.parties.directory.posts
    post = posts.get(line.by.post) if line.by.post is not None else None
    return {
        "id": str(line.id),
        "at": instant(house, line.at),
        "verb": verb,
        "verb_name": both(word(f"step.{verb}")),
        "by": line.by.name or None,
        "by_kind": line.by.kind,
        "post": both(post.name) if post is not None else None,
        "ground": line.ground,
        "note": line.body.get("note"),
        "changes": {name: value for name, value in line.body.items() if name in {"from", "to", "due_at", "unit"}},
        "cause": line.by.cause or None,
        "files": [str(each) for each in line.body.get("files", ())],
    }


def _condition(house: House, case: Case) -> dict[str, Any] | None:
    found = house.cases.kind_of(case).condition(case.condition)
    if found is None:
        return None
    return {
        "id": found.id,
        "name": both(found.name),
        "closing": both(found.closing),
        "limit": str(found.limit.value),
        "kind": str(found.limit.calendar),
        "source": {"title": found.source.title, "clause": found.source.clause, "href": found.source.href},
        "from": found.valid_from.isoformat(),
    }


def _action(house: House, case: Case, step: Step) -> dict[str, Any]:
    move = MOVES[case.stage, step]
    fields = [_field(house, case, step, name) for name in move.fields]
    kind = house.cases.kind_of(case)
    condition = kind.condition(case.condition)
    if step in {Step.HANDLE, Step.VERIFY, Step.REWORK, Step.CONFIRM}:
        asked = step == Step.HANDLE and condition is not None and condition.photo
        fields.append({"id": "files", "label": both(word("field.files")), "type": "photos", "required": asked})
    if "note" not in move.fields:
        fields.append({"id": "note", "label": both(word("field.note")), "type": "text", "required": False})
    return {
        "verb": str(step),
        "name": both(word(f"step.{step}")),
        "fields": fields,
        "danger": step in DANGER,
        "undo_seconds": 0,
    }


def _field(house: House, case: Case, step: Step, name: str) -> dict[str, Any]:
    field: dict[str, Any] = {"id": name, "label": both(word(f"field.{name}")), "type": "text", "required": True}
    if name == "condition":
        conditions = house.cases.kind_of(case).conditions
        field |= {
            "type": "choice",
            "options": [{"id": each.id, "name": both(each.name)} for each in conditions],
            "value": case.condition or conditions[0].id,
        }
    if name == "unit":
        day = house.installation.today()
        found = house.parties.route(case.kind, case.path, day)
        field |= {
            "type": "unit",
            "required": False,
            "options": [
                {"id": str(each.id), "name": both(each.name)}
                for each in house.parties.directory.agencies.values()
                if each.holds(day)
            ],
            "value": str(found.agency),
            "reason": both(found.reason),
        }
    return field


def day_text(day: int | None) -> str | None:
    return None if day is None else print_day(day)
