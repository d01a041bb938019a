"""Claims of one commitment: the list, one of them with its evidence, writing and mending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.actions.claims import check_takes_claims
from phanuek.agreements.forms.claims import ClaimForm, EvidenceRows
from phanuek.agreements.forms.commitments import shown
from phanuek.agreements.forms.rows import without_errors
from phanuek.agreements.models import Claim, Commitment
from phanuek.agreements.queries import claims as reads
from phanuek.agreements.queries.detail import detail, works_for
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import ClaimState
from phanuek.agreements.views.base import way_up, words_of
from phanuek.agreements.views.commitments import commitment_of, way_to
from phanuek.files import views as file_views
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

CLAIMS = T("รายงานผล", "Claims")


@login_not_required
@require_safe
def claims(request: HttpRequest, code: str) -> HttpResponse:
    """Everyone reads what was approved; the bodies of the commitment and the secretariat read all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    context = {
        "commitment": commitment,
        "detail": detail(commitment, actor),
        "path": way_to(commitment, CLAIMS),
    }
    return render(request, "agreements/claims.html", context)


def claim_of(actor: Actor, code: str, claim: str) -> Claim:
    """The claim, or 404 where the reader may not see it."""
    rows = Claim.objects.visible_to(actor).select_related(
        "commitment__agreement", "commitment__lead", "organisation"
    )
    return get_object_or_404(rows, code=claim, commitment__code=code)


def way_to_claim(claim: Claim, last: T | None = None) -> list[tuple[Any, str]]:
    """Down to the claim, and to `last` under it."""
    commitment = claim.commitment
    way = [
        *way_up(commitment.agreement)[:-1],
        (words_of(commitment, "title"), commitment.get_absolute_url()),
        (CLAIMS, f"{commitment.get_absolute_url()}claims/"),
    ]
    here = (claim.code, claim.get_absolute_url() if last else "")
    return [*way, here, (last, "")] if last else [*way, here]


