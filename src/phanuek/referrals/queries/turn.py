"""Whose turn a case is, since when, by when, and what happens when nothing happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from phanuek.engines import clocks
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions import name_of
from phanuek.referrals.states import OPEN_STATES, OWNER, ClosingReason, ReferralState, Side
from phanuek.ui.country import holidays, pack
from phanuek.ui.words import T

S = ReferralState
# how it ends by itself where nobody acts; a delivery that was confirmed ends as done
ENDS_AS: dict[ReferralState, ClosingReason] = {
    S.SENT: ClosingReason.NO_ANSWER,
    S.MORE_ASKED: ClosingReason.NOTHING_GIVEN,
    S.ACCEPTED: ClosingReason.NO_DELIVERY,
    S.DELIVERED: ClosingReason.NOT_CONFIRMED,
    S.APPEALED: ClosingReason.NO_ANSWER,
    S.TRANSFER_ASKED: ClosingReason.NO_CONSENT,
}
TO_DO: dict[ReferralState, T] = {
    S.SENT: T("ตอบว่ารับเรื่อง ขอข้อมูลเพิ่ม หรือไม่รับเรื่อง", "accept it, ask for more, or refuse it"),
    S.MORE_ASKED: T("ให้ข้อมูลที่หน่วยงานขอ", "give what was asked for"),
    S.ACCEPTED: T("ให้การสนับสนุนและบันทึกผล", "give the support and record it"),
    S.DELIVERED: T("ยืนยันว่าได้รับการสนับสนุนแล้ว", "confirm that the support came"),
    S.APPEALED: T(
        "ตอบคำขอทบทวน โดยผู้ที่ไม่ได้เป็นผู้ตอบไม่รับเรื่อง", "answer the appeal, by somebody else than who refused"
    ),
    S.TRANSFER_ASKED: T("ตอบว่ากลุ่มยินยอมให้โอนเรื่องหรือไม่", "say whether the group agrees to the transfer"),
}
CLOSE_IT = T("ปิดเรื่อง หรือบันทึกการให้ครั้งต่อไป", "close the case, or record what follows")
NOTHING: dict[ReferralState, T] = {
    S.SENT: T(
        "หากไม่มีคำตอบ ระบบจะเตือน แจ้งหน่วยงานต้นสังกัดหรือฝ่ายเลขานุการ และปิดเรื่องเองวันที่ {ends} เพื่อให้หาผู้ช่วยรายอื่นได้",
        "Without an answer the platform reminds, tells the body above or the secretariat, and closes the case on {ends}, so that other help can be found.",
    ),
    S.MORE_ASKED: T(
        "หากไม่มีข้อมูลเพิ่ม เรื่องจะปิดเองวันที่ {ends} ยื่นใหม่ได้โดยใช้ข้อมูลเดิม",
        "If nothing comes, the case closes by itself on {ends}; one can apply again with what was typed.",
    ),
    S.ACCEPTED: T(
        "หากไม่มีการให้การสนับสนุน ระบบจะเตือนทุกเดือน และปิดเรื่องเองวันที่ {ends} ที่ที่กันไว้จะคืนให้รายอื่น",
        "Without a delivery the platform reminds monthly and closes the case on {ends}; the place goes to others.",
    ),
    S.DELIVERED: T(
        "หากไม่มีการยืนยัน เรื่องจะปิดเองวันที่ {ends} และผลจะนับเป็น “ยังไม่ยืนยัน”",
        "Without a confirmation the case closes by itself on {ends}, and the result stays unconfirmed.",
    ),
    S.APPEALED: T(
        "หากไม่มีคำตอบ ระบบจะแจ้งหน่วยงานต้นสังกัดหรือฝ่ายเลขานุการ และปิดเรื่องเองวันที่ {ends}",
        "Without an answer the platform tells the body above or the secretariat, and closes the case on {ends}.",
    ),
    S.TRANSFER_ASKED: T(
        "หากไม่มีคำตอบ เรื่องจะปิดเองวันที่ {ends} และความต้องการจะกลับไปหาผู้ช่วยใหม่",
        "Without an answer the case closes by itself on {ends}, and the need goes back to looking for help.",
    ),
}
GIVE_MORE = T("ให้ส่วนที่เหลือและบันทึกผล หรือปิดเรื่อง", "give what is still to come and record it, or close the case")
CLOSES_IN_PART = T(
    "หากไม่มีการให้ส่วนที่เหลือ ระบบจะเตือนทุกเดือน และปิดเรื่องเองวันที่ {ends} ส่วนที่ให้แล้วยังนับอยู่",
    "Without the rest the platform reminds monthly and closes the case on {ends}; what was given still counts.",
)
CLOSES_DONE = T("เรื่องจะปิดเองวันที่ {ends} ว่าให้การสนับสนุนครบแล้ว", "The case closes by itself on {ends}, as done.")


@dataclass(frozen=True)
class Turn:
    """`to_do` completes the sentence: `who` should, by `due`, …"""

    side: Side
    who: T
    to_do: T
    since: datetime | None
    due: date | None
    ends: date | None
    nothing: T

    def is_late(self, on: date) -> bool:
        return self.due is not None and self.due < on


def turn(referral: Referral, *, confirmed: bool = False) -> Turn | None:
    """None when the case is over. `confirmed`: everything delivered was confirmed, so that the provider's closing is left."""
    state = S(referral.state)
    if state not in OPEN_STATES:
        return None
    side, to_do, words = OWNER[state], TO_DO[state], NOTHING[state]
    if more_follows(referral):
        side, to_do, words = Side.PROVIDER, GIVE_MORE, CLOSES_IN_PART
    elif confirmed and state == S.DELIVERED:
        side, to_do, words = Side.PROVIDER, CLOSE_IT, CLOSES_DONE
    ends = day_words(referral.step_ends) if referral.step_ends else T("–", "–")
    return Turn(
        side=side,
        who=_who(referral, side),
        to_do=to_do,
        since=referral.step_since,
        due=referral.step_due,
        ends=referral.step_ends,
        nothing=words.format(ends=ends),
    )


