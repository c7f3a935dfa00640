"""任务分解 by list: lead and supporting units, due day, indicator and base value of a commitment in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.base.db import Unit, Value
from luoshi.base.scope import Actor, Scope
from luoshi.base.time import date_of
from luoshi.kernel.ledger import rows
from luoshi.kernel.ledger.commitments import ASSIGNED, BOUND
from luoshi.kernel.ledger.model import Commitment
from luoshi.kernel.ledger.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """How the breakdown of a commitment shall stand."""

    lead_unit: int | None
    supporting: tuple[int, ...]
    due_day: int | None
    indicator: str | None
    baseline: Decimal | None


class Amendments(Progress):
    """A whole list is entered in one transaction, so each row is one act of its own and not several in turn."""

    async def amend(
        self, unit: Unit, identity: int, *, version: int, to: Amendment, by: Actor, ground: str, scope: Scope
    ) -> Commitment:
        """Bring the breakdown to what the list says; what is the same already is left alone."""
        before = await self._active(identity, version, scope)
        if to.due_day is not None:
            date_of(to.due_day)
        helpers = tuple(sorted(set(to.supporting) - {to.lead_unit or 0}))
        after = replace(
            before,
            version=version + 1,
            lead_unit=to.lead_unit,
            supporting=helpers,
            due_day=to.due_day,
            indicator=to.indicator,
            baseline=to.baseline,
        )
        if replace(after, version=version) == before:
            return before
        units_changed = (before.lead_unit, before.supporting) != (after.lead_unit, after.supporting)
        if units_changed:
            self._hand_over(unit, after, ground=ground)
        assigned = units_changed or before.due_day != after.due_day
        bound = (before.indicator, before.baseline) != (after.indicator, after.baseline)
        changes: dict[str, Value] = {
            "lead_unit": after.lead_unit,
            "supporting": rows.text_of(helpers),
            "due_day": after.due_day,
            "indicator": after.indicator,
            "baseline": rows.kept(after.baseline),
        }
        told = [(ASSIGNED, _units(after))] if assigned else []
        told += [(BOUND, {"indicator": after.indicator or ""})] if bound else []
        (kind, body), *rest = told
        self._change(unit, kind, after, changes, by=by, ground=ground, body=body)
        for kind, body in rest:
            self._told(unit, kind, after, by=by, ground=ground, body=body)
        return after

    def _hand_over(self, unit: Unit, after: Commitment, *, ground: str) -> None:
        """Assignments so far end today, those of the list begin."""
        here = self._installation
        today = here.today()
        unit.run("UPDATE assignment SET valid_to=$1 WHERE commitment_id=$2 AND valid_to IS NULL", today, after.id)
        leads = () if after.lead_unit is None else ((after.lead_unit, "lead"),)
        for agency, role in (*leads, *((each, "supporting") for each in after.supporting)):
            unit.insert(
                "assignment",
                {
                    "id": here.id(),
                    "commitment_id": after.id,
                    "agency": agency,
                    "role": role,
                    "valid_from": today,
                    "ground": ground,
                },
            )


def _units(of: Commitment) -> Mapping[str, object]:
    return {
        "lead_unit": str(of.lead_unit or ""),
        "supporting": [str(each) for each in of.supporting],
        "due_day": of.due_day,
    }
