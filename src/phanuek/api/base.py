"""The API itself: how it answers, and how it says what is wrong."""

import json
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from phanuek.api import schemas
from phanuek.ui.problems import NotAllowed, Refused, problem
from phanuek.ui.words import T

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
