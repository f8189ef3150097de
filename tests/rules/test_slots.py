"""At what time is each case taken?"""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.slots import Slot, allotted, resized, retimed, shifted_by, warnings

START, END = time(15), time(16, 30)


def slots(*minutes: int, start: time = START) -> tuple[Slot, ...]:
    return allotted(start, [Slot(f"item-{number}", length) for number, length in enumerate(minutes)])


def times(found) -> list[str]:
    return [f"{slot.at:%H:%M}" for slot in found]


def kinds(found) -> list[tuple[str, str]]:
    return [(one.kind, one.item) for one in found]


def test_cases_follow_each_other_from_the_start_of_the_meeting():
    assert times(slots(20, 20, 15, 20)) == ["15:00", "15:20", "15:40", "15:55"]


def test_when_one_grows_the_later_ones_move_by_as_much():
    found = resized(slots(20, 20, 20), "item-0", 30)
    assert times(found) == ["15:00", "15:30", "15:50"]
    assert [slot.minutes for slot in found] == [30, 20, 20]


def test_when_one_shrinks_the_later_ones_move_up():
    assert times(resized(slots(20, 20, 20), "item-1", 10)) == ["15:00", "15:20", "15:30"]


def test_a_free_time_takes_up_the_growth():
    apart = (Slot("a", 20, time(15)), Slot("b", 20, time(15, 40)), Slot("c", 20, time(16)))
    assert times(resized(apart, "a", 30)) == ["15:00", "15:40", "16:00"]
    assert times(resized(apart, "a", 50)) == ["15:00", "15:50", "16:10"]


def test_a_time_set_by_hand_stays_and_the_overlap_is_shown():
    placed = (Slot("a", 20, time(15)), Slot("b", 20, time(15, 20), by_hand=True), Slot("c", 20, time(15, 40)))
    found = resized(placed, "a", 30)
    assert times(found) == ["15:00", "15:20", "15:40"]
    assert kinds(warnings(found, start=START, end=END)) == [("overlap", "b")]


def test_allotting_again_goes_on_behind_a_time_set_by_hand():
    placed = (Slot("a", 20), Slot("b", 20, time(16), by_hand=True), Slot("c", 20))
    assert times(allotted(START, placed)) == ["15:00", "16:00", "16:20"]


def test_a_case_put_later_by_hand_pushes_those_behind_it():
    found = retimed(slots(20, 20, 20), "item-1", time(15, 30))
    assert times(found) == ["15:00", "15:30", "15:50"]
    assert found[1].by_hand


def test_gaps_overlaps_and_what_runs_over_are_said():
    placed = (Slot("a", 20, time(15, 10)), Slot("b", 20, time(15, 20)), Slot("c", 40, time(16)))
    found = warnings(placed, start=START, end=END)
    assert kinds(found) == [("gap", "a"), ("overlap", "b"), ("gap", "c"), ("after_the_end", "c")]
    assert found[1].words == "The slot at 3:20pm overlaps the one before by 10 minutes"


def test_four_of_twenty_minutes_fit_an_hour_and_a_half_without_a_word():
    assert warnings(slots(20, 20, 20, 20), start=START, end=END) == ()


LENGTHS = st.lists(st.integers(1, 60), min_size=1, max_size=12)


@given(LENGTHS, st.data())
def test_what_follows_without_a_gap_still_does_when_one_changes_its_length(lengths, data):
    placed = slots(*lengths, start=time(8))
    item = data.draw(st.sampled_from([slot.item for slot in placed]))
    found = resized(placed, item, data.draw(st.integers(1, 60)))
    assert found == allotted(time(8), found)


@given(LENGTHS)
def test_times_never_run_into_the_next_day(lengths):
    assert all(slot.at is not None for slot in slots(*lengths, start=time(23, 30)))


@pytest.mark.parametrize(
    "at, was, now, shifted",
    [
        (time(15, 20), time(15), time(9), time(9, 20)),
        (time(15), time(15), time(15), time(15)),
        (time(16, 30), time(15), time(23, 30), time(23, 59)),
        (time(9), time(15), time(2), time(0)),
    ],
)
def test_a_time_moves_with_the_start_of_its_meeting_and_stays_within_the_day(at, was, now, shifted):
    assert shifted_by(at, was, now) == shifted
