"""The whole, for the secretariat: what is empty, stale, late or unanswered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from phanuek.agreements.models import Commitment, Party
from phanuek.areas.models import Area
from phanuek.needs.models import Need
from phanuek.needs.queries import counts_by_province
from phanuek.needs.states import NeedState
from phanuek.offers.models import Offer
from phanuek.organisations.models import Membership, Organisation
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import OPEN_STATES, WAITING_FOR_PROVIDER, ReferralState
from phanuek.ui.country import pack
from phanuek.ui.words import T


def _has_account(on: date, path: str) -> Exists:
    return Exists(Membership.objects.valid(on).filter(organisation=OuterRef(path)))


def commitments_empty(on: date, *, what: str = "", lead: str = "") -> QuerySet[Commitment]:
    """Commitments under which no offer stands, or nothing was ever delivered; `what` is no_offer or no_delivery.

    Each carries `has_offer`, `has_delivery` and `has_account` (of its lead).
    """
    found = Commitment.objects.select_related("lead", "agreement").annotate(
        has_offer=Exists(Offer.objects.published().filter(commitment=OuterRef("pk"))),
        has_delivery=Exists(Delivery.objects.filter(referral__commitment=OuterRef("pk"))),
        has_account=_has_account(on, "lead"),
    )
    without = {"no_offer": Q(has_offer=False), "no_delivery": Q(has_offer=True, has_delivery=False)}
    found = found.filter(without.get(what, Q(has_offer=False) | Q(has_delivery=False)))
    if lead:
        found = found.filter(lead__code=lead)
    return found.order_by("has_offer", "due_on", "code")


def with_account(offers: QuerySet[Offer], on: date) -> QuerySet[Offer]:
    """Each with whether its provider can sign in."""
    return offers.annotate(has_account=_has_account(on, "provider"))


def hanging(rows: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """As `with_account`, for cases."""
    return rows.annotate(has_account=_has_account(on, "provider"))


def needs_unanswered(on: date, *, aim: str = "", province: str = "") -> QuerySet[Need]:
    """Open needs for which no open offer serves the aim (and, where means are wished for, one of those means) in their
    province. Whether a group meets an offer's conditions is not asked here."""
    found = Need.objects.open().exclude(_answered(on)).select_related("area__parent__parent", "enterprise")
    if aim:
        found = found.filter(aim=aim)
    if province:
        found = found.filter(area__province_code=province)
    return found.order_by("received_at", "pk")


def _answered(on: date) -> Q:
    """The condition that some open offer answers a need: one clause for each aim and means on offer, not for each offer."""
    everywhere: dict[str, set[str]] = defaultdict(set)
    somewhere: dict[tuple[str, str], set[str]] = defaultdict(set)
    for aims, means, areas in Offer.objects.open(on).order_by().values_list("aims", "means", "areas"):
        for aim in aims:
            if areas:
                somewhere[aim, means].update(str(code) for code in areas)
            else:
                everywhere[aim].add(means)
    condition = Q(pk__in=[])
    for aim, offered in everywhere.items():
        condition |= Q(aim=aim) & (Q(means=[]) | _wishes(offered))
    for (aim, means), provinces in somewhere.items():
        condition |= Q(aim=aim, area__province_code__in=provinces) & (Q(means=[]) | _wishes({means}))
    return condition


def _wishes(means: set[str]) -> Q:
    # the list is stored as JSON text on every backend; its quotes keep one code from matching inside another
    wished = Q(pk__in=[])
    for code in means:
        wished |= Q(means__icontains=f'"{code}"')
    return wished


@dataclass(frozen=True)
class ProvinceLine:
    """How many needs of a province wait to be checked."""

    area: Area
    count: int


def to_check_by_province() -> list[ProvinceLine]:
    """Most first."""
    counts = counts_by_province(Need.objects.filter(state=NeedState.RECEIVED))
    areas = Area.objects.filter(code__in=counts).order_by("sort_key")
    return sorted((ProvinceLine(area, counts[area.code]) for area in areas), key=lambda line: -line.count)


@dataclass(frozen=True)
class PartnerLine:
    """A body's numbers. `median`, outcomes and the rest are on the page of results."""

    body: Organisation
    is_party: bool
    has_account: bool
    commitments: int = 0
    offers: int = 0
    stale: int = 0
    waiting: int = 0
    overdue: int = 0
    under_way: int = 0
    delivered: int = 0

    @property
    def name(self) -> T:
        return T(self.body.name_th, self.body.name_en or self.body.name_th)


def partner_lines(on: date, *, account: str = "") -> list[PartnerLine]:
    """Every body that signed, leads or offers, the latest answers first; `account` is yes or no. Six queries."""
    bodies = Organisation.objects.bodies().filter(
        Exists(Party.objects.filter(organisation=OuterRef("pk")))
        | Exists(Offer.objects.filter(provider=OuterRef("pk")))
        | Exists(Commitment.objects.filter(lead=OuterRef("pk")))
    )
    bodies = bodies.annotate(
        is_party=Exists(Party.objects.filter(organisation=OuterRef("pk"))), has_account=_has_account(on, "pk")
    )
    if account:
        bodies = bodies.filter(has_account=account == "yes")
    commitments = dict(Commitment.objects.order_by().values_list("lead").annotate(Count("pk")))
    offers = dict(Offer.objects.open(on).order_by().values_list("provider").annotate(Count("pk")))
    stale = dict(Offer.objects.stale(on).order_by().values_list("provider").annotate(Count("pk")))
    cases = {row["provider"]: row for row in _cases(on)}
    lines = [
        PartnerLine(
            body, body.is_party, body.has_account, commitments.get(body.pk, 0), offers.get(body.pk, 0),
            stale.get(body.pk, 0), *(cases.get(body.pk, {}).get(name, 0) for name in ("waiting", "overdue", "under_way", "delivered")),
        )
        for body in bodies
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.overdue, -line.waiting, pack().sort_key(line.body.name_th)))


def _cases(on: date) -> QuerySet[Referral, dict[str, int]]:
    waiting = Q(state__in=WAITING_FOR_PROVIDER)
    return (
        Referral.objects.filter(state__in=OPEN_STATES)
        .order_by()
        .values("provider")
        .annotate(
            waiting=Count("pk", filter=waiting),
            overdue=Count("pk", filter=waiting & Q(first_answer_at=None, first_answer_due__lt=on)),
            under_way=Count("pk", filter=Q(state=ReferralState.ACCEPTED)),
            delivered=Count("pk", filter=Q(state=ReferralState.DELIVERED)),
        )
    )
