"""How fast a body answers, and how the work lies on its officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, Q

from phanuek.people.models import Person
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions import officers_of
from phanuek.referrals.states import OPEN_STATES, Side
from phanuek.ui import clock
from phanuek.ui.words import T

# below this a median says more about one case than about the body
FEWEST = 5
MONTHS = timedelta(days=365)
DAY = 86_400


@dataclass(frozen=True)
class AnswerSpeed:
    """Median days from sending to the first answer over the last twelve months; `days` is None below `FEWEST` answers.

    Cases still waiting count with the time they have waited when that is longer than the median of the answered: a body that
    does not answer must not look fast.
    """

    days: float | None
    answers: int
    waiting: int

    @property
    def words(self) -> T:
        if self.days is None:
            return T("ยังมีคำตอบไม่พอที่จะบอกเวลาตอบโดยทั่วไป ({n} เรื่อง)", "Too few answers yet to say how long one takes ({n}).").format(
                n=self.answers
            )  # fmt: skip
        if self.days < 1:
            return T(
                "โดยทั่วไปตอบครั้งแรกภายในวันเดียว (จาก {n} เรื่อง)", "Usually answers within a day (of {n} cases)."
            ).format(n=self.answers)
        days = f"{self.days:.0f}" if self.days >= 2 else f"{self.days:.1f}"
        return T("โดยทั่วไปตอบครั้งแรกใน {d} วัน (ค่ากลางจาก {n} เรื่อง)", "Usually answers in {d} days (median of {n} cases).").format(
            d=days, n=self.answers
        )  # fmt: skip


def answer_speed(provider_id: int, *, on: date | None = None) -> AnswerSpeed:
    """Of one body; one query."""
    day = on or clock.today()
    rows = Referral.objects.filter(provider=provider_id, sent_at__date__gt=day - MONTHS).values_list(
        "sent_at", "first_answer_at", "owner"
    )
    now, answered, waiting = clock.now(), [], []
    for sent, first, owner in rows:
        if first is not None:
            answered.append((first - sent).total_seconds() / DAY)
        elif owner == Side.PROVIDER:
            waiting.append((now - sent).total_seconds() / DAY)
    if len(answered) < FEWEST:
        return AnswerSpeed(None, len(answered), len(waiting))
    usual = median(answered)
    return AnswerSpeed(median([*answered, *(w for w in waiting if w > usual)]), len(answered), len(waiting))


@dataclass(frozen=True)
class Load:
    """What one officer has in hand; `officer` is None for cases that nobody has taken."""

    officer: Person | None
    open: int
    overdue: int
    turn: int

    @property
    def code(self) -> str:
        return self.officer.username if self.officer else "nobody"


def load(provider_id: int, on: date) -> list[Load]:
    """Open cases of a body by officer, those without one first; officers with nothing are listed too. Two queries."""
    open_cases = Referral.objects.filter(provider=provider_id, state__in=OPEN_STATES)
    counted = {
        row["officer"]: row
        for row in open_cases.order_by()
        .values("officer")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(owner=Side.PROVIDER, step_due__lt=on)),
            turn=Count("pk", filter=Q(owner=Side.PROVIDER)),
        )
    }
    people = {person.pk: person for person in officers_of(provider_id)}
    # who left the body may still have cases; their name must not vanish with the work
    gone = Person.objects.in_bulk([pk for pk in counted if pk is not None and pk not in people])
    lines = [_load(None, counted.get(None))] if counted.get(None) else []
    return lines + [_load(person, counted.get(pk)) for pk, person in {**people, **gone}.items()]


def _load(officer: Person | None, row: dict[str, int] | None) -> Load:
    row = row or {}
    return Load(officer, row.get("open", 0), row.get("overdue", 0), row.get("turn", 0))
