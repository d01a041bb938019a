"""What a screening writes: `answers.parquet`, `summary.csv`, `run.json`; all of them or none.

While a run lasts its answers stand in a small DuckDB database in the folder `.unfinished`, one transaction a block of rows. So a run
that was killed goes on after the last whole block, and as answers are added in the order of the file, its result is the same as if
nothing had happened. The database remembers what it was begun with: other input begins anew. At the end the three files are written
beside the database and moved to their names.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from phanuek.batch.files.duck import connect, duckdb_for, literal, reason_of
from phanuek.batch.files.text import system_reason
from phanuek.batch.problems import Problem, WrongInput, stop
from phanuek.engines.rules import Counts
from phanuek.engines.wording import words

UNFINISHED = ".unfinished"
ANSWERS, SUMMARY, RUN = "answers.parquet", "summary.csv", "run.json"
FITS, UNKNOWN = 1, 0  # how the two answers are kept while the run lasts


class Busy(WrongInput):
    """Another run is at work in the folder; what it has written is not ours to take away."""

    def __init__(self, path: Path) -> None:
        what = words("มีคำสั่งอื่นกำลังเขียนโฟลเดอร์นี้อยู่", "another run is writing into this folder")
        hint = words("รอให้เสร็จ หรือใช้ --out อื่น", "wait for it, or give another --out")
        super().__init__([Problem(str(path), what, hint)])


class OutFolder:
    """The folder of the results. It is made where it is missing, and taken away again when nothing came of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work = path / UNFINISHED
        if path.exists() and not path.is_dir():
            stop(
                str(path),
                words("มีไฟล์ชื่อนี้อยู่แล้ว", "this is a file"),
                words("ให้ --out เป็นชื่อโฟลเดอร์", "let --out name a folder"),
            )
        self.made = not path.exists()
        try:
            self.work.mkdir(parents=True, exist_ok=True)
            (self.work / "in-use").touch()
        except OSError as error:
            stop(str(path), system_reason(error))
        except ValueError:
            stop(str(path)[:80], words("ชื่อโฟลเดอร์ใช้ไม่ได้", "this cannot be the name of a folder"))

    def publish(self, names: Sequence[str]) -> None:
        """From the unfinished folder to their names."""
        for name in names:
            target = self.path / name
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            os.replace(self.work / name, target)
        self.forget()

    def forget(self) -> None:
        """Nothing unfinished remains."""
        shutil.rmtree(self.work, ignore_errors=True)
        if self.made and self.path.is_dir() and not any(self.path.iterdir()):
            self.path.rmdir()


