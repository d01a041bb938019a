"""Files of agreements and lists for the tests: the published example, changed place by place."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.organisations.actor import Actor

SYSTEM = Actor.system("tests")
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def example() -> dict[str, Any]:
    """docs/schemas/agreement.example.json: three parties, text, clauses, signatures, commitments."""
    return json.loads((SCHEMAS / "agreement.example.json").read_text())


def steps(path: str) -> list[str | int]:
    return [name if name else int(number) for name, number in STEP.findall(path)]


def changed(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with another value at a path such as `parties[2].id`; the ellipsis takes it out."""
    made = copy.deepcopy(data)
    *way, last = steps(path)
    inner: Any = made
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return made


def upload(data: Any, name: str = "agreement.json") -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    return SimpleUploadedFile(name, content, "application/json")
