"""What every page reached by a signed link has in common: who it lets in, what it gives away, and its words when a link does not
work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from phanuek.people.links import LinkState, masked
from phanuek.people.models import ActingLink
from phanuek.ui.words import T

View = Callable[..., HttpResponseBase]

WORDS: dict[LinkState | None, tuple[T, T]] = {
    None: (
        T("ลิงก์นี้ไม่ถูกต้อง", "This link is not right"),
        T("โปรดเปิดจากอีเมลที่ได้รับ หรือคัดลอกลิงก์มาให้ครบทุกตัว", "Open it from the mail you received, or copy all of it."),
    ),
    LinkState.EXPIRED: (
        T("ลิงก์นี้หมดอายุแล้ว", "This link has expired"),
        T("ขอลิงก์ใหม่ได้ ระบบจะส่งไปที่อยู่อีเมลเดิมเท่านั้น", "You can have a new one. It goes to the same e-mail address only."),
    ),
    LinkState.REPLACED: (
        T("มีลิงก์ใหม่แทนลิงก์นี้แล้ว", "A newer link has taken the place of this one"),
        T("โปรดเปิดลิงก์ล่าสุดในกล่องจดหมาย หรือขอใหม่อีกครั้ง", "Open the latest one in the mail box, or ask for it again."),
    ),
    LinkState.REVOKED: (
        T("ลิงก์นี้ยกเลิกแล้ว", "This link has been taken back"),
        T("เรื่องนี้ดำเนินการทางอื่นไปแล้ว หรือไม่ต้องดำเนินการอีก ท่านไม่ต้องทำอะไรเพิ่ม",
          "It has been dealt with another way, or is no longer needed. There is nothing for you to do."),
    ),
    LinkState.USED: (
        T("ใช้ลิงก์นี้ไปแล้ว", "This link has been used"),
        T("ดำเนินการเรียบร้อยแล้ว ลิงก์ใช้ได้ครั้งเดียว", "What it was for has been done; it works once."),
    ),
}  # fmt: skip


def reached_by_link(view: View) -> View:
    """No sign-in, kept in no cache, in no index; its address is told to no other site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(never_cache(guarded))


def stopped(
    request: HttpRequest,
    why: LinkState | None,
    link: ActingLink | None = None,
    *,
    again: bool = False,
    said: T | None = None,
    status: int = 0,
) -> HttpResponse:
    """The page in place of the act: 404 for what was never a link, else 410. It names no case and no group. `again` offers a
    new link; `said` is what came of asking for one."""
    title, words = WORDS[why]
    context = {
        "title": title,
        "words": words,
        "again": again,
        "masked": masked(link.address) if link is not None and again else "",
        "said": said,
    }
    return render(request, "people/link_stopped.html", context, status=status or (410 if why else 404))
