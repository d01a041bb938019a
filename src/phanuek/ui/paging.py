"""Long lists, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 25


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator told how many rows there are, where counting them again would cost."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


def paginate(
    request: HttpRequest,
    rows: Any,
    per_page: int = PER_PAGE,
    *,
    count: int | None = None,
    parameter: str = "page",
) -> Page:  # type: ignore[type-arg]
    """The page the address asks for; nonsense gives the first page, too large a number the last.

    ``rows`` is an ordered queryset or a list; ``count`` saves the counting query.
    """
    paginator = Paginator(rows, per_page) if count is None else CountedPaginator(rows, per_page, count=count)
    return paginator.get_page(request.GET.get(parameter, "1"))
