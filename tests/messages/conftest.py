from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from phanuek.messages import actions, topics
from phanuek.messages.models import Message
from phanuek.messages.readers import Recipient
from phanuek.people.models import Person
from phanuek.ui.words import T
from tests import cast

DUE, QUIET = "test.due", "test.quiet"
SUBJECT = T("ภารกิจครบกำหนดใน 7 วัน", "A commitment is due in 7 days")
BODY = T("โปรดบันทึกความก้าวหน้า", "Please record what was done.")
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class By:
    person_id: int | None = None
    person_name: str = "ระบบ"
    organisation_code: str = "osep"
    on_behalf_of_code: str = ""


class Commitment:
    """Anything with a timeline."""

    code = "c-1"

    class _meta:
        model_name = "commitment"


SYSTEM = By()


@pytest.fixture(autouse=True)
def known_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """The topics of these tests alone."""
    monkeypatch.setattr(topics, "_labels", {})
    topics.register_topics(
        {
            DUE: T("ภารกิจใกล้ครบกำหนด", "Commitments falling due"),
            QUIET: T("ภารกิจที่เงียบไป", "Commitments gone quiet"),
        }
    )


@pytest.fixture
def niran(db: None) -> Person:
    person = Person.objects.get(pk=cast.niran().person_id)
    person.email = "niran@baac.example"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    """The backend of a machine without a mail server, into a folder of the test."""
    settings.EMAIL_BACKEND = "phanuek.messages.backends.EmlBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR  # type: ignore[no-any-return]


Tell = Callable[..., list[Message]]


def tell(*to: Recipient, **changes: Any) -> list[Message]:
    given: dict[str, Any] = {
        "by": SYSTEM,
        "to": to,
        "topic": DUE,
        "subject": SUBJECT,
        "body": BODY,
        "link": "/commitments/c-1/",
        "about": Commitment(),
        "key": "test.due:c-1:2026-11-30",
    }
    return actions.tell(**given | changes)


def to_person(person: Person) -> Recipient:
    return Recipient(person_id=person.pk, organisation_code="baac")


OFFICE = Recipient(address="Office@Tourism.example", name="สำนักงาน, ฝ่ายแผน", organisation_code="tat")
