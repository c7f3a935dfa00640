"""The reference page of what the code of a scene may use: written from the sdk and the allow-list themselves."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from typing import get_args

from luoshi import sdk
from luoshi.kernel.rules import QUESTIONS
from luoshi.kernel.rules.model import CASE_EVENTS
from luoshi.packs.logic.allowed import BUILTINS, MODULES, SDK
from luoshi.packs.logic.running import STEPS
from luoshi.packs.pages import WRITTEN

INTRODUCTION = (
    "A function of a scene is given a `Signal` or a `CaseEvent` and the `Facts` its rule declares, and gives back "
    "commands. It is checked word by word before it is installed; what is not named here is refused."
)


def sdk_page() -> str:
    """What may be imported, asked, proposed and written."""
    return "\n".join([WRITTEN, "", "# `luoshi.sdk`", "", INTRODUCTION, *_records(), *_questions(), *_words(), ""])


def _records() -> Iterator[str]:
    commands = {each.__name__ for each in get_args(sdk.Command)}
    yield ""
    yield f"`Command` is one of {', '.join(f'`{name}`' for name in sorted(commands))}."
    for name in sdk.__all__:
        found = getattr(sdk, name)
        if not inspect.isclass(found) or name == "Command":
            continue
        yield ""
        yield f"## `{name}`" + (" (command)" if name in commands else "")
        yield ""
        yield _first(found.__doc__)
        if dataclasses.is_dataclass(found):
            yield ""
            yield "| field | type |"
            yield "|---|---|"
            for field in dataclasses.fields(found):
                optional = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
                kind = str(field.type).replace("|", "\\|")
                yield f"| `{field.name}`{' (optional)' if optional else ''} | `{kind}` |"


def _questions() -> Iterator[str]:
    yield ""
    yield "## Facts that a rule may declare in `reads`"
    yield ""
    yield "| written | gives |"
    yield "|---|---|"
    for kind in QUESTIONS.values():
        yield f"| `{kind.name}({', '.join(kind.parameters)})` | {kind.meaning.zh} · {kind.meaning.en} |"
    yield ""
    yield "Arguments are texts, whole numbers, fields of `signal.` (on a signal) or of `case.` (on a case)."
    yield ""
    yield f"A rule reacts `on` `signal:KIND` or `case:KIND:EVENT`, EVENT being one of {', '.join(CASE_EVENTS)}."


def _words() -> Iterator[str]:
    yield ""
    yield "## What else a function may use"
    yield ""
    yield f"Built in: {', '.join(f'`{name}`' for name in sorted(BUILTINS))}."
    for module, names in MODULES.items():
        if module not in {SDK, "__future__"}:
            yield ""
            yield f"From `{module}`: {', '.join(f'`{name}`' for name in sorted(names))}."
    yield ""
    yield f"At most {STEPS:,} rounds of loops in one call; no `while`, no recursion, no attribute that begins with `_`."


def _first(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.cleandoc(text or "").split("\n\n")[0]).split())
