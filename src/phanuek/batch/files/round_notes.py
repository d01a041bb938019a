"""What is no error in the files of a round, but may not be meant: columns that are not known, groups and areas that stand in the
rule or among the applicants alone. Each would change who gets a place without a word."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from phanuek.batch.problems import shown
from phanuek.engines.sharing import Rule
from phanuek.engines.wording import Words, words

MOST_NOTED = 20


def notes_on_columns(file: str, columns: Sequence[str], known: Collection[str]) -> list[Words]:
    free = [name for name in known if name not in columns]
    return [
        _with_near(column, free, f"{file}: ไม่ใช้คอลัมน์ “{shown(column)}”", f"{file}: the column “{shown(column)}” is not used")
        for column in columns if column not in known
    ][:MOST_NOTED]  # fmt: skip


def notes_on_people(
    file: str, rule_file: str, groups: Sequence[str], areas: Sequence[str], rule: Rule
) -> list[Words]:
    """`groups` and `areas` of the applicants, one for each."""
    notes = [*_groups(file, rule_file, groups, rule), *_areas(rule_file, set(areas), rule)]
    return notes[:MOST_NOTED]


def _groups(file: str, rule_file: str, groups: Sequence[str], rule: Rule) -> Iterator[Words]:
    named = [group.code for group in rule.groups]
    found = Counter(group for group in groups if group)
    for group, count in found.items() if named else ():
        if group not in named:
            yield _with_near(
                group, named, f"{file}: กลุ่ม “{shown(group)}” ({count:,} ราย) ไม่มีในกติกา จึงนับเป็นผู้ขอทั่วไป",
                f"{file}: the group “{shown(group)}” ({_applicants(count)}) is not in the rule and counts as none",
            )  # fmt: skip
    for group in named:
        if group not in found:
            yield words(
                f"{rule_file}: ไม่มีผู้ขอในกลุ่ม “{shown(group)}”",
                f"{rule_file}: no applicant is of the group “{shown(group)}”",
            )


def _areas(rule_file: str, areas: Collection[str], rule: Rule) -> Iterator[Words]:
    for name in ("area_least", "area_most"):
        for area in getattr(rule, name):
            if area not in areas:
                yield _with_near(
                    area, [code for code in areas if code], f"{rule_file}: {name}: ไม่มีผู้ขอในพื้นที่ “{shown(area)}”",
                    f"{rule_file}: {name}: no applicant is of the area “{shown(area)}”",
                )  # fmt: skip
    if (rule.area_fairness or rule.area_least_percent or rule.area_most_percent < 100) and not any(areas):
        yield words(
            f"{rule_file}: กติกากำหนดระหว่างพื้นที่ แต่ผู้ขอทุกรายไม่มีรหัสพื้นที่ จึงนับเป็นพื้นที่เดียว",
            f"{rule_file}: the rule shares between areas, but no applicant has one: all count as one area",
        )


def _with_near(word: str, known: Sequence[str], th: str, en: str) -> Words:
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.75)
    if not near:
        return words(th, en)
    return words(f"{th} หมายถึง {shown(near[0])} หรือไม่", f"{en}; did you mean {shown(near[0])}?")


def _applicants(count: int) -> str:
    return "1 applicant" if count == 1 else f"{count:,} applicants"
