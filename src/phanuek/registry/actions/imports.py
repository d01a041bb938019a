from __future__ import annotations

from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.registry import permissions
from phanuek.registry.models import ImportBatch


@transaction.atomic
def try_import(*, by: Actor, upload: UploadedFile) -> ImportBatch:
    permissions.check_can_import(by)
    raise NotImplementedError


@transaction.atomic
def apply_import(*, by: Actor, batch: ImportBatch, also: Collection[int] = ()) -> ImportBatch:
    permissions.check_can_import(by)
    raise NotImplementedError
