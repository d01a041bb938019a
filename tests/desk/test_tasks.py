"""Tasks of meetings on the desks of those who do them and of the secretariat."""

from datetime import date

import pytest
from django.test import Client

from phanuek.agreements import actions
from tests import cast
from tests.agreements.agreement import an_agreement
from tests.agreements.meeting import SYSTEM, a_task, held
from tests.agreements.test_pages import as_

pytestmark = pytest.mark.django_db


def test_a_partner_sees_its_own_tasks_and_closes_them_from_there(client: Client) -> None:
    meeting = held(an_agreement("baac", "gsb"))
    late = a_task(meeting, due_on=date(2026, 11, 10), title_th="งานที่ช้า")
    a_task(meeting, owner="gsb", title_th="งานของผู้อื่น")
    as_(client, cast.niran())
    text = client.get("/desk/").content.decode()
    assert "งานที่ช้า" in text
    assert "เลยกำหนด 13 วัน" in text
    assert "งานของผู้อื่น" not in text
    assert f"{meeting.get_absolute_url()}tasks/{late.code}/done/" in text
    assert "งานที่ช้า" in client.get("/desk/waiting/?what=tasks").content.decode()
    actions.finish_task(by=SYSTEM, task=late, version=1, note="เสร็จ")
    assert "ไม่มีงานค้างจากที่ประชุม" in client.get("/desk/").content.decode()


def test_the_secretariat_sees_what_is_overdue_of_all(client: Client) -> None:
    meeting = held(an_agreement("baac", "gsb"))
    a_task(meeting, owner="gsb", due_on=date(2026, 11, 10), title_th="งานที่ช้า")
    a_task(meeting, title_th="งานที่ยังไม่ถึงกำหนด")
    as_(client, cast.orawan())
    for address in ("/desk/", "/desk/tasks-overdue/", "/desk/tasks-overdue/?owner=gsb"):
        text = client.get(address).content.decode()
        assert "งานที่ช้า" in text, address
        assert "งานที่ยังไม่ถึงกำหนด" not in text
    assert client.get("/desk/tasks-overdue/?owner=none").status_code == 400
    sent = client.get("/desk/tasks-overdue/?format=csv")
    assert b"".join(sent.streaming_content).decode().count("\n") == 2
    as_(client, cast.niran())
    assert client.get("/desk/tasks-overdue/").status_code == 403
