"""One's own messages, what comes by mail, and the page behind a mail's last line."""

from __future__ import annotations

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phanuek.messages import actions, queries
from phanuek.messages.forms import TopicsForm
from phanuek.messages.models import Message
from phanuek.messages.readers import LinkBearer, Reader, read_token
from phanuek.messages.topics import all_topics, label
from phanuek.people.models import Person
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")
TITLE = T("ข้อความถึงฉัน", "My messages")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Newest first; ?topic= one topic."""
    topics = queries.topics_told(_person(request))
    topic = request.GET.get("topic", "")
    if topic not in dict(topics):
        topic = ""
    rows = Message.objects.visible_to(_person(request))
    page = paginate(request, rows.filter(topic=topic) if topic else rows)
    context = {"title": TITLE, "path": [DESK, (TITLE, "")], "page": page, "topics": topics, "topic": topic}
    return render(request, "messages/list.html", context)


@require_POST
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Marks one as read and goes to what it is about, or stays in the list."""
    message = get_object_or_404(Message.objects.visible_to(_person(request)), code=code)
    actions.mark_read(by=request.actor, message=message)  # type: ignore[attr-defined]
    return redirect(_list_as_it_was(request) if "stay" in request.POST else message.link)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = actions.mark_all_read(
        by=request.actor,  # type: ignore[attr-defined]
        topic=request.POST.get("topic", "").replace("\x00", ""),
    )
    if count:
        notices.success(request, str(T("ทำเครื่องหมายว่าอ่านแล้วทั้งหมด", "All marked as read.")))
    return redirect(_list_as_it_was(request))


def _list_as_it_was(request: HttpRequest) -> str:
    """The list with the filter that the form carried along, when it is one."""
    topic = request.POST.get("topic", "")
    return reverse("messages:list") + (f"?topic={topic}" if topic in all_topics() else "")


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Which topics come by mail."""
    reader = Reader.of_person(_person(request))
    off = queries.turned_off(reader)
    form = TopicsForm(request.POST or None, initial={"mail": [t for t in all_topics() if t not in off]})
    if request.method == "POST":
        form = TopicsForm(request.POST)
        if form.is_valid():
            _save(request, reader, off, set(form.cleaned_data["mail"]))
            notices.success(request, str(T("บันทึกแล้ว", "Saved.")))
            return redirect("messages:settings")
    title = T("อีเมลที่จะได้รับ", "What comes by mail")
    context = {
        "title": title,
        "path": [DESK, (TITLE, reverse("messages:list")), (title, "")],
        "form": form,
        "topics": all_topics(),
        "cancel": reverse("messages:list"),
    }
    return render(request, "messages/settings.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, reader: Reader, off: set[str], wanted: set[str]) -> None:
    for topic in all_topics():
        if topic in wanted and topic in off:
            actions.turn_on(by=request.actor, reader=reader, topic=topic)  # type: ignore[attr-defined]
        elif topic not in wanted and topic not in off:
            actions.turn_off(by=request.actor, reader=reader, topic=topic)  # type: ignore[attr-defined]


# the signed token is the right; a mail program posts here without cookies (RFC 8058)
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One topic of one reader: what it is, off, and on again. Opening the page changes nothing."""
    reader, topic = _of_token(token)
    if request.method == "POST":
        verb = actions.turn_on if "again" in request.POST else actions.turn_off
        verb(by=LinkBearer(reader.person_id), reader=reader, topic=topic)
    context = {
        "title": T("หยุดรับอีเมล", "Stop mail"),
        "topic": label(topic),
        "off": topic in queries.turned_off(reader),
        "changed": request.method == "POST",
        "has_account": reader.person_id is not None,
    }
    return render(request, "messages/stop.html", context)


def _of_token(token: str) -> tuple[Reader, str]:
    """404 for what was not signed here, for a topic no longer told, and for an account that is gone."""
    try:
        reader, topic = read_token(token)
    except BadSignature:
        raise Http404 from None
    gone = reader.person_id is not None and not Person.objects.filter(pk=reader.person_id).exists()
    if topic not in all_topics() or gone:
        raise Http404
    return reader, topic


def _person(request: HttpRequest) -> int:
    person_id: int = request.user.pk
    return person_id
