"""The amendments of the invented agreement: as far as each has come, in review, being signed, or merged."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Amendment, Attendee, Party
from phanuek.agreements.states import AmendmentKind, Capacity, Method, ReviewAnswer
from phanuek.config.demo.sample import Second, on_day
from phanuek.organisations.actor import Actor


def amendment(second: Second, row: Mapping[str, Any]) -> None:
    """As far as it has come: in review, being signed, or merged."""
    proposer, secretariat = second.actor(row["proposed_by"]), second.cast.secretariat
    with on_day(date.fromisoformat(row["proposed"])):
        amendment = agreements.draft_amendment(
            by=proposer, agreement=second.agreement, kind=row["kind"], code=row["code"], title_th=row["title_th"],
            title_en=row["title_en"], why_th=row["why_th"], why_en=row["why_en"],
            proposer=second.bodies[row["proposed_by"]], provenance="demonstration",
            effective_on=date.fromisoformat(row["effective"]) if row.get("effective") else None,
            new_ends_on=date.fromisoformat(row["new_ends_on"]) if row.get("new_ends_on") else None,
            party=second.party(row["party"]) if row.get("party") else None,
        )  # fmt: skip
        _changes(second, amendment, row, proposer)
        amendment.refresh_from_db()
        agreements.propose_amendment(by=proposer, amendment=amendment)
    if row["until"] == "review":
        _answers(second, amendment, row, date.fromisoformat(row["proposed"]), only=["demo-nan-institute"])
        return
    signing = date.fromisoformat(row["signing"])
    _answers(second, amendment, row, signing - timedelta(days=1))
    with on_day(signing):
        amendment.refresh_from_db()
        agreements.open_amendment_for_signing(by=secretariat, amendment=amendment)
    _sign(second, amendment, row, signing)
    if row["until"] == "merged":
        with on_day(date.fromisoformat(row["signed"]), 16):
            amendment.refresh_from_db()
            agreements.merge_amendment(by=secretariat, amendment=amendment)
        second.agreement.refresh_from_db()


def _changes(second: Second, amendment: Amendment, row: Mapping[str, Any], by: Actor) -> None:
    """Each clause as it stands, with the words of the file put in place of others."""
    wanted: dict[str, list[Mapping[str, Any]]] = {}
    for change in row.get("changes") or []:
        wanted.setdefault(change["clause"], []).append(change)
    version = second.agreement.text_versions.order_by("-number").first()
    for code, changes in wanted.items():
        span = version.spans.select_related("clause", "version").get(clause__code=code)
        thai, english = span.text_th, span.text_en
        for change in changes:
            thai = thai.replace(*(change.get("replace_th") or change["also_th"]))
            english = english.replace(*(change.get("replace_en") or change["also_en"]))
        agreements.change_clause(
            by=by, amendment=amendment, clause=span.clause, text_th=thai, text_en=english
        )


def _members(second: Second, on: date) -> list[Party]:
    parties = second.agreement.parties.select_related("organisation").order_by("order")
    return [party for party in parties if party.withdrawn_on is None or party.withdrawn_on > on]


def _answers(
    second: Second, amendment: Amendment, row: Mapping[str, Any], on: date, only: list[str] | None = None
) -> None:
    with on_day(on, 14):
        for party in _members(second, on):
            code = party.organisation.code
            if code == row["proposed_by"] or (only is not None and code not in only):
                continue
            agreements.review_amendment(
                by=second.actor(code), amendment=amendment, party=party, answer=ReviewAnswer.AGREE
            )


def _sign(second: Second, amendment: Amendment, row: Mapping[str, Any], opened: date) -> None:
    """By the people who signed the agreement itself; where it is still being signed, by two of them so far."""
    signed = date.fromisoformat(row["signed"]) if row.get("signed") else opened + timedelta(days=3)
    parties = _members(second, signed)
    if row["kind"] == AmendmentKind.WITHDRAWAL:
        parties = [second.party(row["party"])]
    if row["until"] == "signing":
        parties = parties[:2]
    with on_day(signed, 11):
        for party in parties:
            person = party.signatories.filter(part=Attendee.Part.SIGNATORY, amendment=None).first()
            if person is None:
                continue
            agreements.sign_amendment(
                by=second.actor(party.organisation.code), amendment=amendment, party=party, name_th=person.name_th,
                name_en=person.name_en, position_th=person.position_th, position_en=person.position_en,
                capacity=person.capacity or Capacity.OWN_RIGHT, capacity_basis=person.capacity_basis, signed_on=signed,
                method=Method.PAPER,
            )  # fmt: skip
