from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from phanuek.api import docs
from phanuek.api.views import api

app_name = "api"


def _public(patterns: list[URLPattern]) -> list[URLPattern]:
    """The library's views are open to everyone; our middleware wants to be told so."""
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns


urlpatterns = [
    path("docs", docs.docs, name="docs"),
    *_public(api.urls[0]),
    re_path(r"^.*$", docs.nothing_here, name="nothing"),
]
