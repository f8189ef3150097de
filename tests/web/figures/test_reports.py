"""The analysis and the pack: what they say, who writes and shares them, and that sharing meets what is owed."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from remit.casework.duties import reconcile
from remit.casework.planning import cancel_meeting
from remit.casework.reports import share_report
from remit.commands.main import main
from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.duties import Duty
from remit.records.fact_store import put_facts
from remit.records.facts import Placement
from remit.records.measure_facts import things
from remit.records.meetings import Meeting
from remit.records.reports import SharedReport
from remit.rules.clock import due_date
from remit.rules.facts import fact
from remit.rules.outcomes import Refused
from remit.terms import load
from tests.casework.rooms import Room, a_room
from tests.factories import NOW, a_child, a_meeting, london, viewer_of

pytestmark = pytest.mark.django_db

FIGURES = "/figures/ror"
PACK = "/figures/ror/monthly-pack/2026-10"
ANALYSIS = "/figures/ror/two-monthly-analysis/2026-10-29"
NOVEMBER = london("2026-11-05 11:00")
PLACED = {"provider": "", "urn": "", "postcode": "", "location": "", "authority": "", "why_changed": ""}


@pytest.fixture
def now() -> datetime:
    return NOVEMBER


def lives(child, *moves, since=date(2025, 1, 6)):
    """Looked after since that day, and placed by these (day, code), each until the next."""
    facts = [fact("care", since, need="N1", why_ended="")]
    for number, (day, code) in enumerate(moves):
        until = moves[number + 1][0] if number + 1 < len(moves) else None
        facts.append(fact("placement", day, until, place=code, **PLACED))
    put_facts([(child.pk, one) for one in facts], now=NOW, source="seed")


@pytest.fixture
def the_room() -> Room:
    """A closed meeting in October with two focus cases and another; the October and December analyses have their meetings."""
    the_room = a_room(cases=2, others=1)
    for day in (date(2026, 10, 29), date(2026, 11, 5), date(2026, 12, 31)):
        a_meeting(the_room.week.forum, day)
    the_room.closed()
    reconcile(meeting_ids=list(Meeting.objects.values_list("pk", flat=True)), now=NOW)
    lives(a_child(), (date(2024, 5, 6), "U4"), (date(2024, 9, 2), "U6"))
    return the_room


def text(response) -> str:
    return " ".join(response.content.decode().split())


def send(client, address: str, *, token: str = "t", **data: object):
    return client.post(address, data | {"form_token": token}, follow=True)


def duty(term: str, occasion: str) -> Duty:
    return Duty.objects.get(term=term, occasion=occasion)


@pytest.mark.clause("ROR-19")
def test_the_chair_owes_the_analysis_at_the_last_meeting_of_an_even_month_and_meets_it_by_sharing(
    the_room, signed_in, settings
):
    settings.FIXED_NOW = london("2026-10-29 16:00")
    chair = signed_in(the_room.week.chairing)
    assert f'href="{ANALYSIS}"' in text(chair.get("/"))
    assert {one.meeting.date for one in Duty.objects.filter(term="two-monthly-analysis", state="open")} == {
        date(2026, 10, 29),
        date(2026, 12, 31),
    }

    page = text(chair.get(ANALYSIS))
    for words in ("Analysis of cases", "28 October 2026", "Support at home", "High", "Seat", "2 of 2 (100%)"):
        assert words in page, words
    written = send(chair, ANALYSIS, **{"do": "narrative", "narrative-text": "Steady.", "narrative-seen": 0})
    assert "What the figures say: kept." in text(written)
    shares = {"do": "share", "narrative-shown": 1}
    assert "shared it on 29 October 2026" in text(send(chair, ANALYSIS, token="t2", **shares))

    owed = Duty.objects.get(term="two-monthly-analysis", meeting__date=date(2026, 10, 29))
    assert (owed.state, owed.evidence) == ("met", "report-shared")
    assert f'href="{ANALYSIS}"' not in text(chair.get("/"))


@pytest.mark.clause("ROR-19")
def test_the_analysis_is_not_shared_before_the_day_of_its_meeting_nor_with_words_nobody_saw(
    the_room, signed_in, settings
):
    settings.FIXED_NOW = london("2026-10-28 16:00")
    chair = signed_in(the_room.week.chairing)
    assert "stands at the meeting of 29 October 2026, which is still to come" in text(chair.get(ANALYSIS))
    assert send(chair, ANALYSIS, do="share").status_code == 422
    send(chair, ANALYSIS, token="t2", **{"do": "narrative", "narrative-text": "New.", "narrative-seen": 0})

    settings.FIXED_NOW = london("2026-10-29 09:00")
    chair = signed_in(the_room.week.chairing)
    assert 'name="narrative-shown" value="1"' in text(chair.get(ANALYSIS))
    assert send(chair, ANALYSIS, token="t3", **{"do": "share", "narrative-shown": 0}).status_code == 409
    owed = Duty.objects.get(term="two-monthly-analysis", meeting__date=date(2026, 10, 29))
    assert owed.state == "open"
    send(chair, ANALYSIS, token="t4", **{"do": "share", "narrative-shown": 1})
    owed.refresh_from_db()
    assert owed.state == "met"


@pytest.mark.clause("ROR-21")
def test_the_pack_is_owed_on_the_fifth_working_day_of_the_month_after(the_room, signed_in, settings):
    owed = duty("monthly-pack", "month:2026-10")
    assert (owed.due_at, owed.owner) == (london("2026-11-07 00:00"), the_room.week.chairing)
    assert [one.occasion for one in Duty.objects.filter(term="monthly-pack").order_by("occasion")] == [
        "month:2026-10",
        "month:2026-11",
        "month:2026-12",
        "month:2027-01",
    ]
    chair = signed_in(the_room.week.chairing)
    assert f'href="{PACK}"' in text(chair.get("/"))
    settings.FIXED_NOW = london("2026-11-07 00:00")
    send(signed_in(the_room.week.chairing), PACK, do="share")
    assert duty("monthly-pack", "month:2026-10").state == "late"


@pytest.mark.clause("ROR-5")
@pytest.mark.clause("ROR-21")
@pytest.mark.clause("ROR-23")
def test_the_pack_counts_starts_step_downs_cases_and_says_what_is_not_measurable(the_room, signed_in):
    lives(a_child(), (date(2025, 2, 3), "U4"), (date(2026, 10, 6), "K2"))
    lives(a_child(), (date(2025, 10, 7), "K2"), (date(2026, 10, 20), "U4"))
    lives(a_child(), (date(2025, 2, 3), "K2"), (date(2026, 10, 20), "R2"))
    page = text(signed_in(the_room.week.chairing).get(PACK))
    for words in (
        "Residential starts",
        "1, against 2 in the 12 months that ended 12 months earlier",
        "1 of 3 (33%)",
        "3 of 3 (100%)",
        "2 more are shown apart",
        "Nothing to count",
        "3 more are shown apart: something was not recorded.",
        "The mean is 0.1 a month.",
        "Brokerage",
        "Some of these counts are below five.",
    ):
        assert words in page, words
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="remit-chart"') == 5
    assert 'style="' not in page


def provided(*codes: str) -> None:
    """A placement of a child of its own that began in October, for each of these providers."""
    for code in codes:
        care = fact("care", date(2025, 1, 6), need="N1", why_ended="")
        placed = fact("placement", date(2026, 10, 6), None, place="U4", **{**PLACED, "provider": code})
        child = a_child()
        put_facts([(child.pk, one) for one in (care, placed)], now=NOW, source="seed")


@pytest.mark.clause("ROR-23")
def test_the_pack_says_who_provides_the_placements_that_began_on_screen_and_in_every_file(
    the_room, signed_in
):
    provided("PR1", "PR1", "PR4", "PR0", "")
    chair = signed_in(the_room.week.chairing)
    page = text(chair.get(PACK))
    for words in (
        "Placements that the authority itself provides",
        "2 of 3 (67%)",
        "One more is shown apart: something was not recorded.",
        "The provider of each placement, as imported or recorded by a named role",
    ):
        assert words in page, words
    told = [
        ["The authority itself", "2"],
        ["Somebody else", "1"],
        ["Nobody: with parents", "1"],
        ["Not known", "1"],
    ]
    word = Document(BytesIO(chair.get(f"{PACK}.docx").content))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    book = load_workbook(BytesIO(chair.get(f"{PACK}.xlsx").content))
    cells = [[str(cell) for cell in row if cell is not None] for sheet in book for row in sheet.values]
    pdf = PdfReader(BytesIO(chair.get(f"{PACK}.pdf").content))
    printed = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for line in told:
        assert line in rows
        assert line in cells
        assert " ".join(line) in printed
    assert "2 of 3 (67%)" in printed


@pytest.mark.clause("ROR-23")
def test_a_year_of_which_there_is_no_record_is_no_baseline(the_room, signed_in):
    Placement.objects.all().delete()
    lives(a_child(), (date(2025, 2, 3), "U4"), (date(2026, 10, 6), "K2"))
    page = text(signed_in(the_room.week.chairing).get(PACK))
    assert "Not measurable yet: there is no record of it before 1 October 2026." in page
    assert "Earlier months are left out: there is no record of it before 1 October 2026." in page
    assert "look for the reason" not in page


def test_duties_count_by_the_day_they_were_due_and_a_waived_one_was_not_met(the_room):
    owed = Duty.objects.exclude(state="void").filter(meeting__forum=the_room.week.forum).order_by("due_at")
    after = owed.filter(due_at__gt=london("2026-10-16 00:00")).first()
    assert after.meeting.date == date(2026, 10, 15)
    owed.filter(pk=after.pk).update(state="waived")
    since = due_date(after.due_at)
    found = things(
        the_room.week.forum.pk, load.merged("ror"), {("duties", "")}, since=since, now=NOVEMBER
    ).of["duties", ""]
    assert sorted(one.day for one in found) == [
        due_date(due) for due in owed.values_list("due_at", flat=True) if due_date(due) >= since
    ]
    assert {"met": False} in [one.said for one in found if one.day == since]


def test_a_month_that_is_not_over_is_not_shared_and_a_month_that_was_is_kept_as_it_was(the_room, signed_in):
    chair = signed_in(the_room.week.chairing)
    november = PACK.replace("10", "11")
    assert "tells of a month that is not over yet" in text(chair.get(november))
    assert send(chair, november, do="share").status_code == 422

    send(chair, PACK, token="t2", do="share")
    lives(a_child(), (date(2025, 2, 3), "U4"), (date(2026, 10, 6), "K2"))
    assert "0, against 0" in text(chair.get(PACK))
    assert "1, against 0" in text(chair.get(f"{PACK}?now=1"))
    send(chair, PACK, token="t3", do="share")
    assert "1, against 0" in text(chair.get(PACK))
    assert SharedReport.objects.count() == 2


def test_a_narrative_is_kept_in_versions_and_names_no_child(the_room, signed_in):
    child = the_room(0).subject.person
    name = f"{child.given_name} {child.family_name}"
    chair = signed_in(the_room.week.chairing)

    def write(words, seen, token):
        sent = {"do": "successes", "successes-text": words, "successes-seen": seen}
        return text(send(chair, PACK, token=token, **sent))

    assert "kept." in write("A home was found.", 0, "t1")
    assert "Somebody else has changed this" in write("Lost.", 0, "t2")
    assert f"it names a child ({name})" in write(f"A home was found for {name}.", 1, "t3")
    assert "kept." in write("Two homes were found.", 1, "t4")
    page = text(chair.get(PACK))
    assert "Two homes were found." in page
    assert "Earlier versions" in page
    assert "A home was found.</p>" in page
    assert "kept." in write("", 2, "t5")


def test_members_and_heads_read_it_and_only_who_owes_it_writes(the_room, signed_in):
    member = signed_in(the_room.week.sitting)
    page = text(member.get(PACK))
    assert "Residential starts" in page
    assert "Keep successes" not in page
    assert "Note it as shared" not in page
    assert send(member, PACK, do="share").status_code == 403
    assert send(signed_in(the_room.week.coordinating), PACK, do="share").status_code == 403
    assert signed_in(the_room.week.holder_of("brokerage")).get(PACK).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/figures/ror/monthly-pack/2026-13",
        "/figures/ror/monthly-pack/2020-01",
        "/figures/ror/monthly-pack/2026-10-29",
        "/figures/ror/two-monthly-analysis/2026-10",
        "/figures/ror/two-monthly-analysis/2026-11-05",
        "/figures/ror/other/2026-10",
        f"{PACK}.txt",
        "/figures/other",
    ],
)
def test_what_is_not_owed_has_no_page(the_room, signed_in, address):
    assert signed_in(the_room.week.chairing).get(address).status_code == 404


def test_the_files_say_what_the_page_says_and_taking_them_is_on_record(the_room, signed_in):
    chair = signed_in(the_room.week.chairing)
    send(chair, PACK, **{"do": "challenges", "challenges-text": "=Few homes.", "challenges-seen": 0})
    word = Document(BytesIO(chair.get(f"{PACK}.docx").content))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for words in (
        "Monthly pack",
        "Challenges",
        "=Few homes.",
        "Draft: not shared yet.",
        "Placements that the authority itself provides",
    ):
        assert words in told, words
    assert ["Brokerage", "1", "1", "100%"] in [
        [cell.text for cell in row.cells] for table in word.tables for row in table.rows
    ]
    book = load_workbook(BytesIO(chair.get(f"{PACK}.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=Few homes." in {cell.value for cell in cells if cell.data_type == "s"}
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    taken = AuditEvent.objects.filter(verb="report.taken").order_by("pk").values_list("detail", flat=True)
    assert [one["ending"] for one in taken] == ["docx", "xlsx"]
    assert all((one["report"], one["occasion"]) == ("monthly-pack", "2026-10") for one in taken)


def test_the_forums_page_leads_to_its_figures_and_the_analysis_stands_on_the_agenda(the_room, signed_in):
    chair = signed_in(the_room.week.chairing)
    assert f'href="{FIGURES}"' in text(chair.get("/forums/ror"))
    assert f'href="{ANALYSIS}"' in text(chair.get("/forums/ror/2026-10-29/agenda"))
    listed = text(chair.get(FIGURES))
    for words in (f'href="{ANALYSIS}"', f'href="{PACK}"', "Not shared", "Residential starts"):
        assert words in listed, words


def test_one_more_child_asks_nothing_more_of_the_database(the_room, signed_in):
    chair = signed_in(the_room.week.chairing)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert chair.get(PACK).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(12):
        lives(a_child(), (date(2025, 2, 3), "U4"), (date(2026, 10, 6), "K2"))
    assert asked() == few


def test_a_cancelled_meeting_owes_no_analysis_and_its_month_still_owes_the_pack(the_room):
    cancel_meeting(
        meeting_id=Meeting.objects.get(date=date(2026, 10, 29)).pk,
        why="Nobody can come",
        seen=None,
        actor=viewer_of(the_room.week.chairing),
        now=NOW,
    )
    states = Duty.objects.filter(term="two-monthly-analysis").values_list("meeting__date", "state")
    assert dict(states)[date(2026, 10, 29)] == "void"
    assert duty("monthly-pack", "month:2026-10").state == "open"


def test_nobody_but_who_owes_it_shares_it(the_room):
    with pytest.raises(Refused):
        share_report(
            forum="ror",
            report="monthly-pack",
            occasion="2026-10",
            seen=None,
            actor=the_room.member,
            now=NOVEMBER,
        )


@pytest.mark.clause("ROR-19")
@pytest.mark.clause("ROR-21")
@pytest.mark.parametrize(
    "what, day, files",
    [
        ("analysis", "2026-10-29", ["ror-analysis-of-cases-2026-10-29.docx", "ror-analysis-of-cases-2026-10-29.pdf", "ror-analysis-of-cases-2026-10-29.xlsx"]),
        ("monthly-pack", "2026-10-15", ["ror-monthly-pack-2026-10.docx", "ror-monthly-pack-2026-10.pdf", "ror-monthly-pack-2026-10.xlsx"]),
    ],
)  # fmt: skip
def test_the_command_writes_them_into_a_folder(the_room, tmp_path, capsys, what, day, files):
    chair = the_room.week.chairing.username
    assert main(["export", what, "--meeting", day, "--as", chair, "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    assert AuditEvent.objects.filter(verb="report.taken").count() == 3


def test_for_a_meeting_whose_turn_it_is_not_the_command_writes_the_analysis_that_takes_it_in(
    the_room, tmp_path, capsys
):
    chair = the_room.week.chairing.username
    asked = ["export", "analysis", "--meeting", "2026-10-15", "--as", chair, "--out", str(tmp_path)]
    assert main(asked) == 0
    written = [path.name for path in tmp_path.iterdir()]
    assert min(written) == "ror-analysis-of-cases-2026-10-29.docx"
    assert len(written) == 3


def test_where_no_later_meeting_is_planned_the_command_says_so(the_room, tmp_path, capsys):
    chair = the_room.week.chairing.username
    asked = ["export", "analysis", "--meeting", "2027-01-07", "--as", chair, "--out", str(tmp_path)]
    assert main(asked) == 1
    assert "nor for one after it" in capsys.readouterr().err


def test_the_pdf_says_the_same_with_its_drawings_and_names_no_child(the_room, signed_in):
    chair = signed_in(the_room.week.chairing)
    pdf = PdfReader(BytesIO(chair.get(f"{PACK}.pdf").content))
    told = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for words in (
        "Monthly pack",
        "Residential starts",
        "Upper limit",
        "Placements that began",
        "October 2026",
    ):
        assert words in told, words
    for child in Person.objects.all():
        assert child.family_name not in told
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
