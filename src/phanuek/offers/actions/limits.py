"""The most that one applicant may get, kind by kind."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.models import Limit, Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import EnterpriseKind
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class LimitLine:
    """A limit as it is written down; an empty kind speaks of everybody without a line of their own."""

    applicant_kind: str = ""
    per_request_baht: Decimal | None = None
    per_applicant_baht: Decimal | None = None
    times: int | None = None
    note_th: str = ""
    note_en: str = ""


@transaction.atomic
def set_limits(*, by: Actor, offer: Offer, lines: Sequence[LimitLine], version: int | None = None) -> Offer:
    """These limits and no others. `version` is the offer's that the editor saw: Conflict when it was changed since.

    Raises Refused at `line-<n>-<field>`, n from 0, for the first line that cannot be.
    """
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    _check(lines)
    before = [_line(limit) for limit in row.limits.all()]
    wanted = sorted(lines, key=lambda line: line.applicant_kind)
    if before == wanted:
        return row
    if version is not None and version != row.version:
        raise Conflict(yours={}, theirs={}, version=row.version)
    row.limits.all().delete()
    Limit.objects.bulk_create(Limit(offer=row, **asdict(line)) for line in wanted)
    row.version += 1
    row.on_behalf = by.on_behalf_of_id is not None
    row.save(update_fields=["version", "on_behalf"])
    timeline.record("offer.limits_changed", about=row, by=by, facts={"limits": len(wanted)})
    return row


def lines_of(offer: Offer) -> list[LimitLine]:
    """The limits as they stand, to be written again."""
    return [_line(limit) for limit in offer.limits.all()]


def _line(limit: Limit) -> LimitLine:
    return LimitLine(
        limit.applicant_kind,
        limit.per_request_baht,
        limit.per_applicant_baht,
        limit.times,
        limit.note_th,
        limit.note_en,
    )


def _check(lines: Sequence[LimitLine]) -> None:
    seen: set[str] = set()
    for n, line in enumerate(lines):
        if line.applicant_kind and line.applicant_kind not in EnterpriseKind.values:
            raise Refused(
                T("ไม่มีประเภทผู้ขอนี้", "There is no such kind of applicant."), field=f"line-{n}-applicant_kind"
            )
        if line.applicant_kind in seen:
            raise Refused(
                T("มีวงเงินของผู้ขอประเภทนี้แล้ว", "This kind of applicant has a line already."),
                field=f"line-{n}-applicant_kind",
                hint=T("รวมไว้ในบรรทัดเดียว", "Put both into one line."),
            )
        seen.add(line.applicant_kind)
        amounts = (line.per_request_baht, line.per_applicant_baht, line.times)
        if not any(amounts):
            raise Refused(
                T(
                    "กรอกวงเงินหรือจำนวนครั้งอย่างน้อยหนึ่งช่อง",
                    "Fill in an amount or how often, at least one of them.",
                ),
                field=f"line-{n}-per_request_baht",
            )
        if any(amount is not None and amount <= 0 for amount in amounts):
            raise Refused(T("ต้องมากกว่าศูนย์", "It must be more than zero."), field=f"line-{n}-per_request_baht")
        if (
            line.per_request_baht
            and line.per_applicant_baht
            and line.per_request_baht > line.per_applicant_baht
        ):
            raise Refused(
                T(
                    "วงเงินต่อคำขอต้องไม่เกินวงเงินต่อราย",
                    "One request cannot have more than the applicant may get in all.",
                ),
                field=f"line-{n}-per_request_baht",
            )