@login_not_required
@require_safe
def claim(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    """One claim with its evidence, what was decided, and what this reader may do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = claim_of(actor, code, claim)
    members = actor.sees_all or permissions.works_on(found.commitment, actor.acting_id)
    context = {
        "claim": found,
        "commitment": found.commitment,
        "line": reads.line(found, actor),
        "unit": unit_of(found.commitment),
        "buttons": buttons(actor, found),
        "members": members,
        "events": _told(found) if members else [],
        "path": way_to_claim(found),
    }
    return render(request, "agreements/claim.html", context)


def _told(claim: Claim) -> list[dict[str, Any]]:
    """What happened to it, bodies by their names."""
    events = timeline.of(claim, with_people=True)
    names = reads.names_of({e[n] for e in events for n in ("organisation", "on_behalf_of") if e[n]})
    return [{**e, **{n: names.get(e[n], e[n]) for n in ("organisation", "on_behalf_of")}} for e in events]


def buttons(actor: Actor, claim: Claim) -> list[tuple[T, str, bool]]:
    """Label, address and whether it is the first of what this person may do now."""
    if actor.is_public:
        return []
    url, state = claim.get_absolute_url(), ClaimState(claim.state)
    acts: list[tuple[T, str, bool, Callable[..., None], bool]] = [
        (T("รับรอง", "Approve"), "approve/", True, permissions.check_can_decide, state == ClaimState.SUBMITTED),
        (T("ส่งคืนให้แก้ไข", "Send back"), "return/", False, permissions.check_can_decide, state == ClaimState.SUBMITTED),
        (T("ไม่รับรอง", "Refuse"), "refuse/", False, permissions.check_can_decide, state == ClaimState.SUBMITTED),
        (T("ยืนยันผล", "Confirm the result"), "confirm/", True, permissions.check_can_confirm,
         state == ClaimState.APPROVED and not claim.confirmed_by),
        (T("ยกเลิกการรับรอง", "Undo the approval"), "undo/", False, permissions.check_can_undo, state == ClaimState.APPROVED),
        (T("แก้ไขและส่งอีกครั้ง", "Mend and send again"), "mend/", True, permissions.check_can_change_claim, state == ClaimState.RETURNED),
        (T("ถอนรายงาน", "Take it back"), "take-back/", False, permissions.check_can_change_claim,
         state in (ClaimState.SUBMITTED, ClaimState.RETURNED)),
    ]  # fmt: skip
    return [
        (label, url + at, first) for label, at, first, check, now in acts if now and may(check, actor, claim)
    ]


# -- writing -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def claim_new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    bodies = works_for(actor, commitment)
    if not bodies:
        permissions.check_can_claim(actor, commitment, commitment.lead)
        raise NotAllowed(T("รายงานผลแทนหน่วยงานนี้ไม่ได้", "You cannot claim for this body."))
    check_takes_claims(commitment)
    sent = request.POST if request.method == "POST" else None
    form = ClaimForm(sent, bodies=bodies, unit=unit_of(commitment))
    rows = EvidenceRows(commitment, unit_of(commitment), sent, request.FILES)

    def send() -> Claim:
        return actions.submit_claim(
            by=actor, commitment=commitment, evidence=rows.pieces(), **form.verb_fields()
        )

    title = T("รายงานผล", "Claim a result")
    return _written(request, commitment, form, rows, send, title, way_to(commitment, title), None)


@require_http_methods(["GET", "POST"])
def claim_mend(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    """A claim that was sent back: what was typed and attached stands in the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = claim_of(actor, code, claim)
    permissions.check_can_change_claim(actor, found)
    permissions.check_stands(found, ClaimState.RETURNED)
    commitment, body = found.commitment, found.organisation
    sent = request.POST if request.method == "POST" else None
    names = ("quantity", "starts_on", "ends_on", "text_th", "text_en", "version")
    initial = {name: getattr(found, name) for name in names}
    initial["quantity"] = shown(found.quantity)
    form = ClaimForm(sent, initial=initial, bodies=[body], unit=unit_of(commitment))
    rows = EvidenceRows(commitment, unit_of(commitment), sent, request.FILES, found)

    def send() -> Claim:
        fields = form.verb_fields()
        del fields["organisation"]
        version = form.cleaned_data["version"] or 0
        return actions.resubmit_claim(
            by=actor, claim=found, version=version, evidence=rows.pieces(), **fields
        )

    title = T("แก้ไขรายงานผล", "Mend the claim")
    return _written(request, commitment, form, rows, send, title, way_to_claim(found, title), found)


def _written(
    request: HttpRequest, commitment: Commitment, form: ClaimForm, rows: EvidenceRows, send: Callable[[], Claim], title: T,
    path: list[tuple[Any, str]], mended: Claim | None,
) -> HttpResponse:  # fmt: skip
    """The form of a claim, read, sent or shown again with everything that was typed and attached."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        rows.keep(actor)
        if rows.asked:
            without_errors(form)
        else:
            made = _sent(form, rows, send)
            if made is not None:
                messages.success(
                    request, str(T("ส่งรายงานผลแล้ว ผู้ตรวจได้รับแจ้ง", "Sent; those who check it are told."))
                )
                return redirect(made)
            status = 422
    rows.remember(actor)
    context = {
        "title": title,
        "submit": T("ส่งรายงานผล", "Send the claim"),
        "form": form,
        "rows": rows,
        "commitment": commitment,
        "unit": unit_of(commitment),
        "claim": mended,
        "behalf": [body for body in works_for(actor, commitment) or [] if _is_other(actor, body)],
        "cancel": mended.get_absolute_url() if mended else f"{commitment.get_absolute_url()}claims/",
        "path": path,
    }
    return render(request, "agreements/claim_form.html", context, status=status)


def _is_other(actor: Actor, body: Organisation) -> bool:
    return not actor.acts_for(body.pk)


def _sent(form: ClaimForm, rows: EvidenceRows, send: Callable[[], Claim]) -> Claim | None:
    if not all([form.is_valid(), rows.is_valid()]):
        rows.tell(form, T("หลักฐานชิ้นที่ {n}", "Evidence {n}"))
        return None
    try:
        return send()
    except Refused as refusal:
        refusal.add_to(form)
    except permissions.MovedOn as refusal:
        # what was typed stays on the page beside the reason
        form.add_error(None, f"{refusal.reason} {refusal.hint or ''}".strip())
    return None


@require_safe
def evidence(request: HttpRequest, code: str, claim: str, file: str) -> HttpResponseBase:
    """A file of evidence, for those who may see it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = claim_of(actor, code, claim)
    permissions.check_can_see_evidence(actor, found)
    for piece in found.evidence.select_related("attachment"):
        if piece.attachment is not None and piece.attachment.code == file:
            return file_views.serve(piece.attachment)
    raise Http404
