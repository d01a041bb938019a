"""`enterprises.parquet` or `.csv`: a `code` column and one column per fact of the vocabulary; an empty cell is unknown.

Either kind of file is read in blocks of rows, so that a million enterprises need no more memory than one block. A block has the
same columns whatever the file was: lists of values, or NumPy arrays with a mask, in which the engine compares them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from phanuek.batch.files.folders import parquet_files
from phanuek.batch.problems import Problems, shown, stop
from phanuek.engines.rules import Vocabulary
from phanuek.engines.wording import Words, words

CODE = "code"
LONGEST_CODE = 200

# None (or masked) is unknown; days are dates or datetime64[D], money is whole satang.
Column = Any  # list[Value | None] | numpy.ndarray | numpy.ma.MaskedArray


@dataclass(frozen=True)
class Block:
    """Some rows of the file, one after another; `start` counts from 0. Facts without a column are left out.

    `lines` are where the rows stand, as a person counts, where that is not simply start + 1 and so on; `file` is the file of these
    rows where there are several.
    """

    start: int
    codes: Sequence[str]
    columns: Mapping[str, Column]
    lines: Sequence[int] = ()
    file: str = ""

    def line(self, at: int) -> int:
        return self.lines[at] if self.lines else self.start + at + 1

    @property
    def rows(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Found:
    """One enterprise: the row as a person counts it, and what is known."""

    row: int
    facts: Mapping[str, Any]


@dataclass
class Notes:
    """What the reader should know although it is no error."""

    lines: list[Words] = field(default_factory=list)


class Enterprises(Protocol):
    """An open file. What is wrong with its rows is added to `problems` while they are read; `done` of `size` says how far."""

    name: str
    problems: Problems
    notes: list[Words]
    facts: Sequence[str]
    kind: str

    @property
    def done(self) -> int: ...

    @property
    def size(self) -> int: ...

    def blocks(self, rows: int, skip: int = 0) -> Iterator[Block]:
        """All rows in blocks of so many; the first `skip` blocks are not given, only checked for their codes."""
        ...

    def find(self, code: str) -> Found | None: ...


def open_enterprises(path: Path, vocabulary: Vocabulary, problems: Problems, *, memory: str = "1GB", threads: int = 2) -> Enterprises:  # fmt: skip
    """By the first bytes of the file (Parquet begins with PAR1), not by its name; or a folder of Parquet files. WrongInput when it is
    none of these, or lacks `code`."""
    from phanuek.batch.files.text import open_file

    if path.is_dir() and (files := parquet_files(path)):
        from phanuek.batch.files.parquet_folder import ParquetFolder

        return ParquetFolder(path, files, vocabulary, problems, memory=memory, threads=threads)
    with open_file(path) as file:
        start = file.read(4)
    if start == b"PAR1":
        from phanuek.batch.files.parquet_enterprises import ParquetEnterprises

        return ParquetEnterprises(path, vocabulary, problems, memory=memory, threads=threads)
    for magic, kind in (
        (b"PK\x03\x04", "Excel"),
        (b"\xd0\xcf\x11\xe0", "Excel"),
        (b"\x1f\x8b", "gzip"),
        (b"ARRO", "Arrow"),
    ):
        if start.startswith(magic):
            stop(
                str(path), words(f"เป็นไฟล์ {kind}", f"this is a file of {kind}"),
                words("บันทึกเป็น CSV (UTF-8) หรือ Parquet ก่อน", "save it as CSV (UTF-8) or Parquet first"),
            )  # fmt: skip
    if path.suffix.lower() == ".parquet":
        stop(
            str(path), words("ไม่ใช่ไฟล์ Parquet (ไม่ได้ขึ้นต้นด้วย PAR1)", "this is not a Parquet file (it does not begin with PAR1)"),
            words("ส่งออกไฟล์ใหม่ หรือตั้งชื่อ .csv", "export it again, or name it .csv if it is one"),
        )  # fmt: skip
    from phanuek.batch.files.csv_enterprises import CsvEnterprises

    return CsvEnterprises(path, vocabulary, problems)


def notes_on_columns(name: str, columns: Sequence[str], vocabulary: Vocabulary) -> list[Words]:
    """Columns that no fact has, and facts that have no column: often a slip of spelling."""
    notes: list[Words] = []
    missing = [fact for fact in vocabulary if fact not in columns]
    for column in [c for c in columns if c and c != CODE and c not in vocabulary][:20]:
        near = difflib.get_close_matches(column.lower(), missing, n=1, cutoff=0.8)
        th, en = (f" หมายถึง {near[0]} หรือไม่", f"; did you mean {near[0]}?") if near else ("", "")
        said = shown(column)
        notes.append(words(f"{name}: ไม่ใช้คอลัมน์ “{said}”{th}", f"{name}: the column “{said}” is not used{en}"))
    if missing:
        some = ", ".join(missing[:8]) + (", …" if len(missing) > 8 else "")
        notes.append(
            words(
                f"{name}: ไม่มีคอลัมน์ของข้อมูล {len(missing)} รายการ จึงถือว่ายังไม่ทราบ: {some}",
                f"{name}: {len(missing)} {'fact has' if len(missing) == 1 else 'facts have'} no column, so they count as not known: {some}",
            )
        )
    return notes


def check_code(problems: Problems, name: str, row: int, code: str) -> None:
    """A code that cannot name anybody is added to the problems."""
    if not code:
        problems.add(
            name, words("ไม่มีรหัส", "there is no code"), words("ทุกแถวต้องมีรหัสของตนเอง", "each row needs a code of its own"), row=row, place=CODE
        )  # fmt: skip
    elif len(code) > LONGEST_CODE or not code.isprintable():
        problems.add(
            name, words(f"“{shown(code)}” ใช้เป็นรหัสไม่ได้", f"“{shown(code)}” cannot be a code"),
            words("ไม่เกิน 200 ตัวอักษร ในบรรทัดเดียว", "at most 200 characters on one line"), row=row, place=CODE,
        )  # fmt: skip


def code_twice(problems: Problems, name: str, row: int, first: int, code: str) -> None:
    said = shown(code)
    problems.add(
        name, words(f"รหัส “{said}” ซ้ำกับแถวที่ {first}", f"the code “{said}” stands also in row {first}"),
        words("เก็บไว้แถวเดียว", "keep one of the two"), row=row, place=CODE,
    )  # fmt: skip
