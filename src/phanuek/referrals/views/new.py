"""Recording the consent and sending, on one page."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.consent import queries as consents
from phanuek.consent.models import Consent
from phanuek.engines.rules import Status
from phanuek.matching import queries as matching
from phanuek.matching.actions import queue
from phanuek.needs.models import Need
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions, forms, permissions, queries
from phanuek.referrals.actions import files as case_files
from phanuek.referrals.models import CaseFile, Referral
from phanuek.referrals.states import FileKind
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Sending:
    """Who is sent where, and whether that is possible today."""

    enterprise: Enterprise
    offer: Offer
    need: Need | None
    answer: matching.Answer
    consent: Consent | None
    barred: T | None
    open_case: str
    previous: Referral | None = None

    @property
    def papers(self) -> list[CaseFile]:
        """Documents of the case before, which go along."""
        if self.previous is None:
            return []
        kept = self.previous.files.filter(kind=FileKind.APPLICATION, removed_on=None)
        return list(kept.select_related("attachment"))


def _fetch(request: HttpRequest) -> tuple[Enterprise, Offer, Need | None]:
    given = request.POST if request.method == "POST" else request.GET
    actor: Actor = request.actor  # type: ignore[attr-defined]
    groups = Enterprise.objects.visible_to(actor).select_related(
        "subdistrict__parent__parent", "organisation"
    )
    enterprise = get_object_or_404(groups, code=given.get("enterprise", ""))
    offers = Offer.objects.visible_to(actor).select_related("provider", "rule", "commitment")
    offer = get_object_or_404(offers, code=given.get("offer", ""))
    if not given.get("need"):
        return enterprise, offer, None
    return enterprise, offer, get_object_or_404(Need.objects.visible_to(actor), code=given["need"])


def _previous(request: HttpRequest, enterprise: Enterprise) -> Referral | None:
    """The case after which one applies again; None where none is named, or it is of another group."""
    code = (request.POST if request.method == "POST" else request.GET).get("previous", "")
    if not code or "\x00" in code:
        return None
    rows = Referral.objects.visible_to(request.actor).filter(enterprise=enterprise)  # type: ignore[attr-defined]
    return rows.filter(code=code).first()


def _sending(enterprise: Enterprise, offer: Offer, need: Need | None, previous: Referral | None) -> Sending:
    today = clock.today()
    answer = matching.answer_of(enterprise=enterprise, offer=offer, on=today)
    standing = queries.open_case(enterprise.pk, offer.pk)
    barred = None
    if standing is not None:
        barred = T(
            "กลุ่มนี้มีเรื่องที่ยังไม่เสร็จกับมาตรการนี้อยู่แล้ว", "This group already has an open case with this offer."
        )
    elif not offer.is_open(today):
        barred = T("มาตรการนี้ไม่ได้เปิดรับในวันนี้", "This offer is not open today.")
    elif answer.is_full and queue.place_for(offer, enterprise) is None:
        barred = T("มาตรการนี้มีผู้รับการสนับสนุนเต็มจำนวนแล้ว", "No place is left in this offer.")
    elif answer.status == Status.DOES_NOT_FIT:
        barred = T(
            "กลุ่มนี้ยังไม่เข้าเงื่อนไขของมาตรการ จึงยังส่งเรื่องไม่ได้",
            "The group does not fit the conditions of this offer yet.",
        )
    return Sending(
        enterprise, offer, need, answer, consents.valid_for(enterprise, offer.provider, today), barred,
        standing.code if standing else "", previous,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """?enterprise=&offer=&need= : what will be sent, to whom, with which consent."""
    enterprise, offer, need = _fetch(request)
    by: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_send(by, enterprise, offer)
    if need is not None and need.enterprise_id != enterprise.pk:
        raise Http404
    previous = _previous(request, enterprise)
    sending = _sending(enterprise, offer, need, previous)
    form_class = forms.SendForm if sending.consent else forms.ConsentAndSendForm
    typed = {"note": previous.note, "requested_baht": previous.requested_baht} if previous else {}
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class(initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            referral = _send_with_files(by, sending, form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            done = T(
                "ส่งเรื่องถึง {provider} แล้ว ระบบติดตามคำตอบแรกภายใน {n} วันทำการ",
                "Sent to {provider}. The first answer is followed up within {n} working days.",
            )
            messages.success(
                request,
                str(done.format(provider=permissions.name_of(offer.provider), n=offer.first_answer_days)),
            )
            return redirect(referral.get_absolute_url())
    status = 422 if request.method == "POST" else 200
    if status == 422:
        forms.remind_of_files(form)
    context = {
        "form": form, "sending": sending, "today": clock.today(), "speed": queries.answer_speed(offer.provider_id),
    }  # fmt: skip
    return render(request, "referrals/new.html", context, status=status)


@transaction.atomic
def _send_with_files(by: Actor, sending: Sending, data: dict) -> Referral:
    """The case and its documents are sent together or not at all."""
    referral = _send(by, sending, data)
    case_files.attach(by, referral, data["files"], FileKind.APPLICATION)
    return referral


def _send(by: Actor, sending: Sending, data: dict) -> Referral:
    if sending.consent is not None:
        return actions.send(
            by=by, enterprise=sending.enterprise, offer=sending.offer, consent=sending.consent, need=sending.need,
            note=data["note"], requested_baht=data["requested_baht"], previous=sending.previous,
        )  # fmt: skip
    return actions.consent_and_send(
        by=by, enterprise=sending.enterprise, offer=sending.offer, need=sending.need, method=data["method"],
        given_by=data["given_by"], given_on=data["given_on"], evidence=data["evidence"], note=data["note"],
        requested_baht=data["requested_baht"], previous=sending.previous,
    )  # fmt: skip
