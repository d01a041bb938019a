"""Deciding on claims: approved, sent back, refused, confirmed by another body, undone. Never by whoever wrote them."""

from decimal import Decimal

from django.db import transaction

from phanuek.agreements import notifications
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.actions import said
from phanuek.agreements.actions.claims import hold_claim, move, record
from phanuek.agreements.actions.ledger import post_result, withdraw_result
from phanuek.agreements.models import Claim, Measure
from phanuek.agreements.states import ClaimState
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.formats import number
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def approve_claim(
    *, by: Actor, claim: Claim, version: int, quantity: Decimal | None = None, note: str = ""
) -> Claim:
    """The claim holds, whole or for less, which needs a note. What is approved is credited to the commitment: confirmed when the
    deciding body is another one than claimed and wrote it, else unconfirmed."""
    claim = _held(by, claim, version)
    approved = claim.quantity if quantity is None else Decimal(quantity)
    if approved <= 0:
        raise Refused(
            T(
                "จำนวนที่รับรองต้องมากกว่าศูนย์ หากรับรองไม่ได้เลยให้เลือกไม่รับรอง",
                "Approve more than zero; refuse the claim where nothing holds.",
            ),
            field="quantity",
        )
    if approved > claim.quantity:
        raise Refused(
            T("รายงานไว้ {n} จะรับรองมากกว่านั้นไม่ได้", "{n} is claimed; no more can be approved.").format(
                n=number(claim.quantity)
            ),
            field="quantity",
        )
    if approved < claim.quantity and not note.strip():
        raise Refused(
            T("รับรองน้อยกว่าที่รายงาน โปรดบอกเหตุผล", "Less is approved than was claimed: say why."), field="note"
        )
    independent = permissions.is_independent(by, claim)
    claim.approved_quantity = approved
    _decide(claim, by, note)
    if independent:
        _confirm(claim, by)
    move(claim, ClaimState.APPROVED)
    _credit(claim, by)
    record("claim.approved", claim, by, told_there=False, facts=_facts(claim), note=note.strip())
    timeline.record(
        "commitment.claim_approved",
        about=claim.commitment,
        by=by,
        facts={"claim": claim.code, **_facts(claim)},
    )
    notifications.claim_decided(by=by, claim=claim)
    return claim


@transaction.atomic
def confirm_claim(*, by: Actor, claim: Claim, version: int) -> Claim:
    """Another body says that what was approved within the body that reported it holds; it counts as confirmed from now on."""
    claim = hold_claim(claim, version)
    permissions.check_can_confirm(by, claim)
    permissions.check_stands(claim, ClaimState.APPROVED)
    permissions.check_unconfirmed(claim)
    _withdraw(claim, by)
    _confirm(claim, by)
    claim.version += 1
    claim.save()
    _credit(claim, by)
    record("claim.confirmed", claim, by, told_there=False, facts=_facts(claim))
    timeline.record("commitment.claim_confirmed", about=claim.commitment, by=by, facts={"claim": claim.code})
    notifications.claim_decided(by=by, claim=claim)
    return claim


@transaction.atomic
def return_claim(*, by: Actor, claim: Claim, version: int, reason: str) -> Claim:
    """Back to whoever wrote it, with what is to be mended; what was typed and attached stays."""
    claim = _held(by, claim, version)
    why = said.reason(reason, field="reason")
    _decide(claim, by, why)
    move(claim, ClaimState.RETURNED)
    record("claim.returned", claim, by, note=why)
    notifications.claim_decided(by=by, claim=claim)
    return claim


@transaction.atomic
def refuse_claim(*, by: Actor, claim: Claim, version: int, reason: str) -> Claim:
    """The claim does not hold and will not."""
    claim = _held(by, claim, version)
    why = said.reason(reason, field="reason")
    _decide(claim, by, why)
    move(claim, ClaimState.REFUSED)
    record("claim.refused", claim, by, note=why)
    notifications.claim_decided(by=by, claim=claim)
    return claim


@transaction.atomic
def undo_approval(*, by: Actor, claim: Claim, version: int, reason: str) -> Claim:
    """An approval that was wrong: its result leaves the ledger and the claim goes back to be mended."""
    claim = hold_claim(claim, version)
    permissions.check_can_undo(by, claim)
    permissions.check_stands(claim, ClaimState.APPROVED)
    why = said.reason(reason, field="reason")
    facts = _facts(claim)
    _withdraw(claim, by)
    claim.approved_quantity = None
    claim.confirmed_by, claim.confirmed_at, claim.confirmer_id = "", None, None
    _decide(claim, by, why)
    move(claim, ClaimState.RETURNED)
    record("claim.undone", claim, by, told_there=False, facts=facts, note=why)
    timeline.record(
        "commitment.claim_undone", about=claim.commitment, by=by, facts={"claim": claim.code, **facts}
    )
    notifications.claim_decided(by=by, claim=claim)
    return claim


def _held(by: Actor, claim: Claim, version: int) -> Claim:
    """The claim kept still, when this person may decide on it and it waits for that."""
    permissions.check_can_check(by, claim)
    claim = hold_claim(claim, version)
    permissions.check_can_decide(by, claim)
    permissions.check_stands(claim, ClaimState.SUBMITTED)
    return claim


def _decide(claim: Claim, by: Actor, note: str) -> None:
    claim.decided_at, claim.decided_by, claim.decider_id = clock.now(), by.organisation_code, by.person_id
    claim.decision_note = note.strip()


def _confirm(claim: Claim, by: Actor) -> None:
    claim.confirmed_by, claim.confirmed_at, claim.confirmer_id = (
        by.organisation_code,
        clock.now(),
        by.person_id,
    )


def _credit(claim: Claim, by: Actor) -> None:
    post_result(
        by=by,
        commitment=claim.commitment,
        measure=Measure.CLAIMED,
        quantity=claim.approved_quantity or Decimal(0),
        confirmed=bool(claim.confirmed_by),
        reference=reference(claim),
        on=claim.ends_on,
    )


def _withdraw(claim: Claim, by: Actor) -> None:
    withdraw_result(by=by, commitment=claim.commitment, measure=Measure.CLAIMED, reference=reference(claim))


def reference(claim: Claim) -> str:
    """Under which the ledger keeps a claim's result."""
    return f"claim:{claim.code}"


def _facts(claim: Claim) -> dict[str, str]:
    return {"quantity": str(claim.approved_quantity), "confirmed": "yes" if claim.confirmed_by else "no"}
