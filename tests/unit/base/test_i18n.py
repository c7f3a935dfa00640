"""Both languages say the same things: same keys, same placeholders, and every refusal has its two sentences."""

from __future__ import annotations

import importlib
import pkgutil
import string

import luoshi
from luoshi.base.errors import REGISTRY
from luoshi.base.i18n import LANGUAGES, catalogue


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _every_module() -> None:
    for found in pkgutil.walk_packages(luoshi.__path__, "luoshi."):
        if not found.name.endswith("__main__") and ".migrations" not in found.name:
            importlib.import_module(found.name)


def test_both_catalogues_have_the_same_keys() -> None:
    zh, en = (set(catalogue(language)) for language in LANGUAGES)
    assert zh ^ en == set()


def test_both_languages_name_the_same_values() -> None:
    zh, en = (catalogue(language) for language in LANGUAGES)
    differing = [key for key in zh if key in en and _placeholders(zh[key]) != _placeholders(en[key])]
    assert differing == []


def test_every_refusal_says_what_happened_and_what_can_be_done_instead() -> None:
    _every_module()
    texts = catalogue("zh")
    missing = [
        f"{code}.{part}"
        for code in sorted(REGISTRY)
        for part in ("happened", "instead")
        if not texts.get(f"errors.{code}.{part}")
    ]
    assert missing == []


def test_no_text_is_left_for_a_refusal_that_is_gone() -> None:
    _every_module()
    codes = {key.split(".")[1] for key in catalogue("zh") if key.startswith("errors.")}
    assert codes - set(REGISTRY) - {"L-000"} == set()
