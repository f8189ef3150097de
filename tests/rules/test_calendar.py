"""Which days are worked, and on which does a forum sit?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.calendar import month_later, sittings
from remit.terms.model import Meets
from tests.rules.days import CALENDAR, day

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "on", ["3 Apr 2026", "6 Apr 2026", "25 May 2026", "31 Aug 2026", "25 Dec 2026", "28 Dec 2026", "8 May 2023", "19 Sep 2022"]
)  # fmt: skip
def test_bank_holidays_of_england_are_not_worked(on):
    assert not CALENDAR.is_working(day(on))
    assert CALENDAR.holiday(day(on))


@pytest.mark.parametrize("on", ["30 Nov 2026", "17 Mar 2026", "3 Aug 2026", "29 Dec 2026"])
def test_holidays_of_other_nations_are_worked(on):
    assert CALENDAR.is_working(day(on))


@pytest.mark.parametrize(
    "earlier, later, count",
    [
        ("23 Dec 2025", "6 Jan 2026", 7),  # the day itself is not counted, the meeting is
        ("31 Mar 2026", "14 Apr 2026", 8),  # across Easter
        ("20 Nov 2026", "23 Nov 2026", 1),
        ("23 Nov 2026", "23 Nov 2026", 0),
    ],
)
def test_working_days_between_leave_out_the_first_and_count_the_last(earlier, later, count):
    assert CALENDAR.between(day(earlier), day(later)) == count


def test_seven_working_days_before_a_meeting_in_january_reach_behind_christmas():
    assert CALENDAR.before(day("6 Jan 2026"), 7) == day("23 Dec 2025")


@given(DAYS, st.integers(1, 30))
def test_counting_forward_gives_a_working_day_with_so_many_in_between(on, count):
    then = CALENDAR.after(on, count)
    assert CALENDAR.is_working(then)
    assert CALENDAR.between(on, then) == count


@given(DAYS, st.integers(1, 30))
def test_counting_back_gives_the_last_working_day_that_leaves_so_many(on, count):
    then = CALENDAR.before(on, count)
    assert CALENDAR.is_working(then)
    assert CALENDAR.between(then, on) == count
    assert CALENDAR.between(then + timedelta(days=1), on) == count - 1 or not CALENDAR.is_working(
        then + timedelta(days=1)
    )


@pytest.mark.parametrize(
    "on, months, gives",
    [
        ("31 Jan 2026", 1, "28 Feb 2026"),
        ("31 Jan 2028", 1, "29 Feb 2028"),
        ("29 Feb 2028", 12, "28 Feb 2029"),
        ("30 Nov 2026", 3, "28 Feb 2027"),
        ("31 Mar 2026", -1, "28 Feb 2026"),
        ("15 Jan 2026", -1, "15 Dec 2025"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(on, months, gives):
    assert month_later(day(on), months) == day(gives)


def meets(**said):
    return Meets.model_validate({"from": "15:00", "to": "16:30", "clause": "ROR-3", **said})


WEEKLY = meets(every="1 week", on="Thursday")


def test_a_weekly_forum_sits_every_week_bank_holiday_or_not():
    found = list(sittings(WEEKLY, since=day("14 Dec 2026"), until=day("8 Jan 2027")))
    assert found == [day("17 Dec 2026"), day("24 Dec 2026"), day("31 Dec 2026"), day("7 Jan 2027")]


def test_a_fortnightly_forum_keeps_to_its_weeks_on_both_sides_of_its_first():
    fortnightly = meets(every="2 weeks", on="Tuesday", first="2026-01-06")
    found = list(sittings(fortnightly, since=day("10 Dec 2025"), until=day("4 Feb 2026")))
    assert found == [day("23 Dec 2025"), day("6 Jan 2026"), day("20 Jan 2026"), day("3 Feb 2026")]


@pytest.mark.parametrize(
    "week, found",
    [
        (1, ["4 Nov 2026", "2 Dec 2026", "6 Jan 2027"]),
        (4, ["25 Nov 2026", "23 Dec 2026", "27 Jan 2027"]),
        ("last", ["25 Nov 2026", "30 Dec 2026", "27 Jan 2027"]),
    ],
)
def test_a_monthly_forum_sits_in_its_week_of_the_month(week, found):
    monthly = meets(every="1 month", on="Wednesday", week=week)
    assert list(sittings(monthly, since=day("1 Nov 2026"), until=day("1 Feb 2027"))) == [
        day(on) for on in found
    ]


def test_a_forum_that_sits_every_second_month_keeps_to_the_months_of_its_first():
    every_other = meets(every="2 months", on="Wednesday", week=1, first="2026-10-07")
    found = list(sittings(every_other, since=day("1 Nov 2026"), until=day("1 May 2027")))
    assert found == [day("2 Dec 2026"), day("3 Feb 2027"), day("7 Apr 2027")]


@given(DAYS, st.integers(1, 6), st.integers(0, 200))
def test_sittings_lie_in_their_range_on_their_weekday_and_a_cadence_apart(since, weeks, length):
    cadence = meets(every=f"{weeks} weeks", on="Thursday", first="2026-01-01")
    until = since + timedelta(days=length)
    found = list(sittings(cadence, since=since, until=until))
    assert all(since <= one < until and one.weekday() == 3 for one in found)
    assert all((one - date(2026, 1, 1)).days % (7 * weeks) == 0 for one in found)
    assert len(found) in (length // (7 * weeks), length // (7 * weeks) + 1)


@given(DAYS, DAYS, DAYS)
def test_planning_in_two_parts_gives_what_planning_at_once_gives(one, two, three):
    first, middle, last = sorted((one, two, three))
    parts = [*sittings(WEEKLY, since=first, until=middle), *sittings(WEEKLY, since=middle, until=last)]
    assert parts == list(sittings(WEEKLY, since=first, until=last))
