"""Ids and keys turned into the words that pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.base.definitions import Body, Words
from luoshi.base.i18n import LANGUAGES, render

if TYPE_CHECKING:
    from luoshi.app.house import House


def word(key: str) -> Words:
    """A word of the catalogues in both languages, such as `stage.reported`."""
    zh, en = (render(key, language, {}) for language in LANGUAGES)
    return Words(zh=zh, en=en)


def name_of_kind(house: House, definition: int) -> Words:
    """The name a definition gives itself."""
    body: Body = house.installation.definitions.get(definition).body
    return body.name


def name_of_agency(house: House, agency: int | None) -> Words | None:
    found = None if agency is None else house.parties.directory.agencies.get(agency)
    return None if found is None else found.name
