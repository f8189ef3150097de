"""A workbook from before Remit: kept as history with its source, and nothing is owed because of it."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from remit.commands.main import main
from remit.records.audit import LookPerson
from remit.records.duties import Duty
from remit.records.history import PastDiscussion, PastMeeting
from remit.rules.viewers import Post
from tests.casework.rooms import DURING, Room, a_room
from tests.factories import a_team, allocate, staff
from tests.factories.children import a_child, number_of, restrict_to
from tests.factories.workbooks import Edited
from tests.web.workbook.excel import Excel

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).parents[2].parent / "shared/data/action-lists/Risk of Resi Tool 12-11-26.xlsx"
NAME = "Our tool 01-10-26.xlsx"


@pytest.fixture
def now() -> datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2).open()


def a_workbook(number: str, said: str = "They would try a family once more.") -> Edited:
    """As a team kept it before Remit, in its own words and its own order."""
    return Edited.of(
        {
            "Front": [
                ["Date of our meeting", date(2026, 10, 1)],
                ["Mosaic ID", "Initials", "At risk", "Team"],
                [number, "AB", "High", "North"],
            ],
            number: [["Mosaic No", number], ["Age", 9], ["What was said", said], ["Outcome", "Keep looking"]],
            "To do": [
                ["Mosaic ID", "Action", "By whom", "Due date", "Status"],
                [number, "Ring the aunt", "A colleague", "08/10/2026", "Open"],
            ],
            "The others": [["Mosaic ID", "Initials", "Age", "Comments"], ["0099999", "XY", 12, "Waits"]],
        }
    )


@pytest.fixture
def load(the_room, capsys, tmp_path):
    def load(book: Edited | bytes, *words: str, who: str = "data-officer", name: str = NAME):
        path = tmp_path / name
        path.write_bytes(book if isinstance(book, bytes) else book.saved())
        code = main(["import", "ror-tool", str(path), "--json", "--as", who, *words])
        return code, json.loads(capsys.readouterr().out)

    return load


def number(the_room: Room) -> str:
    return number_of(the_room(0).subject.person)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.clause("ROR-11")
def test_what_was_said_before_remit_stands_on_the_case_and_in_the_workbook_with_its_source(
    the_room, load, signed_in
):
    code, answer = load(a_workbook(number(the_room)), "--apply")
    assert (code, answer["applied"], answer["new"], answer["meeting"]) == (0, True, 1, "2026-10-01")
    assert [one.split(":")[0] for one in answer["unlinked"]] == ["0099999"]
    client = signed_in(the_room.week.coordinating)
    where = {"forum": "ror", "date": "2026-10-15", "item": the_room(0).ref}
    page = text(client.get(reverse("room_item", kwargs=where)))
    book = Excel(client.get("/forums/ror/2026-10-15/workbook.xlsx").content).text(number(the_room))
    for told in (page, book):
        assert "They would try a family once more." in told
        assert "Keep looking" in told
        assert "Ring the aunt" in told
        assert f"from the workbook “{NAME}”" in told
    child = the_room(0).subject.ref
    assert "They would try a family once more." in text(client.get(reverse("case", kwargs={"child": child})))


def test_nobody_is_held_to_anything_because_of_it(the_room, load):
    assert main(["sweep"]) == 0
    before = set(Duty.objects.values_list("pk", "state"))
    load(a_workbook(number(the_room)), "--apply")
    assert main(["sweep"]) == 0
    assert set(Duty.objects.values_list("pk", "state")) == before


def looked_at(kind: str) -> set[int]:
    """The children of the looks of this kind."""
    return set(LookPerson.objects.filter(look__kind=kind).values_list("subject_id", flat=True))


@pytest.mark.look
def test_without_apply_nothing_is_kept_and_the_same_file_twice_changes_nothing(the_room, load):
    assert load(a_workbook(number(the_room)))[1]["applied"] is False
    assert not PastMeeting.objects.exists()
    assert looked_at("opened") == {the_room(0).subject_id}
    load(a_workbook(number(the_room)), "--apply")
    code, answer = load(a_workbook(number(the_room)), "--apply")
    assert (code, answer["applied"], answer["unchanged"], answer["new"]) == (0, False, 1, 0)
    assert PastMeeting.objects.count() == 1


def test_a_later_file_takes_the_place_of_the_first_and_undoing_it_brings_that_back(the_room, load, capsys):
    load(a_workbook(number(the_room)), "--apply")
    ref = load(a_workbook(number(the_room), "Said better."), "--apply")[1]["import_id"]
    kept = PastDiscussion.objects.filter(meeting__superseded_at__isnull=True)
    assert ["What was said", "Said better."] in kept.get().lines
    assert main(["import", "undo", ref, "--json"]) == 0
    capsys.readouterr()
    assert ["What was said", "They would try a family once more."] in kept.all().get().lines
    assert main(["import", "undo", ref, "--json"]) == 1


@pytest.mark.look
def test_the_register_of_a_meeting_before_remit_is_handed_out_to_who_sits_there(
    the_room, load, capsys, tmp_path
):
    load(a_workbook(number(the_room)), "--apply")
    words = ["export", "register", "--meeting", "2026-10-01", "--out", str(tmp_path / "out"), "--as"]
    assert main([*words, staff().username]) == 1
    assert main([*words, the_room.week.sitting.username]) == 0
    capsys.readouterr()
    (path,) = (tmp_path / "out").iterdir()
    assert looked_at("exported") == {the_room(0).subject_id}
    told = Excel(path.read_bytes()).text("Register")
    assert number(the_room) in told
    assert "Keep looking" in told
    assert f"from the workbook “{NAME}”" in told


def a_child_nobody_there_sees() -> str:
    return number_of(a_child())


def told_of_two(the_room: Room, unseen: str) -> Edited:
    book = a_workbook(number(the_room))
    book.tabs["Front"].append([unseen, "ZZ", "Low", "South"])
    book.tabs[unseen] = [["Mosaic No", unseen], ["Age", 9], ["What was said", "Not yours to read."]]
    return book


def register_of(who, capsys, folder: Path) -> str:
    words = ["export", "register", "--meeting", "2026-10-01", "--out", str(folder), "--as", who.username]
    assert main(words) == 0
    capsys.readouterr()
    (path,) = folder.iterdir()
    return Excel(path.read_bytes()).text("Register")


def test_the_register_names_only_children_its_reader_may_see(the_room, load, capsys, tmp_path):
    unseen = a_child_nobody_there_sees()
    assert load(told_of_two(the_room, unseen), "--apply")[1]["new"] == 2
    for who in (the_room.week.coordinating, the_room.week.sitting, staff(posts=[Post.QUALITY_ASSURANCE])):
        told = register_of(who, capsys, tmp_path / who.username)
        assert unseen not in told
        assert "you may not see" in told
    assert number(the_room) in register_of(the_room.week.sitting, capsys, tmp_path / "again")


def test_a_workbook_somebody_made_up_tells_nobody_whose_numbers_are_on_record(the_room, load):
    unseen = a_child_nobody_there_sees()
    who = the_room.week.coordinating.username
    answer = load(told_of_two(the_room, unseen), who=who)[1]
    assert answer["new"] == 1
    on_record, unknown = sorted(one.split(": ")[1] for one in answer["unlinked"])
    assert on_record == unknown


def test_loading_it_again_leaves_what_is_kept_of_children_the_loader_does_not_see(the_room, load):
    book = told_of_two(the_room, a_child_nobody_there_sees())
    load(book, "--apply")
    who = the_room.week.coordinating.username
    assert load(book, "--apply", who=who)[1]["unchanged"] == 1
    assert load(told_of_two(the_room, "0099998"), "--apply", who=who)[1]["applied"] is False
    book.put(number(the_room), "B3", "Said better.")
    assert load(book, "--apply", who=who)[1]["new"] == 1
    kept = [row.lines for row in PastDiscussion.objects.filter(meeting__superseded_at__isnull=True)]
    assert any(["What was said", "Said better."] in lines for lines in kept)
    assert any(["What was said", "Not yours to read."] in lines for lines in kept)


@pytest.mark.parametrize(
    "spoil, says",
    [
        (lambda book: book.put("Front", "B1", "when we could"), "2026-10-01"),
        (lambda book: book.put("Front", "B1", date(2026, 10, 29)), "is not over"),
        (lambda book: book.tabs.update({"Notes": [["Just a thought", "of mine"]]}), "whom it is about"),
    ],
)
def test_a_day_that_cannot_be_read_is_taken_from_the_name_and_what_cannot_be_is_said(
    the_room, load, spoil, says
):
    book = a_workbook(number(the_room))
    spoil(book)
    assert says in json.dumps(load(book, "--apply")[1], ensure_ascii=False)


def test_a_meeting_remit_held_itself_is_not_told_again(the_room, load, settings):
    from tests.factories import london

    the_room.settle()
    the_room.close()
    settings.FIXED_NOW = london("2026-10-20 10:00")
    book = a_workbook(number(the_room)).put("Front", "B1", date(2026, 10, 15))
    for words in ((), ("--apply",)):
        code, answer = load(book, *words)
        assert (code, answer["applied"]) == (1, False)
        assert "was held in Remit" in answer["faults"][0]["problem"]


def test_of_a_forum_that_is_not_switched_on_it_is_said_before_anything_is_loaded(the_room, capsys, tmp_path):
    path = tmp_path / NAME
    path.write_bytes(a_workbook(number(the_room)).saved())
    for words in ((), ("--apply",)):
        assert main(["import", "rrg-tool", str(path), "--json", *words]) == 1
        (fault,) = json.loads(capsys.readouterr().out)["faults"]
        assert fault["problem"] == "The forum rrg is not switched on."
        assert "switches it on, on the page of seats and forums" in fault["remedy"]


def test_strangers_load_nothing_and_a_record_closed_to_somebody_is_as_unknown(the_room, load):
    assert load(a_workbook(number(the_room)), who=staff().username)[0] == 1
    restrict_to(the_room(0).subject.person, staff())
    answer = load(a_workbook(number(the_room)), who=the_room.week.coordinating.username)[1]
    assert len(answer["unlinked"]) == 2


def test_who_works_with_the_child_is_told_that_it_was_discussed_and_no_words_nobody_looked_through(
    the_room, load, signed_in
):
    load(a_workbook(number(the_room)), "--apply")
    worker = staff()
    allocate(the_room(0).subject.person, worker, a_team())
    page = text(signed_in(worker).get(reverse("case", kwargs={"child": the_room(0).subject.ref})))
    assert "from the workbook" in page
    assert "They would try a family once more." not in page


@pytest.mark.shared_data
def test_last_weeks_workbook_of_another_authority_is_understood(the_room, capsys, settings):
    from tests.factories import a_child, london

    settings.FIXED_NOW = london("2026-11-20 10:00")
    for known in ("400200", "400940"):
        a_child(person_id=known)
    assert main(["import", "ror-tool", str(SHARED), "--apply", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["meeting"], answer["new"], len(answer["unlinked"])) == ("2026-11-12", 2, 14)
    said = PastDiscussion.objects.get(own_sheet=True)
    assert (said.risk, said.outcome) == ("High", "Continue family-based search")
    assert ["Discussion at ROR", "Group felt fostering still possible"] in said.lines
    assert [what for what, _ in said.actions] == ["Ask in-house fostering again"] * 2
