"""Who signs, as a document shows it: one place for each party in the parties' order, further people and witnesses after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from phanuek.agreements.documents.paper import Quoted, day, joined, quoted, words_of
from phanuek.agreements.models import Agreement, Amendment, Attendee, Party
from phanuek.agreements.queries.amendments import asked_to_sign, parties_on
from phanuek.agreements.states import AmendmentState, Capacity
from phanuek.organisations.models import Kind
from phanuek.ui.words import T

# bodies whose officers act under the law on the administration of the state
OF_THE_STATE = frozenset({Kind.MINISTRY, Kind.DEPARTMENT, Kind.STATE_AGENCY, Kind.LOCAL_GOVERNMENT})
WITNESSES, MORE = "w", "m"


def parties_who_sign(agreement: Agreement, amendment: Amendment | None = None) -> list[Party]:
    """The parties that have a place for a signature in the document, in the order of these places."""
    if amendment is None:
        return list(agreement.parties.select_related("organisation").order_by("order"))
    if amendment.state == AmendmentState.MERGED:
        signed = {row.party_id for row in signed_rows(amendment.attendees.all())}
        asked = parties_on(agreement, amendment.signing_opened_on or amendment.closed_on)
        return [party for party in asked if party.pk in signed] or asked
    return asked_to_sign(amendment, parties_on(agreement))[0]


def signed_rows(people: Iterable[Attendee]) -> list[Attendee]:
    """Signatures that count."""
    return [
        row for row in people if row.part == Attendee.Part.SIGNATORY and row.signed_on and not row.void_on
    ]


def places(
    parties: Sequence[Party], people: Iterable[Attendee], *, tell_who_left: bool = False
) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """One place for each party, blank where nobody is named for it; then those of its further signatories."""
    by_party: dict[int | None, list[Attendee]] = {}
    for person in people:
        if person.part == Attendee.Part.SIGNATORY and not person.void_on:
            by_party.setdefault(person.party_id, []).append(person)
    first = [_place(party, next(iter(by_party.get(party.pk, [])), None), tell_who_left) for party in parties]
    more = [
        _place(party, person, tell_who_left) for party in parties for person in by_party.get(party.pk, [])[1:]
    ]
    return tuple(first), tuple(more)


def witnesses(people: Iterable[Attendee]) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "name": quoted(words_of(person, "name")),
            "position": words_of(person, "position"),
            "role": T("พยาน", "Witness"),
            "signed_on": person.signed_on,
        }
        for person in people
        if person.part == Attendee.Part.WITNESS
    )


def signed_by(party: Party, people: Iterable[Attendee]) -> tuple[Any, str]:
    """Names and days of a party's signatures, for a list of who signed."""
    rows = [row for row in signed_rows(people) if row.party_id == party.pk]
    names = tuple(
        part for row in rows for part in (quoted(words_of(row, "name")), _position(row, party)) if str(part)
    )
    return names, ", ".join(dict.fromkeys(day(row.signed_on) for row in rows))


def party_name(party: Party) -> Quoted:
    """As printed; in English the body's English name."""
    return quoted(T(party.name_as_printed, party.organisation.name_en or party.name_as_printed))


def _place(party: Party, person: Attendee | None, tell_who_left: bool) -> Mapping[str, Any]:
    left = T("ถอนตัวตั้งแต่วันที่ {day}", "withdrawn from {day}").format(day=day(party.withdrawn_on))
    return {
        "name": quoted(words_of(person, "name")) if person else "",
        "position": words_of(person, "position") if person else "",
        "organisation": party_name(party),
        "role": joined(
            [
                capacity(person, party) if person else "",
                f"({left})" if tell_who_left and party.withdrawn_on else "",
            ]
        ),
        "signed_on": person.signed_on if person else None,
    }


def capacity(person: Attendee, party: Party) -> T:
    """By what right someone signs who is not the head, with the order or letter that says so; empty for the head."""
    basis = (
        T("ตาม{basis}", "under {basis}").format(basis=person.capacity_basis) if person.capacity_basis else ""
    )
    return joined([_right(person, party), basis]) if str(_right(person, party)) else T("", "")


def _right(person: Attendee, party: Party) -> T:
    of_the_state = party.organisation.kind in OF_THE_STATE
    if person.capacity == Capacity.FOR_HEAD:
        if of_the_state:
            return T("ปฏิบัติราชการแทนหัวหน้าส่วนราชการ", "for the head of the office")
        return T("ปฏิบัติหน้าที่แทนหัวหน้าหน่วยงาน", "for the head of the body")
    if person.capacity == Capacity.DELEGATED:
        if of_the_state:
            return T("ผู้รับมอบอำนาจ ปฏิบัติราชการแทน", "by delegated authority")
        return T("ผู้รับมอบอำนาจ", "by delegated authority")
    return T("", "")


def _position(person: Attendee, party: Party) -> T:
    return joined([words_of(person, "position"), capacity(person, party)])
