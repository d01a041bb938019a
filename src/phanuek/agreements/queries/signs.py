"""Signs of life: when something last happened under a commitment, and what it was. Read from the timelines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Max

from phanuek.agreements.models import Commitment
from phanuek.engines.commitments import quiet_since
from phanuek.timeline.models import Event
from phanuek.ui.country import pack
from phanuek.ui.words import T

SIGNS: dict[str, T] = {
    "commitment.added": T("บันทึกภารกิจ", "the commitment was recorded"),
    "commitment.edited": T("แก้ไขภารกิจ", "the commitment was edited"),
    "commitment.handed_over": T("เปลี่ยนหน่วยงานเจ้าของภารกิจ", "another body took the lead"),
    "commitment.reopened": T("เปิดภารกิจอีกครั้ง", "the commitment was reopened"),
    "commitment.result_posted": T("มีผลบันทึกเข้า", "a result was credited"),
    "commitment.update_added": T("แจ้งความคืบหน้า", "a word on how the work goes"),
    "commitment.activity_added": T("เพิ่มกิจกรรม", "an activity was added"),
    "commitment.activity_edited": T("แก้ไขกิจกรรม", "an activity was edited"),
    "commitment.activity_done": T("กิจกรรมเสร็จ", "an activity was done"),
    "claim.submitted": T("ส่งรายงานผล", "a result was claimed"),
    "claim.resubmitted": T("ส่งรายงานผลที่แก้ไขแล้ว", "a mended claim was sent"),
}
# somebody else correcting a word is no sign that the lead is at work
ONLY_BY_THE_LEAD = frozenset({"commitment.edited"})


@dataclass(frozen=True)
class Sign:
    """The last sign of life: the day, and what happened."""

    on: date
    what: T


@dataclass(frozen=True)
class Quiet:
    """Whether nothing was heard of a commitment for longer than it allows; no days where no day is known."""

    is_quiet: bool
    days_silent: int | None
    since: date | None
    last_sign: Sign | None


NOT_KNOWN = Quiet(False, None, None, None)


def last_signs(leads: dict[str, str]) -> dict[str, Sign]:
    """The last sign of each commitment by its code, in one query; `leads` holds the code of the lead of each."""
    rows = (
        Event.objects.filter(subject__in=[f"commitment:{code}" for code in leads], verb__in=SIGNS)
        .order_by()
        .values_list("subject", "verb", "organisation_code", "on_behalf_of_code")
        .annotate(Max("at"))
    )
    zone = ZoneInfo(pack().timezone)
    latest: dict[str, tuple[object, Sign]] = {}
    for subject, verb, body, behalf, at in rows:
        code = subject.removeprefix("commitment:")
        if verb in ONLY_BY_THE_LEAD and leads[code] not in (body, behalf):
            continue
        if code not in latest or at > latest[code][0]:
            latest[code] = (at, Sign(at.astimezone(zone).date(), SIGNS[verb]))
    return {code: sign for code, (_, sign) in latest.items()}


def quiet(commitment: Commitment, sign: Sign | None, on: date) -> Quiet:
    """Counted from the last sign, else the day it was recorded, or from its start where that is later."""
    last = sign.on if sign else commitment.provenance_on
    found = quiet_since(
        on, last_sign=last, starts_on=commitment.starts_on, allowed_days=commitment.quiet_after_days
    )
    return Quiet(found.is_quiet, found.days_silent, found.since, sign)


def codes_of_leads(rows: Iterable[Commitment]) -> dict[int, tuple[int, str, int | None]]:
    """Key, code and body above of each commitment's lead, in one query whatever was read before."""
    found = Commitment.objects.filter(pk__in=[c.pk for c in rows]).order_by()
    return {
        pk: (lead, code, above)
        for pk, lead, code, above in found.values_list("pk", "lead", "lead__code", "lead__parent")
    }
