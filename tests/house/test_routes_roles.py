"""One person of each role, and a stranger, asks for every address: nobody sees what is not theirs, nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from phanuek.ui import clock
from phanuek.ui.errors import NOT_YOURS
from tests.conftest import NOW
from tests.house import everybody
from tests.house.everybody import HIDDEN_WORDS, PHONE, ROLES, Everybody
from tests.house.route_table import Line, read

pytestmark = pytest.mark.slow
LINES = read()
# they neither work with the group nor have a case with it
FAR_AWAY = ["stranger", "nobody", "other_partner", "area_elsewhere", "company_elsewhere", "other_group"]
HOSTILE_QUERIES = [
    "lang=xx&page=-1&q=%00&province=%00&aim=zz&fiscal_year=0&format=exe&show=zz",
    "page=999999999999999999999999&fiscal_year=99999999999999999999&province=99&kind=zz&by=zz",
    "page=abc&q=" + "%E0%B8%81" * 3000,
    "q='%22%3Cscript%3E;--&province='%20OR%201=1--&aim[]=1&page=1&page=2",
    "enterprise=%00&offer=%00&need=%00&lead=%00&provider=%00&month=0000-00&name=%00",
    "enterprise=zz&offer=zz&need=zz&lead=zz&provider=zz&month=9999-99&limit=-1&offset=-9&page_size=99999999999",
    "%00=%00&%FF=%FE&q=%ED%A0%80",
]
HOSTILE_VALUES = [
    "\x00",
    "9" * 40,
    "-1",
    "ก" * 20_000,
    "2569-99-99",
    "<script>'\";--",
    "1e999",
    "\u202e\ufeff",
]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Everybody]:
    """Built once for the module and rolled back after it."""
    settings = override_settings(
        MEDIA_ROOT=str(tmp_path_factory.mktemp("files")),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), settings, transaction.atomic():
        clock.set_now(NOW)
        yield everybody.build()
        clock.set_now(None)
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture(scope="module")
def clients(world: Everybody) -> dict[str, Client]:
    made = {}
    for role in ROLES:
        made[role] = Client()
        person = world.people[role]
        if person is not None:
            made[role].force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return made


def _ask(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponseBase:
    """One request whose writing is undone, so that the next role meets the same world."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.generic(method, address) if method not in ("GET", "POST") else None
        if answer is None:
            answer = client.post(address, data or {}) if method == "POST" else client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.text_for_tests = body.decode(errors="replace")
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _met(answer: HttpResponseBase, method: str) -> str:
    """The answer in the words of the table."""
    status = answer.status_code
    if status in (301, 302, 303):
        if answer["Location"].startswith("/accounts/login/?"):
            return "in"
        return "ok" if method == "POST" and not answer["Location"].startswith("/accounts/") else "go"
    if status in (200, 204):
        return "ok"
    return "ok" if method == "POST" and status in (400, 409, 422, 429) else str(status)


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        # as ResolverMatch.route joins them
        route = before + str(pattern.pattern).removeprefix("^" if before else "")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield route


def _route_of(address: str) -> str:
    filled = re.sub(r"\{\w+\}", "x-1", urlsplit(address).path)
    return resolve(filled).route


def test_the_table_knows_every_address() -> None:
    listed = {_route_of(line.address) for line in LINES}
    assert sorted(set(_routes(get_resolver())) - listed) == []


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_meets_what_the_table_says(
    world: Everybody, clients: dict[str, Client], line: Line
) -> None:
    address = line.address.format(**world.codes)
    wrong, leaks = [], []
    for role in ROLES:
        try:
            answer = _ask(clients[role], line.method, address)
        except (Exception, pytest.fail.Exception) as problem:
            wrong.append(f"{role}: broke with {type(problem).__name__}: {str(problem)[:300]}")
            continue
        met, text = _met(answer, line.method), answer.text_for_tests
        if met not in line.expected[role]:
            wrong.append(
                f"{role}: {met} ({answer.status_code}), expected {'|'.join(sorted(line.expected[role]))}"
            )
        if met == "403" and str(NOT_YOURS.th) in text:
            wrong.append(f"{role}: 403 without a reason of its own")
        if role in FAR_AWAY and PHONE in text:
            leaks.append(f"{role} reads the group's telephone")
        follows = "/follow/" in address
        if role not in ("secretariat", "area") and HIDDEN_WORDS in text and not follows:
            leaks.append(f"{role} reads a need that is not public")
    assert not wrong + leaks, f"{line}\n" + "\n".join(wrong + leaks)


def _entitled(line: Line) -> list[str]:
    """A stranger where it is a public page, and the first person for whom the page opens."""
    open_to = [role for role in ROLES if "ok" in line.expected[role]]
    return sorted({*open_to[:1], *open_to[-1:]})


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=str)
def test_hostile_parameters_never_break_a_page(
    world: Everybody, clients: dict[str, Client], line: Line
) -> None:
    address = line.address.format(**world.codes)
    broken = []
    for role in _entitled(line):
        for query in HOSTILE_QUERIES:
            joined = f"{address}{'&' if '?' in address else '?'}{query}"
            broken += _breaks(clients[role], role, "GET", joined)
    for role in _entitled(line)[-1:]:  # neither methods nor codes are read differently for another
        for method in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"):
            broken += _breaks(clients[role], role, method, address)
        if "{" in line.address:
            for code in ("nothing-here", "0", "9" * 60, "-", "x" * 3000):
                broken += _breaks(clients[role], role, "GET", re.sub(r"\{\w+\}", code, line.address))
    assert not broken, "\n".join(broken)


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in LINES if line.method == "POST"], ids=str)
def test_hostile_forms_never_break_a_page(world: Everybody, clients: dict[str, Client], line: Line) -> None:
    """Every field that the page asks for, filled with what nobody should type."""
    address = line.address.format(**world.codes)
    broken = []
    for role in _entitled(line)[-1:]:
        page = _ask(clients[role], "GET", address).text_for_tests
        names = set(re.findall(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"', page)) - {
            "csrfmiddlewaretoken"
        }
        for value in HOSTILE_VALUES:
            broken += _breaks(
                clients[role],
                role,
                "POST",
                address,
                dict.fromkeys(names or {"membership", "value", "name"}, value),
            )
    assert not broken, "\n".join(broken)


def _breaks(
    client: Client, role: str, method: str, address: str, data: dict[str, Any] | None = None
) -> list[str]:
    shown = f"{role}: {method} {address[:140]} {str(data)[:120] if data else ''}"
    try:
        answer = _ask(client, method, address, data)
    except (Exception, pytest.fail.Exception) as problem:
        return [f"{shown} broke with {type(problem).__name__}: {str(problem)[:300]}"]
    return [f"{shown} answered {answer.status_code}"] if answer.status_code >= 500 else []
