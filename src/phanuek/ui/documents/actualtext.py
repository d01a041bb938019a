"""Text copied out of a PDF is the text put in (docs/adr/0030-documents.md).

A PDF maps glyphs back to letters one by one, but Thai shaping draws one letter with several glyphs and several letters
with one: copying สำนักงาน gave สานักงาน. PDF 32000-1, 14.9.4 has the remedy: each drawn line is put between
``/Span <</ActualText …>> BDC`` and ``EMC``, and readers take the text from there.

The one place of WeasyPrint that draws a line is ``weasyprint.draw.text.draw_first_line``; it is replaced by a function
that calls it. ``tests/ui/test_pdf_text.py`` reads text back and fails when a new WeasyPrint draws elsewhere.
"""

from __future__ import annotations

import inspect
from functools import wraps
from typing import Any

from phanuek.ui.documents.availability import load

PARAMETERS = ["stream", "textbox", "text_overflow", "block_ellipsis", "matrix"]
"""What ``draw_first_line`` takes in the WeasyPrint this was written for."""


def install() -> None:
    """Hook into WeasyPrint, once per process. Raises RuntimeError where WeasyPrint is not the one known here."""
    module = load("weasyprint.draw.text")
    drawing = getattr(module, "draw_first_line", None)
    if getattr(drawing, "writes_actual_text", False):
        return
    if drawing is None or list(inspect.signature(drawing).parameters) != PARAMETERS:
        raise RuntimeError(
            "WeasyPrint draws text in another way than phanuek.ui.documents.actualtext knows: "
            "text copied out of its PDFs would be wrong. Mend the hook, or go back to the version in requirements/."
        )

    @wraps(drawing)
    def draw_first_line(stream: Any, textbox: Any, *more: Any) -> Any:
        if not textbox.text.strip():
            return drawing(stream, textbox, *more)
        # the pieces of a stream, not begin_marked_content: that one writes no ActualText
        stream.stream.append(b"/Span << /ActualText <" + hexadecimal(textbox.text) + b"> >> BDC")
        try:
            return drawing(stream, textbox, *more)
        finally:
            stream.stream.append(b"EMC")

    draw_first_line.writes_actual_text = True  # type: ignore[attr-defined]
    module.draw_first_line = draw_first_line  # type: ignore[attr-defined]


def hexadecimal(text: str) -> bytes:
    """A PDF text string in UTF-16BE with its byte order mark, in hexadecimal."""
    return ("\ufeff" + text).encode("utf-16-be").hex().encode()
