"""Who can help a group, or a need; and answering a question on the spot."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility import facts as eligibility_facts
from phanuek.engines.rules import Status
from phanuek.matching import forms, permissions, queries
from phanuek.matching.permissions_of_draws import check_can_enter
from phanuek.matching.queries import waiting
from phanuek.needs import queries as need_queries
from phanuek.needs.models import Aim, Means, Need
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has, may
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

SAVED = T("บันทึกคำตอบแล้ว", "The answer is saved.")
NOTED = T("ข้ามคำถามนี้ไว้ก่อน", "The question is left for later.")


@dataclass(frozen=True)
class Tried:
    """An answer that could not be read: where it was typed, what, and why not."""

    place: str = ""
    typed: str = ""
    problem: str = ""
    # where the reader was, and stands again after the list has changed
    focus: str = ""
    # what the page tells those who hear it, before the list
    said: T | str = ""


@dataclass
class Page:
    """What the help page and its fragment are drawn from."""

    request: HttpRequest
    enterprise: Enterprise
    asked: forms.Asked
    need: Need | None = None
    tried: Tried = field(default_factory=Tried)

    def context(self) -> dict[str, Any]:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        found = queries.who_can_help(
            enterprise=self.enterprise,
            aim=self.asked.aim,
            means=self.asked.means,
            on=clock.today(),
            skip=self.asked.skip,
            shown=self.asked.shown,
        )
        # that the actor may ask was checked before the page is made
        may_send = may(check_has, actor, Permission.SEND_REFERRAL)
        turns = waiting.turns(self.enterprise, [a.offer.pk for a in found.answers if a.is_full])
        return {
            "enterprise": self.enterprise, "need": self.need, "asked": self.asked, "help": found, "tried": self.tried,
            "said": self.tried.said, "wished": _means_words(found),
            "cards": [card(answer, self, may_send, turns.get(answer.offer.pk)) for answer in found.answers],
            "may_send": may_send, "may_enter": bool(turns) and may(check_can_enter, actor, self.enterprise),
            "may_answer": may(check_has, actor, Permission.RECORD_FACTS),
            "answer_url": reverse("matching:answer", args=[self.enterprise.code]),
            "aim_label": Aim(self.asked.aim).label,
            "more_url": self.address(self.asked.further()) if found.more else "",
            "aims": [] if self.need else _aim_links(self.enterprise, self.asked),
            "steps": need_queries.story(self.need) if self.need else [],
            "path": self._path(),
            # the same in the form of every question: drawn once
            "hidden": render_to_string("matching/_hidden.html", {"asked": self.asked, "need": self.need}, self.request),
        }  # fmt: skip

    def _path(self) -> list[tuple[object, str]]:
        place = self.enterprise.subdistrict.path()[0]
        last = (
            T("ความต้องการ: {aim}", "Need: {aim}")
            if self.need
            else T("หามาตรการ: {aim}", "Support for: {aim}")
        )
        return [
            (place.sign, f"/enterprises/?province={place.code}"),
            (
                T(self.enterprise.name_th, self.enterprise.name_en or self.enterprise.name_th),
                self.enterprise.get_absolute_url(),
            ),
            (last.format(aim=T.of(Aim(self.asked.aim).label)), ""),
        ]

    def address(self, asked: forms.Asked | None = None) -> str:
        query = (asked or self.asked).query()
        if self.need is not None:
            base = reverse("matching:need", args=[self.need.code])
            for known in ("aim", "means"):
                query.pop(known, None)
        else:
            base = reverse("matching:enterprise", args=[self.enterprise.code])
        rest = query.urlencode()
        return f"{base}?{rest}" if rest else base


@dataclass(frozen=True)
class Card:
    """One offer as it stands on the page."""

    answer: queries.Answer
    send_url: str
    met: int
    turn: waiting.Turn | None = None

    @property
    def offer(self) -> Any:
        return self.answer.offer


def card(answer: queries.Answer, page: Page, may_send: bool, turn: waiting.Turn | None = None) -> Card:
    """`turn`: of a full offer, whether the group waits for it or has a place kept."""
    send_url = ""
    kept = turn is not None and turn.kept
    if may_send and answer.status != Status.DOES_NOT_FIT and (kept or not answer.is_full):
        query = {"enterprise": page.enterprise.code, "offer": answer.offer.code}
        if page.need is not None:
            query["need"] = page.need.code
        send_url = f"{reverse('referrals:new')}?{urlencode(query)}"
    return Card(answer, send_url, len(answer.verdict.with_status(Status.FITS)), turn)


def _means_words(found: queries.Help) -> T:
    """The means of the offers that are wished for and not open."""
    codes = dict.fromkeys(other.offer.means for other in found.wished_not_open)
    labels = [T.of(Means(code).label) for code in codes]
    return T(" ".join(label.th for label in labels), ", ".join(label.en for label in labels))


def _newest_aim(enterprise: Enterprise, actor: Actor) -> str:
    """Of the group's newest open need, where nothing else says what help is looked for."""
    rows = Need.objects.visible_to(actor).open().filter(enterprise=enterprise)
    return rows.order_by("-received_at", "-pk").values_list("aim", flat=True).first() or ""


def _aim_links(enterprise: Enterprise, asked: forms.Asked) -> list[dict[str, Any]]:
    return [
        {"label": aim.label, "current": aim.value == asked.aim,
         "url": "?" + replace(asked, aim=aim.value, shown=forms.PER_PAGE).query().urlencode()}
        for aim in Aim
    ]  # fmt: skip


