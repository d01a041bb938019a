"""Bodies as the public pages show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.offers.models import Offer
from phanuek.organisations.models import Kind, Membership, Organisation
from phanuek.timeline.provenance import Provenance

COMPANIES = [Kind.PRACHARATH_NATIONAL, Kind.PRACHARATH_PROVINCIAL]


@dataclass(frozen=True)
class BodyLine:
    """One body in the list: what it leads and offers, and whether someone signs in for it."""

    organisation: Organisation
    commitments: int
    open_offers: int
    has_account: bool
    party: Party | None = None


@dataclass(frozen=True)
class Bodies:
    """Parties of the latest agreement in the order of its source, other bodies, and the Pracharath companies."""

    agreement: Agreement | None
    parties: list[BodyLine]
    others: list[BodyLine]
    companies: list[BodyLine]
    has_invented_commitments: bool


def bodies(on: date) -> Bodies:
    """A fixed number of queries, however many bodies there are."""
    commitments = dict(Commitment.objects.order_by().values_list("lead").annotate(n=Count("pk")))
    invented = Commitment.objects.filter(provenance=Provenance.DEMONSTRATION).exists()
    offers = dict(Offer.objects.open(on).order_by().values_list("provider").annotate(n=Count("pk")))
    accounts = set(Membership.objects.valid(on).order_by().values_list("organisation", flat=True).distinct())
    agreement = Agreement.objects.main()
    parties = list(agreement.parties.select_related("organisation")) if agreement else []

    def line(body: Organisation, party: Party | None = None) -> BodyLine:
        return BodyLine(body, commitments.get(body.pk, 0), offers.get(body.pk, 0), body.pk in accounts, party)

    signed = {party.organisation_id for party in parties}
    rest = [line(o) for o in Organisation.objects.bodies().select_related("province") if o.pk not in signed]
    return Bodies(
        agreement,
        [line(party.organisation, party) for party in parties],
        [row for row in rest if row.organisation.kind not in COMPANIES],
        [row for row in rest if row.organisation.kind in COMPANIES],
        invented,
    )
