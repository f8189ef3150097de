"""What holds of every forum's calendar, whatever the dates and whatever the bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.rules.calendar import WorkCalendar
from remit.rules.clock import due_date, local
from remit.rules.deadlines import MeetingTime, Occasion, work_out
from remit.rules.forum_calendar import by_cadence, calendar_of
from remit.terms import load
from remit.terms.bank_holidays import bank_holidays
from remit.terms.promised import promised

FORUMS = {forum: load.merged(forum) for forum in load.forum_ids()}
YEAR = date(2026, 1, 1)
DAYS = st.dates(date(2025, 11, 1), date(2027, 3, 1))
HOLIDAYS = st.dictionaries(DAYS, st.just("A day off"), max_size=40)
EVERY = settings(max_examples=60, deadline=None)


def cutoffs(terms):
    return [one for one in promised(terms) if one.due.before == "meeting"]


@EVERY
@given(st.sampled_from(sorted(FORUMS)), st.integers(0, 30), HOLIDAYS)
def test_a_cut_off_never_falls_after_its_meeting(forum, number, holidays):
    terms = FORUMS[forum]
    meetings = by_cadence(terms, since=YEAR, until=YEAR + timedelta(days=366)).meetings
    at = meetings[number % len(meetings)]
    for one in cutoffs(terms):
        found = work_out(one.due, Occasion(at), WorkCalendar(holidays))
        assert found is not None
        assert found.due <= at.starts_at


@EVERY
@given(st.sampled_from(sorted(FORUMS)), st.integers(0, 30), HOLIDAYS, DAYS)
def test_adding_a_bank_holiday_never_moves_a_cut_off_that_leaves_working_days_later(
    forum, number, holidays, added
):
    terms = FORUMS[forum]
    meetings = by_cadence(terms, since=YEAR, until=YEAR + timedelta(days=366)).meetings
    at = meetings[number % len(meetings)]
    for one in cutoffs(terms):
        if one.due.holiday == "next_working_day":
            continue
        before = work_out(one.due, Occasion(at), WorkCalendar(holidays))
        after = work_out(one.due, Occasion(at), WorkCalendar({**holidays, added: "Another"}))
        assert before is not None
        assert after is not None
        assert after.due <= before.due


@pytest.mark.parametrize(
    "holidays, cut_off",
    [
        ([], date(2026, 5, 26)),
        (["2026-06-01", "2026-06-02", "2026-06-03"], date(2026, 5, 26)),  # seven are left still
        (["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"], date(2026, 5, 19)),  # the third week
        (
            ["2026-05-26", "2026-06-01", "2026-06-02", "2026-06-03"],
            date(2026, 5, 26),
        ),  # its own day is not counted
        (["2026-06-09", "2026-06-01", "2026-06-02", "2026-06-03"], date(2026, 5, 19)),  # the meeting's day is
    ],
)
def test_so_many_bank_holidays_push_the_cut_off_three_weeks_ahead(holidays, cut_off):
    terms = FORUMS["marp"]
    off = {date.fromisoformat(day): "A day off" for day in holidays}
    found = work_out(
        terms.submission.cutoff.due,
        Occasion(MeetingTime.on(date(2026, 6, 9), terms.meets.starts, terms.meets.ends)),
        WorkCalendar(off),
    )
    assert found is not None
    assert (due_date(found.due), f"{local(found.due):%H:%M}") == (cut_off, "16:00")


def test_the_two_sittings_fall_on_every_friday_in_turn():
    days = {
        forum: {sat.day for sat in by_cadence(FORUMS[forum], since=YEAR, until=date(2026, 12, 31)).meetings}
        for forum in ("pct-pre", "pct-court")
    }
    fridays = {YEAR + timedelta(days=1 + 7 * week) for week in range(52)}
    assert not days["pct-pre"] & days["pct-court"]
    assert fridays <= days["pct-pre"] | days["pct-court"]


def test_every_date_shows_its_arithmetic():
    calendar = WorkCalendar(bank_holidays())
    for terms in FORUMS.values():
        held = by_cadence(terms, since=YEAR, until=date(2026, 12, 31))
        sittings = calendar_of(held, since=YEAR, until=date(2026, 12, 31), calendar=calendar)
        assert sittings
        assert all(due.because for sitting in sittings for due in (*sitting.before, *sitting.after))


def test_a_sitting_is_worked_out_alike_however_much_of_the_year_is_asked_for():
    calendar = WorkCalendar(bank_holidays())
    for terms in FORUMS.values():
        year = {
            sitting.meeting.day: sitting
            for sitting in calendar_of(
                by_cadence(terms, since=YEAR, until=date(2026, 12, 31)),
                since=YEAR,
                until=date(2026, 12, 31),
                calendar=calendar,
            )
        }
        for day, sitting in list(year.items())[::5]:
            held = by_cadence(terms, since=day, until=day)
            assert calendar_of(held, since=day, until=day, calendar=calendar) == (sitting,)
