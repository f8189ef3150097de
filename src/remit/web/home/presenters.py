"""How does one's own home page read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from remit.reading.actions import ActionLine
from remit.reading.children import ChildLine
from remit.reading.home import Home, MeetingLine, OwedLine
from remit.web import formats


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty: what, for what, by when, and where it is done."""

    what: str
    about: str
    clause: str
    due: str
    overdue: bool
    href: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting to come."""

    name: str
    href: str
    when: str
    state: str
    child: str
    child_href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page, ready to be shown."""

    owed: tuple[Owed, ...]
    overdue: int
    more_owed: bool
    actions: tuple[ActionLine, ...]
    meetings: tuple[Sitting, ...]
    heard: tuple[Sitting, ...]
    children: tuple[ChildLine, ...]


def present(home: Home, actions: tuple[ActionLine, ...], *, now: datetime) -> HomePage:
    """The home page of one person."""
    owed = tuple(_owed(line) for line in home.owed)
    return HomePage(
        owed=owed,
        overdue=sum(line.overdue for line in owed),
        more_owed=home.more_owed,
        actions=actions,
        meetings=tuple(_sitting(line) for line in home.meetings),
        heard=tuple(_sitting(line) for line in home.cases_heard),
        children=home.children,
    )


def _owed(line: OwedLine) -> Owed:
    about = f"{line.forum_name}, {formats.date(line.meeting_on)}" if line.meeting_on else line.forum_name
    if line.subject_name:
        about = f"{line.subject_name}: {about}" if about else line.subject_name
    return Owed(line.what, about, line.clause, formats.due(line.due_at), line.overdue, _where(line))


def _where(line: OwedLine) -> str:
    if line.action:
        return reverse("action", kwargs={"action": line.action})
    if line.forum and line.meeting:
        return reverse("meeting", kwargs={"forum": line.forum, "date": line.meeting})
    return ""


STATES = {
    "planned": "being prepared",
    "issued": "agenda issued",
    "open": "in session",
    "closed": "closed",
    "cancelled": "cancelled",
}


def _sitting(line: MeetingLine) -> Sitting:
    starts = formats.time(line.slot or line.start)
    return Sitting(
        name=line.forum_name,
        href=reverse("meeting", kwargs={"forum": line.forum, "date": line.nominal}),
        when=f"{formats.weekday(line.date)}, {starts}",
        state=STATES[line.state],
        child=line.child_name,
        child_href=reverse("case", kwargs={"child": line.child_ref}) if line.child_ref else "",
    )
