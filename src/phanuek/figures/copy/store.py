"""Where the copy lies, and what stands in the way of reading it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from phanuek.ui.words import T

if TYPE_CHECKING:
    from phanuek.batch.copy.versions import Store

NOT_INSTALLED, NOT_BUILT = "not_installed", "not_built"
WHY = {
    NOT_INSTALLED: (
        T(
            "ยังแสดงตัวเลขนี้ไม่ได้ เพราะเครื่องนี้ยังไม่ได้ติดตั้งส่วนคำนวณตัวเลขรายได้",
            "These figures cannot be shown: the part that works out incomes is not installed on this machine.",
        ),
        T(
            "โปรดแจ้งผู้ดูแลระบบให้ติดตั้งส่วนเสริม figures (คำสั่ง ./dev prepare)",
            "Ask whoever runs the platform to install the extra “figures” (./dev prepare).",
        ),
    ),
    NOT_BUILT: (
        T(
            "ยังแสดงตัวเลขนี้ไม่ได้ เพราะยังไม่ได้จัดทำสำเนาข้อมูลสำหรับคำนวณ",
            "These figures cannot be shown: the copy that they are worked out from has not been built yet.",
        ),
        T(
            "โปรดแจ้งผู้ดูแลระบบให้เรียกคำสั่ง refresh_figures_copy --rebuild",
            "Ask whoever runs the platform to run refresh_figures_copy --rebuild.",
        ),
    ),
}


class NotReady(Exception):
    """The copy cannot be read. `reason` and `hint` say so to people, `code` ("not_installed", "not_built") to programs."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.reason, self.hint = WHY[code]
        super().__init__(self.reason.en)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "figures"


def installed() -> bool:
    """Whether DuckDB is there; it is read by nothing else, so it need not be."""
    return importlib.util.find_spec("duckdb") is not None


def store() -> Store:
    """The versions of the copy. Raises NotReady without DuckDB."""
    if not installed():
        raise NotReady(NOT_INSTALLED)
    from phanuek.batch.copy.versions import Store

    return Store(folder())


@contextmanager
def ready() -> Iterator[Store]:
    """The versions of a copy that was built. Raises NotReady."""
    versions = store()
    from phanuek.batch.copy.versions import CopyMissing

    try:
        yield versions
    except CopyMissing as missing:
        raise NotReady(NOT_BUILT) from missing
