"""Where the clauses of a text begin, chosen line by line: works with the keyboard and without a script."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phanuek.agreements.actions.clauses import MOST_CLAUSES, MarkedClause
from phanuek.agreements.models import TextVersion
from phanuek.engines.redline import Heading, heading_at, lines, suggest_clauses
from phanuek.ui.words import T


@dataclass(frozen=True)
class Line:
    """One line of the text as the page shows it. `starts`: a clause begins here; `leaves`: from here on no clause."""

    number: int
    text: str
    starts: bool
    leaves: bool
    label: str = ""
    heading: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass
class Side:
    """One language: its text, and at which lines (from 1) clauses begin and end."""

    text: str
    starts: set[int] = field(default_factory=set)
    leaves: set[int] = field(default_factory=set)
    labels: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)

    @property
    def places(self) -> list[tuple[int, int]]:
        return list(lines(self.text))

    @property
    def lines(self) -> list[Line]:
        return [
            Line(
                number,
                self.text[start:end],
                number in self.starts,
                number in self.leaves,
                self.labels.get(number, ""),
                self.headings.get(number, ""),
            )
            for number, (start, end) in enumerate(self.places, start=1)
        ]

    def clauses(self) -> list[tuple[int, Heading]]:
        """The clauses chosen: the line of each, and where it stands."""
        places = self.places
        chosen = sorted(n for n in self.starts if 1 <= n <= len(places))
        stops = sorted([*chosen, *(n for n in self.leaves if 1 <= n <= len(places))])
        found = []
        for number in chosen:
            stop = next((n for n in stops if n > number), None)
            end = places[stop - 1][0] if stop else len(self.text)
            found.append((number, heading_at(self.text, places[number - 1][0], end)))
        return found

    def name(self) -> None:
        """Labels and headings of lines newly chosen, read from the lines themselves."""
        for number, heading in self.clauses():
            if number not in self.labels:
                self.labels[number], self.headings[number] = heading.label, heading.heading


@dataclass
class Marking:
    """What the page shows and what it sends."""

    thai: Side
    english: Side
    errors: list[T] = field(default_factory=list)

    @classmethod
    def of(cls, version: TextVersion) -> "Marking":
        """As it is marked; where it is not, as the text suggests."""
        spans = list(version.spans.select_related("clause"))
        if not spans:
            return cls(_suggested(version.text_th), _suggested(version.text_en))
        thai = _placed(version.text_th, [(s.start, s.end, s.label_th, s.heading_th) for s in spans])
        told = [(s.start_en, s.end_en, s.label_en, s.heading_en) for s in spans]
        return cls(thai, _placed(version.text_en, [t for t in told if t[0] is not None]))  # type: ignore[misc]

    @classmethod
    def sent(cls, version: TextVersion, data: Any) -> "Marking":
        marking = cls(_sent(version.text_th, data, ""), _sent(version.text_en, data, "_en"))
        marking.thai.name()
        marking.english.name()
        return marking

    def marks(self) -> list[MarkedClause]:
        """The clauses to be saved; `errors` tells what is missing."""
        self.errors = []
        beside = self._beside()
        found = []
        for position, (number, heading) in enumerate(self.thai.clauses()):
            label = self.thai.labels.get(number, "").strip()
            if not label:
                self.errors.append(
                    T("บรรทัดที่ {n}: ยังไม่มีชื่อข้อ เช่น “ข้อ ๑”", "Line {n}: the clause has no label, such as “Clause 1”.").format(n=number)
                )  # fmt: skip
            line, english = beside.get(position, (0, None))
            found.append(
                MarkedClause(
                    label_th=label, heading_th=self.thai.headings.get(number, "").strip(), start=heading.start, end=heading.end,
                    label_en=self.english.labels.get(line, "").strip(), heading_en=self.english.headings.get(line, "").strip(),
                    start_en=english.start if english else None, end_en=english.end if english else None,
                )
            )  # fmt: skip
        return found

    def _beside(self) -> dict[int, tuple[int, Heading]]:
        """The translation of each clause by its position: the one of the same number, else the one at the same place."""
        thai = [_number(self.thai.labels.get(n, "")) for n, _ in self.thai.clauses()]
        english = self.english.clauses()
        numbers = [_number(self.english.labels.get(n, "")) for n, _ in english]
        if all(numbers) and all(thai) and len(set(numbers)) == len(numbers):
            left = [n for n in numbers if n not in thai]
            if not left:
                return {thai.index(number): pair for number, pair in zip(numbers, english, strict=True)}
        if len(thai) == len(english) or not english:
            return dict(enumerate(english))
        self.errors.append(
            T(
                "คำแปลมี {b} ข้อ แต่ข้อความไทยมี {a} ข้อ และเลขข้อไม่ตรงกัน โปรดเลือกบรรทัดให้ตรงกัน หรือไม่เลือกในคำแปลเลย",
                "The translation has {b} clauses and the Thai text {a}, with other numbers. Choose lines that match, or none in the "
                "translation.",
            ).format(a=len(thai), b=len(english))
        )
        return {}


def _number(label: str) -> str:
    return heading_at(label, 0, len(label)).number


def _suggested(text: str) -> Side:
    found = suggest_clauses(text)[:MOST_CLAUSES]
    return _placed(text, [(h.start, h.end, h.label, h.heading) for h in found])


def _placed(text: str, told: Sequence[tuple[int, int, str, str]]) -> Side:
    """The lines at which these clauses begin, and those at which words of no clause follow one."""
    side = Side(text)
    places = side.places
    begins = [start for start, _ in places]
    ordered = sorted(told)
    for position, (start, end, label, heading) in enumerate(ordered):
        number = bisect_right(begins, start)
        side.starts.add(number)
        side.labels[number], side.headings[number] = label, heading
        following = ordered[position + 1][0] if position + 1 < len(ordered) else len(text)
        after = range(bisect_left(begins, end), bisect_left(begins, following))
        rest = next((n for n in after if text[places[n][0] : places[n][1]].strip()), None)
        if rest is not None:
            side.leaves.add(rest + 1)
    return side


def _sent(text: str, data: Any, suffix: str) -> Side:
    side = Side(text, _numbers(data.getlist(f"start{suffix}")), _numbers(data.getlist(f"leave{suffix}")))
    for number in side.starts:
        if f"label{suffix}-{number}" in data:
            side.labels[number] = _plain(data, f"label{suffix}-{number}")
            side.headings[number] = _plain(data, f"heading{suffix}-{number}")
    return side


def _numbers(values: Iterable[str]) -> set[int]:
    return {int(value) for value in values if re.fullmatch(r"[0-9]{1,6}", value)}


def _plain(data: Mapping[str, str], name: str) -> str:
    return data.get(name, "").replace("\x00", "")
