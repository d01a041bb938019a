"""A message is its reader's alone, and so is the choice of topics."""

from phanuek.messages.models import Message
from phanuek.messages.readers import Reader
from phanuek.timeline.actions import By
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_is_reader(by: By, message: Message) -> None:
    if by.person_id is None or message.person_id != by.person_id:
        raise NotAllowed(T("ข้อความนี้ส่งถึงผู้อื่น", "This message is for somebody else."))


def check_own_choice(by: By, reader: Reader) -> None:
    """One's own topics: signed in, or by the link in a mail (`readers.LinkBearer`)."""
    if by.person_id != reader.person_id:
        raise NotAllowed(
            T(
                "เลือกเรื่องที่จะรับทางอีเมลได้เฉพาะของตนเอง",
                "Only the reader chooses what comes to them by mail.",
            )
        )