def _enterprise(request: HttpRequest, code: str) -> Enterprise:
    rows = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("subdistrict__parent__parent", "organisation"), code=code)


def _need(request: HttpRequest, code: str) -> Need:
    rows = Need.objects.visible_to(request.actor).select_related(  # type: ignore[attr-defined]
        "area__parent__parent", "enterprise__subdistrict__parent__parent", "enterprise__organisation"
    )
    return get_object_or_404(rows, code=code)


@require_safe
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    """Who can help this group with an aim: ?aim=…&means=…"""
    found = _enterprise(request, code)
    permissions.check_can_ask(request.actor, found)  # type: ignore[attr-defined]
    aim = "" if "aim" in request.GET else _newest_aim(found, request.actor)  # type: ignore[attr-defined]
    return _show(request, Page(request, found, forms.read(request.GET, aim=aim)))


@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    """Who can help with a need: with its group's data, or, without a group, by the place alone."""
    found = _need(request, code)
    if found.enterprise is None:
        return _without_group(request, found)
    permissions.check_can_ask(request.actor, found.enterprise)  # type: ignore[attr-defined]
    asked = forms.read(request.GET, aim=found.aim, means=found.means)
    return _show(request, Page(request, found.enterprise, asked, found))


def _without_group(request: HttpRequest, found: Need) -> HttpResponse:
    if not Need.objects.workable_by(request.actor).filter(pk=found.pk).exists():  # type: ignore[attr-defined]
        raise NotAllowed(
            T(
                "เฉพาะเจ้าหน้าที่ที่ดูแลพื้นที่นี้ที่หามาตรการให้ความต้องการนี้ได้",
                "Only officers of this area look for help with this need.",
            )
        )
    asked = forms.read(request.GET, aim=found.aim, means=found.means)
    answers = queries.who_helps_in(
        area=found.area, aim=found.aim, means=found.means, on=clock.today(), shown=asked.shown
    )
    served = [a for a in answers.answers if a.status != Status.DOES_NOT_FIT]
    context = {
        "need": found, "help": answers, "served": served, "served_count": answers.fits + answers.unknown,
        "more_url": f"?{urlencode({'shown': asked.further().shown})}" if answers.more else "", "wished": _means_words(answers),
        "elsewhere": [a for a in answers.answers if a.status == Status.DOES_NOT_FIT],
        "steps": need_queries.story(found), "aim_label": Aim(found.aim).label,
        "path": [
            (T("ความต้องการ", "Needs"), "/needs/"), (found.code, found.get_absolute_url()),
            (T("ผู้ที่ช่วยได้", "Who can help"), ""),
        ],
    }  # fmt: skip
    return render(request, "matching/need_without_group.html", context)


@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Stores one answer of the group (or leaves it unknown) and shows the list anew: as a fragment, or by redirect."""
    found = _enterprise(request, code)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_answer(actor, found)
    page = _page_of(request, found)
    fact = eligibility_facts.vocabulary().get(request.POST.get("fact", ""))
    if fact is None or fact.name in queries.ASKED_ELSEWHERE:
        raise Refused(
            T(
                "ไม่พบคำถามนี้ โปรดโหลดหน้าใหม่แล้วตอบอีกครั้ง",
                "There is no such question. Reload the page and answer again.",
            )
        )
    place = request.POST.get("place", "")
    typed = request.POST.get("answer", "")
    if "unknown" in request.POST:
        typed = "unknown"
    try:
        if typed.strip() == "":
            raise Refused(
                T("โปรดตอบคำถาม หรือเลือก “ยังไม่ทราบ”", "Answer the question, or choose “Not known yet”.")
            )
        value = eligibility_facts.parse_answer(fact, typed)
        if value is None:
            page.asked = page.asked.skipping(fact.name)
        else:
            eligibility.record_fact(
                by=actor, enterprise=found, name=fact.name, value=value, **source_of(actor, found)
            )
            page.asked = page.asked.without(fact.name)
    except Refused as refusal:
        page.tried = Tried(place=place, typed=typed[:200], problem=str(refusal.text))
        return _show(request, page, status=422)
    page.tried = Tried(focus=place, said=NOTED if value is None else SAVED)
    if getattr(request, "htmx", False):
        return _show(request, page)
    messages.success(request, str(page.tried.said))
    return redirect(page.address())


def _page_of(request: HttpRequest, found: Enterprise) -> Page:
    code = request.POST.get("need", "")
    if not code:
        return Page(request, found, forms.read(request.POST))
    linked = _need(request, code)
    if linked.enterprise_id != found.pk:
        raise Http404
    return Page(request, found, forms.read(request.POST, aim=linked.aim, means=linked.means), linked)


def _show(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    fragment = bool(htmx) and not htmx.history_restore_request
    template = "matching/_answers.html" if fragment else "matching/help.html"
    return render(request, template, {**page.context(), "fragment": fragment}, status=status)


def source_of(actor: Actor, found: Enterprise) -> dict[str, str]:
    """Who said it to whom, for the fact's source. No person is named: the record keeps who entered it."""
    if actor.acts_for(found.organisation_id):
        return {"source_th": "คำตอบของกลุ่มเองในระบบ", "source_en": "The group's own answer in the system"}
    body = Organisation.objects.filter(pk=actor.acting_id).first()
    th, en = (body.name_th, body.name_en or body.name_th) if body else ("", "")
    return {
        "source_th": f"คำตอบของกลุ่มต่อเจ้าหน้าที่ {th}".strip()[:300],
        "source_en": f"The group's answer to an officer of {en}".strip()[:300],
    }
