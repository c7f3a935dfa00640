"""The reference is what the program says of itself today, and nothing is left out."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, cast

import pytest
import typer

from luoshi.base.errors import REGISTRY
from luoshi.base.i18n import LANGUAGES, catalogue
from luoshi.cli.main import app
from luoshi.packs.folder import own
from tests.docs.pages import DOCS, ROOT

REFERENCE = DOCS / "reference"
PAGES = ("api.md", "cli.md", "errors.md", "events.md", "relations.md", "settings.md", "tables.md")
SETTING = re.compile(r"""setting\([^()"']*(?:\([^()]*\))?[^()"']*["']([a-z_.]+)["']""")


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.import_everything()
    return module


@cache
def wanted() -> dict[str, str]:
    """The pages as they would be written now."""
    found: dict[str, str] = generator().pages()
    return found


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def verbs(command: Any, name: str) -> Iterator[str]:
    below = getattr(command, "commands", {})
    if not below and not command.hidden:
        yield name
    for each, inner in below.items():
        yield from verbs(inner, f"{name} {each}")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_would_be_written_now(name: str) -> None:
    assert page(name) == wanted()[name], "run: make generate"


def test_no_page_is_left_out_above() -> None:
    assert set(wanted()) == set(PAGES)


def test_every_verb_has_its_place_with_an_example() -> None:
    found = list(verbs(cast(Any, typer.main.get_command(app)), "luoshi"))
    assert [each for each in found if f"## `{each}`\n" not in page("cli.md")] == []
    sections = re.split(r"^## ", page("cli.md"), flags=re.MULTILINE)[1:]
    assert [each.splitlines()[0] for each in sections if "```text" not in each] == []


def test_every_error_has_its_place_and_its_texts_in_both_languages() -> None:
    generator()
    assert [code for code in REGISTRY if f'<a id="{code.lower()}">' not in page("errors.md")] == []
    texts = [f"errors.{code}.{part}" for code in REGISTRY for part in ("happened", "instead")]
    assert [text for text in texts for language in LANGUAGES if text not in catalogue(language)] == []


def test_every_event_kind_is_described() -> None:
    generator()
    assert [kind for kind in generator().event_kinds() if kind not in generator().WORDS["events"]] == []


def test_every_table_is_described() -> None:
    from luoshi.app.schema import METADATA

    assert [name for name in METADATA.tables if name not in generator().WORDS["tables"]] == []


def test_every_setting_that_the_program_reads_is_described() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert set(SETTING.findall(sources)) - set(generator().WORDS["settings"]) == set()


def test_every_pack_has_its_page() -> None:
    assert [each for each in own() if not (REFERENCE / "packs" / f"{each.name}.md").is_file()] == []
