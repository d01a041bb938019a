"""The order among equals, drawn so that anyone can draw it again.

The idea in one paragraph. Everyone in the draw has a ticket: a short code without meaning. When the list closes it is sealed by a
hash. A seed that nobody could know before (the digits of a public lottery of a later day, named beforehand) then settles the
order: for each ticket work out SHA-256 of the text `seed:ticket` (UTF-8), write it as 64 small hexadecimal digits, and sort the
tickets by it, smallest first. There is no generator with a hidden state and nothing to choose, so the same list and seed give
the same order on any machine, and with any page that calculates SHA-256 a person can check one ticket by hand:

    seed 820866, ticket AAAA  ->  SHA-256 of "820866:AAAA"

Two tickets with the same hash, which nobody has ever seen, would stand in the order of their letters.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

RULE_VERSION = "sha256-order-1"
# letters and digits that cannot be mistaken for each other when read aloud or copied from paper
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def order(tickets: Iterable[str], seed: str) -> list[str]:
    """The tickets in the drawn order, the first drawn first. Does not depend on the order in which they are given.

    Raises ValueError when the seed is empty or a ticket stands twice: neither can be drawn fairly.
    """
    listed = list(tickets)
    if not seed:
        raise ValueError("no seed: the order would be known before the draw")
    if len(set(listed)) != len(listed):
        raise ValueError("a ticket stands twice in the list")
    return sorted(listed, key=lambda ticket: (digest(ticket, seed), ticket))


def digest(ticket: str, seed: str) -> str:
    """What a ticket is sorted by: SHA-256 of `seed:ticket` as 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest()


def list_hash(tickets: Iterable[str]) -> str:
    """SHA-256 of the sorted tickets, one on each line (joined by a line feed, none after the last), UTF-8. It seals the list:
    one ticket more, less or different gives another hash."""
    return hashlib.sha256("\n".join(sorted(tickets)).encode()).hexdigest()


def clean_seed(typed: str) -> str:
    """The seed as it enters the draw, so that two people who read the same number type the same seed: digits of any script
    become 0 to 9; spaces and commas are left out (1,402.15 is 1402.15)."""
    plain = unicodedata.normalize("NFKC", typed)
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    return "".join(sign for sign in digits if not sign.isspace() and sign != ",")


def ticket_code(number: int, *, length: int = 6) -> str:
    """A ticket from a number that was chosen at random: `length` letters that are easy to read and mean nothing."""
    letters = []
    for _ in range(length):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)
