"""From what is known of a commitment to its verdict: the term in force, the value measured, the state and formula."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoshi.base import units
from luoshi.base.definitions import Words
from luoshi.base.errors import LuoshiError
from luoshi.base.time import print_day
from luoshi.kernel import indicators as ind
from luoshi.kernel.ledger import Claim, Commitment, EvidenceKind, Facts, Status, Term
from luoshi.kernel.verdicts.errors import NotKnownThen
from luoshi.kernel.verdicts.model import Check, Doubt, Input, State, Verdict
from luoshi.kernel.verdicts.schedule import Judged, Measure, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the bound indicator says, on the day asked and on the due day where that has passed."""

    body: ind.Indicator
    now: ind.Measured
    at_due: ind.Measured | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    as_of: int
    known_at: int


def term_of(facts: Facts, as_of: int) -> Term:
    """The term in force on a day; before it was entered, the first one: the promise is older than its record."""
    if not facts.terms:
        raise NotKnownThen(number=facts.commitment.number)
    held = [term for term in facts.terms if term.valid_from <= as_of]
    return held[-1] if held else facts.terms[0]


def measure_of(term: Term, unit: str) -> Measure | None:
    """What has to be reached, or None where the promise has no figure or no end."""
    if term.value is None or term.period is None:
        return None
    due = term.due_day or term.period[1] * 10_000 + 1231
    return Measure(
        comparator=term.comparator,
        low=Fraction(term.value),
        high=None if term.value_high is None else Fraction(term.value_high),
        unit=unit,
        basis=term.basis,
        baseline=None if term.baseline is None else Fraction(term.baseline),
        first_day=term.period[0] * 10_000 + 101,
        due_day=due,
    )


def verdict_of(facts: Facts, observed: Observed | None, question: Question) -> Verdict:
    """The verdict, with the numbers it rests on."""
    of, term = facts.commitment, term_of(facts, question.as_of)
    claims = [each for each in _standing_claims(facts.claims) if each.local_day <= question.as_of]
    measure = measure_of(term, term.unit)
    source = _Source(term, observed, claims)
    judged = _judged(facts, term, measure, source, question)
    return Verdict(
        commitment=of.id,
        state=judged.state,
        check=_check(facts, source, question),
        doubt=_doubt(measure, source),
        formula=judged.formula,
        actual=source.number,
        actual_state=source.state,
        unit=term.unit,
        inputs=_inputs(of, term, source, claims),
        definition=None if observed is None else observed.now.definition,
        as_of=question.as_of,
        known_at=question.known_at,
    )


class _Source:
    """Where the actual value comes from: the bound indicator, else the newest claim with a number, else nowhere."""

    def __init__(self, term: Term, observed: Observed | None, claims: list[Claim]) -> None:
        self.observed = observed
        self.numbers = [each for each in claims if each.value is not None]
        self.problem: Words | None = None
        self.actual: Fraction | None = None
        self.at_due: Fraction | None = None
        self.state = "missing"
        self.claims = claims
        if observed is not None:
            self._from_indicator(term, observed)
        elif self.numbers:
            self._from_claim(term, self.numbers[-1])

    @property
    def number(self) -> Decimal | None:
        return None if self.actual is None else units.rounded(self.actual, _places(self.actual))

    def _from_indicator(self, term: Term, observed: Observed) -> None:
        self.state = str(observed.now.value.state)
        if observed.now.value.number is None:
            return
        try:
            self.actual = _in_unit(observed.now.value.number, observed.now.value.unit, term.unit)
            if observed.at_due is not None and observed.at_due.value.number is not None:
                self.at_due = _in_unit(observed.at_due.value.number, observed.at_due.value.unit, term.unit)
        except LuoshiError as refusal:
            self.state, self.actual = "invalid", None
            self.problem = Words(zh=refusal.happened("zh"), en=refusal.happened("en"))

    def _from_claim(self, term: Term, claim: Claim) -> None:
        assert claim.value is not None
        try:
            self.actual = _in_unit(claim.value, claim.unit or term.unit, term.unit)
            self.state = "number"
        except LuoshiError as refusal:
            self.state = "invalid"
            self.problem = Words(zh=refusal.happened("zh"), en=refusal.happened("en"))
        in_time = [each for each in self.numbers if term.due_day is not None and each.local_day <= term.due_day]
        if self.actual is not None and in_time and in_time[-1].value is not None:
            self.at_due = _in_unit(in_time[-1].value, in_time[-1].unit or term.unit, term.unit)


def _judged(facts: Facts, term: Term, measure: Measure | None, source: _Source, question: Question) -> Judged:
    if term.status is Status.WITHDRAWN:
        return Judged(State.WITHDRAWN, Words(zh=f"已按程序调整:{term.ground}", en=f"adjusted: {term.ground}"))
    if measure is None:
        return _without_figure(facts, term, source, question)
    if question.as_of < measure.first_day:
        first = print_day(measure.first_day)
        return Judged(State.NOT_DUE, Words(zh=f"自 {first} 起计算,尚未开始", en=f"it begins on {first}"))
    if source.problem is not None:
        return Judged(State.NOT_CHECKABLE, source.problem)
    if source.actual is not None:
        return judge(measure, as_of=question.as_of, actual=source.actual, at_due=source.at_due)
    if source.observed is not None:
        return _no_value(source)
    return _nothing_told(facts, measure, question)


