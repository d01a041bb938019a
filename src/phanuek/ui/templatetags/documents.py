"""Tags of documents on paper: ``{% load documents %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from phanuek.ui.documents import digits
from phanuek.ui.documents.availability import load
from phanuek.ui.words import current_language

register = template.Library()


@register.filter
def thai_digits(value: Any) -> str:
    """The value with Thai digits while the reader's language is Thai; codes with Latin letters stay."""
    return digits.thai_digits(value) if current_language() == "th" else str(value)


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """A QR code as inline SVG; put it into ``<div class="qr">`` with the address beside it."""
    made = load("segno").make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(border=0, omitsize=True))
