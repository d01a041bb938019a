"""In which order offers stand before a group, and groups before an offer: the rule itself, from which its page is printed.

Whoever changes a criterion, its place or a number here gives the rule a new version and writes the reason into docs/adr.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from phanuek.engines import ranking
from phanuek.engines.ranking import KEPT_EVERY, Criterion, Placed, lot
from phanuek.engines.rules import Status
from phanuek.engines.rules.standing import Standing
from phanuek.ui.words import T

Row = TypeVar("Row")
# how far back it is counted who was helped and who was shown
MONTHS = 12
ANSWERS = {Status.FITS: 0, Status.UNKNOWN: 1, Status.DOES_NOT_FIT: 2}
# the fact by which "poorest" is told, a year's sales in satang; a member's share of it where members are known
POOREST_BY, SHARED_BY = "yearly_sales", "members"


@dataclass(frozen=True)
class Line(Criterion[Row], Generic[Row]):
    """A criterion with its words: what stands first, and why something stands lower for it."""

    title: T
    lower: T


@dataclass(frozen=True)
class Ranking(Generic[Row]):
    """A written order."""

    version: str
    since: date
    lines: tuple[Line[Row], ...]

    def order(self, rows: Sequence[Row]) -> list[Row]:
        return ranking.by_criteria(rows, self.lines)

    def why_below(self, above: Row, below: Row) -> Line[Row] | None:
        """The line by which `below` stands lower; None when they are told apart by nothing."""
        found = ranking.deciding(above, below, self.lines)
        return found if isinstance(found, Line) else None


class OfferRow(NamedTuple):
    """What the order of offers looks at. `places_left` None: no number of places is stated."""

    key: int
    name: str
    means_match: bool
    places_left: int | None
    first_answer_days: int
    standing: Standing


OFFERS: Ranking[OfferRow] = Ranking(
    "1",
    date(2026, 11, 23),
    (
        Line("answer", lambda row: ANSWERS[row.standing.status],
             T("เข้าเงื่อนไขก่อน รองลงมาคือข้อมูลยังไม่เพียงพอ แล้วจึงไม่เข้าเงื่อนไข", "Those that fit; then those that cannot be said yet; then those that do not fit"),
             T("ผลการพิจารณาเงื่อนไขอยู่ในลำดับหลังกว่า", "its answer stands in a later class")),
        Line("places", lambda row: row.places_left == 0,
             T("ยังมีที่ว่างก่อนที่เต็มแล้ว", "Those with places left before those that are full"),
             T("เต็มแล้ว", "it is full")),
        Line("means", lambda row: not row.means_match,
             T("วิธีสนับสนุนตรงกับที่ต้องการก่อน", "The means wished for first"),
             T("วิธีสนับสนุนไม่ตรงกับที่ต้องการ", "it is not of the means wished for")),
        Line("missing", lambda row: len(row.standing.missing),
             T("ข้อมูลที่ยังต้องหาเพิ่มน้อยกว่าก่อน", "Fewer facts still to find out first"),
             T("ต้องหาข้อมูลเพิ่มมากกว่า", "more facts must be found out")),
        Line("not_met", lambda row: row.standing.not_met,
             T("เงื่อนไขที่ยังไม่ผ่านน้อยกว่าก่อน", "Fewer conditions not met first"),
             T("มีเงื่อนไขที่ยังไม่ผ่านมากกว่า", "more of its conditions are not met")),
        Line("speed", lambda row: row.first_answer_days,
             T("กำหนดตอบกลับครั้งแรกเร็วกว่าก่อน", "The sooner first answer first"),
             T("กำหนดตอบกลับครั้งแรกช้ากว่า", "its first answer takes longer")),
        Line("name", lambda row: (row.name, row.key),
             T("นอกนั้นเรียงตามชื่อ", "Else by name"),
             T("เรียงตามชื่อ เพราะเท่ากันทุกข้อ", "by name, being equal in everything else")),
    ),
)  # fmt: skip


class Candidate(NamedTuple):
    """What the order of groups looks at. `served` counts cases accepted in the last `MONTHS` months, `area_served` is the
    share of its province's groups that were, `sales` a member's share of yearly sales in satang (the middle of those known
    where it is not), `shown` on how many days it stood before someone, `lot` the day's lot."""

    key: int
    province: str
    status: Status
    served: int
    area_served: Fraction
    sales: Decimal
    sales_known: bool
    shown: int
    lot: str


