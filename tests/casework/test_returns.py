"""A return is loaded as it was previewed; nothing is overwritten, nothing typed is lost, and it can be taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.casework.children import record_child
from remit.casework.facts import record_fact, settle_contradiction
from remit.casework.returns import load_return
from remit.casework.undoing import undo_import
from remit.casework.undoing_returns import undo_return
from remit.documents.returns import Fault, SetAside
from remit.reading.looks import looking
from remit.reading.returns import preview_of_return
from remit.records.children import Identifier, Person
from remit.records.fact_store import put_facts
from remit.records.facts import TABLES, CarePeriod, Contradiction, LegalStatus, Placement, Review
from remit.records.persons import NewPerson
from remit.records.placements_list import Import
from remit.records.return_comparison import beside_the_record
from remit.rules.facts import fact
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.returned import (
    BORN,
    a_return,
    basis_of,
    data_officer,
    day,
    episode,
    header,
    load,
    review,
    unaccompanied,
)
from tests.factories import NOW, TODAY, a_child, a_restricted_child, staff, viewer_of

DAY = timedelta(days=1)
WEEK = NOW + 7 * DAY
FIRST = (episode("701", "2026-04-01"), episode("702", "2026-05-01", place="K2"), review("701", "2026-05-20"))


def stored():
    return {kind: table.objects.count() for kind, table in TABLES.items()} | {
        "persons": Person.objects.count(),
        "ids": Identifier.objects.count(),
    }


def spans(table, child, field, at=None):
    rows = table.objects.known(at).filter(person__identifiers__value=child).distinct().order_by("since")
    return [(getattr(row, field), row.since.isoformat(), row.until and row.until.isoformat()) for row in rows]


def test_children_and_their_facts_are_put_on_record(db):
    loaded = load(a_return(*FIRST))
    assert (loaded.new, loaded.changed, loaded.unchanged, loaded.conflicts) == (2, 0, 0, 0)
    assert spans(Placement, "702", "place") == [("K2", "2026-05-01", None)]
    assert spans(CarePeriod, "701", "need") == [("N1", "2026-04-01", None)]
    assert spans(Review, "701", "code") == [("PN1", "2026-05-20", "2026-05-21")]
    assert Person.objects.get(identifiers__value="701").date_of_birth == BORN
    done = Import.objects.get(ref=loaded.import_ref)
    assert (done.state, done.kind, done.content) == ("applied", "ssda903", None)


def test_the_same_return_twice_changes_nothing(db):
    load(a_return(*FIRST, unaccompanied("701", "2030-01-01")))
    before = stored()
    again = load(a_return(*FIRST, unaccompanied("701", "2030-01-01")), now=WEEK)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert stored() == before


def test_a_corrected_past_is_superseded_and_what_was_known_before_can_still_be_asked(db):
    load(a_return(episode("701", "2026-04-03", place="U4")))
    load(a_return(episode("701", "2026-04-01", place="U4")), now=WEEK)
    assert spans(Placement, "701", "place") == [("U4", "2026-04-01", None)]
    assert spans(Placement, "701", "place", WEEK - DAY) == [("U4", "2026-04-03", None)]


def test_a_move_ends_one_placement_and_begins_another(db):
    load(a_return(episode("701", "2026-04-01")))
    moved = a_return(
        episode("701", "2026-04-01", "2026-10-16"), episode("701", "2026-10-16", place="K2", rne="P")
    )
    loaded = load(moved, now=WEEK)
    assert loaded.changed == 1
    assert spans(Placement, "701", "place") == [
        ("U4", "2026-04-01", "2026-10-16"),
        ("K2", "2026-10-16", None),
    ]
    assert spans(LegalStatus, "701", "status") == [("C2", "2026-04-01", None)]


def test_the_preview_says_who_enters_and_leaves_which_cohort(db):
    actor = data_officer()
    load(a_return(episode("701", "2026-04-01"), episode("702", "2026-04-01", place="K2")), actor)
    moved = a_return(
        episode("701", "2026-04-01", "2026-10-10"),
        episode("701", "2026-10-10", place="K2", rne="P"),
        episode("702", "2026-04-01", "2026-10-12", place="K2", rec="E4A"),
    )
    found = beside_the_record(moved.offered, viewer=actor, on=TODAY).comparison
    moves = {child.person_id: (child.entered, child.left) for child in found.children}
    assert moves["701"] == (("residential",), ())
    assert set(moves["702"][1]) == {"looked-after", "residential", "out-of-authority-unknown"}


def test_last_years_return_loaded_late_does_not_touch_what_came_after(db):
    load(a_return(episode("701", "2026-04-01", place="K2")))
    load(a_return(episode("701", "2020-04-01", place="U4"), year=2020), now=WEEK)
    assert spans(Placement, "701", "place") == [
        ("U4", "2020-04-01", "2026-04-01"),
        ("K2", "2026-04-01", None),
    ]


@pytest.mark.parametrize("order", [1, -1], ids=["as they were made", "the later first"])
def test_a_placement_of_an_earlier_return_ends_where_a_later_one_begins_whichever_is_loaded_first(db, order):
    earlier = a_return(
        episode("701", "2020-04-10", "2020-09-01"),
        episode("701", "2020-09-01", place="K2", rne="P"),
        year=2021,
    )
    later = a_return(episode("701", "2023-06-01", rne="P"), year=2023)
    for at, read in enumerate([earlier, later][::order]):
        load(read, now=NOW + at * DAY)
    placed = [
        ("U4", "2020-04-10", "2020-09-01"),
        ("K2", "2020-09-01", "2023-06-01"),
        ("U4", "2023-06-01", None),
    ]
    assert spans(Placement, "701", "place") == placed
    for read in (earlier, later):
        load(read, now=WEEK)
    assert spans(Placement, "701", "place") == placed


def test_last_years_return_loaded_late_opens_no_care_again(db):
    last_year = a_return(episode("701", "2025-04-01"), episode("702", "2025-05-01"), year=2025)
    load(last_year)
    load(
        a_return(
            episode("701", "2025-04-01", "2026-08-01", rec="E4A"),
            episode("702", "2025-05-01"),
            episode("703", "2026-08-03"),
        )
    )
    assert load(last_year, now=WEEK).changed == 0
    assert spans(CarePeriod, "701", "why_ended") == [("E4A", "2025-04-01", "2026-08-01")]
    assert spans(Placement, "701", "place") == [("U4", "2025-04-01", "2026-08-01")]


@pytest.mark.parametrize("known, told", [(0, True), (1, False)])
def test_a_return_of_children_of_whom_none_is_known_may_be_another_councils(db, known, told):
    load(a_return(*FIRST))
    strangers = [episode(f"Z{number}", "2026-04-01") for number in range(5)]
    read = a_return(*strangers, *FIRST[:known])
    with looking(data_officer(), route="test", now=NOW):
        found = preview_of_return(data_officer(), read=read, now=NOW)
    assert any("None of the 5 children in this file is on record." in one for one in found.warnings) == told


def test_the_first_return_of_all_is_nobody_elses(db):
    read = a_return(*(episode(f"Z{number}", "2026-04-01") for number in range(5)))
    with looking(data_officer(), route="test", now=NOW):
        assert preview_of_return(data_officer(), read=read, now=NOW).warnings == ()


def test_what_began_before_the_return_keeps_its_first_day(db):
    load(a_return(episode("701", "2025-04-01", ls="V2")))
    later = a_return(episode("701", "2026-04-01", rne="L", ls="C2"))
    load(later, now=WEEK)
    assert spans(CarePeriod, "701", "need") == [("N1", "2025-04-01", None)]
    assert spans(Placement, "701", "place") == [("U4", "2025-04-01", None)]


def test_applying_is_refused_when_the_record_moved_since_the_preview(db):
    actor = data_officer()
    read = a_return(*FIRST)
    basis = basis_of(read, actor)
    load(a_return(episode("701", "2026-03-01")), actor)
    with pytest.raises(Stale, match="changed since this preview"):
        load_return(content=b"", read=read, basis=basis, actor=actor, now=NOW)
    assert Import.objects.count() == 1


def test_with_faults_nothing_is_applied_unless_partial(db):
    fault = Fault("episodes", 3, "DECOM", "This is no date.", "Write dd/mm/yyyy.")
    read = a_return(*FIRST, faults=(fault,))
    with pytest.raises(Refused, match="1 fault"):
        load(read)
    assert Person.objects.count() == 0
    assert load(read, partial=True).new == 2


def test_who_is_not_in_a_whole_return_has_vanished_and_keeps_everything(db):
    load(a_return(*FIRST))
    loaded = load(a_return(FIRST[0]), now=WEEK)
    assert loaded.vanished == 1
    assert spans(Placement, "702", "place") == [("K2", "2026-05-01", None)]


def test_the_child_of_a_row_set_aside_has_not_vanished(db):
    load(a_return(*FIRST))
    fault = Fault("episodes", 3, "DECOM", "This is no date.", "Write dd/mm/yyyy.")
    read = a_return(FIRST[0], faults=(fault,), set_aside=(SetAside("episodes", 3, "702"),))
    assert load(read, now=WEEK, partial=True).vanished == 0


def test_an_id_that_changed_is_never_linked(db):
    actor = data_officer()
    load(a_return(header("701", upn="A123"), FIRST[0]), actor)
    read = a_return(header("901", upn="A123"), episode("901", "2026-04-01"))
    found = beside_the_record(read.offered, viewer=actor, on=TODAY).comparison
    assert [(pair.gone, pair.new) for pair in found.unlinked] == [("701", "901")]
    load(read, actor, now=WEEK)
    assert Person.objects.count() == 2


def test_a_number_of_a_known_child_in_other_zeros_is_another_child(db):
    a_child(person_id="00701")
    assert load(a_return(FIRST[0])).new == 1


def typed(child, **said):
    place = {"provider": "", "urn": "", "postcode": "", "location": "", "authority": "", "why_changed": ""}
    one = fact("placement", said.pop("since"), said.pop("until", None), **(place | said))
    put_facts([(child.pk, one)], now=NOW, source="staff:somebody", provisional=True)


def test_an_import_confirms_what_was_typed(db):
    child = a_child(person_id="701", date_of_birth=BORN)
    typed(child, since=date(2026, 4, 1), place="U4", provider="PR1", location="out")
    loaded = load(a_return(FIRST[0]), now=WEEK)
    assert loaded.conflicts == 0
    row = Placement.objects.known().get()
    assert (row.provisional, row.location, row.source) == (False, "out", f"import:{loaded.import_ref}")


def test_an_import_that_contradicts_what_was_typed_goes_to_a_person_once(db):
    child = a_child(person_id="701", date_of_birth=BORN)
    typed(child, since=date(2026, 4, 1), place="K2")
    assert load(a_return(FIRST[0]), now=WEEK).conflicts == 1
    assert spans(Placement, "701", "place") == [("K2", "2026-04-01", None)]
    asked = Contradiction.objects.get()
    assert (asked.kind, asked.offered["said"][0], asked.state) == ("placement", "U4", "open")
    load(a_return(FIRST[0]), now=WEEK + DAY)
    assert Contradiction.objects.count() == 1
    load(a_return(episode("701", "2026-04-01", place="U6")), now=WEEK + 2 * DAY)
    assert sorted(Contradiction.objects.values_list("state", flat=True)) == ["open", "overtaken"]


def test_undoing_puts_the_record_back_as_it_was(db):
    actor = data_officer()
    load(a_return(FIRST[0]), actor)
    before = spans(Placement, "701", "place"), spans(CarePeriod, "701", "need")
    moved = a_return(
        episode("701", "2026-04-02", "2026-10-16"),
        episode("701", "2026-10-16", place="K2", rne="P"),
        FIRST[1],
    )
    second = load(moved, actor, now=WEEK)
    undone = undo_return(import_ref=second.import_ref, actor=actor, now=WEEK + DAY)
    assert (undone.taken_off, undone.put_back, undone.left) == (1, 1, 0)
    assert (spans(Placement, "701", "place"), spans(CarePeriod, "701", "need")) == before
    assert not Placement.objects.known().filter(place="K2").exists()
    assert not Identifier.objects.open().filter(value="702").exists()
    again = load(moved, actor, now=WEEK + 2 * DAY)
    assert (again.new, again.changed) == (1, 1)


def test_undoing_leaves_what_changed_since(db):
    actor = data_officer()
    first = load(a_return(*FIRST), actor)
    corrected = fact("placement", date(2026, 4, 1), place="U6")
    child = Identifier.objects.get(value="701").person_id
    record_fact(child_id=child, fact=corrected, told="The home rang.", actor=actor, now=WEEK)
    undone = undo_return(import_ref=first.import_ref, actor=actor, now=WEEK + DAY)
    assert (undone.taken_off, undone.left) == (1, 1)
    assert spans(Placement, "701", "place") == [("U6", "2026-04-01", None)]


def test_a_return_is_undone_only_after_those_that_were_loaded_later(db):
    actor = data_officer()
    both = a_return(*FIRST)
    loads = [load(both, actor)]
    for days, place in enumerate(("U6", "K2"), start=1):
        moved = a_return(episode("701", "2026-04-01", place=place), FIRST[1])
        loads.append(load(moved, actor, now=NOW + days * DAY))
    before = stored()
    for earlier in loads[:2]:
        with pytest.raises(Refused, match="on 16 October 2026 at 10am, and changed the record") as refusal:
            undo_return(import_ref=earlier.import_ref, actor=actor, now=WEEK)
        assert refusal.value.remedy == f"Undo that one first: it is import {loads[2].import_ref}."
    assert stored() == before
    for days, done in enumerate(reversed(loads)):
        undo_return(import_ref=done.import_ref, actor=actor, now=WEEK + days * DAY)
    assert not any(table.objects.known().exists() for table in TABLES.values())
    assert not Identifier.objects.open().filter(value__in=("701", "702")).exists()


def moved(to):
    """A return in which the first child moved."""
    before, after = (
        episode("701", "2026-04-01", "2026-05-01"),
        episode("701", "2026-05-01", place=to, rne="P"),
    )
    return before, after, FIRST[2]


@pytest.mark.parametrize("taken", [False, True])
def test_a_later_return_that_only_contradicts_stands_in_the_way_once_it_is_taken(db, taken):
    actor = data_officer()
    load(a_return(FIRST[0], FIRST[2]), actor)
    child = Identifier.objects.get(value="701").person_id
    by_hand = fact("placement", date(2026, 5, 1), place="K2")
    record_fact(child_id=child, fact=by_hand, told="The home rang.", actor=actor, now=NOW)
    load(a_return(*moved("U5")), actor, now=NOW)  # confirms where the child was before
    undoable = load(a_return(FIRST[1]), actor, now=NOW + DAY)
    again = load(a_return(FIRST[1]), actor, now=WEEK)
    contradicts = load(a_return(*moved("U6"), FIRST[1]), actor, now=WEEK + DAY)
    assert (again.new, again.changed) == (0, 0)
    assert (contradicts.new, contradicts.changed, contradicts.conflicts) == (0, 0, 1)
    if taken:
        asked = Contradiction.objects.get(state="open").ref
        settle_contradiction(contradiction_ref=asked, take=True, why="Rang.", actor=actor, now=WEEK + DAY)
        with pytest.raises(Refused, match="changed the record"):
            undo_return(import_ref=undoable.import_ref, actor=actor, now=WEEK + 2 * DAY)
    else:
        undo_return(import_ref=undoable.import_ref, actor=actor, now=WEEK + 2 * DAY)
    assert Identifier.objects.open().filter(value="702").exists() == taken


def test_what_was_typed_stands_again_when_the_return_taken_instead_is_undone(db):
    actor = data_officer()
    load(a_return(FIRST[0], FIRST[2]), actor)
    child = Identifier.objects.get(value="701").person_id
    by_hand = fact("placement", date(2026, 5, 1), place="K2")
    record_fact(child_id=child, fact=by_hand, told="The home rang.", actor=actor, now=NOW)
    load(a_return(*moved("U5")), actor, now=NOW)  # confirms where the child was before
    before = spans(Placement, "701", "place")
    contradicts = load(a_return(*moved("U6")), actor, now=WEEK)
    asked = Contradiction.objects.get(state="open")
    settle_contradiction(contradiction_ref=asked.ref, take=True, why="Rang.", actor=actor, now=WEEK)
    assert spans(Placement, "701", "place")[-1] == ("U6", "2026-05-01", None)
    undone = undo_return(import_ref=contradicts.import_ref, actor=actor, now=WEEK + DAY)
    assert (undone.put_back, undone.left) == (1, 0)
    assert spans(Placement, "701", "place") == before
    assert Placement.objects.known().get(until=None).provisional


def test_what_a_later_return_changed_of_a_restricted_child_stands_in_the_way(db):
    actor = data_officer()
    a_restricted_child(staff(), person_id="00999")
    first = load(a_return(FIRST[1]), actor)
    later = load(a_return(FIRST[1], episode("00999", "2026-04-01")), actor, now=WEEK)
    assert (later.new, later.changed, later.withheld) == (0, 0, 1)
    with pytest.raises(Refused, match="changed the record"):
        undo_return(import_ref=first.import_ref, actor=actor, now=WEEK + DAY)


def test_what_stood_before_a_return_stands_again_when_all_after_it_are_undone(db):
    actor = data_officer()
    load(a_return(FIRST[0]), actor)
    before = spans(Placement, "701", "place"), spans(CarePeriod, "701", "need")
    second = load(a_return(episode("701", "2026-04-01", place="U6")), actor, now=WEEK)
    third = load(a_return(episode("701", "2026-04-01", place="K2")), actor, now=WEEK + DAY)
    undo_return(import_ref=third.import_ref, actor=actor, now=WEEK + 2 * DAY)
    assert spans(Placement, "701", "place") == [("U6", "2026-04-01", None)]
    undo_return(import_ref=second.import_ref, actor=actor, now=WEEK + 3 * DAY)
    assert (spans(Placement, "701", "place"), spans(CarePeriod, "701", "need")) == before


def test_children_keep_their_number_when_their_returns_are_undone_and_loaded_again(db):
    actor = data_officer()
    known = a_child(person_id="701", date_of_birth=BORN)
    first = load(a_return(*FIRST), actor)
    second = load(a_return(FIRST[0], FIRST[1], episode("703", "2026-06-01")), actor, now=WEEK)
    for done in (second, first):
        undo_return(import_ref=done.import_ref, actor=actor, now=WEEK + DAY)
    again = load(a_return(*FIRST), actor, now=WEEK + 2 * DAY)
    assert (again.new, again.changed) == (1, 1)
    numbers = dict(Identifier.objects.open().values_list("value", "person_id"))
    assert set(numbers) == {"701", "702"}
    assert numbers["701"] == known.pk
    assert spans(Placement, "702", "place") == [("K2", "2026-05-01", None)]


def test_an_import_is_undone_once_and_by_the_verb_of_its_kind(db):
    actor = data_officer()
    loaded = load(a_return(FIRST[0]), actor)
    with pytest.raises(NotFound):
        undo_import(import_ref=loaded.import_ref, actor=actor, now=WEEK)
    undo_return(import_ref=loaded.import_ref, actor=actor, now=WEEK)
    with pytest.raises(Refused, match="not applied"):
        undo_return(import_ref=loaded.import_ref, actor=actor, now=WEEK)
    with pytest.raises(NotFound):
        undo_return(import_ref="nothing", actor=actor, now=WEEK)


def test_only_the_data_officer_loads_returns(db):
    somebody = viewer_of(staff())
    with pytest.raises(NotAllowed):
        load(a_return(FIRST[0]), somebody)
    loaded = load(a_return(FIRST[0]))
    with pytest.raises(NotAllowed):
        undo_return(import_ref=loaded.import_ref, actor=somebody, now=WEEK)


def test_a_child_known_by_name_is_the_same_child_and_a_blank_birth_date_is_filled(db):
    actor = data_officer()
    child = NewPerson("701", "Zosia", "Quarremby")
    record_child(child=child, since=TODAY, actor=actor, now=NOW)
    loaded = load(a_return(FIRST[0]), actor)
    assert (loaded.new, loaded.changed) == (0, 1)
    person = Person.objects.get()
    assert (person.given_name, person.date_of_birth) == ("Zosia", BORN)
    undo_return(import_ref=loaded.import_ref, actor=actor, now=WEEK)
    assert Person.objects.get().date_of_birth is None


def test_a_restricted_child_never_vanishes_for_who_is_not_named(db):
    child = a_restricted_child(staff(), person_id="00999")
    put_facts([(child.pk, fact("care", day("2026-01-01"), need="N1", why_ended=""))], now=NOW, source="seed")
    assert load(a_return(FIRST[0])).vanished == 0


def test_many_children_take_no_more_statements_than_few(db):
    actor = data_officer()

    def statements(first, count):
        rows = [episode(f"{number}", "2026-04-01") for number in range(first, first + count)]
        with CaptureQueriesContext(connection) as asked:
            load(a_return(*rows), actor)
        return len(asked)

    statements(100, 3)
    assert statements(1000, 60) <= statements(5000, 3) + 2
