"""Which instant is a local time, was something in time, and how is a time shown?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.clock import (
    LONDON,
    due_date,
    end_of_day,
    in_time,
    instant,
    london_day,
    shown_clock,
    shown_due,
    written_due,
)
from tests.rules.days import day, london

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "on, at, utc",
    [
        ("26 Nov 2026", "16:00", "2026-11-26 16:00"),  # winter
        ("25 Jun 2026", "16:00", "2026-06-25 15:00"),  # summer
        ("29 Mar 2026", "00:30", "2026-03-29 00:30"),  # before the clocks go forward
        ("29 Mar 2026", "15:00", "2026-03-29 14:00"),  # after
        ("25 Oct 2026", "00:30", "2026-10-24 23:30"),  # before they go back
        ("25 Oct 2026", "15:00", "2026-10-25 15:00"),  # after
        ("25 Oct 2026", "01:30", "2026-10-25 00:30"),  # of the hour that comes twice, the first
        ("29 Mar 2026", "01:30", "2026-03-29 01:30"),  # in the hour that is skipped: shown as 2:30am
    ],
)
def test_a_local_time_is_the_right_instant_all_the_year(on, at, utc):
    assert instant(day(on), time.fromisoformat(at)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("on, hours", [("29 Mar 2026", 23), ("25 Oct 2026", 25), ("26 Nov 2026", 24)])
def test_a_day_ends_at_the_next_midnight_of_england_however_long_it_is(on, hours):
    midnight = instant(day(on), time(0))
    assert end_of_day(day(on)) - midnight == timedelta(hours=hours)


def test_four_o_clock_sharp_is_in_time_for_four_and_a_moment_later_is_not():
    due = london("26 Nov 2026 16:00")
    assert in_time(due, due)
    assert not in_time(due + timedelta(microseconds=1), due)


def test_the_last_moment_of_a_day_is_in_time_and_midnight_is_not():
    due = end_of_day(day("26 Nov 2026"))
    assert in_time(due - timedelta(microseconds=1), due)
    assert not in_time(due, due)


@given(DAYS)
def test_what_is_due_at_the_end_of_a_day_is_due_on_that_day(on):
    assert due_date(end_of_day(on)) == on
    assert shown_due(end_of_day(on)).endswith(f"{on:%Y} at 11:59pm")
    assert written_due(end_of_day(on)).startswith(f"{on.isoformat()}T23:59:59")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_the_day_of_an_instant_is_the_day_on_the_clocks_of_england(at):
    assert london_day(at) == at.astimezone(LONDON).date()


@pytest.mark.parametrize(
    "at, shown",
    [("16:00", "4pm"), ("15:30", "3:30pm"), ("11:00", "11am"), ("12:00", "midday"), ("00:00", "midnight"), ("00:05", "12:05am"), ("12:30", "12:30pm"), ("09:05", "9:05am")],
)  # fmt: skip
def test_times_are_shown_as_people_say_them(at, shown):
    assert shown_clock(time.fromisoformat(at)) == shown


def test_moments_are_shown_in_local_time():
    assert shown_due(datetime(2026, 6, 25, 14, tzinfo=UTC)) == "25 June 2026 at 3pm"
    assert shown_due(london("26 Nov 2026 16:00")) == "26 November 2026 at 4pm"
