"""The pages for whoever holds a link: read what the act needs, do the one act, see what came of it. Opening one does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.consent import actions as consents
from phanuek.files import views as file_views
from phanuek.organisations.actor import Actor
from phanuek.people import links as acting_links
from phanuek.people.by_link import reached_by_link, stopped
from phanuek.people.links import LinkState, masked
from phanuek.people.models import ActingLink
from phanuek.referrals import actions, forms, permissions
from phanuek.referrals.acting import ANSWER, CONFIRM, DELIVER, DELIVERED_IN, STATES
from phanuek.referrals.actions import links
from phanuek.referrals.actions.by_link import LinkGone, act
from phanuek.referrals.actions.steps import day_of, reference
from phanuek.referrals.forms.by_link import SendLinkForm
from phanuek.referrals.models import CaseFile, Delivery, Letter, Referral
from phanuek.referrals.states import FileKind
from phanuek.referrals.views.acts import Act, act_page, done_with_files, refuse_from
from phanuek.referrals.views.delivery import limit_words, record
from phanuek.timeline import queries as timeline
from phanuek.ui.forms import PlainForm
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

SENT = T(
    "ส่งลิงก์ใหม่ไปที่อยู่เดิมแล้ว โปรดเปิดกล่องจดหมาย",
    "A new link was sent to the same address. Look into the mail box.",
)
MOVED = T("เรื่องนี้ดำเนินการไปแล้ว จึงไม่มีลิงก์ใหม่", "The case has moved on, so there is no new link.")


@dataclass(frozen=True)
class Subject:
    """What a link is about."""

    link: ActingLink
    referral: Referral
    delivery: Delivery | None

    @property
    def due(self) -> bool:
        """Whether the act still makes sense where the case stands now."""
        if self.delivery is not None:
            return self.delivery.confirmed_by_id is None
        return self.referral.state in STATES[self.link.purpose]

    @property
    def for_provider(self) -> bool:
        return self.link.organisation_code == self.referral.provider.code


def _subject(token: str) -> Subject | None:
    link = acting_links.find(token, purposes=(ANSWER, DELIVER, CONFIRM))
    if link is None:
        return None
    code = link.about.partition(":")[2]
    delivery = None
    if link.purpose == CONFIRM:
        delivery = Delivery.objects.select_related("recorded_by").filter(code=code).first()
        found = {"pk": delivery.referral_id if delivery else None}
    else:
        found = {"code": code}
    rows = Referral.objects.select_related(
        "enterprise__subdistrict__parent__parent", "enterprise__organisation", "offer", "provider", "sender", "consent", "assessment",
        "need",
    )  # fmt: skip
    referral = rows.filter(**found).first()
    return Subject(link, referral, delivery) if referral else None


@reached_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    subject = _subject(token)
    if subject is None:
        return stopped(request, None)
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    state = acting_links.state(subject.link)
    if asked == "again" and state != LinkState.WORKS:
        return _again(request, subject)
    if asked == "again" and subject.due:
        return redirect("referrals:by_link", token=token)
    if state == LinkState.WORKS and not subject.due:
        state = LinkState.REVOKED
    if state != LinkState.WORKS:
        return _over(request, subject, state)
    acting_links.opened(subject.link)
    if asked == "contact" and subject.link.purpose == DELIVER:
        return _page(request, token, subject, {}, contact=True)
    if request.method == "POST":
        return _do(request, token, subject, asked)
    return _page(request, token, subject, {})


TAKEN_UP = T(
    "รับเรื่องแล้ว แจ้งกลุ่มและผู้ส่งแล้ว เมื่อให้การสนับสนุน โปรดบันทึกในหน้านี้ ลิงก์ใหม่ส่งไปที่อีเมลเดิมแล้ว",
    "The case is accepted; the group and the sender are told. Record the support on this page once it is given: a new link went to "
    "the same address.",
)
# what is typed, and by whom, about what
Verb = Callable[[Actor, Subject, dict[str, Any]], object]


def _accept(by: Actor, subject: Subject, data: dict[str, Any]) -> object:
    """Taken up; the next link goes to the same address, and whoever acted goes on with it."""
    referral = actions.accept(by=by, referral=subject.referral, note=data["note"])
    return links.send_deliver_link(
        by=by, referral=referral, address=subject.link.address, name=subject.link.name
    )[1]


def _ask(by: Actor, subject: Subject, data: dict[str, Any]) -> object:
    actions.ask_more(by=by, referral=subject.referral, text=data["text"])
    return None


def _refuse(by: Actor, subject: Subject, data: dict[str, Any]) -> object:
    refuse_from(by, subject.referral, data)
    return None


def _deliver(by: Actor, subject: Subject, data: dict[str, Any]) -> object:
    record(by, subject.referral, data)
    return None


def _received(by: Actor, subject: Subject, data: dict[str, Any]) -> object:
    assert subject.delivery is not None
    actions.answer_delivery(by=by, delivery=subject.delivery, received=data["received"], note=data["note"])
    return None


# purpose → act → its form and the verb
ACTS: dict[str, dict[str, tuple[type[PlainForm], Verb]]] = {
    ANSWER: {"accept": (forms.AcceptForm, _accept), "ask": (forms.AskForm, _ask), "refuse": (forms.RefuseForm, _refuse)},
    DELIVER: {"deliver": (forms.DeliveryForm, _deliver)},
    CONFIRM: {"received": (forms.ReceiptForm, _received)},
}  # fmt: skip


def _do(request: HttpRequest, token: str, subject: Subject, asked: str) -> HttpResponse:
    """One act; anything else than those of the link's purpose is no act at all."""
    if asked not in ACTS[subject.link.purpose]:
        return stopped(request, None)
    _, verb = ACTS[subject.link.purpose][asked]
    form = _form(subject, asked, request)
    if form.is_valid():
        try:
            following = act(subject.link, lambda by: _with_files(by, subject, dict(form.cleaned_data), verb))
            if isinstance(following, str):
                messages.success(request, str(TAKEN_UP))
                return redirect("referrals:by_link", token=following)
            return redirect("referrals:by_link", token=token)
        except Refused as refusal:
            refusal.add_to(form)
        except (LinkGone, NotAllowed):
            subject.link.refresh_from_db()
            state = acting_links.state(subject.link)
            return _over(request, subject, LinkState.REVOKED if state == LinkState.WORKS else state)
    forms.remind_of_files(form)
    return _page(request, token, subject, {asked: form}, status=422)


