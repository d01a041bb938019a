"""Adding and editing commitments."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions, permissions, queries
from phanuek.agreements.forms.commitments import (
    CommitmentForm,
    EditCommitmentForm,
    NewCommitmentForm,
    PeriodRows,
)
from phanuek.agreements.forms.rows import without_errors
from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.agreements.views.base import status_of, way_up, words_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def commitment_new(request: HttpRequest, code: str) -> HttpResponse:
    """A commitment under an agreement, by an officer for their own body or by the secretariat for any."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    leads = _leads(actor, agreement)
    sent = request.POST if request.method == "POST" else None
    asked = (sent or request.GET).get("lead", "").replace("\x00", "")
    lead = leads.filter(code=asked).first() or (leads.first() if len(leads) == 1 else None)
    form = NewCommitmentForm(
        sent, agreement=agreement, leads=leads, lead=lead, of_text=_of_text(actor), initial={"lead": lead}
    )
    rows = PeriodRows(sent)
    if _holds(form, rows):
        try:
            commitment = actions.add_commitment(
                by=actor, agreement=agreement, periods=rows.periods() or (), **form.verb_fields()
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("เพิ่มภารกิจแล้ว", "The commitment is added."))
            return redirect(commitment)
    context = {
        "title": T("เพิ่มภารกิจ", "Add a commitment"),
        "intro": T(
            "บันทึกข้อตกลงไม่ผูกพันตามกฎหมาย ภารกิจคือสิ่งที่หน่วยงานตั้งใจทำและเปิดให้ติดตามผลได้",
            "A memorandum does not bind in law: a commitment is what a body sets out to do and lets others follow.",
        ),
        "form": form,
        "periods": rows,
        "submit": T("เพิ่มภารกิจ", "Add it"),
        "cancel": agreement.get_absolute_url(),
        "path": way_up(agreement, T("เพิ่มภารกิจ", "Add a commitment")),
        "for_others": actor.may(Permission.ACT_FOR_OTHERS),
        "without_account": lead if lead and on_behalf(actor, lead) else None,
        "progress": None,
    }
    return render(request, "agreements/commitment_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def commitment_edit(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    permissions.check_can_edit_commitment(actor, commitment)
    sent = request.POST if request.method == "POST" else None
    form = EditCommitmentForm.of(commitment, sent, of_text=_of_text(actor))
    rows = PeriodRows(sent, commitment)
    if _holds(form, rows):
        changes = form.verb_fields()
        periods = rows.periods()
        if periods is not None:
            changes["periods"] = periods
        try:
            actions.edit_commitment(by=actor, commitment=commitment, **changes)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(commitment)
    title = T("แก้ไขภารกิจ", "Edit the commitment")
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "periods": rows,
        "cancel": commitment.get_absolute_url(),
        "path": way_to(commitment, title),
        "progress": queries.progress(commitment),
        "for_others": False,
        "without_account": commitment.lead if on_behalf(actor, commitment.lead) else None,
    }
    return render(request, "agreements/commitment_form.html", context, status=status_of(form))


def commitment_of(actor: Actor, code: str) -> Commitment:
    """The commitment, or 404 where the reader may not see it."""
    rows = Commitment.objects.visible_to(actor).select_related(
        "agreement", "lead", "statement", "clause", "continued_in"
    )
    return get_object_or_404(rows, code=code)


def way_to(commitment: Commitment, last: T) -> list[tuple[Any, str]]:
    """Agreements › the agreement › the commitment › `last`."""
    return [
        *way_up(commitment.agreement)[:-1],
        (words_of(commitment, "title"), commitment.get_absolute_url()),
        (last, ""),
    ]


def _holds(form: CommitmentForm, rows: PeriodRows) -> bool:
    """Whether form and rows can go to the verb. Where only a row is asked for, nothing is judged."""
    if not form.is_bound:
        return False
    if rows.asked:
        without_errors(form)
        return False
    if all([form.is_valid(), rows.is_valid()]) and rows.check(form):
        return True
    rows.tell(form, T("งวดที่ {n}", "Period {n}"))
    return False


def _of_text(actor: Actor) -> bool:
    """Whether the actor says what stands in the text."""
    return actor.may(Permission.MANAGE_AGREEMENT)


def _leads(actor: Actor, agreement: Agreement) -> QuerySet[Organisation]:
    """The bodies for which the actor may add; NotAllowed when there is none."""
    bodies = Organisation.objects.bodies()
    if actor.may(Permission.MANAGE_AGREEMENT):
        parties = Party.objects.filter(agreement=agreement).values("organisation")
        leading = Commitment.objects.filter(agreement=agreement).values("lead")
        return bodies.filter(Q(pk__in=parties) | Q(parent__in=parties) | Q(pk__in=leading))
    check_has(actor, Permission.MANAGE_OWN_COMMITMENTS)
    own = get_object_or_404(bodies, pk=actor.organisation_id)
    permissions.check_can_add_commitment(actor, agreement, own)
    return bodies.filter(pk=own.pk)


def on_behalf(actor: Actor, lead: Organisation) -> bool:
    """Whether what is written now counts as written on behalf of the lead."""
    return (
        actor.may(Permission.ACT_FOR_OTHERS)
        and lead.pk != actor.organisation_id
        and not lead.memberships.valid(clock.today()).exists()
    )
