"""How is a figure drawn? Small SVG of our own: a run with its limits, bars, and the trail of one value over time.

No colour carries a meaning by itself: what lies outside the limits is a square with a word beside it. Styles stand in
presentation attributes, since pages allow no `style`; each drawing has a title and a description, and a table under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from remit.rules.control_chart import ControlChart, number
from remit.rules.figures_told import Bar

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 130, 20, 44
INK, QUIET, LINE = "#0b0c0c", "#505a5f", "#1d70b8"
BAR_HEIGHT, NAME_WIDTH = 30, 300
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values stand on the drawing."""

    most: float
    count: int

    def x(self, place: int) -> float:
        room = WIDTH - LEFT - RIGHT
        return LEFT + (room * place / (self.count - 1) if self.count > 1 else room / 2)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.most)


def run(chart: ControlChart, *, name: str, key: str) -> str:
    """A run of counts with mean and limits; a point outside them is a square and says on which side it lies."""
    values = [point.value for point in chart.points]
    scale = _Scale(max(1.0, chart.upper, *values) * 1.08, len(values))
    parts = [_axis(scale), *_limits(chart, scale), _path(values, scale)]
    every = max(1, -(-len(values) // MOST_LABELS))
    for place, point in enumerate(chart.points):
        x, y = scale.x(place), scale.y(point.value)
        if point.outside:
            parts.append(f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{INK}"/>')
            parts.append(_text(x, y - 10, point.outside, anchor="middle"))
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{LINE}"/>')
        if place % every == 0:
            month, _, year = point.label.partition(" ")
            parts.append(_text(x, HEIGHT - BOTTOM + 18, month[:3], anchor="middle"))
            parts.append(_text(x, HEIGHT - BOTTOM + 34, year, anchor="middle"))
    limits = f"an upper limit at {number(chart.upper)}"
    if not chart.floored:
        limits = f"limits at {number(chart.lower)} and {number(chart.upper)}"
    said = f"{len(values)} months, with a mean of {number(chart.mean)} and {limits}."
    return _drawing(name, said, key, HEIGHT, parts)


def bars(groups: Sequence[Bar], *, name: str, key: str) -> str:
    """A bar for each group, as long as its count; behind it, in outline, how many there are in all."""
    most = max([1, *(max(bar.value, bar.of or 0) for bar in groups)])
    room = WIDTH - NAME_WIDTH - 90
    parts = []
    for place, bar in enumerate(groups):
        y = 6 + place * BAR_HEIGHT
        long = room * bar.value / most
        parts.append(_text(NAME_WIDTH - 8, y + 15, _short(bar.label), anchor="end"))
        if bar.of is not None:
            whole = room * bar.of / most
            parts.append(
                f'<rect x="{NAME_WIDTH}" y="{y}" width="{whole:.1f}" height="20" fill="none" stroke="{QUIET}"/>'
            )
        parts.append(f'<rect x="{NAME_WIDTH}" y="{y}" width="{long:.1f}" height="20" fill="{LINE}"/>')
        said = str(bar.value) if bar.of is None else f"{bar.value} of {bar.of}"
        end = room * max(bar.value, bar.of or 0) / most
        parts.append(_text(NAME_WIDTH + end + 6, y + 15, said))
    return _drawing(
        name,
        f"{len(groups)} bars; their numbers stand in the table.",
        key,
        12 + len(groups) * BAR_HEIGHT,
        parts,
    )


def trail(values: Sequence[tuple[str, int]], *, name: str, key: str) -> str:
    """One value over time, without limits: the first and the last are named."""
    counts = [value for _, value in values]
    scale = _Scale(max([1, *counts]) * 1.08, len(counts))
    parts = [_axis(scale), _path(counts, scale)]
    for place in {0, len(values) - 1} if values else ():
        label, value = values[place]
        parts.append(_text(scale.x(place), HEIGHT - BOTTOM + 18, label, anchor="middle"))
        parts.append(_text(scale.x(place), scale.y(value) - 8, str(value), anchor="middle"))
    return _drawing(name, f"{len(values)} values.", key, HEIGHT, parts)


def _limits(chart: ControlChart, scale: _Scale) -> list[str]:
    """The mean and the limits there are, from the top; names that would stand on each other are moved down."""
    parts = []
    at = 0.0
    dashes = ' stroke-dasharray="6 4"'
    lines = [(chart.upper, "Upper limit", dashes), (chart.mean, "Mean", "")]
    if not chart.floored:
        lines.append((chart.lower, "Lower limit", dashes))
    for value, words, dashed in lines:
        y = scale.y(value)
        ends = f'x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"'
        parts.append(f'<line {ends} stroke="{QUIET}"{dashed}/>')
        at = max(y + 4, at + 15)
        parts.append(_text(WIDTH - RIGHT + 6, at, f"{words} {number(value)}"))
    return parts


def _axis(scale: _Scale) -> str:
    step = max(1, round(scale.most / 4))
    steps = range(0, int(scale.most) + 1, step)
    marks = [_text(LEFT - 8, scale.y(value) + 4, str(value), anchor="end") for value in steps]
    low = scale.y(0)
    line = f'<line x1="{LEFT}" y1="{low:.1f}" x2="{WIDTH - RIGHT}" y2="{low:.1f}" stroke="{INK}"/>'
    return line + "".join(marks)


def _path(values: Sequence[int], scale: _Scale) -> str:
    points = " ".join(f"{scale.x(place):.1f},{scale.y(value):.1f}" for place, value in enumerate(values))
    return f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="2"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" '
        f'font-family="Arial, Liberation Sans, sans-serif" fill="{INK}">{escape(words)}</text>'
    )


def _short(words: str) -> str:
    return words if len(words) <= 42 else f"{words[:40]}…"


def _drawing(name: str, said: str, key: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="remit-chart" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="img" aria-labelledby="{key}-name {key}-said">'
        f'<title id="{key}-name">{escape(name)}</title><desc id="{key}-said">{escape(said)}</desc>'
        f"{''.join(parts)}</svg>"
    )
