"""Reads shaped for the pages of agreements and bodies."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from phanuek.agreements.models import Agreement, Attendee, Commitment, Party, Statement
from phanuek.agreements.queries.in_force import InForce, judged
from phanuek.agreements.queries.progress import Progress, progress_many
from phanuek.organisations.actor import Actor
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock


@dataclass(frozen=True)
class PartyLine:
    """A party with those who signed or are to sign for it (empty: not known) and the commitments it leads."""

    party: Party
    signatories: list[Attendee] = field(default_factory=list)
    commitments: list[Progress] = field(default_factory=list)


@dataclass(frozen=True)
class AgreementPage:
    agreement: Agreement
    in_force: InForce
    parties: list[PartyLine]
    other_commitments: list[Progress]
    chairs: list[Attendee]
    witnesses: list[Attendee]
    guests: list[Attendee]
    statements: dict[str, list[Statement]]

    @property
    def signatories_known(self) -> int:
        return sum(1 for line in self.parties if line.signatories)


def page(agreement: Agreement, on: date | None = None) -> AgreementPage:
    """Everything this room knows for the agreement's page, in ten queries."""
    day = on or clock.today()
    attendees = list(agreement.attendees.filter(amendment=None).select_related("attachment"))
    signers: dict[int, list[Attendee]] = {}
    for person in attendees:
        if person.part == Attendee.Part.SIGNATORY and person.party_id:
            signers.setdefault(person.party_id, []).append(person)
    led: dict[int, list[Progress]] = {}
    rows = list(
        agreement.commitments.select_related("lead", "statement", "clause", "agreement").order_by("code")
    )
    for done in progress_many(rows, day).values():
        led.setdefault(done.commitment.lead_id, []).append(done)
    parties = list(agreement.parties.select_related("organisation__parent"))
    lines = [PartyLine(p, signers.get(p.pk, []), led.pop(p.organisation_id, [])) for p in parties]
    statements: dict[str, list[Statement]] = {kind: [] for kind in Statement.Kind.values}
    for statement in agreement.statements.all():
        statements[statement.kind].append(statement)
    return AgreementPage(
        agreement=agreement,
        in_force=judged(agreement, parties, [a for a in attendees if a.part == Attendee.Part.SIGNATORY], day),
        parties=lines,
        other_commitments=[done for of_body in led.values() for done in of_body],
        chairs=[a for a in attendees if a.part == Attendee.Part.CHAIR],
        witnesses=[a for a in attendees if a.part == Attendee.Part.WITNESS],
        guests=[a for a in attendees if a.part == Attendee.Part.GUEST],
        statements=statements,
    )


def list_page(actor: Actor | None = None) -> list[Agreement]:
    """Every agreement that the reader may see, with the number of its parties and commitments, those of a demonstration apart (`party_count`,
    `commitment_count`, `demonstration_count`)."""
    invented = Q(commitments__provenance=Provenance.DEMONSTRATION)
    return list(
        Agreement.objects.visible_to(actor or Actor.public())
        .select_related("organiser")
        .annotate(
            party_count=Count("parties", distinct=True),
            commitment_count=Count("commitments", filter=~invented, distinct=True),
            demonstration_count=Count("commitments", filter=invented, distinct=True),
        )
    )


def commitments_of(organisation_id: int, on: date | None = None) -> list[Progress]:
    """What a body leads or joins, with progress, for its page and its desk."""
    rows = list(
        Commitment.objects.filter(Q(lead=organisation_id) | Q(collaborators=organisation_id))
        .select_related("lead", "agreement", "statement")
        .distinct()
    )
    return list(progress_many(rows, on).values())
