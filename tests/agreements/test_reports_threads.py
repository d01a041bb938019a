"""Two people at one report, one number, one task at the same moment, on a real database."""

from collections.abc import Callable

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Meeting, PeriodReport, Task
from phanuek.agreements.states import ReportState, TaskState
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from tests.agreements.agreement import an_agreement
from tests.agreements.meeting import SYSTEM, a_task, held, planned
from tests.agreements.report import composed, opened
from tests.house.pdf import PDF
from tests.offers.conftest import shared
from tests.offers.crowd import in_threads

__all__ = ["shared"]


def test_of_two_who_close_a_report_one_is_told_that_it_is_closed(shared: Callable[[], None]) -> None:
    report = opened(an_agreement("baac", "gsb"))
    said = composed(report)
    shared()

    def close() -> object:
        mine = PeriodReport.objects.get(pk=report.pk)
        return actions.close_report(
            by=SYSTEM, report=mine, version=mine.version, content=said, pdf_th=PDF, pdf_en=PDF
        )

    answers = in_threads(close, close)
    assert sorted(type(answer).__name__ for answer in answers) == ["PeriodReport", "Refused"]
    (refusal,) = (answer for answer in answers if isinstance(answer, Refused))
    assert "ปิดแล้ว" in refusal.message.th
    # read on a connection of its own, which sees the shared database
    (after,) = in_threads(
        lambda: (PeriodReport.objects.get(pk=report.pk).state, timeline.broken_link(report))
    )
    assert after == (ReportState.CLOSED, None)


def test_of_two_meetings_one_gets_the_number(shared: Callable[[], None]) -> None:
    code = an_agreement("baac", "gsb").code
    shared()
    answers = in_threads(*[lambda: planned(Agreement.objects.get(code=code))] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Meeting", "Refused"]
    (after,) = in_threads(
        lambda: (Meeting.objects.count(), timeline.broken_link(Agreement.objects.get(code=code)))
    )
    assert after == (1, None)


def test_of_two_who_finish_a_task_one_is_told_that_it_is_done(shared: Callable[[], None]) -> None:
    task = a_task(held(an_agreement("baac", "gsb")))
    shared()

    def finish() -> object:
        return actions.finish_task(by=SYSTEM, task=Task.objects.get(pk=task.pk), version=1, note="เสร็จ")

    answers = in_threads(finish, finish)
    assert [type(answer) for answer in answers].count(Task) == 1
    assert isinstance(next(answer for answer in answers if not isinstance(answer, Task)), Refused)
    assert in_threads(lambda: Task.objects.get(pk=task.pk).state) == [TaskState.DONE]
