"""Telling those in a draw what happened, and the body that draws what waits for a second pair of eyes."""

from collections.abc import Sequence
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.matching.models import Draw, DrawEntry
from phanuek.matching.notifications.readers import Reach, day_words, name_of, officers_of
from phanuek.matching.states import DrawState
from phanuek.messages.actions import tell
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.ui.words import T

TOPIC = "matching.draws"


def sealed(*, by: Actor, draw: Draw) -> None:
    """To each group in it: its ticket, and where the number will come from."""
    entries, reach = _entries(draw)
    for entry in entries:
        _tell(
            by, draw, reach.everybody(entry.enterprise), f"sealed:{entry.ticket}",
            T("ปิดรายชื่อแล้ว: {title}", "The list is sealed: {title}"),
            T("สลากของกลุ่มคือ {ticket} จากทั้งหมด {n} ใบ\nเลขสุ่มมาจาก {source} ทราบในวันที่ {day}\nทุกคนคำนวณผลเองได้จากหน้านี้",
              "Your ticket is {ticket}, of {n}.\nThe seed comes from: {source}, known on {day}.\nAnyone can work out the result from this page."),
            ticket=entry.ticket, n=len(entries), source=name_of(draw, "seed_source"), day=day_words(draw.seed_on),
        )  # fmt: skip


def drawn(*, by: Actor, draw: Draw, entries: Sequence[DrawEntry]) -> None:
    """To each group in it: its place."""
    reach = Reach.of(entry.enterprise for entry in entries)
    for entry in entries:
        won = (entry.place or 0) <= draw.places
        _tell(
            by, draw, reach.everybody(entry.enterprise), f"drawn:{entry.ticket}",
            T("กลุ่มได้สิทธิจากการจับสลาก: {title}", "Your group has a place: {title}") if won
            else T("ผลการจับสลาก: {title}", "The draw was held: {title}"),
            T("สลาก {ticket} อยู่ลำดับที่ {place} จาก {n} มี {places} ที่\n{next}", "Ticket {ticket} is number {place} of {n}; there are {places} places.\n{next}"),
            ticket=entry.ticket, place=entry.place, n=len(entries), places=draw.places, next=_next(draw, won),
        )  # fmt: skip


def _next(draw: Draw, won: bool) -> T:
    if draw.round_id:
        return T("ผลนี้ใช้จัดลำดับผู้ที่คะแนนเท่ากันในรอบจัดสรร", "The round uses this order among equals.")
    if won:
        return T(
            "เจ้าหน้าที่พัฒนาชุมชนในพื้นที่จะส่งเรื่องให้หน่วยงาน ที่ของกลุ่มกันไว้แล้ว",
            "An officer of your area sends the case on; the place is kept for you.",
        )
    return T(
        "กลุ่มอยู่ในบัญชีรอตามลำดับนี้ เมื่อมีที่ว่างจะแจ้งให้ทราบ",
        "You wait in this order and are told when a place is free.",
    )


def cancelled(*, by: Actor, draw: Draw) -> None:
    entries, reach = _entries(draw)
    for entry in entries:
        _tell(
            by, draw, reach.everybody(entry.enterprise), f"cancelled:{entry.ticket}",
            T("ยกเลิกการจับสลาก: {title}", "The draw is cancelled: {title}"), T("เหตุผล: {why}", "Reason: {why}"), why=draw.cancelled_why,
        )  # fmt: skip


def seed_waits(*, by: Actor, draw: Draw) -> None:
    """Somebody read the seed: another person of the body is asked to read it too."""
    others = [one for one in officers_of(draw.owner) if one.person_id != by.person_id]
    _tell(
        by, draw, others, f"seed:{draw.readings.count()}",
        T("ขอให้อ่านเลขสุ่มอีกคน: {title}", "A second person is asked to read the seed: {title}"),
        T("มีผู้อ่านเลขสุ่มจาก {source} แล้ว โปรดเปิดดูด้วยตนเองแล้วพิมพ์ตามที่อ่านได้ เมื่อตรงกันสองคนจึงจับสลาก",
          "Somebody read the seed at: {source}. Look it up yourself and type what you read; it is drawn when two agree."),
        source=name_of(draw, "seed_source"),
    )  # fmt: skip


def remind_of_seeds(on: date) -> list[Sent]:
    """Sealed lists whose seed is known and not yet read by two: their body, on the day and each week after."""
    sent = []
    for draw in Draw.objects.filter(state=DrawState.SEALED, seed_on__lte=on).select_related("owner"):
        week = (on - draw.seed_on).days // 7
        told = _tell(
            Actor.system("daily"), draw, officers_of(draw.owner), f"seed.due:{week}",
            T("ถึงวันที่ทราบเลขสุ่ม: {title}", "The seed can be read: {title}"),
            T("เลขสุ่มจาก {source} ทราบตั้งแต่วันที่ {day} ต้องมีผู้อ่านสองคน", "The seed ({source}) is known since {day}; two people have to read it."),
            source=name_of(draw, "seed_source"), day=day_words(draw.seed_on),
        )  # fmt: skip
        if told:
            sent.append(Sent("draw.seed_due", draw.code, told))
    return sent


def _entries(draw: Draw) -> tuple[list[DrawEntry], Reach]:
    entries = list(draw.entries.select_related("enterprise__organisation", "enterprise__subdistrict"))
    return entries, Reach.of(entry.enterprise for entry in entries)


def _tell(
    by: Actor, draw: Draw, to: list[Recipient], reason: str, subject: T, body: T, **values: object
) -> int:
    if not to:
        return 0
    words = {"title": name_of(draw, "title"), **values}
    told = tell(
        by=by, to=to, topic=TOPIC, subject=subject.format(**words), body=body.format(**words), link=draw.get_absolute_url(),
        about=draw, key=f"draw:{draw.code}:{reason}",
    )  # fmt: skip
    return len(told)
