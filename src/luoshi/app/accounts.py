"""Tokens and accounts as verbs of the command line."""

from __future__ import annotations

from pathlib import Path

from luoshi.app.house import open_house
from luoshi.base.errors import Invalid
from luoshi.base.scope import MACHINE


class NoSuchAgency(Invalid):
    code = "L-112"


async def create_token(
    data: Path, url: str | None, role: str, area: str | None, agency: str | None, days: int, name: str
) -> str:
    """Make a token for a role in an area; gives the secret, which is kept nowhere."""
    house = await open_house(data, url, role="token")
    try:
        found = None if area is None else await house.territory.by_code(area, scope=house.everything)
        unit_id = None
        if agency is not None:
            known = {each.code: each.id for each in house.parties.directory.agencies.values()}
            if agency not in known:
                raise NoSuchAgency(agency=agency)
            unit_id = known[agency]
        async with house.unit() as unit:
            secret, _ = await house.parties.grants.create_token(
                unit,
                role=role,
                area=None if found is None else found.area,
                path="" if found is None else found.path,
                agency=unit_id,
                days=days,
                name=name,
                by=MACHINE,
                ground="luoshi token create",
                scope=house.everything,
            )
        return secret
    finally:
        await house.close()
