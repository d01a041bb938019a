import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(words: str) -> Iterator[None]:
    """Prints what is being built and how long it took."""
    started = time.monotonic()
    sys.stdout.write(f"  {words} … ")
    sys.stdout.flush()
    yield
    sys.stdout.write(f"{time.monotonic() - started:.1f} s\n")
    sys.stdout.flush()
