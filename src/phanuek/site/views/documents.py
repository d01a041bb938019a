"""The sheet of a commitment, with the figures of its public page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from phanuek.agreements import documents, queries
from phanuek.agreements.models import Commitment, Measure
from phanuek.agreements.views.documents import give
from phanuek.organisations.actor import Actor
from phanuek.site.queries.progress import shown
from phanuek.ui import clock
from phanuek.ui.words import current_language


@login_not_required
@require_safe
def commitment_sheet(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Its lead and the secretariat read its results whole; to everyone else they are told as on the page."""
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = Commitment.objects.visible_to(actor).select_related(
        "agreement", "statement", "clause", "lead", "continued_in"
    )
    found = get_object_or_404(rows.prefetch_related("collaborators"), code=code)
    told = shown([queries.progress(found, on)], actor, on)[found.pk]
    paper = documents.commitment_paper(
        told,
        actor=actor,
        whole=_whole(actor, found),
        language=current_language(),
        as_of=documents.start_of(on),
    )
    return give(request, paper, kind)


def _whole(actor: Actor, commitment: Commitment) -> bool:
    """Whether results by period may be told, as on the page: what is counted in claims is public, cases are few."""
    own = actor.sees_all or actor.is_system or actor.acts_for(commitment.lead_id)
    return own or commitment.measure == Measure.CLAIMED
