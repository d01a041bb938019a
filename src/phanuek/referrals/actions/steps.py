"""What several verbs share: taking hold of the row, moving it on, what follows for need, place and ledger."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Measure
from phanuek.engines import clocks
from phanuek.matching.actions import queue
from phanuek.needs import actions as needs
from phanuek.needs.states import NeedState
from phanuek.offers import actions as offers
from phanuek.offers.models import Holding, Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import acting, queries
from phanuek.referrals.models import Appeal, Letter, Referral
from phanuek.referrals.states import (
    OPEN_STATES,
    OWNER,
    AppealState,
    ClosingReason,
    ReferralState,
    Side,
)
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.country import holidays, pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LONGEST_TEXT = 5000
S = ReferralState
# each of these is an answer to whoever sent it
ANSWERS = frozenset({S.ACCEPTED, S.REFUSED, S.MORE_ASKED, S.TRANSFER_ASKED, S.TRANSFERRED})


def hold(referral: Referral) -> Referral:
    """The row as it stands now, locked until the transaction ends: of two people answering at once the second sees
    what the first did, and is told the present state. Its offer is held with it, before anything else that verbs come to,
    so that no two of them wait for each other."""
    return (
        Referral.objects.select_for_update(of=("self", "offer"), no_key=True)
        .select_related(
            "enterprise__organisation", "enterprise__subdistrict", "offer", "provider", "sender", "commitment", "need",
            "consent",
        )
        .get(pk=referral.pk)
    )  # fmt: skip


def move(
    referral: Referral, to: ReferralState, *, also: tuple[str, ...] = (), reason: ClosingReason | str = ""
) -> None:
    """Writes the new state with whose turn it is and the clock of the step. The caller has asked whether the way is open."""
    now = clock.now()
    referral.state = to
    referral.version += 1
    referral.owner, referral.step_since = OWNER[to], now
    referral.closing_reason = reason
    referral.closed_at = None if to in OPEN_STATES else now
    fields = {
        "state",
        "version",
        "owner",
        "step_since",
        "step_due",
        "step_ends",
        "closing_reason",
        "closed_at",
        *also,
    }
    fields |= _wind(referral, to)
    if to in ANSWERS and not referral.first_answer_at:
        referral.first_answer_at = now
        fields.add("first_answer_at")
    if to == S.ACCEPTED and referral.accepted_at is None:
        referral.accepted_at = now
        fields.add("accepted_at")
    referral.save(update_fields=sorted(fields))
    acting.take_back(referral)


def _wind(referral: Referral, to: ReferralState) -> set[str]:
    """Sets the step's clock; a case whose first answer is still waited for gets a new day for it too."""
    if to not in OPEN_STATES:
        referral.step_due = referral.step_ends = None
        return set()
    step = first_step(referral.offer) if to == S.SENT else queries.begin(to, clock.today())
    referral.step_due, referral.step_ends = step.due, step.ends
    if to == S.SENT and referral.first_answer_at is None:
        referral.first_answer_due = step.due
        return {"first_answer_due"}
    return set()


def wait_for_more(referral: Referral) -> None:
    """A part was given and more is to follow: the provider's turn again, by the clock of an accepted case."""
    step = queries.begin(S.ACCEPTED, clock.today())
    referral.owner, referral.step_since = Side.PROVIDER, clock.now()
    referral.step_due, referral.step_ends = step.due, step.ends
    referral.save(update_fields=["owner", "step_since", "step_due", "step_ends"])


def first_step(offer: Offer) -> clocks.Step:
    """The clock of a case that waits for an answer of the offer's body from today on."""
    return queries.begin(S.SENT, clock.today(), due_days=offer.first_answer_days)


def end(referral: Referral, by: Actor, reason: ClosingReason, *, note: str = "") -> None:
    """Closes an open case for a reason from the list, with all that follows. The caller holds the row and has asked."""
    before = S(referral.state)
    if before == S.APPEALED:
        drop_appeal(referral, AppealState.LAPSED)
    delivered = before == S.DELIVERED
    move(referral, S.CLOSED, reason=reason)
    if before == S.ACCEPTED or (delivered and _used_some(referral)):
        give_back_place(referral, by)
    if not delivered:
        need_goes_back(referral, by)
    timeline.record(
        "referral.closed", about=referral, by=by, also=[referral.enterprise],
        facts={"referral": referral.code, "delivered": delivered, "reason": str(reason)}, note=note,
    )  # fmt: skip


