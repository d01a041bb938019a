"""What happened to an agreement, as entries of a feed: public events only, each with an identity that stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from phanuek.agreements.models import Agreement, Amendment, Claim, Commitment, Posting
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import AmendmentKind, AmendmentState, ClaimState, ReportState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.models import Event, subject_key
from phanuek.ui.country import pack
from phanuek.ui.formats import number
from phanuek.ui.words import T

MOST = 100


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `key` names it for ever within the agreement; `path` is the page that tells more."""

    key: str
    at: datetime
    title: T
    text: T
    path: str
    body: T


def entries(agreement: Agreement, now: datetime, disclosed: Collection[int]) -> list[Entry]:
    """Newest first, those to come left out. `disclosed` holds the commitments whose results everyone may read."""
    found = [
        *_of_agreement(agreement),
        *_of_amendments(agreement),
        *_of_parties(agreement),
        *_of_commitments(agreement, disclosed),
        *_of_claims(agreement),
        *_of_meetings(agreement),
        *_of_reports(agreement),
    ]
    return sorted((e for e in found if e.at <= now), key=lambda e: (e.at, e.key), reverse=True)[:MOST]


def moment(day: date, at: time = time()) -> datetime:
    """The beginning of a day in the country, or a time of it."""
    return datetime.combine(day, at, ZoneInfo(pack().timezone))


def day_words(day: date) -> T:
    return T(pack().format_date(day, "th", "long"), pack().format_date(day, "en", "long"))


def _title(row: object, name: str = "title") -> T:
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return T(thai, english or thai)


def _keeper(agreement: Agreement) -> T:
    """In whose name an entry stands that no single body made: the organiser, else the platform itself."""
    return _title(agreement.organiser, "name") if agreement.organiser else T("ผนึก", "Phanuek")


def _names(codes: Collection[str]) -> dict[str, T]:
    rows = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
    return {code: T(th, en or th) for code, th, en in rows}


def _of_agreement(agreement: Agreement) -> Iterator[Entry]:
    keeper, path, title = _keeper(agreement), agreement.get_absolute_url(), _title(agreement)
    imported = Event.objects.filter(subject=subject_key(agreement), verb="agreement.imported").first()
    if imported is not None:
        label = T("นำบันทึกข้อตกลงเข้าระบบ", "The agreement was entered")
        yield Entry("imported", imported.at, label, title, path, keeper)
    if agreement.signed_on is not None:
        at = moment(agreement.signed_on, agreement.signed_at_time or time())
        yield Entry("signed", at, T("ลงนามบันทึกข้อตกลง", "The agreement was signed"), title, path, keeper)


def _of_amendments(agreement: Agreement) -> Iterator[Entry]:
    shown = agreement.amendments.visible_to(Actor.public()).select_related("proposed_by", "party")
    for row in shown:
        words, body, path = _title(row), _title(row.proposed_by, "name"), row.get_absolute_url()
        if row.signing_opened_on is not None:
            opened = T("เปิดให้ลงนามการแก้ไขเพิ่มเติม: {title}", "Open for signing: {title}").format(title=words)
            yield Entry(
                f"amendment-{row.code}-signing",
                moment(row.signing_opened_on),
                opened,
                _title(row, "why"),
                path,
                body,
            )
        if row.state == AmendmentState.MERGED and row.closed_on is not None:
            yield Entry(
                f"amendment-{row.code}-merged", moment(row.closed_on), _merged(row).format(title=words), _effect(row), path, body
            )  # fmt: skip


def _merged(row: Amendment) -> T:
    return {
        AmendmentKind.TEXT: T("แก้ไขข้อความของข้อตกลงแล้ว: {title}", "The text was amended: {title}"),
        AmendmentKind.EXTENSION: T("ขยายระยะเวลาของข้อตกลงแล้ว: {title}", "The term was extended: {title}"),
        AmendmentKind.WITHDRAWAL: T("ภาคีถอนตัว: {title}", "A party withdrew: {title}"),
        AmendmentKind.TERMINATION: T("ยกเลิกข้อตกลง: {title}", "The agreement was terminated: {title}"),
    }[AmendmentKind(row.kind)]


def _effect(row: Amendment) -> T:
    if row.new_ends_on is not None:
        return T("มีผลถึงวันที่ {day}", "In force until {day}").format(day=day_words(row.new_ends_on))
    if row.party is not None:
        return T(row.party.name_as_printed, row.party.name_as_printed)
    return _title(row, "why")


