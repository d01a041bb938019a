"""`phanuek screen`: every enterprise against every offer of a day.

The file is read in blocks; each block is answered as two planes of bits an offer (surely fits, possibly fits) and the few pairs that
fit or cannot be said are kept. Everything that is wrong with either file is collected until its end is reached, so one run tells it
all. With another engine the same checked rows go to it as typed Parquet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from phanuek.batch.files.answers import (
    ANSWERS,
    FITS,
    RUN,
    SUMMARY,
    UNKNOWN,
    Busy,
    OutFolder,
    Work,
    refused,
    write_run,
    write_summary,
)
from phanuek.batch.files.duck import duckdb_for
from phanuek.batch.files.enterprises import Block, Enterprises, open_enterprises
from phanuek.batch.files.folders import parquet_files
from phanuek.batch.files.offers import OfferText, read_offers
from phanuek.batch.problems import Problems, WrongInput, shown
from phanuek.batch.progress import Progress
from phanuek.engines.rules import Counts, Rule, Vocabulary
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.planes import POSSIBLE, SURE
from phanuek.engines.rules.screening import screened
from phanuek.engines.rules.table import Table
from phanuek.engines.wording import Words, counted, words

FORM = 1  # of run.json, and of what an unfinished run keeps
BLOCK = 65_536
CHUNK = 4_096  # rows turned from bits to pairs at once, so that they stay in the processor's cache
READING = words("กำลังตรวจสอบ", "screening")


@dataclass(frozen=True)
class Asked:
    """What was asked on the command line."""

    enterprises: Path
    offers: Path
    out: Path
    on: date
    engine: str = "memory"
    master: str | None = None
    database: str | None = None
    memory: str = "1GB"
    threads: int = 2
    fresh: bool = False


@dataclass(frozen=True)
class Inputs:
    table: Enterprises
    vocabulary: Vocabulary
    rules: Mapping[str, Rule]
    aside: tuple[OfferText, ...]
    problems: Problems


def screen(asked: Asked, progress: Progress) -> None:
    """Writes the three files into the folder; WrongInput when something is wrong, and then writes nothing."""
    duckdb = duckdb_for(str(asked.out))
    inputs = _opened(asked, progress)
    folder = OutFolder(asked.out)
    try:
        if asked.engine == "memory":
            counts, rows = _in_memory(asked, inputs, folder, progress)
        else:
            from phanuek.batch.elsewhere import screen_elsewhere

            counts, rows = screen_elsewhere(asked, inputs, folder, progress)
        write_summary(folder, counts)
        write_run(folder, _run(asked, inputs, counts, rows))
        folder.publish([ANSWERS, SUMMARY, RUN])
    except Busy:
        raise
    except WrongInput:
        folder.forget()
        raise
    except (duckdb.Error, OSError) as error:
        raise refused(folder, error) from error
    progress.say(_done(counts, rows, asked.out))


def _opened(asked: Asked, progress: Progress) -> Inputs:
    """Both files, and all that is wrong before the first row is read."""
    problems, notes = Problems(), list[Words]()
    vocabulary, rules, aside = Vocabulary([]), dict[str, Rule](), tuple[OfferText, ...]()
    try:
        offers = read_offers(asked.offers)
        vocabulary = offers.vocabulary
        rules, aside = offers.in_force(asked.on)
        notes = offers.notes
    except WrongInput as wrong:
        problems.take(wrong)
    try:
        table = open_enterprises(
            asked.enterprises, vocabulary, Problems(), memory=asked.memory, threads=asked.threads
        )
    except WrongInput as wrong:
        problems.take(wrong)
    problems.stop_if_any()
    for note in (*notes, *table.notes):
        progress.note(note)
    if aside:
        progress.note(_set_aside(aside, asked.on))
    return Inputs(table, vocabulary, rules, aside, table.problems)


def _set_aside(aside: tuple[OfferText, ...], on: date) -> Words:
    some = ", ".join(shown(offer.code) for offer in aside[:10]) + (", …" if len(aside) > 10 else "")
    return words(
        f"ไม่ได้ตรวจ {len(aside)} มาตรการ เพราะไม่อยู่ในช่วงวันที่ {on}: {some}",
        f"{len(aside)} {'offer is' if len(aside) == 1 else 'offers are'} not open on {on} and left aside: {some}",
    )


def _in_memory(
    asked: Asked, inputs: Inputs, folder: OutFolder, progress: Progress
) -> tuple[Mapping[str, Counts], int]:
    prints = fingerprint(asked)
    work = Work(
        folder, prints, list(inputs.rules), memory=asked.memory, threads=asked.threads, fresh=asked.fresh
    )
    try:
        _tell_how_it_begins(work, progress)
        plan = Plan.of(inputs.rules)
        for block in inputs.table.blocks(BLOCK, skip=work.blocks):
            if not inputs.problems:
                add_answers(work, plan, inputs, block)
            progress.tell(READING, inputs.table.done, inputs.table.size)
        progress.clear()
        inputs.problems.stop_if_any()
        work.write_answers()
        return work.counts(), work.rows
    finally:
        work.close()


def _tell_how_it_begins(work: Work, progress: Progress) -> None:
    if work.blocks:
        progress.note(
            words(
                f"ทำต่อจากที่ค้างไว้ หลังแถวที่ {work.rows:,}", f"going on where it was left, after row {work.rows:,}"
            )
        )
    elif work.began_anew == "other":
        progress.note(
            words(
                "มีงานค้างของข้อมูลหรือเงื่อนไขชุดอื่น จึงเริ่มใหม่",
                "what was left unfinished was of other input or rules: beginning anew",
            )
        )
    elif work.began_anew == "damaged":
        progress.note(
            words("งานที่ค้างไว้เสียหาย จึงเริ่มใหม่", "what was left unfinished is damaged: beginning anew")
        )


def add_answers(work: Work, plan: Plan[str], inputs: Inputs, block: Block) -> None:
    import numpy as np

    planes = screened(plan, _typed(inputs, block)).planes
    parts = list(_pairs(planes.view(np.uint8), block.rows))
    rows, offers, statuses = (np.concatenate(column) for column in zip(*parts, strict=True))
    counted = np.bitwise_count(planes).sum(axis=2, dtype=np.int64)
    fits, possible = counted[:, SURE], counted[:, POSSIBLE]
    work.add(block.codes, rows, offers, statuses, (fits.tolist(), (possible - fits).tolist()))


def _typed(inputs: Inputs, block: Block) -> Table:
    if not block.columns:
        return Table(block.rows)
    listed = {
        name: column.tolist() if not isinstance(column, list) and column.dtype.kind == "O" else column
        for name, column in block.columns.items()
    }
    return Table.of(inputs.vocabulary, listed)


def _pairs(planes: Any, rows: int) -> Iterator[tuple[Any, Any, Any]]:
    """(row, offer, answer) in the order of the rows, then of the offers; from two rows of bits for each offer."""
    import numpy as np

    for start in range(0, rows, CHUNK):
        bits = np.unpackbits(planes[:, :, start // 8 : (start + CHUNK) // 8], axis=2, bitorder="little").view(
            np.bool_
        )
        offer, at = np.divmod(np.flatnonzero(bits[:, POSSIBLE]), bits.shape[2])
        order = np.argsort(
            at.astype(np.uint16), kind="stable"
        )  # by row; of two bytes, so that it is a radix sort
        at, offer = at[order], offer[order]
        status = np.where(bits[offer, SURE, at], FITS, UNKNOWN).astype(np.uint8)
        yield (at + start).astype(np.int32), offer.astype(np.int32), status


def fingerprint(asked: Asked) -> str:
    """What an unfinished run must have been begun with to be gone on with."""
    from phanuek.batch.options import version

    parts = [
        str(FORM),
        version(),
        str(BLOCK),
        asked.on.isoformat(),
        digest(asked.enterprises),
        digest(asked.offers),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest(path: Path) -> str:
    """Of a file; of a folder, that of the names and digests of its files."""
    if path.is_dir():
        files = [(str(file.relative_to(path)), digest(file)) for file in parquet_files(path)]
        return hashlib.sha256(json.dumps(files).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(asked: Asked, inputs: Inputs, counts: Mapping[str, Counts], rows: int) -> dict[str, Any]:
    """`run.json`: what was asked, of what, with what; enough to do it again and to see whether it is the same."""
    from phanuek.batch.elsewhere import on_the_workers
    from phanuek.batch.options import version

    return {
        "form": FORM,
        "phanuek": version(),
        "engine": asked.engine,
        "on": asked.on.isoformat(),
        "inputs": {
            # reading all of a table on this machine, to tell it by its digest, is what Spark is taken to spare
            "enterprises": {
                "name": asked.enterprises.name,
                "sha256": None if on_the_workers(asked, inputs) else digest(asked.enterprises),
            },
            "offers": {"name": asked.offers.name, "sha256": digest(asked.offers)},
        },
        "enterprises": rows,
        "offers": len(counts),
        "answers": {
            "fits": sum(count.fits for count in counts.values()),
            "unknown": sum(count.unknown for count in counts.values()),
            "does_not_fit": sum(count.does_not_fit for count in counts.values()),
        },
        "left_aside": [
            {
                "offer": offer.code,
                "from": offer.first and offer.first.isoformat(),
                "to": offer.last and offer.last.isoformat(),
            }
            for offer in inputs.aside
        ],
    }


def _done(counts: Mapping[str, Counts], rows: int, out: Path) -> Words:
    fits, open_ = (
        sum(count.fits for count in counts.values()),
        sum(count.unknown for count in counts.values()),
    )
    return words(
        f"{rows:,} ราย {len(counts):,} มาตรการ: เข้าเงื่อนไข {fits:,} คู่ ข้อมูลยังไม่เพียงพอ {open_:,} คู่ อยู่ที่ {out}",
        f"{counted(rows, 'enterprises')}, {counted(len(counts), 'offers')}: {fits:,} pairs fit, {open_:,} cannot be said yet; see {out}",
    )
