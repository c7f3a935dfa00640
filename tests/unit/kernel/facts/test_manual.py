"""The committed manual is the one that the tables print."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.kernel import facts
from luoshi.kernel.facts import reference_pages

REFERENCE = Path(__file__).parents[4] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(reference_pages()))
def test_the_page_is_current(name: str) -> None:
    assert (REFERENCE / name).read_text("utf-8") == reference_pages()[name]


def test_every_public_name_exists() -> None:
    assert [name for name in facts.__all__ if getattr(facts, name, None) is None] == []


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError):
        facts.no_such_name  # noqa: B018 - asking is the test
