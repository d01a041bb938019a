from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.files import checks, scanning
from phanuek.files.models import Attachment
from phanuek.timeline.actions import By
from phanuek.ui import clock
from phanuek.ui.codes import new_code


@transaction.atomic
def keep(
    upload: UploadedFile[Any], *, by: By, accept: frozenset[str] = frozenset(checks.KINDS)
) -> Attachment:
    """Checks, scans and stores an upload. Who may attach is asked by the room that calls this; Refused when the file is not
    acceptable, infected, or cannot be scanned although a scanner is named."""
    kind = checks.check(upload, upload.size or 0, accept=accept)
    scanned = scanning.check(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    code = new_code("f")
    name = PurePath(upload.name or "file").name[:200]
    upload.name = f"{code}.{checks.NAMES[kind].lower()}"
    return Attachment.objects.create(
        code=code,
        file=upload,
        name=name,
        content_type=kind,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_at=clock.now(),
        organisation_code=by.organisation_code,
        person_id=by.person_id,
        scanned=scanned,
    )
