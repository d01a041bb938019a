"""The template of a list of producers, and a copy of one with the reason beside each cell that has to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phanuek.files.spreadsheets import writing
from phanuek.files.spreadsheets.reading import Sheet
from phanuek.registry.importing.columns import LAYOUT
from phanuek.registry.importing.judging import VERDICTS


def template(language: str) -> bytes:
    """An empty list with the headers, choices to pick from, and a sheet that explains each column."""
    return writing.template(LAYOUT, language)


def marked_copy(sheet: Sheet, rows: Sequence[Mapping[str, Any]], language: str) -> bytes:
    """The list as it came, with reasons, and at the end what each row is."""
    return writing.marked_copy(sheet, rows, language, list_name=LAYOUT.list_name, result=_result)


def _result(row: Mapping[str, Any], language: str) -> str:
    parts = [VERDICTS[row["verdict"]].in_language(language)]
    parts += [bad["reason"][language] for bad in row["errors"] if not bad["letter"]]
    parts += [f"{near['name']} ({near['code']})" for near in row["near"]]
    if row["match"]:
        parts.append(f"{row['match']['name']} ({row['match']['code']})")
    parts += [note[language] for note in row["notes"]]
    return " · ".join(parts)
