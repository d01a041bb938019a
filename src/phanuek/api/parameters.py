"""What may be asked: parameters as the description tells them, checked; rows by code; lists by the page."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query
from ninja.errors import HttpError

from phanuek.areas.models import Area
from phanuek.figures import queries as figures
from phanuek.figures.income import NONE, IncomeBy
from phanuek.matching.states import DrawState
from phanuek.needs.models import Aim, Means
from phanuek.needs.states import NeedState
from phanuek.organisations.models import Kind
from phanuek.registry.models import BusinessGroup, EnterpriseKind
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MAX_LIMIT = 200
# SQLite's integers end at 2**63; far below it nobody pages on
MAX_OFFSET = 1_000_000


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
StateOfDraw = Annotated[str, _one_of(DrawState)]
Grouping = Annotated[str, _one_of(figures.By, "What the rows are; commitment when nothing is asked")]
IncomeGrouping = Annotated[str, _one_of(IncomeBy, "What the rows are; province when nothing is asked")]
Sector = Annotated[str, _one_of([*BusinessGroup, NONE])]
Scope = Annotated[str, _one_of(["all", "mine"], "mine: the cases that you may open, whole; needs sign-in")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"How many, at most {MAX_LIMIT}")]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET, description="How many to pass over")]


class NotFound(HttpError):
    def __init__(self) -> None:
        super().__init__(404, "not found")


def one(rows: QuerySet[Any], code: str) -> Any:
    """The row with this code, or 404; text a database cannot hold is simply not found."""
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def choice(value: str, choices: Any, field: str) -> str:
    """An empty text or one of the choices."""
    if value and value not in choices.values:
        raise Refused(
            T("ไม่รู้จัก “{value}”", "“{value}” is not known.").format(value=value[:40]),
            field=field,
            hint=T("ใช้ได้: {known}", "It can be: {known}.").format(known=", ".join(choices.values)),
        )
    return value


def known(value: str, rows: QuerySet[Any], field: str, hint: T) -> str:
    """An empty text or the code of one of the rows."""
    if value and ("\x00" in value or not rows.filter(code=value).exists()):
        raise Refused(
            T("ไม่พบ “{value}”", "There is no “{value}”.").format(value=value[:40].replace("\x00", "")),
            field=field,
            hint=hint,
        )
    return value


def province(value: str) -> str:
    hint = T("ใช้รหัสจังหวัดสองหลัก เช่น 50", "Use a province's code, such as 50.")
    return known(value, Area.objects.filter(level="province"), "province", hint)


def text(value: str, field: str) -> str:
    if "\x00" in value:
        raise Refused(
            T("ข้อความมีอักขระที่ใช้ไม่ได้", "The text has a character that cannot be used."),
            field=field,
            hint=T("พิมพ์คำค้นใหม่โดยไม่มีอักขระพิเศษ", "Type it again without control characters."),
        )
    return value


def page(
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
