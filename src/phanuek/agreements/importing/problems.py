"""What is wrong with a file, place by place, in words that its owner can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_PROBLEMS = 200
WHOLE_FILE = "$"

ADD_IT = T("เพิ่มค่านี้ในไฟล์แล้วนำเข้าใหม่", "Add it to the file and import it again.")
MEND_IT = T("แก้ในไฟล์แล้วนำเข้าใหม่", "Mend it in the file and import it again.")


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of the file, and what to do about it. `path` is written as in the file: parties[3].id."""

    path: str
    message: T
    hint: T = MEND_IT

    @property
    def text(self) -> T:
        return T(f"{self.path}: ", f"{self.path}: ") + self.message


@dataclass(frozen=True)
class NotUsed:
    """A value of the file that has no place here. `value` is its beginning."""

    path: str
    value: str


class NotReadable(Refused):
    """The file does not hold an agreement that can be taken in; nothing was written. `problems` names each place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        listed = T("; ".join(p.text.th for p in problems), "; ".join(p.text.en for p in problems))
        super().__init__(
            T("นำเข้าบันทึกข้อตกลงไม่ได้: {list}", "The agreement cannot be imported: {list}").format(list=listed),
            field="upload",
            hint=problems[0].hint if len(problems) == 1 else MEND_IT,
        )
        self.problems = list(problems)


@dataclass
class Report:
    """What reading a file found out about it beside its values."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)

    def wrong(self, path: str, message: T, hint: T = MEND_IT) -> None:
        """Notes a problem, once for each place; past MOST_PROBLEMS nobody reads on."""
        path = path or WHOLE_FILE
        if len(self.problems) < MOST_PROBLEMS and not any(p.path == path for p in self.problems):
            self.problems.append(Problem(path, message, hint))

    def warn(self, path: str, message: T, hint: T | None = None) -> None:
        """Something to look at that does not stand in the way."""
        if len(self.warnings) < MOST_PROBLEMS:
            self.warnings.append(Problem(path or WHOLE_FILE, message, hint or LOOK_AT_IT))

    def leave(self, path: str, value: Any) -> None:
        if len(self.not_used) < MOST_PROBLEMS:
            self.not_used.append(NotUsed(path, _beginning(value)))


LOOK_AT_IT = T("ตรวจก่อนยืนยันการนำเข้า", "Look at it before you confirm.")


def _beginning(value: Any) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
