"""Where a case stands, step by step."""

from __future__ import annotations

from datetime import date, datetime

from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.queries.turn import day_words
from phanuek.referrals.states import WAITING_FOR_PROVIDER, ClosingReason, ReferralState, RefusalReason
from phanuek.ui.words import T

S = ReferralState
# how the group of steps ends where it does not go on to a delivery
ENDED = (S.REFUSED, S.WITHDRAWN, S.TRANSFERRED)


def progress(referral: Referral, accepted_on: datetime | None = None) -> list[dict[str, object]]:
    """For the steps component. `accepted_on` as the timeline tells; without it, as the case holds it (lists load deliveries and
    letters beforehand)."""
    state = S(referral.state)
    steps = [_step(T("ส่งเรื่อง", "Sent"), "done", referral.sent_at), _answered(referral)]
    if state in ENDED:
        if referral.first_answer_at is None:
            steps.pop()
        return [*steps, _step(T.of(state.label), "stopped", referral.closed_at, _why(referral))]
    if state == S.APPEALED:
        return [*steps, _step(T.of(state.label), "now", None, _until(referral))]
    accepted = state in (S.ACCEPTED, S.DELIVERED) or (state == S.CLOSED and referral.accepted_at is not None)
    if state == S.CLOSED and not accepted:
        if referral.first_answer_at is None:
            steps[-1] = _answered(referral) | {"state": "stopped"}
        return [*steps, _step(T("ปิดเรื่อง", "Closed"), "stopped", referral.closed_at, _why(referral))]
    waits = state in (S.MORE_ASKED, S.TRANSFER_ASKED)
    steps.append(
        _step(
            T("รับเรื่อง", "Accepted"),
            "done" if accepted else "now" if waits or referral.first_answer_at is not None else "next",
            (accepted_on or referral.accepted_at or _at_once(referral)) if accepted else None,
            T.of(state.label) if waits else "",
        )
    )
    delivered = min(
        (one.delivered_on for one in referral.deliveries.all() if one.confirmed_by_id or not one.reported_by_receiver),
        default=None,
    )  # fmt: skip
    given = (
        "done" if delivered else "now" if state == S.ACCEPTED else "stopped" if state == S.CLOSED else "next"
    )
    steps.append(_step(T("ให้การสนับสนุน", "Support delivered"), given, delivered))
    end = "done" if state == S.CLOSED else "now" if state == S.DELIVERED else "next"
    return [*steps, _step(T("ปิดเรื่อง", "Closed"), end, referral.closed_at, _why(referral))]


def _step(
    label: T, state: str, at: date | datetime | None = None, note: T | str = ""
) -> dict[str, object]:  # fmt: skip
    return {"label": label, "state": state, "at": at, "note": note}


def _answered(referral: Referral) -> dict[str, object]:
    known = referral.first_answer_at
    note = "" if known or referral.state not in WAITING_FOR_PROVIDER else _due(referral.first_answer_due)
    return _step(
        T("หน่วยงานตอบกลับครั้งแรก", "First answer of the provider"), "done" if known else "now", known, note
    )


def _why(referral: Referral) -> T | str:
    if referral.state == S.REFUSED:
        return T.of(RefusalReason(referral.refusal_reason).label)
    if referral.state == S.CLOSED and referral.closing_reason:
        return T.of(ClosingReason(referral.closing_reason).label)
    return ""


def _until(referral: Referral) -> T | str:
    return _due(referral.step_due) if referral.step_due else ""


def _at_once(referral: Referral) -> datetime | None:
    """The first answer was the acceptance, where the provider never asked for more."""
    asked = any(letter.kind == Letter.Kind.QUESTION for letter in referral.letters.all())
    return None if asked else referral.first_answer_at


def _due(day: date) -> T:
    return T("ครบกำหนด {day} (นับวันทำการ)", "due {day} (working days)").format(day=day_words(day))
