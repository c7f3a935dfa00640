"""`luoshi clock` as scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from luoshi.base.calendar import YearNotAnnounced
from luoshi.base.db import NoDatabase
from luoshi.base.errors import Malformed
from luoshi.cli.clock import clock

APP = typer.Typer()
APP.command()(clock)


def call(*words: str, lines: str = "") -> Result:
    return CliRunner().invoke(APP, list(words), input=lines)


def test_each_line_in_gives_one_line_out() -> None:
    lines = "\n".join(
        [
            '{"start": "2026-09-30T16:00:00+08:00", "limit": 2, "kind": "working_day"}',
            "",
            '{"start": "2026-12-31T16:00:00+08:00", "limit": 2, "kind": "working_day"}',
            '{"start": "2026-03-02T09:00:00+08:00", "limit": 2, "kind": "continuous_hour", "extensions": [1]}',
        ]
    )
    answers = [json.loads(line) for line in call("--format", "jsonl", lines=lines).stdout.splitlines()]
    assert answers[0] == {"due": "2026-10-09T18:00:00+08:00"}
    assert "2027" in answers[1]["error"]
    assert answers[2] == {"due": "2026-03-02T12:00:00+08:00"}


def test_the_calendar_of_a_year_is_printed_with_its_working_periods() -> None:
    year = json.loads(call("--show-calendar", "2026").stdout)
    assert len(year["days"]) == 365
    assert year["working_periods"][0]["periods"] == [["08:00", "12:00"], ["14:00", "18:00"]]
    assert sum(day["working"] for day in year["days"]) == 248


def test_a_year_that_nobody_has_announced_is_refused() -> None:
    assert isinstance(call("--show-calendar", "2027").exception, YearNotAnnounced)


def test_a_format_it_does_not_speak_is_refused() -> None:
    assert isinstance(call("--format", "csv").exception, Malformed)


def test_a_folder_without_an_installation_is_refused(tmp_path: Path) -> None:
    assert isinstance(call("--data", str(tmp_path), "--show-calendar", "2026").exception, NoDatabase)
