"""Notes, sources and bodies named beside the parties: taken in where nothing stands yet, and never a loss of what was written here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phanuek.agreements.importing.plan import FieldChange
from phanuek.timeline.provenance import WithProvenance

ORIGIN = frozenset(field.name for field in WithProvenance._meta.get_fields() if field.name != "provenance")


def compare(
    current: Mapping[str, Any], remarks: Mapping[str, Any]
) -> tuple[list[FieldChange], list[FieldChange]]:
    """(what would be written, what differs and stays). Where a row comes from is told once, when the row is made."""
    write: list[FieldChange] = []
    stay: list[FieldChange] = []
    told = {
        name: value
        for name, value in remarks.items()
        if name not in ORIGIN and value not in (None, "", [], {})
    }
    for name, value in told.items():
        kept = current[name]
        if name == "notes":
            merged = {
                **value,
                **{n: note for n, note in kept.items() if n not in value or _is_better(note, value[n])},
            }
            _note(name, kept, merged, write)
            stay += [
                FieldChange(name, kept[n], value[n]) for n in value if n in kept and merged[n] != value[n]
            ]
        elif name == "sources":
            _note(name, kept, _with_new_sources(kept, value), write)
        elif name == "other_bodies":
            _note(name, kept, _with_new_bodies(kept, value), write)
        elif name.endswith(("_th", "_en")):
            stem = name[:-3]
            pair = {"th": current[f"{stem}_th"], "en": current[f"{stem}_en"]}
            other = {"th": told.get(f"{stem}_th"), "en": told.get(f"{stem}_en")}
            (stay if _is_better(pair, other) else write).extend(
                [FieldChange(name, kept, value)] if kept != value else []
            )
        elif not kept:
            write.append(FieldChange(name, kept, value))
    return write, stay


def _note(name: str, kept: Any, wanted: Any, write: list[FieldChange]) -> None:
    if kept != wanted:
        write.append(FieldChange(name, kept, wanted))


def _is_better(kept: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """A note that was written here in both languages is not lost to one in a single language."""
    return bool(kept["th"]) and kept["th"] != kept["en"] and told["th"] == told["en"]


def _with_new_sources(kept: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {mark for source in kept for mark in _marks(source)}
    return [*kept, *(source for source in told if not known.intersection(_marks(source)))]


def _marks(source: Mapping[str, Any]) -> set[str]:
    """By what a source is told apart: where it is to be found, else what it is called."""
    found = {str(source[name]) for name in ("address", "where") if source.get(name)}
    return found or {str(source.get("title"))}


def _with_new_bodies(kept: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the file's order; a body that is here already stays as it is written here."""
    known = {body["name_th"]: body for body in kept}
    return [known.get(body["name_th"], body) for body in told]
