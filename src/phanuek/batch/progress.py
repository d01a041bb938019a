"""How far a long run is, on stderr: a bar that is drawn over on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from phanuek.engines.wording import Words

EVERY_SECONDS = 5.0
WIDTH = 30


class Progress:
    """Told what is done of how much; `quiet` says nothing but notes."""

    def __init__(self, language: str, *, quiet: bool = False, out: TextIO | None = None) -> None:
        self.language, self.quiet = language, quiet
        self.out = out or sys.stderr
        self.terminal = self.out.isatty()
        self.last = time.monotonic()
        self.drawn = False

    def tell(self, what: Words, done: int, whole: int) -> None:
        """Often called, seldom shown."""
        now = time.monotonic()
        if self.quiet or now - self.last < (0.1 if self.terminal else EVERY_SECONDS):
            return
        self.last = now
        share = min(1.0, done / whole) if whole else 0.0
        if self.terminal:
            full = int(share * WIDTH)
            self._write(f"\r{'█' * full}{'·' * (WIDTH - full)} {share:4.0%} {what[self.language]}\x1b[K")
            self.drawn = True
        else:
            self._write(f"{share:4.0%} {what[self.language]}\n")

    def note(self, what: Words) -> None:
        """One line that stays, also when quiet: something the reader should know."""
        self.clear()
        self._write(what[self.language] + "\n")

    def say(self, what: Words) -> None:
        """One line that stays, unless quiet."""
        if not self.quiet:
            self.note(what)

    def clear(self) -> None:
        if self.drawn:
            self._write("\r\x1b[K")
            self.drawn = False

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
