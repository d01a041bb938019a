"""What one can be told about. A topic that no room registered cannot be told, so every choice reads in both languages."""

from phanuek.ui.words import T

_labels: dict[str, T] = {}


def register_topics(topics: dict[str, T]) -> None:
    """Called by each room at start-up with its own topics, named `<room>.<what it is about>`."""
    _labels.update(topics)


def label(topic: str) -> T:
    """The words for a topic. Raises KeyError for one nobody registered."""
    return _labels[topic]


def label_or_name(topic: str) -> T:
    """The words for a topic; its bare name where the room that told it is gone."""
    return _labels.get(topic) or T(topic, topic)


def all_topics() -> dict[str, T]:
    """Every registered topic with its words, in the order of their names."""
    return dict(sorted(_labels.items()))
