"""What several verbs share: taking hold of the row, moving it on, what follows for need, place and ledger."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Measure
from phanuek.needs import actions as needs
from phanuek.needs.states import NeedState
from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import OPEN_STATES, OWNER, ReferralState
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LONGEST_TEXT = 5000


def hold(referral: Referral) -> Referral:
    """The row as it stands now, locked until the transaction ends: of two people answering at once the second sees
    what the first did, and is told the present state."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related(
            "enterprise__organisation", "offer", "provider", "sender", "commitment", "need", "consent"
        )
        .get(pk=referral.pk)
    )


def move(referral: Referral, to: ReferralState, *, also: tuple[str, ...] = ()) -> None:
    """Writes the new state. The caller has asked whether the way is open."""
    referral.state = to
    referral.version += 1
    referral.owner, referral.step_since = OWNER[to], clock.now()
    fields = {"state", "version", "owner", "step_since", *also}
    if (
        to in (ReferralState.ACCEPTED, ReferralState.REFUSED, ReferralState.MORE_ASKED)
        and not referral.first_answer_at
    ):
        referral.first_answer_at = clock.now()
        fields.add("first_answer_at")
    if to not in OPEN_STATES:
        referral.closed_at = clock.now()
        fields.add("closed_at")
    referral.save(update_fields=sorted(fields))


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
    """The day that many working days later, Monday to Friday. Public holidays are not taken out: the country pack
    has no calendar of them yet, and the pages say how days are counted."""
    weeks, rest = divmod(number, 5)
    # from a weekend, counting starts on the Friday before
    start = day - timedelta(days=max(0, day.weekday() - 4))
    end = start + timedelta(weeks=weeks)
    for _ in range(rest):
        end += timedelta(days=3 if end.weekday() == 4 else 1)
    return end


def give_back_place(referral: Referral, by: Actor) -> None:
    offers.give_back_place(by=by, offer=referral.offer, reference=reference(referral))


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
