"""The words of each event. A verb that no room registered cannot be recorded, so every timeline reads in both languages."""

from phanuek.ui.words import T

_labels: dict[str, T] = {}


def register(verbs: dict[str, T]) -> None:
    """Called by each room at start-up with its own verbs, named `<room>.<what happened>`."""
    _labels.update(verbs)


def label(verb: str) -> T:
    """The sentence part for a verb, e.g. 'รับเรื่องแล้ว' / 'accepted'. Raises KeyError for a verb nobody registered."""
    return _labels[verb]


def all_labels() -> dict[str, T]:
    """Every registered verb with its words; for the generated documents and their test."""
    return dict(_labels)
