"""The desk of a group's representative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from phanuek.consent import queries as consents
from phanuek.consent.models import Consent
from phanuek.desk.queries import shares
from phanuek.desk.queries.items import name_of
from phanuek.desk.queries.shares import Share
from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.facts import facts_of, vocabulary
from phanuek.needs.models import Need
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals import queries as referrals
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

SHOWN = 5
WARN_DAYS = 30


@dataclass(frozen=True)
class Missing:
    """A question nobody has answered, and how many offers wait for it."""

    question: T
    decides: int


@dataclass(frozen=True)
class CaseLine:
    """A case with its steps."""

    referral: Referral
    tag: str
    steps: list[dict[str, object]]

    @property
    def confirmed(self) -> bool:
        """Whether the group has said its word on everything that was recorded as given."""
        return all(
            d.received or d.confirmed_by_id or d.reported_by_receiver for d in self.referral.deliveries.all()
        )


@dataclass(frozen=True)
class ConsentLine:
    """A consent in words: in force, about to end, ended."""

    consent: Consent
    tag: str
    words: T


@dataclass(frozen=True)
class LookLine:
    """Somebody looked at personal data of the group."""

    at: object
    organisation: T
    what: str
    purpose: str


@dataclass(frozen=True)
class GroupDesk:
    """Everything a group's representative sees first."""

    enterprise: Enterprise
    due_month: date
    due: bool
    missing: list[Missing]
    missing_in_all: int
    needs: list[Need]
    cases: list[CaseLine]
    consents: list[ConsentLine]
    looks: list[LookLine]
    waits_for_us: int
    shares: list[Share]

    @property
    def nothing_waits(self) -> bool:
        return not (self.due or self.waits_for_us or any(share.waits for share in self.shares))


def enterprise_of(actor: Actor) -> Enterprise | None:
    """The group whose side the actor stands on."""
    rows = Enterprise.objects.select_related("subdistrict__parent__parent", "organisation").prefetch_related(
        "products"
    )
    return rows.filter(organisation=actor.acting_id).first()


def desk(enterprise: Enterprise, actor: Actor, on: date) -> GroupDesk:
    last_month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    reported = IncomeReport.objects.current().filter(enterprise=enterprise, month=last_month).exists()
    asked = eligibility.questions_for(enterprise, facts_of(enterprise, on), on)
    words = vocabulary()
    cases = list(
        referrals.of_enterprise(enterprise.pk, actor).prefetch_related("deliveries", "letters")[:SHOWN]
    )
    return GroupDesk(
        enterprise=enterprise,
        due_month=last_month,
        due=not reported,
        missing=[Missing(T.of(words[q.fact].asks), q.decides) for q in asked[:3]],
        missing_in_all=len(asked),
        needs=list(
            Need.objects.visible_to(actor).filter(enterprise=enterprise).select_related("area")[:SHOWN]
        ),
        cases=[
            CaseLine(case, referrals.TAGS[ReferralState(case.state)], referrals.progress(case))
            for case in cases
        ],
        consents=[_consent(consent, on) for consent in consents.given(enterprise)[:SHOWN]],
        looks=_looks(enterprise),
        waits_for_us=referrals.waiting_for_group(enterprise.pk).count(),
        shares=shares.of_group(enterprise),
    )


def _consent(consent: Consent, on: date) -> ConsentLine:
    if consent.revoked_on is not None:
        return ConsentLine(consent, "plain", T("ถอนแล้ว", "Withdrawn"))
    if consent.expires_on is None:
        return ConsentLine(consent, "ok", T("มีผล", "In force"))
    left = (consent.expires_on - on).days
    if left <= 0:
        return ConsentLine(consent, "plain", T("หมดอายุแล้ว", "Ended"))
    if left <= WARN_DAYS:
        return ConsentLine(consent, "warn", T("ใกล้หมดอายุ", "Ends soon"))
    return ConsentLine(consent, "ok", T("มีผล", "In force"))


def _looks(enterprise: Enterprise) -> list[LookLine]:
    rows = list(consents.looks(enterprise)[:SHOWN])
    bodies = {
        body.code: name_of(body)
        for body in Organisation.objects.filter(code__in={row.organisation_code for row in rows})
    }
    return [
        LookLine(
            row.at,
            bodies.get(row.organisation_code, T(row.organisation_code, row.organisation_code)),
            row.what,
            row.purpose,
        )
        for row in rows
    ]
