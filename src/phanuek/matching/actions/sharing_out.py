"""From the closing day to the result: the list is frozen, the seed read, the round worked out, read by another, published.

Working out large rounds takes seconds: `begin` writes down that it runs, `work_out` does it outside any transaction and tells how
far it is, `keep` or `fail` writes what came of it. Nothing of a published round is ever changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from phanuek.eligibility import facts as eligibility_facts
from phanuek.engines import sharing
from phanuek.engines.draw import clean_seed
from phanuek.engines.sharing import files
from phanuek.matching import notifications
from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching.actions.applying import ENGINE
from phanuek.matching.actions.assess import assess
from phanuek.matching.actions.rounds import held, move
from phanuek.matching.models import Allocation, Application, Round, Status
from phanuek.matching.queries import round_answers, round_rule, rounds
from phanuek.matching.states import RoundState
from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

# a try that was cut off, by a restart for example, may be begun again after this
GIVEN_UP = timedelta(minutes=10)
FEW = 300  # applicants told at once; `manage.py daily` tells the others


@transaction.atomic
def close(*, by: Actor, round: Round) -> Round:
    """No more applications: what could not be said is asked once more, points are worked out as of today, the list gets its hash.
    Refused before the announced last day is over."""
    permissions.check_can_run(by, round, RoundState.OPEN)
    row, today = held(round), clock.today()
    permissions.check_can_run(by, row, RoundState.OPEN)
    if today <= row.closes_on:
        raise Refused(
            T("ประกาศรับคำขอถึงวันปิดรับ จึงปิดก่อนไม่ได้", "Applications were announced until the last day; it cannot close before."),
            hint=T("ปิดได้ตั้งแต่วันถัดจากวันปิดรับ", "Close it from the day after."),
        )  # fmt: skip
    _settle(row, today)
    move(row, RoundState.CLOSED)
    row.applications_sha256 = rounds.list_hash(row)
    row.save(update_fields=["state", "version", "applications_sha256"])
    timeline.record(
        "round.closed", about=row, by=by,
        facts={"applications_sha256": row.applications_sha256, "applications": rounds.totals(row)["applications"]},
    )  # fmt: skip
    return row


def _settle(row: Round, on: date) -> None:
    """Fresh answers for what was not known, and everybody's points, group and need as of the day."""
    standing = list(
        row.applications.standing().select_related("enterprise__subdistrict", "offer__rule", "assessment")
    )
    known = eligibility_facts.facts_of_many({a.enterprise_id: a.enterprise for a in standing}.values(), on)
    scoring, needs = round_rule.Scoring.of(row.rule, on), round_rule.needs(row.rule, known)
    for application in standing:
        assessed = application.assessment
        if assessed is None or assessed.status == Status.UNKNOWN:
            application.assessment = assess(
                by=ENGINE, enterprise=application.enterprise, offer=application.offer, on=on
            )
        facts = known[application.enterprise_id]
        application.score, application.score_reasons = scoring.score_of(facts, application.wish)
        application.group = round_rule.group_of(row.rule, facts)
        application.need = needs[application.enterprise_id]
    fields = ["assessment", "score", "score_reasons", "group", "need"]
    Application.objects.bulk_update(standing, fields, batch_size=500)


@transaction.atomic
def begin(*, by: Actor, round: Round, seed: str = "") -> Round:
    """Reads the seed, once, and marks the round as being worked out. The same seed stays when it is worked out again."""
    permissions.check_can_run(by, round, RoundState.CLOSED)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.CLOSED)
    if row.is_solving and row.solving_since and clock.now() - row.solving_since < GIVEN_UP:
        raise Refused(T("กำลังคำนวณอยู่", "It is being worked out already."))
    rule, typed = round_rule.whole(row.rule), clean_seed(seed)
    if not row.seed:
        _check_seed(rule, typed)
        row.seed = typed[:200]
        timeline.record("round.seed_read", about=row, by=by, facts={"seed": row.seed})
    row.progress, row.solving_since, row.failed_why = 0, clock.now(), None
    row.solved_by_id = by.person_id
    row.save(update_fields=["progress", "solving_since", "failed_why", "seed", "solved_by_id"])
    return row


