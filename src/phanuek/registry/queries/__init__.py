"""Finding enterprises, and those that may be the same one."""

from phanuek.registry.queries.look_alikes import (
    Alike,
    Neighbourhood,
    by_identifier,
    check_number,
    identifier_owners,
    look_alikes,
)
from phanuek.registry.queries.search import Found, Stage, directory, find, search
from phanuek.registry.queries.shown import shown_identifiers, supports_of

__all__ = [
    "Alike",
    "Found",
    "Neighbourhood",
    "Stage",
    "by_identifier",
    "check_number",
    "directory",
    "find",
    "identifier_owners",
    "look_alikes",
    "search",
    "shown_identifiers",
    "supports_of",
]
