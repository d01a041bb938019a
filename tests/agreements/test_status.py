"""A person's word on the status, closing, reopening, handing over."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Commitment, Party, StatusOverride
from phanuek.agreements.states import ProgressStatus
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements.claiming import Team, submitted, team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
WORD = {"status": "on_plan", "reason_th": "อบรมรุ่นสุดท้ายเดือนธันวาคม", "ends_on": date(2026, 12, 31)}


@pytest.fixture
def world() -> Team:
    return team()


def events(about: Any) -> list[str]:
    return [event["verb"] for event in timeline.of(about, with_people=True)]


def test_both_the_computed_and_the_said_status_are_known(world: Team) -> None:
    actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    found = queries.progress(world.commitment)
    assert (found.status, found.computed) == (ProgressStatus.ON_PLAN, ProgressStatus.BEHIND)
    assert found.reason.th == WORD["reason_th"]
    assert "ต่ำกว่า" in found.computed_reason.th
    assert (found.override.by_organisation, found.override.ends_on) == ("baac", WORD["ends_on"])
    assert events(world.commitment)[0] == "commitment.status_set"


def test_the_word_counts_until_its_last_day(world: Team, clock: Callable[[datetime], None]) -> None:
    actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    assert queries.progress(world.commitment, date(2026, 12, 31)).override
    after = queries.progress(world.commitment, date(2027, 1, 1))
    assert (after.override, after.status) == (None, ProgressStatus.BEHIND)


def test_a_new_word_takes_the_place_of_the_old_and_both_stay_to_be_read(world: Team) -> None:
    actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    actions.set_override(
        by=world.secretariat, commitment=world.commitment, **{**WORD, "status": "cannot_say"}
    )
    found = queries.progress(world.commitment)
    assert (found.status, found.override.by_organisation) == (ProgressStatus.CANNOT_SAY, "osep")
    assert StatusOverride.objects.count() == 2
    assert queries.progress(world.commitment, TODAY - timedelta(days=1)).override is None


def test_it_is_lifted_before_its_end(world: Team) -> None:
    actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    actions.lift_override(by=world.lead, commitment=world.commitment)
    assert queries.progress(world.commitment).override is None
    with pytest.raises(Refused):
        actions.lift_override(by=world.lead, commitment=world.commitment)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"reason_th": " "}, "reason_th", "เหตุผล"),
        ({"reason_th": "ถาม somchai@example.go.th"}, "reason_th", "อีเมล"),
        ({"ends_on": None}, "ends_on", "ถึงวันใด"),
        ({"ends_on": date(2026, 11, 22)}, "ends_on", "ผ่านไปแล้ว"),
        ({"ends_on": date(2027, 5, 23)}, "ends_on", "180 วัน"),
        ({"status": "done"}, "status", "รายงานผลพร้อมหลักฐาน"),
        ({"status": "ended"}, "status", "ปิดภารกิจ"),
        ({"status": "splendid"}, "status", "รายการ"),
    ],
)
def test_without_reason_or_end_there_is_no_word(
    world: Team, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.set_override(by=world.lead, commitment=world.commitment, **{**WORD, **changes})
    assert refusal.value.field == field
    assert words in refusal.value.text.th
    assert StatusOverride.objects.count() == 0


def test_a_hundred_and_eighty_days_are_allowed(world: Team) -> None:
    last = TODAY + timedelta(days=180)
    assert actions.set_override(by=world.lead, commitment=world.commitment, **{**WORD, "ends_on": last})


def test_the_database_too_asks_for_reason_and_end(world: Team) -> None:
    row = actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    for spoilt in ({"reason_th": ""}, {"ends_on": date(2026, 11, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StatusOverride.objects.filter(pk=row.pk).update(**spoilt)


@pytest.mark.parametrize("who", ["partner", "other", "malee", "stranger"])
def test_who_may_not_speak_for_it(world: Team, who: str) -> None:
    by = {"partner": world.partner, "other": world.other, "stranger": cast.DAO}.get(who) or cast.malee()
    for act in (
        lambda: actions.set_override(by=by, commitment=world.commitment, **WORD),
        lambda: actions.lift_override(by=by, commitment=world.commitment),
        lambda: actions.end_commitment(by=by, commitment=world.commitment, how="given_up", reason_th="ก"),
        lambda: actions.reopen_commitment(by=by, commitment=world.commitment, reason="ก"),
        lambda: actions.hand_over(
            by=by, commitment=world.commitment, lead=cast.organisation("gsb"), reason="ก"
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


# -- closing -----------------------------------------------------------------------------------------------------


def test_a_commitment_is_closed_short_of_its_target(world: Team) -> None:
    actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    row = actions.end_commitment(
        by=world.lead,
        commitment=world.commitment,
        how="given_up",
        reason_th="ไม่ได้รับจัดสรรงบ",
        reason_en="No budget",
    )
    found = queries.progress(row)
    assert (found.status, found.ended, found.override) == (ProgressStatus.ENDED, True, None)
    assert found.reason.en == "Given up: No budget"
    assert found.quiet.is_quiet is False
    assert events(world.commitment)[0] == "commitment.ended"
    assert row.version == 2


def test_one_is_merged_with_another(world: Team) -> None:
    other = _another(world)
    merge = {"by": world.lead, "commitment": world.commitment, "how": "merged", "reason_th": "งานซ้ำกัน"}
    with pytest.raises(Refused) as refusal:
        actions.end_commitment(**merge)
    assert refusal.value.field == "continued_in"
    assert actions.end_commitment(**merge, continued_in=other).continued_in == other
    with pytest.raises(Refused, match="ปิดแล้ว"):
        actions.end_commitment(**{**merge, "commitment": other}, continued_in=world.commitment)


def _another(world: Team) -> Commitment:
    return actions.add_commitment(
        by=world.lead, agreement=world.commitment.agreement, lead=world.body, title_th="อีกภารกิจ", measure="claimed",
        provenance_why="มติ",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason_th": ""}, "reason_th"),
        ({"how": ""}, "how"),
        ({"how": "lost"}, "how"),
        ({"on": date(2026, 11, 24)}, "on"),
        ({"on": date(2025, 12, 1)}, "on"),
    ],
)
def test_what_a_closing_needs(world: Team, changes: dict[str, Any], field: str) -> None:
    fields = {"how": "given_up", "reason_th": "งบหมด", **changes}
    with pytest.raises(Refused) as refusal:
        actions.end_commitment(by=world.lead, commitment=world.commitment, **fields)
    assert refusal.value.field == field


def test_what_is_given_up_is_not_continued_and_none_continues_itself(world: Team) -> None:
    other = _another(world)
    close = {"by": world.lead, "commitment": world.commitment, "reason_th": "ก"}
    for how, into in (("given_up", other), ("merged", world.commitment)):
        with pytest.raises(Refused) as refusal:
            actions.end_commitment(**close, how=how, continued_in=into)
        assert refusal.value.field == "continued_in"


def test_claims_are_decided_before_it_is_closed(world: Team) -> None:
    claim = submitted(world)
    close = {"by": world.lead, "commitment": world.commitment, "how": "given_up", "reason_th": "งบหมด"}
    with pytest.raises(Refused, match=claim.code):
        actions.end_commitment(**close)
    actions.refuse_claim(by=world.partner, claim=claim, version=1, reason="ไม่ตรง")
    assert actions.end_commitment(**close).ended_on == TODAY


def test_what_is_reached_needs_no_closing() -> None:
    world = team(target=10)
    actions.approve_claim(by=world.partner, claim=submitted(world), version=1)
    with pytest.raises(Refused, match="ถึงเป้าหมายแล้ว"):
        actions.end_commitment(by=world.lead, commitment=world.commitment, how="given_up", reason_th="ก")
    with pytest.raises(Refused, match="ถึงเป้าหมายแล้ว"):
        actions.set_override(by=world.lead, commitment=world.commitment, **WORD)


def test_it_is_reopened_and_why_it_was_closed_stays(world: Team) -> None:
    actions.end_commitment(by=world.lead, commitment=world.commitment, how="given_up", reason_th="งบหมด")
    with pytest.raises(Refused, match="ปิดแล้ว"):
        actions.set_override(by=world.lead, commitment=world.commitment, **WORD)
    row = actions.reopen_commitment(by=world.lead, commitment=world.commitment, reason="ได้งบเพิ่ม")
    assert (row.ended_on, row.ended_how, row.ended_why_th) == (None, "", "")
    told = timeline.of(world.commitment, with_people=True)
    assert [(e["verb"], e["note"]) for e in told[:2]] == [
        ("commitment.reopened", "ได้งบเพิ่ม"),
        ("commitment.ended", "งบหมด"),
    ]
    with pytest.raises(Refused):
        actions.reopen_commitment(by=world.lead, commitment=world.commitment, reason="อีก")


# -- another lead ------------------------------------------------------------------------------------------------


def test_after_a_withdrawal_it_says_so_and_is_handed_over(world: Team) -> None:
    Party.objects.filter(organisation=world.body).update(withdrawn_on=TODAY)
    assert queries.progress(world.commitment).withdrawn_on == TODAY
    assert queries.progress(world.commitment, TODAY - timedelta(days=1)).withdrawn_on is None
    gsb = cast.organisation("gsb")
    row = actions.hand_over(
        by=world.secretariat, commitment=world.commitment, lead=gsb, reason="ธ.ก.ส. ถอนตัว"
    )
    assert (row.lead, row.version) == (gsb, 2)
    assert [o.code for o in row.collaborators.all()] == ["dip"]
    assert queries.progress(row).withdrawn_on is None
    event = timeline.of(row, with_people=True)[0]
    assert (event["facts"]["from"], event["facts"]["to"], event["note"]) == ("baac", "gsb", "ธ.ก.ส. ถอนตัว")


def test_a_department_left_with_the_ministry_above_it() -> None:
    world = team()
    above = cast.organisation("moi", "ministry")
    cdd = cast.organisation("cdd", parent=above)
    Party.objects.create(
        agreement=world.commitment.agreement,
        organisation=above,
        order=9,
        name_as_printed="ก",
        withdrawn_on=TODAY,
    )
    row = actions.hand_over(by=world.secretariat, commitment=world.commitment, lead=cdd, reason="ตกลงกัน")
    assert queries.progress(row).withdrawn_on == TODAY


def test_the_new_lead_writes_and_the_former_one_does_not(world: Team) -> None:
    contact = actions.Contact(name="สมใจ", email="somjai@example.go.th")
    row = actions.edit_commitment(by=world.lead, commitment=world.commitment, version=1, responsible=contact)
    row = actions.hand_over(
        by=world.secretariat, commitment=row, lead=cast.organisation("gsb"), reason="ตกลงกัน"
    )
    assert row.responsibles.count() == 0
    with pytest.raises(NotAllowed):
        actions.edit_commitment(by=world.lead, commitment=row, version=row.version, title_th="ใหม่")
    assert actions.edit_commitment(by=world.partner, commitment=row, version=row.version, title_th="ใหม่")


@pytest.mark.parametrize("to", ["baac", "left", "group"])
def test_who_cannot_take_it(world: Team, to: str) -> None:
    Party.objects.filter(organisation__code="exim").update(withdrawn_on=TODAY)
    body = {
        "baac": world.body,
        "left": cast.organisation("exim"),
        "group": cast.organisation("side", "enterprise"),
    }[to]
    with pytest.raises(Refused) as refusal:
        actions.hand_over(by=world.secretariat, commitment=world.commitment, lead=body, reason="ก")
    assert refusal.value.field == "lead"


def test_handing_over_asks_why(world: Team) -> None:
    with pytest.raises(Refused) as refusal:
        actions.hand_over(
            by=world.secretariat, commitment=world.commitment, lead=cast.organisation("gsb"), reason=" "
        )
    assert refusal.value.field == "reason"


def test_the_secretariat_speaks_for_itself_also_where_the_lead_has_no_account(world: Team) -> None:
    absent = cast.organisation("moi", "ministry")
    commitment = world.commitment
    type(commitment).objects.filter(pk=commitment.pk).update(lead=absent)
    commitment.refresh_from_db()
    made = actions.set_override(by=world.secretariat, commitment=commitment, **WORD)
    assert made.by_organisation == "osep"
    event = timeline.of(commitment, with_people=True)[0]
    assert (event["organisation"], event["on_behalf_of"]) == ("osep", "")