def _of_parties(agreement: Agreement) -> Iterator[Entry]:
    """Those who left without an amendment that tells it."""
    told = agreement.amendments.filter(state=AmendmentState.MERGED, kind=AmendmentKind.WITHDRAWAL)
    left = agreement.parties.filter(withdrawn_on__isnull=False).exclude(pk__in=told.values("party"))
    for party in left.select_related("organisation"):
        if party.withdrawn_on is None:
            continue
        name = _title(party.organisation, "name")
        yield Entry(
            f"party-{party.organisation.code}-withdrew", moment(party.withdrawn_on),
            T("{name} ถอนตัวจากข้อตกลง", "{name} withdrew").format(name=name), _title(party, "withdrawal_why"),
            agreement.get_absolute_url(), name,
        )  # fmt: skip
    terminated = agreement.amendments.filter(
        state=AmendmentState.MERGED, kind=AmendmentKind.TERMINATION
    ).exists()
    if agreement.terminated_on is not None and not terminated:
        yield Entry(
            "terminated", moment(agreement.terminated_on), T("ยกเลิกข้อตกลง", "The agreement was terminated"),
            _title(agreement, "termination_why"), agreement.get_absolute_url(), _keeper(agreement),
        )  # fmt: skip


def _of_commitments(agreement: Agreement, disclosed: Collection[int]) -> Iterator[Entry]:
    rows = list(agreement.commitments.select_related("lead"))
    subjects = {subject_key(row): row.code for row in rows}
    added = {
        subjects[event.subject]: event.at
        for event in Event.objects.filter(subject__in=subjects, verb="commitment.added")
    }
    reached = _reached([row for row in rows if row.pk in disclosed and row.target is not None])
    for row in rows:
        words, body, path = _title(row), _title(row.lead, "name"), row.get_absolute_url()
        since = added.get(row.code) or (moment(row.provenance_on) if row.provenance_on else None)
        if since is not None:
            label = T("ภารกิจใหม่: {title}", "New commitment: {title}").format(title=words)
            yield Entry(f"commitment-{row.code}-added", since, label, _aim(row), path, body)
        if row.pk in reached:
            label = T("ภารกิจสำเร็จตามเป้า: {title}", "Target reached: {title}").format(title=words)
            yield Entry(f"commitment-{row.code}-reached", reached[row.pk], label, _aim(row), path, body)
        if row.ended_on is not None:
            label = T("ปิดภารกิจ: {title}", "Commitment closed: {title}").format(title=words)
            yield Entry(
                f"commitment-{row.code}-ended",
                moment(row.ended_on),
                label,
                _title(row, "ended_why"),
                path,
                body,
            )


def _aim(row: Commitment) -> T:
    if row.target is None:
        return T("ไม่ได้ระบุเป้าหมาย", "No target is stated")
    return T("เป้าหมาย {n} {unit}", "Target: {n} {unit}").format(n=number(row.target), unit=unit_of(row))


def _reached(rows: list[Commitment]) -> dict[int, datetime]:
    """When confirmed results first added up to the target, by the commitment's key, as far as the ledger tells."""
    open_rows = {row.pk: row for row in rows}
    sums: dict[int, Decimal] = {}
    found: dict[int, datetime] = {}
    postings = Posting.objects.filter(commitment__in=open_rows, confirmed=True).order_by("posted_at", "pk")
    for pk, measure, quantity, at in postings.values_list("commitment", "measure", "quantity", "posted_at"):
        row = open_rows[pk]
        if measure != row.measure or pk in found:
            continue
        sums[pk] = sums.get(pk, Decimal(0)) + quantity
        if row.target is not None and sums[pk] >= row.target:
            found[pk] = at
    return found


def _of_claims(agreement: Agreement) -> Iterator[Entry]:
    rows = Claim.objects.filter(commitment__agreement=agreement, state=ClaimState.APPROVED)
    for row in rows.select_related("commitment", "organisation"):
        if row.decided_at is None:
            continue
        label = T("รับรองผล {n} {unit}: {title}", "Result approved, {n} {unit}: {title}").format(
            n=number(row.approved_quantity), unit=unit_of(row.commitment), title=_title(row.commitment)
        )
        yield Entry(
            f"claim-{row.code}", row.decided_at, label, _title(row, "text"), row.get_absolute_url(),
            _title(row.organisation, "name"),
        )  # fmt: skip


def _of_meetings(agreement: Agreement) -> Iterator[Entry]:
    for row in agreement.meetings.filter(adopted_at__isnull=False).prefetch_related("decisions"):
        row.agreement = agreement
        if row.adopted_at is None:
            continue
        label = T("รับรองรายงาน{title} ครั้งที่ {n}", "Minutes adopted: {title}, no. {n}").format(
            title=_title(row), n=row.number
        )
        decided = [_title(d, "text") for d in row.decisions.all()]
        text = T(" · ".join(d.th for d in decided), " · ".join(d.en for d in decided))
        yield Entry(
            f"meeting-{row.code}", row.adopted_at, label, text, row.get_absolute_url(), _keeper(agreement)
        )


def _of_reports(agreement: Agreement) -> Iterator[Entry]:
    rows = list(agreement.reports.filter(state=ReportState.CLOSED))
    names = _names({row.closed_by for row in rows})
    for row in rows:
        row.agreement = agreement
        if row.closed_at is None:
            continue
        label = T("ปิดรายงาน: {title}", "Report closed: {title}").format(title=_title(row))
        body = names.get(row.closed_by, _keeper(agreement))
        yield Entry(
            f"report-{row.code}", row.closed_at, label, _title(row, "summary"), row.get_absolute_url(), body
        )
