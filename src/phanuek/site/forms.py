"""Reads the filters of the public lists. One that is not known is said on the page and not applied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from phanuek.ui.words import T

LONGEST_TEXT = 120


@dataclass
class Given:
    """The parameters of a list, each asked for once; `unknown` are those that mean nothing here, for a notice."""

    query: Mapping[str, str]
    unknown: list[T] = field(default_factory=list)

    def choice(self, name: str, label: T, allowed: Collection[str]) -> str:
        """The value where it is one of `allowed`, else nothing."""
        value = (self.query.get(name) or "").strip()
        if not value or value in allowed:
            return value
        self.unknown.append(
            T(
                "ไม่รู้จัก{label} “{value}” จึงไม่ได้ใช้กรอง", "“{value}” is not a known {label}; it was not used."
            ).format(label=T(label.th, label.en.lower()), value=value[:40].replace("\x00", ""))
        )
        return ""

    def text(self, name: str) -> str:
        """What was typed, without what a database cannot hold."""
        return " ".join((self.query.get(name) or "").replace("\x00", "").split())[:LONGEST_TEXT]