def _check_seed(rule: dict[str, Any], typed: str) -> None:
    if clock.today() < date.fromisoformat(rule["seed_on"]):
        raise Refused(T("ยังไม่ถึงวันที่ทราบเลขจับสลาก", "The number of the draw is not known yet."), field="seed")
    if not typed:
        raise Refused(
            T("โปรดกรอกเลขจากแหล่งที่ประกาศไว้", "Type the number from the source that was announced."),
            field="seed",
        )


def work_out(*, by: Actor, round: Round) -> Round:
    """Works out a round that was begun, telling how far it is. What goes wrong is written on the round, in words."""

    def tell(percent: int) -> None:
        Round.objects.filter(pk=round.pk, state=RoundState.CLOSED).update(progress=min(percent, 99))

    try:
        content = rounds.engine_round(round, round.seed)
        outcome = sharing.allocate(content, tell)
    except sharing.RoundError as error:
        return fail(by=by, round=round, why=T.of(error.message))
    except sharing.SolverMissing:
        return fail(by=by, round=round, why=T("ระบบนี้ยังไม่ได้ติดตั้งตัวคำนวณ (OR-Tools) โปรดแจ้งผู้ดูแลระบบ",
                                              "The solver (OR-Tools) is not installed here. Tell whoever runs the system."))  # fmt: skip
    except Exception:
        fail(by=by, round=round, why=T("คำนวณไม่สำเร็จเพราะข้อผิดพลาดในระบบ รายชื่อและกติกายังอยู่ครบ ลองอีกครั้งหรือแจ้งผู้ดูแลระบบ",
                                       "An error in the system stopped it. List and rule are untouched; try again, or tell whoever runs the system."))  # fmt: skip
        raise
    return keep(by=by, round=round, content=content, outcome=outcome)


@transaction.atomic
def fail(*, by: Actor, round: Round, why: T) -> Round:
    permissions.check_can_run(by, round)
    row = held(round)
    row.progress, row.solving_since, row.failed_why = None, None, why.as_dict()
    row.save(update_fields=["progress", "solving_since", "failed_why"])
    timeline.record("round.failed", about=row, by=by)
    return row


@transaction.atomic
def keep(*, by: Actor, round: Round, content: sharing.Round, outcome: sharing.Outcome) -> Round:
    """Writes the answers, not public yet. Refused when the list is not the one that was frozen."""
    permissions.check_can_run(by, round, RoundState.CLOSED)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.CLOSED)
    if rounds.list_hash(row) != row.applications_sha256:
        raise Refused(
            T("รายชื่อไม่ตรงกับที่ปิดไว้ จึงไม่บันทึกผล", "The list is not the one that was frozen; nothing is kept.")
        )
    move(row, RoundState.SOLVED)
    row.result = {
        **files.result_json(content, outcome),
        "lowest": {offer.code: offer.lowest for offer in outcome.offers},
        "rule_version": row.rule_version,
        "applications_sha256": row.applications_sha256,
    }
    row.solved_at, row.progress, row.solving_since, row.solved_by_id = clock.now(), None, None, by.person_id
    row.save()
    for lot in row.offers.select_related("offer"):
        lot.price = next(o.one_more for o in outcome.offers if o.code == lot.offer.code)
        lot.save(update_fields=["price"])
    Allocation.objects.filter(application__round=row).delete()
    Allocation.objects.bulk_create(_answers(row, outcome), batch_size=500)
    timeline.record(
        "round.solved", about=row, by=by,
        facts={"places": len(outcome.allocation), "points": outcome.points, "proof": outcome.proof, "gap": f"{outcome.gap:.6f}"},
    )  # fmt: skip
    return row


