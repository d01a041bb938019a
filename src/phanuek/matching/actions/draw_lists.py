"""The list of a draw while it is open: who is put in, and taken out again."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from phanuek.consent.models import Purpose
from phanuek.engines import draw as engine
from phanuek.engines.rules import Status
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching import queries
from phanuek.matching.actions.consenting import ensure_consent
from phanuek.matching.models import Draw, DrawEntry
from phanuek.matching.states import DrawState
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

NO_TWO_ALIKE = len(engine.LETTERS) ** 6


def held(draw: Draw) -> Draw:
    """The row as it stands now, held until the transaction ends: of two at once the second sees what the first did."""
    rows = Draw.objects.select_for_update(of=("self",)).select_related(
        "owner", "offer__provider", "round", "replaces"
    )
    return rows.get(pk=draw.pk)


@transaction.atomic
def enter(
    *, by: Actor, draw: Draw, enterprise: Enterprise, method: str = "", given_by: str = ""
) -> DrawEntry:
    """Gives a group its ticket, with its consent for taking part. The same group again has the ticket it had."""
    permissions.check_can_enter(by, enterprise)
    draw = held(draw)
    _check_list_open(draw)
    there = DrawEntry.objects.filter(draw=draw, enterprise=enterprise).first()
    if there is not None:
        return there
    if draw.offer is None:
        raise Refused(
            T("รายชื่อของการจับสลากนี้มาจากรอบจัดสรร จึงสมัครเองไม่ได้", "The list of this draw comes from its round.")
        )
    if not enterprise.active:
        raise Refused(T("กลุ่มนี้เลิกดำเนินการแล้ว", "This group is no longer active."), field="enterprise")
    answer = queries.answer_of(enterprise=enterprise, offer=draw.offer, on=clock.today())
    if answer.status == Status.DOES_NOT_FIT:
        raise Refused(
            T(
                "กลุ่มนี้ไม่เข้าเงื่อนไขของมาตรการ จึงเข้าร่วมจับสลากไม่ได้",
                "The group does not fit the offer's conditions.",
            ),
            field="enterprise",
            hint=T("ดูเหตุผลในหน้าหามาตรการของกลุ่ม", "The reasons are on the group's page of offers."),
        )
    ensure_consent(
        by=by,
        enterprise=enterprise,
        recipient=draw.owner,
        purpose=Purpose.ROUND,
        method=method,
        given_by=given_by,
    )
    (entry,) = _add(draw, [enterprise])
    timeline.record(
        "draw.entered",
        about=draw,
        by=by,
        also=[enterprise],
        facts={"draw": draw.code, "ticket": entry.ticket},
    )
    return entry


@transaction.atomic
def enter_equals(*, by: Actor, draw: Draw, enterprises: Sequence[Enterprise]) -> list[DrawEntry]:
    """All who stand equal at a threshold of the draw's round: their consent was given with their application."""
    permissions.check_can_draw(by, draw.owner)
    draw = held(draw)
    _check_list_open(draw)
    there = set(draw.entries.values_list("enterprise", flat=True))
    added = _add(draw, [one for one in enterprises if one.pk not in there])
    timeline.record("draw.entered", about=draw, by=by, facts={"draw": draw.code, "tickets": len(added)})
    return added


@transaction.atomic
def withdraw_entry(*, by: Actor, entry: DrawEntry) -> None:
    """Takes the group out again, as long as the list is open."""
    permissions.check_can_enter(by, entry.enterprise)
    draw = held(entry.draw)
    _check_list_open(draw)
    DrawEntry.objects.filter(pk=entry.pk, draw=draw).delete()
    timeline.record("draw.withdrawn", about=draw, by=by, also=[entry.enterprise], facts={"draw": draw.code, "ticket": entry.ticket})  # fmt: skip


def _add(draw: Draw, enterprises: Sequence[Enterprise]) -> list[DrawEntry]:
    """Tickets by chance: neither the order of arrival nor the group can be read from one."""
    taken = set(draw.entries.values_list("ticket", flat=True))
    rows = []
    for enterprise in enterprises:
        ticket = engine.ticket_code(secrets.randbelow(NO_TWO_ALIKE))
        while ticket in taken:
            ticket = engine.ticket_code(secrets.randbelow(NO_TWO_ALIKE))
        taken.add(ticket)
        rows.append(DrawEntry(draw=draw, ticket=ticket, enterprise=enterprise, added_at=clock.now()))
    return DrawEntry.objects.bulk_create(rows, batch_size=500)


def _check_list_open(draw: Draw) -> None:
    if draw.state != DrawState.ANNOUNCED or draw.closes_at <= clock.now():
        raise Refused(
            T("ปิดรายชื่อแล้ว จึงเพิ่มหรือถอนสลากไม่ได้", "The list is closed: no ticket can be added or taken out."),
            hint=T("ดูรายชื่อสลากที่ปิดแล้วในหน้าการจับสลาก", "The sealed list is on the page of the draw."),
        )
