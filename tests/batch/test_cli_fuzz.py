"""A few of the files that went wrong, of those that `python -m tests.batch.fuzzing` makes by the thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.fuzzing import run


@pytest.mark.parametrize("seed", [5, 6])
def test_whatever_the_file_it_ends_with_a_reason(tmp_path: Path, seed: int) -> None:
    ends, found = run(120, seed, tmp_path)
    assert found == []
    assert {status for _, status in ends} == {0, 1}
