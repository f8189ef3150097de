"""Do the people in the room make the forum quorate?"""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.rules.quoracy import Stay, largest_matching, present_at, quoracy
from remit.terms.model import Quorum
from tests.rules.days import london
from tests.rules.shipped import ROR

THREE = london("26 Nov 2026 15:00")
CHAIR, BROKERAGE, FOSTERING = "service-manager-commissioning", "brokerage", "fostering"


def stay(
    person: str, *seats: str, minutes: tuple[int, int | None] = (0, None), capacity: str = "holder"
) -> Stay:
    since, until = minutes
    ends = THREE + timedelta(minutes=until) if until is not None else None
    return Stay(person, frozenset(seats), THREE + timedelta(minutes=since), ends, capacity)


def test_the_chair_alone_is_enough_where_no_clause_sets_a_quorum():
    found = quoracy(ROR, [stay("a", CHAIR)], at=THREE)
    assert found.finding.met
    assert not found.stops


def test_either_of_two_chairs_will_do():
    assert quoracy(ROR, [stay("a", BROKERAGE)], at=THREE).finding.met


def test_without_a_chair_it_is_a_warning_and_no_stop():
    found = quoracy(ROR, [stay("a", FOSTERING)], at=THREE)
    assert not found.finding.met
    assert "chair" in found.finding.because
    assert not found.stops


def strict(**said):
    return ROR.model_copy(update={"quorum": Quorum.model_validate({"clause": "ROR-6", **said})})


def test_other_terms_can_stop_without_a_chair():
    assert quoracy(strict(chair="stop"), [stay("a", FOSTERING)], at=THREE).stops


def test_named_seats_and_a_number_of_people_can_be_asked_for():
    terms = strict(seats=[FOSTERING], people=3, short="stop")
    short = quoracy(terms, [stay("a", CHAIR), stay("b", BROKERAGE)], at=THREE)
    assert short.empty == (FOSTERING,)
    assert short.stops
    assert "2 people present of the 3 needed" in short.finding.because
    there = [stay("a", CHAIR), stay("b", BROKERAGE), stay("c", FOSTERING, capacity="substitute")]
    assert quoracy(terms, there, at=THREE).finding.met


def test_one_person_does_not_fill_two_seats():
    terms = strict(seats=[FOSTERING], short="stop")
    both = quoracy(terms, [stay("a", CHAIR, FOSTERING)], at=THREE)
    assert not both.finding.met
    assert quoracy(terms, [stay("a", CHAIR, FOSTERING), stay("b", BROKERAGE)], at=THREE).finding.met


def test_people_are_moved_between_seats_where_that_fills_more():
    people = {"a": frozenset({"one", "two"}), "b": frozenset({"one"})}
    assert largest_matching(["one", "two"], people) == {"one": "b", "two": "a"}


def test_a_seat_for_two_takes_two():
    people = {"a": frozenset({"one"}), "b": frozenset({"one"}), "c": frozenset({"one"})}
    assert len(largest_matching(["one", "one"], people)) == 2


@pytest.mark.parametrize(
    "minute, there", [(-1, False), (0, True), (29, True), (30, False), (44, False), (45, True)]
)
def test_somebody_who_leaves_and_comes_back_counts_while_in_the_room(minute, there):
    stays = [stay("a", CHAIR, minutes=(0, 30)), stay("a", CHAIR, minutes=(45, None))]
    assert ("a" in present_at(stays, THREE + timedelta(minutes=minute))) is there


@pytest.mark.parametrize("capacity", ["observer", "case"])
def test_who_only_watches_or_came_for_one_case_fills_no_seat(capacity):
    assert not quoracy(ROR, [stay("a", CHAIR, capacity=capacity)], at=THREE).finding.met


SEATS = st.lists(st.sampled_from("pqrst"), max_size=5)
PEOPLE = st.dictionaries(st.sampled_from("abcde"), st.frozensets(st.sampled_from("pqrst")), max_size=5)


@settings(max_examples=60)
@given(SEATS, PEOPLE)
def test_no_way_to_seat_people_fills_more_seats(seats, people):
    found = largest_matching(seats, people)
    assert len(set(found.values())) == len(found)
    assert all(seat.split("#")[0] in people[person] for seat, person in found.items())
    names = [*people, *[None] * len(seats)]
    best = max(
        sum(name is not None and seat in people[name] for seat, name in zip(seats, order, strict=False))
        for order in permutations(names[: len(people) + len(seats)], len(seats))
    ) if len(seats) <= 3 else len(found)  # fmt: skip
    assert len(found) == best
