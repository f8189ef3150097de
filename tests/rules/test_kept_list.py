"""Is the action list kept until a meeting, and since when?"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from remit.rules.deadlines import Occasion
from remit.rules.duties import Holders, MeetingDuties, owed
from remit.rules.kept_list import Kept, ListRow, counts_from, kept
from remit.terms import load
from remit.terms.references import dangling
from remit.terms.values import Span
from tests.rules.days import CALENDAR, london, meeting_on
from tests.rules.shipped import ROR

ELSEWHERE = Path(__file__).parents[1] / "authorities" / "elsewhere"

DUE = london("15 Oct 2026 15:00")
FIRST = date(2026, 10, 9)
BEGINS = london("9 Oct 2026 00:00")
EARLY, LATER = london("2 Oct 2026 09:00"), london("12 Oct 2026 09:30")


def a_row(touched: str, *, gone: str | None = None, told=EARLY) -> ListRow:
    return ListRow(date.fromisoformat(touched), "high", told, london(gone) if gone else None)


def standing(*rows: ListRow, now, ends=None) -> Kept:
    return kept(rows, first=FIRST, due=DUE, ends=ends, now=now)


@pytest.mark.parametrize(
    "after, due, first",
    [
        ("7 days", "15 Oct 2026 15:00", "2026-10-09"),
        ("14 days", "15 Oct 2026 12:00", "2026-10-02"),
        ("2 days", "15 Oct 2026 00:00", "2026-10-13"),  # the end of the fourteenth
        ("3 working days", "15 Oct 2026 15:00", "2026-10-13"),
        ("1 month", "15 Oct 2026 15:00", "2026-09-16"),
    ],
)
def test_touching_counts_from_the_day_on_which_it_keeps_an_entry_from_being_flagged_when_it_is_due(
    after, due, first
):
    span = Span.model_validate(after)
    assert counts_from(london(due), span, CALENDAR) == date.fromisoformat(first)


def test_a_list_is_kept_since_the_last_entry_that_was_behind_was_touched():
    rows = [a_row("2026-10-01", gone="12 Oct 2026 09:30"), a_row("2026-10-02", gone="10 Oct 2026 09:00")]
    fresh = a_row("2026-10-12", told=LATER)
    assert standing(*rows, fresh, now=LATER + timedelta(days=1)) == Kept(LATER)


def test_a_list_with_entries_behind_is_not_kept_and_says_how_many():
    assert standing(a_row("2026-10-08"), a_row("2026-10-09"), a_row("2026-10-01"), now=LATER) == Kept(None, 2)


def test_an_empty_list_is_kept_from_the_day_on_which_touching_counts_and_not_before():
    assert standing(now=BEGINS - timedelta(seconds=1)) == Kept(None)
    assert standing(now=BEGINS) == Kept(BEGINS)
    assert standing(now=DUE + timedelta(days=90)) == Kept(BEGINS)


def test_what_was_so_when_it_was_due_stands_whatever_comes_on_the_list_later():
    came = a_row("2026-09-01", told=DUE + timedelta(minutes=1))
    gone = a_row("2026-10-01", gone="15 Oct 2026 15:00")
    assert standing(gone, came, now=DUE + timedelta(hours=2)) == Kept(DUE)


def test_a_list_brought_up_to_date_after_it_was_due_is_late_until_it_could_no_longer_be():
    made_good = a_row("2026-10-01", gone="15 Oct 2026 16:00")
    ends = london("15 Oct 2026 16:30")
    assert standing(made_good, now=DUE) == Kept(None, 1)
    assert standing(made_good, now=ends, ends=ends) == Kept(london("15 Oct 2026 16:00"))
    too_late = a_row("2026-10-01", gone="15 Oct 2026 16:31")
    for now in (ends, ends + timedelta(days=7)):
        assert standing(made_good, too_late, now=now, ends=ends) == Kept(None, 1)


def test_what_is_due_at_the_end_of_a_day_is_looked_at_before_midnight():
    midnight = london("16 Oct 2026 00:00")
    at_midnight = a_row("2026-10-01", gone="16 Oct 2026 00:00")
    found = kept([at_midnight], first=FIRST, due=midnight, ends=None, now=midnight)
    assert found == Kept(midnight)  # done then, it is late
    assert kept([at_midnight], first=FIRST, due=midnight, ends=None, now=LATER) == Kept(None, 1)


@pytest.mark.parametrize(
    "forum, term, on, due, missed",
    [
        ("huddle", "mind-the-list", "13 Oct 2026", "12 Oct 2026 12:00", "meeting-opened, 1 entry untouched"),
        ("homeward", "look-it-through", "7 Oct 2026", "7 Oct 2026 00:00", ""),
    ],
)
def test_other_forums_hold_others_to_it_by_other_times(forum, term, on, due, missed):
    terms = load.merged(forum, ELSEWHERE)
    owing = next(one for one in terms.owed if one.id == term).owed_by
    facts = MeetingDuties(
        id=7,
        forum=1,
        occasion=Occasion(meeting_on(on), acts={"meeting-opened": london(f"{on} 09:35")}),
        holders=Holders({owing.seat or "": 3}, {owing.role or "": 3}),
        lists={term: Kept(None, 1)},
    )
    found = next(one for one in owed(terms, facts, CALENDAR) if one.key.term == term)
    assert (found.owner, found.due.due, found.evidence) == (3, london(due), missed)


def test_a_list_is_not_owed_of_which_no_entry_is_ever_flagged():
    cohort = ROR.cohorts[0].model_copy(update={"untouched": None})
    said = [one.path for one in dangling(ROR.model_copy(update={"cohorts": (cohort,)}))]
    assert said == ["owed.keep-the-list.met_by.kept"]
