"""What is needed where: the map, the list, and one need with what became of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.areas import queries as areas
from phanuek.consent import actions as consent
from phanuek.needs import queries
from phanuek.needs.models import Aim, Means, Need
from phanuek.needs.permissions import check_can_record_meeting
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.referrals import queries as referrals
from phanuek.referrals.states import ReferralState
from phanuek.site.forms import Given
from phanuek.site.queries import buttons, maps
from phanuek.site.queries.offers import means_label
from phanuek.site.queries.told import told
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

TAGS = {
    NeedState.RECEIVED: "wait",
    NeedState.CHECKED: "warn",
    NeedState.REFERRED: "info",
    NeedState.ANSWERED: "ok",
    NeedState.CLOSED: "plain",
}
# a stranger sees a need only once it is checked
PUBLIC_STATES = [NeedState.CHECKED, NeedState.REFERRED, NeedState.ANSWERED, NeedState.CLOSED]


@login_not_required
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    actor, given = request.actor, Given(request.GET)  # type: ignore[attr-defined]
    provinces = areas.province_choices()
    filters = {
        "aim": given.choice("aim", T("ด้าน", "Aim"), Aim.values),
        "means": given.choice("means", T("วิธีสนับสนุน", "Means"), Means.values),
        "state": given.choice("state", T("สถานะ", "State"), NeedState.values),
    }
    province = given.choice("province", T("จังหวัด", "Province"), {code for code, _ in provinces})
    page = paginate(request, queries.filtered(actor, area=province, **filters))
    return render(
        request,
        "site/needs.html",
        {
            "waiting": maps.waiting(actor, aim=filters["aim"], means=filters["means"]),
            "page": page,
            "rows": [(need, TAGS[NeedState(need.state)]) for need in page],
            "aims": Aim.choices,
            "means_choices": Means.choices,
            "states": [(s.value, s.label) for s in (PUBLIC_STATES if actor.is_public else NeedState)],
            "provinces": provinces,
            "province": province,
            "filtered": bool(province or any(filters.values())),
            "unknown": given.unknown,
            "may_meet": may(check_can_record_meeting, actor),
            **filters,
        },
    )


@login_not_required
@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Need.objects.visible_to(actor).select_related(
        "area__parent__parent", "enterprise__subdistrict", "recorded_by"
    )
    found = get_object_or_404(rows, code=code)
    works = Need.objects.workable_by(actor).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "need": found,
        "tag": TAGS[NeedState(found.state)],
        "means": [means_label(code) for code in found.means],
        "steps": queries.story(found),
        "works": works,
        "buttons": buttons.of_need(actor, found) if works else [],
        "referrals": [
            (row, referrals.TAGS[ReferralState(row.state)]) for row in referrals.of_need(found.pk, actor)
        ],
    }
    if works:
        context |= _for_workers(request, found, actor)
    return render(request, "site/need.html", context)


def _for_workers(request: HttpRequest, need: Need, actor: Actor) -> dict[str, Any]:
    shown = request.GET.get("show") == "contact"
    # only a look at a group's data is written down: a citizen who left a number did so to be called
    if shown and need.enterprise is not None:
        consent.log_look(by=actor, enterprise=need.enterprise, what="contact", purpose=f"need:{need.code}")
    return {"contact_shown": shown, "events": told(need, with_people=True)}
