"""DuckDB as a reader and writer of Parquet: opened so that it stays within its memory, and never reaches for the network."""

from __future__ import annotations

import errno
from pathlib import Path
from types import ModuleType
from typing import Any

from phanuek.batch.files.text import system_reason
from phanuek.batch.problems import stop
from phanuek.engines.wording import Words, words

MISSING = words(
    "ไม่มีแพ็กเกจ duckdb ซึ่งใช้อ่านและเขียน Parquet",
    "the package duckdb, which reads and writes Parquet, is not installed",
)
INSTALL = words(
    "ติดตั้งจากโฟลเดอร์ซอร์สโค้ดด้วย pip install '.[figures]'",
    "install it from the folder of the source with pip install '.[figures]'",
)


def duckdb_for(file: str) -> ModuleType:
    """The module; WrongInput says how to install it."""
    try:
        import duckdb
    except ImportError:
        stop(file, MISSING, INSTALL)
    return duckdb


def connect(
    file: str, database: str = ":memory:", *, memory: str, threads: int, scratch: Path | None = None
) -> Any:
    """A connection of its own. `scratch` is where it may put what does not fit into memory."""
    config: dict[str, Any] = {
        "memory_limit": memory,
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if scratch is not None:
        config["temp_directory"] = str(scratch)
    opened = duckdb_for(file).connect(database, config=config)
    opened.execute("SET enable_progress_bar = false")  # it would draw over ours
    return opened


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def reason_of(error: Exception) -> Words:
    """A DuckDB error in both languages, a full disk and the like recognised."""
    said = " ".join(str(error).split())
    for number, sign in (
        (errno.ENOSPC, "No space left"),
        (errno.EACCES, "Permission denied"),
        (errno.EFBIG, "File too large"),
    ):
        if sign in said:
            return system_reason(OSError(number, sign))
    if "Out of Memory" in said or "failed to allocate" in said or "could not allocate" in said:
        return words(
            "หน่วยความจำไม่พอ เพิ่มด้วย --memory", "the memory allowed is not enough; allow more with --memory"
        )
    return words(f"DuckDB แจ้งว่า {said[:200]}", f"DuckDB says: {said[:200]}")
