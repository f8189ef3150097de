"""Who entered and left a cohort in a period, every time, and because of which fact."""

import pytest

from remit.rules.cohort_moves import moved
from remit.rules.cohorts import COHORTS, history
from remit.terms.cohort_codes_file import cohort_codes
from tests.rules.returned import day, held

PLACES = {"U4": "Foster care, long term", "K2": "Children’s home"}


def moves(cohort, *facts, first="2026-10-01", last="2026-10-31", born="2012-03-04"):
    child = history(day(born), facts)
    days = {"first": day(first), "last": day(last)}
    found = moved(COHORTS[cohort], child, **days, codes=cohort_codes(), places=PLACES)
    return [(one.way, one.on.isoformat(), one.because) for one in found]


def care(since="2026-04-01", until=None, **said):
    return held("care", since, until, **said)


def place(code, since="2026-04-01", until=None, **said):
    return held("placement", since, until, place=code, **said)


ALONE = place("U4", "2026-04-01", "2026-10-10")


def test_who_came_and_went_in_between_entered_and_left():
    home = place("K2", "2026-10-10", "2026-10-20")
    assert moves("residential", care(), ALONE, home, place("U4", "2026-10-20")) == [
        ("entered", "2026-10-10", "In residential care (K2) since 10 October 2026"),
        ("left", "2026-10-20", "Foster care, long term (U4) since 20 October 2026"),
    ]


def test_who_left_and_came_back_left_and_entered():
    facts = [place("K2", "2026-04-01", "2026-10-05"), place("U4", "2026-10-05", "2026-10-25")]
    assert moves("residential", care(), *facts, place("K1", "2026-10-25")) == [
        ("left", "2026-10-05", "Foster care, long term (U4) since 5 October 2026"),
        ("entered", "2026-10-25", "In residential care (K1) since 25 October 2026"),
    ]


def test_who_left_for_a_placement_whose_code_has_no_words_moved_to_another():
    facts = [place("K2", "2026-04-01", "2026-10-05"), place("X9", "2026-10-05")]
    assert moves("residential", care(), *facts) == [
        ("left", "2026-10-05", "In another placement (X9) since 5 October 2026")
    ]


def test_who_came_back_into_the_authority_is_told_by_where_the_placement_is():
    away = place("U4", "2026-04-01", "2026-10-05", location="out")
    back = place("U4", "2026-10-05", location="in")
    said = "Placed inside the authority (U4) since 5 October 2026"
    assert moves("out-of-authority", care(), away, back) == [("left", "2026-10-05", said)]
    assert moves("out-of-authority-in", care(), away, back) == [("entered", "2026-10-05", said)]


def test_both_days_count():
    assert moves("looked-after", care("2026-10-01", "2026-10-31")) == [
        ("entered", "2026-10-01", "Looked after since 1 October 2026"),
        ("left", "2026-10-31", "Stopped being looked after on 31 October 2026"),
    ]
    assert moves("looked-after", care("2026-09-30", "2026-11-01")) == []


def test_one_home_after_another_is_neither_entering_nor_leaving():
    homes = [place("K2", "2026-04-01", "2026-10-10"), place("K1", "2026-10-10")]
    assert moves("residential", care(), *homes) == []


def test_becoming_sixteen_and_twenty_five_is_a_move_of_a_care_leaver():
    assert moves("care-leavers", care("2024-01-01"), born="2010-10-12") == [
        (
            "entered",
            "2026-10-12",
            "Eligible. Looked after at 16 or 17, and for 13 weeks since turning 14, by 12 October 2026",
        )
    ]
    grown = care("2015-01-01", "2019-10-12", why_ended="E17")
    assert moves("care-leavers", grown, born="2001-10-12") == [
        ("left", "2026-10-12", "Turned 25 on 12 October 2026")
    ]


def test_thirteen_weeks_full_and_adopted_before_the_next_day_of_note_is_told():
    short = care("2026-07-06", "2026-10-20", why_ended="E11")
    assert [(way, on) for way, on, _ in moves("care-leavers", short, born="2010-03-04")] == [
        ("entered", "2026-10-05"),
        ("left", "2026-10-20"),
    ]


def test_a_lower_cost_says_which():
    def cost(pence, since, until=None):
        one = held("cost", since, until)
        return one._replace(fact=one.fact._replace(said=(pence,)))

    facts = [cost(450_000, "2026-04-01", "2026-10-10"), cost(300_000, "2026-10-10")]
    assert moves("high-cost", care(), *facts) == [
        ("left", "2026-10-10", "£3,000.00 a week since 10 October 2026")
    ]


@pytest.mark.parametrize("cohort", COHORTS)
def test_nobody_of_whom_nothing_is_known_moves(cohort):
    assert moves(cohort) == []


@pytest.mark.parametrize("cohort", ["looked-after", "residential", "high-cost"])
def test_who_turned_18_with_an_open_episode_left(cohort):
    cost = held("cost", "2026-04-01", weekly_pence=500_000)
    facts = [care(), place("K2"), held("legal", "2026-04-01", status="C2"), cost]
    assert moves(cohort, *facts, born="2008-10-14") == [
        ("left", "2026-10-14", "Turned 18 on 14 October 2026")
    ]
