"""A PostgreSQL server for a run of tests: the one that `./dev test` starts, on a socket in a folder of its own."""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType

from tests.house.house import ROOT


def command_file() -> ModuleType:
    """`dev` as a module; it has no ending by which Python would know it."""
    loader = importlib.machinery.SourceFileLoader("phanuek_dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module  # its dataclasses and types look themselves up there
    loader.exec_module(module)
    return module


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of the server, which ends with the block."""
    with command_file().test_postgres() as address:
        yield address
