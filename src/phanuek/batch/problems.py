"""What is wrong with an input, told so that the person who made the file can mend it: which file, which row, which column,
what, and what to do next; each in Thai and in English.

A reader does not stop at the first thing: it `add`s what it finds to `Problems` and goes on as long as that makes sense. At
the end `stop` raises `WrongInput` with all of them, which the command line prints one a line.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from phanuek.engines.wording import Words, words

MOST_TOLD = 100
LONGEST = 600  # letters of a message, which may hold text of the file
LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Problem:
    """`row` is what a person counts: the line of a text file, the number of a row (from 1) of a Parquet file.

    `place` is a column, or the path of a value in JSON; `below` holds lines shown under the message (a rule with its caret).
    """

    file: str
    what: Words
    hint: Words | None = None
    row: int | None = None
    place: str = ""
    below: tuple[str, ...] = ()

    def line(self, language: str) -> str:
        where = self.file if self.row is None else f"{self.file}:{self.row}"
        told = ": ".join(
            part for part in (where, shown(self.place, 80), shown(self.what[language], LONGEST)) if part
        )
        return f"{told} → {shown(self.hint[language], LONGEST)}" if self.hint else told


class WrongInput(Exception):
    """The input cannot be used; `problems` say why, `more` were found beyond those that are told."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems = tuple(problems)
        self.more = more
        super().__init__("\n".join(problem.line("en") for problem in self.problems))

    def lines(self, language: str) -> list[str]:
        told = [line for problem in self.problems for line in (problem.line(language), *problem.below)]
        if self.more:
            rest = words(
                f"และอีก {self.more:,} แห่ง แก้ข้างต้นแล้วตรวจใหม่",
                f"and {self.more:,} more; mend these and check again",
            )
            told.append(rest[language])
        return told


class WrongUse(Exception):
    """The words after `phanuek` do not go together."""

    def __init__(self, message: Words) -> None:
        self.message = message
        super().__init__(message["en"])


class Problems:
    """Collects problems; keeps the first `MOST_TOLD`, counts the rest."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.found = 0

    def __bool__(self) -> bool:
        return self.found > 0

    def add(
        self, file: str, what: Words, hint: Words | None = None, *, row: int | None = None, place: str = "", below: tuple[str, ...] = ()
    ) -> None:  # fmt: skip
        self.count(1)
        if len(self.kept) < MOST_TOLD:
            self.kept.append(Problem(file, what, hint, row, place, below))

    def count(self, more: int) -> None:
        """Found, but not told one by one."""
        self.found += more

    def take(self, wrong: WrongInput) -> None:
        """Those of a reader that gave up."""
        self.kept += wrong.problems[: max(0, MOST_TOLD - len(self.kept))]
        self.found += len(wrong.problems) + wrong.more

    def join(self, other: Problems) -> None:
        """Those of a reader that went on to the end."""
        self.take(WrongInput(other.kept, other.found - len(other.kept)))

    def stop(self) -> NoReturn:
        files = list(dict.fromkeys(problem.file for problem in self.kept))
        told = sorted(self.kept, key=lambda problem: (files.index(problem.file), problem.row or 0))
        raise WrongInput(told, self.found - len(told))

    def stop_if_any(self) -> None:
        if self:
            self.stop()


def stop(file: str, what: Words, hint: Words | None = None, *, row: int | None = None, place: str = "") -> NoReturn:  # fmt: skip
    """One problem that ends it all."""
    raise WrongInput([Problem(file, what, hint, row, place)])


def shown(text: object, most: int = 40) -> str:
    """A piece of foreign text within a message: cut, and with nothing that moves the cursor."""
    plain = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text)[: most + 1])
    return plain if len(plain) <= most else plain[:most] + "…"


def language_of(asked: str | None) -> str:
    """The language of the messages: the one asked for, else Thai where the environment says so, else English."""
    if asked in LANGUAGES:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "th" if locale.normalize(os.environ[name]).lower().startswith("th") else "en"
    return "en"
