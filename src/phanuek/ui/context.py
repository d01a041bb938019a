"""What surrounds every page: navigation, language switch, account. The faces fill it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from phanuek.ui.words import T, current_language


@dataclass(frozen=True)
class NavItem:
    """One way to go. ``badge`` is a count that waits there; ``current`` is set by :func:`chrome`."""

    label: T
    url: str
    badge: Any = ""
    current: bool = False


@dataclass(frozen=True)
class Choice:
    """One organisation the person may act for."""

    value: str
    label: Any
    current: bool = False


@dataclass(frozen=True)
class Account:
    """Who is signed in. ``choices`` are posted as ``membership`` to ``act_for_url``; ``unread`` messages wait."""

    name: str
    acting_for: Any = ""
    links: Sequence[NavItem] = ()
    choices: Sequence[Choice] = ()
    act_for_url: str = ""
    sign_out_url: str = ""
    unread: int = 0


@dataclass(frozen=True)
class Chrome:
    """Navigation on top, account at the right, links at the foot."""

    nav: Sequence[NavItem]
    account: Account | None = None
    sign_in_url: str = "/accounts/login/"
    footer: Sequence[NavItem] = ()
    demo: bool = False
    # worked out here, not by the builder
    other_language: str = "en"
    language: str = "th"
    signed_in: bool = False


PUBLIC_NAV = (
    NavItem(T("บันทึกข้อตกลง", "Agreements"), "/agreements/"),
    NavItem(T("หามาตรการสนับสนุน", "Find support"), "/offers/"),
    NavItem(T("ทำเนียบกิจการ", "Directory"), "/enterprises/"),
    NavItem(T("แผนที่ความต้องการ", "Map of needs"), "/needs/"),
    NavItem(T("ผลการดำเนินงาน", "Results"), "/figures/"),
)
PUBLIC_FOOTER = (
    NavItem(T("แจ้งความต้องการ", "Say what is needed"), "/needs/new/"),
    NavItem(T("ข้อมูลเปิดและ API", "Open data and API"), "/api/v1/docs"),
)


def public_chrome(request: HttpRequest) -> Chrome:
    """What a page shows where no face has said otherwise."""
    user = getattr(request, "user", None)
    account = None
    if user is not None and user.is_authenticated:
        desk = (NavItem(T("โต๊ะทำงาน", "My desk"), "/desk/"),)
        account = Account(
            name=str(user), links=desk, sign_out_url=_address("account_logout", "/accounts/logout/")
        )
    return Chrome(nav=PUBLIC_NAV, account=account, footer=PUBLIC_FOOTER, sign_in_url=sign_in_url(request))


def sign_in_url(request: HttpRequest) -> str:
    """The sign-in page, coming back to this one afterwards."""
    try:
        address = resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:
        address = "/accounts/login/"
    here = request.get_full_path()
    if request.resolver_match is not None and "token" in request.resolver_match.kwargs:
        # the address is a right to act: it is handed on to no other page
        return address
    return address if request.path in ("/", address) else f"{address}?{urlencode({'next': here})}"


def _address(name: str, fallback: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``chrome`` for the base template, built by ``settings.PHANUEK_NAV_BUILDER``."""
    dotted = getattr(settings, "PHANUEK_NAV_BUILDER", "")
    builder: Callable[[HttpRequest], Chrome] = import_string(dotted) if dotted else public_chrome
    built = builder(request)
    language = current_language()
    return {
        "chrome": replace(
            built,
            nav=_mark_current(built.nav, request.path),
            demo=built.demo or bool(getattr(settings, "DEMO", False)),
            language=language,
            other_language="th" if language == "en" else "en",
            signed_in=built.account is not None,
        ),
        "language": language,
    }


def _mark_current(items: Sequence[NavItem], path: str) -> list[NavItem]:
    """The item whose address is the longest beginning of this page's."""
    fitting = [item.url for item in items if item.url != "/" and path.startswith(item.url.split("?")[0])]
    best = max(fitting, key=len, default=None)
    return [replace(item, current=item.url == best) for item in items]
