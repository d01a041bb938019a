"""What the verbs of amendments share: rows under lock, the way from state to state, what must hold of an amendment's fields."""

from datetime import date

from phanuek.agreements.actions.base import locked
from phanuek.agreements.models import Agreement, Amendment, SignedFile
from phanuek.agreements.queries.amendments import newer_version
from phanuek.agreements.states import (
    AMENDMENT_TRANSITIONS,
    AmendmentState,
)
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T


def held(amendment: Amendment) -> tuple[Agreement, Amendment]:
    """Agreement and amendment as they are now, held until the transaction ends; always in this order."""
    agreement = locked(amendment.agreement)
    row = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("proposed_by", "base", "party__organisation", "successor", "attachment")
        .get(pk=amendment.pk)
    )
    row.agreement = agreement
    return agreement, row


def check_state(row: Amendment, *states: AmendmentState) -> None:
    """The act belongs to another moment: says how far the amendment has come and what can be done now."""
    if row.state in states:
        return
    raise Refused(
        T(
            "การแก้ไขเพิ่มเติมนี้อยู่ในขั้น “{state}” จึงทำรายการนี้ไม่ได้ ทำได้เมื่ออยู่ในขั้น “{wanted}”",
            "This amendment is at the step “{state}”; this is done at the step “{wanted}”.",
        ).format(
            state=T.of(AmendmentState(row.state).label),
            wanted=_either([T.of(state.label) for state in states]),
        ),
        hint=_INSTEAD[AmendmentState(row.state)],
    )


_INSTEAD = {
    AmendmentState.DRAFT: T("เสนอให้ภาคีพิจารณาก่อน", "Propose it to the parties first."),
    AmendmentState.REVIEW: T(
        "หากจะแก้ข้อความ ให้นำกลับไปเป็นร่างก่อน", "To change its words, take it back to a draft first."
    ),
    AmendmentState.SIGNING: T(
        "หากจะแก้ข้อความ ฝ่ายเลขานุการส่งกลับให้พิจารณาใหม่ได้ ลายมือชื่อที่มีจะใช้ไม่ได้",
        "To change its words the secretariat can send it back to review; signatures given then no longer count.",
    ),
    AmendmentState.MERGED: T(
        "เรื่องนี้มีผลแล้วและเปลี่ยนไม่ได้ หากต้องการเปลี่ยนอีก ให้เสนอการแก้ไขเพิ่มเติมฉบับใหม่",
        "It is merged and stands. To change more, propose another amendment.",
    ),
    AmendmentState.REJECTED: T("เรื่องนี้ยุติแล้ว เสนอเรื่องใหม่ได้", "It is closed; another one can be proposed."),
    AmendmentState.TAKEN_BACK: T("เรื่องนี้ยุติแล้ว เสนอเรื่องใหม่ได้", "It is closed; another one can be proposed."),
}


def move(row: Amendment, to: AmendmentState) -> None:
    """One step along AMENDMENT_TRANSITIONS."""
    if to not in AMENDMENT_TRANSITIONS[AmendmentState(row.state)]:
        raise ValueError(f"no way from {row.state} to {to}")
    row.state = to


def check_seen(row: Amendment, version: int | None) -> None:
    """Whoever answers or signs does so for the words they saw."""
    if version is not None and version != row.version:
        raise Refused(
            T(
                "ข้อความของการแก้ไขนี้เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้บันทึก",
                "The words of this amendment changed since this page was opened, so nothing is saved yet.",
            ),
            hint=T("อ่านข้อความปัจจุบัน แล้วทำรายการอีกครั้ง", "Read what it says now, then do it again."),
        )


def check_version(row: Amendment, version: int) -> None:
    """Two people at one amendment: the second is told before anything is written."""
    if row.version != version:
        raise Conflict(yours={}, theirs={}, version=row.version)


def check_why(why: str, field: str = "why_th") -> str:
    if not why.strip():
        raise Refused(
            T("โปรดบอกเหตุผล", "Say why."),
            field=field,
            hint=T(
                "เหตุผลจะแสดงให้ภาคีเห็นในหน้าการแก้ไขเพิ่มเติม",
                "The parties read the reason on the page of the amendment.",
            ),
        )
    return why.strip()


def check_base(row: Amendment) -> None:
    """Its changes must have been written against the text as it now stands."""
    newer = newer_version(row)
    if newer is None:
        return
    raise Refused(
        T(
            "เรื่องนี้เขียนขึ้นบนตัวบทฉบับที่ {old} แต่ปัจจุบันเป็นฉบับที่ {new} ตาม “{title}”",
            "This was written against version {old} of the text; the current one is version {new}, made by “{title}”.",
        ).format(
            old=row.base.number if row.base else "–",
            new=newer.number,
            title=T(newer.amendment.title_th, newer.amendment.title_en or newer.amendment.title_th)
            if newer.amendment
            else T("–", "–"),
        ),
        hint=T(
            "กด “ปรับให้ทันฉบับปัจจุบัน” ที่ {address}reconcile/ ก่อน",
            "Use “Reconcile with the current version” at {address}reconcile/ first.",
        ).format(address=row.get_absolute_url()),
    )


def void_signatures(row: Amendment, why: T) -> list[str]:
    """Signatures given so far count no more; the rows stay. Returns the codes of their parties."""
    standing = row.attendees.filter(signed_on__isnull=False, void_on=None)
    codes = [a.party.organisation.code for a in standing.select_related("party__organisation") if a.party]
    standing.update(void_on=clock.today(), void_why_th=why.th[:300], void_why_en=why.en[:300])
    SignedFile.objects.filter(amendment=row, void_why="").update(void_why=f"{why.th} · {why.en}"[:300])
    return codes


def day_of(day: date | None) -> T:
    return T(pack().format_date(day, "th"), pack().format_date(day, "en")) if day else T("–", "–")


def _either(labels: list[T]) -> T:
    return T(" / ".join(label.th for label in labels), " / ".join(label.en for label in labels))
