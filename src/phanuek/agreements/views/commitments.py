"""Adding and editing commitments."""


from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions, permissions, queries
from phanuek.agreements.forms.commitments import EditCommitmentForm, NewCommitmentForm
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
    lead = leads.filter(code=request.GET.get("lead", "")).first() or (
        leads.first() if len(leads) == 1 else None
    )
    form = NewCommitmentForm(
        request.POST if request.method == "POST" else None,
        agreement=agreement,
        leads=leads,
        lead=lead,
        initial={"lead": lead},
    )
    if request.method == "POST" and form.is_valid():
        try:
            commitment = actions.add_commitment(by=actor, agreement=agreement, **form.cleaned_data)
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
        "submit": T("เพิ่มภารกิจ", "Add it"),
        "cancel": agreement.get_absolute_url(),
        "path": way_up(agreement, T("เพิ่มภารกิจ", "Add a commitment")),
        "for_others": actor.may(Permission.ACT_FOR_OTHERS),
        "without_account": lead if lead and _on_behalf(actor, lead) else None,
    }
    return render(request, "agreements/commitment_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def commitment_edit(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Commitment.objects.visible_to(actor).select_related("agreement", "lead", "statement")
    commitment = get_object_or_404(found, code=code)
    permissions.check_can_edit_commitment(actor, commitment)
    form = EditCommitmentForm.of(commitment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_commitment(by=actor, commitment=commitment, **form.cleaned_data)
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
        "cancel": commitment.get_absolute_url(),
        "path": [
            *way_up(commitment.agreement)[:-1],
            (words_of(commitment, "title"), commitment.get_absolute_url()),
            (title, ""),
        ],
        "progress": queries.progress(commitment),
        "for_others": False,
        "without_account": commitment.lead if _on_behalf(actor, commitment.lead) else None,
    }
    return render(request, "agreements/commitment_form.html", context, status=status_of(form))


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


def _on_behalf(actor: Actor, lead: Organisation) -> bool:
    """Whether what is written now counts as written on behalf of the lead."""
    return (
        actor.may(Permission.ACT_FOR_OTHERS)
        and lead.pk != actor.organisation_id
        and not lead.memberships.valid(clock.today()).exists()
    )
