"""What would change an answer, who can change it, and where: from the engine's smallest sets to sentences with a way on.

By which way a fact changes is the country's to say (`changed_by` in its pack); a fact it does not speak of is the directory's
where the directory keeps it, else the group's own to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse

from phanuek.eligibility.facts import KnownFact
from phanuek.eligibility.facts.known import PROFILE
from phanuek.engines import rules
from phanuek.engines.rules import Change, Known, Vocabulary
from phanuek.engines.rules import Rule as CompiledRule
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack
from phanuek.ui.words import T

MOST_SETS = 3
# months beyond which no day is told
LONGEST = 1200
# the directory proves these by a number or a choice of its own form
BY_FORM = PROFILE - {"is_juristic_person", "operating_years"}


class Who(StrEnum):
    """Who can change a fact."""

    GROUP = "group"
    REGISTRY = "registry"
    AGENCY = "agency"
    TIME = "time"
    FIXED = "fixed"
    IDENTITY = "identity"  # what the group is: nobody becomes something else for an offer's sake


@dataclass(frozen=True)
class Link:
    """A button to the place where something is changed."""

    label: T
    url: str


@dataclass(frozen=True)
class Step:
    """One fact to change: what, by whom in words, where. `day` is when time alone will have done it."""

    change: Change
    who: Who
    said: T
    links: tuple[Link, ...] = ()
    day: date | None = None
    asked: T | None = None  # what the offer asks a group to be, where that is not to be changed

    @property
    def text(self) -> T:
        return self.asked or T.of(self.change.text)


@dataclass(frozen=True)
class Ways:
    """The smallest sets of facts that would make an offer fit, or the facts that stand in every way and cannot change."""

    sets: tuple[tuple[Step, ...], ...] = ()
    in_the_way: tuple[Step, ...] = ()


@lru_cache(maxsize=4)
def _hints(country: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        found: Mapping[str, Mapping[str, Any]] = pack().data("changed_by")["facts"]
    except KeyError:
        return {}
    return found


def who_changes(name: str, kind: str = "") -> Who:
    """By which way a fact changes; `kind` is its type."""
    hint = _hints(pack().code).get(name)
    if hint is not None:
        return Who(hint["way"])
    if kind == "date":
        return Who.FIXED
    return Who.REGISTRY if name in BY_FORM else Who.GROUP


class Changing:
    """Answers for one group on one day. Bodies and offers that give a registration are read once, when first named."""

    def __init__(
        self, enterprise: Enterprise, known: Mapping[str, KnownFact], on: date, vocabulary: Vocabulary
    ) -> None:
        self.enterprise, self.known, self.on, self.vocabulary = enterprise, known, on, vocabulary
        self.values = {name: Known(fact.value, str(fact.source)) for name, fact in known.items()}

    def ways(self, rule: CompiledRule) -> Ways:
        sets = rules.changes(rule, self.values, limit=MOST_SETS, can=self.can)
        if sets:
            return Ways(tuple(tuple(self.step(change) for change in steps) for steps in sets))
        nearest = rules.changes(rule, self.values, limit=1)
        stuck = [change for steps in nearest for change in steps if not self.can(change)]
        return Ways(in_the_way=tuple(self.step(change) for change in stuck))

    def can(self, change: Change) -> bool:
        """Whether it can come true at all: what is not known may turn out right, time only adds, a place stays."""
        if change.kind == "find_out":
            return True
        who = self.who(change)
        return who not in (Who.FIXED, Who.IDENTITY) and (who != Who.TIME or change.kind == "raise")

    def who(self, change: Change) -> Who:
        return who_changes(change.fact, self.vocabulary[change.fact].type)

    def step(self, change: Change) -> Step:
        who = self.who(change)
        if change.kind == "find_out":
            return self._find_out(change, who)
        if who == Who.IDENTITY:
            return self._for_others(change)
        if who == Who.FIXED or not self.can(change):
            return Step(change, Who.FIXED, T("ข้อนี้เปลี่ยนไม่ได้", "this cannot be changed"))
        if who == Who.TIME:
            return self._in_time(change)
        if who == Who.AGENCY:
            return self._by_agency(change)
        if who == Who.REGISTRY:
            said = T(
                "กลุ่มหรือเจ้าหน้าที่พื้นที่แก้ไขในทะเบียนกลุ่ม", "the group or the area's officer mends it in the directory"
            )
            return Step(change, who, said, (self._to_form(),))
        said = T("กลุ่มดำเนินการเอง แล้วบันทึกผลที่นี่", "the group does it, and records it here")
        return Step(change, Who.GROUP, said, (self._to_answer(change, T("บันทึกผล", "Record it")),))

    def _for_others(self, change: Change) -> Step:
        """The offer is for others; only a wrong entry is mended."""
        fact = self.vocabulary[change.fact]
        asked = T.of(fact.title)
        if isinstance(change.value, str):
            asked += T(": ", ": ") + T.of(
                (fact.choices or {}).get(change.value, {"th": change.value, "en": change.value})
            )
        elif change.value is False:
            asked = T("ไม่ใช่ “{what}”", "not “{what}”").format(what=asked)
        if change.fact in BY_FORM:
            said = T(
                "ใช้กับกลุ่มประเภทอื่น ถ้าทะเบียนผิดให้แก้ทะเบียน",
                "for groups of another kind; if the directory is wrong, mend it there",
            )
            return Step(change, Who.IDENTITY, said, (self._to_form(),), asked=asked)
        said = T(
            "ใช้กับกลุ่มประเภทอื่น ถ้าคำตอบที่บันทึกไว้ผิดให้แก้คำตอบ",
            "for groups of another kind; if the recorded answer is wrong, mend it",
        )
        return Step(
            change,
            Who.IDENTITY,
            said,
            (self._to_answer(change, T("แก้คำตอบ", "Mend the answer")),),
            asked=asked,
        )

    def _find_out(self, change: Change, who: Who) -> Step:
        if who == Who.REGISTRY or (who == Who.IDENTITY and change.fact in BY_FORM):
            who = Who.REGISTRY
            said = T(
                "กลุ่มหรือเจ้าหน้าที่พื้นที่เติมในทะเบียนกลุ่ม",
                "the group or the area's officer fills it in in the directory",
            )
            return Step(change, who, said, (self._to_form(),))
        answer = self._to_answer(change, T("ตอบข้อนี้", "Answer this"))
        if who != Who.AGENCY:
            said = T(
                "กลุ่มตอบเองได้ หรือเจ้าหน้าที่พื้นที่ถามแล้วบันทึก",
                "the group can answer it, or the area's officer asks and records it",
            )
            return Step(change, Who.GROUP, said, (answer,))
        made = self._by_agency(change)
        said = T("หากมีแล้วให้ตอบที่นี่ หากยังไม่มี {said}", "if it has it, answer here; if not, {said}").format(
            said=made.said
        )
        return replace(made, said=said, links=(answer, *(x for x in made.links if x.url != answer.url)))

    def _in_time(self, change: Change) -> Step:
        day = self._day(change)
        if day is None:
            return Step(change, Who.TIME, T("ครบได้เมื่อเวลาผ่านไป", "time will bring it"))
        return Step(
            change,
            Who.TIME,
            T("ครบตามเวลาในวันที่ {d}", "time brings it on {d}").format(d=_in_words(day)),
            day=day,
        )

    def _day(self, change: Change) -> date | None:
        """When a length of time will have been reached; None where no start is known."""
        known, hint = self.known.get(change.fact), _hints(pack().code).get(change.fact, {})
        if (
            known is None
            or not isinstance(change.value, (int, Decimal))
            or not isinstance(known.value, (int, Decimal))
        ):
            return None
        months = 12 if hint.get("unit") == "years" else 1
        if known.record is not None:
            start, length = known.record.known_on, Decimal(change.value) - Decimal(known.value)
        elif change.fact == "operating_years" and self.enterprise.started_on:
            start, length = self.enterprise.started_on, Decimal(change.value)
        else:
            return None
        whole, rest = divmod(length * months, 1)
        if not 0 <= whole <= LONGEST:
            return None
        return _months_later(start, int(whole)) + timedelta(days=int(rest * 31))

    def _by_agency(self, change: Change) -> Step:
        hint = _hints(pack().code)[change.fact]
        body = T.of(hint["name"]) if "name" in hint else self._bodies.get(hint.get("body", ""))
        said = (
            T("{body}เป็นผู้ออกให้", "{body} issues it").format(body=body)
            if body
            else T("หน่วยงานเป็นผู้ออกให้", "a body issues it")
        )
        giving = self._giving.get(hint.get("offer", ""))
        links = [self._to_answer(change, T("ได้แล้ว บันทึกผล", "Done: record it"))]
        if giving is not None:
            links.insert(
                0,
                Link(
                    T("ดูวิธีขอ: {name}", "How to get it: {name}").format(name=giving),
                    f"/offers/{hint['offer']}/",
                ),
            )
        return Step(change, Who.AGENCY, said, tuple(links))

    def _to_answer(self, change: Change, label: T) -> Link:
        return Link(label, reverse("eligibility:fact", args=[self.enterprise.code, change.fact]))

    def _to_form(self) -> Link:
        return Link(
            T("ไปที่ทะเบียนกลุ่ม", "To the directory's form"), f"{self.enterprise.get_absolute_url()}edit/"
        )

    @cached_property
    def _bodies(self) -> dict[str, T]:
        codes = {hint["body"] for hint in _hints(pack().code).values() if "body" in hint}
        rows = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
        return {code: T(th, en or th) for code, th, en in rows}

    @cached_property
    def _giving(self) -> dict[str, T]:
        codes = {hint["offer"] for hint in _hints(pack().code).values() if "offer" in hint}
        rows = Offer.objects.filter(code__in=codes, published=True).values_list("code", "name_th", "name_en")
        return {code: T(th, en or th) for code, th, en in rows}


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; the first of the next where that month has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        return _months_later(day.replace(day=1), months + 1)


def _in_words(day: date) -> T:
    return T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))
