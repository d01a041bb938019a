"""What the views of this room share."""

from typing import Any

from phanuek.agreements.models import Agreement
from phanuek.ui.words import T


def way_up(agreement: Agreement, last: T | None = None) -> list[tuple[Any, str]]:
    """Agreements › this agreement › `last`, for the `path` tag."""
    way: list[tuple[Any, str]] = [
        (T("บันทึกข้อตกลง", "Agreement"), "/agreements/"),
        (words_of(agreement, "short_title") or words_of(agreement, "title"), agreement.get_absolute_url()),
    ]
    return [*way, (last, "")] if last else [*way, ("", "")]


def words_of(row: Any, name: str) -> T:
    """`name_th` and `name_en` of a row as one text, Thai where the English is empty."""
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return T(thai, english or thai)


def status_of(form: Any) -> int:
    """422 for a form that was sent and has something to mend."""
    return 422 if form.is_bound and form.errors else 200
