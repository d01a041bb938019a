"""Finding support, and one offer with its conditions in words."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.matching.permissions_of_draws import check_can_see_queue
from phanuek.matching.queries import draws, waiting
from phanuek.offers import permissions as offer_permissions
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Aim, Means, Offer
from phanuek.offers.states import WindowState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.site.forms import Given
from phanuek.site.queries import buttons
from phanuek.site.queries import offers as queries
from phanuek.site.queries.told import told
from phanuek.ui import clock, components
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

PER_PAGE = 20


@login_not_required
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """The answer first (how many are open), then the offers, open ones on top."""
    on, given = clock.today(), Given(request.GET)
    providers = list(Organisation.objects.filter(offers__published=True).distinct().order_by("name_th"))
    filters = {
        "aim": given.choice("aim", T("ด้าน", "Aim"), Aim.values),
        "means": given.choice("means", T("วิธีสนับสนุน", "Means"), Means.values),
        "provider": given.choice("provider", T("หน่วยงาน", "Body"), {body.code for body in providers}),
        "text": given.text("q"),
    }
    state = given.choice("state", T("สถานะ", "State"), [one.value for one in queries.ORDER])
    # a plain "open only" as other pages write it
    if not state and request.GET.get("open"):
        state = WindowState.OPEN.value
    rows = queries.found(**filters, on=on)
    counts = queries.counts(rows)
    shown = rows.filter(window_state=state) if state else rows
    total = sum(counts.values())
    page = paginate(
        request, queries.open_first(shown), PER_PAGE, count=counts[WindowState(state)] if state else total
    )
    return render(
        request,
        "site/offers.html",
        {
            "page": page,
            "lines": queries.lines(page, on),
            "counts": [(found, T.of(found.label), number) for found, number in counts.items()],
            "open_count": counts[WindowState.OPEN],
            "total": total,
            "state": state,
            "filtered": any(filters.values()),
            "aims": Aim.choices,
            "means_choices": Means.choices,
            "providers": providers,
            "unknown": given.unknown,
            **filters,
        },
    )


@login_not_required
@require_safe
def offer(request: HttpRequest, code: str) -> HttpResponse:
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = Offer.objects.visible_to(actor).select_related(
        "provider",
        "rule",
        "commitment__agreement",
        "commitment__statement",
        "commitment__clause",
        "checked_by",
        "scheme",
    )
    found = get_object_or_404(offer_queries.with_places(rows.prefetch_related("limits")), code=code)
    (line,) = queries.lines([found], on)
    ways, whom = buttons.of_offer(actor, found), queries.for_whom(found, on)
    whole = not actor.is_public and may(offer_permissions.check_can_see_ledger, actor, found)
    return render(
        request,
        "site/offer.html",
        {
            "offer": found,
            "line": line,
            "way_up": _way_up(found),
            "root": queries.root_of(found),
            "for_whom": whom,
            "rule_sources": components.sources(whom.version.source) if whom.version else [],
            "area_in_conditions": any("area" in condition.facts for condition in whom.conditions),
            "areas": queries.areas_of(found),
            "totals": offer_queries.totals(found, whole=whole),
            "may_see_ledger": whole,
            "selection": T.of(found.get_selection_display()),
            "limits": offer_queries.sentences(offer_queries.limits_of(found)),
            "editions": [
                (one, offer_queries.window(one, on)) for one in queries.other_editions(found, actor)
            ],
            "may_edit": not actor.is_public and may(offer_permissions.check_can_edit, actor, found),
            "stages": [] if found.published else offer_queries.stages(found),
            "own_enterprise": _own_enterprise(actor),
            "draw": draws.open_of(found),
            "waiting": waiting.length(found) if line.is_full else 0,
            "may_see_queue": may(check_can_see_queue, actor, found),
            "may_enter": actor.may(Permission.SEND_REFERRAL) or actor.may(Permission.EDIT_OWN_ENTERPRISE),
            "buttons": ways,
            "events": told(found, with_people=bool(ways)),
        },
    )


def _own_enterprise(actor: Actor) -> Enterprise | None:
    return Enterprise.objects.filter(organisation=actor.acting_id).first() if actor.acting_id else None


def _way_up(offer: Offer) -> list[tuple[Any, str]]:
    commitment = offer.commitment
    if commitment is None:
        return [(T("หามาตรการสนับสนุน", "Find support"), "/offers/"), (name_of_offer(offer), "")]
    agreement = commitment.agreement
    return [
        (T(agreement.instrument_th, agreement.instrument_en.capitalize()), agreement.get_absolute_url()),
        (T(commitment.title_th, commitment.title_en or commitment.title_th), commitment.get_absolute_url()),
        (name_of_offer(offer), ""),
    ]


def name_of_offer(offer: Offer) -> T:
    return T(offer.name_th, offer.name_en or offer.name_th)
