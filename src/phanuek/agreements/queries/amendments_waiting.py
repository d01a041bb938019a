"""Amendments that wait for one body: for its answer while in review, for its signature while being signed."""

from django.db.models import QuerySet

from phanuek.agreements.models import Amendment
from phanuek.agreements.queries.amendments import answers, signers
from phanuek.agreements.states import AmendmentState
from phanuek.organisations.models import Organisation


def waiting_for(body: Organisation) -> QuerySet[Amendment]:
    """Oldest first. Asked one by one of those that are open, of which an agreement has a handful at most."""
    open_ = Amendment.objects.filter(
        agreement__parties__organisation=body, state__in=[AmendmentState.REVIEW, AmendmentState.SIGNING]
    ).select_related("agreement", "base")
    found = [row.pk for row in open_ if _asks(row, body)]
    return (
        Amendment.objects.filter(pk__in=found)
        .select_related("agreement", "proposed_by")
        .order_by("proposed_on", "pk")
    )


def _asks(amendment: Amendment, body: Organisation) -> bool:
    if amendment.state == AmendmentState.REVIEW:
        parties = answers(amendment).unanswered
    else:
        parties = signers(amendment).missing
    return any(party.organisation_id == body.pk for party in parties)
