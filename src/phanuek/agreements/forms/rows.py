"""Rows within a form: as many as are asked for, added and taken out by buttons, so that it works without script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T

MOST = 24


class RowForm(PlainForm):
    """One row. It is blank when nothing is typed in it, and then left out."""

    @property
    def is_blank(self) -> bool:
        return not any(
            bound.field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, bound in ((bound.name, bound) for bound in self)
        )


R = TypeVar("R", bound=RowForm)


class Rows(Generic[R]):
    """The rows of one kind under a name: `period-rows` says how many, `period-0-target` is a box of the first.

    `period-add` asks for one more, `period-remove` (with its number, from 1) for one less; then nothing is judged.
    """

    def __init__(
        self,
        kind: type[R],
        name: str,
        *,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        initial: Sequence[Mapping[str, Any]] = (),
        least: int = 0,
        **options: Any,
    ) -> None:
        self.name, self.kind, self.options = name, kind, options
        self.sent = data is not None and f"{name}-rows" in data
        self.asked_more = data is not None and f"{name}-add" in data
        removed = _number(data, f"{name}-remove") if data is not None else 0
        self.asked = self.asked_more or removed > 0
        self.may_add = True
        if data is not None and self.sent:
            count = min(_number(data, f"{name}-rows"), MOST)
            kept = [n for n in range(count) if n != removed - 1]
            data, files = _renumbered(name, data, kept), _renumbered(name, files or {}, kept)
            total = min(len(kept) + self.asked_more, MOST)
            self.forms = [self._row(n, data, files) for n in range(total)]
        else:
            rows = [*initial, *({} for _ in range(least - len(initial)))]
            self.forms = [self._row(n, None, None, row) for n, row in enumerate(rows)]
        self.may_add = len(self.forms) < MOST
        if self.asked:
            self.unjudged()

    def _row(self, n: int, data: Any, files: Any, initial: Mapping[str, Any] | None = None) -> R:
        return self.kind(data, files, prefix=f"{self.name}-{n}", initial=initial, **self.options)

    def __iter__(self) -> Iterator[R]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    def unjudged(self) -> None:
        """Shown as typed, without errors."""
        for row in self.forms:
            without_errors(row)

    def is_valid(self) -> bool:
        """Every row that is not blank; all are judged, so that all problems show at once."""
        judged = [row.is_valid() for row in self.filled()]
        return all(judged)

    def filled(self) -> list[R]:
        """The rows in which something is typed."""
        return [row for row in self.forms if not row.is_blank]

    def tell(self, form: forms.BaseForm, name: T) -> None:
        """What is wrong in the rows, among the errors on top of the page; `name` calls a row by its number."""
        for n, row in enumerate(self.forms, start=1):
            if not row.is_bound or not row._errors:
                continue
            called = str(name.format(n=n))
            for field, errors in row.errors.items():
                label = f": {row.fields[field].label}" if field in row.fields else ""
                form.add_error(None, f"{called}{label}: {' '.join(str(error) for error in errors)}")

    @property
    def newest(self) -> int:
        """The row just asked for, from 1, to lead the reader to it; 0 for none."""
        return len(self.forms) if self.asked_more else 0


def without_errors(form: forms.BaseForm) -> None:
    """Shows a bound form as typed, unjudged: somebody asked for another row and has not sent it yet."""
    form._errors = ErrorDict()
    form.cleaned_data = {}


def _number(data: Mapping[str, Any], name: str) -> int:
    typed = str(data.get(name, ""))
    return int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else 0


def _renumbered(name: str, sent: Mapping[str, Any], kept: Sequence[int]) -> MultiValueDict[str, Any]:
    """What was sent, with the rows that are kept numbered anew."""
    places = {old: new for new, old in enumerate(kept)}
    made: MultiValueDict[str, Any] = MultiValueDict()
    pattern = re.compile(rf"{re.escape(name)}-(\d+)-(.+)", re.S)
    for key in sent:
        found = pattern.fullmatch(key)
        values = sent.getlist(key) if hasattr(sent, "getlist") else [sent[key]]
        if found is None:
            made.setlist(key, values)
        elif int(found[1]) in places:
            made.setlist(f"{name}-{places[int(found[1])]}-{found[2]}", values)
    return made
