"""News of a case, to everybody it concerns: what happened, what is next and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.referrals import queries
from phanuek.referrals.models import Referral
from phanuek.referrals.notifications.people import Directory, distinct
from phanuek.referrals.permissions import name_of
from phanuek.ui import clock
from phanuek.ui.words import T

NEWS = "referrals.news"
APPEALS = "referrals.appeals"
LONGEST_QUOTE = 600

# what happened → the first words of the subject, and the sentence of the message
EVENTS: dict[str, tuple[T, T]] = {
    "sent": (
        T("ส่งเรื่องแล้ว", "Sent"),
        T("{sender} ส่งเรื่องของ{group} ถึง {provider}", "{sender} sent the case of {group} to {provider}."),
    ),
    "more_asked": (
        T("หน่วยงานขอข้อมูลเพิ่ม", "More information is asked"),
        T("{provider} ขอข้อมูลเพิ่มก่อนตอบ", "{provider} asks for more before it answers."),
    ),
    "more_given": (
        T("ได้รับข้อมูลเพิ่มแล้ว", "What was asked for came"),
        T("มีผู้ให้ข้อมูลที่ {provider} ขอแล้ว", "What {provider} asked for was given."),
    ),
    "accepted": (
        T("หน่วยงานรับเรื่องแล้ว", "Accepted"),
        T("{provider} รับเรื่องของ{group} แล้ว", "{provider} accepted the case of {group}."),
    ),
    "refused": (
        T("หน่วยงานไม่รับเรื่อง", "Refused"),
        T("{provider} ไม่รับเรื่องของ{group}", "{provider} refused the case of {group}."),
    ),
    "noted": (
        T("มีบันทึกเพิ่มในเรื่อง", "A note was added"),
        T("มีผู้เพิ่มบันทึกในเรื่องของ{group}", "Somebody added a note to the case of {group}."),
    ),
    "delivered": (
        T("บันทึกการให้การสนับสนุนแล้ว", "Support was recorded"),
        T("{provider} บันทึกว่าให้การสนับสนุน{group} แล้ว", "{provider} recorded that it gave support to {group}."),
    ),
    "confirmed": (
        T("ยืนยันการได้รับแล้ว", "The receipt was confirmed"),
        T("ฝ่ายผู้รับยืนยันว่า{group} ได้รับการสนับสนุนแล้ว", "The receiving side confirmed that support reached {group}."),
    ),
    "questioned": (
        T("อีกฝ่ายบอกว่าได้รับไม่ครบหรือไม่ได้รับ", "The other side says it did not come, or in part"),
        T("มีรายการให้การสนับสนุน{group} ที่สองฝ่ายบอกไม่ตรงกัน", "On a delivery to {group} the two sides do not say the same."),
    ),
    "receipt_reported": (
        T("กลุ่มแจ้งว่าได้รับการสนับสนุนแล้ว", "The group says that support came"),
        T("{group} แจ้งว่าได้รับการสนับสนุนจาก {provider} แล้ว โปรดยืนยัน", "{group} says that support of {provider} came. Is it so?"),
    ),
    "returned": (
        T("มีการคืนสิ่งที่ได้รับ", "Something came back"),
        T("{provider} บันทึกว่าได้รับคืนจาก{group}", "{provider} recorded that something came back from {group}."),
    ),
    "closed": (
        T("ปิดเรื่องแล้ว", "Closed"),
        T("เรื่องของ{group} กับ {provider} ปิดแล้ว", "The case of {group} with {provider} is closed."),
    ),
    "withdrawn": (
        T("ผู้ส่งถอนเรื่อง", "Withdrawn"),
        T("{sender} ถอนเรื่องของ{group} จาก {provider}", "{sender} withdrew the case of {group} from {provider}."),
    ),
    "appealed": (
        T("มีการขอทบทวนผล", "An appeal"),
        T("มีการขอทบทวนผลที่ {provider} ไม่รับเรื่องของ{group}", "The refusal of the case of {group} by {provider} is appealed."),
    ),
    "upheld": (
        T("ผลการทบทวน: เห็นด้วยกับคำขอ", "The appeal is upheld"),
        T("คำขอทบทวนฟังขึ้น เรื่องของ{group} กลับไปที่ {provider} เพื่อพิจารณาใหม่", "The appeal is upheld; {provider} considers the case of {group} anew."),
    ),
    "rejected": (
        T("ผลการทบทวน: ยืนยันผลเดิม", "The refusal stands"),
        T("ทบทวนแล้ว ยืนยันว่า {provider} ไม่รับเรื่องของ{group}", "On appeal, the refusal of the case of {group} by {provider} stands."),
    ),
    "transfer_asked": (
        T("เสนอโอนเรื่อง รอความยินยอมของกลุ่ม", "A transfer is proposed"),
        T("{provider} เสนอโอนเรื่องของ{group} ไปที่ {target} ต้องได้รับความยินยอมของกลุ่มก่อน", "{provider} proposes to pass the case of {group} to {target}. The group must agree first."),
    ),
    "transferred": (
        T("โอนเรื่องแล้ว", "Transferred"),
        T("เรื่องของ{group} โอนจาก {provider} ไปที่ {target} แล้ว", "The case of {group} passed from {provider} to {target}."),
    ),
    "transfer_declined": (
        T("ไม่โอนเรื่อง", "Not transferred"),
        T("กลุ่มไม่ยินยอมให้โอน เรื่องของ{group} กลับไปที่ {provider}", "The transfer is declined; the case of {group} is with {provider} again."),
    ),
    "reopened": (
        T("เปิดเรื่องอีกครั้ง", "Reopened"),
        T("เรื่องของ{group} กับ {provider} เปิดอีกครั้ง", "The case of {group} with {provider} is open again."),
    ),
    "wished": (
        T("กลุ่มขอให้ส่งเรื่องไปทางเลือกที่แนะนำ", "The group wants the other offer"),
        T("{group} ขอให้ {sender} ส่งเรื่องไปที่ {target} ตามที่ {provider} แนะนำ", "{group} asks {sender} to send it to {target}, as {provider} suggested."),
    ),
}  # fmt: skip

_silent: ContextVar[bool] = ContextVar("referrals_silent", default=False)


@contextmanager
def silently() -> Iterator[None]:
    """Nobody is told of what happens to cases within: for loading what happened long ago."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def is_silent() -> bool:
    return _silent.get()


