"""The number that applying a return names differs where loading would do anything else."""

from datetime import date, timedelta

from remit.rules.facts import Fact
from remit.rules.list_comparison import ChildDetails
from remit.rules.returns import OfferedChild, OfferedReturn, RecordFacts, compare_return
from tests.rules.returned import held

TODAY = date(2026, 10, 14)
BORN = ChildDetails(date_of_birth=date(2012, 3, 4))
LEAVER = ("leaver", ("former relevant", "YES", "F2", "U"))
CARE = Fact("care", date(2024, 5, 6), None, ("N1", ""))


def a_child(**more: object) -> OfferedChild:
    return OfferedChild(2, "K-1", details=BORN, facts=(CARE,), **more)


def basis(child: OfferedChild, known: dict[int, list], *, on: date = TODAY) -> int:
    """What a return of one child comes to, beside the facts held of the child, if it is known."""
    record = RecordFacts(
        fitting=lambda text, number: list(known),
        meant=[list(known)],
        alike=lambda text: False,
        children=dict.fromkeys(known, BORN),
        held=known,
        ids=dict.fromkeys(known, "K-1"),
    )
    return compare_return(OfferedReturn([child]), record, today=on, codes=None).basis


def test_it_stays_from_one_day_to_the_next_where_the_return_gives_every_day():
    assert basis(a_child(), {}) == basis(a_child(), {}, on=TODAY + timedelta(1))


def test_it_moves_with_the_day_on_which_a_state_of_a_new_child_would_begin():
    child = a_child(states=(LEAVER,))
    assert basis(child, {}) != basis(child, {}, on=TODAY + timedelta(1))


def test_it_moves_once_the_child_is_known():
    assert len({basis(a_child(), {}), basis(a_child(), {1: []}), basis(a_child(), {2: []})}) == 3


def test_it_moves_with_what_is_held_of_a_known_child():
    before = held("care", "2024-05-06", need="N8")
    assert basis(a_child(), {1: []}) != basis(a_child(), {1: [before]})


def test_it_does_not_move_with_a_child_who_stays_as_they_are():
    same = held("care", "2024-05-06", need="N1", why_ended="")
    assert basis(a_child(), {1: [same]}) == basis(a_child(), {2: [same]})
