"""A cell in Excel, in Remit, and as the two last were: taken, kept, or for a person to decide."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from remit.rules.action_list import EntryValues
from remit.rules.list_merge import (
    Exchanged,
    apart_after,
    as_plain,
    became,
    cell,
    differing,
    from_plain,
    merged,
)

WAS = EntryValues(
    risk="high",
    risk_written="Red",
    days_written="tbc",
    comments="old",
    listed_on=date(2026, 9, 1),
    extra=(("Colour", "blue"),),
)


@pytest.mark.parametrize("base, ours, theirs", list(product(("a", "b", "c", ""), repeat=3)))
def test_whatever_each_side_said_a_change_of_remit_is_never_written_over_unasked(base, ours, theirs):
    if ours == theirs:
        return
    what = became((theirs,), (ours,), ((base,), (base,)))
    changed_there, changed_here = theirs != base, ours != base
    assert what == ("conflict" if changed_there and changed_here else "taken" if changed_there else "kept")


@pytest.mark.parametrize(
    "ours, theirs, what", [("", "b", "taken"), ("a", "", "kept"), ("a", "b", "conflict")]
)
def test_where_nobody_knows_what_was_there_words_fill_a_blank_and_are_not_taken_away(ours, theirs, what):
    assert became((theirs,), (ours,), None) == what


def test_a_row_is_settled_cell_by_cell():
    ours = replace(WAS, comments="ours", risk="low", risk_written="Low", extra=(("Colour", "green"),))
    theirs = replace(WAS, comments="theirs", days_to_place=4, days_written="4")
    found = merged(ours, theirs, Exchanged(WAS), {})
    assert found.values == replace(ours, days_to_place=4, days_written="4")
    assert {one.unit: one.conflict for one in found.apart} == {
        "comments": True,
        "risk": False,
        "extra:Colour": False,
    }


def test_a_choice_is_loaded_and_holds_only_while_both_sides_say_what_they_said():
    ours, theirs = replace(WAS, comments="ours"), replace(WAS, comments="theirs")
    chosen = {"comments": ("theirs", ("theirs",), ("ours",))}
    assert merged(ours, theirs, Exchanged(WAS), chosen).values.comments == "theirs"
    moved = replace(WAS, comments="ours again")
    (one,) = merged(moved, theirs, Exchanged(WAS), chosen).apart
    assert one.undecided


def test_another_spelling_of_the_same_is_no_change_of_the_file():
    ours, theirs = replace(WAS, risk="low", risk_written=""), replace(WAS, risk_written="H")
    (one,) = merged(ours, theirs, Exchanged(WAS), {}).apart
    assert not one.conflict


@pytest.mark.parametrize(
    "choice, next_time",
    [(None, True), ("ours", False)],
    ids=["undecided is asked again", "decided is not"],
)
def test_what_the_next_file_is_compared_with(choice, next_time):
    ours, theirs = replace(WAS, comments="ours"), replace(WAS, comments="theirs")
    decided = {"comments": (choice, ("theirs",), ("ours",))} if choice else {}
    found = merged(ours, theirs, Exchanged(WAS), decided)
    again = merged(found.values, theirs, Exchanged(found.values, apart_after(found.apart)), {})
    assert [one.conflict for one in again.apart] == [next_time]
    assert again.values.comments == "ours"


def test_what_was_kept_stays_kept_until_the_file_itself_changes():
    ours = replace(WAS, comments="ours")
    before = Exchanged(ours, apart_after(merged(ours, WAS, Exchanged(WAS), {}).apart))
    assert merged(ours, WAS, before, {}).values.comments == "ours"
    assert merged(ours, replace(WAS, comments="new"), before, {}).values.comments == "new"
    later = replace(WAS, comments="ours, later")
    (one,) = merged(later, replace(WAS, comments="new"), before, {}).apart
    assert one.conflict


def test_a_cell_comes_back_out_of_json():
    for unit in ("risk", "days_to_place", "listed_on", "last_action_on", "comments", "extra:Colour"):
        assert from_plain(unit, as_plain(cell(WAS, unit))) == cell(WAS, unit)


def test_columns_in_another_order_are_no_difference():
    one = replace(WAS, extra=(("A", "1"), ("B", "2")))
    assert differing(one, replace(WAS, extra=(("B", "2"), ("A", "1")))) == ()
