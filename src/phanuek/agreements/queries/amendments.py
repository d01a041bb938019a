"""What follows from the rows of an amendment: who must answer and sign, what is missing, whether its base is still current."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from phanuek.agreements.models import Agreement, Amendment, Attendee, Party, Review, TextVersion
from phanuek.agreements.queries.text import current_version
from phanuek.agreements.states import AmendmentKind, ReviewAnswer, SigningRule
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.words import T

WITH_CHANGES = frozenset({AmendmentKind.TEXT, AmendmentKind.EXTENSION})
"""Kinds that may change words: those that the signing rule decides on, not a single party."""


@dataclass(frozen=True)
class Signers:
    """`needed` of the parties `asked` must sign; `signatures` are those that count, `missing` who has not signed."""

    asked: list[Party]
    needed: int
    signatures: list[Attendee] = field(default_factory=list)

    @property
    def missing(self) -> list[Party]:
        signed = {row.party_id for row in self.signatures}
        return [party for party in self.asked if party.pk not in signed]

    @property
    def is_complete(self) -> bool:
        return 0 < self.needed <= len(self._days)

    @property
    def complete_on(self) -> date | None:
        """The day on which the last signature needed was there."""
        return self._days[self.needed - 1] if self.is_complete else None

    @property
    def _days(self) -> list[date]:
        asked = {party.pk for party in self.asked}
        days: dict[int, date] = {}
        for row in self.signatures:
            if row.party_id in asked and row.signed_on is not None:
                days[row.party_id] = max(row.signed_on, days.get(row.party_id, row.signed_on))
        return sorted(days.values())


@dataclass(frozen=True)
class Answers:
    """What the parties said that were asked; words said of an earlier text of the amendment do not count."""

    asked: list[Party]
    counted: dict[int, Review]
    needed: int

    @property
    def unanswered(self) -> list[Party]:
        return [party for party in self.asked if party.pk not in self.counted]

    @property
    def agreeing(self) -> list[Party]:
        return self._who(ReviewAnswer.AGREE)

    @property
    def wanting_change(self) -> list[Party]:
        return self._who(ReviewAnswer.CHANGE)

    @property
    def objecting(self) -> list[Party]:
        return self._who(ReviewAnswer.OBJECT)

    def _who(self, answer: ReviewAnswer) -> list[Party]:
        return [p for p in self.asked if p.pk in self.counted and self.counted[p.pk].answer == answer]


def parties_on(agreement: Agreement, on: date | None = None) -> list[Party]:
    """The parties of that day, in their order."""
    day = on or clock.today()
    return [p for p in agreement.parties.select_related("organisation") if belongs(p, day)]


def belongs(party: Party, on: date) -> bool:
    """A party from the day it joined until the day before it left."""
    return (party.joined_on is None or party.joined_on <= on) and (
        party.withdrawn_on is None or on < party.withdrawn_on
    )


def asked_to_sign(amendment: Amendment, parties: Sequence[Party]) -> tuple[list[Party], int]:
    """Among whom, and how many of them: by the agreement's signing rule; for a withdrawal the leaving party alone."""
    agreement = amendment.agreement
    if amendment.kind == AmendmentKind.WITHDRAWAL:
        asked = [party for party in parties if party.pk == amendment.party_id]
        return asked, 1
    if agreement.signing_rule == SigningRule.NAMED:
        asked = [party for party in parties if party.must_sign] or list(parties)
        return asked, len(asked)
    if agreement.signing_rule == SigningRule.AT_LEAST:
        return list(parties), min(agreement.signing_count or len(parties), len(parties))
    return list(parties), len(parties)


def signers(amendment: Amendment, on: date | None = None) -> Signers:
    """Who signs by the rule among the parties of that day, and who has; void signatures do not count."""
    asked, needed = asked_to_sign(amendment, parties_on(amendment.agreement, on))
    rows = amendment.attendees.filter(
        part=Attendee.Part.SIGNATORY, signed_on__isnull=False, void_on=None
    ).select_related("party__organisation", "attachment")
    return Signers(asked, needed, sorted(rows, key=lambda row: (row.signed_on or date.min, row.pk)))


def answers(amendment: Amendment, on: date | None = None) -> Answers:
    """Every party of that day is asked; of a withdrawal the leaving party alone, since to leave is its own right."""
    parties = parties_on(amendment.agreement, on)
    needed = asked_to_sign(amendment, parties)[1]
    asked = parties
    if amendment.kind == AmendmentKind.WITHDRAWAL:
        asked = [party for party in parties if party.pk == amendment.party_id]
    counted = {row.party_id: row for row in amendment.reviews.all() if not row.earlier_words}
    return Answers(asked, counted, needed)


def standing_against(amendment: Amendment, found: Answers) -> list[Party]:
    """The parties whose refusal or wish for a change keeps the signing rule from being met; none while it can be met without them."""
    against = [*found.objecting, *found.wanting_change]
    signing, needed = asked_to_sign(amendment, found.asked)
    left = [party for party in signing if party not in against]
    return [] if len(left) >= needed else [party for party in against if party in signing]


def bodies_with_account(agreement: Agreement) -> set[int]:
    """The bodies among its parties that have officers here: they answer and sign for themselves."""
    rows = Organisation.objects.with_account(clock.today()).filter(parties__agreement=agreement)
    return set(rows.values_list("pk", flat=True))


def who_answers(unanswered: Sequence[Party], with_account: set[int]) -> T:
    """Who has to act for the parties that have not answered: their own officers, or the secretariat."""
    own = [party for party in unanswered if party.organisation_id in with_account]
    others = [party for party in unanswered if party.organisation_id not in with_account]
    told = []
    if own:
        told.append(
            T("รอเจ้าหน้าที่ของหน่วยงานตอบเอง: {names}", "their own officers answer: {names}").format(
                names=names_of(own)
            )
        )
    if others:
        told.append(
            T(
                "ฝ่ายเลขานุการบันทึกคำตอบแทน เพราะยังไม่มีผู้ใช้งานในระบบ: {names}",
                "the secretariat records the answer, there being no account: {names}",
            ).format(names=names_of(others))
        )
    return T("; ".join(t.th for t in told), "; ".join(t.en for t in told))


def names_of(parties: Sequence[Party]) -> T:
    bodies = [party.organisation for party in parties]
    return T(", ".join(b.name_th for b in bodies), ", ".join(b.name_en or b.name_th for b in bodies))


def newer_version(amendment: Amendment) -> TextVersion | None:
    """The current version of the text where it is no longer the one that the amendment's changes were written against."""
    current = current_version(amendment.agreement)
    if current is None or not amendment.changes.exists():
        return None
    return current if current.pk != amendment.base_id else None


def earliest_withdrawal(agreement: Agreement, notice_on: date) -> date:
    """The first day on which a party that gives notice on `notice_on` may be out."""
    return notice_on + timedelta(days=agreement.notice_days or 0)
