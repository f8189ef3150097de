"""The workbook of a meeting as those who are given it find it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.casework import actions
from remit.casework.room import add_item_in_room
from remit.commands.main import main
from remit.records.audit import Look
from remit.records.children import Allocation, Person
from remit.terms import load
from tests.casework.rooms import AFTER, DURING, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import a_team, allocate, london, staff
from tests.factories.children import number_of, restrict_to
from tests.web.workbook.excel import Excel

pytestmark = pytest.mark.django_db

ELSEWHERE = Path(__file__).parents[2] / "authorities" / "elsewhere"
WHERE = "/forums/ror/2026-10-15/workbook.xlsx"


@pytest.fixture
def now() -> dt.datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=2)


def number(the_room: Room, at: int = 0) -> str:
    return number_of(the_room(at).subject.person)


def got(client, where: str = WHERE) -> Excel:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content.decode()
    return Excel(answer.content)


def own(the_room: Room, at: int = 0) -> str:
    parts = {"forum": "ror", "date": "2026-10-15", "child": the_room(at).subject.ref}
    return reverse("workbook_sheet", kwargs=parts)


@pytest.mark.clause("ROR-9")
def test_the_workbook_opens_with_a_summary_and_has_a_sheet_a_case_named_by_the_number(the_room, signed_in):
    answer = signed_in(the_room.week.coordinating).get(WHERE)
    book = Excel(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="Risk of Resi Tool 15-10-26.xlsx"'
    assert book.tabs == [
        "Summary Sheet",
        number(the_room, 0),
        number(the_room, 1),
        "Other Cases Discussed",
        "Actions Tracker",
    ]
    rows = book.rows("Summary Sheet")
    assert rows[4][1] == dt.date(2026, 10, 15), "line 5 has the meeting's date"
    assert rows[6] == ["Person id", "Initials", "Risk level", "Urgency", "Days to place", "Team"]
    child = the_room(0).subject.person
    assert rows[7][:4] == [number(the_room, 0), child.initials, "High", "Planned"]


@pytest.mark.clause("ROR-9")
def test_some_columns_have_fixed_lists_from_a_tab_that_is_hidden(the_room, signed_in):
    book = got(signed_in(the_room.week.coordinating))
    assert book.unseen == {"Lists": "Hidden", "remit": "VeryHidden"}
    assert [row[0] for row in book.rows("Lists")] == ["Risk level", "High", "Medium", "Low", "Unrated"]
    sheet = book.xml("Summary Sheet")
    assert 'type="list"' in sheet
    assert "<formula1>Lists!$A$2:$A$5</formula1>" in sheet


def test_answers_have_open_cells_and_everything_else_is_locked_without_a_password(the_room, signed_in):
    book = got(signed_in(the_room.week.coordinating))
    rows = book.rows(number(the_room))
    asked = {row[0]: f"B{at}" for at, row in enumerate(rows, start=1) if row}
    assert book.open_cells(number(the_room)) == {
        asked[name]
        for name in (
            "Commissioning considerations",
            "Why residential care is in question",
            "Support in place now",
            "Tried or thought of so far",
            "What would help",
            "What the child says",
            "What the child needs",
            "Discussion",
            "Alternatives considered",
            "Interim arrangements",
            "Step-down actions",
        )
    }
    assert book.open_cells("Summary Sheet") == book.open_cells("Actions Tracker") == set()
    for tab in (*book.tabs, "Lists", "remit"):
        assert "<sheetProtection" in book.xml(tab)
        assert "password" not in book.xml(tab)


def test_a_member_finds_only_the_cells_of_their_own_seat_open(the_room, signed_in):
    book = got(signed_in(the_room.week.holder_of("placement-support")))
    assert book.open_cells(number(the_room)) == set()
    the_room.open()
    book = got(signed_in(the_room.week.holder_of("placement-support")))
    assert len(book.open_cells("Other Cases Discussed")) == 2


@pytest.mark.clause("ROR-11")
def test_a_case_that_came_before_brings_what_was_said_decided_and_agreed(the_room, signed_in, settings):
    the_room.open()
    the_room.write(the_room(0), "discussion", "The carer would go on with support.")
    the_room.agree("Ask the agency", item=the_room(0))
    the_room.decide(the_room(0), "search-continues")
    the_room.settle()
    the_room.close()
    settings.FIXED_NOW = london("2026-10-19 09:00")
    again = "/forums/ror/2026-10-22/workbook.xlsx"

    told = got(signed_in(the_room.week.coordinating), again).text(number(the_room))

    assert "Earlier discussions" in told
    assert "15 October 2026" in told
    assert "Search for a family placement continues" in told
    assert "The carer would go on with support." in told
    assert "Ask the agency" in told


@pytest.mark.clause("ROR-12")
def test_all_actions_come_along_open_ones_first(the_room, signed_in, settings):
    the_room.open()
    done = the_room.agree("Already finished", item=the_room(1))
    the_room.agree("Still open", item=the_room(0))
    the_room.settle()
    actions.update_action(
        action_ref=done.ref, seen=1, text="It is done.", finished=True, actor=the_room.coordinator, now=AFTER
    )
    the_room.close()
    settings.FIXED_NOW = london("2026-10-19 09:00")

    rows = got(signed_in(the_room.week.coordinating), "/forums/ror/2026-10-22/workbook.xlsx").rows(
        "Actions Tracker"
    )

    assert [(row[1], row[2], row[5]) for row in rows[1:]] == [
        (number(the_room, 0), "Still open", "Open"),
        (number(the_room, 1), "Already finished", "Done"),
    ]
    assert "It is done." in rows[2][6]


def test_other_cases_stand_with_the_columns_of_the_list_and_one_for_comments(the_room, signed_in):
    the_room.open()
    the_room.write(the_room.other(0), "comments", "Two searches sent.")
    rows = got(signed_in(the_room.week.coordinating)).rows("Other Cases Discussed")
    assert rows[0] == [
        "Person id",
        "Initials",
        "Age",
        "Team",
        "Legal status",
        "Current placement",
        "Placement required",
        "Comments",
        "By members",
    ]
    by_id = {row[0]: row for row in rows[1:]}
    assert by_id[number_of(the_room.other(0).subject.person)][7] == "Two searches sent."
    assert len(by_id) == 2


@pytest.mark.look
def test_before_they_stand_on_the_agenda_other_cases_come_from_the_list_as_it_is_now(signed_in, settings):
    week = a_week()
    settings.FIXED_NOW = london("2026-10-14 10:00")
    other = rated("low")
    book = got(signed_in(week.coordinating))
    assert number_of(other.person) in book.text("Other Cases Discussed")
    assert book.open_cells("Other Cases Discussed") == set()
    assert Look.objects.filter(persons__subject=other.person_id, kind="exported").exists()


def test_what_looks_like_a_formula_or_a_link_is_text(the_room, signed_in):
    the_room.open()
    for base, text in enumerate(("=1+1", "http://example.org", "+44 161", "007")):
        the_room.write(the_room(0), "discussion", text, base)
        book = got(signed_in(the_room.week.coordinating))
        assert book.answer(number(the_room), "Discussion") == text
        assert "<f>" not in book.xml(number(the_room))
        assert "hyperlink" not in book.whole()


def test_whoever_is_in_it_is_noted_as_exported_and_a_protected_address_is_not_in_it(the_room, signed_in):
    child = the_room(0).subject.person
    Person.objects.filter(pk=child.pk).update(protected_address="4 Hidden Row")
    book = got(signed_in(the_room.week.coordinating))
    look = Look.objects.get(route="workbook_file")
    assert (look.kind, child.pk in look.persons.values_list("subject_id", flat=True)) == ("exported", True)
    assert "Hidden Row" not in book.whole()


def test_a_restricted_record_is_not_in_it_for_who_is_not_named(the_room, signed_in):
    named = staff()
    restrict_to(the_room(0).subject.person, named)
    book = got(signed_in(the_room.week.coordinating))
    assert number(the_room, 0) not in book.whole()
    assert number(the_room, 1) in book.tabs
    assert the_room(0).subject.ref not in book.whole()
    assert the_room(0).ref not in book.whole()
    assert "1 case shown to named people only, and not here." in book.text("Summary Sheet")


def test_the_page_of_the_meeting_offers_it_to_who_sits_there(the_room, signed_in):
    for who in (the_room.week.coordinating, the_room.week.chairing, the_room.week.sitting):
        page = signed_in(who).get("/forums/ror/2026-10-15").content.decode()
        assert "Download the workbook" in page
        assert WHERE in page


def test_members_have_it_from_the_issue_of_the_agenda_and_strangers_never(signed_in, settings):
    week = a_week()
    settings.FIXED_NOW = london("2026-10-14 10:00")
    week.choose(rated("high"))
    client = signed_in(week.sitting)
    assert client.get(WHERE).status_code == 404
    assert "Download the workbook" not in client.get("/forums/ror/2026-10-15").content.decode()
    assert signed_in(staff()).get(WHERE).status_code in (403, 404)


class TestOneChild:
    @pytest.fixture
    def worker(self, the_room):
        person, team = staff(), a_team()
        allocate(the_room(0).subject.person, person, team)
        return person

    @pytest.mark.look
    def test_a_worker_has_the_sheet_of_their_own_child_alone(self, the_room, worker, signed_in):
        the_room.open()
        the_room.write(the_room(0), "discussion", "Said among ourselves.")
        book = got(signed_in(worker), own(the_room))
        assert book.tabs == [number(the_room)]
        assert number(the_room, 1) not in book.whole()
        assert "Said among ourselves." not in book.whole()
        look = Look.objects.get(route="workbook_sheet")
        assert look.kind == "exported"
        assert list(look.persons.values_list("subject_id", flat=True)) == [the_room(0).subject_id]

    def test_of_earlier_discussions_a_worker_reads_what_the_approved_minutes_released(
        self, the_room, worker, signed_in, settings
    ):
        the_room.open()
        the_room.write(the_room(0), "discussion", "The carer would go on.")
        the_room.decide(the_room(0), "search-continues")
        the_room.settle()
        the_room.close()
        hold_the_next_from = "/forums/ror/2026-10-22"
        again = own(the_room).replace("/forums/ror/2026-10-15", hold_the_next_from)
        settings.FIXED_NOW = london("2026-10-19 09:00")
        draft = got(signed_in(worker), again).whole()
        the_room.approve()
        approved = got(signed_in(worker), again).whole()
        assert "Search for a family placement continues" in draft
        assert "The carer would go on." not in draft
        assert "The carer would go on." in approved

    @pytest.mark.look
    def test_another_childs_sheet_is_not_theirs_and_the_attempt_is_noted(self, the_room, worker, signed_in):
        assert signed_in(worker).get(own(the_room, 1)).status_code == 404
        assert Look.objects.get(kind="denied").persons.get().subject_id == the_room(1).subject_id
        assert signed_in(worker).get(WHERE).status_code in (403, 404)

    def test_who_no_longer_works_with_the_child_has_no_sheet(self, the_room, worker, signed_in):
        Allocation.objects.filter(worker=worker).update(until=dt.date(2026, 10, 14))
        assert signed_in(worker).get(own(the_room)).status_code in (403, 404)

    @pytest.mark.look
    def test_the_coordinator_has_one_sheet_too_and_of_another_case_its_row(self, the_room, signed_in):
        client = signed_in(the_room.week.coordinating)
        assert got(client, own(the_room)).tabs == [number(the_room)]
        look = Look.objects.get(route="workbook_sheet", kind="exported")
        assert the_room(0).subject_id in look.persons.values_list("subject_id", flat=True)
        the_room.open()
        other = the_room.other(0).subject
        parts = {"forum": "ror", "date": "2026-10-15", "child": other.ref}
        book = got(client, reverse("workbook_sheet", kwargs=parts))
        assert book.tabs == ["Other Cases Discussed"]
        assert len(book.rows("Other Cases Discussed")) == 2


class TestCommand:
    def export(self, capsys, tmp_path, *words: str, what: str = "ror-tool", on: str = "2026-10-15"):
        code = main(["export", what, "--meeting", on, "--out", str(tmp_path), "--json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else said.err

    @pytest.mark.clause("ROR-9")
    def test_it_is_filed_by_month_and_year_under_the_meetings_date(self, the_room, capsys, tmp_path):
        who = ("--as", the_room.week.coordinating.username)
        code, answer = self.export(capsys, tmp_path, *who)
        path = tmp_path / "October 2026" / "Risk of Resi Tool 15-10-26.xlsx"
        assert (code, answer) == (0, {"written": [str(path)]})
        assert "Summary Sheet" in Excel(path.read_bytes()).tabs
        assert Look.objects.get().route == "remit export ror-tool"

    def test_one_person_alone_in_a_file_of_its_own(self, the_room, capsys, tmp_path):
        who = ("--as", the_room.week.coordinating.username)
        for at in (0, 1):
            assert self.export(capsys, tmp_path, *who, "--person", number(the_room, at))[0] == 0
        found = sorted(Excel(path.read_bytes()).tabs for path in tmp_path.glob("*/*.xlsx"))
        assert found == sorted([number(the_room, at)] for at in (0, 1))

    @pytest.mark.parametrize("what", ["minutes", "register"])
    def test_of_a_meeting_that_is_not_closed_it_says_so_with_the_clause_and_what_to_do(
        self, the_room, capsys, tmp_path, what
    ):
        who = ("--as", the_room.week.coordinating.username)
        code, said = self.export(capsys, tmp_path, *who, what=what)
        assert code == 1
        refused = said["refused"]
        assert refused["problem"].startswith("This meeting is not closed yet")
        assert refused["remedy"].startswith("Close the meeting first")
        assert refused["clause"] == "ROR-20"
        assert not list(tmp_path.iterdir())

    def test_minutes_extract_and_register_are_exported_once_they_can_be_handed_out(
        self, the_room, capsys, tmp_path, settings
    ):
        the_room.closed()
        settings.FIXED_NOW = london("2026-10-16 10:00")
        who = ("--as", the_room.week.coordinating.username)
        code, said = self.export(capsys, tmp_path, *who, what="minutes")
        assert code == 1
        assert "refused" in said
        assert not list(tmp_path.iterdir())
        the_room.approve()
        for what, more in (
            ("minutes", ()),
            ("register", ()),
            ("extract", ("--person", number(the_room))),
        ):
            assert self.export(capsys, tmp_path, *who, *more, what=what)[0] == 0, what
        endings = sorted(path.suffix for path in tmp_path.iterdir())
        assert endings == [".docx", ".docx", ".pdf", ".xlsx"]

    @pytest.mark.parametrize(
        "what, words, code",
        [
            ("ror-tool", ("--as", "nobody"), 1),
            ("extract", ("--as", "nobody"), 2),
            ("register", ("--as", "nobody", "--person", "1"), 2),
            ("nonsense", ("--as", "nobody"), 2),
        ],
    )
    def test_what_cannot_be_done_is_refused(self, the_room, capsys, tmp_path, what, words, code):
        assert main(["export", what, "--meeting", "2026-10-15", "--out", str(tmp_path), *words]) == code

    def test_a_day_without_a_meeting_a_stranger_and_an_unknown_child_are_refused(
        self, the_room, capsys, tmp_path
    ):
        who = ("--as", the_room.week.coordinating.username)
        assert self.export(capsys, tmp_path, *who, on="2026-10-13")[0] == 1
        assert self.export(capsys, tmp_path, "--as", staff().username)[0] == 1
        assert self.export(capsys, tmp_path, *who, "--person", "99")[0] == 1
        assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_it_asks_as_often_for_many_cases_as_for_few(the_room, signed_in):
    client, counts = signed_in(the_room.week.coordinating), []
    the_room.open()
    client.get(WHERE)
    for more in (1, 20):
        for _ in range(more):
            add_item_in_room(
                meeting_id=the_room.id,
                section="focus",
                entry_ref=rated("high").ref,
                why="Came up",
                actor=the_room.coordinator,
                now=DURING,
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(WHERE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 26


def test_elsewhere_the_workbook_has_other_parts_in_another_order(db, signed_in, settings):
    settings.FIXED_NOW = london("2026-10-14 10:00")
    week = a_week("huddle", terms=load.merged("huddle", ELSEWHERE))
    item = week.choose(rated("high"))[0]
    case = number_of(item.subject.person)
    answer = signed_in(week.coordinating).get("/forums/huddle/2026-10-15/workbook.xlsx")
    book = Excel(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="Huddle 2026-10-15.xlsx"'
    assert book.tabs == ["What was promised", case, "The rest", "At a glance"]
    assert book.rows("At a glance")[6] == ["Initials", "Urgency"]
    sheet = book.text(case)
    assert "What the child says" in sheet
    assert "Going home" in sheet
    assert "Foster care" in book.text("Lists"), "the choices of a question are a drop-down"
