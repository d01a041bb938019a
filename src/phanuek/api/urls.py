from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from phanuek.api import docs, draws, income
from phanuek.api.views import api

app_name = "api"
api.add_router("/draws", draws.router)
api.add_router("/figures/income", income.router)


def _public(patterns: list[URLPattern]) -> list[URLPattern]:
    """The library's views are open to everyone; our middleware wants to be told so."""
    for pattern in patterns:
        pattern.callback = login_not_required(_said_in_our_shape(pattern.callback))
    return patterns


def _said_in_our_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A wrong method is answered as a problem too, naming the methods there are."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return (
            docs.only_read(request, response.get("Allow", "GET")) if response.status_code == 405 else response
        )

    return answered


urlpatterns = [
    # the library builds the addresses in its description from this name
    path("", docs.start, name="api-root"),
    path("docs", docs.docs, name="docs"),
    *_public([pattern for pattern in api.urls[0] if pattern.name != "api-root"]),
    re_path(r"^.*$", docs.nothing_here, name="nothing"),
]
