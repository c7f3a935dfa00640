"""Sending (into the unit of an act), reading an inbox, and taking deliveries out through channels."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import cast

import msgspec

from luoshi.base.db import Unit
from luoshi.base.definitions import Definition, install
from luoshi.base.i18n import Language
from luoshi.base.installation import Installation
from luoshi.base.time import MINUTE, at_zone
from luoshi.kernel.messages import store
from luoshi.kernel.messages.errors import NoSuchMessage, NoTemplate, ValueMissing
from luoshi.kernel.messages.model import (
    Channel,
    ChannelFailed,
    Delivery,
    Message,
    QuietHours,
    Recipient,
    Template,
    Text,
    placeholders,
)

PACK = "luoshi"
PAUSES = (1, 5, 30, 120, 600)  # minutes before the next try of a channel that failed


@cache
def seed_templates() -> tuple[Template, ...]:
    raw = resources.files(__package__).joinpath("templates.toml").read_text("utf-8")
    return tuple(msgspec.convert(row, Template) for row in tomllib.loads(raw)["template"])


class Messages:
    """Messages of one installation. `channels` are its ways out besides the inbox."""

    def __init__(self, installation: Installation, channels: Sequence[Channel] = ()) -> None:
        self._installation = installation
        self._channels = {channel.name: channel for channel in channels}

    def seed(self, unit: Unit, *, day: int) -> None:
        """The templates of the kernel's own messages."""
        for template in seed_templates():
            install(unit, self._installation.id, pack=PACK, body=template, valid_from=day, source="luoshi")

    def send(
        self,
        unit: Unit,
        *,
        to: Recipient,
        template: str,
        values: Mapping[str, object],
        about: tuple[str, int],
        path: str = "",
    ) -> Message:
        """Put a message into the unit of its act. `template` is a key such as "luoshi.case_dispatched".

        Values are words that may be shown to the recipient; names and numbers of residents do not belong here.
        """
        installation = self._installation
        now = installation.now()
        day = installation.local_day(now)
        definition = self._template(template, day, path)
        body = cast(Template, definition.body)
        given = {name: str(value) for name, value in values.items()}
        missing = (placeholders(body.title.zh) | placeholders(body.text.zh)) - given.keys()
        if missing:
            raise ValueMissing(template=template, names=", ".join(sorted(missing)))
        message = Message(
            id=installation.id(),
            to=to,
            template=definition.key,
            definition=definition.id,
            values=given,
            about=about,
            path=path,
            at=now,
        )
        store.insert(unit, message, day)
        for channel in body.channels:
            if channel in self._channels:
                not_before = now if body.urgent else self._after_quiet(channel, now, path)
                store.insert_delivery(unit, installation.id(), message.id, channel=channel, not_before=not_before)
        return message

    async def inbox(
        self, recipients: Sequence[Recipient], *, before: int | None = None, unread: bool = False, limit: int = 50
    ) -> list[Message]:
        """Messages of these recipients, newest first; the caller names the posts at which the asker may act."""
        return await store.inbox(self._installation.database, recipients, before=before, unread=unread, limit=limit)

    async def unread(self, recipients: Sequence[Recipient]) -> int:
        return await store.unread(self._installation.database, recipients)

    async def read(self, unit: Unit, message: int, *, recipients: Sequence[Recipient], person: int | None) -> Message:
        """Note that a message was read, by whom and when: the first reading counts."""
        found = await store.get(self._installation.database, message, recipients)
        if found is None:
            raise NoSuchMessage(id=message)
        store.mark_read(unit, message, person, self._installation.now())
        return found

    def hand_over(self, unit: Unit, *, source: Recipient, target: Recipient) -> None:
        """What nobody has read yet at one post goes to another."""
        store.hand_over(unit, source, target)

    def text(self, message: Message, language: Language) -> Text:
        """The words of a message, by the template that was in force when it was sent."""
        template = cast(Template, self._installation.definitions.get(message.definition).body)
        return message.rendered(template, language)

    async def deliver(self, *, limit: int = 100) -> int:
        """Take what is due out through the channels (a job of the worker); gives how many were taken."""
        if not self._channels:
            return 0
        database = self._installation.database
        sent = 0
        for row in await store.waiting(database, self._installation.now(), limit):
            message = store.message_of(row)
            words = self.text(message, "zh")
            delivery = Delivery(
                id=row["delivery_id"],
                message=message.id,
                channel=row["channel"],
                to=message.to,
                title=words.title,
                text=words.text,
                attempts=row["attempts"],
            )
            sent += await self._deliver(delivery)
        return sent

    async def _deliver(self, delivery: Delivery) -> bool:
        channel = self._channels.get(delivery.channel)
        now = self._installation.now()
        async with self._installation.database.unit() as unit:
            if channel is None:
                store.not_delivered(unit, delivery.id, "no such channel here", state="failed", again_at=now)
                return False
            try:
                receipt = await channel.send(delivery)
            except ChannelFailed as error:
                last = delivery.attempts >= len(PAUSES)
                again = now + PAUSES[min(delivery.attempts, len(PAUSES) - 1)] * MINUTE
                state = "failed" if last else "waiting"
                store.not_delivered(unit, delivery.id, str(error), state=state, again_at=again)
                return False
            store.delivered(unit, delivery.id, receipt, now)
        return True

    def _template(self, key: str, day: int, path: str) -> Definition:
        full = key if "." in key else f"{PACK}.{key}"
        found = self._installation.definitions.in_force(Template, full, day=day, path=path)
        if found is None:
            raise NoTemplate(template=full)
        return found

    def _after_quiet(self, channel: str, at: int, path: str) -> int:
        """The first instant from `at` on at which the channel may ring."""
        there = at_zone(at, self._installation.zone)
        minute = there.hour * 60 + there.minute
        day = self._installation.local_day(at)
        for each in self._installation.definitions.all(QuietHours, day=day, path=path):
            quiet = cast(QuietHours, each.body)
            begin, end = quiet.minutes()
            inside = begin <= minute < end if begin <= end else minute >= begin or minute < end
            if quiet.channel == channel and inside:
                wait = (end - minute) % 1440
                return at - (there.second * 1_000_000 + there.microsecond) + wait * MINUTE
        return at
