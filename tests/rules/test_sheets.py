"""How far the parts of a case's sheet have come, from plain values."""

from datetime import date, datetime, timedelta

import pytest

from remit.rules.sheets import (
    PartState,
    Version,
    answered_since,
    filled,
    met_at,
    offered_from,
    owed_for,
    owes,
    parts,
    why_not_complete,
    why_not_unchanged,
)
from remit.terms import load
from remit.terms.model import Evidence
from tests.factories.clock import NOW

NEEDED = ("reason-for-risk", "support-in-place", "what-would-help", "childs-view")


@pytest.fixture(scope="module")
def ror():
    return load.merged("ror")


@pytest.fixture(scope="module")
def workers(ror):
    return next(part for part in parts(ror, "focus") if part.id == "worker:social_worker")


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_a_sheet_has_a_part_for_each_who_fills_it_in_and_none_for_the_room(ror):
    assert [part.id for part in parts(ror, "focus")] == ["seat:brokerage", "worker:social_worker"]
    assert [part.id for part in parts(ror, "other")] == ["seat:placement-support"]
    assert parts(ror, "any-other-business") == ()


def test_only_what_is_needed_has_to_be_answered(workers):
    assert [question.id for question in workers.needed] == list(NEEDED)
    since = {question: at(place) for place, question in enumerate(NEEDED)}
    whole = filled(workers, since)
    assert (whole.state, whole.complete_at, whole.missing) == (PartState.COMPLETE, at(3), ())
    some = filled(workers, {"childs-need": at(1)})
    assert (some.state, some.complete_at, len(some.missing)) == (PartState.BEGUN, None, 4)
    assert filled(workers, {}).state is PartState.EMPTY


def test_whoever_says_so_first_has_it_complete_from_then_on(workers):
    since = {**dict.fromkeys(NEEDED, at(5)), NEEDED[0]: at(1)}
    assert filled(workers, since, said_at=at(2)).complete_at == at(2)
    assert filled(workers, since, said_at=at(9)).complete_at == at(5)


def test_the_word_is_over_once_every_answer_it_was_said_of_was_taken_back(workers):
    assert filled(workers, {}, said_at=at(2)).complete_at is None
    assert filled(workers, {NEEDED[0]: at(5)}, said_at=at(2)).complete_at is None
    assert filled(workers, {NEEDED[0]: at(2)}, said_at=at(2)).complete_at == at(2)


def test_an_answer_that_was_emptied_counts_from_when_it_was_given_again():
    told = [
        Version("a", 1, says=True, at=at(1)),
        Version("a", 2, says=True, at=at(2)),
        Version("b", 1, says=True, at=at(1)),
        Version("b", 2, says=False, at=at(2)),
        Version("b", 3, says=True, at=at(3)),
        Version("c", 1, says=True, at=at(1)),
        Version("c", 2, says=False, at=at(2)),
    ]
    assert answered_since(reversed(told)) == {"a": at(1), "b": at(3)}


def test_what_is_owed_is_met_by_its_answers_or_by_its_part(ror):
    asked = parts(ror, "focus")
    considerations, _, part, _ = ror.owed
    assert met_at(considerations, asked, {"commissioning-considerations": at(1)}, {}) == at(1)
    assert met_at(part, asked, {"childs-view": at(1)}, {}) is None
    assert met_at(part, asked, {"childs-view": at(1)}, {"worker:social_worker": at(2)}) == at(2)
    assert owes(ror, asked) == {"commissioning-considerations", "social-work-part"}
    assert owes(ror, parts(ror, "other")) == frozenset()
    assert [owed_for(ror, one) for one in asked] == [(considerations,), (part,)]


def test_all_that_is_owed_in_one_part_is_owed(ror):
    """One is met by a single answer of a part, another by the whole part, a third by answers of two parts."""
    by_part = ror.owed[2]
    first = by_part.model_copy(update={"id": "reason", "met_by": Evidence(answered=("reason-for-risk",))})
    across = ("childs-view", "commissioning-considerations")
    both = by_part.model_copy(update={"id": "both", "met_by": Evidence(answered=across)})
    terms = ror.model_copy(update={"owed": (first, by_part, both)})
    asked = parts(terms, "focus")
    assert owes(terms, asked) == {"reason", "social-work-part", "both"}
    assert [[owed.id for owed in owed_for(terms, one)] for one in asked] == [
        ["both"],
        ["reason", "social-work-part", "both"],
    ]


def test_earlier_answers_are_offered_for_as_long_as_the_terms_say(ror):
    assert offered_from(ror, date(2026, 10, 14)) == date(2026, 7, 14)
    assert offered_from(ror, date(2026, 5, 31)) == date(2026, 2, 28)


def test_something_has_to_be_there_before_a_part_is_complete_or_unchanged(workers):
    nothing = filled(workers, {})
    assert why_not_complete(workers, nothing).field == "reason-for-risk"
    assert why_not_unchanged(workers, nothing, ()).problem == "Nothing was written about this child before."
    assert why_not_unchanged(workers, nothing, NEEDED[:2]).field == "what-would-help"
    assert why_not_unchanged(workers, nothing, NEEDED) is None
