"""The sample district: its areas and invented outlines, agencies, people, responsibility list. Data in packs/sample."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from luoshi.base.definitions import Words
from luoshi.base.scope import MACHINE
from luoshi.base.time import day_number
from luoshi.kernel.territory import Area, Brush, Level, read_areas

if TYPE_CHECKING:
    from luoshi.app.house import House

GROUND = "sample data"


def sample_text(name: str) -> str:
    """A file of the sample."""
    return resources.files("luoshi.packs").joinpath("sample", name).read_text("utf-8")


def sample_table(name: str) -> dict[str, Any]:
    return tomllib.loads(sample_text(name))


async def lay_territory(house: House) -> Area:
    """Enter the official areas and draw generated outlines and cells; gives the district."""
    plan = sample_table("territory.toml")
    day = day_number(plan["valid_from"])
    common: dict[str, Any] = {"day": day, "by": MACHINE, "ground": GROUND, "scope": house.everything}
    await house.territory.enter_list(read_areas(sample_text("areas.csv")), source=plan["source"], **common)
    district = house.territory.tree.by_code(plan["district"], day)
    brush = Brush(
        lon=plan["centre"][0],
        lat=plan["centre"][1],
        area_km2=plan["area_km2"],
        cells=plan["cells"],
        seed=plan["seed"],
        source=plan["drawn"],
    )
    await house.territory.draw(district.area, brush, **common)
    return district


async def lay_people(house: House, district: Area) -> None:
    """Enter agencies, posts, people with demo accounts, grants and the responsibility list."""
    table = sample_table("people.toml")
    day = day_number(table["valid_from"])
    common: dict[str, Any] = {"valid_from": day, "by": MACHINE, "ground": GROUND, "scope": house.everything}
    organisation, accounts = house.parties.organisation, house.parties.accounts
    unit = house.unit()
    agencies: dict[str, int] = {}
    names: dict[int, str] = {}
    for row in table["agency"]:
        made = await organisation.put_agency(
            unit,
            code=row["code"],
            name=_words(row["name"]),
            path=district.path,
            area=district.area,
            parent=agencies.get(row.get("parent", "")),
            **common,
        )
        agencies[row["code"]] = made.id
    for row in table["person"]:
        agency = agencies[row["agency"]]
        person = await _employ(
            house, unit, agency, row, area=district, own=agency if row.get("own_agency") else None, common=common
        )
        names[person] = row["account"]
    names |= await _offices(house, unit, table["offices"], agencies, district, day=day, common=common)
    await accounts.create_many(unit, names, password=table["password"], by=MACHINE, ground=GROUND)
    for row in table["responsibility"]:
        await house.parties.lists.put_responsibility(
            unit,
            kind=row["kind"],
            path=district.path,
            lead=agencies[row["lead"]],
            supporting=[agencies[each] for each in row.get("supporting", ())],
            clause=row["clause"],
            source=row["source"],
            backstop=row.get("backstop", False),
            **common,
        )
    await unit.commit()
    await house.parties.refresh(force=True)
    await _lists(house, table, agencies, {account: person for person, account in names.items()}, common=common)


async def _lists(
    house: House, table: Mapping[str, Any], agencies: Mapping[str, int], people: Mapping[str, int], *,
    common: Mapping[str, Any],
) -> None:  # fmt: skip
    """The portfolio list of the leading officers, and the liaison contacts of the bureaus."""
    unit = house.unit()
    for row in table["portfolio"]:
        standing = house.parties.directory.standing(people[row["officer"]], house.installation.today())
        assert standing is not None
        await house.parties.lists.put_portfolio(
            unit, post=standing.posts[0].id, agency=agencies[row["agency"]], source=row["source"], **common
        )
    for row in table["liaison"]:
        await house.parties.organisation.put_liaison(
            unit, agency=agencies[row["agency"]], person=people[row["person"]], topic=row["topic"], **common
        )
    await unit.commit()
    await house.parties.refresh(force=True)


async def _offices(
    house: House, unit: Any, table: Mapping[str, Any], agencies: Mapping[str, int], district: Area, *, day: int,
    common: Mapping[str, Any],
) -> dict[int, str]:  # fmt: skip
    """An office with one grid worker for every subdistrict and town; gives their account names by person."""
    names: dict[int, str] = {}
    towns = house.territory.tree.parts(district.path, day)
    for number, (town, worker) in enumerate(zip(towns, table["grid_workers"], strict=False), start=1):
        words = table["name"]["township" if town.level == Level.TOWNSHIP else "subdistrict"]
        office = await house.parties.organisation.put_agency(
            unit,
            code=f"ZB{number:02d}",
            name=Words(zh=words["zh"].format(area=town.name), en=words["en"].format(area=town.name)),
            path=town.path,
            area=town.area,
            parent=agencies["QZF"],
            kind="office",
            **common,
        )
        row = {"name": worker, "post": table["post"], "role": table["role"]}
        person = await _employ(house, unit, office.id, row, area=town, own=None, common=common)
        names[person] = f"grid{number}"
    return names


async def _employ(
    house: House, unit: Any, agency: int, row: Mapping[str, Any], *, area: Area, own: int | None,
    common: Mapping[str, Any],
) -> int:  # fmt: skip
    """A person at a post with the role of that post; gives the person."""
    organisation = house.parties.organisation
    person = await organisation.put_person(unit, name=row["name"], office_phone=row.get("office_phone", ""), **common)
    post = await organisation.put_post(
        unit, agency=agency, code=f"{row['role']}-{person.id % 10_000_000}", name=_words(row["post"]), **common
    )
    await organisation.hold(unit, person=person.id, post=post.id, **common)
    await house.parties.grants.grant(
        unit, role=row["role"], path=area.path, area=area.area, agency=own, post=post.id, **common
    )
    return person.id


def _words(table: Mapping[str, str]) -> Words:
    return Words(zh=table["zh"], en=table["en"])
