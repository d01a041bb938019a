"""What changed between two texts, clause by clause, in words that somebody who is no lawyer can read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from phanuek.agreements.models import Amendment, ClauseChange, ClauseSpan, TextVersion
from phanuek.agreements.states import ChangeKind
from phanuek.engines.redline import Kind, Piece, difference, summary
from phanuek.ui.country import pack
from phanuek.ui.words import T

MOST_TOLD, LONGEST_TOLD = 3, 60
"""Changes of one clause that its sentence tells one by one, and letters of each; more are counted instead."""

WHOLE = T("ทั้งฉบับ", "The whole text")


@dataclass(frozen=True)
class ClauseDifference:
    """One clause before and after. `kind`: same, changed, added, repealed. A side without words is empty."""

    code: str
    label: T
    kind: str
    old_th: str
    new_th: str
    old_en: str
    new_en: str
    th: list[Piece]
    en: list[Piece]
    sentence: T

    @property
    def has_english(self) -> bool:
        return bool(self.old_en or self.new_en)

    @property
    def english_lags(self) -> bool:
        """The Thai words changed and the translation did not."""
        return self.kind == "changed" and self.old_th != self.new_th and self.old_en == self.new_en

    @property
    def old_pieces(self) -> list[Piece]:
        return [piece for piece in self.th if piece.kind is not Kind.INSERTED]

    @property
    def new_pieces(self) -> list[Piece]:
        return [piece for piece in self.th if piece.kind is not Kind.DELETED]

    @property
    def old_pieces_en(self) -> list[Piece]:
        return [piece for piece in self.en if piece.kind is not Kind.INSERTED]

    @property
    def new_pieces_en(self) -> list[Piece]:
        return [piece for piece in self.en if piece.kind is not Kind.DELETED]


@dataclass(frozen=True)
class Difference:
    """All clauses that differ, in the order of the text, and the sum of it in one sentence."""

    clauses: list[ClauseDifference]

    @property
    def changed(self) -> list[ClauseDifference]:
        return [one for one in self.clauses if one.kind != "same"]

    @property
    def words(self) -> tuple[int, int]:
        """Words taken out and put in, of the Thai text."""
        sums = [summary(one.th) for one in self.clauses]
        return sum(s.taken_out for s in sums), sum(s.put_in for s in sums)

    @property
    def sentence(self) -> T:
        counts = {
            kind: sum(1 for one in self.clauses if one.kind == kind)
            for kind in ("changed", "added", "repealed")
        }
        told = [
            words.format(n=counts[kind])
            for kind, words in (
                ("changed", T("แก้ข้อความ {n} ข้อ", "{n} clauses changed")),
                ("added", T("เพิ่ม {n} ข้อ", "{n} added")),
                ("repealed", T("ยกเลิก {n} ข้อ", "{n} taken out")),
            )
            if counts[kind]
        ]
        if not told:
            return T("ไม่มีข้อใดเปลี่ยน", "No clause changed")
        out, put = self.words
        counted = T("รวมตัดออก {out} คำ เพิ่ม {put} คำ", "words taken out: {out}, put in: {put}").format(
            out=out, put=put
        )
        thai = " ".join([*(t.th for t in told), counted.th])
        english = _one_clause(", ".join(t.en for t in told) + "; " + counted.en)
        return T(thai, english)  # fmt: skip


def between(old: TextVersion, new: TextVersion) -> Difference:
    """Two versions of one text; where no clauses are marked in either, the whole text at once."""
    was = {s.clause_id: s for s in old.spans.select_related("clause", "version")}
    now = {s.clause_id: s for s in new.spans.select_related("clause", "version")}
    if not was or not now:
        return Difference([_compared("text", WHOLE, (old.text_th, old.text_en), (new.text_th, new.text_en))])
    return Difference(
        [
            _compared(
                (now.get(key) or was[key]).clause.code,
                (now.get(key) or was[key]).label,
                _texts(was.get(key)),
                _texts(now.get(key)),
            )
            for key in _order(list(was), list(now))
        ]
    )


def of_amendment(amendment: Amendment, changes: Sequence[ClauseChange] | None = None) -> Difference:
    """What the amendment changes in the version it was written against, in the order of the text."""
    rows = list(changes if changes is not None else amendment.changes.select_related("clause", "after"))
    spans = list(amendment.base.spans.select_related("clause", "version")) if amendment.base else []
    was = {span.clause_id: span for span in spans}
    places = {span.clause_id: span.order for span in spans}

    def place(change: ClauseChange) -> tuple[float, int]:
        if change.clause_id in places:
            return places[change.clause_id], 0
        return places.get(change.after_id or 0, 0) + 0.5, change.pk or 0

    found = []
    for change in sorted(rows, key=place):
        span = was.get(change.clause_id or 0)
        new = ("", "") if change.kind == ChangeKind.REPEAL else (change.text_th, change.text_en)
        found.append(_compared(change.code, label_of(change, span), _texts(span), new))
    return Difference(found)


def label_of(change: ClauseChange, span: ClauseSpan | None) -> T:
    """The clause as it is called before the change; a new one as it will be."""
    if span is not None:
        return span.label
    thai = f"{change.label_th} {change.heading_th}".strip() or change.code
    english = f"{change.label_en or change.label_th} {change.heading_en or change.heading_th}".strip() or thai
    return T(thai, english)


def pieces(old: str, new: str) -> list[Piece]:
    """The words of both, cut by the country pack; a text that did not change is not cut."""
    if old == new:
        return [Piece(Kind.SAME, old)] if old else []
    return difference(pack().tokens(old), pack().tokens(new))


def _compared(code: str, label: T, old: tuple[str, str], new: tuple[str, str]) -> ClauseDifference:
    kind = "same"
    if not old[0] and new[0]:
        kind = "added"
    elif old[0] and not new[0]:
        kind = "repealed"
    elif old != new:
        kind = "changed"
    thai, english = pieces(old[0], new[0]), pieces(old[1], new[1])
    return ClauseDifference(
        code, label, kind, old[0], new[0], old[1], new[1], thai, english, _sentence(label, kind, thai, english)
    )  # fmt: skip


def _sentence(label: T, kind: str, thai: list[Piece], english: list[Piece]) -> T:
    if kind == "added":
        return T("เพิ่ม ", "New: ") + label
    if kind == "repealed":
        return T("ยกเลิก ", "Taken out: ") + label
    if kind == "same":
        return label + T(" ไม่เปลี่ยน", " is unchanged")
    told_th, told_en = _told(thai), _told(english)
    if told_th is None and told_en is None:
        return label + T(" แก้เฉพาะช่องไฟหรือเครื่องหมาย", " changed in spaces or punctuation only")
    if told_th is None and told_en is not None:
        return label + T(" แก้เฉพาะคำแปล: ", " changed in the translation only: ") + told_en
    words = told_th or T("", "")
    return label + T(f" แก้ไข: {words.th}", f" changed: {(told_en or words).en}")


def _told(pieces: list[Piece]) -> T | None:
    """The changes of one text in a line: 300 → 500. None where no word changed."""
    found: list[T] = []
    at = 0
    while at < len(pieces):
        piece, after = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.kind is Kind.DELETED and after is not None and after.kind is Kind.INSERTED:
            if piece.words or after.words:
                found.append(_arrow(piece.text, after.text))
            at += 1
        elif piece.kind is Kind.DELETED and piece.words:
            found.append(T(f"ตัด “{_short(piece.text)}”", f"“{_short(piece.text)}” taken out"))
        elif piece.kind is Kind.INSERTED and piece.words:
            found.append(T(f"เพิ่ม “{_short(piece.text)}”", f"“{_short(piece.text)}” put in"))
        at += 1
    if not found:
        return None
    if len(found) > MOST_TOLD:
        counts = summary(pieces)
        return T("{k} แห่ง ตัดออก {out} คำ เพิ่ม {put} คำ", "at {k} places; words taken out: {out}, put in: {put}").format(
            k=len(found), out=counts.taken_out, put=counts.put_in
        )  # fmt: skip
    return T(", ".join(t.th for t in found), ", ".join(t.en for t in found))


def _arrow(old: str, new: str) -> T:
    if not old.strip() or not new.strip():
        word = _short(new or old)
        return (
            T(f"เพิ่ม “{word}”", f"“{word}” put in")
            if new.strip()
            else T(f"ตัด “{word}”", f"“{word}” taken out")
        )
    return T(f"{_short(old)} → {_short(new)}", f"{_short(old)} → {_short(new)}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TOLD else line[: LONGEST_TOLD - 1].rstrip() + "…"


def _texts(span: ClauseSpan | None) -> tuple[str, str]:
    return (span.text_th, span.text_en) if span else ("", "")


def _order(was: Iterable[int], now: Sequence[int]) -> list[int]:
    """The clauses of the new text, each that went behind the one it followed."""
    order = list(now)
    before: int | None = None
    for key in was:
        if key not in order:
            order.insert(order.index(before) + 1 if before in order else 0, key)
        before = key
    return order


def _one_clause(text: str) -> str:
    """English says one clause, two clauses."""
    return text.replace("1 clauses", "1 clause", 1) if text.startswith("1 clauses") else text
