"""A workbook comes back, as people return it: what is taken, what is kept, what a person decides."""

import datetime as dt
import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from remit.commands.main import main
from remit.documents.workbook.reserved import MANIFEST
from remit.records.answers import Answer
from remit.records.audit import AuditEvent, Look
from remit.records.placements_list import Import
from remit.terms import load
from tests.casework.rooms import DURING, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_team, allocate, staff, viewer_of
from tests.factories.children import number_of
from tests.factories.workbooks import Edited, Formula
from tests.web.workbook.test_out import ELSEWHERE, got, number

pytestmark = pytest.mark.django_db

FILE = "Risk of Resi Tool 15-10-26.xlsx"
OTHERS = "Other Cases Discussed"
CONSIDERATIONS, DISCUSSION = "Commissioning considerations", "Discussion"


@pytest.fixture
def now() -> dt.datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=2).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


@pytest.fixture
def out(client) -> Edited:
    """The workbook as it went out."""
    return Edited(got(client).content)


def answers(the_room: Room, at: int = 0) -> dict[str, str]:
    kept = Answer.objects.filter(response__item=the_room(at), superseded_at__isnull=True)
    return {one: value for one, value in kept.values_list("question", "value") if value}


class Command:
    def __init__(self, the_room, capsys, tmp_path) -> None:
        self.who = the_room.week.coordinating.username
        self.capsys, self.folder = capsys, tmp_path

    def __call__(self, content: bytes, *words: str, name: str = FILE, who: str = "", kind: str = "ror-tool"):
        path = self.folder / name
        path.write_bytes(content)
        code = main(["import", kind, str(path), "--json", "--as", who or self.who, *words])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def bring(the_room, capsys, tmp_path) -> Command:
    """`remit import ror-tool`: (exit code, the document)."""
    return Command(the_room, capsys, tmp_path)


@pytest.mark.clause("ROR-9")
def test_what_was_written_in_the_workbook_alone_is_taken_and_what_was_written_in_remit_alone_is_kept(
    the_room, out, bring
):
    the_room.write(the_room(1), "discussion", "Said on screen meanwhile.")
    out.answer(number(the_room, 0), CONSIDERATIONS, "Forty providers asked.")
    code, answer = bring(out.saved(), "--apply")
    assert (code, answer["applied"], answer["new"], answer["changed"]) == (0, True, 1, 0)
    assert (answer["conflicts"], answer["faults"], answer["unlinked"]) == ([], [], [])
    assert answers(the_room, 0) == {"commissioning-considerations": "Forty providers asked."}
    assert answers(the_room, 1) == {"discussion": "Said on screen meanwhile."}
    assert Answer.objects.get(question="commissioning-considerations").source == (
        f"workbook:{answer['import_id']}"
    )


def test_the_room_says_which_answers_came_in_with_a_workbook(the_room, client, out, bring):
    the_room.write(the_room(0), "discussion", "Said on screen.")
    out.answer(number(the_room, 0), CONSIDERATIONS, "Forty providers asked.")
    bring(out.saved(), "--apply")
    page = client.get(
        reverse("room_item", kwargs={"forum": "ror", "date": "2026-10-15", "item": the_room(0).ref})
    )
    assert page.content.decode().count("from a workbook") == 1


@pytest.mark.clause("ROR-9")
def test_what_was_changed_on_both_sides_is_for_a_person_and_stays_as_it_is(the_room, client, bring):
    the_room.write(the_room(0), "discussion", "As it was.")
    out = Edited(got(client).content)
    the_room.write(the_room(0), "discussion", "As Remit has it.", 1)
    out.answer(number(the_room), DISCUSSION, "As the workbook has it.")
    code, answer = bring(out.saved(), "--apply")
    row = out.row_of(number(the_room), DISCUSSION) + 1
    assert code == 0
    assert answer["conflicts"] == [
        {
            "sheet": number(the_room),
            "cell": f"B{row}",
            "question": "discussion",
            "theirs": "As the workbook has it.",
            "ours": "As Remit has it.",
            "base": "As it was.",
        }
    ]
    assert answers(the_room) == {"discussion": "As Remit has it."}


