"""`phanuek`: the engines on files, without the platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="phanuek", description=__doc__)


def main(words: Sequence[str]) -> int:
    """The exit status: 0, 1 (wrong input, said where), 2 (wrong use)."""
    parser().parse_args(words)
    return 0


def run() -> None:
    sys.exit(main(sys.argv[1:]))
