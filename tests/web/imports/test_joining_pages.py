"""Before a list is loaded it is said which agendas it fills; afterwards which it filled, and what undoing took off."""

import json

import pytest

from remit.commands.main import main
from remit.rules.viewers import Post
from tests.casework.lists import a_list, load
from tests.casework.weeks import Week, a_week, rated
from tests.factories import a_restricted_child, an_entry, staff, viewer_of
from tests.factories.children import number_of
from tests.web.imports.pages import held, send, text
from tests.web.imports.test_imports import apply

FILE = a_list("00801,AB,High,Today,1,", "00802,CD,Low,Today,1,", "00803,EF,,Today,1,")
MEETING = "meeting of 15 October 2026"


@pytest.fixture
def week(db) -> Week:
    return a_week()


@pytest.fixture
def client(signed_in, week):
    return signed_in(staff(posts=[Post.BROKERAGE]))


@pytest.mark.clause("ROR-16")
def test_the_preview_says_how_many_children_it_puts_on_which_agenda(client, week):
    week.finish()

    page = text(client.get(held(client, FILE)))

    assert "This puts 2 children on the agenda of the" in page
    assert f"{MEETING} (ROR-16)." in page


@pytest.mark.clause("ROR-16")
def test_before_the_selection_is_finished_it_says_nothing_of_agendas(client, week):
    week.choose(rated("high"))

    assert "on the agenda of" not in text(client.get(held(client, FILE)))


def test_a_child_who_stands_there_and_a_new_rating_of_a_rated_child_are_not_counted(client, week):
    actor = viewer_of(staff(posts=[Post.BROKERAGE]))
    load(FILE, actor)
    week.finish()
    address = held(client, FILE.replace(b"Low", b"High").replace(b"EF,,", b"EF,Medium,"))

    assert "This puts 1 child on the agenda of the" in text(client.get(address))


@pytest.mark.clause("ROR-16")
def test_the_result_says_how_many_joined_and_undoing_says_how_many_left(client, week):
    week.finish()
    address = held(client, FILE)
    told = text(client.get(apply(client, address)["Location"]))
    assert "2 cases joined the" in told
    assert "This file was loaded" in told
    assert "2 cases joined the" in text(client.get(f"{address}/result"))

    undone = text(client.get(send(client, f"{address}/undo")["Location"]))

    assert "2 cases taken off the" in undone
    for page in (undone, text(client.get(f"{address}/result"))):
        assert "Loading this file was undone" in page
        assert "2 cases taken off the" in page
        assert "New on the list" not in page
        assert "joined the" not in page


def test_undoing_says_what_remains_and_where(client, week):
    from remit.records.meetings import Meeting
    from tests.factories import NOW

    week.finish()
    address = held(client, FILE)
    apply(client, address)
    Meeting.objects.update(state="open", opened_at=NOW)

    undone = text(client.get(send(client, f"{address}/undo")["Location"]))

    assert "Still there: 2 cases on the agenda of the" in undone
    assert MEETING in undone


def test_the_files_are_headed_files(client, week):
    held(client, FILE)
    page = text(client.get("/imports"))
    assert "Lists loaded" not in page
    assert ">Files" in page
    assert "Waiting" in page


def test_how_many_are_not_in_the_file_agrees_with_the_list_this_person_sees(client, week):
    shown = [an_entry(risk="high") for _ in range(2)]
    an_entry(a_restricted_child(given="Secretia", family="Hiddenby"), risk="high")
    assert number_of(shown[0].person)

    page = text(client.get(held(client, FILE)))

    assert "2 children on the list are not in the file" in page
    assert "Yes, 2 of the 2 children on the list are not in this file" in page


@pytest.mark.parametrize(
    "urgency, said",
    [
        ("1", "1 in the urgency column was taken to mean today."),
        ("2", "2 in the urgency column was taken to mean within 5 days."),
    ],
)
def test_what_a_number_was_taken_for_is_said_plainly(client, urgency, said):
    page = text(client.get(held(client, a_list(f"00801,AB,High,{urgency},1,"))))
    assert f"{said} If that is wrong, say what the words mean." in page


def command(tmp_path, capsys, *arguments):
    main(["import", *arguments, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.clause("ROR-16")
def test_the_command_warns_before_and_tells_after_and_when_undone(week, tmp_path, capsys):
    week.finish()
    path = tmp_path / "list.csv"
    path.write_bytes(FILE)
    before = command(tmp_path, capsys, "action-list", str(path))
    after = command(tmp_path, capsys, "action-list", str(path), "--apply")
    undone = command(tmp_path, capsys, "undo", after["import_id"])

    assert next(line for line in before["warnings"] if "agenda" in line).startswith("This puts 2 children on")
    assert "2 cases joined the" in after["warnings"][0]
    assert "2 cases taken off the" in undone["warnings"][0]
