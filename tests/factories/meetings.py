"""A planned meeting. What happens at it, tests do through the verbs."""

from datetime import date, datetime, time, timedelta

from remit.records.forums import Forum
from remit.records.meetings import Meeting
from tests.factories.clock import LONDON, TODAY


def a_meeting(forum: Forum, on: date = TODAY + timedelta(days=1), **fields: object) -> Meeting:
    """A meeting of the forum from 3pm to 4:30pm on that day, planned and nothing more."""
    start, end = time(15), time(16, 30)
    values: dict[str, object] = {
        "forum": forum,
        "terms": forum.terms_versions.latest("effective_from", "id"),
        "nominal_date": on,
        "date": on,
        "start": start,
        "end": end,
        "starts_at": datetime.combine(on, start, LONDON),
        "ends_at": datetime.combine(on, end, LONDON),
        **fields,
    }
    return Meeting.objects.create(**values)
