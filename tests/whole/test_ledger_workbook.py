"""The ledger goes out as a workbook, is worked on in a spreadsheet, and comes back."""

from __future__ import annotations

import io
from typing import Any

import python_calamine
import xlsxwriter

from tests.whole.conftest import Place, Visitor
from tests.whole.test_one_plan import lay


def table_of(data: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def workbook(rows: list[list[Any]]) -> bytes:
    """Saved again by another program."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def send(who: Visitor, rows: list[list[Any]], *, dry_run: str = "1") -> Any:
    return who.upload("/commitments/import", "a.xlsx", workbook(rows), expect=200, dry_run=dry_run)


def exported(who: Visitor, **filters: Any) -> tuple[list[list[Any]], dict[str, int]]:
    rows = table_of(who.get("/commitments.xlsx", **filters))
    return rows, {name: at for at, name in enumerate(rows[0])}


def test_an_unchanged_workbook_changes_nothing_and_loses_nothing(place: Place) -> None:
    lay(place)
    plan = place.as_("plan")
    rows, at = exported(plan)
    listed = plan.get("/commitments", limit=200)["items"]
    assert [row[at["Id"]] for row in rows[1:]] == [each["id"] for each in listed]
    assert [row[at["Subject"]] for row in rows[1:]] == [each["subject"] for each in listed]
    back = send(plan, rows, dry_run="0")
    assert (back["unchanged"], back["changes"], back["errors"]) == (len(listed), [], [])
    assert [each["version"] for each in plan.get("/commitments", limit=200)["items"]] == [e["version"] for e in listed]
    found = plan.get("/commitments", q="小区")["items"]
    assert found
    assert [row[at["Id"]] for row in exported(plan, q="小区")[0][1:]] == [each["id"] for each in found]


def test_units_and_days_are_entered_from_the_workbook_after_a_dry_run(place: Place) -> None:
    lay(place)
    plan = place.as_("plan")
    rows, at = exported(plan)
    agency = plan.get("/agencies", limit=200)["items"][0]
    rows[1][at["Lead unit"]] = agency["name"]["zh"]
    rows[1][at["Due day"]] = "2026-10-31"
    tried = send(plan, rows)
    assert {each["column"] for each in tried["changes"][0]["fields"]} <= {"lead_unit", "due_day"}
    assert not tried["entered"]
    before = plan.get(f"/commitments/{rows[1][at['Id']]}")
    assert send(plan, rows, dry_run="0")["entered"]
    after = plan.get(f"/commitments/{rows[1][at['Id']]}")
    assert (after["lead_unit"]["name"]["zh"], after["due_day"]) == (agency["name"]["zh"], "2026-10-31")
    assert after["version"] == before["version"] + 1
    assert send(plan, rows)["errors"] == []
    rows[1][at["Due day"]] = "2026-11-30"
    assert [each["code"] for each in send(plan, rows)["errors"]] == ["E-204"]


def test_rows_that_cannot_be_entered_are_told_one_by_one_and_nothing_is_entered(place: Place) -> None:
    lay(place)
    plan = place.as_("plan")
    rows, at = exported(plan)
    rows[1][at["Target"]] = 9999
    rows[2][at["Lead unit"]] = "没有这个局"
    rows[3][at["Due day"]] = "2026-13-99"
    rows[4][at["Id"]] = "17"
    rows[5][at["Due day"]] = "2026-09-30"
    rows.append(rows[6])
    told = send(plan, rows, dry_run="0")
    codes = {each["row"]: each["code"] for each in told["errors"]}
    assert (codes[2], codes[3], codes[5], codes[len(rows)]) == ("E-205", "E-206", "E-203", "E-207")
    assert len(codes) == 5
    assert not told["entered"]
    assert plan.get(f"/commitments/{rows[5][at['Id']]}")["due_day"] != "2026-09-30"


def test_another_file_and_other_people_are_refused(place: Place) -> None:
    plan = place.as_("plan")
    assert plan.upload("/commitments/import", "a.xlsx", b"PK no", expect=400)["code"] == "E-201"
    assert plan.upload("/commitments/import", "a.xlsx", workbook([["a"], ["b"]]), expect=400)["code"] == "E-201"
    place.as_("leader").upload("/commitments/import", "a.xlsx", workbook([["a"]]), expect=403)
    place.visitor().get("/commitments.xlsx", expect=401)
