import pytest

from phanuek.organisations.actor import Actor
from phanuek.timeline import actions, queries
from phanuek.timeline.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def test_each_event_continues_the_chain_of_its_subject() -> None:
    first, second = cast.organisation("one"), cast.organisation("two")
    actions.record("organisation.added", about=first, by=SYSTEM, also=[second], facts={"kind": "bank"})
    actions.record("organisation.member_added", about=first, by=SYSTEM)

    numbers = list(
        Event.objects.filter(subject="organisation:one").order_by("number").values_list("number", flat=True)
    )
    assert numbers == [1, 2]
    assert Event.objects.filter(subject="organisation:two").count() == 1
    assert queries.broken_link(first) is None


def test_a_rewritten_event_is_found() -> None:
    body = cast.organisation("one")
    for _ in range(3):
        actions.record("organisation.added", about=body, by=SYSTEM)
    Event.objects.filter(subject="organisation:one", number=2).update(verb="organisation.member_ended")
    assert queries.broken_link(body) == 2


def test_a_removed_event_is_found() -> None:
    body = cast.organisation("one")
    for _ in range(3):
        actions.record("organisation.added", about=body, by=SYSTEM)
    Event.objects.filter(subject="organisation:one", number=1)._raw_delete("default")
    assert queries.broken_link(body) == 1


def test_erasing_who_did_it_keeps_the_chain_whole() -> None:
    body = cast.organisation("one")
    actions.record("organisation.added", about=body, by=cast.malee(), note="called by telephone")
    Event.objects.update(person_id=None, person_name="", note="")
    assert queries.broken_link(body) is None


def test_an_event_cannot_be_edited_or_deleted_through_its_model() -> None:
    body = cast.organisation("one")
    actions.record("organisation.added", about=body, by=SYSTEM)
    event = Event.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_a_verb_without_words_is_not_recorded() -> None:
    with pytest.raises(KeyError):
        actions.record("organisation.exploded", about=cast.organisation("one"), by=SYSTEM)
    assert not Event.objects.exists()


def test_many_events_take_a_handful_of_queries(django_assert_max_num_queries: object) -> None:
    bodies = [cast.organisation(f"o{n}") for n in range(60)]
    entries = [actions.Entry("organisation.added", body) for body in bodies for _ in range(2)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        actions.record_many(entries, by=SYSTEM)
    assert all(queries.broken_link(body) is None for body in bodies[:5])


def test_the_public_sees_what_happened_but_not_who_and_not_the_note() -> None:
    body = cast.organisation("one")
    actions.record("organisation.added", about=body, by=cast.malee(), note="a private word")
    shown = queries.of(body, with_people=False)[0]
    assert (shown["who"], shown["note"], shown["organisation"]) == ("", "", "cdd")
    assert queries.of(body, with_people=True)[0]["who"] == "Malee"
