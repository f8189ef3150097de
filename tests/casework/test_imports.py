"""A file is held, looked at, corrected, applied and undone; nothing of the record moves before it is applied."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection

from remit.casework.action_list import change_entry, end_entry, rate_entry
from remit.casework.imports import choose_sheet, correct_mapping, drop_import, give_endings, hold_import
from remit.casework.loading import apply_import, load_action_list
from remit.casework.undoing import undo_import
from remit.documents.action_list import Field, Mapping, Risk
from remit.records.audit import AuditEvent
from remit.records.children import Identifier, Person
from remit.records.entry_details import values_of
from remit.records.placements_list import EntryDetail, EntryEnding, Import, ListEntry, RememberedMapping
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from tests import races
from tests.casework.lists import (
    a_list,
    apply,
    brokerage,
    entry_of,
    hold,
    load,
    on_the_list,
    revision,
)
from tests.factories import NOW, TODAY, a_child, a_forum, a_restricted_child, an_entry, staff, viewer_of
from tests.factories.children import number_of

ONE, TWO = "00771,QZ,High,Today,3,two searches", "00772,XW,Low,Planned,tbc,"
DAY = timedelta(days=1)


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Person, Identifier, ListEntry, EntryDetail, EntryEnding)
    }


def test_holding_a_file_changes_nothing_of_the_record(db):
    before = counts()
    ref = hold(a_list(ONE, TWO), brokerage())
    assert counts() == before
    assert revision() == 0
    held = Import.objects.get(ref=ref)
    assert (held.state, held.basis, bytes(held.content)) == ("held", 0, a_list(ONE, TWO))


def test_applying_puts_the_children_on_the_list_and_takes_the_file_out(db):
    applied = load(a_list(ONE, TWO), brokerage())
    assert (applied.new, applied.changed, applied.unchanged) == (2, 0, 0)
    assert on_the_list() == {"00771": "high", "00772": "low"}
    done = Import.objects.get(ref=applied.import_ref)
    assert (done.state, done.content, done.basis) == ("applied", None, 0)
    assert entry_of("00772").days_written == "tbc"
    assert entry_of("00772").days_to_place is None


def test_the_same_file_twice_changes_nothing(db):
    actor = brokerage()
    load(a_list(ONE, TWO), actor)
    before, at = counts(), revision()
    again = load(a_list(ONE, TWO), actor, now=NOW + 3 * DAY)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (counts(), revision()) == (before, at)


def test_another_spelling_of_the_same_meaning_is_no_change(db):
    actor = brokerage()
    load(a_list("00771,QZ,High,Today,3,"), actor)
    again = load(a_list("00771,qz,H,asap,3 days,"), actor, now=NOW + DAY)
    assert (again.changed, again.unchanged) == (0, 1)


def test_another_word_for_not_known_is_kept_as_written(db):
    actor = brokerage()
    load(a_list("00771,QZ,High,Today,tbc,"), actor)
    load(a_list("00771,QZ,High,Today,?,"), actor)
    assert entry_of("00771").days_written == "?"


def test_a_change_keeps_what_was_said_before(db):
    actor = brokerage()
    load(a_list(ONE), actor)
    load(a_list("00771,QZ,Medium,Today,3,two searches"), actor, now=NOW + 2 * DAY)
    rows = EntryDetail.objects.known().order_by("since").values_list("risk", "since", "until")
    assert list(rows) == [
        ("high", TODAY, TODAY + 2 * DAY),
        ("medium", TODAY + 2 * DAY, None),
    ]


def test_a_column_the_file_does_not_have_leaves_what_is_on_record(db):
    actor = brokerage()
    load(a_list(ONE), actor)
    load(a_list("00771,Low", headers="Person ID,Risk"), actor, now=NOW + DAY)
    row = entry_of("00771")
    assert (row.risk, row.search_update, row.days_to_place) == ("low", "two searches", 3)


def test_columns_remit_has_no_name_for_survive_a_list_without_them(db):
    actor = brokerage()
    load(a_list("00771,High,left-handed", headers="Person ID,Risk,Favourite hand"), actor)
    load(a_list("00771,Low", headers="Person ID,Risk"), actor)
    assert entry_of("00771").extra == [["Favourite hand", "left-handed"]]
    load(a_list("00771,Low,", headers="Person ID,Risk,Favourite hand"), actor)
    assert entry_of("00771").extra == []


def test_blank_details_of_a_child_are_filled_by_a_later_list(db):
    actor = brokerage()
    load(a_list("00771,High", headers="Person ID,Risk"), actor)
    full = a_list('00771,High,"QUARREMBY, Zosia",03/04/2011', headers="Person ID,Risk,Name,DOB")
    assert load(full, actor, now=NOW + DAY).changed == 1
    child = Person.objects.get()
    assert (child.given_name, child.family_name) == ("Zosia", "QUARREMBY")
    assert child.date_of_birth == date(2011, 4, 3)
    assert child.name_folded == "zosia quarremby"
    assert load(full, actor, now=NOW + 2 * DAY).unchanged == 1


def test_details_on_record_are_never_overwritten_by_a_list(db):
    child = a_child("Perrin", "Oldcastle-Wray", person_id="00771")
    load(a_list('00771,High,"SOMEBODY, Else"', headers="Person ID,Risk,Name"), brokerage())
    child.refresh_from_db()
    assert child.given_name == "Perrin"


def test_undoing_blanks_the_details_it_filled(db):
    actor = brokerage()
    load(a_list("00771,High", headers="Person ID,Risk"), actor)
    filled = load(a_list('00771,High,"QUARREMBY, Zosia"', headers="Person ID,Risk,Name"), actor)
    undo_import(import_ref=filled.import_ref, actor=actor, now=NOW)
    child = Person.objects.get()
    assert (child.given_name, child.family_name, child.name_folded) == ("", "", "")


# Ids


def test_a_number_finds_the_only_id_it_can_stand_for(db):
    child = a_child(person_id="00407600")
    load(a_list("407600,AB,High,,,"), brokerage(), partial=True)
    text_row = ListEntry.objects.get()
    assert text_row.person_id != child.pk  # in a .csv everything is text: exact ids only
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    "known, number, found",
    [(["00407600"], 407600, "00407600"), (["407600", "00407600"], 407600, None), ([], 407600, "407600")],
)
def test_an_id_kept_as_a_number(db, known, number, found):
    for value in known:
        a_child(person_id=value)
    content = workbook([["Person ID", "Risk"], [number, "High"], ["T-1", "Low"]])
    ref = hold(content, brokerage(), filename="list.xlsx")
    if found is None:
        with pytest.raises(Refused, match="1 fault"):
            apply(ref, brokerage())
        apply(ref, brokerage(), partial=True)
        assert set(on_the_list()) == {"T-1"}
    else:
        apply(ref, brokerage())
        assert set(on_the_list()) == {found, "T-1"}


def test_children_a_number_could_mean_have_not_vanished(db):
    for value in ("407600", "00407600"):
        an_entry(a_child(person_id=value))
    content = workbook([["Person ID", "Risk"], [407600, "High"], ["T-1", "Low"]])
    applied = apply(hold(content, brokerage(), filename="list.xlsx"), brokerage(), partial=True)
    assert applied.left == 0


def test_a_number_and_a_text_for_the_same_known_child_are_a_fault(db):
    a_child(person_id="00407600")
    content = workbook([["Person ID", "Risk"], [407600, "High"], ["00407600", "Low"]])
    with pytest.raises(Refused, match="2 faults"):
        apply(hold(content, brokerage(), filename="list.xlsx"), brokerage())


def test_an_id_twice_in_a_file_is_a_fault(db):
    with pytest.raises(Refused, match="fault"):
        load(a_list(ONE, ONE), brokerage())
    assert on_the_list() == {}


def workbook(rows):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Action list"
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Who left the list


def vanished_list(actor, count=3):
    """A list on which `count` children stand, and a file that names all but the last."""
    rows = [f"0088{number},KV,High,Today,1," for number in range(count)]
    load(a_list(*rows), actor)
    return rows


def test_a_vanished_child_stays_on_the_list_until_somebody_says_why(db):
    actor = brokerage()
    rows = vanished_list(actor)
    applied = load(a_list(*rows[:-1]), actor, confirmed_vanished=1)
    assert (applied.ended, applied.left) == (0, 1)
    assert len(on_the_list()) == 3


def test_more_than_five_in_a_hundred_missing_is_asked_again(db):
    actor = brokerage()
    rows = vanished_list(actor, 3)
    with pytest.raises(Refused, match="1 of the 3 children") as refused:
        load(a_list(*rows[:-1]), actor)
    assert refused.value.field == "confirm_vanished"
    with pytest.raises(Refused, match="1 of the 3 children"):
        load(a_list(*rows[:-1]), actor, confirmed_vanished=2)


def test_exactly_five_in_a_hundred_missing_is_not_asked(db):
    actor = brokerage()
    rows = [f"009{number:02},KV,High,Today,1," for number in range(20)]
    load(a_list(*rows), actor)
    assert load(a_list(*rows[:-1]), actor).left == 1


def test_a_vanished_child_ends_with_the_reason_and_day_given(db):
    actor = brokerage()
    rows = vanished_list(actor)
    gone = entry_of("00882")
    later = NOW + 5 * DAY
    ref = hold(a_list(*rows[:-1]), actor, now=later)
    endings = {gone.entry.ref: ("home", TODAY + 2 * DAY)}
    give_endings(import_ref=ref, seen=1, endings=endings, actor=actor, now=later)
    applied = apply(ref, actor, now=later, confirmed_vanished=1)
    assert (applied.ended, applied.left) == (1, 0)
    ending = EntryEnding.objects.get()
    assert (ending.reason, ending.on) == ("home", TODAY + 2 * DAY)
    assert EntryDetail.objects.on(TODAY + DAY).filter(entry=gone.entry).exists()
    assert not EntryDetail.objects.on(TODAY + 2 * DAY).filter(entry=gone.entry).exists()


def test_reasons_given_page_by_page_add_up_and_can_be_taken_back(db):
    actor = brokerage()
    rows = vanished_list(actor)
    first, second = entry_of("00881").entry.ref, entry_of("00882").entry.ref
    ref = hold(a_list(rows[0]), actor)
    give_endings(import_ref=ref, seen=1, endings={first: ("home", None)}, actor=actor, now=NOW)
    give_endings(import_ref=ref, seen=2, endings={second: ("other", None)}, actor=actor, now=NOW)
    give_endings(import_ref=ref, seen=3, endings={first: None}, actor=actor, now=NOW)
    assert set(Import.objects.get(ref=ref).endings) == {second}


@pytest.mark.parametrize(
    "reason, days, problem",
    [
        ("wandered_off", 0, "Choose why"),
        ("home", 1, "in the future"),
        ("home", -400, "not on the list yet"),
    ],
)
def test_an_ending_that_cannot_be_is_refused(db, reason, days, problem):
    actor = brokerage()
    rows = vanished_list(actor)
    gone = entry_of("00882").entry.ref
    ref = hold(a_list(*rows[:-1]), actor)
    with pytest.raises(Refused, match=problem) as refused:
        give_endings(
            import_ref=ref, seen=1, endings={gone: (reason, TODAY + days * DAY)}, actor=actor, now=NOW
        )
    assert refused.value.field.endswith(gone)


def test_a_restricted_child_the_loader_is_not_named_for_never_vanishes(db):
    actor = brokerage()
    an_entry(a_restricted_child(staff(), person_id="00999"))
    applied = load(a_list(ONE), actor)
    assert (applied.new, applied.left) == (1, 0)


SAID = {"comments": "only for the named", "days_to_place": 52, "days_written": "52", "team": "Team Larkspur"}
FEW = "Person ID,Initials,Risk,Team"


def closed_and_open(*named):
    """A restricted child on the list, and a file that says something else of it and of a child that is new."""
    child = a_restricted_child(*named, person_id="00999")
    entry = an_entry(child, **SAID)
    return child, entry, a_list("00999,ZZ,Low,Team Foxglove", "00771,QZ,High,", headers=FEW)


def test_a_restricted_record_is_left_alone_by_a_loader_it_is_closed_to(db):
    child, entry, content = closed_and_open(staff())
    rows = list(EntryDetail.objects.filter(entry=entry).values())
    initials = child.initials
    applied = load(content, brokerage())
    assert (applied.new, applied.changed, applied.unchanged, applied.withheld) == (1, 0, 0, 1)
    assert list(EntryDetail.objects.filter(entry=entry).values()) == rows
    child.refresh_from_db()
    assert child.initials == initials
    assert set(on_the_list()) == {"00771", "00999"}
    done = Import.objects.get()
    assert (done.counts["withheld"], done.did["filled"]) == (1, {})


def test_a_restricted_child_is_not_put_on_the_list_by_a_loader_it_is_closed_to(db):
    child = a_restricted_child(staff(), person_id="00999", date_of_birth=None)
    load(a_list("00999,Low,03/04/2011", "00771,High,", headers="Person ID,Risk,DOB"), brokerage())
    assert set(on_the_list()) == {"00771"}
    child.refresh_from_db()
    assert child.date_of_birth is None


@pytest.mark.parametrize("who", ["named", "data officer"])
def test_whoever_may_load_a_restricted_record_loads_it(db, who):
    named = staff(posts=[Post.BROKERAGE])
    _, _, content = closed_and_open(named)
    actor = viewer_of(named if who == "named" else staff(posts=[Post.DATA_OFFICER]))
    applied = load(content, actor)
    assert (applied.changed, applied.withheld) == (1, 0)
    row = entry_of("00999")
    assert (row.risk, row.team, row.days_to_place) == ("low", "Team Foxglove", 52)


def test_a_file_of_nothing_but_closed_records_is_refused_and_says_whom_to_ask(db):
    an_entry(a_restricted_child(staff(), person_id="00999"))
    with pytest.raises(Refused, match="a record you may not see") as refused:
        load(a_list("00999,ZZ,Low,", headers=FEW), brokerage())
    assert "data officer" in refused.value.remedy
    assert Import.objects.get().state == "held"


def test_the_child_of_a_faulty_row_has_not_vanished(db):
    actor = brokerage()
    load(a_list(ONE, TWO), actor)
    applied = load(a_list(ONE, TWO.replace("Low", "Hgh")), actor, partial=True)
    assert (applied.unchanged, applied.left) == (1, 0)


# Refusals


def test_a_file_with_faults_changes_nothing_unless_the_sound_rows_are_asked_for(db):
    actor = brokerage()
    ref = hold(a_list(ONE, "00773,PK,Hgh,,,", "00774,PK,High,31/02/2026,,"), actor)
    with pytest.raises(Refused, match="2 faults"):
        apply(ref, actor)
    assert on_the_list() == {}
    assert apply(ref, actor, partial=True).new == 1


def test_nothing_sound_is_nothing_to_load(db):
    actor = brokerage()
    with pytest.raises(Refused, match="No row"):
        load(a_list("00773,PK,Hgh,,,"), actor, partial=True)


def test_a_preview_made_before_the_list_moved_is_not_applied(db):
    actor = brokerage()
    ref = hold(a_list(ONE), actor)
    basis = revision()
    load(a_list(TWO), actor)
    with pytest.raises(Stale, match="list has changed since this preview"):
        apply(ref, actor, basis=basis)
    assert "00771" not in on_the_list()
    apply(ref, actor, basis=revision(), confirmed_vanished=1)
    assert "00771" in on_the_list()


def test_every_act_on_the_list_makes_older_previews_stale(db):
    actor = brokerage()
    load(a_list(ONE, TWO), actor)
    seen = [revision()]
    row = entry_of("00771")
    rate_entry(entry_ref=row.entry.ref, seen=row.pk, risk="low", actor=actor, now=NOW)
    seen.append(revision())
    row = entry_of("00771")
    end_entry(entry_ref=row.entry.ref, seen=row.pk, reason="home", on=TODAY, note="", actor=actor, now=NOW)
    seen.append(revision())
    load(a_list(TWO.replace("Low", "High")), actor)
    seen.append(revision())
    assert len(set(seen)) == 4


def test_an_import_is_applied_once(db):
    actor = brokerage()
    ref = hold(a_list(ONE), actor)
    apply(ref, actor)
    with pytest.raises(Refused, match="applied, undone or dropped"):
        apply(ref, actor)
    assert counts()["EntryDetail"] == 1


def test_an_import_changed_since_seen_is_not_applied(db):
    actor = brokerage()
    ref = hold(a_list(ONE), actor)
    correct_mapping(import_ref=ref, seen=1, mapping=Mapping(), remember=False, actor=actor, now=NOW)
    with pytest.raises(Stale):
        apply_import(import_ref=ref, seen=1, basis=0, actor=actor, now=NOW)


@pytest.mark.parametrize("post", [post for post in Post if post not in (Post.BROKERAGE, Post.DATA_OFFICER)])
def test_nobody_else_may_load_or_undo(db, post):
    ref = hold(a_list(ONE), brokerage())
    other = viewer_of(staff(posts=[post]))
    acts = [
        lambda: hold(a_list(ONE), other),
        lambda: apply(ref, other),
        lambda: drop_import(import_ref=ref, seen=1, actor=other, now=NOW),
        lambda: give_endings(import_ref=ref, seen=1, endings={}, actor=other, now=NOW),
        lambda: choose_sheet(import_ref=ref, seen=1, sheet="x", actor=other, now=NOW),
        lambda: correct_mapping(
            import_ref=ref, seen=1, mapping=Mapping(), remember=True, actor=other, now=NOW
        ),
        lambda: undo_import(import_ref=ref, actor=other, now=NOW),
        lambda: load_action_list(content=a_list(ONE), filename="list.csv", basis=0, actor=other, now=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert Import.objects.get().state == "held"


def test_the_data_officer_may_load(db):
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    assert load(a_list(ONE), officer).new == 1


def test_an_import_that_is_not_there_is_not_found(db):
    with pytest.raises(NotFound):
        apply_import(import_ref="nothing", seen=1, basis=0, actor=brokerage(), now=NOW)
    with pytest.raises(NotFound):
        undo_import(import_ref="nothing", actor=brokerage(), now=NOW)


@pytest.mark.parametrize(
    "name, content",
    [
        ("list.pdf", b"%PDF-1.4"),
        ("list.xlsx", b"PK\x03\x04 cut off"),
        ("list.xlsx", b"not a workbook"),
        ("list.csv", b""),
    ],
)
def test_a_file_nothing_can_be_read_from_is_not_held(db, name, content):
    with pytest.raises(Refused) as refused:
        hold_import(content=content, filename=name, actor=brokerage(), now=NOW)
    assert refused.value.field == "file"
    assert not Import.objects.exists()


# Held files


def test_the_next_upload_drops_what_was_held_longer_than_a_day(db):
    actor = brokerage()
    old = hold(a_list(ONE), actor, now=NOW - DAY - timedelta(seconds=1))
    recent = hold(a_list(ONE), actor, now=NOW - DAY)
    hold(a_list(TWO), actor)
    states = dict(Import.objects.values_list("ref", "state"))
    assert (states[old], states[recent]) == ("dropped", "held")
    assert Import.objects.get(ref=old).content is None


def test_a_dropped_file_is_gone(db):
    actor = brokerage()
    ref = hold(a_list(ONE), actor)
    drop_import(import_ref=ref, seen=1, actor=actor, now=NOW)
    assert Import.objects.get().content is None
    with pytest.raises(Refused, match="applied, undone or dropped"):
        apply(ref, actor)


# What columns and words mean


def test_a_correction_is_kept_for_the_next_file_with_these_headers(db):
    actor = brokerage()
    headers = "Kid no,How bad,Risk"
    content = a_list("00771,M/H,low", headers=headers)
    ref = hold(content, actor)
    mapping = Mapping(
        columns={"Kid no": Field.PERSON_ID, "How bad": Field.RISK, "Risk": None}, risk={"M/H": Risk.HIGH}
    )
    correct_mapping(import_ref=ref, seen=1, mapping=mapping, remember=True, actor=actor, now=NOW)
    apply(ref, actor)
    assert on_the_list() == {"00771": "high"}
    assert entry_of("00771").extra == [["Risk", "low"]]
    again = load(a_list("00771,M/H,low", "00772,M/H,high", headers=headers), actor)
    assert (again.new, again.unchanged) == (1, 1)


def test_a_correction_is_forgotten_unless_it_is_to_be_kept(db):
    actor = brokerage()
    ref = hold(a_list(ONE), actor)
    correct_mapping(import_ref=ref, seen=1, mapping=Mapping(), remember=False, actor=actor, now=NOW)
    assert not RememberedMapping.objects.exists()


def test_another_sheet_can_be_read(db):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Action list"
    for name, number in (("Action list", "T-1"), ("Next week", "T-2")):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(["Person ID", "Risk"])
        sheet.append([number, "High"])
    out = io.BytesIO()
    book.save(out)
    actor = brokerage()
    ref = hold(out.getvalue(), actor, filename="list.xlsx")
    choose_sheet(import_ref=ref, seen=1, sheet="Next week", actor=actor, now=NOW)
    with pytest.raises(Stale):
        choose_sheet(import_ref=ref, seen=1, sheet="Action list", actor=actor, now=NOW)
    apply(ref, actor)
    assert set(on_the_list()) == {"T-2"}
    with pytest.raises(Refused, match="no sheet called"):
        load_action_list(
            content=out.getvalue(), filename="list.xlsx", sheet="Lost", basis=1, actor=actor, now=NOW
        )


# Undoing


def snapshot():
    """What is known now of every entry."""
    rows = EntryDetail.objects.known().select_related("entry").order_by("entry_id", "since")
    return [(row.entry_id, row.since, row.until, values_of(row)) for row in rows]


@pytest.mark.parametrize("later", [0, 3])
@pytest.mark.parametrize("undone_after", [0, 4])
def test_undoing_puts_the_list_back_as_it_was(db, later, undone_after):
    actor = brokerage()
    rows = vanished_list(actor)
    before = snapshot()
    at = NOW + later * DAY
    gone = entry_of("00882").entry.ref
    changed = a_list(rows[0].replace("High", "Low"), rows[1], "00899,NW,Medium,,,")
    ref = hold(changed, actor, now=at)
    give_endings(import_ref=ref, seen=1, endings={gone: ("home", TODAY)}, actor=actor, now=at)
    apply(ref, actor, now=at, confirmed_vanished=1)
    assert snapshot() != before
    undone = undo_import(import_ref=ref, actor=actor, now=at + undone_after * DAY)
    assert (undone.taken_off, undone.put_back, undone.left) == (1, 2, 0)
    assert snapshot() == before
    assert not EntryEnding.objects.filter(superseded_at__isnull=True).exists()
    assert Import.objects.get(ref=ref).state == "undone"


def test_undoing_leaves_what_somebody_changed_since(db):
    actor = brokerage()
    done = load(a_list(ONE, TWO), actor)
    row = entry_of("00771")
    rate_entry(entry_ref=row.entry.ref, seen=row.pk, risk="low", actor=actor, now=NOW)
    undone = undo_import(import_ref=done.import_ref, actor=actor, now=NOW)
    assert (undone.taken_off, undone.left) == (1, 1)
    assert on_the_list() == {"00771": "low"}


def test_undoing_leaves_an_entry_that_a_later_import_changed(db):
    actor = brokerage()
    first = load(a_list(ONE, TWO), actor)
    second = load(a_list(ONE.replace("High", "Medium"), TWO), actor)
    assert undo_import(import_ref=first.import_ref, actor=actor, now=NOW).left == 1
    assert on_the_list() == {"00771": "medium"}
    undo_import(import_ref=second.import_ref, actor=actor, now=NOW)
    assert on_the_list() == {"00771": "high"}


def test_imports_can_be_undone_one_after_the_other_from_the_latest(db):
    actor = brokerage()
    first = load(a_list(ONE), actor)
    second = load(a_list(ONE.replace("High", "Medium")), actor, now=NOW + DAY)
    undo_import(import_ref=second.import_ref, actor=actor, now=NOW + DAY)
    assert on_the_list() == {"00771": "high"}
    undo_import(import_ref=first.import_ref, actor=actor, now=NOW + DAY)
    assert on_the_list() == {}


def test_an_entry_ended_since_by_hand_stays_ended(db):
    actor = brokerage()
    done = load(a_list(ONE), actor)
    row = entry_of("00771")
    end_entry(
        entry_ref=row.entry.ref, seen=row.pk, reason="home", on=TODAY, note="", actor=actor, now=NOW + DAY
    )
    assert undo_import(import_ref=done.import_ref, actor=actor, now=NOW + DAY).left == 1
    assert EntryEnding.objects.filter(superseded_at__isnull=True).count() == 1


def test_an_ended_child_who_came_back_meanwhile_is_not_put_on_the_list_twice(db):
    actor = brokerage()
    rows = vanished_list(actor)
    ref = hold(a_list(*rows[:-1]), actor)
    gone = entry_of("00882").entry.ref
    give_endings(import_ref=ref, seen=1, endings={gone: ("home", None)}, actor=actor, now=NOW)
    apply(ref, actor, confirmed_vanished=1)
    load(a_list(*rows), actor)
    undo_import(import_ref=ref, actor=actor, now=NOW)
    assert len(on_the_list()) == 3


def test_after_undoing_a_corrected_file_finds_the_children_new(db):
    actor = brokerage()
    wrong = workbook([["Person ID", "Risk"], [407600, "High"]])
    done = apply(hold(wrong, actor, filename="list.xlsx"), actor)
    undo_import(import_ref=done.import_ref, actor=actor, now=NOW)
    load(a_list("00407600,AB,High,,,"), actor)
    again = apply(hold(wrong, actor, filename="list.xlsx"), actor)
    assert (again.new, again.unchanged) == (0, 1)
    assert len(on_the_list()) == 1


def test_undoing_twice_is_refused(db):
    actor = brokerage()
    done = load(a_list(ONE), actor)
    undo_import(import_ref=done.import_ref, actor=actor, now=NOW)
    with pytest.raises(Refused, match="nothing to undo"):
        undo_import(import_ref=done.import_ref, actor=actor, now=NOW)


# Everything or nothing


def test_each_act_leaves_one_event_with_no_name_in_it(db):
    actor = brokerage()
    done = load(a_list('00771,High,"QUARREMBY, Zosia"', headers="Person ID,Risk,Name"), actor)
    undo_import(import_ref=done.import_ref, actor=actor, now=NOW)
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["import.held", "import.applied", "import.undone"]
    assert "QUARREMBY" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_a_server_killed_between_two_saves_leaves_nothing_half_done(own_database):
    """Break off before each statement in turn: all of it is there, or none."""
    actor = brokerage()
    rows = vanished_list(actor)
    gone = entry_of("00882").entry.ref
    ref = hold(a_list(rows[0].replace("High", "Low"), rows[1], "00899,NW,Medium,,,"), actor)
    give_endings(import_ref=ref, seen=1, endings={gone: ("home", None)}, actor=actor, now=NOW)
    before, tries = snapshot(), 0
    while True:
        with connection.execute_wrapper(BreaksAt(tries)):
            try:
                apply_import(import_ref=ref, seen=2, basis=1, confirmed_vanished=1, actor=actor, now=NOW)
            except Killed:
                assert snapshot() == before
                assert Import.objects.get(ref=ref).state == "held"
            else:
                break
        tries += 1
    assert tries > 10
    assert on_the_list() == {"00880": "low", "00881": "high", "00899": "medium"}


class Killed(Exception):
    pass


class BreaksAt:
    """Lets so many statements through."""

    def __init__(self, statements):
        self.left = statements

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            if self.left == 0:
                self.left = -1
                raise Killed
            self.left -= 1
        return execute(sql, params, many, context)


@pytest.mark.race
def test_of_two_who_apply_one_preview_one_does_and_the_other_is_told(own_database):
    actor = brokerage()
    ref = hold(a_list(ONE, TWO), actor)
    acts = [lambda: apply_import(import_ref=ref, seen=1, basis=0, actor=actor, now=NOW)] * 2
    outcomes = races.at_once(*acts)
    assert sorted(type(outcome.error).__name__ for outcome in outcomes) == ["NoneType", "Refused"]
    assert len(on_the_list()) == 2
    assert AuditEvent.objects.filter(verb="import.applied").count() == 1
    a_child(person_id="00775")
    other = hold(a_list("00775,AB,High,,,"), actor)
    basis = revision()
    acts = [
        lambda: apply_import(
            import_ref=other, seen=1, basis=basis, confirmed_vanished=2, actor=actor, now=NOW
        )
    ] * 2
    with races.locks_taken_out():
        outcomes = races.at_once(*acts)
    assert any(isinstance(outcome.error, IntegrityError) for outcome in outcomes), (
        "without the lock only the database stops the second"
    )


def test_a_large_list_takes_as_many_statements_as_a_small_one(db, django_assert_max_num_queries):
    actor = brokerage()

    def statements(first, count):
        rows = [f"0{number},KV,High,Today,1," for number in range(first, first + count)]
        ref = hold(a_list(*rows), actor)
        basis = revision()
        with django_assert_max_num_queries(60) as made:
            apply_import(
                import_ref=ref, seen=1, basis=basis, confirmed_vanished=len(on_the_list()),
                actor=actor, now=NOW,
            )  # fmt: skip
        return len(made)

    assert statements(1000, 3) == statements(2000, 30)


@pytest.mark.clause("ROR-16")
def test_a_child_rated_by_a_list_after_the_selection_joins_the_focus_cases(db):
    from remit.casework.selection import finish_selection, select_case
    from remit.records.meetings import AgendaItem
    from tests.factories import a_meeting
    from tests.factories.forums import in_seat

    forum = a_forum()
    meeting = a_meeting(forum)
    person = in_seat(forum, "coordinator")
    coordinator = viewer_of(person)
    load(a_list("00801,AB,High,Today,1,", "00802,CD,,Today,1,"), coordinator, now=NOW - 2 * DAY)
    chosen = entry_of("00801").entry.ref
    select_case(meeting_id=meeting.pk, entry_ref=chosen, seen=None, actor=coordinator, now=NOW)
    finish_selection(meeting_id=meeting.pk, took_part=[person.ref], seen=None, actor=coordinator, now=NOW)
    load(a_list("00801,AB,High,Today,1,", "00802,CD,Medium,Today,1,", "00803,EF,High,,,"), coordinator)
    late = AgendaItem.objects.filter(meeting=meeting, late=True, section="focus")
    assert {item.entry.ref for item in late} == {entry_of("00802").entry.ref, entry_of("00803").entry.ref}


def test_changing_an_entry_by_hand_after_a_load_is_not_undone_by_the_same_file(db):
    """The file still says what it said; the list says what the person wrote: the preview shows the difference."""
    actor = brokerage()
    load(a_list(ONE), actor)
    row = entry_of("00771")
    values = values_of(row)
    change_entry(
        entry_ref=row.entry.ref, seen=row.pk, values=EntryValues(**{**_plain(values), "comments": "rang"}),
        actor=actor, now=NOW,
    )  # fmt: skip
    again = load(a_list(ONE), actor)
    assert (again.changed, again.unchanged) == (0, 1)
    assert entry_of("00771").comments == "rang"


def _plain(values):
    return {name: getattr(values, name) for name in EntryValues.__slots__}


def test_the_child_known_from_elsewhere_is_the_same_child(db):
    child = a_child()
    load(a_list(f"{number_of(child)},AB,High,,,"), brokerage())
    assert ListEntry.objects.get().person_id == child.pk
