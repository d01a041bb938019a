"""The figures as a picture: a bar for each engine on one logarithmic scale, ours in colour; readable on light and on dark pages."""

from __future__ import annotations

import math
from html import escape

from benchmarks.beside.plan import OURS, Group, Results
from benchmarks.beside.table import duration

WIDTH, LEFT, RIGHT, LINE, HEAD = 860, 330, 90, 20, 30
STYLE = """
.card{fill:#ffffff}.text{fill:#1d2733}.faint{fill:#5b6776}.grid{stroke:#d7dde4}.ours{fill:#0b6e8f}.peer{fill:#a9b4c0}
text{font:13px system-ui,sans-serif}.head{font-weight:600}
@media(prefers-color-scheme:dark){.card{fill:#14191f}.text{fill:#e6ebf0}.faint{fill:#9aa7b4}.grid{stroke:#333d48}.ours{fill:#4fb6d6}.peer{fill:#5c6875}}
"""


def bars(groups: list[Group], found: Results) -> list[tuple[str, list[tuple[str, float]]]]:
    """Group by group, the engines that have a figure; where a peer was asked of fewer pairs, the time is scaled to all."""
    shown = []
    for group in groups:
        rows = []
        for measure in group.measures:
            one = found.get(measure.key, {})
            if "median" in one:
                base = found.get(group.base, {})
                scale = (
                    base["pairs"] / one["pairs"]
                    if base.get("pairs") and one.get("pairs") and group.name.startswith("screening")
                    else 1
                )
                rows.append((measure.label, one["median"] * scale))
        if rows:
            shown.append((group.title, rows))
    return shown


def draw(groups: list[Group], found: Results) -> str:
    shown = bars(groups, found)
    every = [seconds for _, rows in shown for _, seconds in rows] or [1.0]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    high = max(high, low + 1)
    height = 40 + sum(HEAD + LINE * len(rows) for _, rows in shown)

    def across(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(seconds) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Times of the engines and their peers, logarithmic</title>", f"<style>{STYLE}</style>",
        f'<rect class="card" width="{WIDTH}" height="{height}" rx="6"/>',
    ]  # fmt: skip
    for power in range(low, high + 1):
        x = across(10.0**power)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="26" y2="{height - 8}"/>')
        parts.append(f'<text class="faint" x="{x:.1f}" y="18" text-anchor="middle">{tick(power)}</text>')
    y = 28
    for title, rows in shown:
        y += HEAD
        parts.append(f'<text class="text head" x="12" y="{y - 8}">{escape(title)}</text>')
        for label, seconds in rows:
            end = across(seconds)
            kind = "ours" if label.startswith(OURS) else "peer"
            parts.append(
                f'<text class="text" x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            )
            parts.append(
                f'<rect class="{kind}" x="{LEFT}" y="{y + 3}" width="{max(end - LEFT, 1):.1f}" height="{LINE - 6}" rx="2"/>'
            )
            parts.append(f'<text class="text" x="{end + 6:.1f}" y="{y + 14}">{duration(seconds)}</text>')
            y += LINE
    return "\n".join([*parts, "</svg>", ""])


def tick(power: int) -> str:
    return duration(10.0**power).replace(".00", "").replace(".0 ", " ")