def _with_files(by: Actor, subject: Subject, data: dict[str, Any], verb: Verb) -> object:
    return done_with_files(by, subject.referral, data, lambda _by, _case, typed: verb(by, subject, typed))


def _form(subject: Subject, asked: str, request: HttpRequest | None = None) -> PlainForm:
    form_class, _ = ACTS[subject.link.purpose][asked]
    values: dict[str, Any] = {"auto_id": f"{asked}_%s"}
    if form_class is forms.RefuseForm:
        values["referral"] = subject.referral
    form = form_class(request.POST, request.FILES, **values) if request is not None else form_class(**values)
    if hasattr(form, "sent_on"):
        form.sent_on = day_of(subject.referral.sent_at)
    return form


def _page(
    request: HttpRequest,
    token: str,
    subject: Subject,
    typed: dict[str, PlainForm],
    *,
    contact: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What the purpose needs and no more; the look is written down, with the link that it was by."""
    referral, link = subject.referral, subject.link
    by = links.actor_of(link)
    consents.log_look(by=by, enterprise=referral.enterprise, what="case", purpose=reference(referral))
    context: dict[str, Any] = {
        "token": token, "link": link, "referral": referral, "delivery": subject.delivery, "masked": masked(link.address),
        "form": next(iter(typed.values()), None), "open_act": next(iter(typed), ""),
        "acts": {name: typed.get(name) or _form(subject, name) for name in ACTS[link.purpose]},
        "for_provider": subject.for_provider,
    }  # fmt: skip
    if link.purpose == ANSWER:
        context |= {"papers": _papers(referral), "letters": referral.letters.exclude(kind=Letter.Kind.NOTE)}
        return render(request, "referrals/by_link_answer.html", context, status=status)
    if link.purpose == DELIVER:
        try:
            permissions.check_can_see_contact(by, referral)
            why_not = None
        except NotAllowed as refusal:
            why_not = refusal.reason
        shown = actions.look_at_contact(by=by, referral=referral) if contact and why_not is None else None
        context |= {"contact": shown, "contact_why_not": why_not, "limits": limit_words(referral)}
        return render(request, "referrals/by_link_deliver.html", context, status=status)
    return render(request, "referrals/by_link_confirm.html", context, status=status)


def _papers(referral: Referral) -> list[CaseFile]:
    rows = CaseFile.objects.filter(referral=referral, kind=FileKind.APPLICATION).select_related("attachment")
    return [row for row in rows if row.attachment.removed_at is None]


def _over(request: HttpRequest, subject: Subject, state: LinkState) -> HttpResponse:
    """Why it does not work. Only who used it reads what was done; and where there is a next step, may have its link."""
    link = subject.link
    if state != LinkState.USED:
        return stopped(request, state, link, again=subject.due and state != LinkState.REVOKED)
    done = [
        event
        for event in timeline.of(subject.referral, with_people=False)
        if event["facts"].get("by_link") == link.code
    ]
    context = {
        "referral": subject.referral,
        "events": done,
        "next": _next(subject),
        "masked": masked(link.address),
    }
    return render(request, "referrals/by_link_done.html", context)


def _next(subject: Subject) -> T | str:
    """What the holder of a used link may do next, by a new link."""
    if subject.link.purpose == CONFIRM:
        delivery = subject.delivery
        again = delivery is not None and delivery.confirmed_by_id is None
        return (
            T("เปลี่ยนคำตอบ เช่น เมื่อได้รับภายหลัง", "change the answer, such as when it came later")
            if again
            else ""
        )
    if subject.referral.state in DELIVERED_IN:
        return T(
            "บันทึกการให้การสนับสนุน และดูข้อมูลติดต่อของกลุ่ม", "record what was given, and see how to reach the group"
        )
    return ""


def _again(request: HttpRequest, subject: Subject) -> HttpResponse:
    """A new link to the address that this one went to. The page says the same whatever the address is."""
    state = acting_links.state(subject.link)
    may = _next(subject) if state == LinkState.USED else subject.due
    if state == LinkState.REVOKED or not may:
        return stopped(request, LinkState.REVOKED, said=MOVED, status=410)
    try:
        links.send_again(
            by=links.actor_of(subject.link),
            link=subject.link,
            referral=subject.referral,
            delivery=subject.delivery,
        )
    except Refused as refusal:
        return stopped(request, state, said=refusal.text, status=429)
    except NotAllowed:
        return stopped(request, LinkState.REVOKED, said=MOVED, status=410)
    return stopped(request, state, said=SENT, status=200)


@reached_by_link
@require_safe
def by_link_file(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """A document of the application, while the link that asks for the answer works."""
    subject = _subject(token)
    if subject is None or subject.link.purpose != ANSWER or not subject.due:
        raise Http404
    if acting_links.state(subject.link) != LinkState.WORKS:
        raise Http404
    found = next((row for row in _papers(subject.referral) if row.attachment.code == file), None)
    if found is None:
        raise Http404
    found.referral = subject.referral
    return file_views.serve(actions.open_file(by=links.actor_of(subject.link), file=found))


@require_http_methods(["GET", "POST"])
def send_link(request: HttpRequest, code: str) -> HttpResponse:
    act_ = Act(
        T("ส่งลิงก์ให้หน่วยงานตอบ", "Send the body a link to answer by"), T("ส่งลิงก์", "Send the link"),
        T("ส่งลิงก์แล้ว หน่วยงานตอบได้โดยไม่ต้องมีบัญชี", "Sent. The body can answer without an account."),
        T("ใช้เมื่อหน่วยงานยังไม่มีเจ้าหน้าที่ในระบบ ลิงก์ใช้ตอบเรื่องนี้ได้ครั้งเดียว ภายใน 14 วัน ประวัติจะแสดงว่าตอบทางลิงก์",
          "For a body without officers here. It answers this one case, once, within 14 days; the timeline says that it was by link."),
        by_provider=False,
    )  # fmt: skip
    return act_page(
        request, code, act_, SendLinkForm, permissions.check_can_send_link,
        lambda by, case, data: actions.send_answer_link(by=by, referral=case, address=data["address"], name=data["name"]),
    )  # fmt: skip