def _no_value(source: _Source) -> Judged:
    assert source.observed is not None
    name = source.observed.body.name
    if source.state in {"not_applicable", "invalid"}:
        why = Words(zh="不适用", en="not applicable") if source.state == "not_applicable" else None
        zh, en = (why.zh, why.en) if why else ("数据无效", "invalid")
        return Judged(State.NOT_CHECKABLE, Words(zh=f"指标“{name.zh}”{zh}", en=f"indicator '{name.en}' is {en}"))
    return Judged(
        State.NOT_REPORTED, Words(zh=f"指标“{name.zh}”还没有数据", en=f"indicator '{name.en}' has no data yet")
    )


def _nothing_told(facts: Facts, measure: Measure, question: Question) -> Judged:
    due = print_day(measure.due_day)
    if facts.commitment.lead_unit is None:
        zh, en = "未绑定指标,也未明确责任单位", "no indicator is bound and no unit answers for it"
        return Judged(State.NOT_CHECKABLE, Words(zh=zh, en=en))
    zh, en = f"责任单位未报送进展;到期日 {due}", f"the unit has not reported; due on {due}"
    return Judged(State.NOT_REPORTED, Words(zh=zh, en=en))


def _without_figure(facts: Facts, term: Term, source: _Source, question: Question) -> Judged:
    """A task has no figure: until somebody looked, a claim in words decides nothing."""
    due = term.due_day
    if source.claims:
        zh, en = "任务没有数量目标,已报进展待核", "it has no figure; what was reported is not checked yet"
        return Judged(State.NOT_CHECKABLE, Words(zh=zh, en=en))
    if due is None:
        return Judged(State.NOT_CHECKABLE, Words(zh="没有数量目标,也没有期限", en="neither a figure nor a due day"))
    day = print_day(due)
    if question.as_of <= due:
        return Judged(State.NOT_DUE, Words(zh=f"任务于 {day} 到期", en=f"due on {day}"))
    if facts.commitment.lead_unit is None:
        return Judged(
            State.NOT_CHECKABLE,
            Words(zh=f"已于 {day} 到期,未明确责任单位", en=f"was due on {day}; no unit answers for it"),
        )
    return Judged(State.NOT_REPORTED, Words(zh=f"已于 {day} 到期,未报送", en=f"was due on {day}, not reported"))


def _check(facts: Facts, source: _Source, question: Question) -> Check:
    seen = [each for each in facts.evidence if each.kind is EvidenceKind.SITE_CHECK]
    if any(each.day is None or each.day <= question.as_of for each in seen):
        return Check.CHECKED_SITE
    return Check.CHECKED_DATA if source.observed is not None and source.actual is not None else Check.UNCHECKED


def _doubt(measure: Measure | None, source: _Source) -> Doubt:
    """A claim that says the target is met while the data say it is not is doubted, whatever the state is."""
    if measure is None or source.observed is None or source.actual is None or not source.numbers:
        return Doubt.NONE
    claimed = source.numbers[-1].value
    assert claimed is not None
    return Doubt.RAISED if measure.met(Fraction(claimed)) and not measure.met(source.actual) else Doubt.NONE


def _inputs(of: Commitment, term: Term, source: _Source, claims: list[Claim]) -> tuple[Input, ...]:
    found: list[Input] = []
    if term.value is not None:
        high = "" if term.value_high is None else f"–{term.value_high:f}"
        value = f"{_SIGNS.get(term.comparator, '')}{term.value:f}{high}{term.unit}"
        name = Words(zh="目标值", en="target")
        found.append(Input(name=name, value=value, source="statement", reference=str(of.statement or "")))
    if term.baseline is not None:
        name = Words(zh="基期值", en="base value")
        found.append(Input(name=name, value=f"{term.baseline:f}{term.unit}", source="commitment", reference=str(of.id)))
    if source.observed is not None:
        now = source.observed.now
        found.append(
            Input(
                name=source.observed.body.name,
                value=_shown(now),
                source="indicator",
                reference=f"{now.key}|{now.period}",
            )
        )
    if claims:
        last = claims[-1]
        value = last.words if last.value is None else f"{last.value:f}{last.unit}"
        found.append(Input(name=Words(zh="自报进展", en="claim"), value=value, source="claim", reference=str(last.id)))
    return tuple(found)


_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈"}


def _shown(of: ind.Measured) -> str:
    """The value with its unit; without a number, the state says why."""
    if of.value.number is None:
        return str(of.value.state)
    unit = of.value.unit
    return f"{of.value.number:f}{unit if unit == '%' else units.find_unit(unit).zh}"


def _standing_claims(claims: tuple[Claim, ...]) -> list[Claim]:
    """Claims that no later claim replaced, by the day they speak of."""
    replaced = {each.supersedes for each in claims}
    return sorted((each for each in claims if each.id not in replaced), key=lambda each: (each.local_day, each.id))


def _in_unit(value: Decimal, source: str, target: str) -> Fraction:
    """The value in the unit of the promise; a word no table knows is only ever equal to itself."""
    if source == target:
        return Fraction(value)
    return units.convert(value, units.find_unit(source).id, units.find_unit(target).id)


def _places(value: Fraction) -> int:
    return next((places for places in range(7) if (value * 10**places).denominator == 1), 6)


def window_of(term: Term, body: ind.Indicator, as_of: int) -> str:
    """Over which days the indicator is asked: what holds at a moment is asked for that moment, the rest since the
    period began."""
    if body.relation in {"things", "latest"} or body.by == "open" or term.period is None:
        return "now"
    first = min(term.period[0] * 10_000 + 101, as_of)
    return f"{print_day(first)}/{print_day(as_of)}"
