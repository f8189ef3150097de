"""Which meeting does a command mean that gives a date? No child and no content is read here."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused
from remit.rules.past_meetings import why_not_load_past, why_not_load_past_of
from remit.rules.text import listed, shown_date
from remit.rules.viewers import Viewer


def meeting_on(*, forum: str | None, on: date) -> tuple[str, str]:
    """The forum and the nominal date of the meeting that is held, or was planned, on that day.

    Refuses: there is none; there are several, and no forum is named.
    """
    rows = Meeting.objects.filter(Q(date=on) | Q(nominal_date=on)).select_related("forum")
    if forum:
        rows = rows.filter(forum__slug=forum)
    found = sorted(rows, key=lambda row: (row.date != on, row.forum.slug))
    forums = sorted({row.forum.slug for row in found})
    if not found:
        raise Refused(f"No meeting is on {shown_date(on)}.", remedy="Check the date given with --meeting.")
    if len(forums) > 1:
        raise Refused(
            f"{listed(forums)} meet on {shown_date(on)}.", remedy="Say which is meant with --forum."
        )
    return found[0].forum.slug, found[0].nominal_date.isoformat()


def case_of(*, forum: str, nominal: str, child: str) -> str:
    """The reference of the child's item at that meeting. Refuses: there is none. Whether it may be read, who reads it asks."""
    items = AgendaItem.objects.filter(
        meeting__forum__slug=forum, meeting__nominal_date=nominal, subject__ref=child, title=""
    )
    ref = items.exclude(state=AgendaItem.State.WITHDRAWN).order_by("pk").values_list("ref", flat=True).first()
    if ref is None:
        raise NotFound("case")
    return str(ref)


def why_not_keep_past(viewer: Viewer, *, forum: str, on: date, now: datetime) -> Refused | None:
    """Why this viewer cannot keep the workbook of a meeting before Remit, asked before it is loaded; of no content."""
    if (refusal := why_not_load_past(viewer, forum)) is not None:
        return refusal
    row = Forum.objects.filter(slug=forum).first()
    if row is None:
        return Refused(
            f"The forum {forum} is not switched on.",
            remedy="An administrator switches it on, on the page of seats and forums; then load the workbook again.",
        )
    held_here = Meeting.objects.filter(forum=row, date=on, opened_at__isnull=False).exists()
    return why_not_load_past_of(on, today=london_day(now), held_here=held_here)
