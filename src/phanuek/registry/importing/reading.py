"""A list of producers as rows of text, under a header we know."""

from __future__ import annotations

from typing import IO

from phanuek.files.spreadsheets import reading
from phanuek.files.spreadsheets.reading import ACCEPTED, Header, Sheet
from phanuek.files.spreadsheets.workbook import MOST_UNPACKED
from phanuek.registry.importing.columns import LAYOUT

MOST_ROWS = LAYOUT.most_rows

__all__ = ["ACCEPTED", "MOST_ROWS", "MOST_UNPACKED", "Header", "Sheet", "read"]


def read(stream: IO[bytes], size: int) -> Sheet:
    """The file's first table with a header we know. Refused with what is wrong with the file as a whole."""
    return reading.read(stream, size, LAYOUT)
