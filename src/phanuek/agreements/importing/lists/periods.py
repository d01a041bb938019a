"""Targets by fiscal year: `2569: 50; 2570: 100` in one cell, or a column for each year."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from phanuek.agreements import plan
from phanuek.agreements.importing.lists.numbers import amount
from phanuek.engines.commitments import Period
from phanuek.files.spreadsheets.columns import plain
from phanuek.files.spreadsheets.reading import Header, Sheet
from phanuek.ui.country import pack
from phanuek.ui.words import T

BUDDHIST_FROM, OFFSET = 2400, 543
LONGEST_YEAR = 18  # four digits behind the longest word for a fiscal year
DIVIDERS = re.compile(r"[;\n|]")
PART = re.compile(r"\s*(?P<when>.+?)\s*[:=]\s*(?P<amount>[^:=]+?)\s*")
RANGE = re.compile(r"(?P<first>.+?)\s*(?:–|—|ถึง|to)\s*(?P<last>.+)")
YEAR = re.compile(r"(?P<year>\d{4})")
WORDS_OF_YEARS = {"เป้าหมาย", "เป้าหมายปี", "เป้าหมายปีงบประมาณ", "เป้าหมายพศ", "เป้าหมายปีพศ", "ปีงบประมาณ", "target", "targetfy",
                  "targetfiscalyear", "targetyear", "fiscalyear"}  # fmt: skip


def year_columns(sheet: Sheet) -> dict[int, Header]:
    """Columns such as เป้าหมาย 2569 or Target 2026, by Gregorian year."""
    found: dict[int, Header] = {}
    for header in sheet.headers:
        text = plain(header.text)
        if header.column is None and text[:-4] in WORDS_OF_YEARS and YEAR.fullmatch(text[-4:]):
            found.setdefault(gregorian(int(text[-4:])), header)
    return found


def gregorian(year: int) -> int:
    return year - OFFSET if year >= BUDDHIST_FROM else year


def of_year(year: int, target: Decimal, starts_on: date | None, due_on: date | None) -> Period:
    """The fiscal year, as far as it lies within the term."""
    first, last = pack().fiscal_year_range(year)
    inside_first, inside_last = max(first, starts_on or first), min(last, due_on or last)
    if inside_first <= inside_last:
        first, last = inside_first, inside_last
    return Period(first, last, target)


def read(text: str, starts_on: date | None, due_on: date | None) -> list[Period] | T:
    """The periods of one cell, or why they cannot be read."""
    found: list[Period] = []
    for part in (part for part in DIVIDERS.split(text) if part.strip()):
        match = PART.fullmatch(part)
        number = amount(match["amount"]) if match else None
        if match is None or not isinstance(number, Decimal):
            return T(
                "อ่าน “{part}” ไม่ได้ เขียนเป็น ปีงบประมาณ: จำนวน คั่นด้วย ; เช่น 2569: 50; 2570: 100",
                "“{part}” cannot be read. Write fiscal year: number, divided by ; such as 2026: 50; 2027: 100.",
            ).format(part=part.strip()[:60])
        period = _period(match["when"], number, starts_on, due_on)
        if not isinstance(period, Period):
            return period
        found.append(period)
    return found


def _period(when: str, target: Decimal, starts_on: date | None, due_on: date | None) -> Period | T:
    year = YEAR.search(plain(when))
    if year and len(plain(when)) <= LONGEST_YEAR and not RANGE.fullmatch(when):
        return of_year(gregorian(int(year["year"])), target, starts_on, due_on)
    days = RANGE.fullmatch(when)
    try:
        if days:
            return Period(pack().parse_date(days["first"]), pack().parse_date(days["last"]), target)
    except ValueError as error:
        return T.of(getattr(error, "message", str(error)))
    return T(
        "“{when}” ไม่ใช่ปีงบประมาณ หรือช่วงวันที่ เช่น 1/10/2568 ถึง 30/9/2569",
        "“{when}” is neither a fiscal year nor days such as 1/10/2025 to 30/9/2026.",
    ).format(when=when[:60])


def faults(
    target: Decimal | None, starts_on: date | None, due_on: date | None, periods: list[Period]
) -> T | None:
    """What is wrong with the plan as a whole."""
    problems = plan.problems(target, starts_on, due_on, periods)
    if not problems:
        return None
    told = [
        p.words
        if p.row is None
        else T("งวดที่ {n}: {words}", "Period {n}: {words}").format(n=p.row + 1, words=p.words)
        for p in problems
    ]
    return T(" ".join(words.th for words in told), " ".join(words.en for words in told))
