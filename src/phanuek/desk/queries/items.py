"""The one shape of everything that waits on a desk: what it is, since when, and the click that acts on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse

from phanuek.agreements.models import Amendment, Task
from phanuek.agreements.states import AmendmentState
from phanuek.areas.models import Area
from phanuek.consent.models import Consent
from phanuek.needs.models import Need
from phanuek.offers.models import ConditionProposal, Offer
from phanuek.offers.queries import window
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.queries import days_left
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack
from phanuek.ui.words import T

LIMIT = 5
SOON = 3


@dataclass(frozen=True)
class Act:
    """A button: where one click leads, with a word for the whole line for those who hear the page."""

    label: T
    url: str


@dataclass(frozen=True)
class Item:
    """One line of a work list."""

    title: T
    url: str
    mark: str
    clock: T
    line: T
    act: Act | None = None
    demonstration: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a desk: how many there are, the first of them, and what to do when there are none."""

    key: str
    title: T
    count: int
    items: Sequence[Item]
    empty: T
    url: str = ""
    hint: T | None = None
    urgent: bool = False

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True)
class Kind:
    """A work list before it is read: its rows, and how one becomes a line."""

    key: str
    title: T
    rows: QuerySet[Any]
    line: Callable[[Any], Item]
    empty: T
    url: str = ""
    hint: T | None = None
    urgent: bool = False
    short: T | None = None

    @property
    def head(self) -> T:
        """For the head of a narrow column."""
        return self.short or self.title

    def section(self, limit: int = LIMIT, *, base: str = "") -> Section:
        """Two queries, however many rows there are; under `base` every list can be read in full."""
        url = self.url or (f"{base}?what={self.key}" if base else "")
        return Section(
            self.key, self.title, self.rows.count(), [self.line(row) for row in self.rows[:limit]], self.empty, url,
            self.hint, self.urgent,
        )  # fmt: skip


def name_of(thing: Any) -> T:
    return T(thing.name_th, thing.name_en or thing.name_th)


def title_of(thing: Any) -> T:
    return T(thing.title_th, thing.title_en or thing.title_th)


def day_words(day: date, style: str = "short") -> T:
    """A day in both languages."""
    return T(pack().format_date(day, "th", style), pack().format_date(day, "en", style))


def place_of(area: Area) -> T:
    return T(area.label_as("th", "short"), area.label_as("en", "short"))


def local_day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()


def joined(*parts: T | str | None) -> T:
    """The parts that say something, with dots between."""
    said = [T.of(part) for part in parts if part]
    return T(" · ".join(part.th for part in said), " · ".join(part.en for part in said))


def days_words(number: int) -> T:
    return T(f"{number:,} วัน", f"{number:,} day" if number == 1 else f"{number:,} days")


def since(day: date, on: date) -> T:
    """How long something waits."""
    days = (on - day).days
    return T("วันนี้", "today") if days < 1 else T("รอมา {n}", "waiting {n}").format(n=days_words(days))


def answer_clock(referral: Referral, on: date) -> tuple[str, T]:
    """Mark and words for the time left until the first answer is due."""
    if referral.first_answer_at is not None:
        return "info", T("ได้รับข้อมูลเพิ่มแล้ว", "More information arrived")
    left = days_left(referral, on)
    if left < 0:
        return "danger", T("เลยกำหนดตอบ {n}", "Answer {n} overdue").format(n=days_words(-left))
    if left == 0:
        return "warn", T("ครบกำหนดตอบวันนี้", "Answer due today")
    return "warn" if left <= SOON else "wait", T("เหลือ {n}", "{n} left").format(n=days_words(left))


def case_item(
    referral: Referral, on: date, *, act: T, name: str = "", mark: str = "", clock: T | None = None
) -> Item:
    """A case: the group, what was asked for, and the step named `name` (the case itself when empty)."""
    kind, words = (mark, clock) if clock is not None else answer_clock(referral, on)
    url = referral.get_absolute_url()
    return Item(
        title=name_of(referral.enterprise),
        url=url,
        mark=kind,
        clock=words,
        line=joined(name_of(referral.offer), place_of(referral.enterprise.subdistrict)),
        act=Act(act, reverse(f"referrals:{name}", args=[referral.code]) if name else url),
        demonstration=referral.demonstration,
    )


def delivery_item(delivery: Delivery, on: date) -> Item:
    """Support that the receiving side has not confirmed yet."""
    referral = delivery.referral
    return Item(
        title=name_of(referral.enterprise),
        url=referral.get_absolute_url(),
        mark="wait",
        clock=since(local_day(delivery.recorded_at), on),
        line=joined(
            T(delivery.what, delivery.what),
            name_of(referral.provider),
            place_of(referral.enterprise.subdistrict),
        ),
        act=Act(T("ยืนยันว่าได้รับแล้ว", "Confirm the receipt"), f"{referral.get_absolute_url()}#deliveries-title"),
        demonstration=referral.demonstration,
    )


def need_item(need: Need, on: date, *, act: T, url: str, mark: str = "wait", clock: T | None = None) -> Item:
    who = name_of(need.enterprise) if need.enterprise else T.of(need.get_voice_display())
    text = need.text if len(need.text) <= 90 else f"{need.text[:88]}…"
    return Item(
        title=T(text, text), url=need.get_absolute_url(), mark=mark, clock=clock or since(need.said_on, on),
        line=joined(T.of(need.get_aim_display()), who, place_of(need.area)), act=Act(act, url), demonstration=need.demonstration,
    )  # fmt: skip


