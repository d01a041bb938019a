"""The text that an amendment would make of a version: pure reading, the verb that merges saves it."""

from collections.abc import Iterable
from dataclasses import dataclass

from phanuek.agreements.models import ClauseChange, ClauseSpan, TextVersion
from phanuek.agreements.states import ChangeKind
from phanuek.engines.redline import Edit, Span, heading_at, rewrite


@dataclass(frozen=True)
class Placed:
    """A clause in the new text."""

    code: str
    label_th: str
    label_en: str
    heading_th: str
    heading_en: str
    start: int
    end: int
    start_en: int | None
    end_en: int | None


@dataclass(frozen=True)
class Rewritten:
    text_th: str
    text_en: str
    clauses: list[Placed]


def rewritten(version: TextVersion, changes: Iterable[ClauseChange]) -> Rewritten:
    """Both languages with the changes made; the places of all clauses are exact, words between clauses stay."""
    rows = list(version.spans.select_related("clause"))
    changes = [change for change in changes if _does_something(change, rows)]
    thai = [Span(r.clause.code, r.start, r.end) for r in rows]
    english = sorted(
        (Span(r.clause.code, r.start_en, r.end_en) for r in rows if r.start_en is not None and r.end_en is not None),
        key=lambda span: span.start,
    )  # fmt: skip
    order = [row.clause.code for row in rows]
    text_th, places_th = rewrite(version.text_th, thai, [_edit(c, c.text_th, order, thai) for c in changes])
    if version.text_en and not english:
        # a translation whose clauses nobody marked stays as it is: there is no telling where words would go
        return Rewritten(text_th, version.text_en, _placed(rows, changes, places_th, []))
    edits_en = [_edit(c, c.text_en, order, english) for c in changes]
    text_en, places_en = rewrite(version.text_en, english, edits_en)
    return Rewritten(text_th, text_en, _placed(rows, changes, places_th, places_en))


def _does_something(change: ClauseChange, rows: list[ClauseSpan]) -> bool:
    """Taking out what is gone already changes nothing."""
    stands = any(row.clause_id == change.clause_id for row in rows)
    return change.kind != ChangeKind.REPEAL or stands


def _edit(change: ClauseChange, text: str, order: list[str], spans: list[Span]) -> Edit:
    """What becomes of the clause in one language; one that does not stand there yet follows the nearest that does."""
    after = change.after.code if change.after else _before(order, change.code)
    there = {span.key for span in spans}
    while after is not None and after not in there:
        after = _before(order, after)
    gone = change.kind == ChangeKind.REPEAL or not text.strip()
    return Edit(change.code, None if gone else text.strip(), after)


def _before(order: list[str], code: str) -> str | None:
    at = order.index(code) if code in order else 0
    return order[at - 1] if at else None


def _placed(
    rows: list[ClauseSpan], changes: list[ClauseChange], thai: list[Span], english: list[Span]
) -> list[Placed]:
    before = {row.clause.code: row for row in rows}
    changed = {change.code: change for change in changes}
    places_en = {span.key: span for span in english}
    found = []
    for span in thai:
        label_th, label_en, heading_th, heading_en = _named(before.get(span.key), changed.get(span.key))
        there = places_en.get(span.key)
        found.append(
            Placed(
                span.key, label_th, label_en, heading_th, heading_en, span.start, span.end,
                there.start if there else None, there.end if there else None,
            )
        )  # fmt: skip
    return found


def _named(row: ClauseSpan | None, change: ClauseChange | None) -> tuple[str, str, str, str]:
    """Label and heading: those of the change where it gives them, then those its first line tells, then those of before."""
    if change is None:
        assert row is not None
        return row.label_th, row.label_en, row.heading_th, row.heading_en
    told_th, told_en = (heading_at(text, 0, len(text)) for text in (change.text_th, change.text_en))
    return (
        change.label_th or told_th.label or (row.label_th if row else "") or change.code,
        change.label_en or told_en.label or (row.label_en if row else ""),
        change.heading_th or told_th.heading or (row.heading_th if row else ""),
        change.heading_en or told_en.heading or (row.heading_en if row else ""),
    )
