"""Template tags of the one look. A built-in library: pages use it without ``{% load %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from phanuek.ui import components, formats
from phanuek.ui.words import T, current_language, pick

register = template.Library()

for _filter in (
    formats.be_date,
    formats.be_datetime,
    formats.baht,
    formats.money,
    formats.number,
    formats.percent,
    formats.duration_days,
    formats.file_size,
):
    register.filter(_filter.__name__, _filter)


@register.simple_tag
def t(th: Any, en: Any, **values: Any) -> SafeString:
    """``{% t "มี {n} รายการ" "{n} items" n=count %}``; values are escaped, ``as name`` keeps it."""
    text = conditional_escape(pick(th, en))
    return format_html(text, **values) if values else text


@register.simple_tag
def plural(n: Any, th: Any, one: Any, many: Any) -> SafeString:
    """``{% plural n "{n} ราย" "{n} body" "{n} bodies" %}``, the number with thousands."""
    return format_html(conditional_escape(pick(th, one if n == 1 else many)), n=formats.number(n))


@register.simple_tag(name="date")
def date_tag(value: Any, style: str = "long") -> SafeString:
    """A day as ``<time>``, in the era of the reader."""
    if not hasattr(value, "isoformat"):
        return mark_safe(formats.NOTHING)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.be_date(value, style))


@register.simple_tag
def notstated(because: Any = "") -> SafeString:
    """What the source does not say, dashed; ``because`` says what is missing."""
    text = format_html('<span class="notstated">{}</span>', components.NOT_STATED)
    return format_html("{} <small>({})</small>", text, because) if because else text


@register.filter
def or_notstated(value: Any) -> Any:
    """The value, or the mark for what the source does not state."""
    return notstated() if value is None or str(value) in ("", formats.NOTHING) else value


@register.simple_tag
def tag(kind: Any, label: Any = "", mark: str | None = None) -> SafeString:
    """``{% tag "ok" label %}``: kinds ok warn danger info wait plain demo, and the three verdicts."""
    made = components.tag(components.plain(kind), label, mark)
    sign = (
        format_html('<span class="tag-mark" aria-hidden="true">{}</span>', made["mark"])
        if made["mark"]
        else ""
    )
    return format_html('<span class="tag {}">{}{}</span>', made["css"], sign, made["label"])


@register.simple_tag
def status(value: Any) -> SafeString:
    """The verdict of a rule: fits, cannot say yet, does not fit."""
    key = components.plain(value)
    return tag(key, components.VERDICTS.get(key, key))


@register.simple_tag
def demo(label: Any = None) -> SafeString:
    """The badge of invented data."""
    return tag("demo", label or components.DEMO)


@register.simple_tag
def bi(obj: Any, name: str) -> Any:
    """``name_th`` or ``name_en`` of an object, Thai where the English is empty."""
    return in_reader_language(obj, name)


@register.filter(name="bi")
def in_reader_language(obj: Any, name: str) -> Any:
    """The filter form of ``bi``: ``{{ offer|bi:"name" }}``; also for {"th", "en"} mappings with name ""."""
    if not name:
        return T.of(obj)
    get = obj.get if isinstance(obj, dict) else lambda key, default="": getattr(obj, key, default)
    thai = get(f"{name}_th", "") or ""
    return (get(f"{name}_en", "") or thai) if current_language() == "en" else (thai or get(f"{name}_en", ""))


@register.filter
def words(pair: Any) -> T:
    """A {"th", "en"} mapping of an engine or the country pack as text."""
    return T.of(pair if pair is not None else "")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``{{ mapping|get:key }}``, empty where the key is missing."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The query string of this page with some values changed; None or "" takes one out."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/components/provenance.html")
def provenance(obj: Any) -> dict[str, Any]:
    """Where a statement comes from."""
    return components.provenance(obj)


@register.inclusion_tag("ui/components/field.html")
def field(bound: Any, hide_optional: bool = False) -> dict[str, Any]:
    """One form field: label, help, error, widget."""
    made = components.describe_field(bound)
    made["widget"] = bound.as_widget(attrs=made["attrs"])
    made["optional"] = made["optional"] and not hide_optional
    return made


@register.inclusion_tag("ui/components/fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """Every field of a form, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field."""
    lines = [(None, error) for error in form.non_field_errors()]
    lines += [(bound, error) for bound in form if not bound.is_hidden for error in bound.errors]
    lines += [(None, error) for bound in form.hidden_fields() for error in bound.errors]
    return {"lines": lines}


@register.inclusion_tag("ui/components/conflict.html")
def form_conflict(form: Any) -> dict[str, Any]:
    """What another editor saved meanwhile, beside what was typed; nothing where there is no conflict."""
    return components.conflict(form)


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list."""
    links = [
        {"number": n, "href": query_with(context, **{parameter: n}) if n else "", "current": n == page.number}
        for n in components.pages(page)
    ]
    before = query_with(context, **{parameter: page.number - 1}) if page.has_previous() else ""
    after = query_with(context, **{parameter: page.number + 1}) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened, newest first: dicts with at, verb_label, who, organisation, on_behalf_of, note, link, facts."""
    return {
        "events": [{**event, "by_link": (event.get("facts") or {}).get("by_link", "")} for event in events]
    }


@register.inclusion_tag("ui/components/steps.html")
def steps(items: Any, label: Any = None) -> dict[str, Any]:
    """Progress of one thing: dicts with label, state (done, now, next, stopped), at, note."""
    return {"items": items, "label": label or T("ขั้นตอน", "Steps")}


@register.inclusion_tag("ui/components/reasons.html")
def reasons(conditions: Any) -> dict[str, Any]:
    """Conditions of a verdict, each with its mark, reason and source."""
    return {"lines": components.reasons(conditions)}


@register.inclusion_tag("ui/components/bar.html")
def bar(done: Any, waiting: Any = 0, target: Any = None, label: Any = "") -> dict[str, Any]:
    """Progress: confirmed solid, unconfirmed hatched. The words beside it are the page's own."""
    return {**components.bar(done, waiting, target), "label": label}


