"""Reads of claims: what waits to be checked, what a page shows of one."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.models import Claim, Commitment, Evidence
from phanuek.agreements.states import ClaimState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.ui.words import T

NOTHING = Decimal(0)
TAGS = {
    ClaimState.SUBMITTED: "wait",
    ClaimState.RETURNED: "warn",
    ClaimState.APPROVED: "ok",
    ClaimState.REFUSED: "not",
    ClaimState.TAKEN_BACK: "plain",
}
DEAD = frozenset({ClaimState.REFUSED, ClaimState.TAKEN_BACK})


@dataclass(frozen=True)
class ClaimLine:
    """A claim with its evidence and what is said of its approval."""

    claim: Claim
    evidence: list[Evidence]
    decided_by: T | None
    confirmed_by: T | None
    sees_files: bool

    @property
    def tag(self) -> str:
        return TAGS[ClaimState(self.claim.state)]

    @property
    def supported(self) -> Decimal:
        return sum((piece.quantity for piece in self.evidence), NOTHING)

    @property
    def is_confirmed(self) -> bool:
        return bool(self.claim.confirmed_by)

    @property
    def standing(self) -> T | None:
        """Whether the result counts, of an approved claim."""
        if self.claim.state != ClaimState.APPROVED:
            return None
        if self.is_confirmed:
            return T("ยืนยันโดย{name}", "Confirmed by {name}").format(name=self.confirmed_by or "")
        return T(
            "รับรองภายในหน่วยงานที่รายงาน จึงนับเป็นผลที่รอยืนยัน จนกว่าหน่วยงานอื่นจะยืนยัน",
            "Approved within the body that reported it: unconfirmed until another body confirms it.",
        )


def lines(claims: QuerySet[Claim], actor: Actor) -> list[ClaimLine]:
    """Claims for a page, in four queries and one for the right to each one's files where the reader is not one of them."""
    rows = list(
        claims.select_related("organisation", "commitment__lead", "commitment__agreement").prefetch_related(
            "evidence__attachment"
        )
    )
    names = names_of({code for row in rows for code in (row.decided_by, row.confirmed_by) if code})
    return [
        ClaimLine(
            row,
            list(row.evidence.all()),
            names.get(row.decided_by),
            names.get(row.confirmed_by),
            may(permissions.check_can_see_evidence, actor, row),
        )
        for row in rows
    ]


def line(claim: Claim, actor: Actor) -> ClaimLine:
    """One claim for its page."""
    return lines(Claim.objects.filter(pk=claim.pk), actor)[0]


def of_commitment(commitment: Commitment, actor: Actor) -> QuerySet[Claim]:
    """The claims of a commitment that the reader may see, the newest first."""
    return Claim.objects.visible_to(actor).filter(commitment=commitment)


def to_check(actor: Actor) -> QuerySet[Claim]:
    """Claims that wait and that this reader may decide on, the oldest first."""
    waiting = Claim.objects.filter(state=ClaimState.SUBMITTED).select_related(
        "organisation", "commitment__lead", "commitment__agreement"
    )
    return _checkable(waiting, actor).order_by("submitted_at", "pk")


def to_confirm(actor: Actor) -> QuerySet[Claim]:
    """Claims approved within the body that reported them, for another body to confirm; the oldest first."""
    rows = Claim.objects.filter(state=ClaimState.APPROVED, confirmed_by="").exclude(
        Q(organisation=actor.organisation_id) | Q(recorded_by=actor.organisation_code)
    )
    found = rows.select_related("organisation", "commitment__lead", "commitment__agreement")
    return _checkable(found, actor).order_by("decided_at", "pk")


def _checkable(rows: QuerySet[Claim], actor: Actor) -> QuerySet[Claim]:
    if not actor.may(Permission.CHECK_CLAIMS) or actor.person_id is None:
        return rows.none()
    rows = rows.exclude(claimant_id=actor.person_id)
    if actor.sees_all:
        return rows
    own = actor.organisation_id
    joined = Commitment.collaborators.through.objects.filter(organisation=own).values("commitment")
    return rows.filter(Q(organisation=own) | Q(commitment__lead=own) | Q(commitment__in=joined))


def to_mend(actor: Actor) -> QuerySet[Claim]:
    """Claims of the reader's body that were sent back."""
    rows = Claim.objects.filter(state=ClaimState.RETURNED, organisation=actor.acting_id)
    return rows.select_related("organisation", "commitment__lead", "commitment__agreement").order_by(
        "decided_at", "pk"
    )


def approved_sums(commitment: Commitment) -> tuple[Decimal, Decimal]:
    """What the approved claims of a commitment add up to, confirmed and unconfirmed: the ledger must say the same."""
    rows = Claim.objects.filter(commitment=commitment, state=ClaimState.APPROVED).order_by()
    confirmed = rows.exclude(confirmed_by="").aggregate(n=Sum("approved_quantity"))["n"]
    unconfirmed = rows.filter(confirmed_by="").aggregate(n=Sum("approved_quantity"))["n"]
    return confirmed or NOTHING, unconfirmed or NOTHING


def names_of(codes: set[str]) -> dict[str, T]:
    """Names of bodies by their codes."""
    if not codes:
        return {}
    rows = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
    return {code: T(thai, english or thai) for code, thai, english in rows}
