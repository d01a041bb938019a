"""The four files of a round: `applicants.csv`, `offers.csv`, `eligible.csv`, `rule.json`.

Each is read as columns, with everything that is wrong told by file and line; an applicant or offer that `eligible.csv` names is held
against the other two. Money is baht here, with at most two decimals, and satang from here on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from phanuek.batch.files.cells import CellError
from phanuek.batch.files.round_notes import notes_on_columns, notes_on_people
from phanuek.batch.files.strict_json import read_json
from phanuek.batch.files.tables import CsvTable, column_missing, read_column
from phanuek.batch.problems import MOST_TOLD, Problems, WrongInput, shown
from phanuek.engines.sharing import RoundError, Rule
from phanuek.engines.sharing.columns import NONE, Columns
from phanuek.engines.sharing.model import MOST_POINTS, MOST_SATANG, MOST_UNITS
from phanuek.engines.wording import Words, words

APPLICANTS, OFFERS, ELIGIBLE, RULE = "applicants.csv", "offers.csv", "eligible.csv", "rule.json"
LONGEST_CODE = 200
BLOCK = 65_536
_WHOLE = re.compile(r"\d{1,18}(?:\.0*)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_BAHT = re.compile(r"\d{1,15}(?:\.\d\d?)?", re.ASCII)

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Given:
    """A column that a file has: how a cell is read, whether it must be there, and by which other name it may go."""

    read: Reader
    needed: bool = False
    otherwise: str = ""


@dataclass
class Table:
    """The header and the values of one file by column, and the line of each row."""

    columns: Sequence[str] = ()
    lines: list[int] = field(default_factory=list)
    of: dict[str, list[Any]] = field(default_factory=dict)


class Pairs(NamedTuple):
    """NumPy columns: the place of each pair's applicant and offer in their files, and its amount in satang."""

    person: Any
    offer: Any
    cost: Any


def read_round_folder(folder: Path, notes: list[Words]) -> Columns:
    """WrongInput tells everything that is wrong with any of the files. To `notes` is added what is no error, but may not be meant."""
    problems = Problems()
    tables: dict[str, Table] = {}
    for name, columns in FILES.items():
        of_file = Problems()
        try:
            tables[name] = _read(folder / name, columns, of_file)
        except WrongInput as wrong:  # tells all of this file
            problems.take(wrong)
        else:
            problems.join(of_file)
    rule = _rule(folder / RULE, problems)
    pairs = _check_pairs(folder, tables, problems) if len(tables) == len(FILES) else None
    problems.stop_if_any()
    assert rule is not None  # it is missing only where a problem was told
    assert pairs is not None
    for name, table in tables.items():
        known = [
            other for column, given in FILES[name].items() for other in (column, given.otherwise) if other
        ]
        notes += notes_on_columns(str(folder / name), table.columns, known)
    people = tables[APPLICANTS].of
    notes += notes_on_people(
        str(folder / APPLICANTS), str(folder / RULE), people["group"], people["area"], rule
    )
    return _round(folder, tables, pairs, rule)


def _read(path: Path, wanted: Mapping[str, Given], problems: Problems) -> Table:
    table = CsvTable(path, problems)
    places: dict[str, int] = {}
    for name, given in wanted.items():
        there = [
            at
            for at, column in enumerate(table.columns)
            if column == name or (given.otherwise and column == given.otherwise)
        ]
        if len(there) > 1:
            problems.add(
                table.name, words(f"มีทั้งคอลัมน์ {name} และ {given.otherwise}", f"there are both {name} and {given.otherwise}"),
                words("เก็บไว้คอลัมน์เดียว", "keep one of them"), row=1, place=name,
            )  # fmt: skip
        elif there:
            places[name] = there[0]
        elif given.needed:
            column_missing(problems, table.name, name, table.columns)
    problems.stop_if_any()
    found = Table(table.columns, [], {name: [] for name in wanted})
    kept: dict[str, dict[str, Any]] = {name: {} for name in wanted}
    for lines, rows in table.blocks(BLOCK):
        found.lines += lines
        columns = list(zip(*rows, strict=True))
        for name, given in wanted.items():
            cells = columns[places[name]] if name in places else ("",) * len(rows)
            if len(kept[name]) > BLOCK:
                kept[name].clear()
            found.of[name] += read_column(
                cells, lines, given.read, kept[name], _told(problems, table.name, name)
            )
    if path.name in (APPLICANTS, OFFERS):
        _check_twice(table.name, next(iter(wanted)), found, problems)
    return found


