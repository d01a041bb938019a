"""The two ways an act is turned down, each with words for the person who tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from phanuek.ui.words import T

if TYPE_CHECKING:
    from django.forms import BaseForm


class NotAllowed(PermissionDenied):
    """The reader may see the thing but not do this to it: answered 403 with the reason.

    ``hint`` says who may, or what to do instead.
    """

    def __init__(self, reason: T, hint: T | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return str(self.reason)


class Refused(Exception):
    """The act would break a rule of the work itself.

    A view shows it in its form (``add_to``); uncaught it is answered 400 with the same words.
    ``field`` names the form field to mend, ``hint`` what to do next.
    """

    def __init__(self, message: T, field: str | None = None, hint: T | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        return str(self.text)

    @property
    def text(self) -> T:
        """Message and hint as one text."""
        return self.message + " " + self.hint if self.hint else self.message

    def add_to(self, form: BaseForm) -> None:
        """Show this refusal in ``form``, at its field where the form has it."""
        form.add_error(self.field if self.field in form.fields else None, str(self.text))

    def as_problem(self, status: int = 400) -> dict[str, Any]:
        """Problem details (RFC 9457) in both languages."""
        return problem(status, self.message, field=self.field, hint=self.hint)


class Conflict(Refused):
    """Somebody else saved since the editor opened the page. Nothing was written.

    ``yours`` and ``theirs`` map the fields that differ to the value typed and the value now stored;
    ``version`` is the one now stored: saving again with it keeps the typed values.
    """

    def __init__(self, *, yours: Mapping[str, Any], theirs: Mapping[str, Any], version: int = 0) -> None:
        super().__init__(
            T(
                "มีผู้อื่นบันทึกข้อมูลนี้ระหว่างที่ท่านกำลังแก้ไข จึงยังไม่ได้บันทึกของท่าน",
                "Someone else saved this while you were editing, so yours is not saved yet.",
            ),
            hint=T(
                "เปรียบเทียบสองฉบับแล้วเลือกว่าจะใช้ฉบับใด",
                "Compare the two versions and choose which to keep.",
            ),
        )
        self.yours = dict(yours)
        self.theirs = dict(theirs)
        self.version = version

    def add_to(self, form: BaseForm) -> None:
        """Show both versions above ``form``; sent once more, what was typed is kept (field ``version``)."""
        super().add_to(form)
        form.conflict = self  # type: ignore[attr-defined]
        if "version" in form.fields:
            data = form.data.copy()
            data[form.add_prefix("version")] = str(self.version)
            form.data = data


def problem(status: int, detail: T, *, field: str | None = None, hint: T | None = None) -> dict[str, Any]:
    """The one shape in which the API says what is wrong (RFC 9457)."""
    titles = {400: "Bad request", 401: "Sign in", 403: "Not allowed", 404: "Not found", 422: "Not valid"}
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": titles.get(status, "Error"),
        "status": status,
        "detail": detail.as_dict(),
    }
    if field:
        body["field"] = field
    if hint:
        body["hint"] = hint.as_dict()
    return body
