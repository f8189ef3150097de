"""Does a figure that goes up and down do so by more than its own ordinary variation? (An XmR chart.)

The mean of the points, and limits 2.66 mean moving ranges to either side of it. A point outside the limits has a reason
worth looking for; one inside is what this process does by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

FACTOR = 2.66
"""Three standard deviations, where one is estimated by the mean moving range divided by 1.128."""
ENOUGH = 8
"""With fewer points than these the limits may still move a good deal."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value, what it is called, and whether it lies outside the limits."""

    label: str
    value: int
    outside: Literal["", "above", "below"] = ""


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The points with their mean and limits."""

    points: tuple[Point, ...]
    mean: float
    moving_range: float
    lower: float
    upper: float

    @property
    def floored(self) -> bool:
        """Whether the lower limit would lie below nothing, where no count can be."""
        return self.mean <= FACTOR * self.moving_range

    @property
    def few(self) -> bool:
        """Whether there are too few points to rely on the limits."""
        return len(self.points) < ENOUGH

    @property
    def outside(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.outside)


def control_chart(values: Sequence[tuple[str, int]]) -> ControlChart:
    """The chart of some counts in their order. A count cannot fall below nothing, so neither does the lower limit."""
    counts = [value for _, value in values]
    mean = sum(counts) / len(counts) if counts else 0.0
    ranges = [abs(later - earlier) for earlier, later in pairwise(counts)]
    moving = sum(ranges) / len(ranges) if ranges else 0.0
    lower, upper = max(0.0, mean - FACTOR * moving), mean + FACTOR * moving
    points = tuple(Point(label, value, _side(value, lower, upper, ranges)) for label, value in values)
    return ControlChart(points, mean, moving, lower, upper)


def _side(value: int, lower: float, upper: float, ranges: Sequence[int]) -> Literal["", "above", "below"]:
    if not ranges:
        return ""
    return "above" if value > upper else "below" if value < lower else ""


def explained(chart: ControlChart) -> tuple[str, ...]:
    """What the chart says, in words that do without it."""
    if not chart.points:
        return ("There is no month to show yet.",)
    said = [f"The mean is {number(chart.mean)} a month. {_limits(chart)}"]
    if chart.few:
        many = "is 1 month" if len(chart.points) == 1 else f"are {len(chart.points)} months"
        said.append(f"There {many} only. With fewer than {ENOUGH} the limits may still move a good deal.")
    for point in chart.outside:
        limit = "upper" if point.outside == "above" else "lower"
        said.append(
            f"{point.label} ({point.value}) is {point.outside} the {limit} limit: look for the reason."
        )
    if not chart.outside:
        said.append("No month lies outside the limits, so no single month needs a reason of its own.")
    return tuple(said)


def _limits(chart: ControlChart) -> str:
    difference = f"the mean difference between one month and the next ({number(chart.moving_range)})"
    if chart.floored:
        return (
            f"The upper limit of ordinary variation is {number(chart.upper)}: the mean, plus {FACTOR} times {difference}. "
            "A count cannot fall below 0, so there is no lower limit."
        )
    return (
        f"The limits of ordinary variation are {number(chart.lower)} and {number(chart.upper)}: "
        f"the mean, less and plus {FACTOR} times {difference}."
    )


def number(value: float) -> str:
    """A figure in as few decimals as tell it from a whole number: no count that lies beside a limit reads as if on it."""
    for places in range(1, 7):
        shown = f"{value:.{places}f}"
        if not float(shown).is_integer():
            return shown
    return f"{value:.0f}"