def _told(problems: Problems, file: str, column: str) -> Callable[[int, CellError], None]:
    return lambda line, error: problems.add(file, error.what, error.hint, row=line, place=column)


def _check_twice(file: str, column: str, found: Table, problems: Problems) -> None:
    first: dict[str, int] = {}
    for line, code in zip(found.lines, found.of[column], strict=True):
        if code is not None and first.setdefault(code, line) != line:
            _twice(problems, file, line, column, first[code])


def _twice(problems: Problems, file: str, line: int, column: str, first: int) -> None:
    problems.add(
        file, words(f"ซ้ำกับบรรทัดที่ {first}", f"stands also in line {first}"), words("เก็บไว้บรรทัดเดียว", "keep one of the two"), row=line, place=column
    )  # fmt: skip


def _check_pairs(folder: Path, tables: Mapping[str, Table], problems: Problems) -> Pairs:
    """Who and what each pair names, that no pair stands twice, and that an amount is there where an offer has a budget."""
    import numpy as np

    pairs = tables[ELIGIBLE]
    told = _Told(str(folder / ELIGIBLE), pairs.lines, problems)
    person = _places(tables[APPLICANTS].of["applicant"], pairs.of["applicant"])
    offer = _places(tables[OFFERS].of["offer"], pairs.of["offer"])
    for found, column, name in ((person, "applicant", APPLICANTS), (offer, "offer", OFFERS)):
        for at in told.rows(found < 0):
            said = shown(pairs.of[column][at])
            if pairs.of[column][at] is not None:
                told.add(at, column, words(f"ไม่มี “{said}” ใน {name}", f"“{said}” is not in {name}"), _ADD)
    limited = np.array([budget is not None for budget in tables[OFFERS].of["budget"]] + [False])
    cost = np.array([NONE if satang is None else satang for satang in pairs.of["cost"]], dtype=np.int64)
    for at in told.rows(limited[offer] & (cost == NONE)):
        told.add(at, "cost", words("มาตรการนี้มีวงเงิน จึงต้องระบุจำนวนเงิน", "the offer has a budget, so an amount is needed"), words("ใส่จำนวนเงินเป็นบาท", "write the amount in baht"))  # fmt: skip
    both = np.where((person < 0) | (offer < 0), -1 - np.arange(len(person)), person * len(limited) + offer)
    _, first, back = np.unique(both, return_index=True, return_inverse=True)
    for at in told.rows(first[back] != np.arange(len(both))):
        _twice(problems, told.file, pairs.lines[at], "applicant, offer", pairs.lines[first[back[at]]])
    return Pairs(person, offer, cost)


def _places(codes: Sequence[str], named: Sequence[str]) -> Any:
    """Where each code that is named stands in the list; -1 where it does not."""
    import numpy as np

    index = {code: at for at, code in enumerate(codes)}
    return np.fromiter((index.get(code, -1) for code in named), dtype=np.int64, count=len(named))


@dataclass
class _Told:
    """Problems of one file, of which only as many are put into words as are shown."""

    file: str
    lines: Sequence[int]
    problems: Problems

    def rows(self, wrong: Any) -> list[int]:
        found: list[int] = wrong.nonzero()[0].tolist()
        self.problems.count(max(0, len(found) - MOST_TOLD))
        return found[:MOST_TOLD]

    def add(self, at: int, column: str, what: Words, hint: Words) -> None:
        self.problems.add(self.file, what, hint, row=self.lines[at], place=column)


def _rule(path: Path, problems: Problems) -> Rule | None:
    try:
        return Rule.from_json(read_json(path))
    except WrongInput as wrong:
        problems.take(wrong)
    except RoundError as error:
        place = error.where.removeprefix("rule").lstrip(".")
        problems.add(
            str(path), words(error.message["th"], error.message["en"]), error.hint or _SCHEMA, place=place
        )
    return None


