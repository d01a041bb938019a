"""Plans by periods, baselines, clauses, people in charge: what a commitment holds beside its own row, and its figures."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from phanuek.agreements import actions, queries
from phanuek.agreements.actions import Contact
from phanuek.agreements.models import Clause, ClauseSpan, Commitment, Posting, TextVersion
from phanuek.engines.commitments import Period
from phanuek.people.models import Person
from phanuek.timeline import queries as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock as platform_clock
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.claiming import Team, submitted, team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
FIRST, SECOND = date(2026, 1, 1), date(2026, 7, 1)


def halves(first: Any = 40, second: Any = 60) -> list[Period]:
    return [
        Period(SECOND, date(2026, 12, 31), Decimal(second)),
        Period(FIRST, date(2026, 6, 30), Decimal(first)),
    ]


@pytest.fixture
def world() -> Team:
    return team()


def edited(world: Team, by: Any = None, version: int = 1, **changes: Any) -> Commitment:
    return actions.edit_commitment(
        by=by or world.lead, commitment=world.commitment, version=version, **changes
    )


# -- periods -----------------------------------------------------------------------------------------------------


def test_a_plan_by_periods_is_kept_in_order_and_counts_for_what_is_expected(world: Team) -> None:
    row = edited(world, periods=halves())
    assert [p.target for p in row.period_targets.all()] == [40, 60]
    assert row.version == 2
    assert queries.progress(row, date(2026, 6, 30)).expected_by_now == 40
    assert queries.progress(row, date(2026, 7, 1)).expected_by_now == 40
    assert queries.progress(row, date(2026, 12, 31)).expected_by_now == 100
    assert timeline.of(row, with_people=True)[0]["facts"]["fields"] == ["periods"]


def test_each_period_has_its_own_results(world: Team) -> None:
    edited(world, periods=halves())
    first = submitted(world, quantity=30)
    second = submitted(world, quantity=12, starts_on=date(2026, 6, 20), ends_on=date(2026, 7, 1))
    actions.approve_claim(by=world.partner, claim=first, version=1)
    actions.approve_claim(by=world.colleague, claim=second, version=1)
    lines = queries.progress(world.commitment).periods
    assert [(p.target, p.confirmed, p.unconfirmed) for p in lines] == [(40, 30, 0), (60, 0, 12)]


def test_every_figure_can_be_recomputed_from_the_rows_beneath(world: Team) -> None:
    edited(world, periods=halves())
    for quantity, month in ((5, 2), (7, 5), (11, 8), (13, 11)):
        claim = submitted(
            world, quantity=quantity, starts_on=date(2026, month, 1), ends_on=date(2026, month, 20)
        )
        by = world.partner if month % 2 else world.colleague
        actions.approve_claim(by=by, claim=claim, version=1)
    found = queries.progress(world.commitment)
    rows = Posting.objects.filter(commitment=world.commitment, measure=world.commitment.measure)

    def total(**where: Any) -> Decimal:
        return rows.filter(**where).aggregate(n=Sum("quantity"))["n"] or Decimal(0)

    assert (found.confirmed, found.unconfirmed) == (total(confirmed=True), total(confirmed=False)) == (20, 16)
    for line in found.periods:
        days = {"on__gte": line.starts_on, "on__lte": line.ends_on}
        assert (line.confirmed, line.unconfirmed) == (
            total(confirmed=True, **days),
            total(confirmed=False, **days),
        )
    assert sum(line.target for line in found.periods) == found.target
    past, running = found.periods
    share = (TODAY - running.starts_on).days * running.target // (running.ends_on - running.starts_on).days
    assert found.expected_by_now == past.target + share


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (halves(40, 50), "รวมกันได้ 90 แต่เป้าหมายรวมคือ 100"),
        ([Period(FIRST, date(2025, 12, 31), Decimal(100))], "งวดที่ 1: วันสุดท้ายมาก่อนวันแรก"),
        (
            [*halves(40, 50), Period(date(2026, 12, 1), date(2026, 12, 31), Decimal(10))],
            "งวดที่ 3: ช่วงวันซ้อนกับงวดที่ 2",
        ),
        ([Period(date(2025, 12, 31), date(2026, 1, 31), Decimal(100))], "งวดที่ 1: อยู่นอกช่วงเวลา"),
        ([Period(FIRST, date(2026, 6, 30), Decimal(-1)), Period(SECOND, SECOND, Decimal(101))], "ติดลบ"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_naming_the_row(
    world: Team, periods: list[Period], words: str
) -> None:
    with pytest.raises(Refused) as refusal:
        edited(world, periods=periods)
    assert refusal.value.field == "periods"
    assert words in refusal.value.text.th
    assert refusal.value.text.en != refusal.value.text.th
    assert world.commitment.period_targets.count() == 0


def test_the_target_cannot_leave_its_periods_behind(world: Team) -> None:
    edited(world, periods=halves())
    with pytest.raises(Refused, match="รวมกันได้ 100 แต่เป้าหมายรวมคือ 120"):
        edited(world, version=2, target=Decimal(120))
    with pytest.raises(Refused, match="ไม่ได้ระบุเป้าหมายรวม"):
        edited(world, version=2, target=None)
    assert edited(world, version=2, target=Decimal(120), periods=halves(60, 60)).target == 120


# -- two editors -------------------------------------------------------------------------------------------------


def test_two_editors_of_the_parts_see_both_versions(world: Team) -> None:
    edited(
        world, periods=halves(), deputy=Contact(name="สมใจ", email="somjai@example.go.th"), collaborators=[]
    )
    with pytest.raises(Conflict) as conflict:
        edited(world, periods=halves(50, 50), deputy=None, collaborators=[cast.organisation("gsb")])
    yours, theirs = conflict.value.yours, conflict.value.theirs
    assert str(yours["periods"][0]) == "1 ม.ค. 2569 ถึง 30 มิ.ย. 2569: 50"
    assert str(theirs["periods"][0]) == "1 ม.ค. 2569 ถึง 30 มิ.ย. 2569: 40"
    assert (yours["deputy"], theirs["deputy"]) == ("", "สมใจ somjai@example.go.th")
    assert (yours["collaborators"], theirs["collaborators"]) == (["หน่วยงาน gsb"], [])
    assert conflict.value.version == 2


def test_the_same_parts_again_change_nothing(world: Team) -> None:
    row = edited(world, periods=halves())
    assert (
        edited(world, version=99, periods=halves(), collaborators=list(row.collaborators.all())).version == 2
    )


# -- baseline, measure -------------------------------------------------------------------------------------------


def test_a_baseline_says_of_which_day_and_from_where(world: Team) -> None:
    row = edited(
        world, baseline=Decimal(12), baseline_on=date(2025, 12, 31), baseline_source="รายงานประจำปี 2568", quiet_after_days=30
    )  # fmt: skip
    assert queries.progress(row).baseline == 12
    assert row.quiet_after_days == 30
    assert edited(world, version=2, quiet_after_days=None).quiet_after_days == 90


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"baseline": Decimal(1)}, "baseline_on"),
        ({"baseline": Decimal(1), "baseline_on": TODAY}, "baseline_source"),
        ({"baseline": Decimal(1), "baseline_on": date(2026, 11, 24), "baseline_source": "ก"}, "baseline_on"),
        ({"baseline_source": "ก"}, "baseline"),
    ],
)
def test_what_a_baseline_lacks_is_named(world: Team, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        edited(world, **changes)
    assert refusal.value.field == field


def test_the_measure_stays_once_something_was_counted(world: Team) -> None:
    assert edited(world, measure="deliveries").measure == "deliveries"
    assert edited(world, version=2, measure="claimed").measure == "claimed"
    submitted(world)
    with pytest.raises(Refused) as refusal:
        edited(world, version=3, measure="deliveries")
    assert refusal.value.field == "measure"


# -- who answers for it ------------------------------------------------------------------------------------------


def test_people_are_named_by_account_or_by_address(world: Team) -> None:
    nida = Person.objects.get(username="nida")
    row = edited(
        world, responsible=Contact(person=nida), deputy=Contact(name="สมใจ", email="somjai@example.go.th")
    )
    found = {r.rank: (r.person, r.name, r.email) for r in row.responsibles.all()}
    assert found == {"responsible": (nida, "Nida", ""), "deputy": (None, "สมใจ", "somjai@example.go.th")}
    facts = timeline.of(row, with_people=True)[0]["facts"]
    assert facts == {"fields": ["deputy", "responsible"]}
    assert edited(world, version=2, responsible=None, deputy=None).responsibles.count() == 0


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (lambda: Contact(name="สมใจ"), "responsible_email"),
        (lambda: Contact(email="somjai@example.go.th"), "responsible_name"),
        (lambda: Contact(name="สมใจ", email="somjai@"), "responsible_email"),
        (lambda: Contact(person=Person.objects.get(username="kanya")), "responsible_person"),
    ],
)
def test_somebody_who_cannot_be_reached_is_refused(
    world: Team, contact: Callable[[], Contact], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        edited(world, responsible=contact())
    assert refusal.value.field == field


def test_the_lead_does_not_join_itself(world: Team) -> None:
    with pytest.raises(Refused) as refusal:
        edited(world, collaborators=[world.body])
    assert refusal.value.field == "collaborators"


# -- the clause --------------------------------------------------------------------------------------------------


def a_clause(world: Team, code: str = "c-3", number: int = 1, agreement: Any = None) -> Clause:
    agreement = agreement or world.commitment.agreement
    text = "ข้อ 3 ภาคีจะอบรมกลุ่ม"
    version, _ = TextVersion.objects.get_or_create(
        agreement=agreement, number=number, defaults={"text_th": text, "text_sha256": "0" * 64, "added_at": platform_clock.now()}
    )  # fmt: skip
    clause = Clause.objects.get_or_create(agreement=agreement, code=code)[0]
    ClauseSpan.objects.create(
        version=version,
        clause=clause,
        order=clause.pk,
        label_th="ข้อ 3",
        heading_th="การอบรม",
        start=0,
        end=len(text),
    )
    return clause


def test_a_clause_is_chosen_by_the_lead_and_said_to_be_the_source_by_the_secretariat(world: Team) -> None:
    clause = a_clause(world)
    row = edited(world, clause=clause)
    assert (row.clause, row.provenance) == (clause, Provenance.ADDED)
    with pytest.raises(Refused) as refusal:
        edited(world, version=2, in_text=True)
    assert refusal.value.field == "clause"
    row = edited(world, by=world.secretariat, version=2, in_text=True)
    assert (row.provenance, row.provenance_by) == (Provenance.IN_TEXT, "หน่วยงาน osep")
    with pytest.raises(Refused, match="ฝ่ายเลขานุการ"):
        edited(world, version=3, clause=None)
    with pytest.raises(Refused, match="โปรดเลือกข้อ"):
        edited(world, by=world.secretariat, version=3, clause=None)
    row = edited(world, by=world.secretariat, version=3, clause=None, in_text=False)
    assert row.provenance == Provenance.ADDED
    assert row.provenance_why == "มติที่ประชุมติดตามผลครั้งที่ 1"


def test_one_can_be_added_as_coming_from_the_text(world: Team) -> None:
    fields = {"title_th": "อบรม", "measure": "claimed", "provenance": Provenance.IN_TEXT}
    add = {"agreement": world.commitment.agreement, "lead": world.body, **fields}
    with pytest.raises(NotAllowed):
        actions.add_commitment(by=world.lead, clause=a_clause(world), **add)
    with pytest.raises(Refused) as refusal:
        actions.add_commitment(by=world.secretariat, **add)
    assert refusal.value.field == "clause"
    made = actions.add_commitment(by=world.secretariat, clause=Clause.objects.get(), **add)
    assert (made.provenance, made.provenance_why) == (Provenance.IN_TEXT, "")


def test_only_a_clause_that_stands_in_the_text_today_can_be_chosen(world: Team) -> None:
    old = a_clause(world)
    a_clause(world, "c-4", number=2)
    with pytest.raises(Refused, match="ไม่อยู่ในตัวบทฉบับปัจจุบัน"):
        edited(world, clause=old)
    from tests.agreements.agreement import an_agreement

    other = a_clause(world, "x", agreement=an_agreement(code="other"))
    with pytest.raises(Refused, match="บันทึกข้อตกลงอื่น"):
        edited(world, clause=other)


# -- silence -----------------------------------------------------------------------------------------------------


def move(clock: Callable[[datetime], None], day: date) -> None:
    clock(datetime(day.year, day.month, day.day, 10))


def test_silence_is_counted_from_the_last_sign_of_life(
    world: Team, clock: Callable[[datetime], None]
) -> None:
    assert queries.progress(world.commitment).quiet.days_silent == 0
    signs = [
        lambda: submitted(world),
        lambda: edited(world, title_en="New"),
        lambda: actions.add_update(by=world.partner, commitment=world.commitment, organisation=cast.organisation("gsb"), text_th="กำลังอบรม"),
        lambda: actions.add_activity(by=world.lead, commitment=world.commitment, organisation=world.body, title_th="อบรม"),
    ]  # fmt: skip
    day = TODAY
    for sign in signs:
        day += timedelta(days=20)
        move(clock, day)
        sign()
        found = queries.progress(world.commitment).quiet
        assert (found.days_silent, found.last_sign.on) == (0, day)
    quiet = queries.progress(world.commitment, day + timedelta(days=91)).quiet
    assert (quiet.is_quiet, quiet.days_silent, quiet.since) == (True, 91, day)
    assert quiet.last_sign.what.th == "เพิ่มกิจกรรม"
    assert not queries.progress(world.commitment, day + timedelta(days=90)).quiet.is_quiet


def test_somebody_else_correcting_a_word_is_no_sign(world: Team, clock: Callable[[datetime], None]) -> None:
    move(clock, TODAY + timedelta(days=50))
    edited(world, by=world.secretariat, title_en="Corrected")
    assert queries.progress(world.commitment).quiet.days_silent == 50
    actions.set_override(
        by=world.lead,
        commitment=world.commitment,
        status="on_plan",
        reason_th="ก",
        ends_on=TODAY + timedelta(days=60),
    )
    assert queries.progress(world.commitment).quiet.days_silent == 50


def test_a_commitment_that_has_not_begun_is_not_silent() -> None:
    row = team(starts_on=date(2027, 6, 1), due_on=date(2027, 12, 31)).commitment
    assert queries.progress(row, date(2027, 5, 1)).quiet.days_silent == 0
    assert queries.progress(row, date(2027, 9, 1)).quiet.days_silent == 92
