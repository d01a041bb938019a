import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from phanuek.messages import topics
from phanuek.messages.models import Message
from phanuek.messages.queries import turned_off
from phanuek.messages.readers import Reader, stop_path, stop_token
from phanuek.people.models import Person
from phanuek.ui.words import T
from tests import cast
from tests.messages.conftest import DUE, OFFICE, QUIET, tell, to_person


def client_of(person: Person, language: str = "th") -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lang"] = language
    return client


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["ข้อความถึงฉัน", "ภารกิจครบกำหนดใน 7 วัน", "ยังไม่ได้อ่าน", "23 พ.ย. 2569", "ภารกิจใกล้ครบกำหนด"]),
        ("en", ["My messages", "A commitment is due in 7 days", "Unread", "Commitments falling due"]),
    ],
)
def test_the_list_shows_what_was_told_in_the_readers_language(
    niran: Person, language: str, words: list[str]
) -> None:
    tell(to_person(niran), OFFICE)
    shown = text(client_of(niran, language).get("/messages/"))
    assert [word for word in words if word not in shown] == []


def test_nobody_reads_or_marks_the_messages_of_another(niran: Person) -> None:
    (message,) = tell(to_person(niran))
    other = client_of(Person.objects.get(pk=cast.orawan().person_id))
    assert "ภารกิจครบกำหนด" not in text(other.get("/messages/"))
    assert other.post(f"/messages/{message.code}/read/").status_code == 404
    other.post("/messages/read/")
    assert Message.objects.unread().count() == 1


def test_opening_a_message_marks_it_read_and_leads_to_what_it_is_about(niran: Person) -> None:
    (message,) = tell(to_person(niran))
    answer = client_of(niran).post(f"/messages/{message.code}/read/")
    assert (answer.status_code, answer["Location"]) == (302, "/commitments/c-1/")
    assert Message.objects.unread().count() == 0


def test_marking_stays_in_the_list_with_its_filter(niran: Person) -> None:
    (message,) = tell(to_person(niran))
    client = client_of(niran)
    answer = client.post(f"/messages/{message.code}/read/", {"stay": "1", "topic": DUE})
    assert answer["Location"] == f"/messages/?topic={DUE}"
    answer = client.post(f"/messages/{message.code}/read/", {"stay": "1", "topic": "//elsewhere"})
    assert answer["Location"] == "/messages/"


def test_the_list_is_filtered_by_topic_and_paged(niran: Person) -> None:
    for number in range(27):
        tell(to_person(niran), key=str(number))
    tell(to_person(niran), topic=QUIET, key="quiet", subject=T("เงียบไป", "Quiet"))
    client = client_of(niran)
    assert "1–25 จาก 28" in text(client.get("/messages/"))
    assert "26–28 จาก 28" in text(client.get("/messages/?page=2"))
    quiet = text(client.get(f"/messages/?topic={QUIET}"))
    assert "เงียบไป" in quiet
    assert "7 วัน" not in quiet
    assert "1–25 จาก 28" in text(client.get("/messages/?topic=nonsense"))
    client.post("/messages/read/", {"topic": QUIET})
    assert Message.objects.unread().count() == 27
    client.post("/messages/read/")
    assert Message.objects.unread().count() == 0


def test_the_menu_counts_what_is_unread(niran: Person) -> None:
    client = client_of(niran, "en")
    assert "unread messages" not in text(client.get("/about/"))
    (message,) = tell(to_person(niran))
    assert "1 unread messages" in text(client.get("/about/"))
    client.post(f"/messages/{message.code}/read/")
    assert "unread messages" not in text(client.get("/about/"))
    for number in range(101):
        tell(to_person(niran), key=str(number))
    assert "99+ unread messages" in text(client.get("/about/"))


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_empty_list_says_what_will_come(niran: Person, language: str) -> None:
    shown = text(client_of(niran, language).get("/messages/"))
    assert {"th": "ยังไม่มีข้อความถึงท่าน", "en": "No messages yet"}[language] in shown


def test_the_list_costs_the_same_however_long(niran: Person, django_assert_num_queries: Any) -> None:
    """Session, person, the page and its count, the topics, the unread, the memberships."""
    client = client_of(niran)
    for number in range(20):
        tell(to_person(niran), key=str(number))
    with django_assert_num_queries(7):
        client.get("/messages/")


def test_a_message_of_a_room_that_is_gone_can_still_be_read(
    niran: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(to_person(niran))
    monkeypatch.setattr(topics, "_labels", {})
    client = client_of(niran)
    assert "ภารกิจครบกำหนด" in text(client.get("/messages/"))
    assert "ยังไม่มีเรื่องที่ระบบส่งทางอีเมล" in text(client.get("/messages/settings/"))


def test_topics_are_chosen_by_ticking(niran: Person) -> None:
    client, mine = client_of(niran), Reader.of_person(niran.pk)
    page = client.get("/messages/settings/").content.decode()
    assert page.count(" checked") == 2
    assert client.post("/messages/settings/", {"mail": [DUE]}).status_code == 302
    assert turned_off(mine) == {QUIET}
    assert client.get("/messages/settings/").content.decode().count(" checked") == 1
    assert client.post("/messages/settings/", {"mail": [QUIET, "nonsense"]}).status_code == 422
    assert turned_off(mine) == {QUIET}
    client.post("/messages/settings/", {"mail": [QUIET]})
    assert turned_off(mine) == {DUE}


def test_who_has_no_address_is_told_so(niran: Person) -> None:
    assert "ยังไม่มีอีเมล" not in text(client_of(niran).get("/messages/settings/"))
    Person.objects.update(email="")
    assert "ยังไม่มีอีเมล" in text(client_of(niran).get("/messages/settings/"))


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_topic_is_turned_off_and_on_without_signing_in(niran: Person, language: str) -> None:
    client = Client()
    client.cookies["lang"] = language
    for reader in (Reader.of_person(niran.pk), Reader.of_address(OFFICE.address)):
        address = stop_path(reader, DUE)
        label = {"th": "ภารกิจใกล้ครบกำหนด", "en": "Commitments falling due"}[language]
        assert label in text(client.get(address))
        assert turned_off(reader) == set()  # looking turns nothing off: mail scanners follow links
        assert label in text(client.post(address))
        assert turned_off(reader) == {DUE}
        client.post(address, {"again": "1"})
        assert turned_off(reader) == set()


def test_the_link_counts_for_its_reader_whoever_is_signed_in(niran: Person) -> None:
    other = Person.objects.get(pk=cast.orawan().person_id)
    client_of(other).post(stop_path(Reader.of_person(niran.pk), DUE))
    assert turned_off(Reader.of_person(niran.pk)) == {DUE}
    assert turned_off(Reader.of_person(other.pk)) == set()


def test_a_link_shows_no_address_and_cannot_be_altered(niran: Person) -> None:
    reader = Reader.of_address(OFFICE.address)
    token = stop_token(reader, DUE)
    assert "tourism" not in token
    gone = Reader.of_person(niran.pk + 1000)
    for bad in (
        token + "x",
        "x" + token,
        token[:-1],
        "nonsense",
        stop_token(gone, DUE),
        stop_token(reader, "no.such"),
    ):
        for method in ("get", "post"):
            assert getattr(Client(), method)(f"/messages/stop/{bad}/").status_code == 404, bad
    assert turned_off(reader) == set()
