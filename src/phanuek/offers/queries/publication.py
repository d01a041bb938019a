"""On the way to people: what an offer still lacks, and what stands in the way of taking it back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from phanuek.offers.models import Holding, Offer
from phanuek.ui import clock
from phanuek.ui.words import T


class Step(StrEnum):
    """The pages that an offer is written on, in this order."""

    RECORD = "edit"
    CONDITIONS = "conditions"
    LIMITS = "limits"
    PUBLISH = "publish"

    @property
    def label(self) -> T:
        return STEPS[self]


STEPS = {
    Step.RECORD: T("รายละเอียด", "The record"),
    Step.CONDITIONS: T("เงื่อนไข", "Conditions"),
    Step.LIMITS: T("วงเงินและจำนวนครั้ง", "Limits"),
    Step.PUBLISH: T("เผยแพร่", "Publish"),
}


@dataclass(frozen=True)
class Gap:
    """Something not filled in yet. `must`: people cannot do without it."""

    what: T
    step: Step
    must: bool
    field: str = ""


@dataclass(frozen=True)
class Stage:
    """One step for the page that leads through them."""

    step: Step
    url: str
    gaps: tuple[Gap, ...]

    @property
    def label(self) -> T:
        return self.step.label

    @property
    def is_missing(self) -> bool:
        return any(gap.must for gap in self.gaps)


def gaps(offer: Offer) -> list[Gap]:
    """What is missing, in the order of the steps; one query."""
    today = clock.today()
    asked = [
        Gap(T("ให้อะไรแก่ใคร", "what is given, and to whom"), Step.RECORD, True, "about_th") if not offer.about_th.strip() else None,
        Gap(T("วิธียื่น", "how to apply"), Step.RECORD, True, "how_to_apply_th") if not offer.how_to_apply_th.strip() else None,
        Gap(T("วันปิดรับที่ยังไม่ผ่าน", "a closing day that has not passed"), Step.RECORD, True, "closes_on")
        if offer.closes_on is not None and offer.closes_on < today
        else None,
        Gap(T("ที่มาของข้อมูล", "where it is published"), Step.RECORD, False, "provenance_source")
        if not offer.provenance_source.strip()
        else None,
        Gap(T("ชื่อภาษาอังกฤษ", "the English name"), Step.RECORD, False, "name_en") if not offer.name_en.strip() else None,
        Gap(T("พื้นที่ให้บริการ", "where it is given"), Step.RECORD, False, "where") if not offer.areas_stated else None,
        Gap(T("เอกสารที่ใช้", "the documents asked for"), Step.RECORD, False, "documents") if not offer.documents else None,
        Gap(T("จำนวนที่รับ", "how many places there are"), Step.RECORD, False, "capacity") if offer.capacity is None else None,
        Gap(T("เงื่อนไข (ขณะนี้ทุกกลุ่มขอได้)", "conditions (as it is, any group may ask)"), Step.CONDITIONS, False)
        if not _has_conditions(offer)
        else None,
    ]  # fmt: skip
    return [gap for gap in asked if gap is not None]


def _has_conditions(offer: Offer) -> bool:
    return offer.rule.versions.exclude(text="").exists()


def stages(offer: Offer) -> list[Stage]:
    """The steps with what each still lacks."""
    found = gaps(offer)
    return [
        Stage(
            step,
            reverse(f"offers:{step.value}", args=[offer.code]),
            tuple(gap for gap in found if gap.step == step),
        )
        for step in Step
    ]


# Which cases are open with an offer is known by rooms later in the flow; each says so at start-up.
OpenCases = Callable[[Offer], int]
_counters: list[OpenCases] = []


def count_cases_by(counter: OpenCases) -> None:
    """Registers a function that counts what is open with an offer: cases, people who wait."""
    if counter not in _counters:
        _counters.append(counter)


def open_cases(offer: Offer) -> int:
    """How much hangs on an offer: what later rooms count, at least the places reserved for somebody."""
    held = Holding.objects.filter(offer=offer, reserved__gt=0).count()
    return max(held, sum(counter(offer) for counter in _counters))
