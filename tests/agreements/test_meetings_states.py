"""No sequence of acts brings a meeting into a state that the table does not lead to."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Meeting
from phanuek.agreements.states import MEETING_TRANSITIONS, MeetingState
from phanuek.ui.problems import Refused
from tests.agreements.agreement import an_agreement
from tests.agreements.meeting import SYSTEM, everyone, planned
from tests.house.pdf import PDF

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "edit": lambda of: actions.edit_meeting(**of, title_th="ใหม่"),
    "cancel": lambda of: actions.cancel_meeting(**of, why="เลื่อน"),
    "hold": lambda of: actions.hold_meeting(**of, attendance=everyone(of["meeting"].agreement)),
    "attend": lambda of: actions.correct_attendance(**of, attendance=everyone(of["meeting"].agreement)),
    "write": lambda of: actions.write_minutes(**of, said={1: ("ก", ""), 2: ("ข", "")}),
    "decide": lambda of: actions.add_decision(by=SYSTEM, meeting=of["meeting"], text_th="มติ"),
    "adopt": lambda of: actions.adopt_minutes(**of),
    "file": lambda of: actions.keep_signed_minutes(
        by=SYSTEM, meeting=of["meeting"], upload=SimpleUploadedFile("a.pdf", PDF)
    ),
}


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=8))
def test_every_way_through_the_states_is_in_the_table(agreement: Agreement, acts: list[str]) -> None:
    Meeting.objects.all().delete()
    meeting = planned(agreement)
    for act in acts:
        before, version = MeetingState(meeting.state), meeting.version
        with contextlib.suppress(Refused):
            ACTS[act]({"by": SYSTEM, "meeting": meeting, "version": version})
        meeting = Meeting.objects.get(pk=meeting.pk)
        after = MeetingState(meeting.state)
        assert after == before or after in MEETING_TRANSITIONS[before]
        assert (meeting.adopted_at is not None) == (after == MeetingState.CLOSED)
        assert (meeting.cancelled_why != "") == (after == MeetingState.CANCELLED)
        assert meeting.attendance.exists() == (after in (MeetingState.HELD, MeetingState.CLOSED))
        if before in (MeetingState.CLOSED, MeetingState.CANCELLED):
            assert meeting.version == version
