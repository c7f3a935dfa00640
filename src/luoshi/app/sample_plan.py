"""The sample district's plan: received, read, accepted, split to offices, bound to what the street shows.

It goes through the same doors as a clerk of the plan office would. Data in packs/sample/plan.txt and plan.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from luoshi.app import documents, ledger
from luoshi.app.documents import Paper
from luoshi.app.finding import index_document
from luoshi.app.sample import sample_table, sample_text
from luoshi.base.scope import Actor
from luoshi.kernel.ledger import Commitment, Filter
from luoshi.kernel.territory import Area
from luoshi.publish.public import COMMITMENT, indicator_subject

if TYPE_CHECKING:
    from luoshi.app.house import House

GROUND = "sample data"


async def lay_plan(house: House, district: Area) -> int:
    """Put the sample plan into the ledger; gives how many commitments came of it. Does nothing the second time."""
    if await house.ledger.documents(scope=house.everything, limit=1):
        return 0
    table = sample_table("plan.toml")
    by = _officer(house, table["account"])
    common: dict[str, Any] = {"by": by, "ground": GROUND, "scope": house.everything}
    paper = Paper(name=table["name"], path=district.path, issuer=table["issuer"])
    document = await documents.receive_document(house, sample_text("plan.txt").encode(), paper, **common)
    await ledger.accept_above(house, document.id, above=table["above"], **common)
    chosen = Filter(document=document.id)
    of = await house.ledger.commitments(chosen, scope=house.everything, limit=500)
    for row in table["item"]:
        found = next((each for each in of if row["words"] in each.subject), None)
        if found is not None:
            await _item(house, found, row, common)
    await ledger.judge_many(house, await house.verdicts.active(document=document.id), cause=GROUND)
    await index_document(house, document.id)
    await _release(house, table, await house.ledger.commitments(chosen, scope=house.everything, limit=500))
    return len(of)


async def _item(house: House, of: Commitment, row: Mapping[str, Any], common: dict[str, Any]) -> None:
    """One row of the breakdown: who answers for it, what measures it, what the unit has said."""
    if "unit" in row:
        units = [_agency(house, code) for code in (row["unit"], *row.get("supporting", ()))]
        of = await ledger.assign(
            house, of.id, version=of.version, lead_unit=units[0], supporting=units[1:], due_day=None, **common
        )
    if "indicator" in row:
        of = await ledger.bind(house, of.id, version=of.version, indicator=row["indicator"], baseline=None, **common)
    if "claim" in row:
        await ledger.claim(
            house,
            of.id,
            local_day=house.installation.today(),
            value=Decimal(row["claim"]),
            measure="",
            words=row.get("said", ""),
            on_behalf=False,
            **common,
        )


async def _release(house: House, table: Mapping[str, Any], of: list[Commitment]) -> None:
    """What the sample's officer has let the public see."""
    by = _officer(house, table["releases"])
    common: dict[str, Any] = {"by": by, "ground": GROUND, "scope": house.everything}
    async with house.unit() as unit:
        for each in of:
            if any(words in each.subject for words in table["public"]):
                await house.verdicts.release(unit, COMMITMENT, each.id, path=each.path, **common)
        for key in table["public_indicators"]:
            await house.verdicts.release(unit, indicator_subject(key), 0, path=of[0].path, **common)


def _officer(house: House, account: str) -> Actor:
    """The invented person of an account, acting at the first post that person holds."""
    people = house.parties.directory.people.values()
    names = {row["account"]: row["name"] for row in sample_table("people.toml")["person"]}
    person = next(each for each in people if each.name == names[account])
    return house.parties.actor_of(person.id)


def _agency(house: House, code: str) -> int:
    return next(each.id for each in house.parties.directory.agencies.values() if each.code == code)