class Work:
    """The answers so far. `blocks` have been finished; `counts` holds (fits, unknown) for each offer, in order."""

    def __init__(
        self, folder: OutFolder, fingerprint: str, offers: Sequence[str], *, memory: str, threads: int, fresh: bool = False
    ) -> None:  # fmt: skip
        self.folder, self.offers = folder, list(offers)
        self.file = folder.work / "answers.duckdb"
        self.duckdb = duckdb_for(str(folder.path))
        self.began_anew = ""
        self._settings: dict[str, Any] = {
            "memory": memory,
            "threads": threads,
            "scratch": folder.work / "scratch",
        }
        self.database = self._open()
        if fresh or self._fingerprint() not in ("", fingerprint):
            self._clear()
            self.began_anew = "" if fresh else "other"
        if not self._fingerprint():
            self._begin(fingerprint)
        done = self.database.execute("SELECT count(*), coalesce(max(rows), 0) FROM blocks").fetchone()
        self.blocks, self.rows = int(done[0]), int(done[1])

    def _open(self) -> Any:
        try:
            return self._connected()
        except self.duckdb.Error as error:
            if "lock" in str(error).lower():
                raise Busy(self.folder.path) from None
            if "No space left" in str(error) or "Permission" in str(error):
                stop(str(self.folder.path), reason_of(error))
        self._remove()  # damaged: what was unfinished is lost, nothing else
        self.began_anew = "damaged"
        return self._connected()

    def _connected(self) -> Any:
        return connect(str(self.folder.path), str(self.file), **self._settings)

    def _remove(self) -> None:
        for name in (self.file, self.file.with_suffix(".duckdb.wal")):
            name.unlink(missing_ok=True)

    def _clear(self) -> None:
        self.database.close()
        self._remove()
        self.database = self._connected()

    def _fingerprint(self) -> str:
        try:
            found = self.database.execute("SELECT fingerprint FROM run").fetchone()
        except self.duckdb.CatalogException:
            return ""
        return str(found[0]) if found else ""

    def _begin(self, fingerprint: str) -> None:
        for sql in (
            "CREATE TABLE answers(enterprise VARCHAR, offer INTEGER, status UTINYINT)",
            "CREATE TABLE counts(block INTEGER, fits INTEGER[], unknown INTEGER[])",
            "CREATE TABLE blocks(block INTEGER, rows BIGINT)",
            "CREATE TABLE run(fingerprint VARCHAR)",
        ):
            self.database.execute(sql)
        self.database.execute("INSERT INTO run VALUES (?)", [fingerprint])

    def add(self, codes: Sequence[str], rows: Any, offers: Any, statuses: Any, counts: tuple[Sequence[int], Sequence[int]]) -> None:  # fmt: skip
        """One block: NumPy columns of the pairs (row within the block, offer, FITS or UNKNOWN), and the counts of each offer."""
        import numpy as np

        pairs = {"enterprise": np.array(codes, dtype=object)[rows], "offer": offers, "status": statuses}
        self.database.execute("BEGIN")
        if len(rows):
            self.database.execute("INSERT INTO answers SELECT enterprise, offer, status FROM pairs")
        self.database.execute(
            "INSERT INTO counts VALUES (?, ?, ?)", [self.blocks, list(counts[0]), list(counts[1])]
        )
        self.rows += len(codes)
        self.database.execute("INSERT INTO blocks VALUES (?, ?)", [self.blocks, self.rows])
        self.database.execute("COMMIT")
        self.blocks += 1
        del pairs  # read by DuckDB under its name

    def counts(self) -> dict[str, Counts]:
        fits, unknown = [0] * len(self.offers), [0] * len(self.offers)
        for some, more in self.database.execute("SELECT fits, unknown FROM counts").fetchall():
            fits = [a + b for a, b in zip(fits, some, strict=True)]
            unknown = [a + b for a, b in zip(unknown, more, strict=True)]
        return {
            code: Counts(yes, open_, self.rows - yes - open_)
            for code, yes, open_ in zip(self.offers, fits, unknown, strict=True)
        }

    def write_answers(self) -> None:
        target = self.folder.work / ANSWERS
        codes = ", ".join(map(literal, self.offers)) or "''"
        self.database.execute(f"CREATE OR REPLACE TEMP TYPE offer_code AS ENUM ({codes})")
        self.database.execute("CREATE OR REPLACE TEMP TYPE answer AS ENUM ('fits', 'unknown')")
        self.database.execute(
            f"COPY (SELECT enterprise, (enum_range(NULL::offer_code))[offer + 1] AS offer, "
            f"CASE status WHEN {FITS} THEN 'fits'::answer ELSE 'unknown'::answer END AS status FROM answers) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )

    def close(self) -> None:
        self.database.close()


def write_summary(folder: OutFolder, counts: Mapping[str, Counts]) -> None:
    with (folder.work / SUMMARY).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["offer", "fits", "unknown", "does_not_fit"])
        writer.writerows([code, *numbers] for code, numbers in counts.items())


def write_run(folder: OutFolder, facts: Mapping[str, Any]) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (folder.work / RUN).write_text(text + "\n", encoding="utf-8")


def refused(folder: OutFolder, error: Exception) -> WrongInput:
    """A DuckDB or system error while writing, as a problem of the folder."""
    reason = system_reason(error) if isinstance(error, OSError) else reason_of(error)
    return WrongInput([Problem(str(folder.path), reason)])
