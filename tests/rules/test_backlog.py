"""Which actions of an old tracker are outstanding, and when may they be given a date?"""

from datetime import date

import pytest

from remit.rules.backlog import mark_of, told_as_ended, why_not_end, why_not_give_date

TODAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    "said",
    ["Closed", "led by A colleague, due 8 October, CLOSED", "due 8 October; No longer  needed", "done"],
)
def test_a_tracker_says_that_an_action_is_over(said):
    assert told_as_ended(said)


@pytest.mark.parametrize(
    "said", ["", "Open", "led by A colleague, due 8 October, Open", "not done", "Closed the file on the aunt"]
)
def test_anything_else_leaves_it_outstanding(said):
    assert not told_as_ended(said)


def test_an_action_is_the_same_however_it_is_spaced_and_another_for_another_child():
    assert mark_of(1, "Ring  the Aunt") == mark_of(1, "ring the aunt") != mark_of(2, "ring the aunt")
    assert len(mark_of(1, "x")) == 16


@pytest.mark.parametrize(
    "chosen, due_on, field",
    [(1, None, "due_on"), (1, date(2026, 10, 13), "due_on"), (0, TODAY, "chosen"), (0, None, "due_on")],
)
def test_a_date_is_asked_for_that_has_not_gone_by_and_an_action_to_give_it_to(chosen, due_on, field):
    assert why_not_give_date(chosen, due_on, today=TODAY).field == field


def test_today_will_do_and_nothing_left_to_do_needs_an_action():
    assert why_not_give_date(1, TODAY, today=TODAY) is None
    assert why_not_end(0).field == "chosen"
    assert why_not_end(2) is None
