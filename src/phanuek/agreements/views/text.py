"""The text of an agreement: read, compared, taken away, put in, marked, and commitments tied to its clauses."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.clauses import mark_clauses, tie_to_clause
from phanuek.agreements.actions.text import put_text
from phanuek.agreements.forms.marking import Marking
from phanuek.agreements.forms.text import TextForm
from phanuek.agreements.models import Agreement, Commitment, TextVersion
from phanuek.agreements.queries import differences
from phanuek.agreements.queries import text as queries
from phanuek.agreements.queries.amendment_page import open_amendments
from phanuek.agreements.queries.amendments import parties_on
from phanuek.agreements.states import Stage
from phanuek.agreements.views.base import status_of, way_up
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.timeline.provenance import Provenance
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from phanuek.ui.words import T

TEXT = T("ตัวบท", "Text")


@login_not_required
@require_safe
def text(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """The current text, or version `number`; with `?compare=k` what changed since version k."""
    actor, agreement = agreement_of(request, code)
    version = _version(agreement, number)
    context: dict[str, Any] = {
        "agreement": agreement,
        "keeps": may(permissions.check_can_put_text, actor),
        "may_tie": may(permissions.check_can_tie, actor, agreement),
        "path": way_up(agreement, TEXT),
    }
    if version is None:
        return render(request, "agreements/text_missing.html", context)
    page = queries.text_page(agreement, version, actor)
    since = _since(request, page.versions, version)
    context |= {
        "page": page,
        "version": version,
        "since": since,
        "difference": differences.between(since, version) if since else None,
        "may_read_file": may_read_files(actor, agreement),
        "amendments": open_amendments(agreement, actor),
    }
    return render(request, "agreements/text.html", context)


@login_not_required
@require_safe
def text_download(request: HttpRequest, code: str, number: int, language: str) -> HttpResponse:
    """The words alone, exactly as kept, in UTF-8."""
    _, agreement = agreement_of(request, code)
    version = _version(agreement, number)
    assert version is not None
    words = version.text_th if language == "th" else version.text_en
    if not words:
        raise Http404
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    name = f"{agreement.code}-text-{version.number}-{language}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def text_source(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The file a text was taken from: it may show signatures and addresses, so for the parties and the secretariat."""
    actor, agreement = agreement_of(request, code)
    version = _version(agreement, number)
    if version is None or version.attachment is None:
        raise Http404
    if not may_read_files(actor, agreement):
        raise NotAllowed(
            T(
                "ไฟล์ต้นฉบับเปิดได้เฉพาะภาคีและฝ่ายเลขานุการ เพราะอาจมีลายมือชื่อและข้อมูลส่วนบุคคล",
                "The original file is for the parties and the secretariat: it may show signatures and personal data.",
            ),
            hint=T(
                "ข้อความทั้งฉบับอ่านและดาวน์โหลดได้จากหน้าตัวบท",
                "The words themselves can be read and downloaded on the page of the text.",
            ),
        )
    return serve(version.attachment)


