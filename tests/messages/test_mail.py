"""The mail as others read it: parsed by the standard library, not by the code that wrote it."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.mail import send_mail
from django.test import Client

from phanuek.messages import sending
from phanuek.people.models import Person
from phanuek.ui.words import T
from tests.messages.conftest import OFFICE, tell, to_person


def parsed(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.iterdir())
    assert all(file.suffix == ".eml" for file in files)
    return [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]


def one(folder: Path) -> EmailMessage:
    (mail,) = parsed(folder)
    return mail


def display_name(folder: Path) -> str:
    """Of the only mail. By RFC 2047, 6.2: Python 3.11's newer parser leaves blanks between the encoded words of a name."""
    (file,) = folder.iterdir()
    raw = str(message_from_bytes(file.read_bytes())["To"]).rsplit(" <", 1)[0]
    return str(make_header(decode_header(raw)))


@pytest.mark.django_db
def test_a_body_without_account_reads_thai_first_and_english_below(mail_folder: Path, settings: Any) -> None:
    settings.SITE_URL = "https://phanuek.example"
    settings.DEFAULT_FROM_EMAIL = "ผนึก <phanuek@phanuek.example>"
    (message,) = tell(OFFICE)
    sending.send_waiting()
    mail = one(mail_folder)
    assert mail.defects == []
    assert mail["Subject"] == "ภารกิจครบกำหนดใน 7 วัน"
    to, sender = mail["To"].addresses[0], mail["From"].addresses[0]
    assert (display_name(mail_folder), to.addr_spec) == ("สำนักงาน, ฝ่ายแผน", "office@tourism.example")
    assert (sender.display_name, sender.addr_spec) == ("ผนึก", "phanuek@phanuek.example")
    assert mail["Date"].datetime == message.created_at
    assert mail["Message-ID"] == f"<{message.code}@phanuek.example>"
    text = mail.get_content()
    parts = ["โปรดบันทึกความก้าวหน้า", "https://phanuek.example/commitments/c-1/", "Please record what was done.",
             "ภารกิจใกล้ครบกำหนด", "Commitments falling due", "https://phanuek.example/messages/stop/"]  # fmt: skip
    assert [text.count(part) for part in parts] == [1, 2, 1, 1, 1, 1]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


@pytest.mark.django_db
def test_who_reads_english_gets_english_alone(mail_folder: Path) -> None:
    tell(type(OFFICE)(address="office@tourism.example", language="en"))
    sending.send_waiting()
    mail = one(mail_folder)
    assert mail["Subject"] == "A commitment is due in 7 days"
    assert "โปรด" not in mail.get_content()


def test_a_person_is_written_to_at_the_address_of_their_account(niran: Person, mail_folder: Path) -> None:
    tell(to_person(niran))
    Person.objects.filter(pk=niran.pk).update(email="niran.new@baac.example")
    sending.send_waiting()
    assert one(mail_folder)["To"].addresses[0].addr_spec == "niran.new@baac.example"


@pytest.mark.django_db
def test_files_are_for_the_service_alone_and_a_mail_written_twice_is_one(mail_folder: Path) -> None:
    tell(OFFICE)
    sending.send_waiting()
    from phanuek.messages.models import Outcome, Outgoing

    Outgoing.objects.update(outcome=Outcome.WAITING, done_at=None)
    sending.send_waiting()
    (file,) = mail_folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert mail_folder.stat().st_mode & 0o777 == 0o700
    raw = file.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 20, 40, 199])
def test_long_thai_words_come_back_as_they_were(mail_folder: Path, length: int) -> None:
    words = ("ภารกิจ ๗/๒๕๖๙ ที่ครบกำหนด " * 20)[:length].strip()
    tell(
        type(OFFICE)(address="office@tourism.example", name=words),
        subject=T(words, "Due"),
        body=T(words * 9, "x"),
    )
    sending.send_waiting()
    mail = one(mail_folder)
    assert mail["Subject"] == words
    assert display_name(mail_folder) == words
    assert words * 9 in mail.get_content()


@pytest.mark.django_db
def test_hostile_words_make_no_header(mail_folder: Path) -> None:
    hostile = "นัด\r\nBcc: x@y.example"
    tell(type(OFFICE)(address="office@tourism.example", name=hostile), subject=T(hostile, hostile))
    sending.send_waiting()
    mail = one(mail_folder)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "นัด Bcc: x@y.example"
    assert [a.addr_spec for a in mail["To"].addresses] == ["office@tourism.example"]


@pytest.mark.django_db
def test_a_mail_program_turns_a_topic_off_with_one_post(mail_folder: Path) -> None:
    """RFC 8058: POST to the address of the header, without cookies and without a token of the form."""
    tell(OFFICE)
    sending.send_waiting()
    mail = one(mail_folder)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(str(mail["List-Unsubscribe"]).strip("<> ")).path
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    tell(OFFICE, key="2")
    assert sending.send_waiting().unwanted == 1
    assert len(parsed(mail_folder)) == 1


def test_other_mail_of_the_platform_becomes_a_file_too(mail_folder: Path) -> None:
    send_mail("ตั้งรหัสผ่านใหม่", "ลิงก์", "a@phanuek.example", ["b@phanuek.example"])
    send_mail("nobody", "", "a@phanuek.example", [])
    assert one(mail_folder)["Subject"].strip() == "ตั้งรหัสผ่านใหม่"
