"""Where on a page a signature is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from phanuek.ui.documents.signing.reading import open_pdf

ANCHOR = re.compile(r"sign-([a-z]*)(\d+)")
WIDTH, HEIGHT = 209.0, 40.0
"""Points: the room that ``signature_grid`` leaves above each line (7.4 cm by 1.5 cm, less a hair)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on ``page`` (from 0), in points from its lower left corner."""

    page: int
    x: float
    y: float
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Lower left and upper right, in whole points."""
        return round(self.x), round(self.y), round(self.x + self.width), round(self.y + self.height)


def signature_boxes(pdf: bytes, kind: str = "") -> list[Box]:
    """The places of a ``{% signature_grid people kind %}`` in a document of ``render_pdf``, in the order of its people.

    Empty where the document has none; then a signature is made without being shown.
    """
    reader = open_pdf(pdf)
    try:
        names = reader.root["/Names"]["/Dests"]["/Names"]
    except KeyError:
        return []
    pages = _page_numbers(reader)
    found: dict[int, Box] = {}
    for index in range(0, len(names), 2):
        match = ANCHOR.fullmatch(str(names[index]))
        if match and match[1] == kind:
            target = names[index + 1]
            left, top = float(target[2]), float(target[3])
            found[int(match[2])] = Box(page=pages[target.raw_get(0).idnum], x=left, y=top - HEIGHT)
    return [found[number] for number in sorted(found)]


def _page_numbers(reader: Any) -> dict[int, int]:
    """Page number by object number; WeasyPrint writes one flat list of pages."""
    kids = reader.root["/Pages"]["/Kids"]
    return {kids.raw_get(number).idnum: number for number in range(len(kids))}
