"""An agreement from its draft to the day it is signed: each verb, who may not, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, SignedFile
from phanuek.agreements.queries import in_force
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement
from tests.agreements.signing import (
    SYSTEM,
    TODAY,
    a_draft,
    opened,
    party,
    pdf_upload,
    plain_pdf,
    refused,
    signatory,
    signed,
    without_document_made,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


def verbs(agreement: Agreement) -> list[str]:
    """What its timeline tells, oldest first."""
    return [event["verb"] for event in reversed(timeline.of(agreement, with_people=True))]


# ---------------------------------------------------------------- drafting


def test_the_secretariat_drafts_an_agreement() -> None:
    agreement = a_draft(by=cast.orawan())
    assert (agreement.stage, agreement.signed_on) == ("draft", None)
    assert (agreement.provenance, agreement.provenance_by) == (Provenance.ADDED, "หน่วยงาน osep")
    assert verbs(agreement) == ["agreement.created"]
    assert in_force(agreement).answer == "no"


@pytest.mark.parametrize("who", ["niran", "malee", "preecha", "stranger"])
def test_who_may_not_draft_or_open(who: str) -> None:
    agreement = a_draft("baac", "gsb")
    people = {"niran": cast.niran, "malee": cast.malee, "preecha": cast.preecha, "stranger": Actor.public}
    by = people[who]()
    acts: list[Callable[[], Any]] = [
        lambda: a_draft(by=by, code="other"),
        lambda: actions.edit_agreement(by=by, agreement=agreement, version=1, title_en="x"),
        lambda: actions.open_for_signing(by=by, agreement=agreement),
        lambda: actions.back_to_draft(by=by, agreement=agreement, why="x"),
        lambda: actions.add_party(by=by, agreement=agreement, organisation=cast.organisation("x")),
        lambda: actions.edit_party(by=by, party=party(agreement, "gsb"), version=1, must_sign=False),
        lambda: actions.remove_party(by=by, party=party(agreement, "gsb")),
        lambda: actions.place_party(by=by, party=party(agreement, "gsb"), order=1),
        lambda: actions.add_witness(by=by, agreement=agreement, name_th="พยาน"),
        lambda: actions.set_chair(by=by, agreement=agreement, name_th="ประธาน"),
        lambda: actions.replace_document(by=by, agreement=agreement, document=pdf_upload(plain_pdf())),
        lambda: actions.name_signatory(
            by=by, party=party(agreement, "gsb"), name_th="ก", position_th="ข", capacity="own_right"
        ),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.parties.count()) == ("draft", 2)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"ends_on": date(2026, 1, 1), "effective_on": date(2026, 10, 1)}, "ends_on", "มาก่อนวันเริ่ม"),
        ({"no_fixed_term": True}, "ends_on", "เลือกเพียงอย่างเดียว"),
        ({"signing_rule": "at_least"}, "signing_count", "อย่างน้อยกี่ภาคี"),
        ({"code": "new"}, "code", "ที่อยู่ของหน้าอื่น"),
        ({"code": "import"}, "code", "ที่อยู่ของหน้าอื่น"),
        ({"title_th": "  "}, "title_th", "."),
        ({"signing_rule": "whoever"}, "signing_rule", "."),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(fields: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as found:
        a_draft(**fields)
    assert found.value.field == field
    assert Agreement.objects.count() == 0


def test_a_code_is_given_to_one_agreement() -> None:
    a_draft()
    refused(lambda: a_draft(), "code", "มีบันทึกข้อตกลงรหัส “mou-new” แล้ว")


def test_a_count_goes_with_its_rule_only() -> None:
    agreement = a_draft(signing_rule="at_least", signing_count=2)
    changed = actions.edit_agreement(by=SYSTEM, agreement=agreement, version=1, signing_rule="all")
    assert changed.signing_count is None


def test_two_editors_of_a_draft_notice_each_other() -> None:
    agreement = a_draft()
    actions.edit_agreement(by=SYSTEM, agreement=agreement, version=1, venue_th="ตึกสันติไมตรี")
    with pytest.raises(Conflict) as conflict:
        actions.edit_agreement(by=SYSTEM, agreement=agreement, version=1, venue_th="ศาลากลาง")
    assert (conflict.value.yours, conflict.value.theirs) == (
        {"venue_th": "ศาลากลาง"},
        {"venue_th": "ตึกสันติไมตรี"},
    )


# ---------------------------------------------------------------- opening and taking back


def test_opening_fixes_text_and_parties() -> None:
    agreement = opened("baac", "gsb")
    assert (agreement.stage, agreement.signing_opened_on) == ("signing", TODAY)
    with pytest.raises(NotAllowed, match="เปลี่ยนไม่ได้"):
        actions.add_party(by=SYSTEM, agreement=agreement, organisation=cast.organisation("c"))
    with pytest.raises(NotAllowed):
        actions.remove_party(by=SYSTEM, party=party(agreement, "gsb"))
    with pytest.raises(NotAllowed):
        actions.edit_party(by=SYSTEM, party=party(agreement, "gsb"), version=1, name_as_printed="x")
    for change in ({"ends_on": date(2030, 1, 1)}, {"signing_rule": "named"}, {"title_th": "ชื่ออื่น"}):
        refused(
            lambda change=change: actions.edit_agreement(
                by=SYSTEM, agreement=agreement, version=agreement.version, why="x", **change
            ),
            next(iter(change)),
            "เปิดให้ลงนามแล้ว",
        )
    mended = actions.edit_agreement(
        by=SYSTEM, agreement=agreement, version=agreement.version, why="ย้ายสถานที่", venue_th="ศาลากลาง"
    )
    assert mended.venue_th == "ศาลากลาง"


def test_a_ceremony_held_yesterday_is_typed_in_today() -> None:
    agreement, yesterday = a_draft("baac", "gsb"), TODAY - timedelta(1)

    def opening(day: date, why: str = "") -> Agreement:
        return actions.open_for_signing(by=SYSTEM, agreement=agreement, first_day=day, why_earlier=why)

    refused(lambda: opening(TODAY + timedelta(1)), "first_day", "ยังไม่มาถึง")
    refused(lambda: opening(yesterday, " "), "why_earlier", "โปรดบอกเหตุ")
    assert opening(yesterday, "ลงนามในพิธี").signing_opened_on == yesterday
    told = timeline.of(agreement, with_people=True, verbs="agreement.opened_for_signing")[0]
    assert (told["note"], told["facts"]["first_day"]) == ("ลงนามในพิธี", yesterday.isoformat())
    signed(agreement, "baac", on=yesterday)
    early = refused(lambda: signed(agreement, "gsb", on=yesterday - timedelta(1)), "signed_on", "มาก่อน")
    assert early.hint is not None
    assert "วันลงนามวันแรก" in early.hint.th


def test_a_day_that_has_not_come_is_told_before_the_end_of_the_agreement() -> None:
    agreement = opened("baac", "gsb")
    refused(
        lambda: signed(agreement, "baac", on=date(2032, 1, 1)), "signed_on", "ยังไม่มาถึง โปรดบันทึกเมื่อลงนามแล้ว"
    )


def test_opening_twice_is_turned_down() -> None:
    agreement = opened("baac", "gsb")
    with pytest.raises(NotAllowed, match="เปิดให้ลงนามแล้ว") as found:
        actions.open_for_signing(by=SYSTEM, agreement=agreement)
    assert found.value.hint is not None
    assert verbs(agreement).count("agreement.opened_for_signing") == 1


@pytest.mark.parametrize(
    ("bodies", "fields", "field", "words"),
    [
        (["baac"], {}, None, "อย่างน้อยสององค์กร"),
        (["baac", "gsb"], {"text_elsewhere": ""}, "text_elsewhere", "ยังไม่มีตัวบท"),
        (["baac", "gsb"], {"signing_rule": "not_stated"}, "signing_rule", "ยังไม่ได้ระบุว่าต้องมีผู้ใดลงนาม"),
        (["baac", "gsb"], {"signing_rule": "at_least", "signing_count": 3}, "signing_count", "แต่มีภาคีเพียง 2"),
        (["baac", "gsb"], {"ends_on": date(2026, 11, 22)}, "ends_on", "ผ่านไปแล้ว"),
    ],
)
def test_what_must_be_there_before_anyone_signs(
    bodies: list[str], fields: dict[str, Any], field: str | None, words: str
) -> None:
    agreement = a_draft(*bodies, **fields)
    found = refused(lambda: actions.open_for_signing(by=SYSTEM, agreement=agreement), field, words)
    assert found.hint is not None
    agreement.refresh_from_db()
    assert agreement.stage == "draft"


def test_the_named_rule_needs_someone_named() -> None:
    agreement = a_draft("baac", "gsb", signing_rule="named")
    for row in agreement.parties.all():
        actions.edit_party(by=SYSTEM, party=row, version=1, must_sign=False)
    refused(lambda: actions.open_for_signing(by=SYSTEM, agreement=agreement), "signing_rule", "ภาคีใดต้องลงนาม")


def test_where_the_text_is_kept_may_be_said_at_the_opening() -> None:
    agreement = a_draft("baac", "gsb", text_elsewhere="")
    found = actions.open_for_signing(by=SYSTEM, agreement=agreement, text_elsewhere="แฟ้มที่ 12/2569")
    assert found.text_elsewhere == "แฟ้มที่ 12/2569"


def test_back_to_draft_while_nobody_has_signed() -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    refused(lambda: actions.back_to_draft(by=SYSTEM, agreement=agreement, why=" "), "why", "โปรดบอกเหตุ")
    back = actions.back_to_draft(by=SYSTEM, agreement=agreement, why="พบคำผิด")
    assert (back.stage, back.signing_opened_on) == ("draft", None)
    assert SignedFile.objects.get().void_why == "พบคำผิด"
    again = actions.open_for_signing(by=SYSTEM, agreement=agreement, document=pdf_upload(plain_pdf()))
    assert [f.number for f in again.signed_files.filter(void_why="")] == [2]


def test_back_to_draft_is_refused_once_someone_signed() -> None:
    agreement = opened("baac", "gsb")
    person = signed(agreement, "baac")
    refused(lambda: actions.back_to_draft(by=SYSTEM, agreement=agreement, why="x"), None, "นายbaac ใจดี")
    actions.undo_signature(by=SYSTEM, signatory=person, why="บันทึกผิดคน")
    assert actions.back_to_draft(by=SYSTEM, agreement=agreement, why="x").stage == "draft"


# ---------------------------------------------------------------- signed


def test_it_is_signed_on_the_day_of_the_last_signature_needed(clock: Callable[[datetime], None]) -> None:
    agreement = opened("baac", "gsb", "dip")
    clock(datetime(2026, 12, 1, 9))
    signed(agreement, "gsb", date(2026, 11, 30))
    signed(agreement, "baac", date(2026, 11, 25))
    agreement.refresh_from_db()
    assert agreement.stage == "signing"
    signed(agreement, "dip", date(2026, 11, 28))
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.signed_on) == ("signed", date(2026, 11, 30))
    assert in_force(agreement).answer == "yes"
    assert verbs(agreement)[-1] == "agreement.signed"


def test_a_party_of_two_signatories_signs_when_both_have() -> None:
    agreement = opened("baac", "gsb")
    signed(agreement, "gsb")
    first, second = signatory(agreement, "baac", "นาย ก ข"), signatory(agreement, "baac", "นาย ค ง")
    actions.record_signature(by=SYSTEM, signatory=first, signed_on=TODAY)
    agreement.refresh_from_db()
    assert agreement.stage == "signing"
    actions.remove_person(by=SYSTEM, person=second)
    agreement.refresh_from_db()
    assert agreement.stage == "signed"


def test_late_signatures_are_recorded_where_the_rule_is_met_already(
    clock: Callable[[datetime], None],
) -> None:
    agreement = opened("baac", "gsb", "dip", signing_rule="at_least", signing_count=2)
    clock(datetime(2026, 12, 1, 9))
    signed(agreement, "baac", date(2026, 11, 25))
    signed(agreement, "gsb", date(2026, 11, 30))
    agreement.refresh_from_db()
    assert agreement.signed_on == date(2026, 11, 30)
    signed(agreement, "dip", date(2026, 11, 26))
    agreement.refresh_from_db()
    assert agreement.signed_on == date(2026, 11, 26)
    assert verbs(agreement)[-1] == "agreement.signed_earlier"
    with pytest.raises(NotAllowed, match="ลงนามแล้ว"):
        signatory(agreement, "dip", "นายอื่น อีกคน")


def test_a_signed_agreement_changes_by_an_amendment_only() -> None:
    agreement = opened("baac", "gsb")
    signed(agreement, "baac")
    signed(agreement, "gsb")
    agreement.refresh_from_db()
    edit = {"by": SYSTEM, "agreement": agreement, "version": agreement.version}
    for change in ({"ends_on": date(2031, 1, 1)}, {"no_fixed_term": True}, {"signing_rule": "named"}):
        found = refused(
            lambda change=change: actions.edit_agreement(**edit, why="x", **change),
            next(iter(change)),
            "การแก้ไขเพิ่มเติมที่ภาคีลงนามเท่านั้น",
        )
        assert found.hint is not None
        assert "/agreements/mou-new/amendments/new/" in found.hint.en
    for act in (
        lambda: actions.add_party(by=SYSTEM, agreement=agreement, organisation=cast.organisation("c")),
        lambda: actions.back_to_draft(by=SYSTEM, agreement=agreement, why="x"),
        lambda: actions.open_for_signing(by=SYSTEM, agreement=agreement),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_describes_a_signed_agreement_is_corrected_with_a_reason() -> None:
    agreement = an_agreement("baac", "gsb")
    change = {"by": SYSTEM, "agreement": agreement, "version": 1, "venue_th": "ตึกสันติไมตรี"}
    refused(lambda: actions.edit_agreement(**change), "why", "พ้นจากร่างแล้ว")
    assert actions.edit_agreement(**change, why="พิมพ์ผิด").venue_th == "ตึกสันติไมตรี"
    event = timeline.of(agreement, with_people=True)[0]
    assert (event["facts"], event["note"]) == ({"fields": ["venue_th"]}, "พิมพ์ผิด")


def test_an_agreement_told_from_a_source_is_not_signed_here() -> None:
    agreement = an_agreement("baac", "gsb")
    with pytest.raises(NotAllowed, match="เล่าตามแหล่งที่มา") as found:
        signatory(agreement, "baac")
    assert found.value.hint is not None


def test_a_term_that_ends_before_the_signature_is_refused(clock: Callable[[datetime], None]) -> None:
    agreement = opened("baac", "gsb", ends_on=TODAY + timedelta(1))
    person = signatory(agreement, "baac")
    clock(datetime(2026, 12, 1, 9))
    refused(
        lambda: actions.record_signature(by=SYSTEM, signatory=person, signed_on=date(2026, 11, 30)),
        "signed_on",
        "หลังวันสิ้นสุด",
    )