def _used_some(referral: Referral) -> bool:
    """Of what was reserved a part was given; the rest will not be."""
    return Holding.objects.filter(offer=referral.offer_id, reference=reference(referral), used__gt=0).exists()


def drop_appeal(referral: Referral, state: AppealState) -> None:
    """A waiting appeal ends without an answer: the case has ended another way."""
    Appeal.objects.filter(referral=referral, state=AppealState.WAITING).update(
        state=state, decided_at=clock.now()
    )


def reference(referral: Referral) -> str:
    """How ledgers name the case."""
    return f"referral:{referral.code}"


def write_letter(referral: Referral, kind: str, text: str, by: Actor) -> Letter:
    """A question, an answer or a note, in the name of the body the actor acts for."""
    organisation_id = by.acting_id or referral.sender_id
    return Letter.objects.create(
        referral=referral, kind=kind, text=said(text, "text"), at=clock.now(), organisation_id=organisation_id,
        person_name=by.person_name,
    )  # fmt: skip


def said(text: str, field: str) -> str:
    """The text without blanks around it; Refused when there is none, or far too much."""
    text = text.strip()
    if not text:
        raise Refused(T("โปรดเขียนข้อความ", "Write something here."), field=field)
    if len(text) > LONGEST_TEXT:
        raise Refused(
            T("ข้อความยาวเกิน {n} ตัวอักษร โปรดย่อหรือแนบเป็นไฟล์", "The text is longer than {n} characters; shorten it or attach a file.")
            .format(n=LONGEST_TEXT),
            field=field,
        )  # fmt: skip
    return text


def day_of(moment: datetime) -> date:
    """The day it was in the country."""
    return moment.astimezone(ZoneInfo(pack().timezone)).date()


def working_days_after(day: date, number: int) -> date:
    """The day that many working days later: Monday to Friday, without the public holidays that the country's pack lists."""
    return clocks.working_days_after(day, number, holidays())


def take_place(referral: Referral, by: Actor, baht: Decimal | None = None) -> None:
    """A place that a round, a draw or a waiting list keeps for the group becomes the case's; else one is taken. Refused when
    none is left for it."""
    own = reference(referral)
    for kept in queries.allotted_to(referral):
        if offers.hand_over_place(by=by, offer=referral.offer, reference=kept, to=own) is not None:
            return
    if baht is not None and queue.place_for(referral.offer, referral.enterprise) is None:
        queue.pass_on(by=by, offer=referral.offer)
        offers.take_place(by=by, offer=referral.offer, reference=own, baht=baht)
    else:
        queue.take_place(by=by, offer=referral.offer, enterprise=referral.enterprise, reference=own)


def give_back_place(referral: Referral, by: Actor) -> None:
    """What was reserved and not used is free again, for whoever waits longest."""
    queue.give_back_place(by=by, offer=referral.offer, reference=reference(referral))


def credit_acceptance(referral: Referral, by: Actor) -> None:
    """Two bodies attest an accepted referral, the sender and the provider: confirmed, unless they are one and the same."""
    if referral.commitment:
        agreements.post_result(
            by=by, commitment=referral.commitment, measure=Measure.REFERRALS, quantity=1,
            confirmed=referral.sender_id != referral.provider_id, reference=reference(referral), on=clock.today(),
        )  # fmt: skip


def take_back_acceptance(referral: Referral, by: Actor) -> None:
    if referral.commitment:
        agreements.withdraw_result(
            by=by, commitment=referral.commitment, measure=Measure.REFERRALS, reference=reference(referral)
        )


def need_goes_back(referral: Referral, by: Actor) -> None:
    """A need that nobody else is working on is looked at again."""
    need = referral.need
    if need is None or need.state != NeedState.REFERRED:
        return
    if not need.referrals.filter(state__in=OPEN_STATES).exclude(pk=referral.pk).exists():
        needs.mark_back_to_search(by=by, need=need)


def need_is_worked_on(referral: Referral, by: Actor) -> None:
    """The case lives again, and so does the work on its need; a need that was closed meanwhile stays closed."""
    need = referral.need
    if need is not None and need.state in (NeedState.CHECKED, NeedState.REFERRED):
        needs.mark_referred(by=by, need=need, provider=referral.provider.code)