def _round(folder: Path, tables: Mapping[str, Table], pairs: Pairs, rule: Rule) -> Columns:
    people, lots = tables[APPLICANTS].of, tables[OFFERS].of
    try:
        return Columns.of(
            applicants=people["applicant"], area=people["area"], group=people["group"], need=people["need"],
            offers=lots["offer"], units=lots["capacity"], budget=[NONE if satang is None else satang for satang in lots["budget"]],
            category=lots["category"], pair_applicant=pairs.person, pair_offer=pairs.offer, score=tables[ELIGIBLE].of["score"],
            cost=pairs.cost, rule=rule,
        )  # fmt: skip
    except RoundError as error:
        raise wrong_round(folder, error) from None


def wrong_round(folder: Path, error: RoundError) -> WrongInput:
    problems = Problems()
    problems.add(str(folder), words(error.message["th"], error.message["en"]), place=error.where)
    return WrongInput(problems.kept)


# ---- cells


def _code(text: str) -> str:
    code = text.strip()
    if not code:
        raise CellError(words("ว่างเปล่า", "is empty"), words("ใส่รหัส", "write the code"))
    return _label(code)


def _label(text: str) -> str:
    label = text.strip()
    if len(label) > LONGEST_CODE or not label.isprintable():
        raise CellError(
            words(f"“{shown(label)}” ใช้ไม่ได้", f"“{shown(label)}” cannot be used"),
            words("ไม่เกิน 200 ตัวอักษร ในบรรทัดเดียว", "at most 200 characters on one line"),
        )
    return label


def _whole(most: int, empty: int | None = None) -> Reader:
    def read(text: str) -> int:
        text = text.strip()
        if not text and empty is not None:
            return empty
        if _WHOLE.fullmatch(text) and (number := int(text.partition(".")[0])) <= most:
            return number
        raise CellError(
            words(f"“{shown(text)}” ไม่ใช่จำนวนเต็ม 0 ถึง {most:,}", f"“{shown(text)}” is not a whole number from 0 to {most:,}"),
            _digits(text, most),
        )  # fmt: skip

    return read


def _digits(text: str, most: int) -> Words:
    """What to write instead: the number itself where its digits or separators alone are wrong."""
    plain = _plain(text)
    if _WHOLE.fullmatch(plain) and int(plain.partition(".")[0]) <= most:
        return words(f"เขียนว่า {plain}", f"write {plain}")
    return words(
        f"เขียนด้วยเลข 0-9 เท่านั้น เช่น {min(most, 750)}",
        f"write it with the digits 0-9 only, such as {min(most, 750)}",
    )


def _plain(text: str) -> str:
    """Thai digits as 0 to 9, without the commas between thousands."""
    digits = text.translate({ord("๐") + digit: str(digit) for digit in range(10)})
    return digits.replace(",", "") if _THOUSANDS.fullmatch(digits) else digits


def _baht(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if _BAHT.fullmatch(text) and (satang := int(Decimal(text) * 100)) <= MOST_SATANG:
        return satang
    plain = _plain(text)
    hint = words("เขียนเช่น 1500 หรือ 1500.25", "write it like 1500 or 1500.25")
    raise CellError(
        words(f"“{shown(text)}” ไม่ใช่จำนวนเงินบาท", f"“{shown(text)}” is not an amount of baht"),
        words(f"เขียนว่า {plain}", f"write {plain}") if _BAHT.fullmatch(plain) and plain != text else hint,
    )


_SCHEMA: Words = words(
    "ดูค่าที่ใช้ได้ใน docs/schemas/rule.schema.json", "docs/schemas/rule.schema.json says what it may be"
)
_ADD: Words = words("เพิ่มที่นั่น หรือลบแถวนี้", "add it there, or take this row out")

# The first column of each is its code.
FILES: Mapping[str, Mapping[str, Given]] = {
    APPLICANTS: {
        "applicant": Given(_code, True), "area": Given(_label), "group": Given(_label), "need": Given(_whole(100, empty=0)),
    },
    OFFERS: {
        "offer": Given(_code, True), "capacity": Given(_whole(MOST_UNITS), True), "budget": Given(_baht), "category": Given(_label),
    },
    ELIGIBLE: {
        "applicant": Given(_code, True), "offer": Given(_code, True), "score": Given(_whole(MOST_POINTS), True),
        "cost": Given(_baht, otherwise="amount"),
    },
}  # fmt: skip

__all__: Sequence[str] = ["read_round_folder", "wrong_round"]
