"""The addresses of the API. Read only and public: what needs an account is not here."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query

from phanuek.agreements import queries as agreements
from phanuek.agreements.models import Agreement
from phanuek.api import parameters, schemas, shapes
from phanuek.api.base import PROBLEMS, api
from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.engines import rules
from phanuek.figures import forms as figure_forms
from phanuek.figures import queries as figures
from phanuek.figures.columns import NOTES
from phanuek.needs.models import Aim, Means, Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.registry import queries as registry
from phanuek.registry.models import BusinessGroup, Enterprise, EnterpriseKind
from phanuek.ui import clock
from phanuek.ui.words import T

# ---- agreements and organisations


@api.get(
    "/agreements",
    response={200: schemas.Page[schemas.AgreementBrief], **PROBLEMS},
    tags=["agreements"],
    summary="Agreements, newest first",
)
def list_agreements(
    request: HttpRequest, limit: parameters.Limit = 50, offset: parameters.Offset = 0
) -> dict[str, Any]:
    return parameters.page(request, agreements.list_page(), limit, offset, shapes.agreement_brief)


@api.get(
    "/agreements/{code}",
    response={200: schemas.Agreement, **PROBLEMS},
    tags=["agreements"],
    summary="One agreement",
)
def get_agreement(request: HttpRequest, code: str) -> dict[str, Any]:
    """Parties in the signed order with names as printed, the facts of the signing, each with its provenance."""
    return shapes.agreement(
        request,
        parameters.one(Agreement.objects.visible_to(Actor.public()).select_related("organiser"), code),
    )


@api.get(
    "/organisations",
    response={200: schemas.Page[schemas.Organisation], **PROBLEMS},
    tags=["organisations"],
    summary="Bodies",
)
def list_organisations(
    request: HttpRequest,
    kind: parameters.KindOfBody = "",
    limit: parameters.Limit = 50,
    offset: parameters.Offset = 0,
) -> dict[str, Any]:
    rows = Organisation.objects.bodies().select_related("parent").order_by("code")
    if parameters.choice(kind, Kind, "kind"):
        rows = rows.filter(kind=kind)
    return parameters.page(request, rows, limit, offset, shapes.organisation)


@api.get(
    "/organisations/{code}",
    response={200: schemas.Organisation, **PROBLEMS},
    tags=["organisations"],
    summary="One body",
)
def get_organisation(request: HttpRequest, code: str) -> dict[str, Any]:
    return shapes.organisation(
        request, parameters.one(Organisation.objects.bodies().select_related("parent"), code)
    )


# ---- offers


@api.get(
    "/offers",
    response={200: schemas.Page[schemas.OfferBrief], **PROBLEMS},
    tags=["offers"],
    summary="Offers of support",
)
def list_offers(
    request: HttpRequest,
    aim: parameters.AnAim = "",
    means: parameters.SomeMeans = "",
    provider: str = "",
    open: Annotated[bool, Query(description="Only those proposed today")] = False,
    limit: parameters.Limit = 50,
    offset: parameters.Offset = 0,
) -> dict[str, Any]:
    rows = offers.filtered(
        aim=parameters.choice(aim, Aim, "aim"),
        means=parameters.choice(means, Means, "means"),
        provider=parameters.known(
            provider,
            Organisation.objects.bodies(),
            "provider",
            T("ดูรหัสหน่วยงานที่ /api/v1/organisations", "See /api/v1/organisations for the codes."),
        ),
        open=open,
        on=clock.today(),
    ).order_by("code")
    return parameters.page(request, rows, limit, offset, shapes.offer_brief)


@api.get(
    "/offers/{code}",
    response={200: schemas.Offer, **PROBLEMS},
    tags=["offers"],
    summary="One offer with its conditions",
)
def get_offer(request: HttpRequest, code: str) -> dict[str, Any]:
    row: Offer = parameters.one(offers.filtered().select_related("checked_by"), code)
    version = eligibility.version_in_force(row.rule, clock.today())
    return shapes.offer_brief(request, row) | {
        "commitment": row.commitment.code if row.commitment else None,
        "terms": shapes.words(row.terms_th, row.terms_en),
        "how_to_apply": shapes.words(row.how_to_apply_th, row.how_to_apply_en),
        "documents": [shapes.words(d.get("th", ""), d.get("en", "")) for d in row.documents],
        "rule": version.text if version else "",
        "rule_source": version.source if version else "",
        "conditions": _conditions(version),
        "capacity": row.capacity,
        **shapes.accounts(row),
        "areas": row.areas,
        "areas_stated": row.areas_stated,
        "scheme_name": shapes.words(row.scheme.name_th, row.scheme.name_en) if row.scheme else None,
        "selection": row.selection,
        "budget_baht": row.budget_baht,
        "budget_out_on": row.budget_out_on,
        "per_applicant_limit_baht": row.per_applicant_limit_baht,
        "limits": shapes.offer_limits(row),
        "checked_on": row.checked_on,
        "checked_by": row.checked_by.code if row.checked_by else None,
        "check_due_on": row.freshness(clock.today()).due_on,
        "verified": row.verified,
        "provenance": shapes.provenance(row),
    }


def _conditions(version: RuleVersion | None) -> list[dict[str, Any]]:
    """What the rule asks, one line each."""
    if version is None or not version.text.strip():
        return []
    try:
        rule = eligibility.compiled(version, clock.today())
    except rules.RuleError:
        # the text itself is given; a rule that no longer reads is the secretariat's to mend, not the reader's
        return []
    asked = rules.evaluate(rule, {}).conditions
    return [{"text": dict(condition.text), "facts": list(condition.facts)} for condition in asked]


# ---- enterprises and needs


@api.get(
    "/enterprises",
    response={200: schemas.Page[schemas.Enterprise], **PROBLEMS},
    tags=["enterprises"],
    summary="The directory",
)
def list_enterprises(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Thai or English words")] = "",
    kind: parameters.KindOfEnterprise = "",
    province: str = "",
    business_group: parameters.AGroup = "",
    limit: parameters.Limit = 50,
    offset: parameters.Offset = 0,
) -> dict[str, Any]:
    rows = registry.search(
        parameters.text(q, "q"),
        actor=Actor.public(),
        kind=parameters.choice(kind, EnterpriseKind, "kind"),
        province=parameters.province(province),
        business_group=parameters.choice(business_group, BusinessGroup, "business_group"),
    ).prefetch_related("products")
    return parameters.page(request, rows, limit, offset, shapes.enterprise)


@api.get(
    "/enterprises/{code}",
    response={200: schemas.Enterprise, **PROBLEMS},
    tags=["enterprises"],
    summary="One enterprise",
)
def get_enterprise(request: HttpRequest, code: str) -> dict[str, Any]:
    rows = (
        Enterprise.objects.visible_to(Actor.public())
        .select_related("subdistrict__parent__parent")
        .prefetch_related("products")
    )
    return shapes.enterprise(request, parameters.one(rows, code))


@api.get(
    "/needs",
    response={200: schemas.Page[schemas.Need], **PROBLEMS},
    tags=["needs"],
    summary="Published needs, newest first",
)
def list_needs(
    request: HttpRequest,
    aim: parameters.AnAim = "",
    state: parameters.AState = "",
    province: str = "",
    limit: parameters.Limit = 50,
    offset: parameters.Offset = 0,
) -> dict[str, Any]:
    rows = Need.objects.visible_to(Actor.public()).select_related("area").order_by("-received_at", "code")
    if parameters.choice(aim, Aim, "aim"):
        rows = rows.filter(aim=aim)
    if parameters.choice(state, NeedState, "state"):
        rows = rows.filter(state=state)
    if parameters.province(province):
        rows = rows.filter(area__province_code=province)
    return parameters.page(request, rows, limit, offset, shapes.need)


@api.get(
    "/needs/{code}", response={200: schemas.Need, **PROBLEMS}, tags=["needs"], summary="One published need"
)
def get_need(request: HttpRequest, code: str) -> dict[str, Any]:
    return shapes.need(
        request, parameters.one(Need.objects.visible_to(Actor.public()).select_related("area"), code)
    )


# ---- figures


@api.get(
    "/figures", response={200: schemas.Figures, **PROBLEMS}, tags=["figures"], summary="Figures of the loop"
)
def get_figures(
    request: HttpRequest,
    by: parameters.Grouping = "commitment",
    fiscal_year: Annotated[str, Query(description="Year in which it ends, such as 2026 or 2569")] = "",
    province: str = "",
    partner: str = "",
    commitment: Annotated[str, Query(description="A code, or none: under no commitment")] = "",
    scope: parameters.Scope = "",
) -> dict[str, Any]:
    """The same query as the page of results and its downloads, for the same reader: who has not signed in gets counts under
    5 protected, and one filter at a time."""
    given = {
        "by": by,
        "fiscal_year": fiscal_year,
        "province": province,
        "partner": partner,
        "commitment": commitment,
        "scope": scope,
    }
    filters = figure_forms.read_filters(given)
    actor = request.actor  # type: ignore[attr-defined]
    summary = figures.summary(figure_forms.read_by(given), filters, actor=actor, on=clock.today())
    return {
        "by": summary.by.value,
        "demonstration": settings.DEMO,
        "filters": filters.as_parameters(),
        "on": summary.on,
        "protected": summary.protected,
        "too_few": summary.too_few,
        "rows": [shapes.figure_row(row) for row in summary.rows],
        "total": shapes.figure_row(summary.total),
        "notes": [shapes.both(note) for note in NOTES],
    }
