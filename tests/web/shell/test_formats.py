"""Dates, times and numbers read as the GOV.UK style guide writes them, in London's time."""

from datetime import UTC, date, datetime, time

import pytest

from remit.web import formats
from tests.factories.clock import london


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "hour, minute, words",
    [
        (16, 0, "4pm"),
        (15, 20, "3:20pm"),
        (9, 5, "9:05am"),
        (12, 0, "midday"),
        (0, 0, "midnight"),
        (12, 30, "12:30pm"),
        (0, 30, "12:30am"),
    ],
)
def test_times(hour, minute, words):
    assert formats.time(time(hour, minute)) == words


def test_dates():
    assert formats.date(date(2026, 10, 12)) == "12 October 2026"
    assert formats.short_date(date(2026, 9, 1)) == "1 Sep 2026"
    assert formats.weekday(date(2026, 10, 12)) == "Monday 12 October 2026"
    assert formats.when(london("2026-10-12 15:20")) == "12 October 2026, 3:20pm"
    assert formats.between(london("2026-10-12 15:20"), london("2026-10-12 16:00")) == "3:20pm to 4pm"


@pytest.mark.parametrize(
    "say",
    [
        formats.date,
        formats.short_date,
        formats.weekday,
        formats.time,
        formats.when,
        formats.due,
        formats.pounds,
    ],
)
def test_what_is_not_known_is_left_blank(say):
    assert say(None) == ""


@pytest.mark.parametrize(
    "moment, words",
    [
        ("2026-03-29T00:59:00", "29 March 2026, 12:59am"),  # the last minute before the clocks go forward
        ("2026-03-29T01:00:00", "29 March 2026, 2am"),  # there is no 1am
        ("2026-10-25T00:30:00", "25 October 2026, 1:30am"),  # for the first time
        ("2026-10-25T01:30:00", "25 October 2026, 1:30am"),  # for the second
        ("2026-10-25T23:30:00", "25 October 2026, 11:30pm"),  # an hour later than in summer
        ("2026-10-24T23:30:00", "25 October 2026, 12:30am"),  # the day in London is not the day in UTC
    ],
)
def test_clock_change_days(moment, words):
    assert formats.when(utc(moment)) == words


@pytest.mark.parametrize(
    "end, words",
    [
        ("2026-10-13 00:00", "Monday 12 October 2026, 11:59pm"),
        ("2026-10-26 00:00", "Sunday 25 October 2026, 11:59pm"),  # the day of 25 hours
        ("2026-03-30 00:00", "Sunday 29 March 2026, 11:59pm"),  # the day of 23 hours
        ("2027-01-01 00:00", "Thursday 31 December 2026, 11:59pm"),
        ("2026-10-12 16:00", "Monday 12 October 2026, 4pm"),
    ],
)
def test_the_end_of_a_day_is_the_next_midnight_and_shown_as_1159pm(end, words):
    assert formats.due(london(end)) == words


def test_a_day_without_a_time_is_due_on_that_day():
    assert formats.due(date(2026, 10, 12)) == "Monday 12 October 2026"


def test_a_moment_without_its_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        formats.when(datetime(2026, 10, 12, 16))


def test_counts_and_money():
    assert [formats.count(n, "case") for n in (0, 1, 2, 1500)] == [
        "no cases",
        "1 case",
        "2 cases",
        "1,500 cases",
    ]
    assert formats.count(2, "child", "children") == "2 children"
    assert [formats.pounds(p) for p in (0, 123400, 123450, -5)] == ["£0", "£1,234", "£1,234.50", "-£0.05"]
