"""What one applicant may get, as rows, as one answer, and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from phanuek.offers.models import Limit, Offer
from phanuek.registry.models import EnterpriseKind
from phanuek.ui.formats import baht, number
from phanuek.ui.words import T, in_language

EVERYBODY = T("ผู้ขอทุกประเภท", "Every applicant")
THE_OTHERS = T("ผู้ขอประเภทอื่น", "All other applicants")


@dataclass(frozen=True)
class Ceiling:
    """The most for one applicant of a kind; None: not stated."""

    per_request_baht: Decimal | None = None
    per_applicant_baht: Decimal | None = None
    times: int | None = None
    note: T | None = None


def limits_of(offer: Offer) -> list[Limit]:
    """Kinds with a line of their own first, everybody else last; one query."""
    return sorted(offer.limits.all(), key=lambda limit: (not limit.applicant_kind, limit.applicant_kind))


def limit_for(offer: Offer, enterprise_kind: str) -> Ceiling:
    """The line of that kind, else everybody's; the offer's own most per applicant where no line states one."""
    lines = {limit.applicant_kind: limit for limit in offer.limits.all()}
    found = lines.get(enterprise_kind) or lines.get("")
    most = offer.per_applicant_limit_baht
    if found is None:
        return Ceiling(per_applicant_baht=most)
    return Ceiling(
        found.per_request_baht,
        found.per_applicant_baht if found.per_applicant_baht is not None else most,
        found.times,
        T(found.note_th, found.note_en or found.note_th) if found.note_th else None,
    )


def sentences(limits: Iterable[Limit]) -> list[T]:
    """One sentence for each line, such as "Cooperative: at most 500,000 baht a request; at most 2 times"."""
    rows = list(limits)
    return [_sentence(limit, alone=len(rows) == 1) for limit in rows]


def _sentence(limit: Limit, *, alone: bool) -> T:
    if limit.applicant_kind in EnterpriseKind.values:
        who = T.of(EnterpriseKind(limit.applicant_kind).label)
    else:
        who = (
            T(limit.applicant_kind, limit.applicant_kind)
            if limit.applicant_kind
            else EVERYBODY
            if alone
            else THE_OTHERS
        )
    parts = [
        T("คำขอละไม่เกิน {n}", "at most {n} a request").format(n=_money(limit.per_request_baht)) if limit.per_request_baht else None,
        T("รวมไม่เกิน {n} ต่อราย", "at most {n} in all").format(n=_money(limit.per_applicant_baht)) if limit.per_applicant_baht else None,
        _times(limit.times) if limit.times else None,
        T(limit.note_th, limit.note_en or limit.note_th) if limit.note_th else None,
    ]  # fmt: skip
    said = [part for part in parts if part]
    return T(
        f"{who.th}: {' · '.join(part.th for part in said)}",
        f"{who.en}: {'; '.join(part.en for part in said)}",
    )


def _times(times: int) -> T:
    if times == 1:
        return T("ขอได้ครั้งเดียว", "only once")
    return T("ขอได้ไม่เกิน {n} ครั้ง", "at most {n} times").format(n=number(times))


def _money(amount: Decimal) -> T:
    with in_language("th"):
        thai = baht(amount)
    with in_language("en"):
        return T(thai, baht(amount))