CANDIDATES: Ranking[Candidate] = Ranking(
    "1",
    date(2026, 11, 23),
    (
        Line("answer", lambda row: ANSWERS[row.status],
             T("เข้าเงื่อนไขก่อน แล้วจึงข้อมูลยังไม่เพียงพอ กลุ่มที่ไม่เข้าเงื่อนไขไม่อยู่ในรายชื่อ", "Those that fit; then those that cannot be said yet. Those that do not fit are not listed"),
             T("ข้อมูลยังไม่เพียงพอที่จะบอกว่าเข้าเงื่อนไข", "it cannot be said yet whether it fits")),
        Line("served", lambda row: row.served,
             T("ได้รับการสนับสนุนน้อยครั้งกว่าในรอบ 12 เดือนก่อน", "Helped less often in the last 12 months first"),
             T("ได้รับการสนับสนุนมากครั้งกว่าในรอบ 12 เดือน", "it was helped more often in the last 12 months")),
        Line("area", lambda row: row.area_served,
             T("จังหวัดที่กลุ่มได้รับการสนับสนุนเป็นสัดส่วนน้อยกว่าก่อน", "Provinces where a smaller share of the groups was helped first"),
             T("อยู่ในจังหวัดที่ได้รับการสนับสนุนเป็นสัดส่วนมากกว่า", "a larger share of its province's groups was helped")),
        Line("sales", lambda row: row.sales,
             T("ยอดขายต่อปีต่อสมาชิกน้อยกว่าก่อน กลุ่มที่ยังไม่ทราบยอดขายถือว่าอยู่ตรงกลาง", "Lower yearly sales for each member first; where they are not known the group stands in the middle"),
             T("ยอดขายต่อสมาชิกสูงกว่า หรือยังไม่ทราบจึงอยู่ตรงกลาง", "its sales for each member are higher, or not known and so taken as the middle")),
        Line("lot", lambda row: row.lot,
             T("นอกนั้นเรียงด้วยค่าแฮชของวัน รหัสมาตรการ และรหัสกลุ่ม ซึ่งเปลี่ยนทุกวันและคำนวณซ้ำได้", "Else by a hash of the day, the offer and the group, which changes every day and can be worked out again"),
             T("เท่ากันทุกข้อ วันนี้อยู่หลังตามลำดับประจำวัน", "being equal in everything else, it comes later today")),
    ),
)  # fmt: skip

NEWCOMERS = T(
    "ทุก {n} ลำดับ กันไว้ 1 ลำดับให้กลุ่มที่ผ่านในชั้นเดียวกันและแสดงต่อเจ้าหน้าที่น้อยวันที่สุดในรอบ 12 เดือน",
    "Of every {n} places one is kept for the group of the same class that was shown on the fewest days of the last 12 months",
)
KEPT = T(
    "อยู่ในลำดับที่กันไว้ให้กลุ่มที่แสดงน้อยที่สุด (แสดง {n} วันในรอบ 12 เดือน)",
    "in a place kept for those shown least (on {n} days of the last 12 months)",
)


def lot_of(on: date, offer: str, group: str) -> str:
    """The lot of a group before an offer on a day."""
    return lot(CANDIDATES.version, on.isoformat(), offer, group)


def shared_out(rows: Sequence[Candidate]) -> list[Placed[Candidate]]:
    """The candidates in order, with the places kept for those shown least."""
    return ranking.with_kept_places(
        CANDIDATES.order(rows), tier=lambda row: row.status, shown=lambda row: (row.shown, row.lot)
    )


@cache
def newcomers_words() -> T:
    return NEWCOMERS.format(n=KEPT_EVERY)