ODD = "é\u00a0say\u200b he\ufeff’s\u2060 well\x0b; and\u00a0so on"
"""What people paste from Word, from Outlook and from the web: characters that no cell keeps, or that nobody sees."""


def test_an_answer_with_characters_that_no_cell_keeps_comes_back_as_unchanged(the_room, client, bring):
    the_room.write(the_room(0), "discussion", ODD)
    out = Edited(got(client).content)
    the_room.write(the_room(1), "discussion", ODD)
    code, answer = bring(out.saved(), "--apply")
    assert (code, answer["applied"], answer["new"], answer["changed"]) == (0, True, 0, 0)
    assert answer["conflicts"] == []
    assert answers(the_room, 0)["discussion"] == ODD
    out.answer(number(the_room), DISCUSSION, "Other words.")
    assert bring(out.saved(), "--apply")[1]["changed"] == 1


@pytest.mark.look
def test_without_apply_nothing_is_stored_and_the_looks_are_logged(the_room, out, bring):
    out.answer(number(the_room), DISCUSSION, "New words.")
    before = (Answer.objects.count(), Import.objects.count(), the_room.meeting.revision)
    code, answer = bring(out.saved())
    assert (code, answer["applied"], answer["import_id"], answer["new"]) == (0, False, None, 1)
    assert (Answer.objects.count(), Import.objects.count(), the_room.meeting.revision) == before
    look = Look.objects.get(route="remit import ror-tool")
    assert (look.kind, look.persons.count()) == ("opened", 4)


def test_the_same_file_twice_changes_nothing(the_room, out, bring):
    out.answer(number(the_room), DISCUSSION, "New words.")
    bring(out.saved(), "--apply")
    versions = Answer.objects.count()
    code, answer = bring(out.saved(), "--apply")
    assert (code, answer["new"], answer["changed"], answer["conflicts"]) == (0, 0, 0, [])
    assert Answer.objects.count() == versions


def test_undoing_puts_back_what_stood_and_leaves_what_changed_since(the_room, client, bring, capsys):
    the_room.write(the_room(0), "discussion", "Before.")
    out = Edited(got(client).content)
    out.answer(number(the_room, 0), DISCUSSION, "After.").answer(number(the_room, 0), CONSIDERATIONS, "New.")
    out.answer(number(the_room, 1), DISCUSSION, "Changed since.")
    ref = bring(out.saved(), "--apply")[1]["import_id"]
    the_room.write(the_room(1), "discussion", "By hand.", 1)
    assert main(["import", "undo", ref, "--json", "--as", the_room.week.coordinating.username]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["put_back"], said["taken_off"], said["left"]) == (1, 1, 1)
    assert answers(the_room, 0) == {"discussion": "Before."}
    assert answers(the_room, 1) == {"discussion": "By hand."}
    assert main(["import", "undo", ref, "--json", "--as", the_room.week.coordinating.username]) == 1


def test_words_put_back_since_a_workbook_was_taken_are_not_taken_over_again(the_room, client, bring):
    the_room.write(the_room(0), "discussion", "Before.")
    out = Edited(got(client).content)
    out.answer(number(the_room), DISCUSSION, "After.")
    bring(out.saved(), "--apply")
    the_room.write(the_room(0), "discussion", "Before.", 2)
    assert len(bring(out.saved(), "--apply")[1]["conflicts"]) == 1
    assert answers(the_room) == {"discussion": "Before."}


def test_a_workbook_that_was_undone_can_be_brought_in_again(the_room, client, bring, capsys):
    the_room.write(the_room(0), "discussion", "Before.")
    out = Edited(got(client).content)
    out.answer(number(the_room), DISCUSSION, "After.").answer(number(the_room), CONSIDERATIONS, "New.")
    ref = bring(out.saved(), "--apply")[1]["import_id"]
    main(["import", "undo", ref, "--as", the_room.week.coordinating.username])
    capsys.readouterr()
    assert bring(out.saved(), "--apply")[1]["conflicts"] == []
    assert answers(the_room) == {"discussion": "After.", "commissioning-considerations": "New."}


