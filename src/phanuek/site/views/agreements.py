"""What was agreed, and how far each commitment has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.agreements import queries
from phanuek.agreements.models import Agreement, ClauseSpan, Commitment, Measure, PolicyGoal, Statement
from phanuek.agreements.queries import Progress
from phanuek.agreements.queries.detail import detail
from phanuek.agreements.states import MeetingState, ReportState
from phanuek.figures.queries import By, Filters, summary
from phanuek.offers import queries as offer_queries
from phanuek.organisations.actor import Actor
from phanuek.referrals.models import Referral
from phanuek.site.queries import buttons
from phanuek.site.queries import offers as site_offers
from phanuek.site.queries.progress import Shown, shown
from phanuek.site.queries.told import told
from phanuek.timeline.provenance import Provenance, WithProvenance
from phanuek.ui import clock
from phanuek.ui.words import T

_ORIGIN = ("provenance", "provenance_source", "provenance_by", "provenance_on", "provenance_why")


def _origin(row: WithProvenance) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _ORIGIN)


@dataclass(frozen=True)
class Told:
    """Statements of one kind; `shared` stands for the source of all, where it is the same."""

    rows: list[Statement]
    shared: Statement | None

    @classmethod
    def of(cls, rows: list[Statement]) -> "Told | None":
        if not rows:
            return None
        return cls(rows, rows[0] if len({_origin(row) for row in rows}) == 1 else None)


LONGEST_STEP = 70
MOST_OPENINGS = 20
# the columns of the table by province; a province with nothing to show in any of them is not listed
_SHOWN = ("referrals", "deliveries", "income_confirmed", "income_unconfirmed")


@login_not_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {"agreements": queries.list_page(actor), "buttons": buttons.of_agreements(actor)}
    return render(request, "site/agreements.html", context)


@login_not_required
@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(Agreement.objects.visible_to(actor).select_related("organiser"), code=code)
    on = clock.today()
    page = queries.page(found, on)
    rows = [row for line in page.parties for row in line.commitments] + page.other_commitments
    progress = shown(rows, actor, on)
    invented = [row.commitment.is_demonstration for row in rows]

    def found_in(kind: str) -> Told | None:
        return Told.of(page.statements[kind])

    return render(
        request,
        "site/agreement.html",
        {
            "agreement": found,
            "page": page,
            "parties": [(line, _in(line.commitments, progress)) for line in page.parties],
            "other_commitments": _in(page.other_commitments, progress),
            "unknown_signatories": len(page.parties) - page.signatories_known,
            "sections": [(T.of(Statement.Kind(kind).label), kind, found_in(kind)) for kind in _OWN],
            "wider": found_in(Statement.Kind.WIDER_AIM),
            "support_areas": found_in(Statement.Kind.SUPPORT_AREA),
            "target_groups": found_in(Statement.Kind.TARGET_GROUP),
            "exhibition": found_in(Statement.Kind.EXHIBITION),
            "other_bodies": found.other_bodies,
            "commitment_count": len(rows),
            "facts_shared": len({_origin(row) for row in [found, *page.chairs, *page.guests]}) == 1,
            "has_demonstration": any(invented),
            "all_demonstration": all(invented),
            "buttons": buttons.of_agreement(actor, found),
            "events": told(found, with_people=actor.sees_all),
            "reported": found.provenance == Provenance.REPORTED,
            "any_statement": any(page.statements.values()),
            **_around(found, actor, on),
        },
    )


def _around(agreement: Agreement, actor: Actor, on: date) -> dict[str, Any]:
    """What follows the agreement: its text with what hangs under each clause, amendments, meetings, reports."""
    version = agreement.text_versions.order_by("-number").first()
    counts = dict(
        agreement.commitments.exclude(clause=None).order_by().values_list("clause").annotate(n=Count("pk"))
    )
    spans = version.spans.select_related("clause") if version else []
    reports = agreement.reports.filter(state=ReportState.CLOSED)
    meetings = agreement.meetings.filter(state=MeetingState.PLANNED, held_on__gte=on)
    return {
        "version": version,
        "clauses": [(span, counts.get(span.clause_id, 0)) for span in spans],
        "amendments": agreement.amendments.visible_to(actor),
        "next_meeting": meetings.order_by("held_on").first(),
        "latest_report": reports.order_by("-ends_on").first(),
        "document": f"{agreement.get_absolute_url()}document",
    }


def _in(rows: list[Progress], progress: dict[int, Shown]) -> list[Shown]:
    return [progress[row.commitment.pk] for row in rows]


# what the source reports of the agreement itself; wider aims are the ministry's and stand apart
_OWN = [Statement.Kind.INTENT.value, Statement.Kind.AIM.value, Statement.Kind.APPROACH.value]


@login_not_required
@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = Commitment.objects.visible_to(actor).select_related("agreement", "statement", "clause", "lead")
    found = get_object_or_404(rows.prefetch_related("collaborators"), code=code)
    done = queries.progress(found, on)
    told_of = detail(found, actor, on, done)
    by_province = summary(By.PROVINCE, Filters(commitment=found.code), actor=actor, on=on)
    whole = actor.sees_all or actor.acts_for(found.lead_id)
    offers = offer_queries.with_places(
        found.offers.filter(published=True).select_related("provider").order_by("name_th")
    )
    return render(
        request,
        "site/commitment.html",
        {
            "commitment": found,
            "way_up": _way_up(found, told_of.span),
            "row": shown([done], actor, on)[found.pk],
            "detail": told_of,
            "span": told_of.span,
            "goals": _goals(found),
            "counts_cases": found.measure != Measure.CLAIMED or offers.exists(),
            "sheet": f"{found.get_absolute_url()}sheet",
            "unit": queries.unit_of(found),
            "measure": T.of(found.get_measure_display()),
            "by_province": by_province,
            "any_case": Referral.objects.filter(offer__commitment=found).exists(),
            "provinces": [row for row in by_province.rows if any(getattr(row, name) for name in _SHOWN)],
            "offers": site_offers.lines(offers, on),
            "kept": offer_queries.kept(found, whole=whole),
            "openings": offer_queries.openings(found, published=not whole)[:MOST_OPENINGS],
            "collaborators": found.collaborators.all(),
            "buttons": buttons.of_commitment(actor, found),
            "events": told(found, with_people=whole),
            "on": on,
        },
    )


def _goals(commitment: Commitment) -> list[PolicyGoal]:
    """Goals of strategies and policies that its clause or statement serves."""
    found = []
    if commitment.clause_id:
        found += PolicyGoal.objects.filter(clauses=commitment.clause_id)
    if commitment.statement_id:
        found += PolicyGoal.objects.filter(statements=commitment.statement_id)
    return list(dict.fromkeys(found))


def _way_up(commitment: Commitment, span: ClauseSpan | None) -> list[tuple[object, str]]:
    """Agreement › the clause it comes from, or else the reported statement it belongs to › this."""
    agreement, statement = commitment.agreement, commitment.statement
    title = T(agreement.short_title_th or agreement.title_th, agreement.short_title_en or agreement.title_en)
    steps: list[tuple[object, str]] = [(_short(title), agreement.get_absolute_url())]
    if span is not None:
        label = T(_short(span.label).th, _short(span.label).en)
        steps.append((label, f"{agreement.get_absolute_url()}text/#clause-{span.clause.code}"))
    elif statement is not None:
        text = _short(T(statement.text_th, statement.text_en or statement.text_th))
        label = T("{kind}ตามที่ข่าวรายงาน: {text}", "{kind} as reported: {text}").format(
            kind=T.of(Statement.Kind(statement.kind).label), text=text
        )
        steps.append((label, f"{agreement.get_absolute_url()}#{statement.kind}-{statement.number}"))
    return [*steps, (T("ภารกิจ", "Commitment"), "")]


def _short(text: T) -> T:
    return T(
        *(
            side if len(side) <= LONGEST_STEP else side[: LONGEST_STEP - 1].rstrip() + "…"
            for side in (text.th, text.en)
        )
    )
