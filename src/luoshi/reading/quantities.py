"""From figures to statements: who is measured, by which verb, in which clause.

Official sentences put a figure in three ways: VERB NOUN FIGURE (新建公厕50座), VERB FIGURE NOUN (新建14所学校) and
NOUN REACHES FIGURE (收入达到30亿元). Lists share the verb in front or the noun behind; a clause without a noun
speaks of the one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoshi.reading import bases, bounds, figures, layout, nouns, policy, subjects, words
from luoshi.reading.characters import shield_names
from luoshi.reading.figures import Figure
from luoshi.reading.model import Value
from luoshi.reading.nouns import Run
from luoshi.reading.verbs import DELIVERING

_DISTRIBUTIVE = re.compile(
    r"(?:每个|各|每)(?:区、县\([^)]*\)|县\([^)]*\)、区|区县\([^)]*\)|镇、街道|省份|省\(区[^)]*\)|地市|州\(市\)|市\(州\)|区\(县\)|区县|县区|县市区|县\([^)]*\)"
    r"|镇办|镇街|乡镇\(街道\)|乡镇街道|乡镇|街道|镇|区|县|村|社区|园区|网格|市州"
    r"|市)(?=[^级内域政直属民的])"
)


@dataclass(slots=True)
class Quantity:
    """A figure read in its clause. Offsets are within the sentence."""

    start: int
    end: int
    at: int
    value: Value
    unit: str
    subject: str
    comparator: str
    basis: str
    lead: str
    verb: str
    clause_start: int
    scope_words: str = ""
    behind: bool = False  # the noun stands behind the figure
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Memory:
    """What a later clause of the sentence may lean on."""

    subject: Run | None = None
    verb: str = ""
    lead: str = ""
    unit: str = ""
    ensure: bool = False


@dataclass(slots=True)
class _Item:
    """One figure of a clause: the clause's run, where its own words begin, the words that lead to it."""

    figure: Figure
    start: int
    end: int
    left: int
    noun_end: int
    lead: str
    right: Run
    own: Run | None
    last: bool


def quantities(sentence: str) -> list[Quantity]:
    """The quantified statements of one sentence in plain form."""
    if not figures.may_hold_figures(sentence):
        return []
    found, masked = figures.find(shield_names(sentence))
    return _Reader(sentence, masked, found).read() if found else []