def _answers(row: Round, outcome: sharing.Outcome) -> list[Allocation]:
    answers = {answer.applicant: answer for answer in outcome.answers}
    made = []
    for application in (
        row.applications.standing().select_related("enterprise", "offer", "assessment").order_by("pk")
    ):
        answer = answers.get(rounds.ticket(row, application.enterprise.code))
        wish = next((w for w in answer.wishes if w.offer == application.offer.code), None) if answer else None
        if answer is None or wish is None:
            status = application.assessment.status if application.assessment else Status.UNKNOWN
            made.append(Allocation(application=application, reasons=round_answers.left_out(status)))
            continue
        given = wish.offer in answer.given
        reasons = round_answers.reasons_of(
            wish, group=application.group, draw_place=answer.draw_place, of=len(outcome.draw)
        )
        baht = (application.requested_baht or Decimal(0)) if given else Decimal(0)
        made.append(Allocation(application=application, units=int(given), baht=baht, reasons=reasons))
    return made


@transaction.atomic
def take_back(*, by: Actor, round: Round, why: str) -> Round:
    """The result is not published but worked out again. List, rule and seed stay, so it can only come out the same, unless an
    error of the platform was mended."""
    permissions.check_can_run(by, round, RoundState.SOLVED)
    row = held(round)
    permissions.check_can_run(by, row, RoundState.SOLVED)
    if len(why.strip()) < 5:
        raise Refused(T("โปรดบอกเหตุผล", "Say why."), field="why")
    move(row, RoundState.CLOSED)
    row.result, row.solved_at, row.solved_by_id = None, None, None
    row.save(update_fields=["state", "version", "result", "solved_at", "solved_by_id"])
    Allocation.objects.filter(application__round=row).delete()
    timeline.record("round.taken_back", about=row, by=by, note=why.strip())
    return row


@transaction.atomic
def publish(*, by: Actor, round: Round, seed: str) -> Round:
    """By another person, who has read the seed at its source too. Each place that was given passes from the round to its
    application; the others are free again. From here on nothing changes."""
    permissions.check_can_publish(by, round)
    row = held(round)
    permissions.check_can_publish(by, row)
    if clean_seed(seed) != row.seed:
        raise Refused(
            T("เลขที่ท่านอ่านไม่ตรงกับเลขที่ใช้คำนวณ จึงยังประกาศไม่ได้", "The number you read is not the one that was used; nothing is published."),
            field="seed", hint=T("ตรวจเลขจากแหล่งที่ประกาศไว้ทั้งสองคน", "Both should look at the source again."),
        )  # fmt: skip
    move(row, RoundState.PUBLISHED)
    row.published_at = clock.now()
    row.save(update_fields=["state", "version", "published_at"])
    given = list(
        Application.objects.filter(round=row, allocation__units__gt=0)
        .select_related("allocation", "offer")
        .order_by("code")
    )
    for lot in rounds.lots_of(row):
        offers.give_back_place(by=by, offer=lot.offer, reference=row.reference)
        mine = [application for application in given if application.offer_id == lot.offer_id]
        _hand_over(by, mine, with_money=lot.budget_baht is not None)
    timeline.record(
        "round.published", about=row, by=by, also=[lot.offer for lot in rounds.lots_of(row)],
        facts={"places": len(given), "rule": row.rule_version, "seed": row.seed},
    )  # fmt: skip
    notifications.rounds.tell_results(row, most=FEW, by=by)
    return row


def _hand_over(by: Actor, given: Sequence[Application], *, with_money: bool) -> None:
    """Within the transaction that gave the round's own places back: nobody else can take one meanwhile."""
    if not given:
        return
    if not with_money:
        offers.take_places(by=by, offer=given[0].offer, references=[place_reference(one) for one in given])
        return
    for one in given:
        offers.take_place(by=by, offer=one.offer, reference=place_reference(one), baht=one.allocation.baht)


def place_reference(application: Application) -> str:
    """How the ledger names an allotted place; a case takes it over from here."""
    return f"allocation:{application.code}"
