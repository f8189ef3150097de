"""How does a figure read? Its words, its table and what is drawn of it: the same on a page, in a file and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from remit.rules.control_chart import ControlChart, control_chart, explained
from remit.rules.measures import Figure, Group, Tally, has_small_numbers
from remit.rules.text import shown_date
from remit.terms.model import Count, ForumTerms, Grouping, Measure

NOT_KNOWN = "Not known"
HEADS: dict[Grouping, str] = {
    "team": "Team",
    "outcome": "Outcome",
    "rating": "Risk",
    "section": "Part of the agenda",
    "seat": "Seat",
    "service": "Service",
    "provider": "Provided by",
}
WITHOUT_OUTCOME = {"noted": "Noted, with no outcome needed", "not-discussed": "Not discussed"}
PROVIDERS = {
    "internal": "The authority itself",
    "external": "Somebody else",
    "parents": "Nobody: with parents",
}
RATINGS = ("high", "medium", "low", "unrated")
SMALL_NUMBERS = (
    "Some of these counts are below five. Somebody who knows a child may recognise the child by them: think of that "
    "before this goes outside the council."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings; the first cell of each row says what the row is about."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A group of a figure: so many, of so many."""

    label: str
    value: int
    of: int | None


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A figure, ready to be shown anywhere. `headline` is empty where it is not counted, and `why_not` says why."""

    id: str
    name: str
    clause: str
    days: str
    """Over which days it counts."""
    headline: str
    why_not: str
    source: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    run: ControlChart | None = None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportTold:
    """A report's figures and words, whole; what is kept of it when it is shared."""

    figures: tuple[FigureTold, ...]
    texts: tuple[tuple[str, str], ...]
    """What each part of the narrative is called, and what was written."""
    small: bool
    """Whether a count in it is so small that a child might be recognised by it."""


def told(figure: Figure, terms: ForumTerms) -> FigureTold:
    """The figure in words, with its table."""
    measure, whole = figure.measure, figure.whole
    run = _run(figure)
    return FigureTold(
        id=measure.id,
        name=measure.name,
        clause=measure.clause,
        days=f"{shown_date(figure.window.first)} to {shown_date(figure.window.last)}",
        headline=_headline(figure, whole) if whole else "",
        why_not=figure.why_not,
        source=measure.source or "",
        notes=tuple(_notes(figure, run)),
        tables=tuple(_tables(figure, terms, run)),
        run=run,
        bars=tuple(_bars(figure, terms)),
    )


def report_told(figures: Sequence[Figure], texts: Sequence[tuple[str, str]], terms: ForumTerms) -> ReportTold:
    """All of them, with the narrative."""
    return ReportTold(tuple(told(one, terms) for one in figures), tuple(texts), has_small_numbers(figures))


def _headline(figure: Figure, whole: Tally) -> str:
    if figure.compares:
        below = figure.measure.denominator
        assert isinstance(below, Count)
        return f"{whole.counted}, against {whole.of} in the {figure.measure.period} that ended {below.earlier} earlier"
    return _of_how_many(whole)


def _of_how_many(tally: Tally) -> str:
    if tally.of is None:
        return str(tally.counted)
    if not tally.of:
        return "Nothing to count"
    return f"{tally.counted} of {tally.of} ({tally.percent}%)"


def _notes(figure: Figure, run: ControlChart | None) -> Iterator[str]:
    whole = figure.whole
    if whole is None:
        return
    if figure.window.first < figure.since:
        yield f"Counted from {shown_date(figure.since)}: there is no record of it before."
    if whole.apart:
        more = "One more is" if whole.apart == 1 else f"{whole.apart} more are"
        yield f"{more} shown apart: {_why_apart(figure.measure)}."
    if whole.left_out:
        yield f"{whole.left_out} left out: not known."
    if figure.measure.missing == "counted_as_not" and isinstance(figure.measure.denominator, Count):
        yield "Where nothing is recorded it counts as not so."
    if run is not None:
        yield from explained(run)
    over = figure.measure.chart and figure.measure.chart.over
    if over and len(figure.months) < over.count:
        yield f"Earlier months are left out: there is no record of it before {shown_date(figure.since)}."


def _why_apart(measure: Measure) -> str:
    above = measure.numerator
    if isinstance(above, Count) and above.without:
        return f"it is less than {above.without.within} ago, so it cannot be known yet, or something was not recorded"
    return "something was not recorded"


