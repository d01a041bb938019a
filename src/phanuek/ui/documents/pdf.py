"""A template as PDF in official Thai form: Sarabun, A4, ragged right, page numbers, Thai digits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from phanuek.ui.documents import actualtext
from phanuek.ui.documents.availability import load
from phanuek.ui.documents.digits import write_in_thai_digits
from phanuek.ui.words import in_language

FONTS = Path(__file__).parents[1] / "static" / "ui" / "vendor"
STYLE = Path(__file__).with_name("document.css")
_FONT_SCHEME = "phanuek-font:"


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    as_of: datetime,
    language: str = "th",
    thai_digits: bool = True,
) -> bytes:
    """Lay out ``template`` (which extends ``ui/documents/base.html``) in ``language`` ("th" or "en").

    ``title`` stands in the file's properties and at the foot of each page; ``as_of`` (aware) is the day the document
    speaks of and the creation date written into it. The same input gives the same bytes. ``thai_digits`` has no
    effect in English. Nothing is fetched but the fonts that come with Phanuek.
    Raises :class:`DocumentsUnavailable` where the machine lacks a library.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs an aware datetime")
    weasyprint = load("weasyprint")
    actualtext.install()
    in_thai_digits = thai_digits and language == "th"
    with in_language(language):
        page = render_to_string(
            template,
            {
                **context,
                "title": title,
                "as_of": as_of,
                "language": language,
                "in_thai_digits": in_thai_digits,
            },
        )
    fetcher = _only_our_fonts()
    html = weasyprint.HTML(string=page, url_fetcher=fetcher, base_url=_FONT_SCHEME)
    if in_thai_digits:
        write_in_thai_digits(html.etree_element)
    fonts = load("weasyprint.text.fonts").FontConfiguration()
    style = weasyprint.CSS(filename=STYLE, url_fetcher=fetcher, font_config=fonts)
    document = html.render(stylesheets=[style], font_config=fonts, pdf_tags=True)
    document.metadata.title = title
    document.metadata.lang = language
    document.metadata.created = document.metadata.modified = as_of.astimezone(UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    made: bytes = document.write_pdf(
        pdf_tags=True, pdf_identifier=hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    )
    return made


def _only_our_fonts() -> Any:
    """What a document may load: the vendored Sarabun and ``data:`` addresses; all else stops the rendering."""
    urls = load("weasyprint.urls")

    class Fetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url == STYLE.as_uri():
                return urls.URLFetcherResponse(url, STYLE.read_bytes())
            name = url.removeprefix(_FONT_SCHEME)
            known = FONTS / name
            if name == url or "/" in name or not (name.startswith("sarabun-") and known.exists()):
                raise ValueError(f"a document loads nothing from outside, but this one asks for {url}")
            return urls.URLFetcherResponse(url, known.read_bytes())

    return Fetcher(fail_on_errors=True)
