"""How do figures and reports read on a page?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.documents.reports import drawn
from remit.reading.figures import FiguresPage, OccasionLine, PartLine, ReportPage
from remit.rules.figures_told import SMALL_NUMBERS, FigureTold, ReportTold
from remit.web import formats
from remit.web.figures.forms import PartForm

OPEN_ROWS = 14
"""A table of more rows than these is folded away under its chart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with what is drawn of it."""

    figure: FigureTold
    drawing: str
    """Our own SVG, whose every word is escaped where it is written."""
    folded: bool


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The sittings or months for which one report is owed."""

    name: str
    clause: str
    rows: tuple[OccasionLine, ...]


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """A forum's page of figures."""

    page: FiguresPage
    reports: tuple[ReportGroup, ...]
    figures: tuple[Shown, ...]
    small: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the narrative, with its box where it may be written."""

    part: PartLine
    form: PartForm | None
    written: str


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report's page."""

    page: ReportPage
    figures: tuple[Shown, ...]
    parts: tuple[Part, ...]
    small: str
    status: str
    colour: str
    words: str
    said: tuple[tuple[str, str], ...]
    """The narrative as it was shared, where that is what is shown."""
    meeting_day: date | None


def present_figures(page: FiguresPage) -> FiguresShown:
    """The figures up to today, and the reports."""
    groups = tuple(
        ReportGroup(name, clause, tuple(row for row in page.reports if row.name == name))
        for name, clause in dict.fromkeys((row.name, row.clause) for row in page.reports)
    )
    return FiguresShown(page, groups, tuple(_shown(one) for one in page.told.figures), _small(page.told))


def present_report(page: ReportPage, forms: dict[str, PartForm] | None = None) -> ReportShown:
    """A report; `forms`: what was sent and could not be kept."""
    latest = page.shared[0] if page.shared else None
    words = (
        f"{latest.by} shared it on {formats.when(latest.at)}." if latest else "It has not been shared yet."
    )
    return ReportShown(
        page=page,
        figures=tuple(_shown(one) for one in page.told.figures),
        parts=tuple(_part(part, page, (forms or {}).get(part.id)) for part in page.parts),
        small=_small(page.told),
        status="Shared" if latest else "Not shared",
        colour="green" if latest else "yellow",
        words=words,
        said=page.told.texts if page.as_shared else (),
        meeting_day=date.fromisoformat(page.meeting) if page.meeting else None,
    )


def _part(part: PartLine, page: ReportPage, sent: PartForm | None) -> Part:
    form = (sent or PartForm(part)) if page.writes else None
    written = f"{part.by}, {formats.when(part.at)}" if part.at else ""
    return Part(part, form, written)


def _small(told: ReportTold) -> str:
    return SMALL_NUMBERS if told.small else ""


def _shown(figure: FigureTold) -> Shown:
    drawing = drawn(figure)
    return Shown(
        figure, drawing, bool(drawing) and any(len(table.rows) > OPEN_ROWS for table in figure.tables)
    )
