"""Tags of documents on paper: ``{% load documents %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from phanuek.ui.documents import digits
from phanuek.ui.documents.availability import load
from phanuek.ui.words import T, current_language

register = template.Library()


@register.filter
def thai_digits(value: Any) -> str:
    """The value with Thai digits while the reader's language is Thai; codes with Latin letters stay."""
    return digits.thai_digits(value) if current_language() == "th" else str(value)


@register.inclusion_tag("ui/documents/signatures.html")
def signature_grid(people: Any, kind: str = "") -> dict[str, Any]:
    """People who sign: mappings with name, position, organisation, role, signed_on (a date, or None while open).

    A second grid of the same document (witnesses) is given a ``kind``: small Latin letters, by which
    ``signing.signature_boxes`` finds its places.
    """
    keys = ("name", "position", "organisation", "role", "signed_on")
    return {"people": [{key: person.get(key) for key in keys} for person in people], "kind": kind}


@register.inclusion_tag("ui/documents/qr.html")
def qr_block(address: str, words: Any = None) -> dict[str, Any]:
    """A QR code with its address beside it, for the public page of what is printed."""
    return {
        "code": qr_code(address),
        "address": address,
        "words": words or T("ดูข้อมูลปัจจุบันและประวัติได้ที่", "The present state and the history:"),
    }


def qr_code(address: str) -> SafeString:
    """A QR code as inline SVG without any style of its own."""
    made = load("segno").make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(border=0, omitsize=True))
