"""Two people edit one row: the second is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from phanuek.ui.problems import Conflict


class Versioned(Protocol):
    """A row whose ``version`` grows with every edit."""

    version: int


def apply(row: Versioned, *, version: int, changes: Mapping[str, Any]) -> list[str]:
    """Sets ``changes`` on a row read under lock and grows its version; returns the fields that changed. Does not save.

    Raises Conflict when the row moved on since ``version`` and the typed values differ from what it now holds.
    """
    differing = [name for name, value in changes.items() if getattr(row, name) != value]
    if not differing:
        return []
    if row.version != version:
        raise Conflict(
            yours={name: changes[name] for name in differing},
            theirs={name: getattr(row, name) for name in differing},
            version=row.version,
        )
    for name in differing:
        setattr(row, name, changes[name])
    row.version += 1
    return differing
