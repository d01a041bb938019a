"""What a round is made of: applicants, offers, who may have what, and the written rule.

Points are whole numbers, money is whole satang. Everything is checked when a `Round` is made, so that the solver meets only
what it can work with; `RoundError` says where something is wrong, in both languages.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from phanuek.engines.wording import Words, words

RULE_VERSION = 1
MOST_POINTS = 1_000_000
MOST_UNITS = 10_000_000
MOST_SATANG = 10**15
STEPS = 10  # in which the reward of serving an area falls to nothing


class RoundError(ValueError):
    """The round cannot be shared out as it stands. `where` names the file, row or field; `message` and `hint` (what to do, where
    that can be said) have both languages."""

    def __init__(self, where: str, th: str, en: str, hint: Words | None = None) -> None:
        super().__init__(f"{where}: {en}")
        self.where = where
        self.message = {"th": th, "en": en}
        self.hint = hint


@dataclass(frozen=True)
class Applicant:
    """Who asks. `need` is 0 to 100: how poor compared with the other applicants, 100 the poorest; not known: 0."""

    code: str
    area: str = ""
    group: str = ""
    need: int = 0


@dataclass(frozen=True)
class OfferLot:
    """What one offer brings: places, and where money limits it too, satang."""

    code: str
    units: int
    budget: int | None = None
    category: str = ""


@dataclass(frozen=True)
class Eligible:
    """An applicant may have one unit of an offer: its points, and what it would cost in satang."""

    applicant: str
    offer: str
    score: int
    cost: int | None = None


@dataclass(frozen=True)
class PriorityGroup:
    """`points` are added to every score of its applicants; `reserved_percent` of each offer's places are theirs first."""

    code: str
    points: int = 0
    reserved_percent: int = 0


@dataclass(frozen=True)
class Rule:
    """By what the places are shared out. Reserved places and least shares come before any points; what of them nobody of the
    group or the area can use falls to the others.

    `area_least_percent`: of what each area asks for, so much is served first. `area_most_percent`: no area gets more than
    this of all places. `area_fairness`: points on top of an area's first place; they fall by a tenth with each further tenth
    of what the area asks for, to nothing when it has all (of n requests the one served after k others has 10 − ⌊10k/n⌋ tenths). `poorest_points`: on top for the poorest, in proportion to `need`.
    """

    seed: str
    per_applicant: int = 1
    per_category: int | None = None
    groups: tuple[PriorityGroup, ...] = ()
    area_least_percent: int = 0
    area_most_percent: int = 100
    area_least: Mapping[str, int] = field(default_factory=dict)
    area_most: Mapping[str, int] = field(default_factory=dict)
    area_fairness: int = 0
    poorest_points: int = 0

    def __post_init__(self) -> None:
        _whole(self.per_applicant, "rule.per_applicant", 1, MOST_UNITS)
        if self.per_category is not None:
            _whole(self.per_category, "rule.per_category", 1, MOST_UNITS)
        for name in ("area_least_percent", "area_most_percent"):
            _whole(getattr(self, name), f"rule.{name}", 0, 100)
        for name in ("area_fairness", "poorest_points"):
            _whole(getattr(self, name), f"rule.{name}", 0, MOST_POINTS)
        for name in ("area_least", "area_most"):
            for area, units in getattr(self, name).items():
                _whole(units, f"rule.{name}.{area}", 0, MOST_UNITS)
        for area in set(self.area_least) & set(self.area_most):
            if self.area_least[area] > self.area_most[area]:
                raise RoundError(
                    f"rule.area_least.{area}", f"มากกว่า area_most ของพื้นที่นี้ ({self.area_most[area]:,})",
                    f"Is more than its area_most ({self.area_most[area]:,}).",
                    words("ให้ไม่เกิน area_most", "let it be at most area_most"),
                )  # fmt: skip
        for group in self.groups:
            _whole(group.points, f"rule.groups.{group.code}.points", 0, MOST_POINTS)
            _whole(group.reserved_percent, f"rule.groups.{group.code}.reserved_percent", 0, 100)
        check_codes((group.code for group in self.groups), "rule.groups")
        if sum(group.reserved_percent for group in self.groups) > 100:
            raise RoundError(
                "rule.groups", "สัดส่วนที่กันไว้รวมกันเกินร้อยละ 100", "The reserved shares add up to more than 100 %."
            )

    def as_json(self) -> dict[str, Any]:
        return {"version": RULE_VERSION, **asdict(self), "groups": [asdict(group) for group in self.groups]}

    @classmethod
    def from_json(cls, data: Any) -> Rule:
        """RoundError names the field that is missing, unknown or of the wrong kind."""
        if not isinstance(data, dict):
            raise RoundError("rule", "กติกาต้องเป็นออบเจกต์ JSON", "The rule must be a JSON object.")
        known = {name: value for name, value in data.items() if name != "version"}
        if data.get("version", RULE_VERSION) != RULE_VERSION:
            raise RoundError("rule.version", "ไม่รู้จักรุ่นของกติกา", f"Only version {RULE_VERSION} is known.")
        unknown = set(known) - set(cls.__dataclass_fields__)
        if unknown:
            raise _no_part("rule", unknown, cls.__dataclass_fields__)
        if isinstance(known.get("seed"), int | float | Decimal) and known["seed"] is not True:
            raise RoundError(
                "rule.seed", "ต้องเป็นข้อความ", "Must be a text.",
                words(f"ใส่เครื่องหมายคำพูด: \"{known['seed']}\"", f"put it in quotes: \"{known['seed']}\""),
            )  # fmt: skip
        if not isinstance(known.get("seed"), str) or not known["seed"]:
            raise RoundError(
                "rule.seed", "ต้องระบุเลขตั้งต้นของการจับสลาก", "A seed for the draw must be given.",
                words("ใส่ข้อความ เช่น \"seed\": \"820866\"", "write a text, such as \"seed\": \"820866\""),
            )  # fmt: skip
        for name in ("area_least", "area_most"):
            if not isinstance(known.get(name, {}), dict):
                raise RoundError(f"rule.{name}", "ต้องเป็นออบเจกต์ รหัสพื้นที่ → จำนวน", "Must map areas to numbers.")
        known["groups"] = tuple(_group(row) for row in _listed(known.get("groups", []), "rule.groups"))
        return cls(**known)


