"""Thai digits ๐-๙, as formal Thai text writes numbers."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# a run without spaces: 26/2/2564 is a number, MOU-2564 or https://… is a name that must stay as typed
_RUN = re.compile(r"[!-~]+")
KEEP = "keep-digits"
"""Class of an element whose digits stay as they are: codes, checksums, addresses."""
_LEFT_ALONE = {"code", "svg", "style", "script", "title"}


def thai_digits(value: Any) -> str:
    """``value`` with ๐-๙ for 0-9, except in runs that hold a Latin letter (codes, addresses)."""
    return _RUN.sub(
        lambda run: run[0] if re.search("[A-Za-z]", run[0]) else run[0].translate(_THAI), str(value)
    )


def write_in_thai_digits(element: Element) -> None:
    """Change every text below ``element`` in place, but for ``code`` and what carries the class :data:`KEEP`."""
    if not isinstance(element.tag, str):  # a comment
        return
    name = element.tag.rpartition("}")[2]
    if name in _LEFT_ALONE or KEEP in (element.get("class") or "").split():
        return
    if element.text:
        element.text = thai_digits(element.text)
    for child in element:
        write_in_thai_digits(child)
        if child.tail:
            child.tail = thai_digits(child.tail)
