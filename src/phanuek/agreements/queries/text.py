"""The text of an agreement as its pages show it: versions, clauses, what hangs under each."""

from dataclasses import dataclass, field, replace

from phanuek.agreements.models import Agreement, Clause, ClauseSpan, Commitment, TextVersion
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.words import T


def current_version(agreement: Agreement) -> TextVersion | None:
    """The newest version, which is the one that counts; None where the text is not in hand."""
    return agreement.text_versions.order_by("-number").first()


@dataclass(frozen=True)
class Part:
    """A clause with the commitments under it, or (`span` None) words that belong to no clause, in both languages."""

    th: str
    en: str
    span: ClauseSpan | None = None
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """A clause under which nothing is done."""
        return self.span is not None and not self.commitments

    @property
    def thai(self) -> tuple[str, str]:
        """The line of its heading, where the clause has one, and the words after it."""
        return _headed(self.th, self.span.heading_th if self.span else "")

    @property
    def english(self) -> tuple[str, str]:
        return _headed(self.en, self.span.heading_en if self.span else "")


def _headed(text: str, heading: str) -> tuple[str, str]:
    first, line_end, rest = text.partition("\n")
    return (first, rest) if heading and line_end and heading in first else ("", text)


@dataclass(frozen=True)
class GoneClause:
    """A clause that no longer stands: its last label, the version that took it out, what still hangs under it."""

    clause: Clause
    label: T
    number: int
    commitments: list[Commitment]


@dataclass(frozen=True)
class TextPage:
    version: TextVersion
    versions: list[TextVersion]
    parts: list[Part]
    gone: list[GoneClause]
    translation_apart: bool
    untied: int

    @property
    def is_current(self) -> bool:
        return self.version.number == self.versions[0].number

    @property
    def clauses(self) -> list[Part]:
        return [part for part in self.parts if part.span is not None]


def text_page(agreement: Agreement, version: TextVersion, actor: Actor) -> TextPage:
    """One version with everything under its clauses, in five queries."""
    versions = list(agreement.text_versions.select_related("amendment", "attachment").order_by("-number"))
    spans = list(version.spans.select_related("clause", "version"))
    under: dict[int | None, list[Commitment]] = {}
    for commitment in commitments_of(agreement, actor):
        under.setdefault(commitment.clause_id, []).append(commitment)
    apart = bool(version.text_en) and not all(span.start_en is not None for span in spans)
    standing = {span.clause_id for span in spans}
    gone = [
        row
        for row in gone_clauses(agreement, under)
        if row.clause.pk not in standing and row.number <= version.number
    ]
    return TextPage(
        version=version,
        versions=versions,
        parts=_parts(version, spans, under, apart or not spans),
        gone=gone,
        translation_apart=apart or (bool(version.text_en) and not spans),
        untied=len(under.get(None, [])),
    )  # fmt: skip


