"""What stands in the log of a page reached by a link."""

from __future__ import annotations

import logging
import sys

from django.urls import URLPattern, URLResolver, get_resolver

from phanuek.ui.logs import WithoutTokens, without_tokens

TOKEN = "k-7k3m-9qxt:u3rJ0tUQ2mM8mJH6yq1xv9aSxk3Yh2y1iN4l5b0QeWc"


def _routes(resolver: URLResolver, before: str = "") -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        found += _routes(pattern, route) if isinstance(pattern, URLResolver) else []
        if isinstance(pattern, URLPattern) and "token" in route:
            found.append(route)
    return found


def test_every_page_with_a_token_keeps_it_out_of_the_log() -> None:
    routes = _routes(get_resolver("phanuek.config.urls"))
    assert len(routes) > 4
    for route in routes:
        address = "/" + route.replace("<str:token>", TOKEN).replace("<path:token>", TOKEN)
        assert TOKEN in address, route
        assert TOKEN not in without_tokens(f"Not Found: {address}"), route


def test_arguments_and_tracebacks_are_cleaned_too() -> None:
    try:
        raise ValueError(f"/r/{TOKEN}/")
    except ValueError:
        record = logging.LogRecord("django", 40, "x", 1, "Gone: %s", (f"/c/{TOKEN}/",), sys.exc_info())
    assert WithoutTokens().filter(record)
    said = logging.Formatter().format(record)
    assert "Gone: /c/…/" in said
    assert TOKEN not in said


def test_other_lines_stay_as_they_are() -> None:
    for line in ("Not Found: /referrals/r-7k3m-9qxt/", "a/r/b", "/c/", "GET /figures/rows/?a=1"):
        assert without_tokens(line) == line
