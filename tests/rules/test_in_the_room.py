"""Who was in the room while an item was taken, and was the forum quorate then?"""

from datetime import timedelta

import pytest

from remit.rules.in_the_room import Taken, here_for, quorum_at, seats_filled, taken, throughout
from tests.rules.shipped import ROR
from tests.rules.test_quoracy import BROKERAGE, CHAIR, FOSTERING, THREE, stay


def at(minutes: int):
    return THREE + timedelta(minutes=minutes)


ITEM = Taken(at(20), at(40))


@pytest.mark.parametrize(
    "called, settled, found",
    [
        (20, 40, (20, 40)),
        (20, None, (20, 60)),
        (None, 40, (40, 40)),  # settled without having been called
        (50, 40, (40, 40)),  # called again after it was settled, by a clock that was put back
        (None, None, None),
    ],
)
def test_an_item_lasts_from_being_called_until_it_is_settled(called, settled, found):
    times = [at(minutes) if minutes is not None else None for minutes in (called, settled)]
    assert taken(*times, now=at(60)) == (Taken(at(found[0]), at(found[1])) if found else None)


@pytest.mark.parametrize(
    "minutes, there, came, left",
    [
        ((0, None), True, None, None),
        ((0, 20), False, None, None),  # left as it was called
        ((0, 30), True, None, 30),
        ((30, None), True, 30, None),
        ((40, None), True, 40, None),  # came as it was settled
        ((41, None), False, None, None),
        ((25, 35), True, 25, 35),
        ((0, 50), True, None, None),
    ],
)
def test_who_was_there_for_any_of_it_is_there_and_the_times_say_where_not_for_all(minutes, there, came, left):
    found = here_for([stay("a", FOSTERING, minutes=minutes)], ITEM)
    assert bool(found) is there
    if there:
        assert found[0].came == (at(came) if came else None)
        assert found[0].left == (at(left) if left else None)


def test_who_goes_out_and_comes_back_is_one_person():
    stays = [stay("a", FOSTERING, minutes=(0, 25)), stay("a", FOSTERING, minutes=(30, None))]
    (found,) = here_for(stays, ITEM)
    assert (found.came, found.left) == (None, None)


def test_a_chair_who_is_also_somebodys_substitute_is_one_person_in_two_seats_and_fills_one():
    stays = [stay("a", CHAIR), stay("a", FOSTERING, capacity="substitute"), stay("b", BROKERAGE)]
    (first, _) = here_for(stays, ITEM)
    assert first.seats == {CHAIR, FOSTERING}
    assert seats_filled([CHAIR, FOSTERING, BROKERAGE], stays, at(20)) == 2
    assert seats_filled([CHAIR, FOSTERING, BROKERAGE], stays, None) == 2


def test_an_observer_fills_no_seat():
    stays = [stay("a", capacity="observer"), stay("b", CHAIR)]
    assert seats_filled([CHAIR, FOSTERING], stays, at(20)) == 1
    assert here_for(stays, ITEM)[0].seats == frozenset()


def test_everybody_was_there_throughout_only_where_nobody_came_or_left_or_was_gone():
    all_day = [stay("a", CHAIR), stay("b", FOSTERING)]
    assert throughout(all_day, here_for(all_day, ITEM))
    for other in ((0, 10), (30, None), (0, 30), (50, None)):
        some = [*all_day, stay("c", BROKERAGE, minutes=other)]
        assert not throughout(some, here_for(some, ITEM))


def test_the_quorum_of_an_item_is_asked_at_the_moment_it_was_settled():
    leaves_in_the_middle = [stay("a", CHAIR, minutes=(0, 30)), stay("b", FOSTERING)]
    assert not quorum_at(ROR, leaves_in_the_middle, ITEM).finding.met
    assert quorum_at(ROR, leaves_in_the_middle, Taken(at(20), at(29))).finding.met
    finding = quorum_at(ROR, leaves_in_the_middle, ITEM).finding
    assert (finding.clause, finding.because) == ("ROR-6", "Neither the chair nor a deputy is present")
