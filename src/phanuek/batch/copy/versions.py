"""Versions of the file and the pointer to the one that counts.

DuckDB lets one process write to a file, or many read it, not both. So a version is never written to after it was published:
the writer copies it (a hundred megabytes take a tenth of a second), changes the copy, syncs it to the disk and replaces the
pointer, in one step for everybody. A reader who still has the version before it open keeps reading that.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from phanuek.batch.copy import schema

# the version before the current one stays, for a reader between reading the pointer and opening the file
KEPT = 2
_open: dict[Path, tuple[Path, DuckDBPyConnection]] = {}
_opening = threading.Lock()


class CopyMissing(Exception):
    """There is no copy yet, or one of another layout: it has to be built."""


class CopyBusy(Exception):
    """Another process is writing the copy just now."""


class Store:
    """The folder that holds the versions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    def current(self) -> Path:
        """The version that counts. Raises CopyMissing."""
        try:
            return self.folder / self.pointer.read_text().strip()
        except FileNotFoundError:
            raise CopyMissing(f"no copy in {self.folder}") from None

    def exists(self) -> bool:
        return self.pointer.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """A read-only connection to the current version; the same snapshot until the block ends."""
        cursor = self._cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _cursor(self) -> DuckDBPyConnection:
        for _ in range(5):
            path = self.current()
            with _opening:
                held = _open.get(self.folder)
                if held is not None and held[0] == path:
                    return held[1].cursor()
                try:
                    connection = duckdb.connect(path, read_only=True)
                except duckdb.IOException:
                    if path.exists():
                        raise
                    continue  # a writer went two versions on since the pointer was read
                _check_layout(connection)
                # cursors that others still hold keep the older version open by themselves
                _open[self.folder] = (path, connection)
                return connection.cursor()
        raise CopyMissing(f"the copy in {self.folder} points to a file that is not there")

    @contextlib.contextmanager
    def writing(self, *, fresh: bool = False, wait: bool = True) -> Iterator[DuckDBPyConnection]:
        """A connection to the next version, begun as a copy of the current one (`fresh`: as an empty one), published when
        the block ends well and thrown away when it does not. Raises CopyMissing, and CopyBusy unless it may wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone(wait):
            next_one = self._begin(fresh)
            try:
                connection = duckdb.connect(next_one)
                try:
                    if fresh:
                        schema.create(connection)
                    else:
                        _check_layout(connection)
                    yield connection
                    connection.execute("CHECKPOINT")
                finally:
                    connection.close()
                self._publish(next_one)
            except BaseException:
                next_one.unlink(missing_ok=True)
                raise

    @contextlib.contextmanager
    def _alone(self, wait: bool) -> Iterator[None]:
        """One writer at a time; the lock goes with the process that holds it."""
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise CopyBusy(f"another process is writing in {self.folder}") from None
            yield

    def _begin(self, fresh: bool) -> Path:
        self._sweep()
        number = max((_number(path) for path in self.folder.glob("copy-*.duckdb")), default=0) + 1
        # never a name that was there before, also in a folder that was emptied: in one process a name is one database to DuckDB
        next_one = self.folder / f"copy-{number:08d}-{secrets.token_hex(4)}.duckdb"
        if not fresh:
            shutil.copyfile(self.current(), next_one)
        return next_one

    def _publish(self, path: Path) -> None:
        _sync(path)
        turned = self.folder / "current.new"
        turned.write_text(path.name)
        _sync(turned)
        turned.replace(self.pointer)
        _sync(self.folder)
        self._sweep()

    def _sweep(self) -> None:
        """Away with what a killed writer left, and with versions that nobody begins to read any more."""
        current = self.current() if self.exists() else None
        found = sorted(self.folder.glob("copy-*.duckdb"))
        published = [path for path in found if current is not None and path <= current]
        for path in found:
            if path not in published[-KEPT:]:
                path.unlink(missing_ok=True)
        for leftover in self.folder.glob("copy-*.duckdb.wal"):
            leftover.unlink(missing_ok=True)


def _check_layout(connection: DuckDBPyConnection) -> None:
    try:
        line = connection.execute("SELECT layout FROM state").fetchone()
    except duckdb.CatalogException:
        line = None
    if line is None or line[0] != schema.LAYOUT:
        connection.close()
        raise CopyMissing("the copy has another layout; build it anew")


def _number(path: Path) -> int:
    return int(path.stem.split("-")[1])


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