def test_a_comment_on_another_case_comes_back_in_its_row(the_room, out, bring):
    out.in_list(OTHERS, number_of(the_room.other(1).subject.person), "Comments", "Two searches sent.")
    assert bring(out.saved(), "--apply")[1]["new"] == 1
    kept = Answer.objects.get(question="comments")
    assert (kept.value, kept.response.item_id) == ("Two searches sent.", the_room.other(1).pk)


def test_who_does_not_sit_there_brings_nothing_in_and_the_data_officer_is_told_why(the_room, out, bring):
    code, said = bring(out.saved(), who=staff().username)
    assert (code, "refused" in said) == (1, True)
    code, said = bring(out.saved(), who="data-officer")
    assert code == 1
    assert "Say who brings it in" in said["faults"][0]["remedy"]


class TestBadInput:
    def test_sheets_renamed_rows_moved_and_a_column_put_between(self, the_room, out, bring):
        tab = number(the_room)
        out.answer(tab, DISCUSSION, "Still found.")
        rows = out.tabs[tab]
        rows.insert(0, rows.pop(out.row_of(tab, DISCUSSION)))
        out.tabs[tab] = [["", *row] for row in rows]
        out.rename(tab, "Our first case").rename(OTHERS, "The rest")
        assert bring(out.saved(), "--apply")[1]["new"] == 1
        assert answers(the_room) == {"discussion": "Still found."}

    def test_rows_of_a_list_sorted_without_their_hidden_keys(self, the_room, out, bring):
        numbers = [number_of(the_room.other(at).subject.person) for at in (0, 1)]
        for one in numbers:
            out.in_list(OTHERS, one, "Comments", f"About {one}")
        rows = out.tabs[OTHERS]
        first, second = rows[1][:25], rows[2][:25]
        rows[1][:25], rows[2][:25] = second, first
        bring(out.saved(), "--apply")
        for at, one in enumerate(numbers):
            kept = Answer.objects.get(question="comments", response__item=the_room.other(at))
            assert kept.value == f"About {one}"

    def test_columns_hidden_are_read_all_the_same(self, the_room, out, bring):
        out.answer(number(the_room), DISCUSSION, "Behind.")
        out.narrow.append((number(the_room), 1))
        assert bring(out.saved())[1]["new"] == 1

    def test_a_heading_merged_with_its_answer_is_a_fault_with_a_remedy(self, the_room, out, bring):
        tab = number(the_room)
        row = out.row_of(tab, DISCUSSION)
        out.tabs[tab][row][0] = "All of what was said"
        out.merged.append((tab, f"A{row + 1}:B{row + 1}"))
        code, answer = bring(out.saved(), "--apply")
        assert (code, answer["applied"]) == (1, False)
        (fault,) = answer["faults"]
        assert (fault["sheet"], fault["row"]) == (tab, row + 1)
        assert "merged" in fault["problem"]
        assert bring(out.saved(), "--apply", "--partial")[1]["applied"] is True

    def test_a_cell_that_is_empty_takes_no_words_away(self, the_room, client, bring):
        the_room.write(the_room(0), "discussion", "Kept.")
        out = Edited(got(client).content)
        out.answer(number(the_room), DISCUSSION, "")
        code, answer = bring(out.saved(), "--apply")
        assert (code, answers(the_room)) == (0, {"discussion": "Kept."})
        assert any("is empty there" in one for one in answer["warnings"])

    def test_a_row_that_was_deleted_is_told_and_what_remit_has_stays(self, the_room, client, bring):
        the_room.write(the_room(0), "discussion", "Kept.")
        out = Edited(got(client).content)
        del out.tabs[number(the_room)][out.row_of(number(the_room), DISCUSSION)]
        answer = bring(out.saved(), "--apply")[1]
        assert answers(the_room) == {"discussion": "Kept."}
        assert any("“Discussion” is not there any more" in one for one in answer["warnings"])

    def test_a_sheet_added_by_hand_for_somebody_else_is_left_out_with_a_word(self, the_room, out, bring):
        out.tabs["0099999"] = [["Person id", "0099999"], ["Discussion", "Somebody new."]]
        code, answer = bring(out.saved(), "--apply")
        assert code == 0
        assert [one for one in answer["unlinked"] if "0099999" in one]
        assert not answers(the_room)

    def test_a_copy_of_a_sheet_is_a_fault_and_never_read_twice(self, the_room, out, bring):
        tab = number(the_room)
        out.tabs["Copy"] = [list(row) for row in out.tabs[tab]]
        out.answer("Copy", DISCUSSION, "In the copy.")
        code, answer = bring(out.saved(), "--apply")
        assert (code, answers(the_room)) == (1, {})
        assert answer["faults"][0]["sheet"] == "Copy"

    def test_a_workbook_of_another_meeting_is_refused(self, the_room, out, bring, signed_in):
        meeting = "--meeting=2026-10-22"
        code, answer = bring(out.saved(), meeting, "--apply")
        assert (code, answer["applied"]) == (1, False)
        assert "made for another meeting" in answer["faults"][0]["problem"]

    def test_a_workbook_of_a_meeting_closed_since_is_refused(self, the_room, out, bring):
        the_room.settle()
        the_room.close()
        code, answer = bring(out.saved(), "--apply")
        assert (code, answer["applied"]) == (1, False)
        assert answer["faults"]

    def test_without_its_manifest_every_difference_is_a_conflict(self, the_room, client, bring):
        the_room.write(the_room(0), "discussion", "In Remit.")
        out = Edited(got(client).content).without_manifest()
        out.answer(number(the_room), DISCUSSION, "In the workbook.")
        out.answer(number(the_room), CONSIDERATIONS, "New words.")
        meeting = "--meeting=2026-10-15"
        code, answer = bring(out.saved(), meeting, "--apply")
        assert code == 0
        found = {(one["question"], one["ours"], one["base"]) for one in answer["conflicts"]}
        assert found == {("discussion", "In Remit.", None), ("commissioning-considerations", "", None)}
        assert answers(the_room) == {"discussion": "In Remit."}

    def test_a_number_that_lost_its_leading_zeros_is_known_where_one_case_fits(self, the_room, client, bring):
        tab = number(the_room)
        out = Edited(got(client).content).without_manifest()
        out.put(tab, f"B{out.row_of(tab, 'Person id') + 1}", int(tab)).answer(tab, DISCUSSION, "Found.")
        out.rename(tab, "First")
        answer = bring(out.saved(), "--meeting=2026-10-15")[1]
        assert [one["sheet"] for one in answer["conflicts"]] == ["First"]

    def test_macros_are_never_run_and_formulas_are_what_they_came_to(self, the_room, out, bring):
        out.answer(number(the_room), DISCUSSION, Formula("=1+1"))
        answer = bring(out.saved(macros=True), "--apply", name="Tool.xlsm")[1]
        assert answers(the_room) == {"discussion": "Worked out"}
        assert any("macros" in one for one in answer["warnings"])

    @pytest.mark.parametrize(
        "spoil, says",
        [
            (lambda content: content[: len(content) // 2], "cut off"),
            (lambda content: b"", "empty"),
            (lambda content: bomb(content), "unpacks to"),
            (lambda content: b"%PDF-1.7", "PDF"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(self, the_room, out, bring, spoil, says):
        code, answer = bring(spoil(out.saved()), "--apply")
        assert (code, answer["applied"], answer["conflicts"]) == (1, False, [])
        assert says in answer["faults"][0]["problem"]
        assert answer["faults"][0]["remedy"]


def bomb(content: bytes) -> bytes:
    """The workbook with a part that unpacks to far more than it weighs."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/image1.bin", b"\0" * 60_000_000)
    return made.getvalue()


class TestElsewhere:
    """Questions of other kinds, asked by a forum of other terms."""

    @pytest.fixture
    def now(self) -> dt.datetime:
        return NOW

    @pytest.fixture
    def week(self):
        return a_week("huddle", terms=load.merged("huddle", ELSEWHERE))

    @pytest.fixture
    def item(self, week):
        return week.choose(rated("high"))[0]

    @pytest.fixture
    def book(self, week, item, signed_in) -> Edited:
        where = "/forums/huddle/2026-10-15/workbook.xlsx"
        return Edited(got(signed_in(week.coordinating), where).content)

    def preview(self, week, book: Edited):
        from remit.reading.looks import looking
        from remit.reading.workbook_return import preview_of_workbook, read_returned

        viewer = viewer_of(week.coordinating)
        with looking(viewer, route="test", now=NOW):
            return preview_of_workbook(
                viewer,
                file=read_returned(book.saved(), "Huddle.xlsx"),
                forum="huddle",
                nominal="2026-10-15",
                now=NOW,
            )

    @pytest.mark.parametrize(
        "label, written, shown",
        [
            ("Home by", dt.date(2026, 11, 26), "26 November 2026"),
            ("Home by", "26 November 2026", "26 November 2026"),
            ("Home by", 46352, "26 November 2026"),
            ("Weekly cost", 1250.5, "£1,250.50"),
            ("Weekly cost", "1,250", "£1,250"),
            ("Costs more", "yes", "Yes"),
            ("Best chance", "Foster care", "Foster care"),
        ],
    )
    def test_answers_of_each_kind_are_understood_however_they_were_typed(
        self, week, item, book, label, written, shown
    ):
        book.answer(number_of(item.subject.person), label, written)
        found = self.preview(week, book)
        assert [(line.kind, line.theirs) for line in found.lines if line.theirs] == [("new", shown)]

    @pytest.mark.parametrize(
        "label, written", [("Home by", "soon"), ("Weekly cost", "a lot"), ("Best chance", "Elsewhere!")]
    )
    def test_what_is_none_of_its_kind_is_a_fault_with_its_cell(self, week, item, book, label, written):
        tab = number_of(item.subject.person)
        book.answer(tab, label, written)
        (fault,) = self.preview(week, book).faults
        assert (fault.sheet, fault.row, fault.column) == (
            tab,
            book.row_of(tab, label) + 1,
            f"B{book.row_of(tab, label) + 1}",
        )
        assert fault.remedy


def fields(item, question: str) -> tuple[str, str]:
    """The fields in which a text is chosen, and that say beside which version."""
    return f"keep-{item.ref}-{question}", f"seen-{item.ref}-{question}"


def hidden_of(page) -> dict[str, str]:
    """What the page posts of its own about each conflict, in the page's order."""
    return dict(re.findall(r'name="(seen-[^"]*)" value="([^"]*)"', page.content.decode()))


def manifest_says(out: Edited, what: str, told: str) -> None:
    """Let the file say otherwise what it was made from."""
    row = next(row for row in out.tabs[MANIFEST] if row[0] == what)
    row[1] = told


class TestOnScreen:
    WHERE = "/forums/ror/2026-10-15/workbook"

    def send(self, client, content: bytes, **data):
        given = SimpleUploadedFile(FILE, content)
        return client.post(
            self.WHERE, {"file": given, "whole": "yes", "form_token": "t", **data}, follow=True
        )

    def conflicting(self, the_room, client) -> Edited:
        the_room.write(the_room(0), "discussion", "As it was.")
        out = Edited(got(client).content)
        the_room.write(the_room(0), "discussion", "As Remit has it.", 1)
        return out.answer(number(the_room), DISCUSSION, "As the workbook has it.")

    @pytest.mark.parametrize(
        "keep, stands",
        [
            ("theirs", "As the workbook has it."),
            ("ours", "As Remit has it."),
            ("both", "As Remit has it.\n\nAs the workbook has it."),
        ],
    )
    def test_a_person_decides_what_was_changed_on_both_sides(self, the_room, client, keep, stands):
        out = self.conflicting(the_room, client)
        page = self.send(client, out.saved())
        told = page.content.decode()
        for text in ("As the workbook has it.", "As Remit has it.", "Before: As it was."):
            assert text in told
        assert answers(the_room) == {"discussion": "As Remit has it."}
        where = page.redirect_chain[-1][0]
        keeps, seen = fields(the_room(0), "discussion")
        again = client.post(where, {"form_token": "a", seen: "2"})
        assert again.status_code == 422
        assert "Choose which text of “Discussion”" in again.content.decode()
        done = client.post(where, {"form_token": "b", keeps: keep, seen: "2"}, follow=True)
        assert done.status_code == 200
        assert answers(the_room) == {"discussion": stands}

    def test_a_choice_made_beside_another_text_than_stands_now_is_asked_again(self, the_room, client):
        page = self.send(client, self.conflicting(the_room, client).saved())
        the_room.write(the_room(0), "discussion", "Changed again.", 2)
        where = page.redirect_chain[-1][0]
        keeps, seen = fields(the_room(0), "discussion")
        answer = client.post(where, {"form_token": "b", keeps: "theirs", seen: "2"})
        assert answer.status_code == 422
        assert "Changed again." in answer.content.decode()
        assert " checked" not in answer.content.decode()
        assert answers(the_room) == {"discussion": "Changed again."}

    @pytest.mark.parametrize("meanwhile", ["As the workbook has it.", "As it was."])
    def test_a_choice_is_never_taken_for_another_answer_s(self, the_room, client, meanwhile):
        """Another coordinator settles the first of two conflicts, by the file's words or the old ones, meanwhile."""
        the_room.write(the_room(0), "commissioning-considerations", "As it was.")
        the_room.write(the_room(0), "discussion", "As it was.")
        out = Edited(got(client).content)
        for question in ("commissioning-considerations", "discussion"):
            the_room.write(the_room(0), question, "As Remit has it.", 1)
        out.answer(number(the_room), CONSIDERATIONS, "As the workbook has it.")
        out.answer(number(the_room), DISCUSSION, "As the workbook has it.")
        page = self.send(client, out.saved())
        where = page.redirect_chain[-1][0]
        posted = hidden_of(page)
        first, second = posted
        the_room.write(the_room(0), first.partition("-")[2].partition("-")[2], meanwhile, 2)
        kept = {first.replace("seen-", "keep-"): "theirs", second.replace("seen-", "keep-"): "ours"}
        answer = client.post(where, {"form_token": "b", **posted, **kept})
        assert answer.status_code == 422
        assert (
            "Somebody has changed one of these answers since you looked at them." in answer.content.decode()
        )
        assert sorted(answers(the_room).values()) == sorted(["As Remit has it.", meanwhile])

    def test_whatever_was_done_to_the_file_the_page_says_what_comes_of_it(self, the_room, client):
        tab, sent = number(the_room), iter(range(100))

        def page(spoil, name: str = FILE) -> str:
            out = Edited(got(client).content).answer(tab, DISCUSSION, "Said at a desk.")
            spoil(out)
            given = SimpleUploadedFile(name, out.saved(macros=name.endswith("m")))
            form = {"file": given, "whole": "yes", "form_token": f"t{next(sent)}"}
            return " ".join(client.post(self.WHERE, form, follow=True).content.decode().split())

        def merge(out: Edited) -> None:
            row = out.row_of(tab, DISCUSSION)
            out.tabs[tab][row][0] = "All of what was said"
            out.merged.append((tab, f"A{row + 1}:B{row + 1}"))

        for spoil in (
            lambda out: out.rename(tab, "Our first case").rename(OTHERS, "The rest"),
            lambda out: out.tabs[tab].insert(0, out.tabs[tab].pop(out.row_of(tab, DISCUSSION))),
            lambda out: out.narrow.append((tab, 1)),
        ):
            told = page(spoil)
            assert "1 new, 0 changed, 0 changed on both sides" in told
            assert "Said at a desk." in told
        added = page(
            lambda out: out.tabs.update({"0099999": [["Person id", "0099999"], [DISCUSSION, "New."]]})
        )
        assert "Sheet “0099999”: it is about no case of this workbook that can be told" in added
        merged = page(merge)
        assert "merged" in merged
        assert "There is nothing to bring in." in merged
        other = page(lambda out: manifest_says(out, "meeting", "2026-10-22"))
        assert "This workbook was made for another meeting." in other
        assert "Open the meeting whose date stands on its summary" in other
        assert "It was made on other terms" in page(lambda out: manifest_says(out, "terms", "0" * 64))
        pasted = page(lambda out: out.answer(tab, DISCUSSION, dt.date(2026, 11, 26)))
        assert "26 November 2026" in pasted or "26/11/2026" in pasted
        macros = page(lambda out: None, name="Tool.xlsm")
        assert "The workbook may hold macros. They were not run" in macros
        assert not answers(the_room)

    def test_it_is_let_go_or_undone_on_the_page(self, the_room, client, out):
        out.answer(number(the_room), DISCUSSION, "New words.")
        where = self.send(client, out.saved()).redirect_chain[-1][0]
        client.post(f"{where}/drop", {"form_token": "x"})
        assert Import.objects.get(kind="workbook").content is None
        assert client.get(where).status_code == 404
        where = self.send(client, out.saved(), form_token="t2").redirect_chain[-1][0]
        client.post(where, {"form_token": "y"})
        assert answers(the_room) == {"discussion": "New words."}
        client.post(f"{where}/undo", {"form_token": "z"})
        assert answers(the_room) == {}

    def test_a_cut_off_upload_and_no_file_are_told(self, client, out):
        cut = client.post(self.WHERE, {"file": SimpleUploadedFile(FILE, out.saved()), "form_token": "t"})
        assert "cut off" in cut.content.decode()
        none = client.post(self.WHERE, {"whole": "yes", "form_token": "u"})
        assert "Select the workbook" in none.content.decode()

    def test_somebody_elses_upload_is_not_found(self, the_room, client, out, signed_in):
        where = self.send(client, out.saved()).redirect_chain[-1][0]
        assert signed_in(the_room.week.chairing).get(where).status_code == 404

    def test_each_act_stands_in_the_audit(self, the_room, client, out):
        out.answer(number(the_room), DISCUSSION, "New words.")
        where = self.send(client, out.saved()).redirect_chain[-1][0]
        client.post(where, {"form_token": "y"})
        said = dict(AuditEvent.objects.filter(verb__startswith="workbook").values_list("verb", "detail"))
        assert said["workbook.brought_in"]["taken"] == 1
        assert "New words." not in json.dumps(said)


class TestAWorker:
    """Elsewhere a manager of the child answers a question; the coordinator answers others."""

    @pytest.fixture
    def now(self) -> dt.datetime:
        return NOW

    def test_they_bring_in_their_own_part_of_their_own_child_and_no_more(self, signed_in, bring_as):
        week = a_week("huddle", terms=load.merged("huddle", ELSEWHERE))
        mine, other = week.choose(rated("high"), rated("high"))
        worker, team = staff(), a_team()
        allocate(mine.subject.person, worker, team)
        where = reverse(
            "workbook_sheet", kwargs={"forum": "huddle", "date": "2026-10-15", "child": mine.subject.ref}
        )
        book = Edited(got(signed_in(worker), where).content)
        tab = number_of(mine.subject.person)
        book.answer(tab, "What the child says", "Wants to stay near school.")
        book.tabs[tab].append(["Weekly cost", "100"])
        book.tabs[number_of(other.subject.person)] = [["What the child says", "Not mine to say."]]
        page = bring_as(worker, book.saved())
        assert "1 new" in page.content.decode()
        told = bring_as(week.coordinating, book.saved()).content.decode()
        assert "What the child says" in told
        assert "is not there any more" not in told  # of the questions that are others' to answer
        signed_in(worker).post(page.redirect_chain[-1][0], {"form_token": "go"})
        kept = Answer.objects.filter(superseded_at__isnull=True)
        assert [(row.response.item_id, row.question, row.value) for row in kept] == [
            (mine.pk, "child-says", "Wants to stay near school.")
        ]

    @pytest.fixture
    def bring_as(self, signed_in):
        def bring(who, content: bytes):
            given = SimpleUploadedFile("Huddle.xlsx", content)
            return signed_in(who).post(
                "/forums/huddle/2026-10-15/workbook",
                {"file": given, "whole": "yes", "form_token": "t"},
                follow=True,
            )

        return bring