@register.inclusion_tag("ui/components/figure.html")
def figure(value: Any, label: Any, href: str = "", note: Any = "", link: Any = None) -> dict[str, Any]:
    """One number with what it counts and the way to its rows."""
    return {
        "value": value,
        "label": label,
        "href": href,
        "note": note,
        "link": link or T("ดูที่มา", "See where it comes from"),
    }


@register.inclusion_tag("ui/components/path.html")
def path(*parts: Any) -> dict[str, Any]:
    """The way up, widest first, this page last: one list of (label, address), or label, address, …, label."""
    if len(parts) == 1 and isinstance(parts[0], (list, tuple)):
        pairs = [tuple(pair) for pair in parts[0]]
    else:
        pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return {"items": [{"label": label, "url": url} for label, url in pairs]}


@register.inclusion_tag("ui/components/empty.html")
def empty(text: Any, href: str = "", action: Any = "") -> dict[str, Any]:
    """Nothing here yet: why, and what to do next."""
    return {"text": text, "href": href, "action": action}


@register.inclusion_tag("ui/components/downloads.html")
def downloads(xlsx: str = "", csv: str = "", api: str = "", print_view: Any = True) -> dict[str, Any]:
    """The same rows as XLSX, CSV, print and API."""
    return {"xlsx": xlsx, "csv": csv, "api": api, "print_view": print_view}


@register.inclusion_tag("ui/components/province_map.html")
def province_map(drawn: Any, label: Any, unit: Any = "") -> dict[str, Any]:
    """Provinces drawn by ``maps.choropleth``, with the legend and the same figures as a table."""
    return {"drawn": drawn, "label": label, "unit": unit}


@register.simple_tag
def join(items: Any, separator: str = " · ") -> SafeString:
    """Non-empty parts joined for a line of small print."""
    return format_html_join(separator, "{}", ((item,) for item in items if item))
