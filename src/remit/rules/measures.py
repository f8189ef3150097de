"""What do the figures of a forum come to? Counted from plain things, by what its terms say is counted.

What is not known of a thing is never guessed: it is shown apart, left out, or counted as not so, as the measure says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from remit.rules.calendar import DAY, WorkCalendar, less, month_later, plus
from remit.rules.text import shown_date
from remit.terms.model import Count, Grouping, Measure, Span, Without

NO_HOLIDAYS = WorkCalendar()
NOT_MEASURABLE = "Not measurable yet"
NEVER = date.max
SMALL = 5
"""A count from 1 to one below this may let somebody who knows a child recognise it."""


@dataclass(frozen=True, slots=True)
class Window:
    """From a day until (and without) another."""

    first: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether that day lies in it."""
        return self.first <= day < self.until

    @property
    def last(self) -> date:
        """The last day in it."""
        return self.until - DAY


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be counted: its day, and what is known of it. What is not known is not in `said`."""

    day: date
    said: Mapping[str, str | bool] = field(default_factory=dict)
    child: int = 0
    until: date | None = None
    """Of a stay: the first day without it; None while it lasts."""


Source = tuple[str, str]
"""What is counted, and of stays in which cohort; empty otherwise."""


@dataclass(frozen=True)
class Things:
    """Everything that can be counted, by what it is."""

    of: Mapping[Source, Sequence[Thing]]
    known_until: date
    """Up to and without this day the record is asked: what would have come later is not known."""
    covered: Mapping[Source, date] = field(default_factory=dict)
    """From which day on the record tells of each kind: what came earlier is not known. `NEVER`: it tells of none yet."""

    def covered_from(self, count: Count) -> date:
        """From which day on the record tells of what a count counts."""
        return self.covered.get(source_of(count), date.min)

    def find(self, count: Count) -> Sequence[Thing]:
        return self.of.get(source_of(count), ())

    def arrivals_of(self, child: int, cohort: str) -> Sequence[date]:
        """When this child came into a cohort."""
        return self._arrived.get((child, cohort), ())

    @cached_property
    def _arrived(self) -> Mapping[tuple[int, str], list[date]]:
        found: dict[tuple[int, str], list[date]] = defaultdict(list)
        for (kind, cohort), things in self.of.items():
            if kind == "arrivals":
                for one in things:
                    found[one.child, cohort].append(one.day)
        return found


@dataclass(frozen=True, slots=True)
class Tally:
    """So many, of so many where it is a share; and those of which it is not known."""

    counted: int
    of: int | None = None
    apart: int = 0
    left_out: int = 0

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; None where it is none, or of nothing."""
        return round(100 * self.counted / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a figure: by which values, as the record has them."""

    by: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure, counted over a window. Not counted (`why_not`) where nothing records it."""

    measure: Measure
    window: Window
    whole: Tally | None
    groups: tuple[Group, ...] = ()
    months: tuple[tuple[date, int], ...] = ()
    """Of one drawn as a run: each month of which there is a record, and the count in it."""
    why_not: str = ""
    since: date = date.min
    """From which day on there is a record of what it counts."""

    @property
    def compares(self) -> bool:
        """Whether it stands beside an earlier time, and is no share."""
        below = self.measure.denominator
        return isinstance(below, Count) and below.earlier is not None


def source_of(count: Count) -> Source:
    """Which things a count counts."""
    return count.of, count.cohort or ""


def sources_of(measure: Measure) -> Iterator[Source]:
    """Every kind of thing a measure needs."""
    if not measure.runs:
        return
    for count in (measure.numerator, measure.denominator):
        if isinstance(count, Count):
            yield source_of(count)
            if count.without:
                yield "arrivals", count.without.cohort


def window_of(measure: Measure, until: date) -> Window:
    """The measure's own period, up to and without a day."""
    return Window(before(until, measure.period), until)


def before(day: date, span: Span) -> date:
    """The day so much before another; of the first of a month, the first of a month."""
    return less(day, span, NO_HOLIDAYS)


def earliest(measure: Measure, window: Window) -> date:
    """The first day of which anything must be known to count a measure."""
    days = [window.first]
    if measure.chart and measure.chart.over:
        days.append(before(window.until, measure.chart.over).replace(day=1))
    counts = (measure.numerator, measure.denominator)
    days += [before(window.first, one.earlier) for one in counts if isinstance(one, Count) and one.earlier]
    return min(days)


def figure(measure: Measure, window: Window, things: Things) -> Figure:
    """What a measure comes to over a window."""
    if not measure.runs:
        return Figure(measure, window, None, why_not=why_not_measured(measure))
    since = max(things.covered_from(count) for count in _counts(measure))
    if why_not := why_not_on_record(measure, window, since):
        return Figure(measure, window, None, why_not=why_not, since=since)
    return Figure(
        measure,
        window,
        _tally(measure, window, things),
        tuple(_groups(measure, window, things)),
        tuple(_months(measure, window, things)),
        since=since,
    )


def _counts(measure: Measure) -> list[Count]:
    return [one for one in (measure.numerator, measure.denominator) if isinstance(one, Count)]


def why_not_on_record(measure: Measure, window: Window, since: date) -> str:
    """Why a measure cannot be counted over these days, of which the record tells from one of them on; empty where it can.

    Over days of which a part is on record, that part is counted; what is compared with it has to be there whole.
    """
    if since == NEVER:
        return f"{NOT_MEASURABLE}: there is no record of it."
    earliest_day = min(_window_of(count, window).first for count in _counts(measure))
    if since >= window.until or (earliest_day < window.first and earliest_day < since):
        return f"{NOT_MEASURABLE}: there is no record of it before {shown_date(since)}."
    return ""


def why_not_measured(measure: Measure) -> str:
    """Why a measure is not counted."""
    if measure.source is None:
        return f"{NOT_MEASURABLE}: nothing records it."
    return f"{NOT_MEASURABLE}: its terms say in words what is meant, and nothing counts it."


def _tally(
    measure: Measure, window: Window, things: Things, keep: Callable[[Thing], bool] = lambda thing: True
) -> Tally:
    """Those counted, among those the denominator leaves where it is of the same things."""
    above, below = measure.numerator, measure.denominator
    assert isinstance(above, Count)
    if (
        isinstance(below, Count)
        and source_of(below) == source_of(above)
        and not (below.earlier or above.earlier)
    ):
        return _share(measure, above, below, window, things, keep)
    top = _counted(above, window, things, keep)
    under = _counted(below, window, things, keep) if isinstance(below, Count) else None
    unknown = top.count(None)
    apart, out = (unknown, 0) if measure.missing == "shown_apart" else (0, unknown)
    return Tally(top.count(True), under.count(True) if under is not None else None, apart, out)


def _share(
    measure: Measure,
    above: Count,
    below: Count,
    window: Window,
    things: Things,
    keep: Callable[[Thing], bool],
) -> Tally:
    among = [one for one in _in_window(above, window, things) if keep(one)]
    inside = [(one, _fits(below, one, things)) for one in among]
    # What would be known at once of some and only in time of others is asked of none before: the share would lean.
    ripe = [one for one, whether in inside if whether and not _too_early(above, one, things)]
    found = [_fits(above, one, things) for one in ripe]
    early = sum(whether is True for _, whether in inside) - len(ripe)
    unknown, unsure = found.count(None), sum(whether is None for _, whether in inside)
    counted = found.count(True)
    if measure.missing == "counted_as_not":
        return Tally(counted, len(found), early)
    if measure.missing == "left_out":
        return Tally(counted, len(found) - unknown, 0, unknown + unsure + early)
    return Tally(counted, len(found) - unknown, unknown + unsure + early)


def _counted(
    count: Count, window: Window, things: Things, keep: Callable[[Thing], bool]
) -> list[bool | None]:
    return [_fits(count, one, things) for one in _in_window(count, window, things) if keep(one)]


def _in_window(count: Count, window: Window, things: Things) -> Iterator[Thing]:
    window = _window_of(count, window)
    if count.of != "stays":
        yield from (one for one in things.find(count) if window.holds(one.day))
        return
    seen: set[int] = set()
    for one in things.find(count):  # a child who was there twice is one child
        if (
            one.day < window.until
            and (one.until is None or one.until > window.first)
            and one.child not in seen
        ):
            seen.add(one.child)
            yield one


def _window_of(count: Count, window: Window) -> Window:
    """The days over which a count counts."""
    if not count.earlier:
        return window
    return Window(before(window.first, count.earlier), before(window.until, count.earlier))


def _fits(count: Count, thing: Thing, things: Things) -> bool | None:
    """Whether every part of a count holds; None where no part fails and one is not known."""
    answers = list(_parts(count, thing, things))
    if False in answers:
        return False
    return None if None in answers else True


def _parts(count: Count, thing: Thing, things: Things) -> Iterator[bool | None]:
    for name, wanted in (
        ("section", count.sections),
        ("outcome", count.outcomes),
        ("rating", count.ratings),
        ("to", count.to),
        ("provider", count.provider),
    ):
        if wanted:
            said = thing.said.get(name)
            yield None if said is None else said in wanted
    if count.other_than:
        outcome = thing.said.get("outcome")
        yield None if outcome is None else outcome not in count.other_than
    for name in ("presence", "heard", "closes", "met"):
        so = getattr(count, name)
        if so is not None:
            said = thing.said.get(name)
            yield None if said is None else said is so
    if count.without:
        yield _came_to_nothing(count.without, thing, things)


def _too_early(count: Count, thing: Thing, things: Things) -> bool:
    """Whether the time in which nothing may come after a thing is not over yet."""
    without = count.without
    return without is not None and plus(thing.day, without.within, NO_HOLIDAYS) >= things.known_until


def _came_to_nothing(without: Without, thing: Thing, things: Things) -> bool | None:
    """Whether the child came into no such cohort in the time after; None while that time is not over, or not on record."""
    over = plus(thing.day, without.within, NO_HOLIDAYS)
    if any(thing.day <= day <= over for day in things.arrivals_of(thing.child, without.cohort)):
        return False
    recorded = things.covered.get(("arrivals", without.cohort), date.min) <= thing.day
    return True if recorded and over < things.known_until else None


def _groups(measure: Measure, window: Window, things: Things) -> Iterator[Group]:
    """A tally for each combination of values that occurs, in the order of the values."""
    assert isinstance(measure.numerator, Count)
    if not measure.by:
        return
    found = {values_of(measure.by, thing) for thing in _in_window(measure.numerator, window, things)}
    for values in sorted(found):
        yield Group(values, _tally(measure, window, things, _of_group(measure.by, values)))


def _of_group(by: Sequence[Grouping], values: tuple[str, ...]) -> Callable[[Thing], bool]:
    return lambda thing: values_of(by, thing) == values


def values_of(by: Sequence[Grouping], thing: Thing) -> tuple[str, ...]:
    """The values by which a thing is put into a group; an empty one where it is not known."""
    return tuple(str(thing.said.get(name, "")) for name in by)


def _months(measure: Measure, window: Window, things: Things) -> Iterator[tuple[date, int]]:
    """Of a measure drawn as a run: the count of each month that is over and on record, the earliest first."""
    if measure.chart is None or measure.chart.over is None:
        return
    assert isinstance(measure.numerator, Count)
    until = window.until.replace(day=1)
    over = Window(month_later(until, -measure.chart.over.count), until)
    fitting = (
        thing
        for thing in _in_window(measure.numerator, over, things)
        if _fits(measure.numerator, thing, things)
    )
    counts = Counter(thing.day.replace(day=1) for thing in fitting)
    since = things.covered_from(measure.numerator)
    for back in range(measure.chart.over.count, 0, -1):
        month = month_later(until, -back)
        if month >= since:
            yield month, counts[month]


def has_small_numbers(figures: Iterable[Figure]) -> bool:
    """Whether any count of theirs is so small that a child could be recognised by it; what a share leaves is a count too."""
    return any(0 < number < SMALL for one in figures for number in _numbers(one))


def _numbers(figure: Figure) -> Iterator[int]:
    for tally in (figure.whole, *(group.tally for group in figure.groups)):
        if tally is None:
            continue
        yield from (tally.counted, tally.apart, tally.left_out)
        if tally.of is not None:
            yield tally.of if figure.compares else tally.of - tally.counted
    yield from (count for _, count in figure.months)
