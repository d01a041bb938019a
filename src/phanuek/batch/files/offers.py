"""`offers.json`: the vocabulary of facts, dated parameters, and the offers with their rule texts and days.

Two readings: `read_offers` checks the shape of everything and says all that is wrong; `Offers.in_force` compiles the rules that
stand on a day. The first day `from` and the last day `to` belong to the time; null means without end.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from phanuek.batch.files.cells import BUDDHIST_YEARS, buddhist
from phanuek.batch.files.strict_json import read_json
from phanuek.batch.problems import Problems, shown
from phanuek.engines.parameters import ParameterError, Parameters
from phanuek.engines.rules import ErrorKind, Fact, FactError, Rule, RuleError, Vocabulary, compile
from phanuek.engines.rules.errors import HINTS
from phanuek.engines.wording import Words, thai_join, words

KEYS = ("vocabulary", "parameters", "offers")
# What an entry of each part may hold; another key is noted, for it may be a slip of one of these.
ENTRY_KEYS = {
    "vocabulary": ("name", "type", "unit", "label", "question", "source", "sensitive", "choices", "fixed"),
    "parameters": ("name", "values"),
    "values": ("from", "value", "source"),
    "offers": ("code", "rule", "from", "to"),
}
MOST_NOTES = 20


@dataclass(frozen=True)
class OfferText:
    """One offer as written; `place` is where it stands in the file."""

    code: str
    rule: str
    first: date | None
    last: date | None
    place: str

    def stands_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: OfferText) -> bool:
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )


@dataclass(frozen=True)
class Offers:
    """What the file holds, in its order."""

    file: str
    vocabulary: Vocabulary
    parameters: Parameters
    offers: tuple[OfferText, ...]
    notes: list[Words] = field(default_factory=list)

    def in_force(self, day: date) -> tuple[dict[str, Rule], tuple[OfferText, ...]]:
        """The rules of the day by code, and the offers that do not stand on it. WrongInput tells every rule that is wrong."""
        problems = Problems()
        rules: dict[str, Rule] = {}
        for offer in self.offers:
            if offer.stands_on(day):
                rule = self.compiled(offer, day, problems)
                if rule is not None:
                    rules[offer.code] = rule
        problems.stop_if_any()
        return rules, tuple(offer for offer in self.offers if not offer.stands_on(day))

    def check(self, day: date, problems: Problems) -> None:
        """Every rule: on the day where it stands on it, else on its own first (or last) day."""
        for offer in self.offers:
            self.compiled(offer, day if offer.stands_on(day) else offer.first or offer.last or day, problems)

    def compiled(self, offer: OfferText, day: date, problems: Problems) -> Rule | None:
        """A range whose ends are turned round holds for nobody, as in a database; it is noted, for nobody means it."""
        try:
            return compile(offer.rule, self.vocabulary, day, self.parameters)
        except RuleError as error:
            if error.kind == ErrorKind.REVERSED:
                self._note(offer, error)
                return self._read_as_sql(offer, day, problems)
            self._refused(offer, error, problems)
            return None

    def _read_as_sql(self, offer: OfferText, day: date, problems: Problems) -> Rule | None:
        try:
            return compile(offer.rule, self.vocabulary, day, self.parameters, empty_ranges=True)
        except RuleError as error:
            self._refused(offer, error, problems)
            return None

    def _note(self, offer: OfferText, error: RuleError) -> None:
        where = f"{self.file}: {offer.place} {shown(offer.code)} rule"
        self.notes.append(
            words(
                f"{where}: {error.message_th} (อ่านว่าไม่มีใครเข้า)",
                f"{where}: {error.message_en} (read as holding for nobody)",
            )
        )

    def _refused(self, offer: OfferText, error: RuleError, problems: Problems) -> None:
        place = f"{offer.place} {shown(offer.code)} rule"
        problems.add(self.file, error.fault, error.hint, place=place, below=caret(offer.rule, error.position))


def _did_you_mean(suggestion: str | None) -> Words | None:
    return words(f"ลองใช้ {suggestion}", f"try {suggestion}") if suggestion else None


def caret(text: str, position: int, width: int = 100) -> tuple[str, str]:
    """The line of the rule with a mark under the character that is wrong. Thai vowels and tones above or below a letter take no
    room of their own."""
    position = max(0, min(position, len(text)))
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : len(text) if end < 0 else end]
    at = position - start
    cut = max(0, at - width // 2)
    part = "".join(c if c.isprintable() else " " for c in line[cut : cut + width])
    taken = sum(unicodedata.category(c) != "Mn" for c in part[: at - cut])
    return f"    {part}", "    " + " " * taken + "^"


def read_offers(path: Path) -> Offers:
    """Checked in shape; the rules are not compiled yet. WrongInput tells everything that is wrong."""
    problems = Problems()
    reader = _Reader(str(path), problems)
    data = reader.fields(read_json(path), "")
    for key in data:
        if key not in KEYS and not key.startswith("$"):
            reader.unknown(key, KEYS)
    for key in ("vocabulary", "offers"):
        if key not in data:
            reader.add(
                key, words("ไม่มีส่วนนี้", "this part is missing"), words("เพิ่มส่วนนี้เป็นรายการ", "add it as a list")
            )
    facts = reader.facts(reader.listed(data.get("vocabulary", []), "vocabulary"))
    parameters = reader.parameters(reader.listed(data.get("parameters") or [], "parameters"))
    offers = reader.offers(reader.listed(data.get("offers", []), "offers"))
    problems.stop_if_any()
    return Offers(
        str(path),
        Vocabulary(facts),
        Parameters.from_json(parameters),
        tuple(offers),
        _unused(str(path), data),
    )


def _unused(file: str, data: Mapping[str, Any]) -> list[Words]:
    """A note for each key of an entry that nothing reads: `form` for `from` would open an offer without beginning."""
    entries = [
        (f"{part}[{at}]", part, row)
        for part in ("vocabulary", "parameters", "offers")
        for at, row in enumerate(data.get(part) or [])
    ]
    entries += [
        (f"{place}.values[{at}]", "values", row)
        for place, part, entry in entries
        if part == "parameters"
        for at, row in enumerate(entry["values"])
    ]
    notes: list[Words] = []
    for place, part, row in entries:
        known = ENTRY_KEYS[part]
        for key in [key for key in row if key not in known and not key.startswith("$")]:
            near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.7)
            th, en = (f" หมายถึง {near[0]} หรือไม่", f"; did you mean {near[0]}?") if near else ("", "")
            where = f"{file}: {place}.{shown(key)}"
            notes.append(words(f"{where}: ไม่ใช้คีย์นี้{th}", f"{where}: this key is not used{en}"))
    more = len(notes) - MOST_NOTES
    if more > 0:
        notes[MOST_NOTES:] = [words(f"{file}: และอีก {more:,} คีย์", f"{file}: and {more:,} more such keys")]
    return notes


class _Reader:
    """Walks the values; what does not have the shape is added to the problems with its path."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems

    def add(self, place: str, what: Words, hint: Words | None = None) -> None:
        self.problems.add(self.file, what, hint, place=place)

    def unknown(self, place: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(place.rpartition(".")[2], list(known), n=1)
        self.add(place, words("ไม่รู้จักคีย์นี้", "this key is not known"), _did_you_mean(near[0] if near else None))

    def fields(self, value: Any, place: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.add(
            place, words(f"ต้องเป็นออบเจกต์ {thai_join('ไม่ใช่', _kind(value)['th'])}", f"must be an object, not {_kind(value)['en']}"), words("ใช้ { … }", "write { … }")
        )  # fmt: skip
        return {}

    def listed(self, value: Any, place: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.add(
            place, words(f"ต้องเป็นรายการ {thai_join('ไม่ใช่', _kind(value)['th'])}", f"must be a list, not {_kind(value)['en']}"), words("ใช้ [ … ]", "write [ … ]")
        )  # fmt: skip
        return []

    def text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        value = row.get(key)
        if isinstance(value, str) and value.strip() and value.isprintable() | (key == "rule"):
            return value
        where = f"{place}.{key}"
        if isinstance(value, str) and value.strip():
            self.add(
                where, words("มีอักขระที่แสดงไม่ได้", "holds a character that cannot be shown"), words("เขียนบรรทัดเดียว ไม่มีแท็บ", "write it on one line, without tabs")
            )  # fmt: skip
        elif isinstance(value, str):
            hint = HINTS[ErrorKind.EMPTY] if key == "rule" else words("เพิ่มเป็นข้อความ", "add it as text")
            self.add(where, words("ว่างเปล่า", "this is empty"), hint)
        elif value is None:
            self.add(where, words("ไม่มีค่านี้", "this is missing"), words("เพิ่มเป็นข้อความ", "add it as text"))
        else:
            self.add(
                where,
                words(f"ต้องเป็นข้อความ {thai_join('ไม่ใช่', _kind(value)['th'])}", f"must be text, not {_kind(value)['en']}"),
                words("เขียนในเครื่องหมายคำพูด", "put it in quotes"),
            )  # fmt: skip
        return ""

    def facts(self, rows: list[Any]) -> list[Fact]:
        """Each entry is read by itself, so that one that is wrong does not hide the next."""
        found: dict[str, Fact] = {}
        for at, row in enumerate(rows):
            try:
                (fact,) = Vocabulary.from_json([row]).values()
            except FactError as error:
                self.add("", _placed(error.message, "vocabulary", at))
                continue
            if fact.name in found:
                self.add(f"vocabulary[{at}] {fact.name}", words("มีข้อมูลชื่อนี้แล้ว", "there is a fact of this name already"), words("ตั้งชื่ออื่น", "give it another name"))  # fmt: skip
            found[fact.name] = fact
        return list(found.values())

    def parameters(self, rows: list[Any]) -> list[Any]:
        found: dict[str, Any] = {}
        for at, row in enumerate(rows):
            try:
                (name,) = Parameters.from_json([row]).names
            except ParameterError as error:
                self.add("", _placed(error.message, "parameters", at))
                continue
            if name in found:
                self.add(f"parameters[{at}] {shown(name)}", words("มีค่าที่กำหนดชื่อนี้แล้ว", "there is a parameter of this name already"), words("รวมไว้ใน values เดียวกัน", "put its values into one list"))  # fmt: skip
            found[name] = row
        return list(found.values())

    def offers(self, rows: list[Any]) -> list[OfferText]:
        found: list[OfferText] = []
        by_code: dict[str, list[OfferText]] = {}
        for at, raw in enumerate(rows):
            place = f"offers[{at}]"
            row = self.fields(raw, place)
            if not row:
                continue
            code, rule = self.text(row, "code", place), self.text(row, "rule", place)
            first, last = (self.day(row.get(key), f"{place}.{key}") for key in ("from", "to"))
            offer = OfferText(code, rule, first, last, place)
            if first and last and last < first:
                self.add(place, words(f"สิ้นสุด {last} ก่อนเริ่ม {first}", f"it ends on {last}, before it starts on {first}"), words("สลับ from กับ to", "change from and to"))  # fmt: skip
            for other in by_code.setdefault(code, []) if code else []:
                if offer.overlaps(other):
                    self.add(
                        f"{place}.code", words(f"รหัส {shown(code)} ซ้ำกับ {other.place} ในช่วงวันเดียวกัน", f"the code {shown(code)} is also that of {other.place} on the same days"),
                        words("เปลี่ยนรหัส หรือทำให้ช่วงวันไม่ทับกัน", "change the code, or let one end before the other starts"),
                    )  # fmt: skip
                    break
            by_code.setdefault(code, []).append(offer)
            found.append(offer)
        return found

    def day(self, value: Any, place: str) -> date | None:
        """A day, or None for null."""
        if value is None:
            return None
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        hint = words("เขียน ปี ค.ศ.-เดือน-วัน เช่น 2025-11-30", "write year-month-day, such as 2025-11-30")
        if day is None:
            self.add(place, words(f"“{shown(value)}” ไม่ใช่วันที่", f"“{shown(value)}” is not a date"), hint)
        elif day.year in BUDDHIST_YEARS:
            error = buddhist(value)
            self.add(place, error.what, error.hint)
            return None
        return day


def _placed(message: Words, part: str, at: int) -> Words:
    """The message of an entry that was read alone, with its real place; an entry whose message names none gets it in front."""
    first, place = f"{part}[0]", f"{part}[{at}]"
    return words(
        *(
            text.replace(first, place, 1) if first in text else f"{place}: {text}"
            for text in (message["th"], message["en"])
        )
    )


def _kind(value: Any) -> Words:
    """What a JSON value is."""
    if value is None or isinstance(value, bool):
        said = str(value).lower().replace("none", "null")
        return words(said, said)
    return _KINDS.get(type(value), words("ตัวเลข", "a number"))


_KINDS: dict[type, Words] = {
    dict: words("ออบเจกต์", "an object"),
    list: words("รายการ", "a list"),
    str: words("ข้อความ", "text"),
}
