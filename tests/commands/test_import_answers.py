"""Every import answers in one shape, whatever becomes of the file."""

import json
from pathlib import Path

import pytest

from remit.commands.main import main
from tests.documents.returned import episode, episodes, header

SHAPE = [
    "import_id", "applied", "new", "changed", "unchanged", "vanished", "conflicts", "rows", "faults", "warnings", "unlinked",
]  # fmt: skip
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
LIST = "Person id,Initials,Risk\n00771,PK,High\n"
TABLES = {
    "people": "Username,Name\nada.thimble,Ada Thimble\n",
    "seats": "Forum,Seat,Username\n",
    "allocations": "Child id,Worker,Team\n",
    "action-list": LIST,
}
NO_FILE = "not a table at all"


def a_return(folder: Path, *rows: str) -> Path:
    (folder / "header.csv").write_text(header())
    (folder / "episodes.csv").write_text(episodes(*(rows or (episode(),))))
    return folder


def a_file(folder: Path, kind: str, text: str) -> Path:
    path = folder / f"{kind}.csv"
    path.write_text(text)
    return path


@pytest.fixture
def ask(db, capsys, tmp_path):
    """Load a file as JSON: (exit code, the answer), which has the one shape."""

    def ask(kind, path, *options):
        code = main(["import", kind, str(path), "--json", *options])
        answer = json.loads(capsys.readouterr().out)
        assert sorted(answer) == sorted(SHAPE)
        where = "table" if kind in ("ssda903", "annex-a") else "sheet"
        for fault in answer["faults"]:
            assert list(fault) == [where, "row", "column", "problem", "remedy"]
            assert fault["problem"], fault["remedy"]
        return code, answer

    return ask


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("option", [(), ("--apply",), ("--apply", "--partial")])
def test_a_list_is_answered_in_the_one_shape(ask, tmp_path, kind, option):
    ask(kind, a_file(tmp_path, kind, TABLES[kind]), *option)
    code, answer = ask(kind, a_file(tmp_path, kind, NO_FILE), *option)
    assert (code, answer["applied"], len(answer["faults"])) == (1, False, 1)


def test_a_return_is_answered_in_the_one_shape(ask, tmp_path):
    assert ask("ssda903", a_return(tmp_path))[1]["new"] == 1
    code, answer = ask("ssda903", tmp_path, "--apply")
    assert (code, answer["applied"], bool(answer["import_id"])) == (0, True, True)
    assert {"looked-after", "residential"} < set(answer["rows"][0]["entered"])
    code, answer = ask("ssda903", a_return(tmp_path, episode(DECOM="01/06/2030")), "--apply")
    assert (code, answer["applied"], answer["import_id"], len(answer["faults"])) == (1, False, None, 1)


def test_what_is_said_of_a_return_as_a_whole_begins_with_no_table(ask, tmp_path):
    for folder, name, text in (("a", "header.csv", header()), ("b", "episodes.csv", episodes(episode()))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    _, answer = ask("ssda903", tmp_path)
    (told,) = (one for one in answer["warnings"] if "folders" in one)
    assert told.startswith("The files stand in 2 folders, “a” and “b”, and were read together.")


def test_a_postcode_is_printed_neither_as_it_is_nor_as_it_was(ask, tmp_path):
    ask("ssda903", a_return(tmp_path), "--apply")
    moved = a_return(tmp_path, episode(PL_POST="QX3 3CC", PLACE="K1"))
    _, answer = ask("ssda903", moved)
    (change,) = (one for one in answer["rows"][0]["changes"] if one["fact"] == "placement")
    assert (change["before"]["place"], change["after"]["place"]) == ("K2", "K1")
    printed = json.dumps(answer)
    assert not [word for word in ("postcode", "QX2", "QX3") if word in printed]


def test_why_a_sound_list_was_not_loaded_is_a_fault_of_no_row(ask, tmp_path):
    ask("action-list", a_file(tmp_path, "list", LIST + "00772,AW,Low\n"), "--apply")
    code, answer = ask("action-list", a_file(tmp_path, "list", LIST), "--apply")
    assert (code, answer["applied"], answer["faults"][0]["row"]) == (1, False, None)


@pytest.mark.shared_data
def test_annex_a_is_answered_in_the_one_shape(ask, tmp_path):
    assert ask("annex-a", SHARED / "annex-a" / "Annex_A_2024_Jan.xlsx", "--partial")[1]["rows"]
    assert ask("annex-a", a_file(tmp_path, "annex-a", NO_FILE))[0] == 1


def test_a_return_is_undone_after_those_that_were_loaded_later(ask, tmp_path, capsys):
    first = ask("ssda903", a_return(tmp_path), "--apply")[1]["import_id"]
    second = ask("ssda903", a_return(tmp_path, episode(PLACE="K1")), "--apply")[1]["import_id"]
    assert main(["import", "undo", first, "--json"]) == 1
    out, err = capsys.readouterr()
    refused = json.loads(out)["refused"]
    assert "was loaded after this one, on " in refused["problem"]
    assert refused["remedy"] == f"Undo that one first: it is import {second}."
    assert err == f"{refused['problem']} {refused['remedy']}\n"
    for done in (second, first):
        assert main(["import", "undo", done, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["left"] == 0
