"""Whether an agreement is in force, from its rows; the rule itself is `engines.in_force`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.states import InForceAnswer, Stage
from phanuek.engines import in_force as engine
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.words import T


@dataclass(frozen=True)
class InForce:
    """Whether an agreement is in force on a day, and from which facts that follows."""

    answer: InForceAnswer
    reasons: list[T]
    needed: int = 0
    signed: int = 0
    begun: bool = True

    @property
    def label(self) -> T:
        """The answer in words; what has never begun is not said to be over."""
        if self.answer == InForceAnswer.NO and not self.begun:
            return T("ยังไม่มีผล", "Not in force yet")
        return T.of(self.answer.label)

    @property
    def reason(self) -> T:
        return T(", ".join(r.th for r in self.reasons), ", ".join(r.en for r in self.reasons))


def in_force(agreement: Agreement, on: date | None = None) -> InForce:
    """Yes or no only where every fact that the rule needs is known; what is missing is named."""
    parties = list(agreement.parties.select_related("organisation"))
    signatories = agreement.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None)
    return judged(agreement, parties, signatories, on or clock.today())


def judged(
    agreement: Agreement, parties: Iterable[Party], signatories: Iterable[Attendee], on: date
) -> InForce:
    """The same from rows already read."""
    found = engine.in_force(agreement_fact(agreement, parties, signatories), on)
    return InForce(
        InForceAnswer(found.answer),
        [T.of(reason) for reason in found.reasons],
        found.needed,
        found.signed,
        begun=_has_begun(agreement, on),
    )


def agreement_fact(
    agreement: Agreement, parties: Iterable[Party], signatories: Iterable[Attendee]
) -> engine.AgreementFact:
    """What the engine needs to know of an agreement."""
    successor = agreement.successor
    return engine.AgreementFact(
        stage=Stage(agreement.stage).value,
        parties=party_facts(agreement, parties, signatories),
        rule=agreement.signing_rule,  # type: ignore[arg-type]
        count=agreement.signing_count,
        signed_on=agreement.signed_on,
        effective_on=agreement.effective_on,
        ends_on=agreement.ends_on,
        no_fixed_term=agreement.no_fixed_term,
        terminated_on=agreement.terminated_on,
        successor={
            "th": successor.short_title_th or successor.title_th,
            "en": successor.short_title_en or successor.title_en or successor.title_th,
        }
        if successor
        else None,
    )


def party_facts(
    agreement: Agreement, parties: Iterable[Party], signatories: Iterable[Attendee]
) -> list[engine.PartyFact]:
    """A party whose signatories have not all signed has not signed. Of an agreement that is only reported, a missing
    signatory is not known rather than absent."""
    reported = agreement.stage == Stage.SIGNED and agreement.provenance == Provenance.REPORTED
    days: dict[int, list[date | None]] = {}
    for person in signatories:
        if person.party_id is not None:
            days.setdefault(person.party_id, []).append(person.signed_on)
    return [
        engine.PartyFact(
            code=party.organisation.code,
            signed_on=_all_signed_on(days.get(party.pk, [])),
            unknown=reported and party.pk not in days,
            must_sign=party.must_sign,
            joined_on=party.joined_on,
            withdrawn_on=party.withdrawn_on,
        )
        for party in parties
    ]


def _has_begun(agreement: Agreement, on: date) -> bool:
    begins = agreement.effective_on or agreement.signed_on
    return agreement.stage == Stage.SIGNED and (begins is None or begins <= on)


def _all_signed_on(days: list[date | None]) -> date | None:
    """The day on which the last of a party's signatories signed, None while one has not."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
