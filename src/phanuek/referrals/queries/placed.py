"""How often each group was sent and helped: what the order of candidates and the published exposure rest on."""

from datetime import date

from django.db.models import Count, Q

from phanuek.matching.queries.cases import Cases
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ClosingReason, ReferralState

# accepted and going on, delivered, or closed after something was given
HELPED = Q(state__in=[ReferralState.ACCEPTED, ReferralState.DELIVERED]) | Q(
    state=ReferralState.CLOSED, closing_reason__in=["", ClosingReason.DONE, ClosingReason.NOT_CONFIRMED]
)


def cases_since(since: date) -> Cases:
    """By enterprise's key, of the cases sent since a day; one query."""
    rows = Referral.objects.filter(sent_at__date__gte=since).order_by().values("enterprise")
    counted = rows.annotate(sent=Count("pk"), helped=Count("pk", filter=HELPED))
    found = list(counted.values_list("enterprise", "sent", "helped"))
    return Cases({pk: sent for pk, sent, _ in found}, {pk: helped for pk, _, helped in found if helped})
