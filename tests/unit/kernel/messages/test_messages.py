"""A message exists exactly when its act does; channels take it out at times when a phone may ring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions, Words, install
from luoshi.base.installation import Installation
from luoshi.base.time import parse_instant
from luoshi.kernel.messages import ChannelFailed, Delivery, Messages, QuietHours, Recipient
from luoshi.kernel.messages.errors import NoSuchMessage, NoTemplate, ValueMissing

Run = Callable[[Any], Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")
POST, PERSON = Recipient("post", 7), Recipient("person", 8)
VALUES = {"number": "20260302-1", "title": "路灯不亮", "reason": "按责任清单。"}


@dataclass
class Robot:
    """A chat robot that can be out of order."""

    name: str = "robot"
    broken: bool = False
    taken: list[Delivery] = field(default_factory=list)

    async def send(self, delivery: Delivery) -> str:
        if self.broken:
            raise ChannelFailed("no answer")
        self.taken.append(delivery)
        return f"receipt-{len(self.taken)}"


@dataclass
class Desk:
    installation: Installation
    messages: Messages
    robot: Robot
    run: Run
    times: list[int]

    def at(self, text: str) -> None:
        self.times[0] = parse_instant(text, SHANGHAI)

    def send(self, to: Recipient = POST, **more: Any) -> Any:
        async def go() -> Any:
            async with self.installation.database.unit() as unit:
                values = {"template": "case_dispatched", "values": VALUES, "about": ("case", 5)} | more
                return self.messages.send(unit, to=to, **values)

        return self.run(go())

    def states(self) -> list[tuple[str, int, str]]:
        rows = self.run(self.installation.database.fetch("SELECT state, attempts, receipt FROM delivery ORDER BY id"))
        return [(row["state"], row["attempts"], row["receipt"]) for row in rows]


@pytest.fixture
def desk(database: Database, run: Run) -> Desk:
    times = [parse_instant("2026-03-02T09:00:00+08:00", SHANGHAI)]
    installation = Installation(
        database=database, definitions=Definitions(database), zone=SHANGHAI, clock=lambda: times[0]
    )
    robot = Robot()
    messages = Messages(installation, [robot])

    async def seed() -> None:
        unit = database.unit()
        messages.seed(unit, day=20_200_101)
        quiet = QuietHours(id="night", name=Words(zh="夜间", en="Night"), channel="robot", begin="22:00", end="07:30")
        install(unit, database.ids, pack="luoshi", body=quiet, valid_from=20_200_101)
        await unit.commit()
        await installation.definitions.refresh()

    run(seed())
    return Desk(installation, messages, robot, run, times)


def test_a_message_lies_in_the_inbox_of_its_recipient_alone(desk: Desk) -> None:
    desk.send()
    (found,) = desk.run(desk.messages.inbox([POST, PERSON]))
    assert desk.messages.text(found, "zh").text == "路灯不亮(20260302-1)已派遣到您的单位。按责任清单。"
    assert desk.messages.text(found, "en").title == "Dispatched: 20260302-1"
    assert desk.run(desk.messages.inbox([PERSON, Recipient("agency", 7)])) == []


def test_an_act_that_fails_sends_nothing(desk: Desk) -> None:
    async def fail() -> None:
        async with desk.installation.database.unit() as unit:
            desk.messages.send(unit, to=POST, template="case_dispatched", values=VALUES, about=("case", 5))
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        desk.run(fail())
    assert desk.run(desk.messages.inbox([POST])) == []


def test_the_first_reading_is_the_one_that_counts(desk: Desk) -> None:
    message = desk.send()

    async def read(person: int) -> None:
        async with desk.installation.database.unit() as unit:
            await desk.messages.read(unit, message.id, recipients=[POST], person=person)

    assert desk.run(desk.messages.unread([POST])) == 1
    desk.run(read(1))
    desk.run(read(2))
    (found,) = desk.run(desk.messages.inbox([POST]))
    assert (found.read_by, desk.run(desk.messages.unread([POST]))) == (1, 0)


def test_nobody_reads_a_message_of_somebody_else(desk: Desk) -> None:
    message = desk.send()

    async def read() -> None:
        async with desk.installation.database.unit() as unit:
            await desk.messages.read(unit, message.id, recipients=[PERSON], person=8)

    with pytest.raises(NoSuchMessage):
        desk.run(read())


def test_an_inbox_is_read_page_by_page(desk: Desk) -> None:
    sent = [desk.send().id for _ in range(5)]
    first = desk.run(desk.messages.inbox([POST], limit=3))
    rest = desk.run(desk.messages.inbox([POST], before=first[-1].id, limit=3))
    assert [each.id for each in (*first, *rest)] == sent[::-1]


def test_a_template_nobody_knows_and_a_missing_value_are_refused(desk: Desk) -> None:
    with pytest.raises(NoTemplate):
        desk.send(template="no_such")
    with pytest.raises(ValueMissing):
        desk.send(values={"number": "1"})


def test_a_channel_takes_a_message_once_and_gives_a_receipt(desk: Desk) -> None:
    desk.send()
    assert [desk.run(desk.messages.deliver()) for _ in range(2)] == [1, 0]
    assert desk.states() == [("sent", 1, "receipt-1")]
    assert desk.robot.taken[0].text.startswith("路灯不亮")


def test_a_channel_out_of_order_is_tried_again_and_given_up_in_the_end(desk: Desk) -> None:
    desk.send()
    desk.robot.broken = True
    for time in ("02T09:00", "02T09:01", "02T09:06", "02T09:36", "02T11:36", "02T21:36"):
        desk.at(f"2026-03-{time}:00+08:00")
        desk.run(desk.messages.deliver())
    assert desk.states() == [("failed", 6, "")]
    assert len(desk.run(desk.messages.inbox([POST]))) == 1


def test_no_phone_rings_at_night(desk: Desk) -> None:
    desk.at("2026-03-02T23:10:20+08:00")
    desk.send()
    assert desk.run(desk.messages.deliver()) == 0
    desk.at("2026-03-03T07:29:59+08:00")
    assert desk.run(desk.messages.deliver()) == 0
    desk.at("2026-03-03T07:30:00+08:00")
    assert desk.run(desk.messages.deliver()) == 1
