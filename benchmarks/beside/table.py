"""The figures as a page: goals and what was found, a table for each work, versions, machine; between two marks of the document."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from benchmarks.beside.plan import Goal, Group, Results, per_pair

BEGIN, END = "<!-- engines: written by ./dev bench -- engines -->", "<!-- engines: end -->"


def duration(seconds: float) -> str:
    """Three figures that matter, in the unit that reads best."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.3g} µs"
    return f"{figures(seconds * 1e3)} ms" if seconds < 1 else f"{figures(seconds)} s"


def figures(number: float) -> str:
    if number == 0 or not math.isfinite(number):
        return str(number)
    decimals = max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:,.{decimals}f}"


def goals(wanted: list[Goal], found: Results) -> list[str]:
    lines = ["| goal | asked | found | |", "|---|---|---|---|"]
    for goal in wanted:
        asked = f"{'≤' if goal.most else '≥'} {goal.bound:g} {goal.unit}"
        try:
            number = goal.figure(found)
            shown, word = f"{figures(number)} {goal.unit}", "met" if goal.met(number) else "**missed**"
        except (KeyError, ValueError):  # a peer that was not measured
            lines.append(f"| {goal.text} | {asked} | – | not measured |")
            continue
        try:
            more = goal.also(found)
        except KeyError:
            more = ""
        lines.append(f"| {goal.text} | {asked} | {shown}{f' ({more})' if more else ''} | {word} |")
    return lines


def group(about: Group, found: Results) -> list[str]:
    lines = [f"### {about.title[0].upper()}{about.title[1:]}", "", about.about, ""]
    lines += [
        "| | median | least to most | beside ours | memory above inputs | checked | |",
        "|---|---|---|---|---|---|---|",
    ]
    for measure in about.measures:
        # what failed before it could answer anything failed in all its parts
        one = found.get(measure.key) or found.get(measure.key.rpartition("/")[0]) or {"error": "not run"}
        if "median" not in one:
            missing = "missing" in one
            why = (
                f"not installed ({one['missing']})" if missing else f"failed: {one.get('error', 'no figure')}"
            )
            lines.append(f"| {measure.label} | – | | | | | {clean(why)} |")
            continue
        cells = [
            measure.label, duration(one["median"]), f"{duration(one['least'])} – {duration(one['most'])}",
            ratio(found, measure.key, measure.beside or about.base), memory(one), checked(one), measure.note or one.get("said", ""),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def ratio(found: Results, key: str, base: str) -> str:
    """How many times as long, for each pair."""
    if "median" not in found.get(base, {}) or "pairs" not in found[key]:
        return ""
    return f"{figures(per_pair(found, key) / per_pair(found, base))} ×"


def memory(one: dict[str, Any]) -> str:
    """A server's memory is not seen from here."""
    if "above" not in one or "postgresql" in one.get("versions", {}):
        return ""
    return f"{max(one['above'], 0):,.0f} MB"


def checked(one: dict[str, Any]) -> str:
    if "shares" in one:
        return f"{one['checked']:,} pairs by definition"
    if "checked" not in one or "said" in one:
        return ""
    return f"{one['checked']:,} {'“fits”' if one.get('two_valued') else 'answers'} equal"


def clean(text: str) -> str:
    """On one line of a table, and without a path of this machine."""
    return " ".join(
        word.rpartition("/")[2] if word.count("/") > 1 else word for word in text.replace("|", "/").split()
    )[:160]


def versions(found: Results) -> str:
    every: dict[str, str] = {}
    for one in found.values():
        every |= {name: str(value) for name, value in one.get("versions", {}).items() if name != "threads"}
    return ", ".join(f"{name} {value}" for name, value in sorted(every.items()))


def page(groups: list[Group], wanted: list[Goal], found: Results, about: dict[str, str]) -> str:
    lines = [
        BEGIN, "", f"Measured {about['day']} on {about['processor']}, {about['cores']} cores, {about['memory']}, {about['system']}; load before "
        f"{about['load before']}, after {about['load after']} (1, 5, 15 minutes); the whole run took {about['took']}"
        + (f". **{about['warning']}**" if about.get("warning") else "") + f". Versions: {versions(found)}.",
        "", "![Times of the engines and their peers on a logarithmic scale](images/benchmarks-engines.svg)", "", *goals(wanted, found), "",
    ]  # fmt: skip
    for one in groups:
        lines += group(one, found)
    return "\n".join([*lines, END])


def write(document: Path, text: str) -> None:
    """Put the page between its marks, and touch nothing else of the document."""
    whole = document.read_text()
    before, begin, rest = whole.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{document} has no place for the table: {BEGIN} … {END}")
    document.write_text(before + text + after)
