"""The written order; an offer's candidates; a group's own place among them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.engines.ranking import KEPT_EVERY
from phanuek.matching import permissions
from phanuek.matching.actions.exposure import count_shown
from phanuek.matching.queries import candidates as queries
from phanuek.matching.ranking import CANDIDATES, OFFERS, newcomers_words
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

PER_PAGE = 20
RANKING = T("มาตรการและกลุ่มเรียงลำดับอย่างไร", "How offers and groups are put in order")
TITLE = T("กลุ่มที่น่าจะเข้าเงื่อนไข", "Groups that may fit")


@login_not_required
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """The rule, printed from the code that applies it."""
    return render(
        request,
        "matching/ranking.html",
        {"offers": OFFERS, "candidates": CANDIDATES, "newcomers": newcomers_words(), "every": KEPT_EVERY,
         "title": RANKING, "path": [(RANKING, "")]},
    )  # fmt: skip


def _offer(request: HttpRequest, code: str) -> Offer:
    rows = Offer.objects.visible_to(request.actor).select_related("provider")  # type: ignore[attr-defined]
    return get_object_or_404(rows, code=code)


def _name(row: Any) -> T:
    return T(row.name_th, row.name_en or row.name_th)


@require_safe
def index(request: HttpRequest, code: str) -> HttpResponse:
    """An officer sees the groups of the area by name; the offer's body those that consented, the others as numbers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offer, today = _offer(request, code), clock.today()
    permissions.check_can_list_candidates(actor, offer)
    as_provider = not (actor.sees_all or actor.is_system) and actor.acts_for(offer.provider_id)
    scope = queries.scope_of(actor)
    if as_provider:
        named = queries.board(offer, today, only=queries.with_consent(offer, today))
        whole = queries.board(offer, today)
    else:
        named = whole = queries.board(offer, today, area_code=scope)
    sensitive = as_provider and queries.asks_something_sensitive(offer, today)
    page = paginate(request, named.placed, PER_PAGE)
    start = max(page.start_index() - 1, 0)
    rows = queries.shown(named, start, start + PER_PAGE)
    context = {
        "offer": offer, "board": whole, "page": page, "rows": rows, "as_provider": as_provider, "named": len(named.placed),
        "others": queries.numbers(whole, named) if as_provider and not sensitive else [],
        "keeps_numbers": as_provider and sensitive, "title": TITLE,
        "may_send": may(permissions.check_has, actor, permissions.Permission.SEND_REFERRAL),
        "path": [(T("มาตรการ", "Offers"), "/offers/"), (_name(offer), offer.get_absolute_url()), (TITLE, "")],
    }  # fmt: skip
    response = render(request, "matching/candidates.html", context)
    count_shown(
        by=actor, offer=offer, scope="consent" if as_provider else scope, placed=[row.placed for row in rows]
    )
    return response


@require_safe
def standing(request: HttpRequest, code: str, offer: str) -> HttpResponse:
    """Where a group stands among the candidates of an offer, and why others stand before it: its own place only."""
    rows = Enterprise.objects.visible_to(request.actor).select_related("subdistrict__parent__parent")  # type: ignore[attr-defined]
    group = get_object_or_404(rows, code=code)
    permissions.check_can_ask(request.actor, group)  # type: ignore[attr-defined]
    found, today = _offer(request, offer), clock.today()
    home = group.subdistrict.path()[0]
    positions = [
        (
            T(home.name_th, home.name_en or home.name_th),
            queries.position(found, group, today, area_code=home.code),
        ),
        (T("ทั้งประเทศ", "the whole country"), queries.position(found, group, today)),
    ]
    context = {
        "enterprise": group, "offer": found, "positions": positions,
        "path": [(_name(group), group.get_absolute_url()), (_name(found), found.get_absolute_url()),
                 (T("ลำดับของกลุ่ม", "Place of the group"), "")],
    }  # fmt: skip
    return render(request, "matching/candidates_standing.html", context)
