"""How long the papers of a case are kept: until a day that is set when it closes, and taken away when it opens again. On that
day the daily work destroys their contents; the case goes on saying that they were there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from phanuek.agreements.notifications import Sent
from phanuek.consent import actions as consents
from phanuek.files import retention
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.referrals.actions.steps import day_of
from phanuek.referrals.models import CaseFile, Referral
from phanuek.referrals.states import OPEN_STATES
from phanuek.timeline import actions as timeline

SYSTEM = Actor.system("retention")


def set_last_days() -> int:
    """Every paper of a closed case gets its last day, of an open one none. Returns how many changed."""
    changed = 0
    open_again = CaseFile.objects.filter(
        referral__state__in=OPEN_STATES, attachment__keep_until__isnull=False
    )
    changed += Attachment.objects.filter(pk__in=open_again.values("attachment")).update(keep_until=None)
    rows = CaseFile.objects.exclude(referral__state__in=OPEN_STATES).filter(
        attachment__keep_until=None, referral__closed_at__isnull=False, attachment__removed_at=None
    )
    for file in rows.select_related("referral", "attachment"):
        set_last_day(file)
        changed += 1
    return changed


def set_last_day(file: CaseFile) -> None:
    closed_at = file.referral.closed_at
    assert closed_at is not None
    last = retention.until(file.kind, day_of(closed_at))
    Attachment.objects.filter(pk=file.attachment_id).update(keep_until=last)


@transaction.atomic
def _destroy(referral: Referral, files: list[CaseFile], on: date) -> int:
    """The contents of one case's papers, told on its timeline."""
    gone = [file for file in files if retention.destroy(file.attachment)]
    CaseFile.objects.filter(pk__in=[file.pk for file in gone]).update(removed_on=on)
    if gone:
        timeline.record("referral.files_destroyed", about=referral, by=SYSTEM, facts={"files": len(gone)})
    return len(gone)


def keep_and_destroy(on: date) -> list[Sent]:
    """The day's work on files: last days, contents whose time is over, uploads that nobody used. Tells nobody."""
    set_last_days()
    consents.retain_expired(on)
    due = CaseFile.objects.filter(attachment__in=retention.due(on)).select_related("referral", "attachment")
    cases: dict[int, list[CaseFile]] = {}
    for file in due:
        cases.setdefault(file.referral_id, []).append(file)
    count = sum(_destroy(files[0].referral, files, on) for files in cases.values())
    count += retention.destroy_due(on)
    done = [Sent("files.destroyed", str(count), 0)] if count else []
    lost = retention.remove_abandoned(on)
    return [*done, Sent("files.abandoned", str(lost), 0)] if lost else done


DAILY: list[Callable[[date], list[Sent]]] = [keep_and_destroy]
