"""What does `remit terms calendar` answer with?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from remit.commands.terms.said import Row, moment
from remit.commands.terms.sources import Source
from remit.rules.calendar import WorkCalendar
from remit.rules.clock import local
from remit.rules.forum_calendar import Due, ForumSitting, Held, calendar_of
from remit.rules.text import shown_date
from remit.terms.bank_holidays import bank_holidays
from remit.terms.faults import TermsRefused


def calendar_rows(source: Source, forum: str, since: date, until: date) -> list[Row]:
    """The forum's sittings from a day to a day, both included."""
    held = source.held(forum, since, until)
    others = list(_others(source, forum, since, until))
    found = calendar_of(held, since=since, until=until, calendar=WorkCalendar(bank_holidays()), others=others)
    return [sitting_row(sitting) for sitting in found]


def _others(source: Source, forum: str, since: date, until: date) -> Iterable[Held]:
    """The other forums, for clashes; one whose terms cannot be read clashes with nothing."""
    for other in source.forums():
        if other != forum:
            with suppress(TermsRefused):
                yield source.held(other, since, until)


def sitting_row(sitting: ForumSitting) -> Row:
    """One sitting as JSON."""
    meeting = sitting.meeting
    return {
        "forum": sitting.forum,
        "date": meeting.day.isoformat(),
        "start": moment_of_meeting(meeting.starts_at),
        "end": moment_of_meeting(meeting.ends_at),
        "deadlines": [_due(due) for due in sitting.before],
        "after": [_due(due) for due in sitting.after],
        "warnings": [{"clause": warned.clause, "text": warned.text} for warned in sitting.warnings],
    }


def moment_of_meeting(at: Any) -> str:
    """When a meeting starts or ends."""
    return local(at).isoformat(timespec="seconds")


def _due(due: Due) -> Row:
    return {
        "clause": due.clause,
        "what": due.what,
        "at": moment(due.due),
        "because": "; ".join(due.because),
    }


def sitting_text(row: Mapping[str, Any]) -> str:
    """A sitting in words."""
    day = date.fromisoformat(row["date"])
    lines = [f"{day:%A} {shown_date(day)}, {row['start'][11:16]} to {row['end'][11:16]}"]
    lines += [f"  ! {warned['text']}" for warned in row["warnings"]]
    for due in (*row["deadlines"], *row["after"]):
        lines.append(
            f"  {due['at'][:16].replace('T', ' ')}  {due['clause']}  {due['what']} ({due['because']})"
        )
    return "\n".join(lines)