class _Reader:
    def __init__(self, sentence: str, masked: str, found: list[Figure]) -> None:
        self.sentence, self.masked, self.found = sentence, _open_brackets(masked), found
        self.memory = _Memory()
        self.result: list[Quantity] = []
        self.history: list[Run] = []

    def read(self) -> list[Quantity]:
        at = 0
        for clause in layout.clauses(self.masked, 0):
            if self.masked[clause.start - 1 : clause.start] == ";":
                self.memory.verb, self.memory.lead, self.memory.ensure = "", "", False
            inside: list[Figure] = []
            while at < len(self.found) and self.found[at].start < clause.end:
                if self.found[at].end <= clause.end and self.found[at].start >= clause.start:
                    inside.append(self.found[at])
                at += 1
            if inside:
                self._clause(clause.start, clause.end, inside)
            elif "确保" in self.masked[clause.start : clause.end] and clause.end - clause.start < 16:
                self.memory.ensure = True
            else:
                self._remember_topic(clause.start, clause.end)
        return self.result

    def _remember_topic(self, start: int, end: int) -> None:
        """A clause without a figure may name what the next one measures."""
        begin = nouns.lead_end(self.masked, start, end)
        verb = DELIVERING.match(self.masked, begin, end)
        self.memory.subject = (verb.end(), end) if verb and verb.end() < end else (begin, end)
        self.memory.verb, self.memory.lead = "", ""

    def _clause(self, start: int, end: int, inside: list[Figure]) -> None:
        if policy.grants(self.masked[start:end]):
            return
        inside = self._countable(inside, end)
        cursor, since = start, len(self.result)
        queue: list[Run] = []
        for i, figure in enumerate(inside):
            item, cursor = self._item(figure, inside[i + 1 : i + 3], start, end, cursor)
            if "分别" in item.lead and not queue:
                queue = self._respectively(item, len(inside) - i)
            if queue and item.right[1] == item.right[0] and figure.form != "rank":
                item.own = queue.pop(0)
            else:
                queue = []
            if self._state(item) is False:
                cursor = item.left  # what counts nothing is part of the next figure's noun
        self._share_trailing_noun(since)

    def _countable(self, inside: list[Figure], end: int) -> list[Figure]:
        """The figures without limits inside a noun, and without counts of the figures that follow (2个100%)."""
        inside = [f for f in inside if not policy.is_limit(self.masked, f, end)]
        kept: list[Figure] = []
        for i, figure in enumerate(inside):
            following = inside[i + 1] if i + 1 < len(inside) else None
            if following and figure.unit == "个" and following.start == figure.end and following.unit == "%":
                blank = " " * (figure.end - figure.start)
                self.masked = self.masked[: figure.start] + blank + self.masked[figure.end :]
            else:
                kept.append(figure)
        return kept

    def _item(self, figure: Figure, following: list[Figure], start: int, end: int, cursor: int) -> tuple[_Item, int]:
        """The words around a figure, and where those of the next one begin."""
        text = self.masked
        stop = following[0].start if following else end
        left = nouns.skip_joint(text, cursor, figure.start)
        tail = words.rank_tail if figure.form in ("rank", "front") else words.tail
        noun, lead = tail(text[left : figure.start])
        right = nouns.behind(text, figure, stop, last=not following)
        cursor = right[1] if right[1] > right[0] else figure.end
        if following and following[0].start == figure.end and right[1] == right[0] and not lead:
            # 21条30.3公里路网: two figures of one noun
            next_stop = following[1].start if len(following) > 1 else end
            right = nouns.behind(text, following[0], next_stop, last=len(following) == 1)
            cursor = figure.end
        if lead in ("为", "是", "到", "至", "需") and not noun.strip():
            lead = ""  # 为80万名老人体检: a preposition, no verb
        item = _Item(figure, start, end, left, left + len(noun), lead, right, None, not following)
        return item, cursor

    def _respectively(self, item: _Item, count: int) -> list[Run]:
        """The nouns that 分别 deals out: its own list, else those of the figures before, in their order."""
        if self.masked[item.left : item.noun_end].strip(" ◇年底前到"):
            return nouns.members(self.masked, item.left, item.noun_end)
        known = list(dict.fromkeys(self.history))
        if len(known) < count and self.memory.subject:
            known = nouns.members(self.masked, *self.memory.subject)
        return known[-count:] if count > 1 else []

    def _state(self, item: _Item) -> bool | None:
        """True where the figure was stated, False where it counts nothing, None where nobody says what it measures."""
        text, figure, right = self.masked, item.figure, item.right
        kinds = words.sort_tail(item.lead)
        bound = words.bound_before(item.lead)
        reaching = bool(kinds & {"reach", "change"}) or bound == "held"
        begin, verb = nouns.strip_lead(text, item.left, item.noun_end, causes=reaching), ""
        if not reaching or right[1] > right[0]:
            verb, begin = nouns.governing(text, begin, item.noun_end, passed=bound in ("gt", "lt"))
        place = subjects.Place(figure, begin, item.noun_end, right, item.own)
        noun, doubt = subjects.subject_of(text, place, self.memory.subject)
        if noun is None:
            return None
        verb, inherited = self._inherit(item, begin, verb, kinds, bound, reaching, doubted=bool(doubt))
        subject = subjects.shown(self.sentence, noun)
        if not policy.counts(self.sentence, text, figure, item.start, item.end, subject, item.lead, verb, right):
            return False
        before = text[item.start : figure.start]
        whole_clause = right[1] > right[0] and not verb and not reaching and item.last
        lead_of_bound = inherited if item.own and not item.lead else item.lead
        quantity = Quantity(
            start=item.start,
            end=item.end if whole_clause else max(figure.end, right[1]),
            at=figure.start,
            value=figure.value,
            unit=figure.unit,
            subject=subject,
            comparator=bounds.comparator(figure, lead_of_bound, before + ("确保" if self.memory.ensure else "")),
            basis=bases.basis(
                figure,
                lead=item.lead,
                noun=subject,
                verb=verb,
                inherited=inherited,
                before=before,
                after=text[right[1] : item.end],
            ),
            lead=item.lead or inherited,
            verb=verb,
            clause_start=item.start,
            doubts=[doubt] if doubt else [],
            behind=right[1] > right[0] and noun == right,
        )
        shared = _DISTRIBUTIVE.search(text, item.start, figure.start)
        if shared:
            quantity.scope_words = self.sentence[shared.start() : shared.end()]
        self.result.append(quantity)
        self._remember(item, noun, verb, inherited)
        return True

    def _inherit(
        self, item: _Item, begin: int, verb: str, kinds: set[str], bound: str, reaching: bool, *, doubted: bool
    ) -> tuple[str, str]:
        """The verb and the leading words that a list or a clause without a noun takes over from what went before."""
        memory, own = self.memory, verb
        goes_on = self._goes_on(item, begin)
        inherited = ""
        leans = item.left > item.start or goes_on
        passed = bound in ("gt", "lt") and not verb
        if leans and not verb and not reaching and memory.verb and not passed and "累计" not in item.lead:
            verb = memory.verb
            inherited = "" if item.left > item.start else memory.lead
        bare = not kinds & {"reach", "change", "bound"} and not own
        if (bare and leans) or (doubted and not kinds & {"reach", "change"}):
            inherited = memory.lead
        return verb, inherited

    def _goes_on(self, item: _Item, begin: int) -> bool:
        """NOUN FIGURE and nothing else: the clause goes on with the list of the clause before."""
        alike = item.figure.unit != "%" and self.memory.unit != "%"
        return item.noun_end > begin and item.right[1] == item.right[0] and item.figure.end >= item.end and alike

    def _remember(self, item: _Item, noun: Run, verb: str, inherited: str) -> None:
        memory = self.memory
        memory.subject, memory.unit, memory.ensure = noun, item.figure.unit, False
        memory.verb, memory.lead = verb, item.lead or inherited
        if item.own is None or noun not in self.history:
            self.history.append(noun)

    def _share_trailing_noun(self, since: int) -> None:
        """1家国家级、2家省级示范区: the noun behind the last item belongs to the whole list."""
        items = self.result[since:]
        if len(items) < 2 or not items[-1].subject:
            return
        for item in items[:-1]:
            if item.behind and items[-1].behind and subjects.is_class(item.subject):
                item.subject = subjects.without_class(items[-1].subject)
                item.end = max(item.end, items[-1].end)


def _open_brackets(masked: str) -> str:
    """Brackets that hold a figure become clauses of their own."""
    if "(" not in masked:
        return masked
    return re.sub(r"\(([^()]*\d[^()]*)\)", lambda m: "," + m.group(1) + ",", masked)
