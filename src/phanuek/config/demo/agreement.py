"""The real agreement, the real programmes as offers, and demonstration commitments between them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Agreement, Commitment
from phanuek.config.demo.bodies import SYSTEM
from phanuek.eligibility import actions as eligibility
from phanuek.engines.freshness import CHECK_WITHIN_DAYS
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations import actions as organisations
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.country import pack


def add_bodies() -> None:
    """Bodies that are not parties: the department that works in the villages, the tax office, the national company …"""
    known = set(Organisation.objects.values_list("code", flat=True))
    for row in pack().data("commitments")["organisations"]:
        if row["code"] in known:
            continue
        parent = Organisation.objects.filter(code=row.get("parent") or "").first()
        organisations.add(
            by=SYSTEM,
            code=row["code"],
            kind=row["kind"],
            name_th=row["name_th"],
            name_en=row.get("name_en") or "",
            abbr_th=row.get("abbr_th") or "",
            abbr_en=row.get("abbr_en") or "",
            parent=parent,
        )


def add_agreement(today: date) -> Agreement:
    return agreements.import_agreement(by=SYSTEM, data=pack().data("agreement_2021"), on=today)


def add_goals(agreement: Agreement) -> None:
    """The wider aims that the article tells of the Interior ministry, as goals above the agreement's own aims."""
    source = agreement.statements.filter(kind="wider_aim").first()
    for row in pack().data("commitments")["goals"]:
        goal = agreements.add_goal(
            by=SYSTEM, code=row["code"], title_th=row["title_th"], title_en=row["title_en"],
            document_th=row["document_th"], document_en=row["document_en"], provenance="reported",
            provenance_source=source.provenance_source if source else "",
        )  # fmt: skip
        aims = agreement.statements.filter(kind="aim", number__in=row["aims"])
        agreements.link_goal(by=SYSTEM, agreement=agreement, goal=goal, statements=aims)


def add_commitments(agreement: Agreement, today: date) -> dict[str, Commitment]:
    """Demonstration commitments, by the code of each offer that is drawn on them."""
    by_offer: dict[str, Commitment] = {}
    bodies = {body.code: body for body in Organisation.objects.bodies()}
    aims = {statement.number: statement for statement in agreement.statements.filter(kind="aim")}
    for row in pack().data("commitments")["commitments"]:
        commitment = agreements.add_commitment(
            by=SYSTEM,
            agreement=agreement,
            lead=bodies[row["party"]],
            collaborators=[bodies[code] for code in row.get("collaborators", [])],
            code=row["code"],
            title_th=row["title_th"],
            title_en=row["title_en"],
            measure=row["measure"],
            unit_th=row["unit"]["th"],
            unit_en=row["unit"]["en"],
            target=Decimal(str(row["target"])),
            starts_on=today + timedelta(days=row["starts_in_days"]),
            due_on=today + timedelta(days=row["due_in_days"]),
            budget_baht=Decimal(str(row["budget_baht"])) if row.get("budget_baht") else None,
            statement=aims.get(row["statement_no"]),
            provenance="demonstration",
        )
        by_offer |= dict.fromkeys(row["offers"], commitment)
    return by_offer


def add_offers(commitments: dict[str, Commitment], today: date) -> list[Offer]:
    bodies = {body.code: body for body in Organisation.objects.bodies()}
    rows = pack().data("offers")["offers"]
    made = offers.add_many(by=SYSTEM, rows=[_offer(row, bodies, commitments, today) for row in rows])
    for row, offer in zip(rows, made, strict=True):
        _fill(offer, row.get("demo_fill") or 0)
    _keep_examples({offer.code: offer for offer in made})
    return made


def _keep_examples(by_code: dict[str, Offer]) -> None:
    """The cases that were worked out by hand from the sources, kept with the rules they are of."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for case in pack().data("offer_cases")["cases"]:
        kept = {"act": "add", "name_th": case["why_th"], "name_en": case["why"], "facts": case["facts"]}
        changes.setdefault(case["offer"], []).append({**kept, "expected": case["status"]})
    for code, cases in changes.items():
        eligibility.change_examples(by=SYSTEM, rule=by_code[code].rule, changes=cases)


def _fill(offer: Offer, share: float) -> None:
    """Places of a demonstration offer that are taken already, so that some are nearly full."""
    taken = int((offer.capacity or 0) * share)
    if taken:
        references = [f"demonstration:{number + 1}" for number in range(taken)]
        offers.take_places(by=SYSTEM, offer=offer, references=references)


def _offer(
    row: dict[str, Any], bodies: dict[str, Organisation], commitments: dict[str, Commitment], today: date
) -> dict[str, Any]:
    demonstration = bool(row.get("demonstration"))
    collected = date.fromisoformat(pack().data("offers")["collected_on"])
    made: dict[str, Any] = {
        "provider": bodies[row["provider"]],
        "commitment": commitments.get(row["code"]),
        "rule_text": row["rule"],
        "rule_source": row.get("conditions_source") or row.get("source") or "",
        "rule_note_th": row.get("rule_notes_th") or "",
        "rule_note_en": row.get("rule_notes_en") or "",
        "rule_valid_from": clock.today(),
        "opens_on": _day(row, "opens", today),
        "closes_on": _day(row, "closes", today),
        "checked_on": _checked(row, today),
        "provenance_on": None if demonstration else min(collected, today),
        # a plan, not a claim: a world that is built long after still proposes what was found then
        "next_check_on": today + timedelta(days=CHECK_WITHIN_DAYS) if row.get("verified") else None,
        "provenance": "demonstration" if demonstration else "added",
        "provenance_source": row.get("source") or "",
        "provenance_why": "" if demonstration else "รวบรวมจากแหล่งข้อมูลสาธารณะ เพื่อให้ค้นหามาตรการได้ในที่เดียว",
        "areas": row.get("areas") or [],
        "documents": row.get("documents") or _documents(row),
    }
    for name in (
        "code", "name_th", "name_en", "means", "aims", "terms_th", "terms_en", "how_to_apply_th", "how_to_apply_en",
        "availability", "availability_note_th", "availability_note_en", "capacity", "verified", "about_th", "about_en",
        "first_answer_days", "applicant_note_th", "applicant_note_en", "areas_stated",
    ):  # fmt: skip
        if row.get(name) is not None:
            made[name] = row[name]
    if row.get("per_applicant_limit_baht"):
        made["per_applicant_limit_baht"] = Decimal(str(row["per_applicant_limit_baht"]))
    return made


def _day(row: dict[str, Any], edge: str, today: date) -> date | None:
    """A real date stays real; a demonstration offset counts from today."""
    if row.get(f"{edge}_on"):
        return date.fromisoformat(row[f"{edge}_on"])
    offset = row.get(f"{edge}_in_days")
    return None if offset is None else today + timedelta(days=offset)


def _checked(row: dict[str, Any], today: date) -> date | None:
    if row.get("checked_on"):
        return min(date.fromisoformat(row["checked_on"]), today)
    offset = row.get("checked_in_days")
    return None if offset is None else today + timedelta(days=offset)


def _documents(row: dict[str, Any]) -> list[dict[str, str]]:
    th, en = row.get("documents_th") or [], row.get("documents_en") or []
    return [{"th": one, "en": other} for one, other in zip(th, en, strict=False)]
