"""What do the words of a letter leave to be filled in, for one meeting and the cases it is about?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from remit.records.duty_facts import occasion_of
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.deadlines import Occasion
from remit.rules.duties import due_of
from remit.rules.letters import When
from remit.terms.model import ForumTerms, Letter


def when_of(
    meeting: Meeting,
    terms: ForumTerms,
    letter: Letter,
    items: Collection[AgendaItem],
    occasion: Occasion | None = None,
) -> When:
    """The meeting's day and hours, and when what the words name is due for the first of these cases.

    `occasion` spares the question what the meeting's deadlines are counted from, where that is known.
    """
    when = When(terms.name, meeting.date, meeting.start, meeting.end)
    if not letter.dues:
        return when
    counted_from = occasion or occasion_of(meeting)
    came = min((item.added_at for item in items), default=None)
    dues = {one: due_of(terms, one, counted_from, working_calendar(), came=came) for one in letter.dues}
    return replace(when, dues={one: due for one, due in dues.items() if due is not None})