def report_item(report: IncomeReport, on: date) -> Item:
    month, amount = day_words(report.month, "month"), f"{report.income_baht:,.0f}"
    return Item(
        title=name_of(report.enterprise),
        url=reverse("outcomes:income", args=[report.enterprise.code]),
        mark="wait",
        clock=since(local_day(report.reported_at), on),
        line=joined(
            T("รายได้เดือน{month} {n} บาท", "Income of {month}: {n} baht").format(month=month, n=amount),
            T("รายงานโดย {name}", "reported by {name}").format(name=name_of(report.reported_by)),
        ),
        act=Act(T("ตรวจและยืนยัน", "Check and confirm"), reverse("outcomes:confirm", args=[report.code])),
        demonstration=report.enterprise.demonstration,
    )


def offer_item(offer: Offer, on: date, *, act: Act | None) -> Item:
    """An open offer by when it was last checked."""
    if offer.checked_on is None:
        mark, clock = "danger", T("ยังไม่เคยตรวจ", "Never checked")
    else:
        mark, clock = (
            "warn",
            T("ตรวจล่าสุด {day}", "Last checked {day}").format(day=day_words(offer.checked_on)),
        )
    return Item(
        title=name_of(offer), url=offer.get_absolute_url(), mark=mark, clock=clock,
        line=joined(name_of(offer.provider), window(offer, on).note), act=act, demonstration=offer.is_demonstration,
    )  # fmt: skip


def consent_item(consent: Consent, on: date) -> Item:
    days = (consent.expires_on - on).days if consent.expires_on else 0
    return Item(
        title=name_of(consent.enterprise),
        url=consent.enterprise.get_absolute_url(),
        mark="warn",
        clock=T("หมดอายุใน {n}", "Ends in {n}").format(n=days_words(days)),
        line=joined(
            T("ความยินยอมให้ {name}", "Consent for {name}").format(name=name_of(consent.recipient)),
            place_of(consent.enterprise.subdistrict),
        ),
        act=Act(T("ต่อความยินยอม", "Renew"), reverse("consent:list", args=[consent.enterprise.code])),
        demonstration=consent.enterprise.demonstration,
    )


def group_item(enterprise: Enterprise, on: date) -> Item:
    """A group of which nothing is known beyond its registration."""
    return Item(
        title=name_of(enterprise), url=enterprise.get_absolute_url(), mark="unknown",
        clock=T("ยังไม่มีคำตอบ", "Nothing answered yet"),
        line=joined(T.of(enterprise.get_kind_display()), place_of(enterprise.subdistrict)),
        act=Act(T("บันทึกข้อมูล", "Record what is known"), reverse("eligibility:facts", args=[enterprise.code])),
        demonstration=enterprise.demonstration,
    )  # fmt: skip


def amendment_item(amendment: Amendment) -> Item:
    """A change to an agreement that a body has not answered or signed."""
    signing = amendment.state == AmendmentState.SIGNING
    label = T("เปิดและลงนาม", "Open and sign") if signing else T("เปิดและตอบ", "Open and answer")
    clock = T("รอลายมือชื่อ", "Waits for a signature") if signing else T("รอความเห็น", "Waits for an answer")
    return Item(
        title=title_of(amendment), url=amendment.get_absolute_url(), mark="warn", clock=clock,
        line=joined(name_of(amendment.agreement), T.of(amendment.get_kind_display())),
        act=Act(label, amendment.get_absolute_url()), demonstration=amendment.is_demonstration,
    )  # fmt: skip


def task_item(task: Task, on: date) -> Item:
    """What a meeting asked of a body, by its day."""
    days = (task.due_on - on).days
    if days < 0:
        mark, clock = "danger", T("เลยกำหนด {n}", "{n} overdue").format(n=days_words(-days))
    else:
        mark = "warn" if days <= SOON else "wait"
        clock = T("ครบกำหนด {day}", "Due {day}").format(day=day_words(task.due_on))
    meeting = task.decision.meeting
    return Item(
        title=title_of(task), url=f"{meeting.get_absolute_url()}#{task.code}", mark=mark, clock=clock,
        line=joined(
            name_of(task.owner),
            T("การประชุมครั้งที่ {n} มติข้อ {d}", "meeting {n}, decision {d}").format(n=meeting.number, d=task.decision.number),
        ),
        act=Act(T("แจ้งว่าเสร็จ", "Say it is done"), f"{meeting.get_absolute_url()}tasks/{task.code}/done/"),
        demonstration=meeting.is_demonstration,
    )  # fmt: skip


def proposal_item(proposal: ConditionProposal, on: date) -> Item:
    """Conditions that wait for a second person."""
    offer, url = proposal.offer, proposal.get_absolute_url()
    return Item(
        title=name_of(offer), url=url, mark="wait", clock=since(local_day(proposal.proposed_at), on),
        line=joined(
            name_of(offer.provider),
            T("เสนอโดย {name}", "proposed by {name}").format(name=proposal.proposed_by_name),
        ),
        act=Act(T("ดูและอนุมัติ", "Read and decide"), url), demonstration=offer.is_demonstration,
    )  # fmt: skip
