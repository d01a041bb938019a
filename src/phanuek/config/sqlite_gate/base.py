"""SQLite's own busy handler polls, so a writer can starve while others pass it. Here each transaction first takes
a thread lock and then a file lock beside the database, both first come first served, and gives them back after
COMMIT or ROLLBACK. Readers outside transactions never wait."""

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base

_thread_gates: dict[str, threading.Lock] = {}
_registry_lock = threading.Lock()


def _thread_gate(path: str) -> threading.Lock:
    with _registry_lock:
        return _thread_gates.setdefault(path, threading.Lock())


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, but BEGIN IMMEDIATE waits at the gate; a database in memory has no gate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gate_file: int | None = None
        self._gate_lock: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave_gate()

    def _enter_gate(self) -> None:
        path = str(self.settings_dict["NAME"])
        if self._gate_lock is not None or ":memory:" in path or "mode=memory" in path:
            return
        lock = _thread_gate(path)
        lock.acquire()
        try:
            handle = os.open(path + ".gate", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            lock.release()
            raise
        self._gate_lock, self._gate_file = lock, handle

    def _leave_gate(self) -> None:
        lock, handle = self._gate_lock, self._gate_file
        if lock is None or handle is None:
            return
        self._gate_lock = self._gate_file = None
        os.close(handle)  # closing gives the flock back
        lock.release()
