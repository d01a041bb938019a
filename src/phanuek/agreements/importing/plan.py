"""What taking in a file would do: rows to add, fields to change, rows to take out; and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phanuek.agreements.importing import words
from phanuek.agreements.importing.bodies import Bodies
from phanuek.agreements.importing.problems import NotReadable, Problem
from phanuek.agreements.importing.told import Told, ToldCommitment
from phanuek.agreements.models import Agreement, Commitment
from phanuek.ui.words import T

ADD, CHANGE, REMOVE = "add", "change", "remove"


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after."""

    field: str
    old: Any
    new: Any

    @property
    def label(self) -> T:
        return words.label(self.field)

    @property
    def old_words(self) -> T:
        return words.shown(self.field, self.old)

    @property
    def new_words(self) -> T:
        return words.shown(self.field, self.new)


@dataclass
class Change:
    """One row: `table` names its kind, `row` is the one kept (None when it is added), `values` what would be written."""

    action: str
    table: str
    noun: T
    name: str
    row: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    fields: list[FieldChange] = field(default_factory=list)


@dataclass
class CommitmentChange:
    """A commitment to add or to edit through its own verb."""

    told: ToldCommitment
    row: Commitment | None
    fields: list[FieldChange] = field(default_factory=list)


@dataclass
class Plan:
    """The whole comparison. `kept`: remarks of the file that differ from those kept here, which stay."""

    told: Told
    bodies: Bodies
    agreement: Agreement | None
    changes: list[Change] = field(default_factory=list)
    commitments: list[CommitmentChange] = field(default_factory=list)
    adds_text: bool = False
    adds_clauses: bool = False
    kept: list[tuple[T, FieldChange]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.agreement is None

    @property
    def changes_nothing(self) -> bool:
        return not (self.is_new or self.changes or self.commitments or self.adds_text or self.adds_clauses)

    @property
    def seen_version(self) -> int:
        """The version of the agreement that the comparison rests on; 0 where it is new."""
        return self.agreement.version if self.agreement else 0

    def of(self, table: str, action: str) -> list[Change]:
        return [c for c in self.changes if c.table == table and c.action == action]

    def check(self) -> None:
        """Raises NotReadable where something stands in the way."""
        if self.problems:
            raise NotReadable(self.problems)

    def wrong(self, path: str, message: T, *hint: T) -> None:
        self.problems.append(Problem(path, message, *hint))


def differing(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that would change, in the order in which they are told."""
    return [
        FieldChange(name, current[name], value) for name, value in wanted.items() if current[name] != value
    ]
