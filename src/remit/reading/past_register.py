"""What does a workbook tell of a meeting before Remit, as a register?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from remit.documents.register import Register, RegisterLine
from remit.reading import looks
from remit.reading.history import source_of
from remit.records.children import Identifier
from remit.records.history import PastDiscussion, PastMeeting
from remit.records.visibility import child_facts
from remit.rules.access import Said, may_see, reads_by_forum
from remit.rules.clock import instant
from remit.rules.outcomes import NotFound
from remit.rules.permissions import why_not_read_minutes
from remit.rules.viewers import Viewer


def past_register(viewer: Viewer, *, forum: str, on: date, now: datetime) -> Register:
    """What a workbook tells of a meeting before Remit, as a register, for who sits on the forum and quality assurance.

    It has the children whom this viewer may see now and of whom they read what this forum said before; of the others it
    says how many they are.

    Refuses: no such meeting for this viewer.
    """
    meeting = PastMeeting.objects.filter(forum__slug=forum, date=on, superseded_at__isnull=True)
    found = meeting.select_related("imported__by").first()
    if found is None or why_not_read_minutes(viewer, forum) is not None:
        raise NotFound("register")
    told = PastDiscussion.objects.filter(meeting=found).select_related("subject__person")
    there = list(told.order_by("position"))
    rows = _read_by(viewer, there, Said(forum, instant(on, time()), on), now)
    children = [row.subject_id for row in rows]
    looks.shown(looks.EXPORTED, children)
    ids = Identifier.objects.known().filter(person__in=children, scheme=Identifier.PERSON_ID)
    numbers = dict(ids.values_list("person_id", "value"))
    return Register(
        forum=forum.upper(),
        short=forum,
        date=on,
        columns=("meeting", "person", "section", "rating", "outcome", "actions"),
        lines=tuple(_line(row, found, numbers.get(row.subject_id, "")) for row in rows),
        hidden=len(there) - len(rows),
    )


def _read_by(
    viewer: Viewer, there: Sequence[PastDiscussion], said: Said, now: datetime
) -> list[PastDiscussion]:
    """Those about children whom this viewer may see, and of whom they read what the forum said before."""
    known = child_facts([row.subject_id for row in there], now=now)
    seen = {
        subject
        for subject, facts in known.items()
        if may_see(viewer, facts, now=now).met and reads_by_forum(viewer, facts, said, now=now)
    }
    return [row for row in there if row.subject_id in seen]


def _line(row: PastDiscussion, meeting: PastMeeting, person_id: str) -> RegisterLine:
    """A line, with where it is known from; who was there no workbook says."""
    return RegisterLine(
        meeting=meeting.date,
        person_id=person_id,
        name=_name(row.subject.person),
        section=", ".join(part for part in (row.section, source_of(meeting)) if part),
        risk=row.risk,
        outcome=row.outcome,
        worker_present="",
        seats_present=0,
        seats_in_all=0,
        team=row.team,
        actions=len(row.actions) if isinstance(row.actions, list) else 0,
    )


def _name(person: Any) -> str:
    """The name of a child as registers have it."""
    return f"{person.given_name} {person.family_name}".strip() or person.initials
