"""What the clock tells: reminders for whose turn it is, the body above when it is late, and a warning before a case closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.engines.clocks import Kind, Rung, Whom
from phanuek.messages import actions as messages
from phanuek.messages.models import Message
from phanuek.messages.readers import Recipient, tidy
from phanuek.organisations.actor import Actor
from phanuek.referrals import queries
from phanuek.referrals.models import Referral
from phanuek.referrals.notifications.news import paragraphs, words_of
from phanuek.referrals.notifications.people import Directory, distinct
from phanuek.referrals.queries import Turn
from phanuek.referrals.states import ReferralState
from phanuek.ui.words import T

BY = Actor.system("daily")
REMINDERS = "referrals.reminders"
LATE = "referrals.late"

SUBJECTS: dict[Kind, T] = {
    Kind.HALF: T("ถึงครึ่งทางของกำหนดแล้ว", "Half of the time has passed"),
    Kind.DUE: T("ครบกำหนดวันนี้", "Due today"),
    Kind.AGAIN: T("เลยกำหนดมา {late} วัน", "{late} days overdue"),
    Kind.LATE: T(
        "เรื่องค้างเลยกำหนดมา {late} วัน โปรดช่วยติดตาม", "A case is {late} days overdue; please look after it"
    ),
    Kind.WARN: T("เรื่องจะปิดเองในอีก {left} วัน", "A case closes by itself in {left} days"),
}
OVERDUE = T("เลยกำหนดมา {late} วัน", "{late} days overdue")


@dataclass(frozen=True)
class Planned:
    """A message that is due about a case, and who is to get it."""

    referral: Referral
    turn: Turn
    rung: Rung
    to: tuple[Recipient, ...]

    @property
    def key(self) -> str:
        """Names the step by its beginning: the same state entered again is a new occasion."""
        since = self.turn.since
        begun = f"{since:%Y%m%dT%H%M%S}" if since else ""
        return f"clock:{self.referral.code}:{self.referral.state}:{begun}:{self.rung.key}"


def plan(referral: Referral, rungs: Sequence[Rung], directory: Directory) -> list[Planned]:
    """Who is told what; the owner alone where somebody would be told the same twice."""
    turn = queries.turn(referral, confirmed=queries.all_confirmed(referral))
    if turn is None:
        return []
    owners = directory.owner(referral, turn.side)
    planned = []
    for rung in sorted(rungs, key=lambda one: one.whom != Whom.OWNER):
        if rung.whom == Whom.OWNER:
            to = distinct(owners)
        elif rung.whom == Whom.ABOVE:
            to = [one for one in distinct(directory.above(referral, turn.side)) if one not in owners]
        else:
            to = [one for one in directory.everybody(referral) if one not in owners]
        if to:
            planned.append(Planned(referral, turn, rung, tuple(to)))
    return planned


def send(planned: Sequence[Planned], on: date) -> list[Sent]:
    """Tells what was not told yet; returns what it told."""
    sent = []
    for one in _not_told_yet(planned):
        made = messages.tell(
            by=BY,
            to=one.to,
            topic=LATE if one.rung.whom == Whom.ABOVE else REMINDERS,
            subject=_subject(one, on),
            body=_body(one, on),
            link=one.referral.get_absolute_url(),
            about=one.referral,
            key=one.key,
        )
        if made:
            sent.append(Sent(f"{one.rung.kind} ({one.rung.whom})", one.referral.code, len(made)))
    return sent


def _not_told_yet(planned: Sequence[Planned]) -> list[Planned]:
    """Those of which somebody has not been told, asked in one query for every five hundred keys."""
    keys = sorted({one.key for one in planned})
    told: set[tuple[str, int | None, str]] = set()
    for start in range(0, len(keys), 500):
        part = Message.objects.filter(key__in=keys[start : start + 500])
        told.update(part.values_list("key", "person", "address"))
    return [
        one
        for one in planned
        if any(
            (one.key, who.person_id, "" if who.person_id else tidy(who.address)) not in told for who in one.to
        )
    ]


def _subject(one: Planned, on: date) -> T:
    late = (on - one.turn.due).days if one.turn.due else 0
    left = (one.turn.ends - on).days if one.turn.ends else 0
    head = OVERDUE if one.rung.kind == Kind.DUE and late > 0 else SUBJECTS[one.rung.kind]
    words = words_of(one.referral)
    return T("{head}: {group} · {offer}", "{head}: {group} · {offer}").format(
        head=head.format(late=late, left=left), **words
    )


def _body(one: Planned, on: date) -> T:
    referral, turn = one.referral, one.turn
    words = words_of(referral)
    state = ReferralState(referral.state)
    due = queries.day_words(turn.due) if turn.due else T("–", "–")
    lines = [
        T("{group} → {offer} ({provider}) · เรื่องที่ {code}", "{group} → {offer} ({provider}) · case {code}").format(**words),
        T("สถานะ: {state} · เป็นรอบของ{who} · กำหนด {due}", "State: {state} · turn: {who} · due {due}").format(
            state=T.of(state.label), who=turn.who, due=due
        ),
        T("สิ่งที่ต้องทำ: {to_do}", "To do: {to_do}.").format(to_do=turn.to_do),
        turn.nothing,
    ]  # fmt: skip
    if one.rung.whom == Whom.ABOVE:
        lines.insert(
            2,
            T(
                "แจ้ง{who} ไปแล้ว แต่ยังไม่มีความเคลื่อนไหว จึงแจ้งท่านเพื่อช่วยติดตาม",
                "{who} was reminded and nothing has moved; so you are told.",
            ).format(who=turn.who),
        )
    return paragraphs(lines)
