"""The ledger of results: later rooms credit what they recorded, and take it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.models import Commitment, Posting
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Result:
    """One row for `post_results_many`, as the parameters of `post_result`."""

    commitment: Commitment
    measure: str
    quantity: Decimal | int
    confirmed: bool
    reference: str
    on: date


@transaction.atomic
def post_result(
    *,
    by: Actor,
    commitment: Commitment,
    measure: str,
    quantity: Decimal | int,
    confirmed: bool,
    reference: str,
    on: date,
) -> Posting:
    """Credits one result. The same one twice changes nothing; another quantity under the same reference is refused."""
    permissions.check_can_post(by)
    posted = post_results_many(by=by, rows=[Result(commitment, measure, quantity, confirmed, reference, on)])
    return posted[0]


@transaction.atomic
def post_results_many(*, by: Actor, rows: Iterable[Result | Mapping[str, Any]]) -> list[Posting]:
    """As `post_result`, thousands at once; rows may be mappings with the same names."""
    permissions.check_can_post(by)
    results = [row if isinstance(row, Result) else Result(**row) for row in rows]
    # locked in one order, so that two postings neither deadlock nor give two events one number
    ids = sorted({result.commitment.pk for result in results})
    list(
        Commitment.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    )
    there = _posted(ids, {result.reference for result in results})
    answer: list[Posting] = []
    fresh: list[Posting] = []
    for result in results:
        key = (result.commitment.pk, result.measure, result.reference, result.confirmed)
        posting = there.get(key)
        if posting is None:
            posting = there[key] = _posting_of(result)
            fresh.append(posting)
        elif posting.quantity != result.quantity:
            raise Refused(
                T(
                    "ผลนี้ ({reference}) บันทึกไว้แล้วด้วยจำนวนอื่น ต้องถอนของเดิมก่อน",
                    "This result ({reference}) is credited already with another quantity; withdraw that first.",
                ).format(reference=result.reference)
            )
        answer.append(posting)
    Posting.objects.bulk_create(fresh, batch_size=500)
    timeline.record_many(
        [timeline.Entry("commitment.result_posted", p.commitment, _facts(p)) for p in fresh], by=by
    )
    return answer


def _posting_of(result: Result) -> Posting:
    return Posting(
        commitment=result.commitment,
        measure=result.measure,
        quantity=Decimal(result.quantity),
        confirmed=result.confirmed,
        reference=result.reference,
        on=result.on,
        posted_at=clock.now(),
    )


def _posted(commitments: list[int], references: set[str]) -> dict[tuple[int, str, str, bool], Posting]:
    found, wanted = {}, sorted(references)
    for start in range(0, len(wanted), 500):
        part = Posting.objects.filter(commitment__in=commitments, reference__in=wanted[start : start + 500])
        found.update({(p.commitment_id, p.measure, p.reference, p.confirmed): p for p in part})
    return found


def _facts(posting: Posting) -> dict[str, str | bool]:
    return {
        "measure": str(posting.measure),
        "quantity": str(posting.quantity),
        "confirmed": posting.confirmed,
        "reference": posting.reference,
    }


@transaction.atomic
def withdraw_result(*, by: Actor, commitment: Commitment, measure: str, reference: str) -> int:
    """Takes back what was credited under a reference; returns how many postings went. The timeline keeps the trace."""
    permissions.check_can_post(by)
    return withdraw_results_many(by=by, measure=measure, rows=[(commitment, reference)])


@transaction.atomic
def withdraw_results_many(*, by: Actor, measure: str, rows: Iterable[tuple[Commitment, str]]) -> int:
    """As `withdraw_result`, thousands of (commitment, reference) at once."""
    permissions.check_can_post(by)
    wanted = {(commitment.pk, reference): commitment for commitment, reference in rows}
    ids = sorted({pk for pk, _ in wanted})
    list(
        Commitment.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    )
    there = _posted(ids, {reference for _, reference in wanted})
    gone = [p for p in there.values() if p.measure == measure and (p.commitment_id, p.reference) in wanted]
    keys = [posting.pk for posting in gone]
    for start in range(0, len(keys), 500):
        Posting.objects.filter(pk__in=keys[start : start + 500]).delete()
    entries = [
        timeline.Entry("commitment.result_withdrawn", wanted[p.commitment_id, p.reference], _facts(p))
        for p in gone
    ]
    timeline.record_many(entries, by=by)
    return len(gone)