def news(
    *,
    by: Actor,
    referral: Referral,
    what: str,
    quote: str = "",
    more: Sequence[T] = (),
    target: T | None = None,
    to: Sequence[Recipient] | None = None,
    key: str = "",
    link: str = "",
) -> int:
    """Tells everybody concerned but the one who acted; `to` instead where only some are told. `quote` is what somebody wrote,
    `more` further sentences. Returns how many were told."""
    if is_silent():
        return 0
    people = Directory.of(clock.today(), [referral]).everybody(referral) if to is None else distinct(to)
    people = [one for one in people if one.person_id is None or one.person_id != by.person_id]
    head, sentence = EVENTS[what]
    words = words_of(referral) | {"target": target or T("", "")}
    told = messages.tell(
        by=by,
        to=people,
        topic=APPEALS if what in ("appealed", "upheld", "rejected") else NEWS,
        subject=T("{head}: {group} · {offer}", "{head}: {group} · {offer}").format(head=head, **words),
        body=paragraphs(
            [
                sentence.format(**words),
                T("มาตรการ: {offer} · เรื่องที่ {code}", "Offer: {offer} · case {code}").format(**words),
                *more,
                *([T(_cut(quote), _cut(quote))] if quote.strip() else []),
                next_words(referral),
            ]
        ),
        link=link or referral.get_absolute_url(),
        about=referral,
        key=f"case:{referral.code}:{what}:{key or referral.version}",
    )
    return len(told)


def next_words(referral: Referral) -> T:
    """What is next and by when; for a case that is over, what can still be done."""
    turn = queries.turn(referral, confirmed=False)
    if turn is None:
        return queries.what_can_still_be_done(referral)
    if turn.due is None:
        return T("ขั้นต่อไป: {who} {to_do}", "Next: {who} should {to_do}.").format(
            who=turn.who, to_do=turn.to_do
        )
    return T(
        "ขั้นต่อไป: {who} {to_do} ภายใน {due}\n{nothing}", "Next: by {due}, {who} should {to_do}.\n{nothing}"
    ).format(who=turn.who, to_do=turn.to_do, due=queries.day_words(turn.due), nothing=turn.nothing)


def words_of(referral: Referral) -> dict[str, T | str]:
    group, offer = referral.enterprise, referral.offer
    return {
        "group": T(group.name_th, group.name_en or group.name_th),
        "offer": T(offer.name_th, offer.name_en or offer.name_th),
        "provider": name_of(referral.provider),
        "sender": name_of(referral.sender),
        "code": referral.code,
    }


def paragraphs(lines: Sequence[T]) -> T:
    said = [line for line in lines if line.th]
    return T("\n\n".join(line.th for line in said), "\n\n".join(line.en for line in said))


def _cut(text: str) -> str:
    text = text.strip()
    return f"“{text}”" if len(text) <= LONGEST_QUOTE else f"“{text[:LONGEST_QUOTE]}…”"
