"""An amendment brought up to the text as it now stands, after another amendment was merged."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.amending import check_state, check_version, held
from phanuek.agreements.actions.amendments import send_back_to_review
from phanuek.agreements.actions.base import acting_for, name_of
from phanuek.agreements.actions.changes import free_code, told_by_first_line
from phanuek.agreements.actions.text import checked_words
from phanuek.agreements.models import Agreement, Amendment, ClauseChange
from phanuek.agreements.notifications import amendments as notifications
from phanuek.agreements.queries.reconciling import (
    About,
    Case,
    Choice,
    Plan,
    Question,
    Take,
    Texts,
    plan,
    same_number,
)
from phanuek.agreements.states import OPEN_AMENDMENTS, AmendmentState, ChangeKind
from phanuek.engines.redline import heading_at
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def reconcile(
    *,
    by: Actor,
    amendment: Amendment,
    version: int,
    choices: Mapping[str, Choice] | None = None,
    onto: int | None = None,
) -> Amendment:
    """The amendment rests on the current text from now on. What does not touch goes together by itself; `choices` answer the
    questions of `queries.reconciling.plan`, by their keys.

    Where a person had to choose, what the parties agreed to and signed is no longer what it does, whichever words were chosen:
    the signatures count no more and it is reviewed again. `version` is the amendment's and `onto` the number of the text that the
    person saw. Raises Refused naming the question (`field`) that is open.
    """
    permissions.check_can_edit_amendment(by, amendment)
    agreement, row = held(amendment)
    check_state(row, *sorted(OPEN_AMENDMENTS))
    check_version(row, version)
    found = plan(row)
    if found is None:
        raise Refused(
            T("เรื่องนี้เขียนบนตัวบทฉบับปัจจุบันอยู่แล้ว", "This rests on the current text already."),
            hint=T("ไม่ต้องปรับอะไร ดำเนินการขั้นต่อไปได้", "Nothing is to be done; go on with the next step."),
        )
    _check_onto(found, onto)
    chosen = _checked_choices(found, choices or {})
    by = acting_for(by, row.proposed_by)
    for case in found.cases:
        _settle(by, agreement, row, found, case, chosen)
    row.base = found.current
    row.version += 1
    if found.questions:
        _ask_again(by, row, found)
    row.save()
    facts = {"onto": found.current.number, "choices": len(found.questions)}
    timeline.record("amendment.reconciled", about=row, by=by, facts=facts)
    if found.questions and row.state == AmendmentState.REVIEW:
        notifications.review_waits(by=by, amendment=row)
    return row


def _check_onto(found: Plan, onto: int | None) -> None:
    if onto is not None and onto != found.current.number:
        raise Refused(
            T(
                "ระหว่างที่ท่านเลือก ตัวบทเปลี่ยนเป็นฉบับที่ {n} จึงยังไม่ได้บันทึก",
                "While you were choosing the text became version {n}, so nothing is saved yet.",
            ).format(n=found.current.number),
            hint=T("ดูข้อความล่าสุดด้านล่าง แล้วเลือกอีกครั้ง", "See the newest words below and choose again."),
        )


def _checked_choices(found: Plan, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    checked: dict[str, Choice] = {}
    numbers = [span.label_th for span in found.current.spans.all()]
    for case in found.cases:
        for question in case.questions:
            choice = choices.get(question.key)
            if choice is None or choice.take not in question.takes:
                raise Refused(
                    T("“{label}”: ยังไม่ได้เลือกว่าจะใช้ข้อความใด", "“{label}”: the words to keep are not chosen yet.").format(
                        label=case.label
                    ),
                    field=question.key,
                    hint=T("เลือกหนึ่งข้อ หรือเขียนข้อความเอง", "Choose one, or write your own."),
                )  # fmt: skip
            if choice.take is Take.OWN:
                choice = _own(question, choice, numbers)
            checked[question.key] = choice
    return checked


def _own(question: Question, choice: Choice, numbers: list[str]) -> Choice:
    """Words that a person wrote. Blank ones are taken for a slip: to have none, one chooses the side that has none."""
    text = checked_words(choice.text, question.key)
    text_en = checked_words(choice.text_en, question.key, needed=False)
    if question.about is About.NUMBER:
        label = heading_at(text, 0, len(text)).label
        if not label or any(same_number(label, other) for other in numbers):
            raise Refused(
                T(
                    "ข้อความที่เขียนเองต้องเริ่มด้วยเลขข้อที่ยังไม่มีผู้ใช้",
                    "Your own words must begin with a number that no clause bears yet.",
                ),
                field=question.key,
                hint=T("เช่น “ข้อ ๘ …”", "Such as “Clause 8 …”."),
            )
    return Choice(Take.OWN, text, text_en)


def _settle(
    by: Actor, agreement: Agreement, row: Amendment, found: Plan, case: Case, chosen: dict[str, Choice]
) -> None:
    """The outcome of one change written into it."""
    change, result = case.change, case.settled(chosen)
    if change.kind == ChangeKind.INSERT and any(chosen[q.key].take is Take.CURRENT for q in case.questions):
        timeline.record("amendment.change_dropped", about=row, by=by, facts={"clause": change.code})
        change.delete()
        return
    if result.th is not None and not result.th.strip():
        raise Refused(
            T("“{label}”: ข้อความที่เลือกไม่เหลือคำใดเลย", "“{label}”: what is chosen leaves no words.").format(label=case.label),
            field=case.questions[0].key if case.questions else None,
            hint=T("เขียนข้อความเอง หรือนำกลับไปเป็นร่างแล้วเสนอยกเลิกข้อนี้", "Write your own, or take it back and repeal the clause."),
        )  # fmt: skip
    _write(change, result)
    change.after = case.after
    if change.kind == ChangeKind.INSERT and agreement.clauses.filter(code=change.code).exists():
        change.code = free_code(agreement, row, change.label_th, change.label_en)
    if case.questions:
        rounds = [*change.chosen.get("rounds", []), _account(by, found, case, chosen, result)]
        change.chosen = {"rounds": rounds}
    change.version += 1
    change.save()


def _write(change: ClauseChange, result: Texts) -> None:
    if result.th is None:
        change.kind = ChangeKind.REPEAL
        change.text_th = change.text_en = change.label_th = change.label_en = ""
        return
    if change.kind == ChangeKind.REPEAL:
        change.kind = ChangeKind.REPLACE
    told = told_by_first_line(result.th, result.en)
    if change.kind == ChangeKind.INSERT:
        told = {name: value or getattr(change, name) for name, value in told.items()}
    for name, value in {**told, "text_th": result.th, "text_en": result.en}.items():
        setattr(change, name, value)


def _account(by: Actor, found: Plan, case: Case, chosen: dict[str, Choice], result: Texts) -> dict[str, Any]:
    """What was chosen, to be read later: by whom, when, between which words."""
    return {
        "from": found.base.number,
        "onto": found.current.number,
        "by": name_of(by),
        "on": clock.today().isoformat(),
        "original": {"th": case.original.th, "en": case.original.en},
        "current": {"th": case.current.th, "en": case.current.en},
        "proposed": {"th": case.proposed.th, "en": case.proposed.en},
        "result": {"th": result.th, "en": result.en},
        "questions": [
            {
                "about": q.about.value, "language": q.language, "original": q.original, "current": q.current, "proposed": q.proposed,
                "take": chosen[q.key].take.value, "own": chosen[q.key].text, "own_en": chosen[q.key].text_en,
            }
            for q in case.questions
        ],
    }  # fmt: skip


def _ask_again(by: Actor, row: Amendment, found: Plan) -> None:
    """The parties agreed and signed before these words were chosen."""
    row.reviews.update(earlier_words=True)
    if row.state == AmendmentState.DRAFT:
        return
    why = T(
        "ปรับให้ทันตัวบทฉบับที่ {n} แล้วมีถ้อยคำที่ต้องเลือกใหม่ {k} แห่ง สิ่งที่ตกลงหรือลงนามไว้เดิมจึงไม่ตรงกับข้อความปัจจุบัน",
        "Reconciled with version {n} of the text, words had to be chosen at {k} places, so what was agreed or signed before is no "
        "longer what it says.",
    ).format(n=found.current.number, k=len(found.questions))
    if row.state == AmendmentState.SIGNING:
        send_back_to_review(by, row, why)
        timeline.record("amendment.back_to_review", about=row, by=by, note=why.th)
    row.sent_back_why_th, row.sent_back_why_en = why.th, why.en
