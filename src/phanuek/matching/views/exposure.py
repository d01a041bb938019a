"""Who was shown, sent and helped: published by province, with files; and the groups behind a number for who may see them."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.areas.models import Area, Level
from phanuek.matching.queries import exposure as queries
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui import clock, downloads
from phanuek.ui.downloads import Column
from phanuek.ui.paging import paginate
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

TITLE = T("ใครได้อยู่ในรายชื่อ ใครได้รับการสนับสนุน", "Who was shown, and who was helped")
FORMATS = ("", "html", "csv", "xlsx")
HIDDEN = T("ไม่แสดง (น้อยกว่า 5)", "not shown (fewer than 5)")
NAMES = {
    "fit": T("กลุ่มที่เข้าเงื่อนไขอย่างน้อยหนึ่งมาตรการ", "Groups that fit at least one open offer"),
    "shown": T("กลุ่มที่ได้อยู่ในรายชื่อ", "Groups shown"),
    "sent": T("กลุ่มที่ส่งต่อแล้ว", "Groups sent"),
    "helped": T("กลุ่มที่หน่วยงานรับแล้ว", "Groups accepted"),
}


def _column(name: str) -> Column:
    return Column(
        NAMES[name],
        lambda line: str(HIDDEN) if getattr(line, name) is None else getattr(line, name),
        kind="number",
    )


COLUMNS = (
    Column(T("รหัสจังหวัด", "Province code"), "code", kind="id"),
    Column(T("จังหวัด", "Province"), lambda line: str(line.name), width=24),
    *(_column(name) for name in queries.FIGURES),
)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The same numbers for everybody; `format=csv|xlsx` gives them as a file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("format", "")
    if asked not in FORMATS:
        raise Refused(T("รูปแบบที่ดาวน์โหลดได้คือ xlsx และ csv", "Downloads come as xlsx and csv."), field="format")
    found = queries.report(clock.today())
    if asked in ("csv", "xlsx"):
        write = downloads.csv_response if asked == "csv" else downloads.xlsx_response
        return write(f"exposure-{found.on.isoformat()}", COLUMNS, [*found.lines, found.total])
    context = {
        "report": found, "title": TITLE, "names": NAMES, "path": [(TITLE, "")],
        "lines": [(line, may_open(actor, line.code)) for line in found.lines],
        "downloads": [(form, "?" + urlencode({"format": form})) for form in ("xlsx", "csv")],
    }  # fmt: skip
    return render(request, "matching/exposure.html", context)


def may_open(actor: Actor, province: str) -> bool:
    """Whether the groups behind a province's numbers are the actor's to see."""
    if actor.sees_all or actor.is_system:
        return True
    return actor.may(Permission.REGISTER_ENTERPRISE) and province.startswith(actor.area_code[: len(province)])


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponseBase:
    """The groups of a province: how often each was shown, sent and helped. Officers of the place and the secretariat."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    area = Area.objects.filter(code=code, level=Level.PROVINCE).first()
    if area is None:
        raise Http404
    if not may_open(actor, code):
        raise NotAllowed(
            T("รายชื่อกลุ่มของจังหวัดเปิดให้เจ้าหน้าที่ของจังหวัดนั้นและฝ่ายเลขานุการเท่านั้น", "The groups of a province are for its officers and the secretariat."),
            T("ตัวเลขรวมของทุกจังหวัดดูได้ในหน้าก่อนหน้า", "The numbers of all provinces stand on the page before."),
        )  # fmt: skip
    rows = Enterprise.objects.workable_by(actor).filter(active=True, subdistrict__code__startswith=code)
    lines = queries.groups_of(code, clock.today(), rows.select_related("subdistrict__parent__parent"))
    name = T(area.name_th, area.name_en or area.name_th)
    context = {
        "area": area, "page": paginate(request, lines), "title": TITLE,
        "path": [(TITLE, "/matching/exposure/"), (name, "")],
    }  # fmt: skip
    return render(request, "matching/exposure_province.html", context)
