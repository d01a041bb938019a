from typing import Any

import pytest
from django.db import transaction

from phanuek.messages import actions, queries
from phanuek.messages.models import Message, Outgoing, TopicChoice
from phanuek.messages.readers import LinkBearer, Reader, Recipient
from phanuek.people.models import Person
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T
from tests.messages.conftest import DUE, OFFICE, QUIET, SYSTEM, By, tell, to_person


def test_a_person_and_a_body_without_account_are_told(niran: Person) -> None:
    told = tell(to_person(niran), OFFICE)
    assert [(m.person, m.address, m.organisation_code) for m in told] == [
        (niran, "", "baac"),
        (None, "office@tourism.example", "tat"),
    ]
    assert {m.about for m in told} == {"commitment:c-1"}
    assert Outgoing.objects.filter(outcome="waiting").count() == 2
    assert queries.unread_count(niran.pk) == 1


def test_the_same_reason_is_told_once_and_a_new_reader_is_told_still(niran: Person) -> None:
    assert len(tell(to_person(niran), to_person(niran))) == 1
    assert [m.address for m in tell(to_person(niran), OFFICE)] == ["office@tourism.example"]
    assert tell(to_person(niran), OFFICE) == []
    assert len(tell(OFFICE, key="test.due:c-1:2026-12-31")) == 1
    assert (Message.objects.count(), Outgoing.objects.count()) == (3, 3)


@pytest.mark.django_db
def test_the_mail_and_the_message_are_written_together_or_not_at_all() -> None:
    def tell_and_fail() -> None:
        with transaction.atomic():
            tell(OFFICE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        tell_and_fail()
    assert (Message.objects.count(), Outgoing.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "desk/"]
)
def test_a_link_stays_within_the_platform(link: str) -> None:
    with pytest.raises(ValueError, match="path"):
        tell(OFFICE, link=link)


@pytest.mark.django_db
def test_an_address_that_is_none_is_refused_with_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        tell(Recipient(address="office at tourism", name="x"))
    assert "office at tourism" in refused.value.message.th
    with pytest.raises(KeyError):
        tell(OFFICE, topic="nobody.knows")


@pytest.mark.django_db
def test_headers_hold_one_line_of_bearable_length() -> None:
    told = tell(
        Recipient(address="a@b.example", name="ฝ่าย\r\nBcc: x@y.example"),
        subject=T("ครบ\r\nกำหนด" + "ก" * 300, "Due\nnow"),
    )
    assert told[0].subject_th.startswith("ครบ กำหนด")
    assert len(told[0].subject_th) == 200
    assert (told[0].subject_en, told[0].name) == ("Due now", "ฝ่าย Bcc: x@y.example")


def test_only_the_reader_marks_a_message_read(niran: Person, clock: Any) -> None:
    (message,) = tell(to_person(niran))
    for by in (SYSTEM, By(person_id=niran.pk + 1)):
        with pytest.raises(NotAllowed):
            actions.mark_read(by=by, message=message)
    actions.mark_read(by=By(person_id=niran.pk), message=message)
    message.refresh_from_db()
    first = message.read_at
    actions.mark_read(by=By(person_id=niran.pk), message=message)
    message.refresh_from_db()
    assert first is not None
    assert message.read_at == first


def test_all_or_one_topic_is_marked_read(niran: Person) -> None:
    me = By(person_id=niran.pk)
    tell(to_person(niran))
    tell(to_person(niran), topic=QUIET, key="2")
    assert actions.mark_all_read(by=me, topic=QUIET) == 1
    assert actions.mark_all_read(by=me) == 1
    assert actions.mark_all_read(by=me) == 0
    tell(OFFICE)
    assert actions.mark_all_read(by=SYSTEM) == 0


def test_a_choice_is_its_readers_own(niran: Person) -> None:
    mine, office = Reader.of_person(niran.pk), Reader.of_address("office@tourism.example")
    for by, reader in ((SYSTEM, mine), (By(person_id=niran.pk), office), (LinkBearer(None), mine)):
        with pytest.raises(NotAllowed):
            actions.turn_off(by=by, reader=reader, topic=DUE)
    actions.turn_off(by=By(person_id=niran.pk), reader=mine, topic=DUE)
    actions.turn_off(by=By(person_id=niran.pk), reader=mine, topic=DUE)
    assert queries.turned_off(mine) == {DUE}
    assert queries.turned_off(office) == set()
    actions.turn_on(by=By(person_id=niran.pk), reader=mine, topic=DUE)
    assert queries.turned_off(mine) == set()


def test_an_erased_address_is_nowhere_and_stays_turned_off(
    niran: Person, mail_folder: Any, django_capture_on_commit_callbacks: Any
) -> None:
    office = Reader.of_address("OFFICE@tourism.example ")
    with django_capture_on_commit_callbacks(execute=True):
        tell(OFFICE, to_person(niran))
    tell(OFFICE, key="2")
    actions.turn_off(by=LinkBearer(None), reader=office, topic=QUIET)
    assert len(list(mail_folder.iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_address(by=SYSTEM, address="Office@tourism.example") == 2
    assert not Message.objects.filter(address__icontains="office").exists()
    assert Message.objects.get().person == niran
    assert b"office@tourism" not in b"".join(file.read_bytes() for file in mail_folder.iterdir())
    assert not TopicChoice.objects.filter(address_digest__contains="office").exists()
    assert queries.turned_off(office) == {QUIET}


def test_a_person_who_is_forgotten_by_mail_keeps_messages_and_loses_files(
    niran: Person, mail_folder: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(to_person(niran))
    Outgoing.objects.update(last_error="refused: <niran@baac.example>")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_address(by=SYSTEM, address="niran@baac.example") == 0
    assert list(mail_folder.iterdir()) == []
    assert Outgoing.objects.get().last_error == ""
    assert Message.objects.count() == 1
