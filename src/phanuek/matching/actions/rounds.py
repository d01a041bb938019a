"""Preparing a round: what it shares out, by which rule, when. Opening fixes the rule and reserves the places."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching.models import Round, RoundOffer
from phanuek.matching.queries import round_rule
from phanuek.matching.states import ROUND_TRANSITIONS, RoundState
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"title_th", "title_en", "about_th", "about_en", "opens_on", "closes_on", "corrects"})


@transaction.atomic
def create(
    *, by: Actor, owner: Organisation, title_th: str, opens_on: date, closes_on: date, title_en: str = "",
    about_th: str = "", about_en: str = "", corrects: Round | None = None, demonstration: bool = False,
) -> Round:  # fmt: skip
    """A round that is being prepared; nobody else sees it yet. `corrects` names a published round in which something was wrong."""
    permissions.check_can_prepare(by, owner)
    row = Round(
        code=new_code("rd"), owner=owner, title_th=title_th.strip()[:300], title_en=title_en.strip()[:300],
        about_th=about_th.strip(), about_en=about_en.strip(), opens_on=opens_on, closes_on=closes_on, corrects=corrects,
        rule=dict(round_rule.EMPTY), demonstration=demonstration,
    )  # fmt: skip
    _check(row)
    row.save(force_insert=True)
    timeline.record("round.prepared", about=row, by=by, also=[corrects] if corrects else [], facts={"corrects": corrects.code if corrects else ""})  # fmt: skip
    return row


@transaction.atomic
def edit(*, by: Actor, round: Round, version: int, **changes: Any) -> Round:
    """Before it opens. Conflict when somebody else saved since `version`."""
    permissions.check_can_run(by, round, RoundState.DRAFT)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.DRAFT)
    if set(changes) - EDITABLE:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(set(changes) - EDITABLE))}")
    changed = versions.apply(row, version=version, changes=changes)
    if changed:
        _check(row)
        row.save()
        timeline.record("round.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


def _check(row: Round) -> None:
    if not row.title_th.strip():
        raise Refused(T("โปรดตั้งชื่อรอบ", "Give the round a name."), field="title_th")
    if row.closes_on < row.opens_on:
        raise Refused(
            T("วันปิดรับต้องไม่มาก่อนวันเปิดรับ", "The last day cannot come before the first."), field="closes_on"
        )
    if row.corrects is not None and row.corrects.state != RoundState.PUBLISHED:
        raise Refused(
            T("แก้ได้เฉพาะรอบที่ประกาศผลแล้ว", "Only a published round is corrected by another."), field="corrects"
        )


@transaction.atomic
def set_rule(*, by: Actor, round: Round, version: int, rule: Mapping[str, Any]) -> Round:
    """The written rule, as the form gives it; checked as far as it goes, in full when the round opens."""
    permissions.check_can_run(by, round, RoundState.DRAFT)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.DRAFT)
    changed = versions.apply(row, version=version, changes={"rule": round_rule.whole(rule)})
    if changed:
        round_rule.check(row.rule, closes_on=row.closes_on, on=clock.today())
        row.save(update_fields=["rule", "version"])
        timeline.record(
            "round.rule_written", about=row, by=by, facts={"rule": round_rule.fingerprint(row.rule)}
        )
    return row


@transaction.atomic
def add_offer(
    *, by: Actor, round: Round, offer: Offer, units: int, budget_baht: Decimal | None = None
) -> RoundOffer:
    """Places (and money) of an offer that will be shared out; the same offer again changes how many."""
    permissions.check_can_add_offer(by, round, offer)
    row = held(round)
    permissions.check_can_add_offer(by, row, offer)
    if units < 1:
        raise Refused(T("ต้องมีอย่างน้อยหนึ่งที่", "There must be at least one place."), field="units")
    made, _ = RoundOffer.objects.update_or_create(
        round=row, offer=offer, defaults={"units": units, "budget_baht": budget_baht}
    )
    timeline.record(
        "round.offer_added", about=row, by=by,
        facts={"offer": offer.code, "units": units, "baht": str(budget_baht or "")},
    )  # fmt: skip
    return made


@transaction.atomic
def remove_offer(*, by: Actor, round: Round, offer: Offer) -> None:
    permissions.check_can_run(by, round, RoundState.DRAFT)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.DRAFT)
    RoundOffer.objects.filter(round=row, offer=offer).delete()
    timeline.record("round.offer_removed", about=row, by=by, facts={"offer": offer.code})


@transaction.atomic
def open(*, by: Actor, round: Round) -> Round:
    """From now on public: the rule is fixed, its places are reserved, groups may apply. Refused where the rule does not say
    enough, or an offer has fewer free places than the round would share out."""
    permissions.check_can_run(by, round, RoundState.DRAFT)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.DRAFT)
    lots = list(row.offers.select_related("offer").order_by("offer__code"))
    if not lots:
        raise Refused(T("โปรดเพิ่มมาตรการที่จะจัดสรรก่อน", "Add the offers that are to be shared out first."))
    if row.closes_on < clock.today():
        raise Refused(
            T("วันปิดรับผ่านมาแล้ว", "Its last day has passed."), hint=T("แก้วันปิดรับก่อน", "Change it first.")
        )
    round_rule.check(row.rule, closes_on=row.closes_on, on=clock.today())
    for lot in lots:
        offers.take_place(
            by=by, offer=lot.offer, reference=row.reference, units=lot.units, baht=lot.budget_baht
        )
    row.rule_version = round_rule.fingerprint(row.rule)
    move(row, RoundState.OPEN)
    row.save(update_fields=["rule_version", "state", "version"])
    timeline.record(
        "round.opened", about=row, by=by, also=[lot.offer for lot in lots], facts={"rule": row.rule_version}
    )
    return row


@transaction.atomic
def cancel(*, by: Actor, round: Round, why: str) -> Round:
    """Everything reserved is free again. The reason is public where the round was."""
    permissions.check_can_run(by, round)
    row = held(round)
    if len(why.strip()) < 5:
        raise Refused(T("โปรดบอกเหตุผล", "Say why."), field="why")
    move(row, RoundState.CANCELLED)
    for lot in row.offers.select_related("offer"):
        offers.give_back_place(by=by, offer=lot.offer, reference=row.reference)
    row.cancelled_why, row.progress, row.solving_since = why.strip(), None, None
    row.save(update_fields=["state", "version", "cancelled_why", "progress", "solving_since"])
    timeline.record("round.cancelled", about=row, by=by, note=why.strip())
    return row


def held(round: Round) -> Round:
    """The row as it stands now, held until the transaction ends."""
    found: Round = (
        Round.objects.select_for_update(of=("self",)).select_related("owner", "corrects").get(pk=round.pk)
    )
    return found


def move(row: Round, to: RoundState) -> None:
    if to not in ROUND_TRANSITIONS[RoundState(row.state)]:
        raise permissions.NotInState(row)
    row.state = to
    row.version += 1
