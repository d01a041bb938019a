"""The field for one subdistrict: a search box with suggestions above three lists, each enough alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.areas.models import Area
from phanuek.areas.picker import MOST_HITS, Picker, Typed
from phanuek.ui.words import T

REQUIRED = T("กรุณาเลือกตำบล", "Please choose a subdistrict.")


class SubdistrictWidget(forms.Widget):
    """Sends ``name`` (the code), ``name_province``, ``name_district``, ``name_q`` and ``name_hit``.

    ``name`` alone is enough, so a link or another program may fill the form with a code.
    """

    template_name = "areas/subdistrict_widget.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None, provinces: Sequence[str] = ()) -> None:
        super().__init__(dict(attrs) if attrs else None)
        self.provinces = tuple(provinces)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """What was sent, whole, so that nothing typed is lost when the form comes back."""
        return Typed.read(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Omitted only when none of the parts was sent."""
        return not any(f"{name}{part}" in data for part in ("", "_q", "_hit", "_province", "_district"))

    def id_for_label(self, id_: str) -> str:
        """The search box is the first thing to fill in."""
        return id_

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """As Django's, with the picker's state."""
        context: dict[str, Any] = super().get_context(name, None, dict(attrs or {}))
        own = context["widget"]["attrs"]
        picker = Picker(as_typed(value), self.provinces)
        return {**context, **picker_context(picker, name, own.get("id") or f"id_{name}"),
                "invalid": own.get("aria-invalid") == "true", "disabled": bool(own.get("disabled"))}  # fmt: skip


def picker_context(picker: Picker, name: str, ident: str) -> dict[str, Any]:
    """What the picker's templates show."""
    return {
        "picker": picker,
        "name": name,
        "ident": ident,
        "within": ",".join(picker.within),
        # once a hit is chosen the search is done; text that led nowhere stays
        "query": "" if picker.area else picker.typed.query,
        "hits": [] if picker.area else picker.hits[:MOST_HITS],
        "more": not picker.area and len(picker.hits) > MOST_HITS,
        "searched": bool(picker.typed.query) and not picker.area,
        "near": picker.near,
        # a piece of a page goes to a reader with JavaScript only; what is for others stays out of it, since
        # htmx would turn the content of <noscript> into real controls
        "fragment": False,
        "focus": False,
        "invalid": False,
        "disabled": False,
    }


def as_typed(value: Any) -> Typed:
    """A field's value in any of its forms: an Area, a code, what was sent, nothing."""
    if isinstance(value, Typed):
        return value
    return Typed(code=value.code if isinstance(value, Area) else str(value or ""))


class SubdistrictField(forms.Field):
    """Cleans to an :class:`Area` of the lowest level, or None when empty and not required.

    ``provinces`` keeps the choice to those province codes; ``limit_to`` sets it on a form's field.
    """

    widget = SubdistrictWidget
    default_error_messages = {"required": REQUIRED}

    def __init__(self, *, provinces: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("label", T("ตำบล/แขวง", "Subdistrict"))
        super().__init__(**kwargs)
        self.limit_to(provinces)

    def limit_to(self, provinces: Sequence[str]) -> None:
        """Keep the choice to these province codes; () for the whole country."""
        self.provinces = tuple(provinces)
        if isinstance(self.widget, SubdistrictWidget):
            self.widget.provinces = self.provinces

    def __deepcopy__(self, memo: dict[int, Any]) -> SubdistrictField:
        made: SubdistrictField = super().__deepcopy__(memo)  # type: ignore[misc]
        made.limit_to(self.provinces)
        return made

    def prepare_value(self, value: Any) -> Any:
        """An Area shows as its code."""
        return value.code if isinstance(value, Area) else value

    def clean(self, value: Any) -> Area | None:
        """The area, or a message that says the next step."""
        picker = Picker(as_typed(value), self.provinces)
        if picker.typed.step:
            raise ValidationError(str(picker.next_step()), code="step")
        # a single province stands chosen by itself, so it alone is no answer
        only_given = picker.typed.province in self.provinces and len(self.provinces) == 1
        typed = picker.typed
        empty = not (typed.query or typed.hit or typed.district or typed.code)
        if empty and (not typed.province or only_given):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if picker.area is None:
            raise ValidationError(str(picker.next_step()), code="incomplete")
        return picker.area

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another area was chosen, or something typed that is not yet one."""
        before, after = as_typed(initial), as_typed(data)
        if after.query or after.hit or after.step:
            return True
        return before.code != after.code
