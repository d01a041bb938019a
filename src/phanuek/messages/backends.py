"""Mail as files, one each: for machines without a mail server, and to see what would have been sent."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Writes each mail into `MAIL_DIR` as it would travel (RFC 5322, `.eml`), readable by the service alone.

    The name comes from the mail's own date and Message-ID, so that a mail written twice is one file.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(self._write(folder, mail) for mail in email_messages)

    def _write(self, folder: Path, mail: EmailMessage) -> int:
        if not mail.recipients():
            return 0
        made = mail.message()
        when = parsedate_to_datetime(made["Date"])
        identity = re.sub(r"[^A-Za-z0-9.-]+", "-", made["Message-ID"].strip("<>").split("@")[0])[:80]
        place = folder / f"{when:%Y%m%dT%H%M%S}-{identity}.eml"
        partly = folder / f".{place.name}.{os.getpid()}"
        with open(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made.as_bytes(linesep="\r\n"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(partly, place)
        return 1


def remove_files(codes: Iterable[str]) -> None:
    """Remove the files of the mails that carried these messages."""
    for code in codes:
        for file in Path(settings.MAIL_DIR).glob(f"*-{code}.eml"):
            file.unlink(missing_ok=True)
