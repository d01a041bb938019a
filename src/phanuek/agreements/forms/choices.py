"""Choosing one of some rows, or several, by their codes."""

from collections.abc import Iterable
from typing import Any

from django import forms

from phanuek.ui.words import T


class CodeField(forms.TypedChoiceField):
    """One of some rows, posted by a code and given back as the row; None where nothing is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)
        self.codes: dict[Any, str] = {}

    def offer(self, rows: Iterable[tuple[str, Any, Any]], *, empty: T | None = None) -> None:
        """Sets what can be chosen: (code, row, words)."""
        found = list(rows)
        by_code = {code: row for code, row, _ in found}
        self.codes = {row: code for code, row, _ in found}
        first = empty or (T("กรุณาเลือก", "Choose") if self.required else T("ไม่ระบุ", "None"))
        self.choices = [("", first), *((code, words) for code, _, words in found)]
        self.coerce = by_code.get

    def prepare_value(self, value: Any) -> Any:
        """A row shows as its code."""
        return value if value is None or isinstance(value, str) else self.codes.get(value, "")


class CodesField(forms.TypedMultipleChoiceField):
    """Several of some rows, posted by their codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=[], **kwargs)
        self.codes: dict[Any, str] = {}

    def offer(self, rows: Iterable[tuple[str, Any, Any]]) -> None:
        """Sets what can be chosen: (code, row, words)."""
        found = list(rows)
        by_code = {code: row for code, row, _ in found}
        self.codes = {row: code for code, row, _ in found}
        self.choices = [(code, words) for code, _, words in found]
        self.coerce = by_code.get

    def prepare_value(self, value: Any) -> Any:
        """Rows show as their codes; those that are not offered here do not show."""
        if not isinstance(value, (list, tuple)):
            return value
        return [one if isinstance(one, str) else self.codes.get(one, "") for one in value]
