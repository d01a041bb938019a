"""What the API has, as a page of ours: the usual viewers load their scripts from other hosts."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from phanuek.agreements.models import Agreement
from phanuek.api.views import api
from phanuek.figures.filters import By
from phanuek.figures.income import IncomeBy
from phanuek.matching.states import DrawState
from phanuek.needs.models import Aim, Means
from phanuek.needs.states import NeedState
from phanuek.organisations.models import Kind
from phanuek.registry.models import BusinessGroup, EnterpriseKind
from phanuek.ui import errors
from phanuek.ui.words import T

PATHS = {
    "/agreements": T("บันทึกข้อตกลงทั้งหมด ใหม่สุดก่อน", "Agreements, newest first"),
    "/agreements/{code}": T(
        "บันทึกข้อตกลงหนึ่งฉบับ: ภาคีตามลำดับลงนามและชื่อตามที่พิมพ์ ข้อเท็จจริงของการลงนาม ภารกิจ และที่มาของแต่ละข้อความ",
        "One agreement: its parties in the signed order with names as printed, the facts of the signing, commitments, each with its provenance",
    ),
    "/organisations": T("หน่วยงานและองค์กร ไม่รวมกิจการและกลุ่ม", "Bodies, without enterprises and groups"),
    "/organisations/{code}": T("หน่วยงานหนึ่งแห่ง", "One body"),
    "/offers": T("มาตรการและบริการสนับสนุน", "Offers of support"),
    "/offers/{code}": T("มาตรการหนึ่งรายการพร้อมเงื่อนไขทีละข้อ", "One offer with its conditions, one by one"),
    "/enterprises": T(
        "ทำเนียบกิจการและกลุ่ม เฉพาะข้อมูลสาธารณะ", "The directory of enterprises and groups: public fields only"
    ),
    "/enterprises/{code}": T("กิจการหรือกลุ่มหนึ่งราย", "One enterprise or group"),
    "/needs": T(
        "ความต้องการที่ตรวจสอบและเผยแพร่แล้ว ใหม่สุดก่อน", "Needs that were checked and published, newest first"
    ),
    "/needs/{code}": T("ความต้องการหนึ่งเรื่อง", "One need"),
    "/draws": T(
        "การจับสลากทั้งหมด พร้อมที่อยู่ของไฟล์ผลที่ตรวจเองได้",
        "Draws, each with the address of the file that anyone can check",
    ),
    "/draws/{code}": T(
        "การจับสลากหนึ่งครั้ง: รายชื่อที่ปิดแล้ว เลขสุ่ม และลำดับที่จับได้",
        "One draw: its sealed list, its seed and the drawn order",
    ),
    "/figures": T(
        "ผลการดำเนินงาน ชุดเดียวกับหน้าเว็บและไฟล์ดาวน์โหลด",
        "Results: the same figures as on the page and in its downloads",
    ),
    "/figures/income": T(
        "รายได้ของกลุ่มและความเหลื่อมล้ำ พร้อมความหมายของตัวเลขแต่ละตัว",
        "Income of groups and inequality, with what each figure means",
    ),
}
PARAMETERS = {
    "sector": T("กลุ่มงาน หรือ none: ไม่ได้ระบุ", "A sector, or none: not stated"),
    "month": T("เดือน เช่น 2026-10", "A month, such as 2026-10"),
    "limit": T("จำนวนรายการต่อครั้ง ไม่เกิน 200", "How many at a time, at most 200"),
    "offset": T(
        "ข้ามไปกี่รายการ ที่อยู่ของหน้าถัดไปอยู่ใน next", "How many to pass over; the next page's address is in next"
    ),
    "kind": T("ประเภท", "Kind"),
    "aim": T("เป้าหมายของการสนับสนุน", "What support is for"),
    "means": T("รูปแบบการสนับสนุน", "How support is given"),
    "provider": T("รหัสหน่วยงานที่ให้การสนับสนุน", "Code of the body that gives it"),
    "open": T("true: เฉพาะที่เสนอได้วันนี้", "true: only those that can be proposed today"),
    "q": T("คำค้นภาษาไทยหรืออังกฤษ", "Words to search for, Thai or English"),
    "province": T("รหัสจังหวัด เช่น 50", "Code of a province, such as 50"),
    "business_group": T("กลุ่มงานของเครือข่ายประชารัฐ", "Business group of the Pracharath network"),
    "state": T("สถานะ", "State"),
    "by": T("แยกตาม", "What the rows are"),
    "fiscal_year": T(
        "ปีงบประมาณ พ.ศ. หรือ ค.ศ. ที่สิ้นสุด เช่น 2569 หรือ 2026",
        "Fiscal year by the year in which it ends, such as 2026 or 2569",
    ),
    "partner": T("รหัสหน่วยงาน", "Code of a body"),
    "commitment": T(
        "รหัสภารกิจ หรือ none คือไม่อยู่ภายใต้ภารกิจใด", "Code of a commitment; none: under no commitment"
    ),
    "scope": T(
        "mine: เฉพาะเรื่องที่ท่านเปิดดูได้ (ต้องเข้าสู่ระบบ)", "mine: only the cases that you may open (needs sign-in)"
    ),
}
CHOICES: dict[tuple[str, str], Any] = {
    ("/organisations", "kind"): [kind for kind in Kind if kind != Kind.ENTERPRISE],
    ("/enterprises", "kind"): EnterpriseKind,
    ("/enterprises", "business_group"): BusinessGroup,
    ("/offers", "aim"): Aim,
    ("/offers", "means"): Means,
    ("/needs", "aim"): Aim,
    ("/needs", "state"): NeedState,
    ("/draws", "state"): DrawState,
    ("/figures", "by"): By,
    ("/figures/income", "by"): IncomeBy,
    ("/figures/income", "sector"): BusinessGroup,
}


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The address of the API itself leads to its description."""
    return redirect("api:docs")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every path with its parameters, read from the same OpenAPI description that machines read."""
    schema = api.get_openapi_schema(path_prefix="")
    agreement = Agreement.objects.values_list("code", flat=True).first()
    entries = [
        _entry(path, operation) for path, methods in schema["paths"].items() for operation in methods.values()
    ]
    return render(request, "api/docs.html", {"entries": entries, "agreement": agreement})


def _entry(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    asked = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
    return {
        "path": "/api/v1" + path,
        "what": PATHS[path],
        "parameters": [(name, PARAMETERS[name], _choices(path, name)) for name in asked],
        "example": "" if "{" in path else "/api/v1" + path,
    }


def _choices(path: str, name: str) -> list[tuple[str, Any]]:
    return [(choice.value, choice.label) for choice in CHOICES.get((path, name), [])]


@login_not_required
@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """A path the API does not have."""
    return errors.show(
        request, 404, T("ไม่มีที่อยู่นี้ใน API", "The API has no such path."),
        hint=T("ดูรายการที่ /api/v1/docs", "See the list at /api/v1/docs."),
    )  # fmt: skip


def only_read(request: HttpRequest, allowed: str) -> HttpResponse:
    """Another method than the API knows."""
    response = errors.show(
        request, 405, T("API นี้อ่านได้อย่างเดียว ใช้ GET", "This API can only be read: use GET."),
        hint=T("ดูรายการที่ /api/v1/docs", "See the list at /api/v1/docs."),
    )  # fmt: skip
    response["Allow"] = allowed
    return response
