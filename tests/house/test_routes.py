"""Every address asks for sign-in, except those listed here; none breaks on an odd address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Addresses that a stranger may open, as Django writes them. Adding one is a decision: what it shows is public.
PUBLIC: set[str] = {
    "",  # the front page
    "about/",
    "agreements/",
    "agreements/<slug:code>/",
    "agreements/<slug:code>/amendments/",
    "agreements/<slug:code>/amendments/<slug:amendment>/",  # once it is open for signing
    "agreements/<slug:code>/text/",
    "agreements/<slug:code>/text/<int:number>/",
    "agreements/<slug:code>/text/<int:number>/en.txt",
    "agreements/<slug:code>/text/<int:number>/th.txt",
    "agreements/<slug:code>/tree/",
    "agreements/<slug:code>/calendar.ics",
    "agreements/<slug:code>/document.docx",
    "agreements/<slug:code>/document.pdf",
    "agreements/<slug:code>/amendments/<slug:amendment>/document.docx",
    "agreements/<slug:code>/amendments/<slug:amendment>/document.pdf",
    "agreements/<slug:code>/feed.atom",
    "agreements/<slug:code>/meetings/",
    "agreements/<slug:code>/meetings/<slug:meeting>/",
    "agreements/<slug:code>/meetings/<slug:meeting>/print/",
    "agreements/<slug:code>/meetings/tasks/",
    "agreements/<slug:code>/signing/",
    "agreements/<slug:code>/signing/files/<slug:file>/",
    "agreements/<slug:code>/reports/",
    "agreements/<slug:code>/reports/<slug:report>/",
    "agreements/<slug:code>/reports/<slug:report>/figures.csv",
    "agreements/<slug:code>/reports/<slug:report>/figures.xlsx",
    "agreements/<slug:code>/reports/<slug:report>/report.docx",
    "agreements/<slug:code>/reports/<slug:report>/report.json",
    "agreements/<slug:code>/reports/<slug:report>/report.pdf",
    "agreements/<slug:code>/amendments/<slug:amendment>/signing/",
    "agreements/<slug:code>/amendments/<slug:amendment>/signing/files/<slug:file>/",
    "c/<str:token>/",  # whoever holds the link withdraws one consent
    "r/<str:token>/",  # whoever holds the link does one act on one case
    "r/<str:token>/files/<slug:file>/",
    "api/v1/",
    "api/v1/^.*$",  # answers 404 in the API's own shape
    "api/v1/agreements",
    "api/v1/agreements/<code>",
    "api/v1/docs",
    "api/v1/draws",
    "api/v1/draws/<code>",
    "api/v1/enterprises",
    "api/v1/enterprises/<code>",
    "api/v1/figures",
    "api/v1/figures/income",
    "api/v1/needs",
    "api/v1/needs/<code>",
    "api/v1/offers",
    "api/v1/offers/<code>",
    "api/v1/openapi.json",
    "api/v1/organisations",
    "api/v1/organisations/<code>",
    "areas/pick/",
    "areas/search/",
    "commitments/<slug:code>/",
    "commitments/<slug:code>/activities/",
    "commitments/<slug:code>/claims/",
    "commitments/<slug:code>/claims/<slug:claim>/",
    "commitments/<slug:code>/sheet.docx",
    "commitments/<slug:code>/sheet.pdf",
    "draws/",
    "draws/<slug:code>/",
    "draws/<slug:code>/published.json",  # tickets without a name
    "draws/<slug:code>/sheet/",
    "draws/verify_draw.py",
    "enterprises/",
    "enterprises/<slug:code>/",
    "figures/",
    "figures/income/",
    "figures/income/rows/",
    "figures/rows/",
    "health",
    "matching/exposure/",
    "matching/ranking/",
    "messages/stop/<str:token>/",
    "needs/",
    "needs/<slug:code>/",
    "needs/follow/<str:token>/",
    "needs/new/",
    "needs/said/",
    "offers/",
    "offers/<slug:code>/",
    "offers/key/<str:token>/",  # whoever holds the link says that one offer is current
    "offers/<slug:code>/conditions/history/",
    "organisations/",
    "organisations/<slug:code>/",
    "rounds/",
    "rounds/<slug:code>/",  # from the day it opens
    "rounds/<slug:code>/published.json",  # tickets and labels; it names nobody
    "rounds/<slug:code>/results.<str:kind>",
    "rounds/verify_round.py",
    "waiting/answer/<str:token>/",  # whoever holds the link answers for one group
    "waiting/leave/<str:token>/",
    "ui/",
}
# Pages of sign-in itself, which cannot ask for sign-in; allauth guards those of a signed-in person by itself.
SIGN_IN = "accounts/"
SAMPLES = {"int": "999999", "uuid": "00000000-0000-4000-8000-000000000000"}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route, pattern


ROUTES = dict(_routes(get_resolver()))


def _address(route: str) -> str:
    """A path that this route matches, of things that do not exist."""
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "", "x-1"), route)
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$\\]", lambda m: "1" if m[0].startswith("(") else "", plain)


def _guarded(pattern: URLPattern) -> bool:
    return bool(getattr(pattern.callback, "login_required", True))


def test_the_public_list_is_the_truth() -> None:
    open_now = {r for r, p in ROUTES.items() if not _guarded(p) and not r.startswith(SIGN_IN)}
    assert open_now == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ROUTES))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_meets_the_sign_in_page_or_a_public_one(client: Client, route: str, method: str) -> None:
    answer = getattr(client, method)(_address(route), follow=False)
    assert answer.status_code < 500
    if _guarded(ROUTES[route]):
        asked_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        assert asked_to_sign_in or answer.status_code in {401, 403}, answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["lang=xx", "lang=%00", "page=-1", "page=9999999999999999999999", "q=%00", "q=" + "ก" * 5000]
)
def test_odd_parameters_never_break_a_public_page(client: Client, query: str) -> None:
    for route in sorted(PUBLIC):
        answer = client.get(f"{_address(route)}?{query}")
        assert answer.status_code < 500, f"{route}?{query[:40]}"
