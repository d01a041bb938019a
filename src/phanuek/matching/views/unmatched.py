"""Needs without an offer and offers without a group, for those who can act."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.matching import permissions
from phanuek.matching.queries import unmatched as queries
from phanuek.matching.queries.unmatched import OfferGap, Why
from phanuek.needs.models import Aim, Need
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

TITLE = T("ความต้องการและมาตรการที่ยังไม่พบกัน", "Needs and offers that find no other side")


@dataclass(frozen=True)
class OfferLine:
    """An offer that nobody fits, with the numbers that this reader may have; None for those kept back."""

    hardest: T
    may_fit: int | None
    held_back: int | None
    one_away: int | None

    @classmethod
    def of(cls, gap: OfferGap, all_numbers: bool) -> "OfferLine":
        counts = (gap.told(n, all_numbers=all_numbers) for n in (gap.may_fit, gap.held_back, gap.one_away))
        return cls(gap.hardest, *counts)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """?why=…&aim=… leaves some of the needs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_see_unmatched(actor)
    found = queries.for_actor(actor, queries.Matching.of(clock.today()))
    why, aim = request.GET.get("why", ""), request.GET.get("aim", "")
    chosen = [gap for gap in found.needs if why in ("", gap.why) and aim in ("", gap.aim)]
    needs = paginate(request, chosen, parameter="needs")
    offers = paginate(request, found.offers, parameter="offers")
    rows = Need.objects.select_related("area__parent__parent", "enterprise").in_bulk(
        [gap.key for gap in needs]
    )
    names = Offer.objects.select_related("provider").in_bulk([gap.key for gap in offers])
    context = {
        "found": found, "needs": needs, "offers": offers, "title": TITLE, "path": [(TITLE, "")], "why": why, "aim": aim,
        "may_help": actor.may(permissions.Permission.CHECK_NEEDS),
        "need_lines": [(gap, Why(gap.why), rows[gap.key]) for gap in needs if gap.key in rows],
        "offer_lines": [(OfferLine.of(gap, actor.sees_all), names[gap.key]) for gap in offers if gap.key in names],
        "whys": [(one.value, T.of(one.label), count) for one, count in found.by_why],
        "aims": [(one.value, T.of(one.label)) for one in Aim], "shows_offers": not actor.may(permissions.Permission.CHECK_NEEDS) or actor.sees_all,
    }  # fmt: skip
    return render(request, "matching/unmatched.html", context)
