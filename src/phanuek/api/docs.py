"""What the API has, as a page of ours: the usual viewers load their scripts from other hosts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.api.views import api
from phanuek.ui import errors
from phanuek.ui.words import T


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every path with its parameters, read from the same OpenAPI description that machines read."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    paths = [
        {
            "path": path,
            "summary": operation.get("summary", ""),
            "parameters": [p for p in operation.get("parameters", []) if p["in"] == "query"],
            "example": path if "{" not in path else "",
        }
        for path, methods in schema["paths"].items()
        for operation in methods.values()
    ]
    return render(request, "api/docs.html", {"paths": paths})


@login_not_required
def nothing_here(request: HttpRequest) -> HttpResponse:
    """A path the API does not have."""
    return errors.show(
        request, 404, T("ไม่มีที่อยู่นี้ใน API", "The API has no such path."),
        hint=T("ดูรายการที่ /api/v1/docs", "See the list at /api/v1/docs."),
    )  # fmt: skip
