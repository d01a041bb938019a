"""An act on a case as its page offers it."""

from dataclasses import dataclass

from phanuek.ui.words import T


@dataclass(frozen=True)
class Step:
    """One act on a case: whether this person may do it now, and if not, why."""

    name: str
    label: T
    url: str
    why_not: T | None
    primary: bool = False
    danger: bool = False

    @property
    def may(self) -> bool:
        return self.why_not is None