@require_http_methods(["GET", "POST"])
def text_put(request: HttpRequest, code: str) -> HttpResponse:
    """The first text, or a draft's text again."""
    actor, agreement = agreement_of(request, code)
    permissions.check_can_put_text(actor)
    there = queries.current_version(agreement)
    sent = request.method == "POST"
    form = TextForm.of(there, request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            version = put_text(
                by=actor, agreement=agreement, provenance=_origin(agreement), **form.cleaned_data
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "บันทึกตัวบทแล้ว ขั้นต่อไปคือแบ่งข้อ",
                    "The text is saved. Next: say where its clauses begin.",
                ),
            )
            return redirect(
                "agreements:text_clauses" if not version.spans.exists() else "agreements:text",
                code=agreement.code,
            )
    title = T("บันทึกตัวบท", "Put the text in")
    context = {
        "agreement": agreement,
        "title": title,
        "form": form,
        "there": there,
        "late": agreement.stage == Stage.SIGNED,
        "submit": T("บันทึกตัวบท", "Save the text"),
        "cancel": f"{agreement.get_absolute_url()}text/",
        "path": [*way_up(agreement, TEXT)[:-1], (TEXT, f"{agreement.get_absolute_url()}text/"), (title, "")],
    }
    return render(request, "agreements/text_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def text_clauses(request: HttpRequest, code: str) -> HttpResponse:
    """A person says at which lines clauses begin; the lines suggested are ticked already."""
    actor, agreement = agreement_of(request, code)
    permissions.check_can_put_text(actor)
    version = _version(agreement, None)
    if version is None:
        raise Http404
    sent = request.method == "POST"
    marking = Marking.sent(version, request.POST) if sent else Marking.of(version)
    if sent and request.POST.get("step") == "save":
        spans = marking.marks()
        if not marking.errors:
            try:
                mark_clauses(
                    by=actor, version=version, spans=spans, seen=_whole(request.POST.get("seen", ""))
                )
            except Refused as refusal:
                marking.errors.append(refusal.text)
            else:
                messages.success(request, T("บันทึกการแบ่งข้อแล้ว", "The clauses are saved."))
                return redirect("agreements:text", code=agreement.code)
    title = T("แบ่งข้อของตัวบท", "Mark the clauses")
    context = {
        "agreement": agreement,
        "title": title,
        "version": version,
        "marking": marking,
        "found": len(marking.thai.clauses()),
        "suggested": not sent and not version.spans.exists(),
        "path": [*way_up(agreement, TEXT)[:-1], (TEXT, f"{agreement.get_absolute_url()}text/"), (title, "")],
    }
    return render(request, "agreements/text_clauses.html", context, status=422 if marking.errors else 200)


@require_http_methods(["GET", "POST"])
def text_tie(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment after another beside the clauses: which of them does it come from?"""
    actor, agreement = agreement_of(request, code)
    permissions.check_can_tie(actor, agreement)
    version = _version(agreement, None)
    if version is None:
        raise Http404
    rows = [
        row
        for row in queries.commitments_of(agreement, actor)
        if may(permissions.check_can_tie_commitment, actor, row)
    ]
    problem: T | None = None
    if request.method == "POST":
        row = next((one for one in rows if one.code == request.POST.get("commitment")), None)
        if row is None:
            raise Http404
        try:
            return _tied(request, actor, agreement, version, rows, row)
        except Conflict:
            problem = T(
                "มีผู้อื่นบันทึกภารกิจนี้ระหว่างที่ท่านเลือก จึงยังไม่ได้บันทึกของท่าน โปรดดูข้อที่เลือกไว้ล่าสุดแล้วเลือกอีกครั้ง",
                "Someone saved this commitment while you were choosing, so yours is not saved. See what is chosen now, then choose again.",
            )
        except Refused as refusal:
            problem = refusal.text
        rows = [
            *Commitment.objects.filter(pk__in=[r.pk for r in rows])
            .select_related("lead", "clause")
            .order_by("code")
        ]
    asked = request.POST.get("commitment") or request.GET.get("commitment", "")
    step = queries.tying(version, rows, asked)
    title = T("ภารกิจนี้มาจากข้อใด", "Which clause does it come from?")
    context = {
        "agreement": agreement,
        "title": title,
        "step": step,
        "later": step.after(step.asked) if step.asked else None,
        "problem": problem,
        "path": [*way_up(agreement, TEXT)[:-1], (TEXT, f"{agreement.get_absolute_url()}text/"), (title, "")],
    }
    return render(request, "agreements/text_tie.html", context, status=422 if problem else 200)


def _tied(
    request: HttpRequest,
    actor: Actor,
    agreement: Agreement,
    version: TextVersion,
    rows: list[Commitment],
    row: Commitment,
) -> HttpResponse:
    answer = request.POST.get("clause", "")
    clauses = {span.clause.code: span.clause for span in version.spans.select_related("clause")}
    if answer not in {*clauses, "none", "untie"}:
        raise Refused(
            T("ยังไม่ได้เลือกข้อ", "No clause is chosen yet."),
            hint=T(
                "เลือกหนึ่งข้อ หรือ “ไม่มีข้อใดระบุ” หรือไว้ทีหลัง",
                "Choose one, or “none of these”, or leave it for later.",
            ),
        )
    tie_to_clause(
        by=actor, commitment=row, clause=clauses.get(answer), version=_whole(request.POST.get("version", "")) or 0,
        none_fits=answer == "none",
    )  # fmt: skip
    told = {
        "none": T("บันทึกแล้วว่าไม่มีข้อใดระบุภารกิจนี้", "Saved: no clause says this."),
        "untie": T("ถอดภารกิจออกจากข้อแล้ว", "The commitment is untied."),
    }
    messages.success(
        request, told.get(answer) or T("ผูกภารกิจกับข้อแล้ว", "The commitment is tied to its clause.")
    )
    step = queries.tying(version, rows)
    following = row if answer == "untie" else step.after(row)
    address = f"{agreement.get_absolute_url()}text/tie/"
    return redirect(f"{address}?commitment={following.code}" if following else address)


def agreement_of(request: HttpRequest, code: str) -> tuple[Actor, Agreement]:
    """Who asks, and the agreement as far as they may see it, else 404."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, get_object_or_404(Agreement.objects.visible_to(actor), code=code)


def may_read_files(actor: Actor, agreement: Agreement) -> bool:
    """The parties' members and the secretariat."""
    if actor.sees_all or actor.is_system:
        return True
    return any(party.organisation_id == actor.organisation_id for party in parties_on(agreement)) and bool(
        actor.role
    )


def _version(agreement: Agreement, number: int | None) -> TextVersion | None:
    """The version asked for (404 where there is none such), or the current one, None where there is no text."""
    rows = agreement.text_versions.select_related("amendment", "attachment").order_by("-number")
    if number is None:
        return rows.first()
    # a number that no database column could hold names no version either
    return get_object_or_404(rows, number=number) if number < 1_000_000 else get_object_or_404(rows.none())


def _since(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> TextVersion | None:
    asked = _whole(request.GET.get("compare", ""))
    return next((one for one in versions if one.number == asked and one.number != version.number), None)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _origin(agreement: Agreement) -> str:
    """Of an invented agreement the text is invented too."""
    return Provenance.DEMONSTRATION if agreement.is_demonstration else Provenance.IN_TEXT