def more_follows(referral: Referral) -> bool:
    """A part was given and the provider said that more is to come: its turn still, by the clock of giving support."""
    return referral.state == S.DELIVERED and referral.owner == Side.PROVIDER


def what_can_still_be_done(referral: Referral) -> T:
    """Of a case that is over."""
    state = S(referral.state)
    if state == S.REFUSED:
        if referral.appeal_until is not None:
            return T(
                "หากเห็นว่าผลไม่ถูกต้อง กลุ่มหรือผู้ส่งขอทบทวนได้ถึงวันที่ {until} หรือส่งไปมาตรการอื่นได้ทันที",
                "If this seems wrong, the group or the sender may appeal until {until}; or send it to another offer at once.",
            ).format(until=day_words(referral.appeal_until))
        return T(
            "ยื่นใหม่โดยใช้ข้อมูลเดิม หรือส่งไปมาตรการอื่นได้",
            "One may apply again with what was typed, or send it to another offer.",
        )
    if state == S.TRANSFERRED:
        return T("ติดตามต่อได้ที่เรื่องใหม่", "It goes on in the new case.")
    if state == S.CLOSED and referral.closing_reason == ClosingReason.DONE:
        return T("เรื่องนี้เสร็จสิ้นแล้ว", "This case is finished.")
    return T(
        "เปิดเรื่องอีกครั้งได้ภายใน 1 ปี หรือยื่นใหม่โดยใช้ข้อมูลเดิม",
        "It can be reopened within a year, or applied for again with what was typed.",
    )


def _who(referral: Referral, side: Side) -> T:
    if side == Side.PROVIDER:
        return name_of(referral.provider)
    if side == Side.SENDER:
        return name_of(referral.sender)
    group = referral.enterprise
    return T(group.name_th, group.name_en or group.name_th)


def day_words(day: date) -> T:
    return T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))


# -- the clock ---------------------------------------------------------------------------------------------------


def rules() -> tuple[clocks.Rule, ...]:
    """The country's rules where its pack has some (`referral_clocks`), else the standard ones."""
    return _rules(settings.COUNTRY_PACK)


@cache
def _rules(_pack: str) -> tuple[clocks.Rule, ...]:
    try:
        rows = pack().data("referral_clocks")
    except KeyError:
        return clocks.STANDARD
    return clocks.read_rules(rows["rules"])


def begin(state: str, on: date, *, due_days: int | None = None) -> clocks.Step:
    """The clock of a step that begins on a day."""
    return clocks.start(clocks.rule_of(state, on, rules()), on, due_days=due_days, holidays=holidays())


def reached(referral: Referral, on: date) -> list[clocks.Rung]:
    """What is to be done about an open case on a day; nothing where its step has no clock."""
    if referral.step_since is None or referral.step_due is None or referral.step_ends is None:
        return []
    since = referral.step_since.astimezone(ZoneInfo(pack().timezone)).date()
    name = S.ACCEPTED if more_follows(referral) else S(referral.state)
    step = clocks.Step(name.value, since, referral.step_due, referral.step_ends)
    return clocks.reached(step, clocks.rule_of(step.name, since, rules()), on, holidays=holidays())


def all_confirmed(referral: Referral) -> bool:
    """Whether the receiving side confirmed everything that was delivered; deliveries are loaded beforehand by lists."""
    given = list(referral.deliveries.all())
    return bool(given) and all(one.confirmed_by_id is not None for one in given)
