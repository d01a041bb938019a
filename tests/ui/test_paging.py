from __future__ import annotations

import pytest
from django.test import RequestFactory

from phanuek.ui.paging import paginate


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 1),
        ("2", 2),
        ("abc", 1),
        ("-5", 4),
        ("0", 4),
        ("99999999999999999999", 4),
        ("9" * 5000, 1),
        ("1.5", 1),
    ],
)
def test_any_page_number_gives_a_page(rf: RequestFactory, asked: str, number: int) -> None:
    page = paginate(rf.get("/", {"page": asked}), range(100), 25)
    assert page.number == number
    assert len(page) == 25


def test_a_known_count_is_not_counted_again(rf: RequestFactory) -> None:
    class Rows(list):  # type: ignore[type-arg]
        def __len__(self) -> int:
            raise AssertionError("counted")

    page = paginate(rf.get("/", {"page": "2"}), Rows(range(30)), 10, count=30)
    assert page.paginator.num_pages == 3
    assert page.object_list == list(range(10, 20))


def test_an_empty_list_is_one_empty_page(rf: RequestFactory) -> None:
    assert list(paginate(rf.get("/"), [])) == []
