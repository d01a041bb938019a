"""What the component templates need, worked out from what a page has in hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from phanuek.ui import formats
from phanuek.ui.words import T

# kind → (class, mark): the mark stands before the word, so colour is never the only sign
KINDS: dict[str, tuple[str, str]] = {
    "fits": ("fits", "✓"),
    "ok": ("fits", "✓"),
    "unknown": ("unknown", "?"),
    "warn": ("unknown", "!"),
    "does_not_fit": ("not", "✕"),
    "not": ("not", "✕"),
    "danger": ("not", "!"),
    "info": ("info", "•"),
    "wait": ("info", "…"),
    "plain": ("plain", ""),
    "demo": ("demo", "◇"),
}

VERDICTS = {
    "fits": T("เข้าเงื่อนไข", "Fits"),
    "unknown": T("ข้อมูลยังไม่เพียงพอ", "Cannot say yet"),
    "does_not_fit": T("ไม่เข้าเงื่อนไข", "Does not fit"),
}
VERDICT_MARKS = {"fits": ("y", "✓"), "unknown": ("q", "?"), "does_not_fit": ("n", "✕")}
CONDITION_WORDS = {
    "fits": T("ผ่าน", "met"),
    "unknown": T("ยังไม่มีข้อมูล", "not known yet"),
    "does_not_fit": T("ไม่ผ่าน", "not met"),
}

PROVENANCE = {
    "reported": T("ตามที่ข่าวรายงาน", "As the article reports"),
    "in_text": T("อยู่ในเอกสารที่มี", "In the text in hand"),
    "added": T("เพิ่มเติมภายหลัง", "Added later"),
    "demo": T("ข้อมูลตัวอย่าง", "Demonstration data"),
}
# the names that rooms and files use for the four
PROVENANCE_NAMES = {
    "article": "reported",
    "reported_by_article": "reported",
    "text": "in_text",
    "demonstration": "demo",
}

DEMO = T("ข้อมูลตัวอย่าง", "Sample data")
NOT_STATED = T("ต้นทางไม่ได้ระบุ", "not stated")


def plain(value: Any) -> str:
    """The bare value of an enum member or a text."""
    return str(getattr(value, "value", value) or "")


def tag(kind: str, label: Any, mark: str | None = None) -> dict[str, Any]:
    """A status: word and mark."""
    css, own = KINDS.get(kind, KINDS["plain"])
    return {"css": css, "mark": own if mark is None else mark, "label": label}


def provenance(obj: Any) -> dict[str, Any]:
    """Where a statement comes from; ``obj`` may be a model row or a mapping."""
    kind = plain(_get(obj, "provenance"))
    kind = PROVENANCE_NAMES.get(kind, kind)
    by = _get(obj, "provenance_by") or _get(obj, "added_by")
    on = _get(obj, "provenance_on") or _get(obj, "added_on")
    why = _get(obj, "provenance_why") or _get(obj, "provenance_note")
    source = _get(obj, "provenance_source") or _get(obj, "source")
    label: T | str = PROVENANCE.get(kind, NOT_STATED)
    if kind == "added" and by:
        label = T("เพิ่มโดย {by}", "Added by {by}").format(by=by)
        if on:
            label = label + T(" เมื่อ {d}", " on {d}").format(d=formats.be_date(on, "short"))
        if why:
            label = label + T(" เพราะ {why}", " because {why}").format(why=why)
        why = ""
    link = str(source) if str(source or "").startswith(("http://", "https://")) else ""
    return {
        "kind": kind or "none",
        "label": label,
        "note": why,
        "source": "" if link else source,
        "link": link,
    }


def _get(obj: Any, name: str) -> Any:
    return obj.get(name) if isinstance(obj, Mapping) else getattr(obj, name, None)


def reasons(conditions: Iterable[Any]) -> list[dict[str, Any]]:
    """Conditions of a verdict as lines: mark, text, reason, source."""
    lines = []
    for condition in conditions:
        status = plain(_get(condition, "status"))
        css, mark = VERDICT_MARKS.get(status, ("q", "?"))
        lines.append(
            {
                "css": css,
                "mark": mark,
                "word": CONDITION_WORDS.get(status, CONDITION_WORDS["unknown"]),
                "text": T.of(_get(condition, "text") or ""),
                "reason": T.of(_get(condition, "reason") or ""),
                "sources": sources(_get(condition, "source") or ""),
            }
        )
    return lines


def sources(text: Any) -> list[dict[str, str]]:
    """Where something is published, part by part: an address becomes a link named after its host, the rest stays text."""
    found: list[dict[str, str]] = []
    for part in re.split(r"\s*[;,]\s+", str(text)):
        address = re.search(r"https?://[^\s()]+", part)
        if address is None:
            found.append({"text": part, "href": ""})
            continue
        around = part.replace(address[0], "").strip(" ()")
        host = (urlsplit(address[0]).hostname or address[0]).removeprefix("www.")
        found.append({"text": f"{host} ({around})" if around else host, "href": address[0]})
    return [part for part in found if part["text"]]


def bar(done: Any, waiting: Any = 0, target: Any = None) -> dict[str, Any]:
    """Widths in percent of one progress bar: confirmed solid, unconfirmed hatched, never one sum."""
    done, waiting = float(done or 0), float(waiting or 0)
    whole = max(float(target or 0), done + waiting)
    share = 100 / whole if whole else 0
    return {
        "done": done,
        "waiting": waiting,
        "target": target,
        "done_width": f"{done * share:.2f}",
        "waiting_width": f"{waiting * share:.2f}",
    }


def pages(page: Any) -> list[Any]:
    """Page numbers with None for a gap."""
    gap = page.paginator.ELLIPSIS
    found = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if number == gap else number for number in found]


def conflict(form: Any) -> dict[str, Any]:
    """The fields on which two editors differ, in words; empty when ``form`` met no conflict."""
    found = getattr(form, "conflict", None)
    lines = []
    for name, yours in found.yours.items() if found else ():
        field = form.fields.get(name)
        label = form[name].label if field else getattr(form, "part_labels", {}).get(name, name)
        lines.append(
            {"label": label, "yours": in_words(yours, field), "theirs": in_words(found.theirs[name], field)}
        )
    return {"lines": lines}


def in_words(value: Any, field: Any = None) -> Any:
    """A stored value as a reader would see it: the label of a choice, a day, a number."""
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, date):
        return formats.be_date(value)
    if isinstance(value, bool):
        return T("ใช่", "yes") if value else T("ไม่ใช่", "no")
    if isinstance(value, (int, float, Decimal)):
        return formats.number(value)
    if isinstance(value, (list, tuple, set)):
        return ", ".join(str(in_words(one, field)) for one in value)
    choices = getattr(field, "choices", ())
    return {str(key): label for key, label in choices}.get(str(value), value)


def describe_field(bound: Any) -> dict[str, Any]:
    """A bound form field with the ids, classes and ARIA attributes its widget needs."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", None) or type(widget).__name__.lower()
    many = bool(getattr(bound, "use_fieldset", False) or widget.use_fieldset)
    described = []
    if bound.help_text:
        described.append(f"{bound.auto_id}-help")
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    if lost := _lost_file(bound):
        described.append(f"{bound.auto_id}-again")
    attrs: dict[str, Any] = {}
    if described and not many:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    css = widget.attrs.get("class", "")
    if kind in ("checkbox", "radio", "checkboxselectmultiple", "radioselect"):
        css += " form-check-input"
    elif kind == "select":
        css += " form-select"
    elif kind != "hidden":
        css += " form-control"
    if kind == "textarea" and widget.attrs.get("rows") == "10":  # Django's default, half a screen
        attrs["rows"] = "4"
    attrs["class"] = (css + (" is-invalid" if bound.errors else "")).strip()
    return {
        "bound": bound,
        "group": many,
        "single_check": kind == "checkbox" and not many,
        "described": " ".join(described),
        "attrs": attrs,
        "optional": not bound.field.required and kind != "checkbox" and not bound.field.disabled,
        "unit": getattr(bound.field, "unit", ""),
        "lost_file": lost,
    }


def _lost_file(bound: Any) -> bool:
    """Whether a file was sent with a form that comes back with errors: browsers do not keep it."""
    form = bound.form
    return bool(form.is_bound and bound.html_name in (form.files or {}) and form.errors and not bound.errors)
