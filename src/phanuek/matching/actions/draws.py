"""A draw from its announcement to its result: announce, enter, seal, read the seed, cancel.

The result follows from the sealed list and the seed alone (`engines.draw`). Nothing here draws twice: the row is held while it is
drawn, the database refuses to change it afterwards, and what does not count any more is replaced by a draw of its own.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from phanuek.engines import draw as engine
from phanuek.matching import notifications
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching.actions.draw_lists import enter, enter_equals, held, withdraw_entry
from phanuek.matching.actions.drawn import give_places, set_aside
from phanuek.matching.models import Draw, DrawEntry, Round, SeedReading, WaitingPlace
from phanuek.matching.queries import draws as draw_queries
from phanuek.matching.states import DRAW_TRANSITIONS, DrawState, WaitingState
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

__all__ = ["announce", "cancel", "enter", "enter_equals", "read_seed", "seal", "seal_due", "withdraw_entry"]

MOST_PLACES = 100_000


@transaction.atomic
def announce(
    *,
    by: Actor,
    places: int,
    closes_at: datetime,
    seed_source_th: str,
    seed_on: date,
    offer: Offer | None = None,
    round: Round | None = None,
    seed_source_en: str = "",
    title_th: str = "",
    title_en: str = "",
    replaces: Draw | None = None,
    why_again: str = "",
    demonstration: bool = False,
) -> Draw:
    """Names in public, before anybody can know it, what will decide: places, the closing moment, and a number that the world
    will know on a later day. Places of an offer are reserved now, so that nobody else is given them meanwhile.

    Refused when the seed would be known by the closing day, when too few places are free, and while groups wait in line.
    """
    if offer is not None and round is None:
        source: Offer | Round = offer
        owner, name = offer.provider, T(offer.name_th, offer.name_en or offer.name_th)
    elif round is not None and offer is None:
        source = round
        owner, name = round.owner, T(round.title_th, round.title_en or round.title_th)
    else:
        raise ValueError("a draw is of an offer or of a round")
    permissions.check_can_draw(by, owner)
    _check_announcement(places, closes_at, seed_source_th, seed_on)
    first = held(replaces) if replaces is not None else None
    if first is not None:
        _check_replaces(by, first, offer, round, why_again)
        set_aside(by=by, first=first)
    if offer is not None:
        _check_free_for_a_draw(offer)
    draw = Draw.objects.create(
        code=new_code("dr"), owner=owner, offer=offer, round=round, places=places, closes_at=closes_at, seed_on=seed_on,
        title_th=(title_th.strip() or f"จับสลาก: {name.th}")[:300],
        title_en=(title_en.strip() or f"Draw: {name.en}")[:300],
        seed_source_th=seed_source_th.strip()[:300], seed_source_en=seed_source_en.strip()[:300],
        rule_version=engine.RULE_VERSION, replaces=first, why_again=why_again.strip(), demonstration=demonstration,
    )  # fmt: skip
    if offer is not None:
        offers.take_place(by=by, offer=offer, reference=reference(draw), units=places)
    also = [source, *([first] if first else [])]
    facts = {"draw": draw.code, "places": places, "closes_at": draw_queries.moment(closes_at),
             "seed_known_on": seed_on.isoformat(), "replaces": first.code if first else ""}  # fmt: skip
    timeline.record("draw.announced", about=draw, by=by, also=also, facts=facts, note=why_again.strip())
    return draw


def _check_announcement(places: int, closes_at: datetime, seed_source: str, seed_on: date) -> None:
    if not 0 < places <= MOST_PLACES:
        raise Refused(T("จำนวนที่ต้องมากกว่าศูนย์", "There must be at least one place."), field="places")
    if closes_at <= clock.now():
        raise Refused(
            T("เวลาปิดรายชื่อต้องเป็นเวลาข้างหน้า", "The list must close at a moment to come."), field="closes_at"
        )
    if len(seed_source.strip()) < 10:
        raise Refused(
            T("โปรดบอกที่มาของเลขสุ่มให้ผู้อื่นหาเจอ", "Say where the seed comes from, so that others can find it."),
            field="seed_source_th",
            hint=T("เช่น เลขท้าย 6 ตัวของรางวัลที่ 1 สลากกินแบ่งรัฐบาล งวดวันที่ 1 ธันวาคม 2569",
                   "Such as: the first prize, six digits, of the government lottery of 1 December 2026."),
        )  # fmt: skip
    if seed_on <= _day(closes_at):
        raise Refused(
            T("เลขสุ่มต้องเป็นเลขที่ยังไม่มีใครรู้เมื่อปิดรายชื่อ", "Nobody may know the seed when the list closes."),
            field="seed_on",
            hint=T("เลือกวันที่หลังวันปิดรายชื่ออย่างน้อยหนึ่งวัน", "Choose a day after the list closes."),
        )


def _check_replaces(by: Actor, first: Draw, offer: Offer | None, round: Round | None, why: str) -> None:
    permissions.check_can_replace(by, first)
    if (first.offer_id, first.round_id) != (offer and offer.pk, round and round.pk):
        raise Refused(
            T("การจับสลากครั้งใหม่ต้องเป็นของมาตรการหรือรอบเดียวกับครั้งเดิม", "It must be of the same offer or round as the first."),
            field="replaces",
        )  # fmt: skip
    if (
        first.state not in (DrawState.DRAWN, DrawState.CANCELLED)
        or Draw.objects.filter(replaces=first).exists()
    ):
        raise Refused(
            T("จัดใหม่แทนได้เฉพาะครั้งที่จับแล้วหรือยกเลิกแล้ว และยังไม่มีครั้งอื่นแทน",
              "Only a draw that was drawn or cancelled, and has not been replaced, can be replaced."),
            field="replaces",
        )  # fmt: skip
    if len(why.strip()) < 10:
        raise Refused(
            T("โปรดบอกเหตุผลที่ครั้งเดิมใช้ไม่ได้ ข้อความนี้เผยแพร่", "Say why the first does not count; this is published."),
            field="why_again",
        )  # fmt: skip


def _check_free_for_a_draw(offer: Offer) -> None:
    if WaitingPlace.objects.filter(
        offer=offer, state__in=[WaitingState.WAITING, WaitingState.OFFERED]
    ).exists():
        raise Refused(
            T("มาตรการนี้มีกลุ่มรออยู่ในบัญชี ที่ว่างต้องให้ตามลำดับก่อน", "Groups wait in line for this offer; free places go to them first."),
            hint=T("ดูบัญชีรอในหน้ามาตรการ", "See the waiting list on the offer's page."),
        )  # fmt: skip
    if draw_queries.open_of(offer) is not None:
        raise Refused(T("มาตรการนี้มีการจับสลากที่ยังไม่เสร็จอยู่แล้ว", "This offer has a draw under way already."))


# ---- sealed and drawn


@transaction.atomic
def seal(*, by: Actor, draw: Draw) -> Draw:
    """Fixes the list by its hash. The list of an offer's draw is open until its announced moment; that of a round, whose
    equals were put in at once, may be sealed as soon as they are."""
    permissions.check_can_draw(by, draw.owner)
    draw = held(draw)
    if draw.state == DrawState.ANNOUNCED and draw.offer_id is not None and draw.closes_at > clock.now():
        raise Refused(
            T("ประกาศไว้ว่าเปิดรับถึง {d} จึงปิดรายชื่อก่อนไม่ได้", "The list was announced to stay open until {d}.")
            .format(d=draw_queries.moment(draw.closes_at)),
        )  # fmt: skip
    _check_way(draw, DrawState.SEALED)
    return _seal(draw, by)


def _seal(draw: Draw, by: Actor) -> Draw:
    tickets = list(draw.entries.values_list("ticket", flat=True))
    draw.list_sha256 = engine.list_hash(tickets)
    # after the announced moment nothing could be added: it was closed then, whenever this runs
    draw.sealed_at = min(clock.now(), draw.closes_at)
    draw.state = DrawState.SEALED
    draw.save(update_fields=["list_sha256", "sealed_at", "state"])
    facts = {"draw": draw.code, "tickets": len(tickets), "list_sha256": draw.list_sha256,
             "sealed_sha256": draw_queries.document(draw)["sealed_sha256"]}  # fmt: skip
    timeline.record("draw.sealed", about=draw, by=by, facts=facts)
    notifications.draws.sealed(by=by, draw=draw)
    return draw


@transaction.atomic
def seal_due(*, by: Actor) -> list[Draw]:
    """Every list whose closing moment has come; by the clock."""
    return [seal(by=by, draw=draw) for draw in Draw.objects.due(clock.now()).select_related("owner")]


@transaction.atomic
def read_seed(*, by: Actor, draw: Draw, seed: str, where_read: str) -> Draw:
    """One person's reading of the seed at the named source. When a second person has read the same, it is drawn.

    A person who misread may read again: what was typed before stays in view. Two who differ are shown both; nothing is drawn
    until two agree. Refused before the named day, and once it is drawn.
    """
    permissions.check_can_draw(by, draw.owner)
    draw = held(draw)
    if draw.state == DrawState.ANNOUNCED and draw.closes_at <= clock.now():
        draw = _seal(draw, by)
    _check_way(draw, DrawState.DRAWN)
    if by.person_id is None or by.acting_id is None:
        raise Refused(T("ผู้อ่านเลขสุ่มต้องเป็นบุคคลที่เข้าสู่ระบบ", "The seed is read by a person who is signed in."))
    if clock.today() < draw.seed_on:
        raise Refused(
            T("ยังไม่ถึงวันที่ทราบเลขสุ่ม ({d})", "The seed is not known before {d}.").format(d=draw.seed_on.isoformat()),
            field="seed",
        )  # fmt: skip
    plain = engine.clean_seed(seed)
    if not plain or len(plain) > 200:
        raise Refused(T("โปรดพิมพ์เลขสุ่มตามที่อ่านได้", "Type the seed as it reads."), field="seed")
    if len(where_read.strip()) < 5:
        raise Refused(T("โปรดบอกว่าอ่านจากที่ใด", "Say where you read it."), field="where_read")
    SeedReading.objects.create(
        draw=draw, seed=plain, where_read=where_read.strip()[:500], read_at=clock.now(), organisation_id=by.acting_id,
        person_id=by.person_id, person_name=by.person_name,
    )  # fmt: skip
    timeline.record(
        "draw.seed_read", about=draw, by=by, facts={"draw": draw.code, "seed": plain}, note=where_read.strip()
    )
    if len(draw_queries.agreeing(draw, plain)) < 2:
        notifications.draws.seed_waits(by=by, draw=draw)
        return draw
    return _draw(draw, plain, by)


def _draw(draw: Draw, seed: str, by: Actor) -> Draw:
    entries = {
        entry.ticket: entry
        for entry in draw.entries.select_related("enterprise__organisation", "enterprise__subdistrict")
    }
    if engine.list_hash(entries) != draw.list_sha256:
        raise Refused(
            T("รายชื่อในระบบไม่ตรงกับที่ปิดไว้ จึงจับสลากไม่ได้", "The list is not the one that was sealed: it cannot be drawn."),
            hint=T("แจ้งฝ่ายเลขานุการให้ตรวจสอบ แล้วยกเลิกและประกาศครั้งใหม่พร้อมเหตุผล",
                   "Tell the secretariat; then cancel it and announce another, saying why."),
        )  # fmt: skip
    result = engine.order(entries, seed)
    for place, ticket in enumerate(result, start=1):
        entries[ticket].place = place
    DrawEntry.objects.bulk_update(entries.values(), ["place"], batch_size=500)
    draw.seed, draw.result, draw.drawn_at, draw.state = seed, result, clock.now(), DrawState.DRAWN
    draw.published = draw_queries.assemble(draw)
    draw.save(update_fields=["seed", "result", "drawn_at", "state", "published"])
    facts = {"draw": draw.code, "seed": seed, "tickets": len(result), "sha256": draw.published["sha256"]}
    timeline.record("draw.drawn", about=draw, by=by, also=[draw.offer or draw.round], facts=facts)
    ordered = [entries[ticket] for ticket in result]
    if draw.offer is not None:
        give_places(by=by, draw=draw, ordered=ordered)
    notifications.draws.drawn(by=by, draw=draw, entries=ordered)
    return draw


@transaction.atomic
def cancel(*, by: Actor, draw: Draw, why: str) -> Draw:
    """Ends a draw before it is drawn; it stays public with its reason, and its places are free again."""
    draw = held(draw)
    permissions.check_can_cancel(by, draw)
    _check_way(draw, DrawState.CANCELLED)
    if len(why.strip()) < 10:
        raise Refused(
            T("โปรดบอกเหตุผลที่ยกเลิก ข้อความนี้เผยแพร่", "Say why it is cancelled; this is published."), field="why"
        )
    draw.state, draw.cancelled_why = DrawState.CANCELLED, why.strip()
    draw.save(update_fields=["state", "cancelled_why"])
    timeline.record("draw.cancelled", about=draw, by=by, also=[draw.offer or draw.round], facts={"draw": draw.code}, note=why.strip())  # fmt: skip
    if draw.offer is not None:
        offers.give_back_place(by=by, offer=draw.offer, reference=reference(draw))
    notifications.draws.cancelled(by=by, draw=draw)
    return draw


# ---- shared


def reference(draw: Draw) -> str:
    """How the ledger names what is kept for the draw until it is drawn."""
    return f"draw:{draw.code}"


def _check_way(draw: Draw, to: DrawState) -> None:
    if to not in DRAW_TRANSITIONS[DrawState(draw.state)]:
        raise Refused(
            T("การจับสลากนี้อยู่ในสถานะ “{s}” จึงทำขั้นนี้ไม่ได้", "This draw is “{s}”, so this step cannot be taken.")
            .format(s=T.of(DrawState(draw.state).label)),
            hint=T("ดูสถานะล่าสุดในหน้าการจับสลาก", "See its page for where it stands."),
        )  # fmt: skip


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()
