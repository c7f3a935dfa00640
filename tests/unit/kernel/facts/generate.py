"""Random sentences of the language and random subjects, for the test that holds both evaluators together.

Sentences are made as text, so reading and checking are tested on the way. Values crowd at the edges: the ends of the
number range, days without a next day, halves that round, empty texts and lists, and every way of having no value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from random import Random

from luoshi.kernel.facts import (
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    MISSING,
    NULL,
    TEXT,
    Schema,
    Status,
    code,
    decimal,
    duration,
    list_of,
)

SCHEMA = Schema.plain(
    i1=INTEGER,
    i2=INTEGER,
    d2=decimal(2),
    d4=decimal(4),
    d9=decimal(9),
    t1=TEXT,
    t2=TEXT,
    stage=code("stage", "handled", "verified", "closed"),
    kind=code("kind"),
    day1=DATE,
    day2=DATE,
    at1=INSTANT,
    at2=INSTANT,
    h1=duration("continuous_hour"),
    w1=duration("working_hour"),
    wd=duration("working_day"),
    b1=BOOLEAN,
    b2=BOOLEAN,
    li=list_of(INTEGER),
    ld=list_of(decimal(2)),
    lt=list_of(TEXT),
    lday=list_of(DATE),
    lb=list_of(BOOLEAN),
)
MOST = 10**18 - 1
INTEGERS = (0, 1, -1, 2, 3, 7, 10, 28, 31, 90, 100, -5, 2026, 10**9, MOST, -MOST, 10**17, 123456789012345678)
DECIMALS = ("0", "0.01", "-0.01", "0.05", "1.25", "2.50", "-2.5", "99.99", "100", "9999999999999999.99", "-7.77")
NINES = ("0", "0.000000001", "0.5", "-0.5", "1.005", "2.675", "999999999.999999999", "-999999999.999999999")
TEXTS = ("", "a", "A", "ab", "b", "张店", "张店区路灯", " x ", "\u3000x", "it's", "😀é", "Z", "ß", "a%b", "\tq")
DAYS = ("0001-01-01", "9999-12-31", "2024-02-29", "2026-01-31", "2026-02-28", "2000-12-31", "1900-03-01", "2026-11-22")
INSTANTS = (0, 1, -1, 1_760_000_000_000_000, 253402300799999999, -62135596800000000, 3_600_000_000)
SPANS = (0, 1, -1, 3_600_000_000, 1_800_000_000, 5_400_000_001, MOST, -MOST, 7)
STATUSES = tuple(Status)
WRONG: tuple[object, ...] = (1.5, object(), {}, 10**30, Decimal("1e50"), Decimal("0.0000000001"), Decimal("NaN"))


class Sentences:
    """Sentences of each kind, at most so deep."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def scale(self) -> int:
        return self.random.choice((0, 1, 2, 4, 9))

    def any(self, depth: int) -> str:
        return self.random.choice((self.number_text, self.date, self.text, self.boolean, self.instant, self.hours))(
            depth
        )

    def number_text(self, depth: int) -> str:
        return self.number(depth)[0]

    def number(self, depth: int) -> tuple[str, int]:
        """A number and its scale."""
        if depth <= 0 or self.random.random() < 0.15:
            return self.random.choice((self.number_literal, self.number_fact))()
        make = self.random.choice((
            self.sum, self.sum, self.product, self.quotient, self.rounded, self.picked, self.stands_in,
            self.chosen, self.of_list, self.whole, self.counted_hours,
        ))  # fmt: skip
        return make(depth - 1)

    def number_literal(self) -> tuple[str, int]:
        text = self.pick(
            "0", "1", "-1", "2", "3.5", "0.05", "-2.5", "100", str(MOST), f"-{MOST}", "0.000000001", "90.0"
        )
        return text, len(text.partition(".")[2])

    def number_fact(self) -> tuple[str, int]:
        return self.random.choice((("i1", 0), ("i2", 0), ("d2", 2), ("d4", 4), ("d9", 9)))

    def sum(self, depth: int) -> tuple[str, int]:
        parts = [self.number(depth) for _ in range(self.random.choice((2, 2, 3, 11)) if depth < 1 else 2)]
        text = "".join(f" {self.pick('+', '-')} ({part})" for part, _ in parts[1:])
        return f"({parts[0][0]}{text})", max(scale for _, scale in parts)

    def product(self, depth: int) -> tuple[str, int]:
        (left, a), (right, b) = self.number(depth), self.number(depth)
        if a + b <= 9 and self.random.random() < 0.5:
            return f"(({left}) * ({right}))", a + b
        scale = self.scale()
        return f"mul({left}, {right}, {scale})", scale

    def quotient(self, depth: int) -> tuple[str, int]:
        scale = self.scale()
        name = self.pick("div", "percent_of")
        return f"{name}({self.number(depth)[0]}, {self.number(depth)[0]}, {scale})", scale

    def rounded(self, depth: int) -> tuple[str, int]:
        inner, old = self.number(depth)
        scale = self.scale()
        return self.random.choice((
            (f"round({inner}, {scale})", scale),
            (f"round({inner})", 0),
            (f"floor({inner})", 0),
            (f"ceil({inner})", 0),
            (f"abs({inner})", old),
            (f"-({inner})", old),
        ))  # fmt: skip

    def picked(self, depth: int) -> tuple[str, int]:
        (a, x), (b, y), (c, z) = self.number(depth), self.number(depth), self.number(depth)
        if self.random.random() < 0.3:
            return f"clamp({a}, {b}, {c})", max(x, y, z)
        return f"{self.pick('least', 'greatest', 'first_known')}({a}, {b}, {c})", max(x, y, z)

    def stands_in(self, depth: int) -> tuple[str, int]:
        (a, x), (b, y) = self.number(depth), self.number(depth)
        return f"{self.pick('if_missing', 'if_null', 'if_invalid')}({a}, {b})", max(x, y)

    def chosen(self, depth: int) -> tuple[str, int]:
        (a, x), (b, y) = self.number(depth), self.number(depth)
        return f"CASE WHEN {self.boolean(depth)} THEN {a} ELSE {b} END", max(x, y)

    def of_list(self, depth: int) -> tuple[str, int]:
        name, scale = self.random.choice((("li", 0), ("ld", 2)))
        return f"{self.pick('list_sum', 'list_min', 'list_max')}({name})", scale

    def counted_hours(self, depth: int) -> tuple[str, int]:
        scale = self.scale()
        return f"in_hours({self.hours(depth)}, {scale})", scale

    def whole(self, depth: int) -> tuple[str, int]:
        return self.integer(depth), 0

    def integer(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("i1", "i2", "0", "1", "2", "12", "-3", "29", "2026", "10000", "400")
        inner: Callable[[], str] = self.random.choice((
            lambda: f"mod({self.integer(depth - 1)}, {self.integer(depth - 1)})",
            lambda: f"floor({self.number(depth - 1)[0]})",
            lambda: f"length({self.text(depth - 1)})",
            lambda: f"list_length({self.pick('li', 'ld', 'lt', 'lday', 'lb')})",
            lambda: f"{self.pick('year_of', 'month_of', 'quarter_of', 'day_of', 'weekday_of')}({self.date(depth - 1)})",
            lambda: f"{self.pick('days', 'months', 'years')}_between({self.date(depth - 1)}, {self.date(depth - 1)})",
            lambda: f"in_days({self.pick('wd', 'working_days(' + self.integer(depth - 1) + ')')})",
            lambda: f"(wd_in) + {self.integer(depth - 1)}".replace("(wd_in)", "in_days(wd + working_days(1))"),
        ))  # fmt: skip
        return inner()

    def date(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.25:
            return self.pick("day1", "day2", f"DATE '{self.pick(*DAYS)}'")
        make: Callable[[], str] = self.random.choice((
            lambda: f"{self.pick('add_days', 'add_months')}({self.date(depth - 1)}, {self.integer(depth - 1)})",
            lambda: f"{self.pick('month', 'quarter')}_{self.pick('start', 'end')}({self.date(depth - 1)})",
            lambda: f"date_of({self.integer(depth - 1)}, {self.integer(depth - 1)}, {self.integer(depth - 1)})",
            lambda: f"{self.pick('least', 'greatest', 'if_invalid', 'if_missing')}({self.date(depth - 1)}, day2)",
            lambda: f"CASE WHEN {self.boolean(depth - 1)} THEN {self.date(depth - 1)} ELSE day1 END",
            lambda: f"{self.pick('list_min', 'list_max')}(lday)",
        ))  # fmt: skip
        return make()

    def text(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.25:
            plain = [text for text in TEXTS if "\t" not in text]
            return self.pick("t1", "t2", *(("'" + text.replace("'", "''") + "'") for text in plain))
        make: Callable[[], str] = self.random.choice((
            lambda: f"{self.pick('upper', 'lower', 'trim')}({self.text(depth - 1)})",
            lambda: f"concat({self.text(depth - 1)}, {self.text(depth - 1)}, 'x')",
            lambda: f"substring({self.text(depth - 1)}, {self.integer(depth - 1)}, {self.integer(depth - 1)})",
            lambda: "text_of(stage)",
            lambda: f"if_missing({self.text(depth - 1)}, 'none')",
            lambda: f"greatest({self.text(depth - 1)}, t2)",
            lambda: "list_max(lt)",
        ))  # fmt: skip
        return make()

    def instant(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.4:
            return self.pick("at1", "at2", "INSTANT '2026-01-01T08:00:00+08:00'", "INSTANT '9999-12-31T23:59:59Z'")
        return f"add_time({self.instant(depth - 1)}, {self.hours(depth - 1)})"

    def hours(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.3:
            return self.pick("h1", "hours(1)", "hours(0.5)", "hours(i1)", "hours(d4)")
        return self.pick(
            f"hours({self.number(depth - 1)[0]})",
            f"time_between({self.instant(depth - 1)}, {self.instant(depth - 1)})",
            f"({self.hours(depth - 1)} - {self.hours(depth - 1)})",
            f"least({self.hours(depth - 1)}, h1)",
            f"-{self.pick('h1', 'hours(d9)')}",
        )

    def compared(self, depth: int) -> str:
        make = self.random.choice((self.number_text, self.number_text, self.date, self.text, self.instant, self.hours))
        sign = self.pick("=", "<>", "<", "<=", ">", ">=")
        return f"({make(depth)}) {sign} ({make(depth)})"

    def within(self, depth: int) -> str:
        make = self.random.choice((self.number_text, self.date, self.text))
        negated = self.pick("", "NOT ")
        return f"({make(depth)}) {negated}BETWEEN ({make(depth)}) AND ({make(depth)})"

    def listed(self, depth: int) -> str:
        negated = self.pick("", "NOT ")
        options = self.random.choice((
            (self.number(depth)[0], "0, 1, 2.5, -1, 0.000000001, 100"),
            (self.text(depth), "'a', '', '张店'"),
            (self.date(depth), "DATE '2026-01-31', DATE '9999-12-31'"),
            ("stage", "'handled', 'closed'"),
            ("kind", "'a', 'b'"),
        ))  # fmt: skip
        return f"({options[0]}) {negated}IN ({options[1]})"

    def asked(self, depth: int) -> str:
        state = self.pick("MISSING", "NULL", "INVALID", "KNOWN", "NOT MISSING", "NOT KNOWN")
        return f"({self.any(depth)}) IS {state}"

    def tested(self, depth: int) -> str:
        return self.pick(
            f"{self.pick('contains', 'starts_with', 'ends_with')}({self.text(depth)}, {self.text(depth)})",
            f"list_contains(ld, {self.pick('0.05', '1', 'd2', '2.5')})",
            f"list_contains_{self.pick('any', 'all')}(lt, 'a', {self.text(depth)})",
            f"list_contains(lday, {self.date(depth)})",
            f"{self.pick('list_any', 'list_all')}(lb)",
            f"stage {self.pick('=', '<>')} 'handled'",
            "kind = 'b'",
            "w1 <= working_hours(1.5)",
            f"({self.boolean(depth)}) = ({self.boolean(depth)})",
            f"if_missing({self.boolean(depth)}, {self.boolean(depth)})",
            f"CASE WHEN {self.boolean(depth)} THEN {self.boolean(depth)} WHEN b1 THEN b2 ELSE TRUE END",
        )

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.pick("b1", "b2", "TRUE", "FALSE", "i1 > 0", "d2 <= 1.25", "t1 = 'a'", "stage = 'closed'")
        inner = depth - 1
        make = self.random.choice((
            self.compared, self.compared, self.within, self.listed, self.asked, self.tested, self.joined, self.joined,
            self.joined, self.at_least, self.opposite,
        ))  # fmt: skip
        return make(inner)

    def joined(self, depth: int) -> str:
        word = self.pick(" AND ", " OR ")
        return "(" + word.join(self.boolean(depth) for _ in range(self.random.randint(2, 4))) + ")"

    def at_least(self, depth: int) -> str:
        parts = [self.boolean(depth) for _ in range(self.random.randint(1, 4))]
        return f"at_least({self.random.randint(1, len(parts))}, {', '.join(parts)})"

    def opposite(self, depth: int) -> str:
        return f"NOT ({self.boolean(depth)})"


def subjects(random: Random, count: int) -> list[dict[str, object]]:
    """Some subjects: in some batches every fact is there, in others some are absent, null, invalid, of a wrong type."""
    spoiled = random.choice((0.0, 0.05, 0.2, 0.4))
    largest = random.choice((MOST, MOST, 10**6, 1000))
    return [_subject(random, spoiled, largest) for _ in range(count)]


def _subject(random: Random, spoiled: float, largest: int) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name in SCHEMA.columns:
        if random.random() >= spoiled:
            facts[name] = _value(name, random, spoiled, largest)
        elif random.random() < 0.9:
            facts[name] = random.choice((MISSING, MISSING, NULL, *STATUSES, *WRONG))
    return facts


def _modest(pool: tuple[object, ...], largest: int) -> tuple[object, ...]:
    """The numbers of a pool that are not too large: batches of these run without range checks."""
    return tuple(each for each in pool if not (isinstance(each, int | Decimal) and abs(Decimal(each)) > largest))


def _value(name: str, random: Random, spoiled: float, largest: int) -> object:
    pools: dict[str, tuple[object, ...]] = {
        "i": INTEGERS,
        "d2": tuple(map(Decimal, DECIMALS)),
        "d4": tuple(map(Decimal, DECIMALS[:8])),
        "d9": tuple(map(Decimal, NINES)),
        "t": TEXTS,
        "stage": ("handled", "verified", "closed", "elsewhere"),
        "kind": ("a", "b", "c"),
        "day": tuple(map(date.fromisoformat, DAYS)),
        "at": (*INSTANTS, datetime.fromisoformat("2026-11-22T08:30:00.000001+08:00")),
        "h": SPANS,
        "wd": (0, 1, 5, -2, MOST),
        "w": SPANS,
        "b": (True, False),
    }
    if name.startswith("l"):
        pool = _modest(pools[{"li": "i", "ld": "d2", "lt": "t", "lday": "day", "lb": "b"}[name]], largest)
        options: tuple[object, ...] = (*pool, None, "x", 10**20) if random.random() < spoiled else pool
        return [random.choice(options) for _ in range(random.choice((0, 1, 2, 3, 5)))]
    key = max((key for key in pools if name.startswith(key)), key=len)
    return random.choice(_modest(pools[key], largest))
