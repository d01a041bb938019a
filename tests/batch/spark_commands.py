"""Runs several commands of `phanuek`, each as a person would, in one process, since a Java takes its time to start.

The lists of words come as JSON; for each a line of JSON goes out: the status, and what was said on stderr by Python or Java.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile

from phanuek.batch.cli import main


def said(words: list[str]) -> tuple[int, str]:
    with tempfile.TemporaryFile() as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            status = main(words)
            sys.stderr.flush()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        file.seek(0)
        return status, file.read().decode()


if __name__ == "__main__":
    for given in json.loads(sys.argv[1]):
        print(json.dumps(said(given)), flush=True)
