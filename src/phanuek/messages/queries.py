"""What waits for a reader, and what they do not want by mail."""

from __future__ import annotations

from django.db.models import Q

from phanuek.messages.models import Message, TopicChoice
from phanuek.messages.readers import Reader
from phanuek.messages.topics import label_or_name
from phanuek.ui.words import T

SHOWN_AT_MOST = 100


def unread_count(person_id: int) -> int:
    """How many messages wait, counted up to 100: the page says "99+" for more."""
    return Message.objects.visible_to(person_id).unread().order_by()[:SHOWN_AT_MOST].count()


def topics_told(person_id: int) -> list[tuple[str, T]]:
    """The topics that a person has messages about, by their words; those of rooms that are gone under their names."""
    names = Message.objects.visible_to(person_id).order_by().values_list("topic", flat=True).distinct()
    return sorted(((name, label_or_name(name)) for name in names), key=lambda pair: str(pair[1]))


def choices_of(reader: Reader) -> Q:
    """The rows of TopicChoice that are this reader's."""
    if reader.person_id:
        return Q(person=reader.person_id)
    return Q(person__isnull=True, address_digest=reader.address_digest)


def turned_off(reader: Reader) -> set[str]:
    """The topics that this reader does not want by mail."""
    return set(TopicChoice.objects.filter(choices_of(reader)).values_list("topic", flat=True))
