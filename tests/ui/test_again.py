"""What PostgreSQL undid because two waited for each other is done again; nothing else is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from phanuek.ui.middleware import ProblemsMiddleware
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


class Undone(Exception):
    sqlstate = "40P01"


def failure(cause: Exception) -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = cause
    return error


def request(view: object) -> HttpRequest:
    made = RequestFactory().post("/x/", {"file": SimpleUploadedFile("a.txt", b"whole")})
    made.resolver_match = ResolverMatch(view, (), {"code": "c"})  # type: ignore[arg-type]
    return made


def answer(view: object, asked: HttpRequest, error: Exception) -> HttpResponse | None:
    return ProblemsMiddleware(lambda _: HttpResponse()).process_exception(asked, error)


def test_a_view_that_was_undone_runs_again_with_its_file_from_the_start() -> None:
    tries: list[bytes] = []

    def view(asked: HttpRequest, code: str) -> HttpResponse:
        tries.append(asked.FILES["file"].read())
        if len(tries) == 1:
            raise failure(Undone())
        return HttpResponse(code)

    asked = request(view)
    asked.FILES["file"].read()
    found = answer(view, asked, failure(Undone()))
    assert found is not None
    assert found.content == b"c"
    assert tries == [b"whole", b"whole"]


def test_it_gives_up_when_it_is_undone_each_time() -> None:
    tries: list[int] = []

    def view(asked: HttpRequest, code: str) -> HttpResponse:
        tries.append(1)
        raise failure(Undone())

    assert answer(view, request(view), failure(Undone())) is None
    assert len(tries) == 3


@pytest.mark.django_db
def test_a_refusal_of_the_second_try_is_told() -> None:
    def view(asked: HttpRequest, code: str) -> HttpResponse:
        raise Refused(T("เต็มแล้ว", "Full"))

    asked = request(view)
    asked.path = asked.path_info = "/api/v1/x"
    found = answer(view, asked, failure(Undone()))
    assert found is not None
    assert found.status_code == 400


@pytest.mark.parametrize("error", [ValueError("x"), failure(ValueError("x")), OperationalError("locked")])
def test_other_errors_are_left_alone(error: Exception) -> None:
    def view(asked: HttpRequest, code: str) -> HttpResponse:
        raise AssertionError("must not run again")

    assert answer(view, request(view), error) is None
