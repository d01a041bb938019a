"""What may be wrong with the enterprises, looked for where they are: in the same job that screens them.

Nobody can look through a hundred million rows, so a mistake is told by its column, how many rows have it and some of their codes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from phanuek.batch.files.enterprises import LONGEST_CODE
from phanuek.batch.problems import shown
from phanuek.batch.runners.job import Job, RunnerError
from phanuek.batch.runners.reading import Check, Reading, checks, readings
from phanuek.batch.sql import SPARK
from phanuek.engines.wording import Words, words

TOLD = 5  # codes of each mistake


def checked_rows(
    source: Any, code: str, job: Job, types: Mapping[str, str], used: Mapping[str, Reading]
) -> int:
    """How many rows there are; `code` is the SQL that reads the codes. RunnerError tells everything that is wrong."""
    cannot = f"length({code}) > {LONGEST_CODE} OR {code} RLIKE '[\\\\x00-\\\\x1f]'"
    no_code = Check(job.code_column, cannot, words("ใช้เป็นรหัสไม่ได้", "cannot be a code"))
    checked = [*checks(_all(job, types, used), code, job.code_column), no_code]
    rows, *wrong = source.selectExpr("count(*)", *(f"count_if({check.wrong})" for check in checked)).first()
    found = [
        _told(check.column, many, check.said, _some(source.where(check.wrong).selectExpr(f"{code} AS code")))
        for check, many in zip(checked, wrong, strict=True)
        if many
    ]
    found += _twice(source, code, job)
    if found:
        first, *others = found
        raise RunnerError(
            first.message_th, first.message_en, column=first.column, others=tuple(others)
        ) from None
    return int(rows)


def _all(job: Job, types: Mapping[str, str], used: Mapping[str, Reading]) -> dict[str, Reading]:
    """Also the facts that no rule of the day asks, so that a file that is refused on one day is refused on another."""
    found = dict(used)
    for name in job.vocabulary:
        if name not in used:
            with contextlib.suppress(RunnerError):
                found |= readings(types, job.vocabulary, (name,), SPARK)
    return found


def _twice(source: Any, code: str, job: Job) -> list[RunnerError]:
    twice = source.selectExpr(f"{code} AS code").where("code IS NOT NULL").groupBy("code").count().where("count > 1")  # fmt: skip
    some = _some(twice.select("code"))
    if not some:
        return []
    said = words("มีมากกว่าหนึ่งแถว ให้เก็บไว้แถวเดียว", "stands in more than one row; keep one of them")
    return [_told(job.code_column, twice.count(), said, some)]


def _some(codes: Any) -> list[str]:
    """The first in order, without bringing more than these together."""
    return [row["code"] for row in codes.where("code IS NOT NULL").orderBy("code").limit(TOLD).collect()]


def _told(column: str, many: int, said: Words, codes: list[str]) -> RunnerError:
    listed = ", ".join(shown(code) for code in codes) + (", …" if many > len(codes) else "")
    th, en = (f" (รหัส {listed})", f" (codes: {listed})") if codes else ("", "")
    cases = "1 case" if many == 1 else f"{many:,} cases"
    return RunnerError(
        f"พบ {many:,} แห่ง: {said['th']}{th}", f"{cases}: the value {said['en']}{en}", column=column
    )
