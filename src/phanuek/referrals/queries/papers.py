"""The files of a case as it shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import why_not
from phanuek.referrals import permissions
from phanuek.referrals.models import CaseFile, Referral
from phanuek.referrals.states import FileKind
from phanuek.ui.words import T


@dataclass(frozen=True)
class Paper:
    """One file: its address where this reader may open it, else why not; since when its contents are destroyed."""

    file: CaseFile
    url: str
    why_not: T | None
    removed_at: datetime | None

    @property
    def kind(self) -> T:
        return T.of(FileKind(self.file.kind).label)


@dataclass(frozen=True)
class Papers:
    papers: Sequence[Paper]
    add_url: str


def of_case(referral: Referral, actor: Actor) -> Papers:
    """All but the evidence of deliveries, which stands with each delivery; one query."""
    rows = CaseFile.objects.filter(referral=referral, delivery=None).select_related(
        "attachment", "organisation"
    )
    return Papers(
        [paper(referral, row, actor) for row in rows],
        ""
        if why_not(permissions.check_can_add_file, actor, referral)
        else reverse("referrals:add_files", args=[referral.code]),
    )


def paper(referral: Referral, row: CaseFile, actor: Actor) -> Paper:
    barred = why_not(permissions.check_can_open_file, actor, referral, row)
    gone = row.attachment.removed_at
    url = "" if barred or gone else reverse("referrals:evidence", args=[referral.code, row.attachment.code])
    return Paper(row, url, barred, gone)
