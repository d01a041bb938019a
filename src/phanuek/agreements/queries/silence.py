"""Since when nothing was heard of a commitment; the rule itself is `engines.commitments.quiet_since`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from phanuek.agreements.models import Claim, Commitment, Update
from phanuek.engines.commitments import quiet_since
from phanuek.timeline.models import Event, subject_key
from phanuek.ui.country import pack

# what its own people do; a reminder sent or a status set by the secretariat is no sign of life
SIGNS = ("commitment.added", "commitment.edited", "commitment.result_posted")


def last_signs(commitments: Sequence[Commitment]) -> dict[int, date]:
    """The last day on which something was heard, by the commitment's key; in three queries."""
    by_subject = {subject_key(row): row.pk for row in commitments}
    found: dict[int, date] = {}

    def heard(pk: int, day: date) -> None:
        found[pk] = max(day, found.get(pk, day))

    events = Event.objects.filter(subject__in=by_subject, verb__in=SIGNS).order_by()
    for subject, at in events.values_list("subject").annotate(Max("at")):
        heard(by_subject[subject], _local_day(at))
    claims = Claim.objects.filter(commitment__in=by_subject.values()).order_by()
    for pk, at in claims.values_list("commitment").annotate(Max("submitted_at")):
        heard(pk, _local_day(at))
    updates = Update.objects.filter(commitment__in=by_subject.values()).order_by()
    for pk, day in updates.values_list("commitment").annotate(Max("on")):
        heard(pk, day)
    return found


def quiet(commitments: Sequence[Commitment], on: date) -> dict[int, int]:
    """Days of silence of those that are quiet for longer than they may be, by the commitment's key."""
    signs = last_signs(commitments)
    found = {}
    for row in commitments:
        answer = quiet_since(
            on, last_sign=signs.get(row.pk), starts_on=row.starts_on, allowed_days=row.quiet_after_days
        )
        if answer.is_quiet and answer.days_silent is not None:
            found[row.pk] = answer.days_silent
    return found


def _local_day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()
