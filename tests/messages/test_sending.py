"""What was told leaves: once, also after a crash, a dead server, and with two senders."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection as database

from phanuek.messages import actions, sending
from phanuek.messages.models import Message, Outcome, Outgoing
from phanuek.messages.readers import LinkBearer, Reader
from phanuek.people.models import Person
from tests.messages.conftest import DUE, OFFICE, tell, to_person

Clock = Callable[[datetime], None]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


class Scripted(BaseEmailBackend):
    """A server that does what the test wants for each mail."""

    act: Callable[[EmailMessage], None] = staticmethod(lambda mail: None)
    took: list[EmailMessage] = []

    def send_messages(self, email_messages: Any) -> int:
        for mail in email_messages:
            Scripted.act(mail)
            Scripted.took.append(mail)
        return len(email_messages)


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Scripted]:
    settings.EMAIL_BACKEND = f"{Scripted.__module__}.Scripted"
    monkeypatch.setattr(Scripted, "took", [])
    monkeypatch.setattr(Scripted, "act", staticmethod(lambda mail: None))
    return Scripted


def breaks(error: BaseException) -> Any:
    def act(mail: EmailMessage) -> None:
        raise error

    return staticmethod(act)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.django_db
def test_a_mail_leaves_on_commit_and_never_again(server: type[Scripted], commit: Any) -> None:
    with commit():
        tell(OFFICE)
        assert server.took == []
    assert len(server.took) == 1
    assert Outgoing.objects.get().outcome == Outcome.SENT
    assert sending.send_waiting() == sending.Counts()
    assert len(server.took) == 1


@pytest.mark.django_db
def test_of_a_long_list_a_few_leave_at_once_and_the_rest_by_the_command(
    server: type[Scripted], commit: Any
) -> None:
    with commit():
        tell(*(_office(n) for n in range(9)))
    assert len(server.took) == sending.AT_ONCE
    out = StringIO()
    call_command("send_mail", stdout=out)
    assert out.getvalue().startswith("sent 4, ")
    assert "waiting 0" in out.getvalue()
    assert len({mail.to[0] for mail in server.took}) == 9


def _office(number: int) -> Any:
    return type(OFFICE)(address=f"office{number}@tourism.example")


@pytest.mark.django_db
def test_after_a_crash_the_mail_leaves_once(server: type[Scripted], commit: Any, clock: Clock) -> None:
    """The process dies between commit and sending: the claim ends, then the next pass delivers."""
    server.act = breaks(SystemExit())
    with pytest.raises(SystemExit), commit():
        tell(OFFICE)
    server.act = staticmethod(lambda mail: None)
    assert Message.objects.count() == 1
    assert sending.send_waiting().sent == 0
    clock(NOW + sending.CLAIM + timedelta(seconds=1))
    assert sending.send_waiting().sent == 1
    assert sending.send_waiting().sent == 0
    assert len(server.took) == 1


@pytest.mark.django_db
def test_a_failure_waits_longer_each_time_and_is_given_up(
    server: type[Scripted], commit: Any, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    server.act = breaks(smtplib.SMTPRecipientsRefused({"office@tourism.example": (550, b"no such box")}))
    with commit():
        tell(OFFICE)
    row = Outgoing.objects.get()
    assert (row.outcome, row.attempts) == (Outcome.WAITING, 1)
    assert "no such box" in row.last_error
    assert "tourism" not in caplog.text
    assert sending.send_waiting() == sending.Counts()
    for attempt, wait in enumerate(sending.WAITS, start=2):
        row.refresh_from_db()
        assert row.due_at - _now() == wait
        clock(row.due_at)
        counts = sending.send_waiting()
        assert (counts.failed, counts.given_up) == ((0, 1) if attempt == 8 else (1, 0))
    row.refresh_from_db()
    assert (row.outcome, row.attempts) == (Outcome.GIVEN_UP, 8)
    assert row.done_at is not None


def _now() -> datetime:
    from phanuek.ui import clock as platform_clock

    return platform_clock.now()


@pytest.mark.django_db
def test_a_dead_server_stops_the_pass_and_is_waited_for(server: type[Scripted], clock: Clock) -> None:
    tell(*(_office(n) for n in range(3)))
    server.act = breaks(ConnectionRefusedError("nobody there"))
    counts = sending.send_waiting()
    assert (counts.failed, counts.unreachable) == (1, True)
    Outgoing.objects.update(attempts=50, due_at=NOW)
    out, errors = StringIO(), StringIO()
    call_command("send_mail", stdout=out, stderr=errors)
    assert "to be tried again 1, given up 0, waiting 3" in out.getvalue()
    assert "cannot be reached" in errors.getvalue()
    server.act = staticmethod(lambda mail: None)
    clock(NOW + timedelta(hours=2))
    assert sending.send_waiting().sent == 3


@pytest.mark.django_db
def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_others(server: type[Scripted]) -> None:
    def act(mail: EmailMessage) -> None:
        if "office0" in mail.to[0]:
            raise ValueError("cannot be written")

    tell(*(_office(n) for n in range(3)))
    server.act = staticmethod(act)
    counts = sending.send_waiting()
    assert (counts.sent, counts.failed) == (2, 1)


@pytest.mark.django_db
def test_two_senders_never_send_the_same_mail(server: type[Scripted]) -> None:
    """The second comes while the first is in the middle of each mail."""
    tell(*(_office(n) for n in range(4)))
    inner: list[int] = []

    def act(mail: EmailMessage) -> None:
        if not inner:
            inner.append(0)
            inner[0] = sending.send_waiting().sent

    server.act = staticmethod(act)
    outer = sending.send_waiting().sent
    assert (inner[0], outer) == (3, 1)
    assert len({mail.to[0] for mail in server.took}) == len(server.took) == 4


@pytest.mark.django_db
def test_a_claim_has_one_holder(clock: Clock) -> None:
    tell(OFFICE)
    pk = Outgoing.objects.get().pk
    assert sending._claim(pk)
    assert not sending._claim(pk)
    clock(NOW + sending.CLAIM + timedelta(seconds=1))
    assert sending._claim(pk)


def test_who_turned_the_topic_off_or_has_no_address_gets_the_message_but_no_mail(
    niran: Person, server: type[Scripted]
) -> None:
    tell(to_person(niran), OFFICE)
    actions.turn_off(by=LinkBearer(niran.pk), reader=Reader.of_person(niran.pk), topic=DUE)
    actions.turn_off(by=LinkBearer(None), reader=Reader.of_address("office@tourism.example"), topic=DUE)
    assert sending.send_waiting().unwanted == 2
    actions.turn_on(by=LinkBearer(niran.pk), reader=Reader.of_person(niran.pk), topic=DUE)
    Person.objects.update(email="")
    tell(to_person(niran), key="2")
    assert sending.send_waiting().unwanted == 1
    assert server.took == []
    assert list(Outgoing.objects.order_by("pk").values_list("outcome", flat=True)) == [
        Outcome.TURNED_OFF,
        Outcome.TURNED_OFF,
        Outcome.NO_ADDRESS,
    ]
    assert Message.objects.visible_to(niran.pk).count() == 2


@pytest.mark.django_db
def test_a_mail_costs_four_queries_beside_its_savepoints(
    server: type[Scripted], django_assert_max_num_queries: Any
) -> None:
    tell(*(_office(n) for n in range(10)))
    with django_assert_max_num_queries(1 + 10 * 6):
        assert sending.send_waiting().sent == 10
    assert database.in_atomic_block
