"""Commitments that ask for attention, and claims that wait, as work of a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from phanuek.agreements.models import Claim, Commitment
from phanuek.agreements.queries import claims as claim_queries
from phanuek.agreements.queries.attention import Attention, AttentionLine, attention
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import Concern
from phanuek.desk.queries.items import Act, Item, Kind, Section, joined, local_day, name_of, since, title_of
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui.formats import number
from phanuek.ui.words import T

SHOWN = 5
TITLE = T("ภารกิจที่ต้องดูแล", "Commitments that ask for attention")
NOTHING = T("ทุกภารกิจเป็นไปตามแผนและมีข้อมูลครบ", "Every commitment is on plan and complete.")


def asked(on: date, lead: Organisation | None = None) -> Attention:
    """Of one body, or of all; those under which an offer stands are not without work."""
    busy = set(
        Offer.objects.published().exclude(commitment=None).order_by().values_list("commitment", flat=True)
    )
    return attention(on, lead=lead.pk if lead else None, busy=busy)


def section(found: Attention, *, url: str, of_all: bool) -> Section:
    """The first lines, with how many each concern touches."""
    counts = joined(
        *(
            T("{label} {n}", "{label} {n}").format(label=T.of(c.label), n=f"{n:,}")
            for c, n in found.counts.items()
        )
    )
    return Section(
        key="attention",
        title=TITLE,
        count=len(found.lines),
        items=[attention_item(line, of_all=of_all) for line in found.lines[:SHOWN]],
        empty=NOTHING,
        url=url,
        hint=counts,
        urgent=True,
    )


def attention_item(line: AttentionLine, *, of_all: bool) -> Item:
    commitment = line.commitment
    return Item(
        title=title_of(commitment),
        url=commitment.get_absolute_url(),
        mark=line.worst.tag,
        clock=line.clock,
        line=joined(name_of(commitment.lead) if of_all else None, line.others),
        act=act_of(line, of_all=of_all),
        demonstration=commitment.is_demonstration,
    )


def act_of(line: AttentionLine, *, of_all: bool) -> Act:
    """The page on which the most pressing of it is dealt with; whoever looks after all does not speak for its lead."""
    code, worst = line.commitment.code, line.worst
    if worst == Concern.QUIET and not of_all:
        return Act(T("แจ้งความคืบหน้า", "Say how it goes"), reverse("agreements:update_new", args=[code]))
    if worst in (Concern.NO_TARGET, Concern.NO_ORIGIN):
        return Act(T("แก้ไขภารกิจ", "Edit it"), reverse("agreements:commitment_edit", args=[code]))
    if worst == Concern.NOTHING_UNDER_IT and not of_all:
        return Act(T("เพิ่มกิจกรรม", "Add an activity"), reverse("agreements:activity_new", args=[code]))
    return Act(T("ดูสถานะ", "See its status"), reverse("agreements:status", args=[code]))


def claim_kinds(actor: Actor, on: date) -> list[Kind]:
    """Claims that wait for this reader: to be checked, to be confirmed, to be mended."""
    return [
        Kind(
            "claims_to_check", T("รายงานผลรอท่านตรวจ", "Claims for you to check"), claim_queries.to_check(actor),
            lambda c: claim_item(c, T("เปิดและตรวจ", "Open and check"), since(local_day(c.submitted_at), on)),
            T("ไม่มีรายงานผลรอตรวจ", "No claim waits to be checked."), reverse("desk:claims_waiting"),
        ),
        Kind(
            "claims_to_confirm", T("รายงานผลรอหน่วยงานอื่นยืนยัน", "Claims for another body to confirm"), claim_queries.to_confirm(actor),
            lambda c: claim_item(c, T("เปิดและยืนยัน", "Open and confirm"), T("รอยืนยัน", "Unconfirmed")),
            T("ไม่มีรายงานผลรอยืนยัน", "No claim waits to be confirmed."), reverse("desk:claims_waiting") + "?what=confirm",
        ),
        Kind(
            "claims_to_mend", T("รายงานผลที่ส่งคืนให้แก้ไข", "Claims sent back to be mended"), claim_queries.to_mend(actor),
            lambda c: claim_item(c, T("แก้ไข", "Mend it"), T("ส่งคืน", "Sent back"), mark="warn"),
            T("ไม่มีรายงานผลที่ต้องแก้ไข", "No claim is to be mended."), reverse("desk:claims_waiting") + "?what=mend",
        ),
    ]  # fmt: skip


def claim_item(claim: Claim, act: T, clock: T, mark: str = "wait") -> Item:
    commitment: Commitment = claim.commitment
    amount = T("{n} {unit}", "{n} {unit}").format(n=number(claim.quantity), unit=unit_of(commitment))
    return Item(
        title=title_of(commitment),
        url=claim.get_absolute_url(),
        mark=mark,
        clock=clock,
        line=joined(amount, name_of(claim.organisation)),
        act=Act(act, claim.get_absolute_url()),
        demonstration=commitment.is_demonstration,
    )


def sections(actor: Actor, on: date) -> Sequence[Section]:
    """The claims' sections that hold something; one query for each that does not."""
    return [kind.section() for kind in claim_kinds(actor, on) if kind.rows.exists()]
