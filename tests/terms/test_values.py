from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from remit.terms.model import ClockTime, Deadline, MonthOrDay, Span
from remit.terms.sitting import Meets


@pytest.mark.parametrize(
    "text, count, unit",
    [
        ("20 minutes", 20, "minutes"),
        ("1 week", 1, "weeks"),
        ("7 working days", 7, "working days"),
        ("0 days", 0, "days"),
    ],
)
def test_a_span_is_read_and_written_as_people_write_it(text, count, unit):
    span = Span.parse(text)
    assert (span.count, span.unit, str(span)) == (count, unit, text)
    assert span == Span.model_validate_json(span.model_dump_json())


@pytest.mark.parametrize(
    "text", ["", "soon", "7", "-1 days", "1.5 weeks", "7 workdays", "20minutes", 20, None]
)
def test_what_is_no_span_is_refused(text):
    with pytest.raises(ValidationError, match=r"written like|not a length of time"):
        Span.model_validate(text)


def test_only_a_span_on_the_clock_has_a_fixed_length():
    assert Span.parse("2 weeks").fixed == timedelta(days=14)
    with pytest.raises(ValueError, match="no fixed length"):
        _ = Span.parse("7 working days").fixed


@pytest.mark.parametrize("text", ["9:30", "24:00", "09:60", "noon", 930, "09:30:00"])
def test_a_time_of_day_has_one_way_to_be_written(text):
    with pytest.raises(ValidationError, match="written like 09:30"):
        TypeAdapter(ClockTime).validate_python(text)


@pytest.mark.parametrize(
    "text, last",
    [("2023-04", date(2023, 4, 30)), ("2024-02", date(2024, 2, 29)), ("2023-04-01", date(2023, 4, 1))],
)
def test_a_month_lasts_until_its_last_day(text, last):
    found = MonthOrDay.model_validate(text)
    assert (found.last_day, str(found)) == (last, text)


@pytest.mark.parametrize("text", ["2023", "2023-13", "April 2023", "2023-02-30"])
def test_what_is_neither_a_month_nor_a_day_is_refused(text):
    with pytest.raises(ValidationError):
        MonthOrDay.model_validate(text)


@pytest.mark.parametrize(
    "said, kind",
    [
        ({"on": "Tuesday", "at": "16:00", "before": "meeting", "leaving": "7 working days"}, "weekday"),
        ({"days": 14, "before": "meeting"}, "distance"),
        ({"working_days": 3, "after": "minutes-approved"}, "distance"),
        ({"working_day_of_month": 5, "after": "meeting"}, "month"),
        ({"last_day_of_month": True, "after": "meeting"}, "month"),
        ({"sitting": "last", "in_months": ["February", "April"]}, "sitting"),
        ({"action": "due"}, "action"),
        ({"days": 0, "before": "next_meeting", "at": "meeting_starts"}, "distance"),
    ],
)
def test_the_ways_forums_say_by_when_all_have_a_place(said, kind):
    deadline = Deadline.model_validate(said)
    assert deadline.kind == kind
    assert Deadline.model_validate_json(deadline.model_dump_json()) == deadline


@pytest.mark.parametrize(
    "said, problem",
    [
        ({}, "one thing"),
        ({"on": "Monday", "days": 3, "before": "meeting"}, "one thing"),
        ({"days": 3, "weeks": 1, "before": "meeting"}, "one thing"),
        ({"days": 3}, "counted from"),
        ({"days": 3, "before": "meeting", "after": "meeting"}, "counted from"),
        ({"action": "due", "before": "meeting"}, "counted from"),
        ({"days": 3, "before": "meeting", "leaving": "1 working day"}, "`leaving` goes with `on`"),
        ({"days": 3, "before": "meeting", "in_months": ["May"]}, "`in_months` goes with `sitting`"),
    ],
)
def test_a_deadline_that_says_two_things_or_none_is_refused(said, problem):
    with pytest.raises(ValidationError, match=problem):
        Deadline.model_validate(said)


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"every": "2 weeks"}, "needs `first`"),
        ({"every": "3 days"}, "weeks or months"),
        ({"every": "1 month"}, "which `week`"),
        ({"week": 2}, "which `week`"),
        ({"first": "2026-01-07"}, "Wednesday 7 January 2026, but the forum meets on a Thursday"),
        ({"to": "14:00"}, "ends before it starts"),
    ],
)
def test_a_cadence_that_gives_no_calendar_is_refused(change, problem):
    weekly = {"every": "1 week", "on": "Thursday", "from": "15:00", "to": "16:30", "clause": "ROR-3"}
    with pytest.raises(ValidationError, match=problem):
        Meets.model_validate(weekly | change)
