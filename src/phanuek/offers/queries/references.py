"""What an entry of the ledger is for: later rooms say where the things that they name there can be read, and by whom."""

from collections.abc import Callable, Collection, Iterable, Mapping

from phanuek.organisations.actor import Actor
from phanuek.ui.words import T

# given the reader and codes, the addresses of those that the reader may see
Addresses = Callable[[Actor, Collection[str]], Mapping[str, str]]
_known: dict[str, tuple[T, Addresses]] = {}


def name_references(kind: str, label: T, addresses: Addresses) -> None:
    """Called once by each room whose codes stand in the ledger as `kind:code`."""
    _known[kind] = (label, addresses)


def label_of(reference: str) -> T:
    """`referral:r-1` → Referral r-1; what no room has named stays as it is."""
    kind, _, code = reference.partition(":")
    if kind not in _known or not code:
        return T(reference, reference)
    return _known[kind][0] + " " + code


def addresses(actor: Actor, references: Iterable[str]) -> dict[str, str]:
    """Where the reader can open what the references name; without those that are not the reader's to see."""
    by_kind: dict[str, set[str]] = {}
    for reference in references:
        kind, _, code = reference.partition(":")
        if kind in _known and code:
            by_kind.setdefault(kind, set()).add(code)
    return {
        f"{kind}:{code}": address
        for kind, codes in by_kind.items()
        for code, address in _known[kind][1](actor, codes).items()
    }
