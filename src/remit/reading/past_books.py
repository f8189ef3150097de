"""Which workbooks tell of meetings a forum held before Remit, and what became of each? No child stands in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from remit.reading.workbook_return import HeldWorkbook
from remit.records.forums import Forum
from remit.records.history import PastMeeting
from remit.records.placements_list import Import
from remit.records.terms_store import adopted, live_terms, terms_of
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.past_meetings import HISTORY, opens_held_past, why_not_load_past
from remit.rules.permissions import why_not_read_minutes, why_not_run
from remit.rules.viewers import Viewer

MOST = 100
"""So many are listed; a forum that met weekly has two years of them."""


@dataclass(frozen=True, slots=True)
class PastBookLine:
    """A workbook that was uploaded, or loaded by command."""

    ref: str
    filename: str
    state: str
    """held, applied, replaced, undone or dropped."""
    by: str
    at: datetime
    on: date | None
    """The day of the meeting it tells of, once it was loaded."""
    children: int
    """Of how many it tells, once it was loaded."""


@dataclass(frozen=True, slots=True)
class PastBooks:
    """The page on which such workbooks are loaded."""

    forum: str
    forum_name: str
    short: str
    lines: tuple[PastBookLine, ...]
    reads_register: bool
    """Whether this viewer may have the register of such a meeting."""
    runs: bool
    """Whether this viewer may see what those meetings left outstanding."""


def past_books(viewer: Viewer, *, forum: str, now: datetime) -> PastBooks:
    """For who runs the forum, and the data officer. Refuses: anybody else; no such forum that is live."""
    refuse_if(why_not_load_past(viewer, forum))
    return _books(viewer, forum, _theirs(viewer, forum).order_by("-pk")[:MOST], now)


def past_book(viewer: Viewer, *, forum: str, ref: str, now: datetime) -> tuple[PastBooks, PastBookLine]:
    """One of them. Refuses: not theirs; there is none such for this viewer."""
    refuse_if(why_not_load_past(viewer, forum))
    page = _books(viewer, forum, _theirs(viewer, forum).filter(ref=ref), now)
    if not page.lines:
        raise NotFound("workbook")
    return page, page.lines[0]


def _books(viewer: Viewer, forum: str, rows: QuerySet[Import, Import], now: datetime) -> PastBooks:
    day = london_day(now)
    if not Forum.objects.filter(slug=forum, live_from__lte=day).exists():
        raise NotFound("forum")
    terms, found = terms_of(adopted(forum, day)), list(rows)
    told = _told_by([one.pk for one in found])
    return PastBooks(
        forum=forum,
        forum_name=terms.name,
        short=terms.short,
        lines=tuple(_line(one, told.get(one.pk)) for one in found),
        reads_register=why_not_read_minutes(viewer, forum) is None,
        runs=why_not_run(viewer, forum) is None,
    )


def held_past_book(viewer: Viewer, *, forum: str, ref: str) -> HeldWorkbook:
    """One that was not loaded yet, with its content. Refuses: not theirs; there is none such for this viewer."""
    refuse_if(why_not_load_past(viewer, forum))
    row = Import.objects.filter(ref=ref, kind=HISTORY, sheet=forum, state=Import.State.HELD).first()
    if row is None or not opens_held_past(viewer, own=row.by_id == viewer.staff_id):
        raise NotFound("workbook")
    return HeldWorkbook(bytes(row.content or b""), row.filename)


def forums_before_remit(viewer: Viewer, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """The forums of which this viewer may load such workbooks, by slug and name."""
    live = live_terms(london_day(now))
    theirs = (slug for slug in sorted(live) if why_not_load_past(viewer, slug) is None)
    return tuple((slug, live[slug].name) for slug in theirs)


def _theirs(viewer: Viewer, forum: str) -> QuerySet[Import, Import]:
    """Those of a forum; of what is held only what this viewer may open."""
    rows = Import.objects.filter(kind=HISTORY, sheet=forum).select_related("by").defer("content", "did")
    if opens_held_past(viewer, own=False):
        return rows
    return rows.filter(~Q(state=Import.State.HELD) | Q(by=viewer.staff_id))


def _told_by(imports: Collection[int]) -> dict[int, PastMeeting]:
    """By import the meeting it told of, with how many children. One query."""
    rows = PastMeeting.objects.filter(imported__in=imports).annotate(children=Count("discussions"))
    return {row.imported_id: row for row in rows}


def _line(row: Import, told: PastMeeting | None) -> PastBookLine:
    replaced = row.state == Import.State.APPLIED and (told is None or told.superseded_at is not None)
    return PastBookLine(
        ref=row.ref,
        filename=row.filename,
        state="replaced" if replaced else row.state,
        by=row.by.name,
        at=row.undone_at or row.applied_at or row.at,
        on=told.date if told else None,
        children=getattr(told, "children", 0),
    )
