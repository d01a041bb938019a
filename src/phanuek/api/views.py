"""The addresses of the API. Read only and public: what needs an account is not here."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

import orjson
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from phanuek.agreements import queries as agreements
from phanuek.agreements.models import Agreement
from phanuek.api import schemas, shapes
from phanuek.areas.models import Area
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
from phanuek.ui.problems import NotAllowed, Refused, problem
from phanuek.ui.words import T

MAX_LIMIT = 200
# SQLite's integers end at 2**63; far below it nobody pages on
MAX_OFFSET = 1_000_000
PROBLEM_TYPE = "application/problem+json"
PROBLEMS = {400: schemas.Problem, 404: schemas.Problem, 422: schemas.Problem}


class FastJson(BaseRenderer):
    """JSON by orjson; decimals as text, so that no baht is lost in a float."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class Api(NinjaAPI):
    """The library describes every answer as plain JSON; refusals are problem details."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
        return schema


api = Api(
    title="Phanuek",
    version="1",
    description=(
        "ข้อมูลเปิดของผนึก: บันทึกข้อตกลง หน่วยงาน มาตรการ กิจการ ความต้องการ และผลการดำเนินงาน · "
        "Open data of Phanuek: agreements, organisations, offers, enterprises, needs and figures. "
        "Figures are the same as on the pages; counts under 5 are protected."
    ),
    renderer=FastJson(),
    urls_namespace="api",
    # the library's own viewer loads its scripts from another host; /api/v1/docs is a page of ours
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
)


def _one_of(values: Iterable[Any], said: str = "") -> Any:
    """A parameter that is empty or one of the values, as the description tells machines."""
    asked = Query(description=said or None)
    asked.json_schema_extra = {"enum": ["", *(str(value) for value in values)]}
    return asked


KindOfBody = Annotated[str, _one_of(kind for kind in Kind if kind != Kind.ENTERPRISE)]
AnAim, SomeMeans, AState = (
    Annotated[str, _one_of(Aim)],
    Annotated[str, _one_of(Means)],
    Annotated[str, _one_of(NeedState)],
)
KindOfEnterprise, AGroup = Annotated[str, _one_of(EnterpriseKind)], Annotated[str, _one_of(BusinessGroup)]
Grouping = Annotated[str, _one_of(figures.By, "What the rows are; commitment when nothing is asked")]
Scope = Annotated[str, _one_of(["all", "mine"], "mine: the cases that you may open, whole; needs sign-in")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"How many, at most {MAX_LIMIT}")]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET, description="How many to pass over")]


# ---- what is wrong, in one shape

# by the kind of error that the library names
WHY = {
    "int_parsing": T("ต้องเป็นจำนวนเต็ม", "it must be a whole number"),
    "int_parsing_size": T("จำนวนมากเกินไป", "the number is too large"),
    "greater_than_equal": T("ต้องไม่น้อยกว่า {ge}", "it must be at least {ge}"),
    "less_than_equal": T("ต้องไม่เกิน {le}", "it must be at most {le}"),
    "bool_parsing": T("ใช้ true หรือ false", "use true or false"),
    "string_too_long": T("ยาวเกิน {max_length} ตัวอักษร", "it is longer than {max_length} characters"),
}


def _answer(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=body["status"], content_type=PROBLEM_TYPE
    )


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _answer(request, refusal.as_problem(422))


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    return _answer(request, problem(403, refusal.reason, hint=refusal.hint))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    said = T("ไม่พบข้อมูลนี้ หรือไม่ได้เปิดเผยต่อสาธารณะ", "There is nothing at this address, or it is not public.")
    hint = T("ตรวจสอบรหัสจากรายการ ดูที่ /api/v1/docs", "Check the code in the list; see /api/v1/docs.")
    return _answer(request, problem(error.status_code, said, hint=hint))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    field = str(first["loc"][-1])
    why = WHY.get(first["type"], T("ไม่ตรงกับรูปแบบที่กำหนด", "it is not of the expected form")).format(
        **first.get("ctx", {})
    )
    given = T("ค่าของ {field} ใช้ไม่ได้: {why}", "The value of {field} cannot be used: {why}.").format(
        field=field, why=why
    )
    return _answer(
        request,
        problem(
            422, given, field=field, hint=T("ดูค่าที่ใช้ได้ที่ /api/v1/docs", "See /api/v1/docs for what it may be.")
        ),
    )


class NotFound(HttpError):
    def __init__(self) -> None:
        super().__init__(404, "not found")


def _one(rows: QuerySet[Any], code: str) -> Any:
    """The row with this code, or 404; text a database cannot hold is simply not found."""
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def _choice(value: str, choices: Any, field: str) -> str:
    """An empty text or one of the choices."""
    if value and value not in choices.values:
        raise Refused(
            T("ไม่รู้จัก “{value}”", "“{value}” is not known.").format(value=value[:40]),
            field=field,
            hint=T("ใช้ได้: {known}", "It can be: {known}.").format(known=", ".join(choices.values)),
        )
    return value


def _known(value: str, rows: QuerySet[Any], field: str, hint: T) -> str:
    """An empty text or the code of one of the rows."""
    if value and ("\x00" in value or not rows.filter(code=value).exists()):
        raise Refused(
            T("ไม่พบ “{value}”", "There is no “{value}”.").format(value=value[:40].replace("\x00", "")),
            field=field,
            hint=hint,
        )
    return value


def _province(value: str) -> str:
    hint = T("ใช้รหัสจังหวัดสองหลัก เช่น 50", "Use a province's code, such as 50.")
    return _known(value, Area.objects.filter(level="province"), "province", hint)


def _text(value: str, field: str) -> str:
    if "\x00" in value:
        raise Refused(
            T("ข้อความมีอักขระที่ใช้ไม่ได้", "The text has a character that cannot be used."),
            field=field,
            hint=T("พิมพ์คำค้นใหม่โดยไม่มีอักขระพิเศษ", "Type it again without control characters."),
        )
    return value


def _page(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    limit: int,
    offset: int,
    shape: Callable[[HttpRequest, Any], dict[str, Any]],
) -> dict[str, Any]:
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    following = None
    if offset + limit < count:
        parameters = request.GET.copy()
        parameters["limit"], parameters["offset"] = str(limit), str(offset + limit)
        following = request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
    items = [shape(request, row) for row in rows[offset : offset + limit]]
    return {"count": count, "limit": limit, "offset": offset, "next": following, "items": items}


# ---- agreements and organisations


@api.get(
    "/agreements",
    response={200: schemas.Page[schemas.AgreementBrief], **PROBLEMS},
    tags=["agreements"],
    summary="Agreements, newest first",
)
def list_agreements(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    return _page(request, agreements.list_page(), limit, offset, shapes.agreement_brief)


@api.get(
    "/agreements/{code}",
    response={200: schemas.Agreement, **PROBLEMS},
    tags=["agreements"],
    summary="One agreement",
)
def get_agreement(request: HttpRequest, code: str) -> dict[str, Any]:
    """Parties in the signed order with names as printed, the facts of the signing, each with its provenance."""
    return shapes.agreement(request, _one(Agreement.objects.select_related("organiser"), code))


@api.get(
    "/organisations",
    response={200: schemas.Page[schemas.Organisation], **PROBLEMS},
    tags=["organisations"],
    summary="Bodies",
)
def list_organisations(
    request: HttpRequest, kind: KindOfBody = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    rows = Organisation.objects.bodies().select_related("parent").order_by("code")
    if _choice(kind, Kind, "kind"):
        rows = rows.filter(kind=kind)
    return _page(request, rows, limit, offset, shapes.organisation)


@api.get(
    "/organisations/{code}",
    response={200: schemas.Organisation, **PROBLEMS},
    tags=["organisations"],
    summary="One body",
)
def get_organisation(request: HttpRequest, code: str) -> dict[str, Any]:
    return shapes.organisation(request, _one(Organisation.objects.bodies().select_related("parent"), code))


# ---- offers


@api.get(
    "/offers",
    response={200: schemas.Page[schemas.OfferBrief], **PROBLEMS},
    tags=["offers"],
    summary="Offers of support",
)
def list_offers(
    request: HttpRequest,
    aim: AnAim = "",
    means: SomeMeans = "",
    provider: str = "",
    open: Annotated[bool, Query(description="Only those proposed today")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    rows = offers.filtered(
        aim=_choice(aim, Aim, "aim"),
        means=_choice(means, Means, "means"),
        provider=_known(
            provider,
            Organisation.objects.bodies(),
            "provider",
            T("ดูรหัสหน่วยงานที่ /api/v1/organisations", "See /api/v1/organisations for the codes."),
        ),
        open=open,
        on=clock.today(),
    ).order_by("code")
    return _page(request, rows, limit, offset, shapes.offer_brief)


@api.get(
    "/offers/{code}",
    response={200: schemas.Offer, **PROBLEMS},
    tags=["offers"],
    summary="One offer with its conditions",
)
def get_offer(request: HttpRequest, code: str) -> dict[str, Any]:
    row: Offer = _one(offers.filtered(), code)
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
        "areas": row.areas,
        "areas_stated": row.areas_stated,
        "checked_on": row.checked_on,
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
    kind: KindOfEnterprise = "",
    province: str = "",
    business_group: AGroup = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    rows = registry.search(
        _text(q, "q"),
        actor=Actor.public(),
        kind=_choice(kind, EnterpriseKind, "kind"),
        province=_province(province),
        business_group=_choice(business_group, BusinessGroup, "business_group"),
    ).prefetch_related("products")
    return _page(request, rows, limit, offset, shapes.enterprise)


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
    return shapes.enterprise(request, _one(rows, code))


@api.get(
    "/needs",
    response={200: schemas.Page[schemas.Need], **PROBLEMS},
    tags=["needs"],
    summary="Published needs, newest first",
)
def list_needs(
    request: HttpRequest,
    aim: AnAim = "",
    state: AState = "",
    province: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    rows = Need.objects.visible_to(Actor.public()).select_related("area").order_by("-received_at", "code")
    if _choice(aim, Aim, "aim"):
        rows = rows.filter(aim=aim)
    if _choice(state, NeedState, "state"):
        rows = rows.filter(state=state)
    if _province(province):
        rows = rows.filter(area__province_code=province)
    return _page(request, rows, limit, offset, shapes.need)


@api.get(
    "/needs/{code}", response={200: schemas.Need, **PROBLEMS}, tags=["needs"], summary="One published need"
)
def get_need(request: HttpRequest, code: str) -> dict[str, Any]:
    return shapes.need(request, _one(Need.objects.visible_to(Actor.public()).select_related("area"), code))


# ---- figures


@api.get(
    "/figures", response={200: schemas.Figures, **PROBLEMS}, tags=["figures"], summary="Figures of the loop"
)
def get_figures(
    request: HttpRequest,
    by: Grouping = "commitment",
    fiscal_year: Annotated[str, Query(description="Year in which it ends, such as 2026 or 2569")] = "",
    province: str = "",
    partner: str = "",
    commitment: Annotated[str, Query(description="A code, or none: under no commitment")] = "",
    scope: Scope = "",
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
        "filters": filters.as_parameters(),
        "on": summary.on,
        "protected": summary.protected,
        "too_few": summary.too_few,
        "rows": [shapes.figure_row(row) for row in summary.rows],
        "total": shapes.figure_row(summary.total),
        "notes": [shapes.both(note) for note in NOTES],
    }
