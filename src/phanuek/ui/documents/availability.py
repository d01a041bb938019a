"""The libraries of documents, imported when first needed, and the words for a machine that lacks one."""

from __future__ import annotations

import importlib
import io
import warnings
from contextlib import redirect_stdout
from types import ModuleType

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""What WeasyPrint loads from the system; Thai line breaks come with them (libthai)."""
APT_COMMAND = f"apt-get install -y --no-install-recommends {' '.join(DEBIAN_PACKAGES)}"


class DocumentsUnavailable(Refused):
    """This machine cannot make the document; the message names the command that mends it."""

    def __init__(self, missing: str, command: str) -> None:
        super().__init__(
            T(
                "ขณะนี้ระบบยังจัดทำเอกสารไม่ได้ เพราะเครื่องแม่ข่ายยังไม่ได้ติดตั้ง {missing}",
                "Documents cannot be made yet: the server lacks {missing}.",
            ).format(missing=missing),
            hint=T(
                "ผู้ดูแลระบบติดตั้งได้ด้วยคำสั่ง {command} แล้วเริ่มระบบใหม่",
                "The operator of the server installs it with: {command}, then restarts the platform.",
            ).format(command=command),
        )


def load(name: str) -> ModuleType:
    """Import ``name``. Raises :class:`DocumentsUnavailable` where it, or a library of the system, is missing."""
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            # WeasyPrint prints advice for its own site, and only warns where harfbuzz-subset is missing
            warnings.filterwarnings("error", message="HarfBuzz-Subset")
            return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise DocumentsUnavailable(str(error.name), "./dev prepare") from error
    except (OSError, DeprecationWarning) as error:
        raise DocumentsUnavailable(", ".join(DEBIAN_PACKAGES), APT_COMMAND) from error
