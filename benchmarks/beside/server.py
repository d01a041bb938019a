"""A PostgreSQL server of the benchmark's own, on a socket in a folder that goes away with it: the one that `./dev test` starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the address; never that of a database named in the environment, for the benchmark fills what it is given."""
    loader = SourceFileLoader("phanuek_dev", str(ROOT / "dev"))
    spec = spec_from_loader("phanuek_dev", loader)
    assert spec
    dev = module_from_spec(spec)
    loader.exec_module(dev)
    named = os.environ.pop("DATABASE_URL", None)
    try:
        with dev.test_postgres() as url:
            yield url
    finally:
        if named:
            os.environ["DATABASE_URL"] = named
