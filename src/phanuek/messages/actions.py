"""Telling, reading, choosing, erasing. Who may tell whom is asked by the room that calls `tell`, in whose transaction it runs;
what was told is the message itself, so nothing is written on a timeline here: that is the caller's event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from phanuek.messages import permissions, sending
from phanuek.messages.backends import remove_files
from phanuek.messages.models import Message, Outgoing, TopicChoice
from phanuek.messages.queries import choices_of
from phanuek.messages.readers import Reader, Recipient, tidy
from phanuek.messages.topics import label
from phanuek.timeline.actions import By
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SUBJECT_LENGTH = 200


@transaction.atomic
def tell(
    *,
    by: By,
    to: Sequence[Recipient],
    topic: str,
    subject: T,
    body: T,
    link: str,
    about: Any,
    key: str,
) -> list[Message]:
    """Write a message to each of `to` who was not told `key` before, and the mail that carries it. Returns the new ones.

    `link` is a path within the platform, `about` anything with a timeline, `key` a stable name of the reason, such as
    "commitment.due:c-7k3m-9qxt:2026-12-31". The mail leaves after the commit, or by `send_mail` later. Refused for an address
    that is none, KeyError for a topic nobody registered, ValueError for a link that leads elsewhere.
    """
    label(topic)
    if not link.startswith("/") or link.startswith("//") or "\\" in link:
        raise ValueError(f"not a path within the platform: {link!r}")
    now = clock.now()
    drafts = [
        Message(
            code=new_code("m"),
            person_id=recipient.person_id,
            address="" if recipient.person_id else _checked(recipient.address),
            name="" if recipient.person_id else _one_line(recipient.name),
            organisation_code=recipient.organisation_code,
            topic=topic,
            subject_th=_one_line(subject.th),
            subject_en=_one_line(subject.en),
            body_th=body.th.strip(),
            body_en=body.en.strip(),
            link=link,
            about=subject_key(about),
            key=key,
            created_at=now,
        )
        for recipient in to
    ]
    languages = {draft.code: recipient.language for draft, recipient in zip(drafts, to, strict=True)}
    # the unique constraints say who was told already, also where two tell at once
    Message.objects.bulk_create(drafts, ignore_conflicts=True, batch_size=500)
    written = list(Message.objects.filter(code__in=languages).order_by("pk"))
    rows = [Outgoing(message=message, language=languages[message.code], due_at=now) for message in written]
    Outgoing.objects.bulk_create(rows, batch_size=500)
    if rows:
        transaction.on_commit(partial(sending.send_at_once, [row.message_id for row in rows]), robust=True)
    return written


def _checked(address: str) -> str:
    address = tidy(address)
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            T("“{address}” ไม่ใช่ที่อยู่อีเมล", "“{address}” is not an e-mail address.").format(
                address=address[:80]
            ),
            field="email",
            hint=T("ตรวจตัวสะกด เช่น name@example.go.th", "Check its spelling, such as name@example.go.th."),
        ) from None
    return address


def _one_line(text: str) -> str:
    """For a header of a mail: no line breaks, not too long for the column."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"


@transaction.atomic
def mark_read(*, by: By, message: Message) -> None:
    """Its reader has seen it; a second time changes nothing."""
    permissions.check_is_reader(by, message)
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=clock.now())


@transaction.atomic
def mark_all_read(*, by: By, topic: str = "") -> int:
    """Everything told to the person who asks, or what concerns one topic. Returns how many were unread."""
    rows = Message.objects.visible_to(by.person_id).unread()
    return (rows.filter(topic=topic) if topic else rows).update(read_at=clock.now())


@transaction.atomic
def turn_off(*, by: By, reader: Reader, topic: str) -> None:
    """No mail about `topic` from now on, also none that waits; messages go on appearing on the page."""
    permissions.check_own_choice(by, reader)
    label(topic)
    row = TopicChoice(
        person_id=reader.person_id,
        address_digest=reader.address_digest,
        topic=topic,
        turned_off_at=clock.now(),
    )
    TopicChoice.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def turn_on(*, by: By, reader: Reader, topic: str) -> None:
    """Mail about `topic` again."""
    permissions.check_own_choice(by, reader)
    TopicChoice.objects.filter(choices_of(reader), topic=topic).delete()


@transaction.atomic
def erase_address(*, by: By, address: str) -> int:
    """Forget an e-mail address: messages to it, waiting mail, mail servers' answers, files of mail. Returns how many messages.

    For someone who asks to be forgotten (Personal Data Protection Act B.E. 2562, s.33); who may ask it is checked by the room
    that calls. A person with an account keeps their messages and loses the files; what they turned off stays turned off. The
    room that holds the address forgets it first, or it will be told again.
    """
    wanted = tidy(address)
    theirs = Message.objects.filter(address=wanted)
    codes = Message.objects.filter(Q(address=wanted) | Q(person__email__iexact=wanted)).values_list(
        "code", flat=True
    )
    transaction.on_commit(partial(remove_files, list(codes)))
    Outgoing.objects.filter(last_error__icontains=wanted).update(last_error="")
    count = theirs.count()
    theirs.delete()
    return count
