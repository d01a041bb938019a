"""`phanuek check`: reads files and says everything that is wrong with them at once; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from phanuek.batch.files.enterprises import open_enterprises
from phanuek.batch.files.folders import parquet_files
from phanuek.batch.files.offers import Offers, read_offers
from phanuek.batch.files.text import begins_as_json, open_file
from phanuek.batch.problems import Problems, WrongInput
from phanuek.engines.rules import Vocabulary
from phanuek.engines.wording import Words, counted, words

BLOCK = 65_536


def check(files: Sequence[Path], on: date) -> list[Words]:
    """A line for each file that is right. WrongInput tells all that is wrong with any of them. Offers are read first, for their
    vocabulary says what the columns of enterprises must be."""
    problems = Problems()
    told: list[Words] = []
    offers: Offers | None = None
    tables: list[Path] = []
    for path in files:
        try:
            if path.is_dir() and not parquet_files(path):
                told += _round(path)
            elif not path.is_dir() and _is_json(path):
                offers = read_offers(path)
                offers.check(on, problems)
                told += offers.notes
                told.append(
                    words(
                        f"{path}: {len(offers.offers)} มาตรการ",
                        f"{path}: {counted(len(offers.offers), 'offers')}",
                    )
                )
            else:
                tables.append(path)
        except WrongInput as wrong:
            problems.take(wrong)
    for path in tables:
        try:
            told += _enterprises(
                path, offers.vocabulary if offers else Vocabulary([]), problems, bool(offers)
            )
        except WrongInput as wrong:
            problems.take(wrong)
    problems.stop_if_any()
    return [*told, words("ไม่พบข้อผิดพลาด", "nothing wrong was found")]


def _is_json(path: Path) -> bool:
    open_file(path).close()
    return begins_as_json(path) or path.suffix.lower() == ".json"


def _enterprises(path: Path, vocabulary: Vocabulary, problems: Problems, typed: bool) -> Iterator[Words]:
    table = open_enterprises(path, vocabulary, Problems())
    rows = sum(block.rows for block in table.blocks(BLOCK))
    if table.problems:
        problems.join(table.problems)
    if typed:
        yield from table.notes
    else:
        yield words(
            f"{path}: ตรวจเฉพาะรหัส เพราะไม่มีไฟล์มาตรการบอกชนิดข้อมูล",
            f"{path}: only the codes were checked, for no file of offers tells the types",
        )
    yield words(f"{path}: {rows:,} ราย", f"{path}: {counted(rows, 'enterprises')}")


def _round(path: Path) -> list[Words]:
    from phanuek.batch.files.round_files import read_round_folder

    notes: list[Words] = []
    found = read_round_folder(path, notes)
    return [
        *notes,
        words(
            f"{path}: ผู้ขอ {len(found.applicants):,} ราย {len(found.offers):,} มาตรการ",
            f"{path}: {counted(len(found.applicants), 'applicants')}, {counted(len(found.offers), 'offers')}",
        ),
    ]
