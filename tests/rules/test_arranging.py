"""At what time is each case taken, so that whoever comes for it can?"""

import random
from itertools import pairwise

import pytest

from remit.rules.arranging import Away, Problem, Wanted, cost, one_after_another
from remit.rules.arranging_solver import arrange

THREE = 15 * 60


def problem(*cases: Wanted, minutes: int = 90, step: int = 20, **away: tuple[int, int]) -> Problem:
    stays = {who: (Away(THREE + begins, THREE + ends),) for who, (begins, ends) in away.items()}
    return Problem(THREE, THREE + minutes, cases, stays, step)


def case(item: str, manager: str = "", rank: int = 0, minutes: int = 20, **more) -> Wanted:
    return Wanted(item, minutes, (manager,) if manager else (), manager, rank, **more)


def times(found) -> dict[str, int]:
    return {one.item: one.at - THREE for one in found.placed}


def test_the_more_urgent_come_first_where_nothing_else_decides():
    found = arrange(problem(case("c", rank=2), case("a", rank=0), case("b", rank=1)))
    assert times(found) == {"a": 0, "b": 20, "c": 40}
    assert found.optimal
    assert "proved" in found.words


def test_a_managers_cases_stand_behind_each_other():
    found = arrange(problem(case("a", "m", 0), case("b", "n", 1), case("c", "m", 2), case("d", "n", 3)))
    assert (found.together, found.apart) == (2, 0)
    assert times(found)["c"] == times(found)["a"] + 20


def test_nobody_is_wanted_when_they_said_they_cannot_come():
    found = arrange(problem(case("a", "m", 0), case("b", "n", 1), m=(0, 40)))
    assert times(found) == {"b": 0, "a": 40}
    assert not any(one.misses for one in found.placed)


def test_who_cannot_come_at_all_is_said_and_the_case_is_taken_all_the_same():
    found = arrange(problem(case("a", "m", 0), m=(0, 90)))
    assert found.placed[0].misses == ("m",)


def test_what_was_kept_stays_and_the_others_find_room_around_it():
    found = arrange(problem(case("a", rank=0), case("b", rank=1, fixed_at=THREE), case("c", rank=2)))
    assert times(found) == {"b": 0, "a": 20, "c": 40}


def test_where_not_all_fit_the_least_urgent_are_left_out_and_named():
    found = arrange(problem(*(case(f"c{rank}", rank=rank) for rank in range(6))))
    assert found.left_out == ("c4", "c5")


def test_lengths_may_differ():
    found = arrange(problem(case("a", rank=0, minutes=30), case("b", rank=1, minutes=15), step=5))
    assert times(found) == {"a": 0, "b": 30} or times(found) == {"b": 0, "a": 15}
    assert found.optimal


def test_without_cases_there_is_nothing_to_arrange():
    assert arrange(problem()).placed == ()


def made_up(cases: int, managers: int, minutes: int) -> Problem:
    chance = random.Random("made up")
    names = [f"m{number}" for number in range(managers)]
    away = {name: (Away(at := THREE - 300 + 20 * chance.randrange(cases), at + 120),) for name in names}
    return Problem(
        THREE - 300,
        THREE - 300 + minutes,
        tuple(case(f"c{number}", chance.choice(names), number) for number in range(cases)),
        away,
        20,
    )


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_the_best_that_was_found_is_never_worse_than_one_after_another_and_says_what_it_is(seconds):
    large = made_up(30, 10, 600)
    found = arrange(large, seconds=seconds)
    at = {one.item: one.at for one in found.placed}
    assert cost(large, at) <= cost(large, one_after_another(large))
    assert ("proved" in found.words) is found.optimal
    ends = sorted((one.at, one.at + one.minutes) for one in found.placed)
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
