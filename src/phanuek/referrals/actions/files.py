"""Files of a case: kept at the step they belong to, opened by who may, counted, and destroyed when their time is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.consent import actions as consents
from phanuek.files import actions as files
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.models import CaseFile, Delivery, Referral
from phanuek.referrals.states import FileKind
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_AT_ONCE = 5
MOST_PER_CASE = 30


@transaction.atomic
def add_files(
    *, by: Actor, referral: Referral, uploads: Sequence[UploadedFile[Any]], kind: str = "", title: str = ""
) -> list[CaseFile]:
    """Documents added to an open case by either side: all of them or none. Refused when the case holds too many."""
    referral = steps.hold(referral)
    permissions.check_can_add_file(by, referral)
    added = attach(by, referral, uploads, kind or kind_of(by, referral), title=title)
    if added:
        timeline.record("referral.files_added", about=referral, by=by, facts={"files": len(added)})
    return added


def kind_of(by: Actor, referral: Referral) -> str:
    """What the provider adds belongs to its answer, what the others add to the application."""
    return FileKind.ANSWER if by.acts_for(referral.provider_id) else FileKind.APPLICATION


def attach(
    by: Actor,
    referral: Referral,
    uploads: Sequence[UploadedFile[Any]],
    kind: str,
    *,
    delivery: Delivery | None = None,
    title: str = "",
) -> list[CaseFile]:
    """Keeps the uploads inside the act that the caller has checked, in its transaction."""
    check_room(referral, len(uploads))
    kept = [files.keep(upload, by=by) for upload in uploads]
    return put(by, referral, kept, kind, delivery=delivery, title=title)


def put(
    by: Actor,
    referral: Referral,
    kept: Sequence[Attachment],
    kind: str,
    *,
    delivery: Delivery | None = None,
    title: str = "",
) -> list[CaseFile]:
    """The rows that say which attachment belongs to the case, and to what in it."""
    return [
        CaseFile.objects.create(
            referral=referral, delivery=delivery, attachment=attachment, kind=kind, title=title.strip()[:200],
            added_at=clock.now(), organisation_id=by.acting_id or referral.sender_id, person_name=by.person_name,
        )
        for attachment in kept
    ]  # fmt: skip


def check_room(referral: Referral, more: int) -> None:
    """Refused when so many would be too many for one act or for the case."""
    if more > MOST_AT_ONCE:
        raise Refused(
            T("แนบได้ครั้งละไม่เกิน {n} ไฟล์", "At most {n} files at a time.").format(n=MOST_AT_ONCE), field="files"
        )
    there = referral.files.count()
    if more and there + more > MOST_PER_CASE:
        raise Refused(
            T("เรื่องนี้มีไฟล์แล้ว {m} จากไม่เกิน {n} ไฟล์", "The case holds {m} files; {n} is the most.")
            .format(m=there, n=MOST_PER_CASE),
            field="files",
            hint=T("รวมหลายหน้าเป็นไฟล์เดียว แล้วแนบใหม่", "Put several pages into one file and attach it again."),
        )  # fmt: skip


@transaction.atomic
def open_file(*, by: Actor, file: CaseFile) -> Attachment:
    """A file of the case for who may open it; the look is written down, since these papers name people."""
    referral = file.referral
    permissions.check_can_open_file(by, referral, file)
    consents.log_look(by=by, enterprise=referral.enterprise, what="file", purpose=steps.reference(referral))
    return file.attachment
