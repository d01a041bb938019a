"""The documents drawn from the code are the ones committed."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["ranking.md", "roles.md", "states.md"])
def test_a_printed_document_is_up_to_date(name: str) -> None:
    from phanuek.config.printed import PAGES

    assert (ROOT / "docs" / name).read_text() == PAGES[name](), (
        f"run manage.py print_docs: docs/{name} has changed"
    )
