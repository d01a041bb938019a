"""A template as PDF in official Thai form: Sarabun, A4, ragged right, page numbers, Thai digits."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
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
    effect in English. Raises :class:`DocumentsUnavailable` where the machine lacks a library, and ValueError where
    the template asks for anything outside (a picture, another font).
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs an aware datetime")
    load("weasyprint")
    in_thai_digits = thai_digits and language == "th"
    given = {"title": title, "as_of": as_of, "language": language, "in_thai_digits": in_thai_digits}
    with in_language(language):
        page = render_to_string(template, {**context, **given})
    return html_as_pdf(page, title=title, as_of=as_of, language=language, in_thai_digits=in_thai_digits)


def html_as_pdf(
    page: str, *, title: str, as_of: datetime, language: str, in_thai_digits: bool, more_style: str = ""
) -> bytes:
    """A whole HTML page as PDF; ``more_style`` is CSS after the house's own."""
    weasyprint, urls = load("weasyprint"), load("weasyprint.urls")
    actualtext.install()
    fetcher = _only_our_fonts()
    fonts = load("weasyprint.text.fonts").FontConfiguration()
    given = {"url_fetcher": fetcher, "base_url": _FONT_SCHEME}
    html = weasyprint.HTML(string=page, **given)
    if in_thai_digits:
        write_in_thai_digits(html.etree_element)
    style = weasyprint.CSS(string=STYLE.read_text() + more_style, font_config=fonts, **given)
    try:
        document = html.render(stylesheets=[style], font_config=fonts, pdf_tags=True)
    except urls.FatalURLFetchingError as error:  # a BaseException, which no caller would catch
        raise ValueError(f"{error}: {error.__cause__}") from error
    about = document.metadata
    about.title, about.lang = title, language
    about.created = about.modified = as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    mark = hashlib.sha256(f"{page}{more_style}{title}{as_of.isoformat()}".encode()).hexdigest()[:32]
    made: bytes = document.write_pdf(pdf_tags=True, pdf_identifier=mark.encode())
    return made


def _only_our_fonts() -> Any:
    """What a document may load: the vendored Sarabun; all else stops the rendering."""
    urls = load("weasyprint.urls")

    class Fetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(_FONT_SCHEME)
            known = FONTS / name
            if name == url or "/" in name or not (name.startswith("sarabun-") and known.exists()):
                raise ValueError(f"a document loads nothing from outside, but this one asks for {url}")
            return urls.URLFetcherResponse(url, _unpacked(known))

    return Fetcher(fail_on_errors=True)


@cache
def _unpacked(font: Path) -> bytes:
    """The font as TrueType, once per process: WeasyPrint would unpack it for every document (a fifth of its time)."""
    made = io.BytesIO()
    load("fontTools.ttLib.woff2").decompress(io.BytesIO(font.read_bytes()), made)
    return made.getvalue()
