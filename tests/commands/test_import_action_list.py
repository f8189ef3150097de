"""`remit import action-list` and `remit import undo`: what they print, what they store, how they end."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from remit.casework.action_list import change_entry
from remit.commands.main import main
from remit.records.audit import AuditEvent, Look
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.placements_list import ActionList, EntryDetail, Import, ListEntry
from remit.rules.viewers import Post
from tests.casework.lists import a_list, brokerage, entry_of, on_the_list
from tests.factories import NOW, a_child, a_restricted_child, an_entry, staff

LISTS = Path(__file__).parents[3] / "shared" / "data" / "action-lists"
SHAPE = {"import_id", "applied", "new", "changed", "unchanged", "vanished", "conflicts", "rows", "faults", "warnings", "unlinked"}  # fmt: skip
ONE, TWO = "00771,QZ,High,Today,3,two searches", "00772,XW,Low,Planned,tbc,"


@pytest.fixture
def run(db, capsys, tmp_path):
    """Run the command on a file, with --json: (exit code, the document, what stood on standard error)."""

    def run(content, *options, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        code = main(["import", "action-list", str(path), "--json", *options])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    return run


def stored():
    models = (Person, ListEntry, EntryDetail, Import, AuditEvent)
    return [model.objects.count() for model in models] + [ActionList.objects.get().revision]


def test_without_apply_nothing_is_stored(run):
    before = stored()
    code, answer, _ = run(a_list(ONE, TWO))
    assert code == 0
    assert set(answer) >= SHAPE
    assert (answer["import_id"], answer["applied"], answer["new"], answer["conflicts"]) == (
        None,
        False,
        2,
        0,
    )
    assert stored() == before


def test_with_apply_the_list_is_loaded_and_the_import_named(run):
    code, answer, _ = run(a_list(ONE, TWO), "--apply")
    assert code == 0
    assert answer["applied"] is True
    done = Import.objects.get(ref=answer["import_id"])
    assert (done.state, done.by.username) == ("applied", "data-officer")
    assert on_the_list() == {"00771": "high", "00772": "low"}


def test_the_rows_say_what_changes(run):
    run(a_list(ONE, TWO), "--apply")
    _, answer, _ = run(a_list(ONE.replace("High", "Medium"), TWO))
    rows = {row["person_id"]: row for row in answer["rows"]}
    assert rows["00771"]["kind"] == "changed"
    assert rows["00771"]["changes"]["risk"] == ["high", "medium"]
    assert rows["00772"]["kind"] == "unchanged"


def test_the_same_file_twice_changes_nothing(run):
    run(a_list(ONE, TWO), "--apply")
    before = stored()[:3] + stored()[5:]
    code, answer, _ = run(a_list(ONE, TWO), "--apply")
    assert (code, answer["new"], answer["changed"], answer["unchanged"]) == (0, 0, 0, 2)
    assert stored()[:3] + stored()[5:] == before


def test_a_file_with_faults_ends_with_one_and_stores_nothing(run):
    before = stored()
    code, answer, err = run(a_list(ONE, "00773,PK,Hgh,,,"), "--apply")
    assert code == 1
    assert answer["applied"] is False
    (fault,) = answer["faults"]
    assert set(fault) == {"sheet", "row", "column", "problem", "remedy"}
    assert (fault["row"], fault["column"]) == (3, "Risk")
    assert "1 fault" in err
    assert stored() == before


def test_a_preview_of_a_file_with_faults_ends_with_one(run):
    assert run(a_list("00773,PK,Hgh,,,", ONE))[0] == 1


def test_partial_loads_the_sound_rows(run):
    code, answer, _ = run(a_list(ONE, "00773,PK,Hgh,,,"), "--apply", "--partial")
    assert (code, answer["applied"], answer["new"], len(answer["faults"])) == (0, True, 1, 1)


def test_many_missing_are_to_be_confirmed_with_their_number(run):
    run(a_list(ONE, TWO), "--apply")
    code, answer, err = run(a_list(ONE), "--apply")
    assert (code, answer["applied"], answer["vanished"]) == (1, False, 1)
    assert "1 of the 2 children" in err
    assert "1 of the 2 children" in answer["faults"][0]["problem"]
    assert run(a_list(ONE), "--apply", "--confirm-vanished", "2")[0] == 1
    code, answer, _ = run(a_list(ONE), "--apply", "--confirm-vanished", "1")
    assert (code, answer["applied"]) == (0, True)
    assert "00772" in on_the_list()


@pytest.mark.parametrize(
    "name, content",
    [
        ("list.xlsx", b"PK\x03\x04 cut off half way"),
        ("list.docx", b"PK\x03\x04"),
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("list.csv", b""),
    ],
)
def test_a_file_nothing_can_be_read_from_is_one_fault(run, name, content):
    code, answer, err = run(content, "--apply", name=name)
    assert code == 1
    assert set(answer) == SHAPE
    assert answer["faults"][0]["problem"] in err
    assert not Import.objects.exists()


def test_a_file_that_is_not_there_is_wrong_usage(db, tmp_path, capsys):
    assert main(["import", "action-list", str(tmp_path / "none.csv"), "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_sheet_that_is_not_there_names_those_that_are(run):
    code, answer, _ = run(a_list(ONE), "--sheet", "Lost")
    assert code == 1
    assert "no sheet called" in answer["faults"][0]["problem"]


@pytest.mark.parametrize("post", [Post.BROKERAGE, Post.DATA_OFFICER])
def test_who_may_load_may_by_command(run, post):
    person = staff(posts=[post])
    assert run(a_list(ONE), "--apply", "--as", person.username)[0] == 0
    assert Import.objects.get().by_id == person.pk


@pytest.mark.parametrize("post", [post for post in Post if post not in (Post.BROKERAGE, Post.DATA_OFFICER)])
def test_nobody_else_may(run, post):
    person = staff(posts=[post])
    code, answer, _ = run(a_list(ONE), "--apply", "--as", person.username)
    assert (code, "refused" in answer) == (1, True)
    assert not Import.objects.exists()


def test_an_account_that_is_not_there_is_refused(run):
    code, _, err = run(a_list(ONE), "--as", "nobody.at-all")
    assert code == 1
    assert "nobody.at-all" in err


@pytest.mark.look
def test_children_looked_at_are_logged(run):
    child = a_child(person_id="00771")
    an_entry(child)
    run(a_list(ONE))
    look = Look.objects.get()
    assert (look.route, [row.subject_id for row in look.persons.all()]) == (
        "remit import action-list",
        [child.pk],
    )


def test_what_a_restricted_record_says_is_not_printed(run, capsys):
    child = a_restricted_child(staff(), person_id="00771")
    an_entry(child, comments="only for the named")
    a_hidden = a_restricted_child(staff(), person_id="00999")
    an_entry(a_hidden)
    code, answer, _ = run(a_list(ONE), "--as", staff(posts=[Post.BROKERAGE]).username)
    assert code == 0
    assert "only for the named" not in json.dumps(answer)
    assert "00999" not in json.dumps(answer)
    assert answer["vanished"] == 0


FEW = "Person ID,Initials,Risk,Team"
OPEN_ROW = "00772,XW,High,Team Foxglove"
RECORDS = {
    "on the list": {"risk": "high", "urgency": "planned", "days_to_place": 52, "team": "Team Larkspur"},
    "the same as the file": {"risk": "low", "risk_written": "Low", "team": "Team Foxglove"},
    "not on the list": None,
}


def closed_record(record, initials):
    """A restricted child with what stands on record, and the user name of somebody it is closed to."""
    child = a_restricted_child(staff(), person_id="00771")
    Person.objects.filter(pk=child.pk).update(initials=initials)
    if RECORDS[record] is not None:
        an_entry(child, **RECORDS[record])
    return child, staff(posts=[Post.BROKERAGE]).username


@pytest.mark.parametrize("initials", ["QZ", "PO"])
@pytest.mark.parametrize("record", RECORDS)
def test_the_answer_about_a_closed_record_is_the_same_whatever_stands_there(run, record, initials):
    _, username = closed_record(record, initials)
    _, answer, _ = run(a_list("00771,QZ,Low,Team Foxglove", OPEN_ROW, headers=FEW), "--as", username)
    assert answer["rows"][0] == {
        "row": 2,
        "person_id": "00771",
        "kind": "withheld",
        "risk": "low",
        "urgency": "not_known",
        "days_to_place": None,
        "changes": {},
        "extra": [],
        "conflicts": [],
    }
    counts = {name: answer[name] for name in ("new", "changed", "unchanged", "vanished", "conflicts")}
    assert counts == {"new": 1, "changed": 0, "unchanged": 0, "vanished": 0, "conflicts": 0}
    assert [warning for warning in answer["warnings"] if "00771" in warning] == [
        "Row 2: 00771 belongs to a record you may not see, so the row is set aside."
        " Ask the data officer, or somebody named for the record, to load it."
    ]


@pytest.mark.parametrize("record", RECORDS)
def test_loading_leaves_a_closed_record_as_it_is(run, record):
    child, username = closed_record(record, "PO")
    before = list(EntryDetail.objects.filter(entry__person=child).values())
    code, answer, _ = run(
        a_list("00771,QZ,Low,Team Foxglove", OPEN_ROW, headers=FEW), "--apply", "--as", username
    )
    assert (code, answer["applied"]) == (0, True)
    assert list(EntryDetail.objects.filter(entry__person=child).values()) == before
    child.refresh_from_db()
    assert child.initials == "PO"
    assert on_the_list()["00772"] == "high"


def test_the_data_officer_loads_a_restricted_record_without_being_told_what_it_says(run):
    child, _ = closed_record("on the list", "PO")
    _, answer, _ = run(a_list("00771,QZ,Low,Team Foxglove", headers=FEW), "--apply")
    line = answer["rows"][0]
    assert (line["kind"], line["risk"], line["days_to_place"], line["changes"]) == (
        "changed",
        "low",
        None,
        {},
    )
    assert not [warning for warning in answer["warnings"] if "00771" in warning]
    row = EntryDetail.objects.open().get(entry__person=child)
    assert (row.risk, row.team, row.days_to_place) == ("low", "Team Foxglove", 52)


def test_in_words_it_says_how_many_rows_are_set_aside(db, tmp_path, capsys):
    _, username = closed_record("on the list", "PO")
    path = tmp_path / "list.csv"
    path.write_bytes(a_list("00771,QZ,Low,Team Foxglove", OPEN_ROW, headers=FEW))
    assert main(["import", "action-list", str(path), "--as", username]) == 0
    out, err = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 0 not in the file, 1 set aside, 0 faults" in out
    assert "belongs to a record you may not see" in err


def test_undo_puts_the_list_back(run, capsys):
    _, answer, _ = run(a_list(ONE, TWO), "--apply")
    assert main(["import", "undo", answer["import_id"], "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        **dict.fromkeys(("new", "changed", "unchanged", "vanished", "conflicts"), 0),
        **{name: [] for name in ("rows", "faults", "warnings", "unlinked")},
        "import_id": answer["import_id"],
        "applied": False,
        "undone": True,
        "taken_off": 2,
        "put_back": 0,
        "left": 0,
    }
    assert said.keys() >= SHAPE
    assert on_the_list() == {}
    assert main(["import", "undo", answer["import_id"]]) == 1
    capsys.readouterr()
    assert main(["import", "undo", "nothing-of-that-name", "--json"]) == 1
    told, err = capsys.readouterr()
    assert "home page" not in told + err, "that is said on pages"
    assert "the account given with --as may not see it" in json.loads(told)["refused"]["remedy"]


def test_what_was_changed_on_both_sides_is_told_and_stays(run, capsys, tmp_path):
    run(a_list(ONE, TWO), "--apply")
    row = entry_of("00771")
    values = replace(values_of(row), search_update="none left")
    change_entry(entry_ref=row.entry.ref, seen=row.pk, values=values, actor=brokerage(), now=NOW)
    content = a_list(ONE.replace("two", "three").replace(",3,", ",9,"), TWO)
    code, answer, err = run(content, "--apply")
    expected = {
        "sheet": "list.csv",
        "cell": "F2",
        "question": "search_update",
        "theirs": "three searches",
        "ours": "none left",
        "base": "two searches",
    }
    assert (code, answer["applied"], answer["changed"], answer["conflicts"]) == (0, True, 1, 1)
    assert [row["conflicts"] for row in answer["rows"]] == [[expected], []]
    assert "list.csv, F2: search_update was changed on both sides. It stays as Remit has it" not in err
    row = EntryDetail.objects.open().get(entry__person__identifiers__value="00771")
    assert (row.search_update, row.days_to_place) == ("none left", 9)
    assert main(["import", "action-list", str(tmp_path / "list.csv")]) == 0
    out, err = capsys.readouterr()
    assert "1 cell changed on both sides" in out
    assert "list.csv, F2: search_update was changed on both sides" in err


def test_in_words_it_says_what_it_did(db, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes(a_list(ONE, "00773,PK,Hgh,,,"))
    assert main(["import", "action-list", str(path), "--apply", "--partial"]) == 0
    out, err = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 0 not in the file, 1 fault." in out
    assert "row 3, Risk: “Hgh”" in err


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name, options, new, faults",
    [
        ("action-list-one.xlsx", [], 57, 0),
        ("action-list-two.csv", [], 33, 0),
        ("action-list-three.xlsx", ["--partial"], 22, 2),
    ],
)
def test_the_three_layouts_load_and_twice_change_nothing(run, name, options, new, faults):
    content = (LISTS / name).read_bytes()
    code, answer, _ = run(content, "--apply", *options, name=name)
    assert (code, answer["new"], len(answer["faults"])) == (0, new, faults)
    assert EntryDetail.objects.open().count() == new
    before = stored()[:3] + stored()[5:]
    code, again, _ = run(content, "--apply", *options, name=name)
    assert (code, again["new"], again["changed"], again["unchanged"]) == (0, 0, 0, new)
    assert again["vanished"] == 0
    assert stored()[:3] + stored()[5:] == before
    assert main(["import", "undo", answer["import_id"]]) == 0
    assert EntryDetail.objects.open().count() == 0


@pytest.mark.shared_data
def test_the_third_layout_is_refused_without_partial(run):
    code, answer, _ = run((LISTS / "action-list-three.xlsx").read_bytes(), "--apply", name="three.xlsx")
    assert (code, answer["applied"], len(answer["faults"])) == (1, False, 2)
    assert on_the_list() == {}
