"""An amendment set beside the text as it now stands: what goes together by itself, and what a person chooses."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.reconciling import reconcile
from phanuek.agreements.models import Amendment
from phanuek.agreements.queries.differences import pieces
from phanuek.agreements.queries.reconciling import About, Case, Choice, Question, Take, plan
from phanuek.agreements.states import AmendmentState
from phanuek.agreements.views.amendments import amendment_of, way_to
from phanuek.agreements.views.base import words_of
from phanuek.engines.redline import Piece
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

TAKES = {
    Take.ORIGINAL: T("ใช้ข้อความเดิม", "The original words"),
    Take.CURRENT: T("ใช้ข้อความปัจจุบัน", "The current words"),
    Take.PROPOSED: T("ใช้ข้อความที่เสนอ", "The proposed words"),
    Take.OWN: T("เขียนเอง", "Words of your own"),
}
NOTHING = T("(ไม่มีข้อความ)", "(no words)")


@dataclass(frozen=True)
class Option:
    take: Take
    label: T
    words: str | T
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question with what was answered so far."""

    question: Question
    options: list[Option]
    own: str
    own_en: str
    error: str = ""

    @property
    def name(self) -> str:
        """The key as it may stand in an `id`."""
        return self.question.key.replace(".", "-")

    @property
    def asks_both(self) -> bool:
        return self.question.about is not About.WORDS


@dataclass(frozen=True)
class Shown:
    """One change of the amendment on the page."""

    case: Case
    asked: list[Asked]
    outcome_th: list[Piece] = field(default_factory=list)
    outcome_en: list[Piece] = field(default_factory=list)
    is_gone: bool = False
    current_th: list[Piece] = field(default_factory=list)
    current_en: list[Piece] = field(default_factory=list)
    proposed_th: list[Piece] = field(default_factory=list)
    proposed_en: list[Piece] = field(default_factory=list)


@require_http_methods(["GET", "POST"])
def amendment_reconcile(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """Nothing to choose: shown and confirmed. Else each clash with the original, the current and the proposed words."""
    actor, found = amendment_of(request, code, amendment)
    permissions.check_can_edit_amendment(actor, found)
    between = plan(found)
    if between is None:
        messages.info(request, T("เรื่องนี้เขียนบนตัวบทฉบับปัจจุบันอยู่แล้ว", "This rests on the current text already."))
        return redirect(found)
    choices, problem = _sent(request.POST, between.questions), None
    if request.method == "POST":
        seen = (_whole(request.POST.get("version", "")), _whole(request.POST.get("onto", "")))
        try:
            done = reconcile(by=actor, amendment=found, version=seen[0] or 0, onto=seen[1], choices=choices)
        except Conflict:
            problem = Refused(
                T(
                    "มีผู้อื่นแก้ไขเรื่องนี้ระหว่างที่ท่านเลือก จึงยังไม่ได้บันทึก",
                    "Someone changed this amendment while you were choosing, so nothing is saved yet.",
                ),
                hint=T("ตรวจข้อความด้านล่างแล้วยืนยันอีกครั้ง", "Check the words below and confirm again."),
            )
        except Refused as refusal:
            problem = refusal
        else:
            messages.success(request, _told(found, done))
            return redirect(found)
        found = Amendment.objects.select_related("agreement", "base", "proposed_by").get(pk=found.pk)
        between = plan(found)
        if between is None:
            return redirect(found)
    title = T("ปรับให้ทันฉบับปัจจุบัน", "Reconcile with the current version")
    context: dict[str, Any] = {
        "agreement": found.agreement,
        "amendment": found,
        "title": title,
        "between": between,
        "cases": [_shown(case, choices, problem) for case in between.cases],
        "problem": problem,
        "voids": found.state == AmendmentState.SIGNING and bool(between.questions),
        "path": [*way_to(found)[:-1], (words_of(found, "title"), found.get_absolute_url()), (title, "")],
    }
    return render(request, "agreements/amendment_reconcile.html", context, status=422 if problem else 200)


def _shown(case: Case, choices: dict[str, Choice], problem: Refused | None) -> Shown:
    asked = [
        Asked(
            question,
            _options(question, choices.get(question.key)),
            _own(question, choices.get(question.key)),
            (choices[question.key].text_en if question.key in choices else case.proposed.en),
            str(problem.text) if problem and problem.field == question.key else "",
        )
        for question in case.questions
    ]
    if asked:
        was = case.original
        return Shown(
            case, asked,
            current_th=pieces(was.th or "", case.current.th or ""), current_en=pieces(was.en, case.current.en),
            proposed_th=pieces(was.th or "", case.proposed.th or ""), proposed_en=pieces(was.en, case.proposed.en),
        )  # fmt: skip
    result = case.settled({})
    if result.th is None:
        return Shown(case, [], pieces(case.current.th or "", ""), pieces(case.current.en, ""), is_gone=True)
    return Shown(case, [], pieces(case.current.th or "", result.th), pieces(case.current.en, result.en))


def _options(question: Question, choice: Choice | None) -> list[Option]:
    words = {
        Take.ORIGINAL: question.original,
        Take.CURRENT: question.current,
        Take.PROPOSED: question.proposed,
        Take.OWN: "",
    }
    labels = TAKES
    if question.about is About.NUMBER:
        labels = TAKES | {
            Take.CURRENT: T("ไม่เพิ่มข้อนี้ ใช้ข้อที่มีอยู่แล้ว", "Do not add it: the clause that is there serves"),
            Take.OWN: T("เพิ่มโดยใช้เลขข้ออื่น", "Add it under another number"),
        }
    return [
        Option(take, labels[take], words[take] or (NOTHING if take is not Take.OWN else ""), choice is not None and choice.take is take)
        for take in question.takes
    ]  # fmt: skip


def _own(question: Question, choice: Choice | None) -> str:
    """What was typed, else the proposed words to start from."""
    return choice.text if choice is not None and choice.text else question.proposed


def _sent(data: Any, questions: list[Question]) -> dict[str, Choice]:
    found = {}
    for question in questions:
        take = data.get(f"take-{question.key}", "")
        if take in set(Take):
            own, own_en = data.get(f"own-{question.key}", ""), data.get(f"own_en-{question.key}", "")
            found[question.key] = Choice(Take(take), own, own_en)
    return found


def _told(before: Amendment, after: Amendment) -> T:
    if before.state == AmendmentState.SIGNING and after.state == AmendmentState.REVIEW:
        return T(
            "ปรับแล้ว ข้อความเปลี่ยนไป ลายมือชื่อเดิมใช้ไม่ได้ และภาคีต้องพิจารณาใหม่",
            "Reconciled. The words changed: signatures count no more, and the parties review it again.",
        )
    return T("ปรับให้ทันฉบับปัจจุบันแล้ว", "Reconciled with the current version.")


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
