"""Records of messages: to whom, about what, by which template, through which channel."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol

from luoshi.base.definitions import Body, DefinitionKind, Words, declare
from luoshi.base.i18n import Language

INBOX = "inbox"


class Recipient(NamedTuple):
    """Whom a message is for: ("post", 17), ("person", 4) or ("agency", 9)."""

    kind: str
    id: int


class Template(Body, frozen=True, kw_only=True):
    """消息模板: a title and a text with {placeholders}, in both languages.

    `channels` besides the inbox take it when the installation has them; `urgent` passes quiet hours.
    """

    kind: ClassVar[str] = "template"
    title: Words
    text: Words
    channels: tuple[str, ...] = ()
    urgent: bool = False


class QuietHours(Body, frozen=True, kw_only=True):
    """免打扰时段 of a channel in the time of the place, as "22:00"–"07:30"; urgent messages pass."""

    kind: ClassVar[str] = "quiet_hours"
    channel: str
    begin: str
    end: str

    def minutes(self) -> tuple[int, int]:
        return minute_of(self.begin), minute_of(self.end)


def minute_of(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=1024)
def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _check_template(template: Template, _: Mapping[str, Any]) -> Iterable[str]:
    for zh, en, what in ((template.title.zh, template.title.en, "title"), (template.text.zh, template.text.en, "text")):
        if placeholders(zh) != placeholders(en):
            yield f"{what}: the placeholders of the two languages differ"


def _check_quiet(quiet: QuietHours, _: Mapping[str, Any]) -> Iterable[str]:
    for name, text in (("begin", quiet.begin), ("end", quiet.end)):
        parts = text.split(":")
        if len(parts) != 2 or not all(part.isdigit() for part in parts) or not 0 <= minute_of(text) <= 1440:
            yield f"{name} is {text!r}, not a time such as 22:00"


declare(
    DefinitionKind(
        kind="template",
        struct=Template,
        meaning=Words(zh="消息模板", en="The words of a message"),
        check=_check_template,
    )
)
declare(
    DefinitionKind(
        kind="quiet_hours",
        struct=QuietHours,
        meaning=Words(zh="免打扰时段", en="Hours in which a channel stays quiet"),
        check=_check_quiet,
    )
)


class Text(NamedTuple):
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in an inbox."""

    id: int
    to: Recipient
    template: str
    definition: int
    values: Mapping[str, str]
    about: tuple[str, int]
    path: str
    at: int
    read_at: int | None = None
    read_by: int | None = None

    def rendered(self, template: Template, language: Language) -> Text:
        return Text(template.title[language].format_map(self.values), template.text[language].format_map(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message on its way through a channel. `id` is the key by which a channel knows a repeated delivery."""

    id: int
    message: int
    channel: str
    to: Recipient
    title: str
    text: str
    attempts: int


class ChannelFailed(Exception):
    """A channel could not take a delivery now; it is tried again."""


class Channel(Protocol):
    """A way out of the house. `send` gives the receipt of the other side, or raises `ChannelFailed`."""

    name: str

    async def send(self, delivery: Delivery) -> str: ...
