"""A list edited in Excel and in Remit: each cell is compared with what the two last said to each other."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from remit.casework.action_list import Child, add_entry, change_entry
from remit.casework.choosing import choose_texts
from remit.casework.imports import drop_import
from remit.casework.loading import apply_import
from remit.casework.undoing import undo_import
from remit.documents.action_list.back import as_excel
from remit.reading.list_back import list_back
from remit.reading.list_preview import preview
from remit.reading.looks import looking
from remit.records.audit import AuditEvent
from remit.records.entry_details import values_of
from remit.records.placements_list import EntryDetail, Import
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, Refused, Stale
from remit.rules.viewers import Post, Viewer
from tests import races
from tests.casework.lists import a_list, apply, brokerage, entry_of, hold, load, revision
from tests.factories import NOW, a_restricted_child, an_entry, staff, viewer_of

ONE, TWO = "00771,QZ,High,Today,3,two searches", "00772,XW,Low,Planned,tbc,"


def says(person_id, actor, **values):
    """Somebody changes an entry in Remit."""
    row = entry_of(person_id)
    change_entry(
        entry_ref=row.entry.ref, seen=row.pk, values=replace(values_of(row), **values), actor=actor, now=NOW
    )


def exported(actor, **cells):
    """The list written out, with these cells (by their address) changed in Excel and saved."""
    with looking(actor, route="test", now=NOW):
        book = openpyxl.load_workbook(BytesIO(as_excel(list_back(actor, now=NOW))))
    for address, text in cells.items():
        book.worksheets[0][address] = text
    return saved(book)


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def hold_book(content, actor):
    return hold(content, actor, filename="back.xlsx")


def seen(ref, actor, part="conflicts"):
    with looking(actor, route="test", now=NOW):
        return preview(actor, ref=ref, part=part, now=NOW)


def choose(ref, actor, choices=None, *, alike=None, basis=None):
    choose_texts(
        import_ref=ref,
        seen=Import.objects.get(ref=ref).version,
        basis=revision() if basis is None else basis,
        choices=choices or {},
        alike=alike,
        actor=actor,
        now=NOW,
    )


@pytest.fixture
def actor(db) -> Viewer:
    someone = brokerage()
    load(a_list(ONE, TWO), someone)
    return someone


def test_what_only_excel_changed_is_taken(actor):
    assert load(a_list(ONE.replace("two", "three"), TWO), actor).changed == 1
    assert entry_of("00771").search_update == "three searches"


def test_what_only_remit_changed_is_not_put_back_by_the_old_file(actor):
    says("00771", actor, search_update="none left", risk="low", risk_written="Low")
    done = load(a_list(ONE.replace(",3,", ",9,"), TWO), actor)
    row = entry_of("00771")
    assert (done.changed, row.search_update, row.risk, row.days_to_place) == (1, "none left", "low", 9)


def test_what_both_changed_is_shown_on_both_sides_and_stays_until_somebody_chooses(actor):
    says("00771", actor, search_update="none left")
    ref = hold(a_list(ONE.replace("two", "three").replace(",3,", ",9,"), TWO), actor)
    (line,) = seen(ref, actor).conflicts
    assert (line.theirs, line.ours, line.base) == (("three searches",), ("none left",), ("two searches",))
    assert (line.sheet, line.cell, line.header) == ("list.csv", "F2", "Search update")
    with pytest.raises(Refused) as refused:
        apply(ref, actor)
    assert "1 cell was changed in the file and in Remit" in refused.value.problem
    assert entry_of("00771").days_to_place == 3
    apply(ref, actor, leave_undecided=True)
    assert (entry_of("00771").search_update, entry_of("00771").days_to_place) == ("none left", 9)


@pytest.mark.parametrize("choice, stands", [("theirs", "three searches"), ("ours", "none left")])
def test_the_text_somebody_chose_stands_and_is_not_asked_about_again(actor, choice, stands):
    says("00771", actor, search_update="none left")
    content = a_list(ONE.replace("two", "three"), TWO)
    ref = hold(content, actor)
    choose(ref, actor, {seen(ref, actor).conflicts[0].key: choice})
    assert entry_of("00771").search_update == "none left"
    apply(ref, actor)
    assert entry_of("00771").search_update == stands
    again = hold(content, actor)
    assert seen(again, actor).counts["conflicts"] == 0
    assert apply(again, actor).changed == 0


def test_what_nobody_chose_is_asked_again_with_the_next_file(actor):
    says("00771", actor, search_update="none left")
    content = a_list(ONE.replace("two", "three"), TWO)
    apply(hold(content, actor), actor, leave_undecided=True)
    (line,) = seen(hold(content, actor), actor).conflicts
    assert (line.theirs, line.ours, line.base) == (("three searches",), ("none left",), ("two searches",))


def test_all_of_a_kind_are_chosen_at_once_and_one_choice_can_be_taken_back(actor):
    for person_id in ("00771", "00772"):
        says(person_id, actor, search_update="none left", days_to_place=1, days_written="1")
    ref = hold(a_list("00771,QZ,High,Today,9,three", "00772,XW,Low,Planned,8,four"), actor)
    choose(ref, actor, alike=("search_update", "theirs"))
    lines = {line.key: line for line in seen(ref, actor).conflicts}
    assert sorted((line.unit, line.choice) for line in lines.values()) == [
        ("days_to_place", None),
        ("days_to_place", None),
        ("search_update", "theirs"),
        ("search_update", "theirs"),
    ]
    choose(ref, actor, alike=("", "ours"))
    assert seen(ref, actor).counts["undecided"] == 0
    choose(ref, actor, {next(iter(lines)): None})
    assert seen(ref, actor).counts["undecided"] == 1


@pytest.mark.verb("import.texts_chosen")
def test_a_choice_is_on_record_without_a_word_of_the_texts(actor):
    says("00771", actor, search_update="none left")
    ref = hold(a_list(ONE.replace("two", "three"), TWO), actor)
    choose(ref, actor, alike=("", "theirs"))
    event = AuditEvent.objects.get(verb="import.texts_chosen")
    entry = entry_of("00771").entry.ref
    assert event.detail == {"imported": ref, "chosen": {"theirs": 1}, "cells": [f"{entry}/search_update"]}


def test_a_choice_made_beside_another_text_does_not_stand(actor):
    says("00771", actor, search_update="none left")
    ref = hold(a_list(ONE.replace("two", "three"), TWO), actor)
    before = revision()
    choose(ref, actor, alike=("", "theirs"))
    says("00771", actor, search_update="one left")
    with pytest.raises(Stale):
        choose(ref, actor, alike=("", "theirs"), basis=before)
    with pytest.raises(Stale):
        apply(ref, actor, basis=before)
    assert seen(ref, actor).counts["undecided"] == 1
    with pytest.raises(Refused):
        apply(ref, actor)
    assert entry_of("00771").search_update == "one left"


def test_a_choice_for_a_cell_that_is_not_asked_about_is_refused(actor):
    ref = hold(a_list(ONE.replace("two", "three"), TWO), actor)
    with pytest.raises(Stale):
        choose(ref, actor, {f"{entry_of('00771').entry.ref}/search_update": "ours"})


def test_nobody_else_chooses(actor):
    ref = hold(a_list(ONE, TWO), actor)
    with pytest.raises(NotAllowed):
        choose(ref, viewer_of(staff(posts=[Post.TEAM_MANAGER])))


@pytest.mark.parametrize("let_go", ["applied", "dropped"])
def test_the_texts_are_let_go_with_the_file(actor, let_go):
    says("00771", actor, search_update="none left")
    ref = hold(a_list(ONE.replace("two", "three"), TWO), actor)
    choose(ref, actor, alike=("", "ours"))
    if let_go == "applied":
        apply(ref, actor)
    else:
        drop_import(import_ref=ref, seen=2, actor=actor, now=NOW)
    assert Import.objects.get(ref=ref).choices == {}


# Written out and back


def test_written_out_and_back_there_is_nothing_to_do(actor):
    says("00771", actor, search_update="none left")
    add_entry(child=Child("00779", initials="ZZ"), values=EntryValues(risk="medium"), actor=actor, now=NOW)
    page = seen(hold_book(exported(actor), actor), actor)
    assert [page.counts[name] for name in ("new", "changed", "unchanged", "conflicts", "kept", "vanished")] == [
        0, 0, 3, 0, 0, 0,
    ]  # fmt: skip
    assert [offer.name for offer in page.file.sheets] == ["list.csv"]


def test_what_excel_changed_in_the_list_written_out_is_compared_with_what_was_written(actor):
    says("00771", actor, search_update="none left")
    content = exported(actor, F2="one found")
    done = apply(hold_book(content, actor), actor)
    assert (done.changed, entry_of("00771").search_update) == (1, "one found")


def test_a_change_in_remit_after_it_was_written_out_stays(actor):
    says("00771", actor, search_update="none left")
    content = exported(actor)
    says("00771", actor, search_update="one left")
    page = seen(hold_book(content, actor), actor, "kept")
    (line,) = page.kept
    assert (line.theirs, line.ours) == (("none left",), ("one left",))
    assert page.counts["changed"] == 0


def test_an_older_copy_beside_the_one_written_out_is_held_against_its_own_words(actor):
    says("00771", actor, search_update="none left")
    apply(hold_book(exported(actor, E2="5"), actor), actor)
    old = load(a_list(ONE, TWO), actor)
    row = entry_of("00771")
    assert (old.changed, row.search_update, row.days_to_place) == (0, "none left", 5)


def test_rows_sorted_moved_and_deleted_in_excel_are_found_by_the_child(actor):
    says("00772", actor, search_update="ours")
    book = openpyxl.load_workbook(BytesIO(exported(actor, F3="theirs")))
    sheet = book.worksheets[0]
    sheet.move_range("A2:F2", rows=5)
    sheet.insert_rows(1)
    ref = hold_book(saved(book), actor)
    assert seen(ref, actor).counts["vanished"] == 0
    assert apply(ref, actor).changed == 1
    assert entry_of("00772").search_update == "theirs"
    sheet.delete_rows(4)
    assert seen(hold_book(saved(book), actor), actor).counts["vanished"] == 1


def test_a_child_twice_in_the_file_is_a_fault_and_no_choice(actor):
    says("00771", actor, search_update="ours")
    ref = hold(a_list(ONE.replace("two", "three"), ONE.replace("two", "four"), TWO), actor)
    assert (seen(ref, actor).counts["conflicts"], seen(ref, actor).counts["faults"] > 0) == (0, True)


def test_the_list_is_written_with_what_remit_has_where_the_file_said_otherwise(actor):
    says("00771", actor, search_update="none left")
    apply(hold(a_list(ONE.replace("two", "three"), TWO), actor), actor, leave_undecided=True)
    book = openpyxl.load_workbook(BytesIO(exported(actor)))
    assert book.worksheets[0]["F2"].value == "none left"


def test_after_undoing_a_load_the_one_before_is_what_files_are_compared_with(actor):
    done = load(a_list(ONE.replace("two", "three"), TWO), actor)
    undo_import(import_ref=done.import_ref, actor=actor, now=NOW)
    says("00771", actor, search_update="ours")
    (line,) = seen(hold(a_list(ONE.replace("two", "four"), TWO), actor), actor).conflicts
    assert line.base == ("two searches",)


def test_a_child_put_on_the_list_by_hand_and_in_excel_is_asked_about_where_both_say_something(actor):
    values = EntryValues(risk="medium", comments="rang")
    add_entry(child=Child("00779"), values=values, actor=actor, now=NOW)
    ref = hold(a_list(ONE, TWO, "00779,ZZ,High,Today,4,"), actor)
    (line,) = seen(ref, actor).conflicts
    assert (line.unit, line.base) == ("risk", None)
    apply(ref, actor, leave_undecided=True)
    row = entry_of("00779")
    assert (row.risk, row.urgency, row.comments) == ("medium", "today", "rang")


def test_a_restricted_record_is_neither_shown_nor_written_over_by_who_may_not_see_it(db):
    named = staff(posts=[Post.BROKERAGE])
    child = a_restricted_child(named, person_id="00771")
    an_entry(child, search_update="secret")
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    load(a_list(ONE), officer)
    row = EntryDetail.objects.open().get(entry__person=child)
    change_entry(
        entry_ref=row.entry.ref,
        seen=row.pk,
        values=replace(values_of(row), search_update="secret still"),
        actor=viewer_of(named),
        now=NOW,
    )
    ref = hold(a_list(ONE.replace("two", "three")), officer)
    page = seen(ref, officer)
    assert (page.conflicts, page.counts["conflicts"]) == ((), 0)
    assert any("In 1 row of restricted records" in warning for warning in page.warnings)
    apply(ref, officer)
    assert EntryDetail.objects.open().get(entry__person=child).search_update == "secret still"


@pytest.mark.race
def test_of_two_who_load_with_other_choices_one_does_and_the_other_is_told(own_database):
    actor = brokerage()
    load(a_list(ONE), actor)
    says("00771", actor, search_update="none left")
    refs = [choosing("theirs", "three", actor), choosing("ours", "four", actor)]
    outcomes = races.at_once(*(loading(ref, actor) for ref in refs))
    assert sorted(type(one.error).__name__ for one in outcomes) == ["NoneType", "Stale"]
    first = outcomes[0].error is None
    assert entry_of("00771").search_update == ("three searches" if first else "none left")

    says("00771", actor, search_update="ours")
    refs = [choosing("theirs", "five", actor), choosing("ours", "six", actor)]
    with races.locks_taken_out():
        outcomes = races.at_once(*(loading(ref, actor) for ref in refs))
    assert [one.error for one in outcomes] == [None, None], "without the lock both load"


def choosing(choice, words, actor):
    ref = hold(a_list(ONE.replace("two", words)), actor)
    choose(ref, actor, alike=("", choice))
    return ref


def loading(ref, actor):
    held, at = Import.objects.get(ref=ref), revision()
    return lambda: apply_import(import_ref=ref, seen=held.version, basis=at, actor=actor, now=NOW)


def test_a_preview_is_stale_once_another_file_was_exchanged_though_the_list_stayed_as_it_was(actor):
    says("00771", actor, search_update="ours")
    ref = hold(a_list(ONE.replace("two", "three"), TWO), actor)
    seen_at = Import.objects.get(ref=ref).version
    assert load(a_list(ONE.replace("two searches", "ours"), TWO), actor).changed == 0
    with pytest.raises(Stale):
        apply_import(
            import_ref=ref, seen=seen_at, basis=revision(), leave_undecided=True, actor=actor, now=NOW
        )
    assert entry_of("00771").search_update == "ours"
