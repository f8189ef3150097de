"""By when? Deadlines of the terms, worked out, with their arithmetic."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.calendar import sittings
from remit.rules.clock import end_of_day, instant, london_day, shown_due
from remit.rules.deadlines import MeetingTime, Occasion, stands_at, work_out
from remit.terms.model import Deadline
from tests.rules.days import CALENDAR, day, london, meeting_on
from tests.rules.shipped import ROR

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def deadline(**said) -> Deadline:
    return Deadline.model_validate(said)


def due(said: Deadline, occasion: Occasion):
    worked_out = work_out(said, occasion, CALENDAR)
    assert worked_out is not None
    return worked_out


SELECT = ROR.duty("select-focus-cases").due


@pytest.mark.parametrize(
    "meeting, shown",
    [
        ("26 Nov 2026", "23 November 2026 at 11am"),
        ("28 May 2026", "26 May 2026 at 11am"),  # the spring bank holiday
        ("31 Dec 2026", "29 December 2026 at 11am"),  # Boxing Day, observed on the Monday
        ("9 Apr 2026", "7 April 2026 at 11am"),  # Easter Monday
        ("29 Oct 2026", "26 October 2026 at 11am"),  # the day after the clocks went back
        ("2 Apr 2026", "30 March 2026 at 11am"),  # the day after they went forward
    ],
)
def test_cases_are_chosen_by_eleven_on_monday_or_after_a_bank_holiday_on_tuesday(meeting, shown):
    assert shown_due(due(SELECT, Occasion(meeting_on(meeting))).due) == shown


def test_a_due_time_shows_how_it_was_arrived_at():
    assert due(SELECT, Occasion(meeting_on("26 Nov 2026"))).because == (
        "Monday before 26 November 2026 is 23 November 2026, 11am",
    )
    assert due(SELECT, Occasion(meeting_on("28 May 2026"))).because == (
        "Monday before 28 May 2026 is 25 May 2026",
        "25 May 2026 is a bank holiday (Spring Bank Holiday); the next working day is 26 May 2026, 11am",
    )


@pytest.mark.parametrize(
    "meeting, shown",
    [
        ("26 Nov 2026", "27 November 2026 at 11:59pm"),
        ("2 Apr 2026", "7 April 2026 at 11:59pm"),  # over Easter
        ("24 Dec 2026", "29 December 2026 at 11:59pm"),
        ("31 Dec 2026", "4 January 2027 at 11:59pm"),
        ("29 Feb 2024", "1 March 2024 at 11:59pm"),
        ("23 Oct 2026", "26 October 2026 at 11:59pm"),
    ],
)
def test_the_meeting_is_closed_by_the_end_of_the_next_working_day(meeting, shown):
    assert shown_due(due(ROR.duty("complete-tracker").due, Occasion(meeting_on(meeting))).due) == shown


def test_an_action_is_due_when_the_next_meeting_starts():
    occasion = Occasion(meeting_on("26 Nov 2026"), next_meeting=meeting_on("3 Dec 2026"))
    assert ROR.actions is not None
    assert due(ROR.actions.due, occasion).due == london("3 Dec 2026 15:00")


def test_without_a_next_meeting_nothing_is_counted_from_it():
    assert ROR.actions is not None
    assert work_out(ROR.actions.due, Occasion(meeting_on("26 Nov 2026")), CALENDAR) is None


LEAVING = deadline(on="Tuesday", at="16:00", before="meeting", leaving="7 working days")


@pytest.mark.parametrize(
    "meeting, shown",
    [
        ("20 Jan 2026", "6 January 2026 at 4pm"),
        ("14 Apr 2026", "31 March 2026 at 4pm"),  # across Easter
        ("6 Jan 2026", "23 December 2025 at 4pm"),  # across Christmas
    ],
)
def test_a_weekday_leaves_the_working_days_it_has_to(meeting, shown):
    worked_out = due(LEAVING, Occasion(meeting_on(meeting)))
    assert shown_due(worked_out.due) == shown
    assert worked_out.because[-1].startswith("Last Tuesday before")


@pytest.mark.parametrize(
    "said, shown",
    [
        ({"days": 3, "after": "meeting"}, "29 November 2026 at 11:59pm"),  # a Sunday does not roll by itself
        ({"days": 3, "after": "meeting", "holiday": "next_working_day"}, "30 November 2026 at 11:59pm"),
        ({"days": 3, "after": "meeting", "holiday": "previous_working_day"}, "27 November 2026 at 11:59pm"),
        ({"working_days": 2, "before": "meeting", "at": "16:00"}, "24 November 2026 at 4pm"),
        ({"weeks": 2, "after": "meeting", "at": "moment"}, "10 December 2026 at 4:30pm"),
        ({"months": 3, "after": "meeting", "at": "12:00"}, "26 February 2027 at midday"),
        ({"days": 0, "before": "meeting", "at": "meeting_starts"}, "26 November 2026 at 3pm"),
        ({"days": 0, "after": "meeting", "at": "meeting_ends"}, "26 November 2026 at 4:30pm"),
        ({"on": "Friday", "after": "meeting", "at": "09:00"}, "27 November 2026 at 9am"),
        ({"on": "Thursday", "after": "meeting", "at": "09:00"}, "3 December 2026 at 9am"),  # strictly after
        ({"on": "Monday", "after": "meeting", "leaving": "5 days", "at": "09:00"}, "7 December 2026 at 9am"),
        ({"working_day_of_month": 5, "after": "meeting"}, "7 December 2026 at 11:59pm"),
        ({"working_day_of_month": 5, "before": "meeting"}, "6 November 2026 at 11:59pm"),
        ({"last_day_of_month": True, "after": "meeting"}, "30 November 2026 at 11:59pm"),
        ({"days": 0, "after": "selection-finished", "at": "moment"}, "23 November 2026 at 10:40am"),
        ({"working_days": 1, "after": "selection-finished"}, "24 November 2026 at 11:59pm"),
        ({"action": "due"}, "2 December 2026 at 5pm"),
    ],
)
def test_every_way_to_say_a_moment(said, shown):
    occasion = Occasion(
        meeting_on("26 Nov 2026"),
        acts={"selection-finished": london("23 Nov 2026 10:40")},
        action_due=london("2 Dec 2026 17:00"),
    )
    assert shown_due(due(deadline(**said), occasion).due) == shown


@pytest.mark.parametrize("said", [{"working_days": 1, "after": "meeting-closed"}, {"action": "due"}])
def test_what_has_not_happened_is_no_beginning(said):
    assert work_out(deadline(**said), Occasion(meeting_on("26 Nov 2026")), CALENDAR) is None


ANALYSIS = deadline(sitting="last", in_months=["February", "April"])


@pytest.mark.parametrize(
    "meeting, stands",
    [("18 Feb 2027", False), ("25 Feb 2027", True), ("25 Mar 2027", False), ("29 Apr 2027", True)],
)
def test_a_part_of_the_agenda_stands_at_the_last_meeting_of_its_months_only(meeting, stands):
    sat = tuple(
        MeetingTime.on(on, time(15), time(16, 30))
        for on in sittings(ROR.meets, since=day("1 Jan 2027"), until=day("1 Jun 2027"))
    )
    assert stands_at(ANALYSIS, Occasion(meeting_on(meeting), sittings=sat)) is stands
    assert stands_at(None, Occasion(meeting_on(meeting), sittings=sat))


def test_a_cancelled_last_meeting_gives_its_place_to_the_one_before():
    sat = (meeting_on("11 Feb 2027"), meeting_on("18 Feb 2027"))
    assert stands_at(ANALYSIS, Occasion(meeting_on("18 Feb 2027"), sittings=sat))


WEEKDAYS = st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
HOLIDAY_RULES = st.sampled_from(["none", "next_working_day", "previous_working_day"])
TIMES = st.sampled_from(["end_of_day", "meeting_starts", "00:30", "11:00", "23:00", "moment"])


@given(DAYS, WEEKDAYS, TIMES, HOLIDAY_RULES, st.integers(0, 23))
def test_what_is_due_before_a_meeting_is_never_due_after_it_starts(on, weekday, at, holiday, hour):
    meeting = MeetingTime.on(on, time(hour), time(hour, 59))
    worked_out = due(deadline(on=weekday, at=at, before="meeting", holiday=holiday), Occasion(meeting))
    assert worked_out.due <= meeting.starts_at


@given(DAYS, st.integers(0, 30), TIMES)
def test_what_is_due_after_a_meeting_is_not_due_on_an_earlier_day(on, count, at):
    meeting = MeetingTime.on(on, time(15), time(16, 30))
    worked_out = due(deadline(working_days=count, after="meeting", at=at), Occasion(meeting))
    assert worked_out.due >= instant(on, time(0))


@given(DAYS, st.integers(1, 15), WEEKDAYS)
def test_a_weekday_that_leaves_working_days_leaves_them_and_a_week_later_would_not(on, count, weekday):
    said = deadline(on=weekday, at="16:00", before="meeting", leaving=f"{count} working days")
    found = london_day(due(said, Occasion(MeetingTime.on(on, time(15), time(16)))).due)
    assert CALENDAR.between(found, on) >= count
    later = found + timedelta(days=7)
    assert later >= on or CALENDAR.between(later, on) < count


@given(DAYS)
def test_the_last_step_of_the_arithmetic_is_the_day_it_is_due(on):
    worked_out = due(SELECT, Occasion(MeetingTime.on(on, time(15), time(16, 30))))
    assert worked_out.steps[-1].gives == london_day(worked_out.due)
    assert worked_out.due < end_of_day(on)
