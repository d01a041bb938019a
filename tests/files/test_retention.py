"""Contents end when their time is over; the row stays and says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.files import actions, retention
from phanuek.files.models import Attachment
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.referrals.models import CaseFile
from tests.conftest import BANGKOK
from tests.referrals import world as worlds

BY = Actor.system("tests")
PDF = b"%PDF-1.4\n1 0 obj\n"
pytestmark = pytest.mark.django_db


def kept() -> Attachment:
    return actions.keep(SimpleUploadedFile("ก.pdf", PDF, "application/pdf"), by=BY)


def test_the_policy_counts_years_and_leap_days() -> None:
    assert retention.until("application", date(2026, 11, 23)) == date(2028, 11, 23)
    assert retention.until("evidence", date(2024, 2, 29)) == date(2034, 2, 28)
    with pytest.raises(KeyError):
        retention.until("holiday pictures", date(2026, 1, 1))


def test_contents_are_destroyed_the_day_after_the_last_one(django_capture_on_commit_callbacks: Any) -> None:
    file = kept()
    Attachment.objects.update(keep_until=date(2028, 11, 23))
    assert retention.destroy_due(date(2028, 11, 23)) == 0
    assert file.file.storage.exists(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.destroy_due(date(2028, 11, 24)) == 1
    file.refresh_from_db()
    assert file.removed_at is not None
    assert not file.file.storage.exists(file.file.name)
    assert retention.destroy_due(date(2030, 1, 1)) == 0
    answer = serve(file)
    assert answer.status_code == 410
    assert "ระเบียบการเก็บรักษาเมื่อ 23 พฤศจิกายน 2569" in answer.content.decode()  # type: ignore[attr-defined]


def test_what_fails_afterwards_destroys_nothing(django_capture_on_commit_callbacks: Any) -> None:
    file = kept()
    with django_capture_on_commit_callbacks(execute=False):
        retention.destroy(file)
    assert file.file.storage.exists(file.file.name)


def test_every_column_that_names_an_attachment_is_asked() -> None:
    """Against a walk over all models, so that a room of tomorrow is not forgotten."""
    found = {f"{model._meta.label}.{name}" for model, name in retention.references()}
    every = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.remote_field is not None and field.related_model is Attachment
    }
    assert found == every
    assert {"referrals.CaseFile.attachment", "referrals.Delivery.evidence", "consent.Consent.evidence",
            "registry.ImportBatch.attachment"} <= found  # fmt: skip


def test_an_upload_that_nothing_refers_to_goes_after_a_week(
    clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    world = worlds.build()
    used, lost = kept(), kept()
    referral = world.send()
    CaseFile.objects.create(
        referral=referral, attachment=used, kind="application", added_at=referral.sent_at, organisation=referral.sender
    )  # fmt: skip
    assert retention.remove_abandoned(date(2026, 11, 23)) == 0
    clock(datetime(2026, 12, 1, 10, 0, tzinfo=BANGKOK))
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.remove_abandoned(date(2026, 12, 1)) == 1
    assert list(Attachment.objects.all()) == [used]
    assert not lost.file.storage.exists(lost.file.name)
    assert used.file.storage.exists(used.file.name)
