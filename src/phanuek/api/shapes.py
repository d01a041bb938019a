"""From rows to what the API answers with."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from phanuek.agreements import queries as agreements
from phanuek.agreements.models import Agreement, Amendment, Attendee, Commitment, Party
from phanuek.figures import progress
from phanuek.figures.queries import FIGURES, Row
from phanuek.needs.models import Need
from phanuek.offers import queries as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.registry.models import Enterprise, EnterpriseKind
from phanuek.timeline.provenance import Provenance, WithProvenance
from phanuek.ui import clock
from phanuek.ui.words import T


def words(th: str, en: str) -> dict[str, str]:
    return {"th": th, "en": en or th}


def both(text: Any) -> dict[str, str]:
    """A T, or a choice's label."""
    found = T.of(text) if not isinstance(text, T) else text
    return {"th": found.th, "en": found.en}


def url(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def provenance(row: WithProvenance) -> dict[str, Any]:
    return {
        "kind": row.provenance,
        "label": both(Provenance(row.provenance).label),
        "source": row.provenance_source,
        "added_by": row.provenance_by,
        "added_on": row.provenance_on,
        "why": row.provenance_why,
    }


def organisation_brief(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    return {
        "code": body.code,
        "name_th": body.name_th,
        "name_en": body.name_en,
        "url": url(request, body.get_absolute_url()),
    }


def organisation(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    return organisation_brief(request, body) | {
        "kind": body.kind,
        "kind_label": both(Kind(body.kind).label),
        "abbr_th": body.abbr_th,
        "abbr_en": body.abbr_en,
        "parent": body.parent.code if body.parent else None,
        "demonstration": body.demonstration,
    }


def _person(person: Attendee) -> dict[str, Any]:
    return {
        "name_th": person.name_th,
        "name_en": person.name_en,
        "position_th": person.position_th,
        "position_en": person.position_en,
        "provenance": provenance(person),
    }


def _party(request: HttpRequest, party: Party, signatories: list[Attendee]) -> dict[str, Any]:
    return {
        "order": party.order,
        "name_as_printed": party.name_as_printed,
        "name_official": party.organisation.name_th,
        "name_note": words(party.name_note_th, party.name_note_en),
        "organisation": organisation_brief(request, party.organisation),
        "signatories": [
            _person(person) | {"capacity": person.capacity, "signed_on": person.signed_on}
            for person in signatories
        ],
        "withdrawn_on": party.withdrawn_on,
    }


def commitment(
    request: HttpRequest,
    row: Commitment,
    done: agreements.Progress,
    results: tuple[Decimal | None, Decimal | None],
    kept: offers.KeptOfCommitment,
) -> dict[str, Any]:
    return {
        "code": row.code,
        "lead": row.lead.code,
        "clause": row.clause.code if row.clause else None,
        "title_th": row.title_th,
        "title_en": row.title_en,
        "measure": row.measure,
        "starts_on": row.starts_on,
        "due_on": row.due_on,
        "progress": {
            "confirmed": results[0],
            "unconfirmed": results[1],
            "target": done.target,
            "expected_by_now": done.expected_by_now,
            "status": done.status.value,
            "reason": both(done.reason),
        },
        "kept_places": _kept(kept.places),
        "kept_baht": _kept(kept.baht),
        "provenance": provenance(row),
        "url": url(request, row.get_absolute_url()),
    }


def _kept(row: offers.Kept) -> dict[str, Any]:
    return {
        "promised": row.promised,
        "not_open_yet": row.waiting,
        "free": row.opened,
        "confirmed": row.confirmed,
        "unconfirmed": row.unconfirmed,
        "lapsed": row.lapsed,
        "taken_back": row.taken_back,
        "share": row.share,
    }


def accounts(row: Offer) -> dict[str, Any]:
    """The ledger of an offer as everyone may read it."""
    found = offers.totals(row, whole=False)
    return {"places": asdict(found.places), "budget": asdict(found.baht)}


def agreement_brief(request: HttpRequest, row: Any) -> dict[str, Any]:
    """As listed, with the number of its parties."""
    return {
        "code": row.code,
        "title_th": row.title_th,
        "title_en": row.title_en,
        "signed_on": row.signed_on,
        "party_count": row.party_count,
        "url": url(request, row.get_absolute_url()),
    }


def _text(request: HttpRequest, row: Agreement, commitments: list[Commitment]) -> dict[str, Any] | None:
    """The version that counts, clause by clause; None where the text is not in hand."""
    version = row.text_versions.order_by("-number").first()
    if version is None:
        return None
    under: dict[int | None, list[str]] = {}
    for found in commitments:
        under.setdefault(found.clause_id, []).append(found.code)
    return {
        "version": version.number,
        "effective_on": version.effective_on,
        "sha256": version.text_sha256,
        "clauses": [
            {
                "code": span.clause.code,
                "label": both(span.label),
                "text_th": span.text_th,
                "text_en": span.text_en,
                "commitments": under.get(span.clause_id, []),
            }
            for span in version.spans.select_related("clause", "version")
        ],
        "url": url(request, version.get_absolute_url()),
    }


def _amendment(request: HttpRequest, row: Amendment) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": row.kind,
        "state": row.state,
        "title": words(row.title_th, row.title_en),
        "effective_on": row.effective_on,
        "new_ends_on": row.new_ends_on,
        "url": url(request, row.get_absolute_url()),
    }


def agreement(request: HttpRequest, row: Agreement) -> dict[str, Any]:
    on = clock.today()
    page = agreements.page(row, on)
    done = [step for line in page.parties for step in line.commitments] + page.other_commitments
    results = progress.public_results(done, on)
    kept = offers.kept_many(step.commitment.pk for step in done)
    return {
        "code": row.code,
        "instrument": words(row.instrument_th, row.instrument_en),
        "title_th": row.title_th,
        "title_en": row.title_en,
        "short_title": words(row.short_title_th, row.short_title_en),
        "document_number": row.document_number or None,
        "signed_on": row.signed_on,
        "signed_at_time": row.signed_at_time,
        "venue_th": row.venue_th,
        "venue_en": row.venue_en,
        "organiser": row.organiser.code if row.organiser else None,
        "ends_on": row.ends_on,
        "stage": row.stage,
        "terminated_on": row.terminated_on,
        "successor": row.successor.code if row.successor else None,
        "text": _text(request, row, [step.commitment for step in done]),
        "amendments": [_amendment(request, found) for found in row.amendments.visible_to(Actor.public())],
        "files": {
            name: url(request, row.get_absolute_url() + name)
            for name in ("document.pdf", "document.docx", "feed.atom", "calendar.ics")
        },
        "in_force": {"answer": page.in_force.answer.value, "reason": both(page.in_force.reason)},
        "party_count": len(page.parties),
        "party_count_note": words(row.party_count_note_th, row.party_count_note_en),
        "parties": [_party(request, line.party, line.signatories) for line in page.parties],
        "people": [
            _person(person) | {"part": person.part} for person in row.attendees.filter(amendment=None)
        ],
        "statements": [
            {
                "kind": statement.kind,
                "number": statement.number,
                "text_th": statement.text_th,
                "text_en": statement.text_en,
                "provenance": provenance(statement),
            }
            for some in page.statements.values()
            for statement in some
        ],
        "commitments": [
            commitment(request, step.commitment, step, results[step.commitment.pk], kept[step.commitment.pk])
            for step in done
        ],
        "not_stated": row.not_stated,
        "notes": {name: words(note.get("th", ""), note.get("en", "")) for name, note in row.notes.items()},
        "sources": row.sources,
        "provenance": provenance(row),
        "url": url(request, row.get_absolute_url()),
    }


def offer_brief(request: HttpRequest, row: Offer) -> dict[str, Any]:
    window = offers.window(row)
    return {
        "code": row.code,
        "name_th": row.name_th,
        "name_en": row.name_en,
        "provider": row.provider.code,
        "means": row.means,
        "aims": row.aims,
        "window": {"state": window.state.value, "note": both(window.note)},
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "places_left": offers.places_left(row),
        "scheme": row.scheme.code if row.scheme else None,
        "edition": row.edition,
        "freshness": row.freshness(clock.today()).stage.value,
        "demonstration": row.is_demonstration,
        "url": url(request, row.get_absolute_url()),
    }


def offer_limits(row: Offer) -> list[dict[str, Any]]:
    return [
        {
            "applicant_kind": limit.applicant_kind,
            "per_request_baht": limit.per_request_baht,
            "per_applicant_baht": limit.per_applicant_baht,
            "times": limit.times,
            "note": words(limit.note_th, limit.note_en),
        }
        for limit in offers.limits_of(row)
    ]


def enterprise(request: HttpRequest, row: Enterprise) -> dict[str, Any]:
    area = row.subdistrict
    district, province = area.parent, area.parent.parent if area.parent else None
    names = [part for part in (area, district, province) if part]
    return {
        "code": row.code,
        "name_th": row.name_th,
        "name_en": row.name_en,
        "kind": row.kind,
        "kind_label": both(EnterpriseKind(row.kind).label),
        "business_group": row.business_group,
        "subdistrict": area.code,
        "province": province.code if province else "",
        "place": words(" ".join(p.name_th for p in names), ", ".join(p.name_en for p in names)),
        "products": [words(product.name_th, product.name_en) for product in row.products.all()],
        "demonstration": row.demonstration,
        "url": url(request, row.get_absolute_url()),
    }


def need(request: HttpRequest, row: Need) -> dict[str, Any]:
    return {
        "code": row.code,
        "aim": row.aim,
        "means": row.means,
        "text": row.text,
        "subdistrict": row.area_id,
        "province": row.area.province_code,
        "voice": row.voice,
        "said_on": row.said_on,
        "state": row.state,
        "closed_reason": row.closed_reason,
        "received_at": row.received_at,
        "demonstration": row.demonstration,
        "url": url(request, row.get_absolute_url()),
    }


def figure_row(row: Row) -> dict[str, Any]:
    figures = {name: getattr(row, name) for name in FIGURES}
    return {"key": row.key, "label": both(row.label), "hidden": sorted(row.hidden), **figures}