def commitments_of(agreement: Agreement, actor: Actor) -> list[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(agreement=agreement)
    return list(rows.select_related("lead", "clause").order_by("code"))


def gone_clauses(agreement: Agreement, under: dict[int | None, list[Commitment]]) -> list[GoneClause]:
    """Clauses that stood in an earlier version and stand no more, the last to go first."""
    last: dict[int, ClauseSpan] = {}
    newest = 0
    rows = ClauseSpan.objects.filter(version__agreement=agreement).select_related("clause", "version")
    for span in rows.order_by("version__number", "order"):
        last[span.clause_id] = span
        newest = max(newest, span.version.number)
    found = [
        GoneClause(span.clause, span.label, span.version.number + 1, under.get(span.clause_id, []))
        for span in last.values()
        if span.version.number < newest
    ]
    return sorted(found, key=lambda row: -row.number)


def _parts(
    version: TextVersion, spans: list[ClauseSpan], under: dict[int | None, list[Commitment]], apart: bool
) -> list[Part]:
    """The whole Thai text in order; the translation beside it where its clauses are all marked."""
    parts: list[Part] = []
    at = at_en = 0
    for span in spans:
        between_en = ""
        if not apart and span.start_en is not None and span.end_en is not None:
            between_en = version.text_en[at_en : span.start_en] if span.start_en >= at_en else ""
            at_en = max(at_en, span.end_en)
        _words(parts, version.text_th[at : span.start], between_en)
        english = "" if apart and span.start_en is None else span.text_en
        parts.append(Part(span.text_th, english, span, under.get(span.clause_id, [])))
        at = span.end
    _words(parts, version.text_th[at:], "" if apart else version.text_en[at_en:])
    return parts


def _words(parts: list[Part], thai: str, english: str) -> None:
    if thai.strip() or english.strip():
        parts.append(Part(thai.strip("\n"), english.strip("\n")))


# -- tying commitments to clauses --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggestion:
    """A clause beside a commitment, with the telling words that both use, the rarest first.

    `likely`: it shares clearly more than any other.
    """

    span: ClauseSpan
    shared: list[str]
    likely: bool = False


@dataclass(frozen=True)
class Tying:
    """The guided step: every commitment with where it hangs, the one asked about now, and the clauses for it."""

    commitments: list[Commitment]
    spans: dict[int, ClauseSpan]
    asked: Commitment | None
    suggestions: list[Suggestion]

    @property
    def done(self) -> int:
        return sum(1 for row in self.commitments if self.is_settled(row))

    def is_settled(self, row: Commitment) -> bool:
        """Tied to a clause that stands, or found to be in none."""
        return row.clause_id in self.spans or (row.clause_id is None and row.no_clause_on is not None)

    @property
    def lines(self) -> list[tuple[Commitment, ClauseSpan | None, bool]]:
        """Commitment, the clause it hangs under where that stands, whether that is settled."""
        return [(c, self.spans.get(c.clause_id or 0), self.is_settled(c)) for c in self.commitments]

    def after(self, row: Commitment) -> Commitment | None:
        """The next one to be settled, from the beginning again after the last."""
        at = next((n for n, one in enumerate(self.commitments) if one.pk == row.pk), -1) + 1
        turned = [*self.commitments[at:], *self.commitments[:at]]
        return next((one for one in turned if one.pk != row.pk and not self.is_settled(one)), None)


def tying(version: TextVersion, commitments: list[Commitment], code: str = "") -> Tying:
    """`code` names the commitment to ask about, else the first that is not settled."""
    spans = {span.clause_id: span for span in version.spans.select_related("clause", "version")}
    step = Tying(commitments, spans, None, [])
    asked = next((row for row in commitments if row.code == code), None)
    asked = asked or next((row for row in commitments if not step.is_settled(row)), None)
    if asked is None:
        return step
    return Tying(commitments, spans, asked, suggestions(asked, list(spans.values())))


def suggestions(commitment: Commitment, spans: list[ClauseSpan]) -> list[Suggestion]:
    """The clauses, those that share the most telling words with the commitment first. A word of many clauses tells nothing."""
    wanted = _telling(f"{commitment.title_th} {commitment.title_en}")
    words = {span.pk: _telling(f"{span.text_th} {span.text_en}") for span in spans}
    times = {word: sum(word in one for one in words.values()) for word in wanted}
    telling = {word for word in wanted if 0 < times[word] <= max(1, len(spans) // 3)}
    found = [
        Suggestion(span, sorted(telling & words[span.pk], key=lambda word: (times[word], -len(word), word)))
        for span in spans
    ]
    weights = {one.span.pk: sum(1 / times[word] for word in one.shared) for one in found}
    found.sort(key=lambda one: -weights[one.span.pk])
    most = [weights[one.span.pk] for one in found[:2]]
    if most and most[0] > (most[1] if len(most) > 1 else 0) * 1.2:
        found[0] = replace(found[0], likely=True)
    return found


def _telling(text: str) -> set[str]:
    """Words long enough to say what something is about."""
    return {word for word in pack().words(text, parts=True) if len(word) >= 3}
