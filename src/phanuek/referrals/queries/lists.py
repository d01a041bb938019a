"""The lists of cases that desks and other pages stand on."""

from django.db.models import Q, QuerySet

from phanuek.consent.models import Consent
from phanuek.consent.queries import Resting
from phanuek.organisations.actor import Actor
from phanuek.referrals.models import Referral
from phanuek.referrals.states import (
    BLOCKING_STATES,
    OPEN_STATES,
    TAKEN_UP_STATES,
    WAITING_FOR_PROVIDER,
    ReferralState,
)
from phanuek.ui import clock
from phanuek.ui.words import T

S = ReferralState


def _listed(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related(
        "enterprise__subdistrict__parent__parent", "offer", "provider", "sender", "province"
    )


def waiting_for_answer(actor: Actor, *, provider_id: int | None = None) -> QuerySet[Referral]:
    """Cases on which a provider must act first, the most urgent on top."""
    rows = Referral.objects.visible_to(actor).filter(state__in=WAITING_FOR_PROVIDER)
    if provider_id is not None:
        rows = rows.filter(provider=provider_id)
    return _listed(rows).order_by("first_answer_due", "sent_at", "pk")


def overdue(actor: Actor) -> QuerySet[Referral]:
    """Cases whose first answer is late."""
    return waiting_for_answer(actor).filter(first_answer_due__lt=clock.today(), first_answer_at=None)


def waiting_for_sender(actor: Actor) -> QuerySet[Referral]:
    """Cases in which the provider asked for more."""
    return _listed(Referral.objects.visible_to(actor).filter(state=S.MORE_ASKED)).order_by("sent_at", "pk")


def under_way(actor: Actor, *, provider_id: int | None = None) -> QuerySet[Referral]:
    """Accepted, nothing delivered yet; oldest first."""
    rows = Referral.objects.visible_to(actor).filter(state=S.ACCEPTED)
    if provider_id is not None:
        rows = rows.filter(provider=provider_id)
    return _listed(rows).order_by("sent_at", "pk")


def of_enterprise(enterprise_id: int, actor: Actor) -> QuerySet[Referral]:
    """A group's cases that the actor may see, newest first."""
    return _listed(Referral.objects.visible_to(actor).filter(enterprise=enterprise_id))


def of_need(need_id: int, actor: Actor) -> QuerySet[Referral]:
    return _listed(Referral.objects.visible_to(actor).filter(need=need_id))


def open_case(enterprise_id: int, offer_id: int) -> Referral | None:
    """The case that stands in the way of sending the group to the offer again."""
    return Referral.objects.filter(
        enterprise=enterprise_id, offer=offer_id, state__in=BLOCKING_STATES
    ).first()


def open_offers_of(enterprise_id: int) -> dict[int, str]:
    """Offer key → code of the group's open case with it; for marking offers on a page."""
    rows = Referral.objects.filter(enterprise=enterprise_id, state__in=BLOCKING_STATES)
    return dict(rows.values_list("offer", "code"))


def open_under(consent: Consent) -> list[Resting]:
    """The open cases that rest on a consent, to be named before it is withdrawn."""
    rows = (
        Referral.objects.filter(consent=consent, state__in=OPEN_STATES).select_related("offer").order_by("pk")
    )
    return [
        Resting(T("เรื่องที่ส่งถึง “{offer}”", "the case with “{offer}”").format(
            offer=T(row.offer.name_th, row.offer.name_en or row.offer.name_th)), row.get_absolute_url())
        for row in rows
    ]  # fmt: skip


def accepted_referrals(commitment_id: int) -> int:
    """Recomputed from the cases: what the commitment's ledger must say. Closing keeps an acceptance, withdrawing takes
    it back."""
    return (
        Referral.objects.filter(commitment=commitment_id, state__in=TAKEN_UP_STATES)
        .exclude(accepted_at=None)
        .count()
    )


def waiting_appeals(actor: Actor) -> QuerySet[Referral]:
    """Refusals that are questioned and not answered yet, the most urgent on top."""
    return _listed(Referral.objects.visible_to(actor).filter(state=S.APPEALED)).order_by("step_due", "pk")


def waiting_transfers(actor: Actor) -> QuerySet[Referral]:
    """Proposed transfers that wait for the group's word, the most urgent on top."""
    rows = Referral.objects.visible_to(actor).filter(state=S.TRANSFER_ASKED)
    return _listed(rows).select_related("transfer_to__provider").order_by("step_due", "pk")


def waiting_for_group(enterprise_id: int) -> QuerySet[Referral]:
    """Cases that want a word of the group: a question, a transfer, support to confirm, a refusal that may be questioned."""
    to_confirm = Q(
        deliveries__received="", deliveries__reported_by_receiver=False, deliveries__confirmed_by=None
    )
    wants = (
        Q(state__in=[S.MORE_ASKED, S.TRANSFER_ASKED])
        | (Q(state__in=[S.ACCEPTED, S.DELIVERED], deliveries__isnull=False) & to_confirm)
        | Q(state=S.REFUSED, appeal_until__gte=clock.today())
    )
    return Referral.objects.filter(wants, enterprise=enterprise_id).distinct()
