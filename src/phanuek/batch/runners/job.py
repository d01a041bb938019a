"""What a runner is asked, what it answers, and how it refuses.

A runner carries the rules to where the rows are (DuckDB, PostgreSQL, Spark) and brings back the pairs that fit or cannot
be said yet. Whatever the engine, the answers are those of `engines.rules.status_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from phanuek.engines.rules import Counts, Rule, Vocabulary

__all__ = ["Counts", "Job", "Result", "Runner", "RunnerError", "Tell"]

# Called now and then with how many offers are done, and of how many.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """`enterprises` is a Parquet file, or a folder of them, with the column `code_column` and one column per fact of the vocabulary; a fact
    without a column is unknown of everybody, NULL and an empty text are unknown. `rules` are the compiled rules by the
    code of their offer. The runner writes into the folder `out`, which it makes where it is missing.
    """

    enterprises: Path
    vocabulary: Vocabulary
    rules: Mapping[str, Rule]
    out: Path
    code_column: str = "code"


@dataclass(frozen=True)
class Result:
    """`answers` holds the columns enterprise, offer, status of the pairs that fit or are unknown: one Parquet file, or
    (Spark) a folder of them. `counts` are those of each offer, in the order of the rules; `enterprises` is the number
    of rows."""

    answers: Path
    counts: Mapping[str, Counts]
    enterprises: int


class Runner(Protocol):
    def screen(self, job: Job, tell: Tell) -> Result:
        """Every enterprise against every rule. Nothing half-written stays under the final names when it fails.

        Raises RunnerError when the file, the engine or its settings are wrong.
        """


class RunnerError(Exception):
    """The engine cannot do it: what is wrong and what to do next, in both languages. `column` names the column and
    `row` the row (counted from 1) where the file is at fault; `others` is what else is wrong, where more was looked at."""

    def __init__(
        self,
        message_th: str,
        message_en: str,
        *,
        column: str | None = None,
        row: int | None = None,
        others: tuple[RunnerError, ...] = (),
    ) -> None:
        super().__init__(message_en)
        self.message_th = message_th
        self.message_en = message_en
        self.column = column
        self.row = row
        self.others = others
