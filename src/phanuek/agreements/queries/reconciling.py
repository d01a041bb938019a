"""An amendment whose base is no longer current, set beside the text as it now stands: what goes together by itself, and what a
person must choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from phanuek.agreements.models import Amendment, Clause, ClauseChange, ClauseSpan, TextVersion
from phanuek.agreements.queries.amendments import newer_version
from phanuek.agreements.states import ChangeKind
from phanuek.engines.redline import Merge, heading_at, merge
from phanuek.ui.country import pack
from phanuek.ui.words import T


class Take(StrEnum):
    """Which words a person chooses. `original`: of the version the amendment was written against."""

    ORIGINAL = "original"
    CURRENT = "current"
    PROPOSED = "proposed"
    OWN = "own"


@dataclass(frozen=True)
class Choice:
    """What a person chose; for `own` the words, in both languages where the whole clause is asked about."""

    take: Take
    text: str = ""
    text_en: str = ""


class About(StrEnum):
    WORDS = "words"  # both changed these words
    CLAUSE = "clause"  # one takes the clause out, the other changes it
    NUMBER = "number"  # a clause with that number came meanwhile


@dataclass(frozen=True)
class Question:
    """One thing for a person to choose. Words are empty where that side has none there."""

    key: str
    about: About
    language: str
    original: str
    current: str
    proposed: str

    @property
    def takes(self) -> list[Take]:
        """What may be chosen."""
        if self.about is About.NUMBER:
            return [Take.CURRENT, Take.OWN]
        return list(Take)


@dataclass(frozen=True)
class Texts:
    """One clause on one side; None: the clause is not there."""

    th: str | None
    en: str = ""


@dataclass(frozen=True)
class Case:
    """One change of the amendment beside the current text. Without questions `th` and `en` are the outcome."""

    change: ClauseChange
    label: T
    original: Texts
    current: Texts
    proposed: Texts
    th: Merge | None = None
    en: Merge | None = None
    questions: list[Question] = field(default_factory=list)
    after: Clause | None = None

    @property
    def changed_meanwhile(self) -> bool:
        return self.original != self.current

    def settled(self, choices: dict[str, Choice]) -> Texts:
        """The clause with the questions answered. Raises KeyError naming the first that is not."""
        asked = next((q for q in self.questions if q.about is not About.WORDS), None)
        if asked is not None:
            return self._of_whole(choices[asked.key])
        if self.th is None:
            return self.proposed if self.original.th == self.current.th else self.current
        return Texts(self._words("th", self.th, choices) or "", self._words("en", self.en, choices))

    def _of_whole(self, choice: Choice) -> Texts:
        if choice.take is Take.OWN:
            return Texts(choice.text.strip(), choice.text_en.strip())
        return {Take.ORIGINAL: self.original, Take.CURRENT: self.current, Take.PROPOSED: self.proposed}[
            choice.take
        ]

    def _words(self, language: str, merged: Merge | None, choices: dict[str, Choice]) -> str:
        if merged is None:
            return (self.proposed.th or "") if language == "th" else self.proposed.en
        taken = []
        for question in (q for q in self.questions if q.language == language):
            choice = choices[question.key]
            own = choice.text if choice.take is Take.OWN else getattr(question, choice.take.value)
            taken.append(own)
        return merged.resolve(taken).strip()


@dataclass(frozen=True)
class Plan:
    """Everything that stands between an amendment and the current text."""

    base: TextVersion
    current: TextVersion
    cases: list[Case]

    @property
    def questions(self) -> list[Question]:
        return [question for case in self.cases for question in case.questions]

    @property
    def is_clean(self) -> bool:
        return not self.questions


def plan(amendment: Amendment) -> Plan | None:
    """None while the base is still current."""
    current, base = newer_version(amendment), amendment.base
    if current is None or base is None:
        return None
    was = {span.clause_id: span for span in base.spans.select_related("version", "clause")}
    now = {span.clause_id: span for span in current.spans.select_related("version", "clause")}
    order = [span.clause for span in was.values()]
    changes = amendment.changes.select_related("clause", "after")
    return Plan(base, current, [_case(change, was, now, order) for change in changes])


def _case(
    change: ClauseChange, was: dict[int, ClauseSpan], now: dict[int, ClauseSpan], order: Sequence[Clause]
) -> Case:
    if change.kind == ChangeKind.INSERT:
        return _insertion(change, now, order)
    assert change.clause_id is not None
    before, present = was.get(change.clause_id), now.get(change.clause_id)
    original, current = _texts(before), _texts(present)
    proposed = Texts(None) if change.kind == ChangeKind.REPEAL else Texts(change.text_th, change.text_en)
    label = T.of((before or present).label) if before or present else T(change.label_th, change.label_en)  # type: ignore[union-attr]
    after = None if present else _nearest(change.clause, now, order)
    found = Case(change, label, original, current, proposed, after=after)
    if current.th is None or proposed.th is None:
        return _whole(found)
    return _by_words(found)


def _whole(case: Case) -> Case:
    """One side has no such clause: nothing to ask where both say the same, or only one touched it."""
    if case.current.th == case.proposed.th or case.original.th in (case.current.th, case.proposed.th):
        return case
    question = Question(
        f"{case.change.code}.clause", About.CLAUSE, "both", case.original.th or "", case.current.th or "",
        case.proposed.th or "",
    )  # fmt: skip
    return _with(case, questions=[question])


def _by_words(case: Case) -> Case:
    tokens: Callable[[str], Sequence[str]] = pack().tokens
    thai = merge(*(tokens(side.th or "") for side in (case.original, case.current, case.proposed)))
    english = merge(*(tokens(side.en) for side in (case.original, case.current, case.proposed)))
    questions = [
        Question(f"{case.change.code}.{language}.{n}", About.WORDS, language, clash.base, clash.ours, clash.theirs)
        for language, merged in (("th", thai), ("en", english))
        for n, clash in enumerate(merged.clashes)
    ]  # fmt: skip
    return _with(case, th=thai, en=english, questions=questions)


def _insertion(change: ClauseChange, now: dict[int, ClauseSpan], order: Sequence[Clause]) -> Case:
    proposed = Texts(change.text_th, change.text_en)
    label = T(change.label_th, change.label_en or change.label_th)
    after = change.after
    if after is not None and after.pk not in now:
        after = _nearest(after, now, order)
    after = _behind_newcomers(after, now, order)
    same = next((span for span in now.values() if same_number(span.label_th, change.label_th)), None)
    case = Case(change, label, Texts(None), _texts(same), proposed, after=after)
    if same is None:
        return case
    question = Question(f"{change.code}.number", About.NUMBER, "both", "", same.text_th, change.text_th)
    return _with(case, questions=[question])


def same_number(label: str, other: str) -> bool:
    """Whether two labels bear the same number, in whichever digits; labels without numbers must read the same."""
    numbers = [heading_at(text, 0, len(text)).number or " ".join(text.split()) for text in (label, other)]
    return numbers[0] == numbers[1]


def _nearest(clause: Clause | None, now: dict[int, ClauseSpan], order: Sequence[Clause]) -> Clause | None:
    """The closest clause before this one in the older text that still stands."""
    keys = [one.pk for one in order]
    at = keys.index(clause.pk) if clause is not None and clause.pk in keys else 0
    return next((one for one in reversed(order[:at]) if one.pk in now), None)


def _behind_newcomers(
    after: Clause | None, now: dict[int, ClauseSpan], order: Sequence[Clause]
) -> Clause | None:
    """Clauses that came at the same place meanwhile go first."""
    known = {one.pk for one in order}
    standing = [span.clause for span in now.values()]
    at = standing.index(after) + 1 if after in standing else 0
    while at < len(standing) and standing[at].pk not in known:
        after = standing[at]
        at += 1
    return after


def _texts(span: ClauseSpan | None) -> Texts:
    return Texts(span.text_th, span.text_en) if span else Texts(None)


def _with(case: Case, **changes: object) -> Case:
    return replace(case, **changes)  # type: ignore[arg-type]