def _run(figure: Figure) -> ControlChart | None:
    if not figure.months:
        return None
    return control_chart([(_month(month), value) for month, value in figure.months])


def _month(month: date) -> str:
    return f"{month:%B %Y}"


def _tables(figure: Figure, terms: ForumTerms, run: ControlChart | None) -> Iterator[Table]:
    if len(figure.measure.by) == 2:
        yield _matrix(figure, terms)
    elif figure.groups:
        yield _list(figure, terms)
    if run is not None:
        sides = {"above": "Above the upper limit", "below": "Below the lower limit", "": "Within the limits"}
        rows = tuple((point.label, str(point.value), sides[point.outside]) for point in run.points)
        yield Table(f"{figure.measure.name}, month by month", ("Month", "Count", "Limits"), rows)


def _list(figure: Figure, terms: ForumTerms) -> Table:
    by = figure.measure.by[0]
    share = any(group.tally.of is not None for group in figure.groups)
    rows = tuple(
        (label, *_cells(group.tally, share=share)) for label, group in _labelled(figure.groups, by, terms)
    )
    heads = (HEADS[by], "Count", "Of", "Share") if share else (HEADS[by], "Count")
    return Table(figure.measure.name, heads, rows)


def _cells(tally: Tally, *, share: bool) -> tuple[str, ...]:
    if not share:
        return (str(tally.counted),)
    return str(tally.counted), str(tally.of), "" if tally.percent is None else f"{tally.percent}%"


def _labelled(
    groups: Sequence[Group], by: Grouping, terms: ForumTerms, place: int = 0
) -> list[tuple[str, Group]]:
    """The groups with their names, in the order the terms have them, else by name."""
    order = _order(by, terms)
    ranked = sorted(
        groups, key=lambda group: (order.get(group.by[place], len(order)), label(by, group.by[place], terms))
    )
    return [(label(by, group.by[place], terms), group) for group in ranked]


def _matrix(figure: Figure, terms: ForumTerms) -> Table:
    """A row for each value of the first, a column for each of the second, and the sums."""
    first, second = figure.measure.by
    rows = list(dict.fromkeys(group.by[0] for _, group in _labelled(figure.groups, first, terms)))
    columns = list(dict.fromkeys(group.by[1] for _, group in _labelled(figure.groups, second, terms, 1)))
    found = {group.by: group.tally.counted for group in figure.groups}
    lines = [
        (label(first, row, terms), *(found.get((row, column), 0) for column in columns), _sum(found, 0, row))
        for row in rows
    ]
    last = ("All", *(_sum(found, 1, column) for column in columns), sum(found.values()))
    heads = (HEADS[first], *(label(second, column, terms) for column in columns), "All")
    return Table(figure.measure.name, heads, tuple(tuple(map(str, line)) for line in [*lines, last]))


def _sum(found: dict[tuple[str, ...], int], place: int, value: str) -> int:
    return sum(number for by, number in found.items() if by[place] == value)


def _bars(figure: Figure, terms: ForumTerms) -> Iterator[Bar]:
    chart = figure.measure.chart
    if chart is None or chart.shape != "bar" or len(figure.measure.by) != 1:
        return
    for name, group in _labelled(figure.groups, figure.measure.by[0], terms):
        yield Bar(name, group.tally.counted, group.tally.of)


def _order(by: Grouping, terms: ForumTerms) -> dict[str, int]:
    names: dict[Grouping, Sequence[str]] = {
        "outcome": [*(one.id for one in terms.outcomes), *WITHOUT_OUTCOME],
        "rating": RATINGS,
        "section": [one.id for one in terms.agenda.sections],
        "seat": [one.id for one in terms.seats],
        "provider": [*PROVIDERS],
    }
    return {name: place for place, name in enumerate(names.get(by, ()))}


def label(by: Grouping, value: str, terms: ForumTerms) -> str:
    """How a value of the record reads: an outcome, a seat or a part of the agenda by its name in the terms."""
    if not value:
        return NOT_KNOWN
    named = {
        "outcome": {one.id: one.name for one in terms.outcomes} | WITHOUT_OUTCOME,
        "section": {one.id: one.name for one in terms.agenda.sections},
        "seat": {one.id: one.name for one in terms.seats},
        "rating": {one: one.capitalize() for one in RATINGS},
        "provider": PROVIDERS,
    }
    return named.get(by, {}).get(value, value)