def _listed(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise RoundError(where, "ต้องเป็นรายการ", "Must be a list.")
    return value


def _no_part(where: str, unknown: Iterable[str], known: Iterable[str]) -> RoundError:
    name, names = min(unknown), list(known)
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    one_of = words(f"ข้อที่มี: {', '.join(names)}", f"there are: {', '.join(names)}")
    hint = words(f"หมายถึง {near[0]} หรือไม่", f"did you mean {near[0]}?") if near else one_of
    return RoundError(f"{where}.{name}", "ไม่มีข้อนี้ในกติกา", "The rule has no such part.", hint)


def _group(row: Any) -> PriorityGroup:
    if not isinstance(row, dict) or not isinstance(row.get("code"), str) or not row["code"]:
        raise RoundError("rule.groups", "แต่ละกลุ่มต้องมีรหัส (code)", "Each group needs a code.")
    unknown = set(row) - set(PriorityGroup.__dataclass_fields__)
    if unknown:
        raise _no_part("rule.groups", unknown, PriorityGroup.__dataclass_fields__)
    return PriorityGroup(**row)


@dataclass(frozen=True)
class Round:
    """Checked and in the order of codes: the same content given in any order is the same round."""

    applicants: tuple[Applicant, ...]
    offers: tuple[OfferLot, ...]
    eligible: tuple[Eligible, ...]
    rule: Rule

    @classmethod
    def of(
        cls,
        applicants: Iterable[Applicant],
        offers: Iterable[OfferLot],
        eligible: Iterable[Eligible],
        rule: Rule,
    ) -> Round:
        people = tuple(sorted(applicants, key=lambda one: one.code))
        lots = tuple(sorted(offers, key=lambda one: one.code))
        pairs = tuple(sorted(eligible, key=lambda one: (one.applicant, one.offer)))
        check_codes((one.code for one in people), "applicants")
        check_codes((one.code for one in lots), "offers")
        for person in people:
            _whole(person.need, f"applicants.{person.code}.need", 0, 100)
        for lot in lots:
            _whole(lot.units, f"offers.{lot.code}.capacity", 0, MOST_UNITS)
            if lot.budget is not None:
                _whole(lot.budget, f"offers.{lot.code}.budget", 0, MOST_SATANG)
        _check_pairs(pairs, {one.code for one in people}, {one.code: one for one in lots})
        return cls(people, lots, pairs, rule)


def _check_pairs(pairs: tuple[Eligible, ...], people: set[str], lots: Mapping[str, OfferLot]) -> None:
    before = None
    for pair in pairs:
        where = f"eligible.{pair.applicant}.{pair.offer}"
        if pair.applicant not in people:
            raise no_such(where, "applicant")
        if pair.offer not in lots:
            raise no_such(where, "offer")
        if (pair.applicant, pair.offer) == before:
            raise RoundError(where, "คู่นี้ซ้ำกัน", "This pair stands there twice.")
        before = (pair.applicant, pair.offer)
        _whole(pair.score, f"{where}.score", 0, MOST_POINTS)
        if pair.cost is not None:
            _whole(pair.cost, f"{where}.cost", 0, MOST_SATANG)
        elif lots[pair.offer].budget is not None:
            raise no_such(f"{where}.cost", "cost")


def _whole(value: Any, where: str, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise no_whole(where, least, most)


LACKING = {
    "applicant": ("ไม่มีผู้ขอรายนี้ในรายชื่อ", "There is no such applicant."),
    "offer": ("ไม่มีมาตรการนี้ในรอบ", "There is no such offer in the round."),
    "cost": ("มาตรการนี้มีวงเงิน จึงต้องระบุจำนวนเงินที่ขอ", "The offer has a budget: an amount is needed."),
}


def no_such(where: str, what: str) -> RoundError:
    return RoundError(where, *LACKING[what])


def no_whole(where: str, least: int, most: int) -> RoundError:
    return RoundError(
        where,
        f"ต้องเป็นจำนวนเต็มตั้งแต่ {least:,} ถึง {most:,}",
        f"Must be a whole number from {least:,} to {most:,}.",
    )


def check_codes(codes: Iterable[str], where: str) -> None:
    """Every row has a code, and no two the same."""
    seen: set[str] = set()
    for code in codes:
        if not isinstance(code, str) or not code:
            raise RoundError(where, "มีรายการที่ไม่มีรหัส", "A row has no code.")
        if code in seen:
            raise RoundError(f"{where}.{code}", "รหัสนี้ซ้ำกัน", "This code stands there twice.")
        seen.add(code)
