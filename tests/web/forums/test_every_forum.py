"""A forum's page and the pages of its meetings, for the forums whose own screens come later: seats, notices, figures."""

import re

import pytest
from django.urls import reverse
from markupsafe import escape

from remit.casework import room
from remit.terms import load
from remit.terms.running import not_running
from tests.casework.weeks import Week, a_week, rated
from tests.factories import a_forum, london, staff, viewer_of
from tests.factories.forums import in_seat, seat

pytestmark = pytest.mark.django_db
clause = pytest.mark.clause
SEAT = re.compile(
    r'<th scope="row" class="govuk-table__header">([^<]*?) <span class="remit-clause">([A-Z0-9-]+)<'
)


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page_of(client, forum: str) -> str:
    return text(client.get(reverse("forum", kwargs={"forum": forum})))


def section_of(page: str, wanted: str) -> str:
    return page[page.index(f'id="{wanted}-heading"') :].split("</section>")[0]


def seats_for(page: str, wanted: str) -> list[str]:
    return [name.replace("&#39;", "'") for name, asks in SEAT.findall(page) if asks == wanted]


SEATS = [
    pytest.param("marp", "MARP-3", ["Service director", "Head of service"], marks=clause("MARP-3")),
    pytest.param("marp", "MARP-4", ["Service manager, disabled children 0 to 25", "Service manager, preventative services", "Service manager, ART", "Service manager, localities", "Service manager, corporate parenting", "Commissioning manager", "Quality assurance and reviewing manager", "CAMHS commissioner", "Housing service manager", "Head of virtual school"], marks=clause("MARP-4")),
    pytest.param("rrg", "RRG-3", ["Head of service, fieldwork and children in care", "Virtual school", "Independent reviewing officer", "Fostering or placement support", "Commissioning"], marks=clause("RRG-3")),
    pytest.param("pct-pre", "PCT-3", ["Head of service", "Head lawyer for children", "Service manager, fostering and adoption or corporate parenting", "Team manager of a locality", "Quality assurance and reviewing manager"], marks=clause("PCT-3")),
    pytest.param("ppm", "PPM-3", ["Head of service, localities, corporate parenting and fostering", "Service manager, children in care and care leavers", "Quality assurance and reviewing manager", "Service manager, fostering and adoption", "Team manager, fostering"], marks=clause("PPM-3")),
    pytest.param("pf1", "PF1-7", ["Commissioning manager", "Placements officer, commissioning", "Placements officer, fostering", "Wayside manager", "Service manager, fostering", "Head of virtual school", "Quality assurance and reviewing manager", "Service manager, children in care and care leavers", "HomeChoice service manager"], marks=clause("PF1-7")),
    pytest.param("pf2", "PF2-4", ["Commissioning manager", "QAS manager", "Finance", "Head of virtual school", "HomeChoice service manager"], marks=clause("PF2-4")),
    pytest.param("pf3", "PF3-3", ["Head of service, localities, corporate parenting and fostering", "Head of service, prevention, ART and 0 to 25 disability", "Service manager, 0 to 25, where a disability is at stake", "Service manager, preventative services", "Service manager, ART", "Service manager, localities", "Service manager, children in care and care leavers", "Service manager, fostering", "Commissioning manager", "Quality assurance and reviewing manager"], marks=clause("PF3-3")),
    pytest.param("pf1", "PF1-6", ["Head of service, localities, corporate parenting and fostering", "Head of service, prevention, ART and 0 to 25 disability"], marks=clause("PF1-6")),
    pytest.param("pf2", "PF2-3", ["Head of service, localities, corporate parenting and fostering", "Head of service, prevention, ART and 0 to 25 disability"], marks=clause("PF2-3")),
    pytest.param("rap", "RAP-3", ["Youth offending service", "Family group conference service", "Adult social care", "Virtual head teacher", "Healthy young minds", "Early Break", "Commissioning manager", "Housing and homelessness", "Hub manager", "Practice manager, fostering", "SEND manager", "First response"], marks=clause("RAP-3")),
]  # fmt: skip


@pytest.mark.parametrize("forum, asks, names", SEATS)
def test_each_seat_stands_on_the_forums_page_with_who_holds_it(signed_in, forum, asks, names):
    row = a_forum(forum)
    page = page_of(signed_in(in_seat(row, "chair")), forum)
    assert seats_for(page, asks) == names
    holder = row.seat_holdings.get(
        seat=next(one.id for one in load.merged(forum).seats if one.name == names[-1])
    )
    assert str(escape(holder.staff.name)) in page


@clause("PCT-3")
@clause("PPM-3")
@pytest.mark.parametrize(
    "forum, name, about",
    [
        ("pct-court", "Service manager, fostering and adoption or corporate parenting", "rotates"),
        ("ppm", "Team manager, fostering", "rotates"),
        ("ppm", "Service manager, children in care and care leavers", "Deputy chair"),
    ],
)
def test_who_takes_turns_and_who_takes_the_chair_is_told(signed_in, forum, name, about):
    page = page_of(signed_in(in_seat(a_forum(forum), "chair")), forum)
    assert about in page[page.index(f">{name} <") :].split("</th>")[0]


@clause("GOV-10")
@clause("RAP-23")
@pytest.mark.parametrize(
    "forum, vacant",
    [("pf1", "administrator"), ("pct-court", "administrator"), ("rap", "coordinating-manager")],
)
def test_a_seat_the_document_leaves_blank_is_there_and_shown_as_vacant(signed_in, forum, vacant):
    row = a_forum(forum)
    row.seat_holdings.filter(seat=vacant).delete()
    chair = in_seat(row, "chair")
    name = load.merged(forum).seat(vacant).name
    before = page_of(signed_in(chair), forum)
    seat(row, vacant)
    after = page_of(signed_in(chair), forum)
    line = [page[page.index(f">{name} <") :].split("</tr>")[0] for page in (before, after)]
    assert ["Vacant" in one for one in line] == [True, False]


def told_before(page: str, heading: str) -> str:
    return page.split(heading)[0]


@pytest.mark.parametrize(
    "forum, asks, says",
    [
        pytest.param("marp", "MARP-13", "Read the papers before you come", marks=clause("MARP-13")),
        pytest.param("marp", "MARP-14", "in meetings of their own", marks=clause("MARP-14")),
        pytest.param("pct-pre", "PCT-10", "legal and case planning meetings settle, stands", marks=clause("PCT-10")),
        pytest.param("ppm", "PPM-8", "First the planning meeting and the review", marks=clause("PPM-8")),
        pytest.param("rap", "RAP-31", "Is another forum seeing to this already?", marks=clause("RAP-31")),
        pytest.param("rap", "RAP-6", "two hours to read the last of them", marks=clause("RAP-6")),
    ],
)  # fmt: skip
def test_what_a_forum_does_not_replace_or_asks_of_its_members_stands_at_the_head_of_its_page(
    signed_in, forum, asks, says
):
    a_forum(forum)
    head = told_before(page_of(signed_in(staff()), forum), 'id="coming"')
    assert says in head
    assert asks in head


@pytest.fixture
def rap() -> Week:
    return a_week("rap")


def at(week: Week, name: str, **more: str) -> str:
    return reverse(name, kwargs={"forum": week.forum.slug, "date": str(week.meeting.nominal_date), **more})


@clause("MARP-13")
def test_members_are_asked_on_the_agenda_to_read_before_they_come(signed_in):
    week = a_week("marp")
    week.draft()
    week.confirm()
    assert "Read the papers before you come" in text(signed_in(week.sitting).get(at(week, "agenda")))


@clause("RAP-26")
def test_the_panel_is_asked_to_speak_as_if_the_family_were_there_on_its_agenda_and_in_its_room(
    signed_in, rap
):
    says = "Speak as if child and family sat here."
    rap.draft()
    rap.confirm()
    assert says in text(signed_in(rap.sitting).get(at(rap, "agenda")))
    assert says in text(signed_in(rap.chairing).get(at(rap, "room_attendance")))
    during = london("2026-10-15 15:05")
    chair = viewer_of(rap.chairing, now=during)
    room.open_meeting(meeting_id=rap.meeting.pk, seen=None, actor=chair, now=during)
    assert says in text(signed_in(rap.chairing).get(at(rap, "room_attendance")))


@clause("RRG-7")
def test_the_review_group_is_asked_to_be_curious_and_to_leave_planning_care_to_the_team(signed_in):
    week = a_week("rrg")
    week.draft()
    week.confirm()
    page = text(signed_in(week.sitting).get(at(week, "room_attendance")))
    assert "Ask what nobody has asked. Who else could help?" in page
    assert "Planning the care stays with the child" in page


def test_what_is_put_to_people_at_a_case_stands_there_and_not_before(signed_in):
    notice = {"id": "whole-child", "says": "Think of the whole child.", "at": ["item"], "clause": "ROR-1"}
    week = a_week(terms=load.read_otherwise(load.merged("ror"), {"notices": [notice]}))
    (case,) = week.issued_with(rated("high"))
    client = signed_in(week.chairing)
    assert notice["says"] in text(client.get(at(week, "room_item", item=case.ref)))
    assert notice["says"] not in text(client.get(at(week, "room_attendance")))
    assert notice["says"] not in text(client.get(at(week, "agenda")))


@pytest.mark.parametrize("forum", ["marp", "pct-pre", "ppm", "pf1", "pf2", "pf3", "rap", "clp", "rrg"])
def test_what_no_screen_does_yet_is_said_clause_by_clause(signed_in, forum):
    a_forum(forum, seats=False)
    page = page_of(signed_in(staff()), forum)
    silent = not_running(load.merged(forum))
    assert len(silent) > 8
    for one in silent:
        assert f"Not yet: {one.effect}" in section_of(page, one.clause)
    assert "Not yet" not in section_of(page, "GOV-3" if "GOV-3" in page else f"{forum.upper()}-2")


FIGURES = [
    pytest.param("marp", "MARP-7", ["usual: 15 minutes", "due: days 0, before next_meeting, at meeting_starts"], marks=clause("MARP-7")),
    pytest.param("marp", "MARP-1", ["at_least: 500; unit: pounds a week", "at_least: 10000; unit: pounds", "at_least: 4000; unit: pounds a week"], marks=clause("MARP-1")),
    pytest.param("pf1", "PF1-4", ["Fostering, Shared care, Staying put, Residential, Independent, Supported lodgings, Supported accommodation, Independent or emergency flat"], marks=clause("PF1-4")),
    pytest.param("pf1", "PF1-6", ["due: on Wednesday, before meeting, at 12:00", "usual: 10 minutes", "by: chair, co-chair"], marks=clause("PF1-6")),
    pytest.param("pf2", "PF2-1", ["at_least: 4000; unit: pounds a week", "discussed: 3 months"], marks=clause("PF2-1")),
    pytest.param("pf3", "PF3-1", ["due: working_days 1, after placement-recorded", "discussed: 1 week"], marks=clause("PF3-1")),
    pytest.param("pf3", "PF3-2", ["discussed: 1 month; sooner: something changed"], marks=clause("PF3-2")),
    pytest.param("rap", "RAP-5", ["by: chair, coordinating-manager; from: 11:00; to: 13:00"], marks=clause("RAP-5")),
    pytest.param("clp", "CLP-1", ["due: after month, last_day_of_month yes"], marks=clause("CLP-1")),
    pytest.param("marp", "MARP-7", ["Which service manager decided in the emergency?", "Why could it not wait?", "On which day?"], marks=clause("MARP-7")),
    pytest.param("marp", "MARP-1", ["name: Section 17 package; only: High cost or complex", "Outside care proceedings", "Health or education shares the cost"], marks=clause("MARP-1")),
    pytest.param("pf1", "PF1-1", ["name: Admission to care", "name: Search;", "name: Move; only: A search and a match together", "name: Match;"], marks=clause("PF1-1")),
    pytest.param("pf1", "GOV-6", ["What does it cost each week?", "Until which day is it expected to be paid?", "The shares add up to 100 %."], marks=clause("GOV-6")),
    pytest.param("rrg", "RRG-1", ["from: residential_placements", "until: The child leaves residential care"], marks=clause("RRG-1")),
    pytest.param("rrg", "RRG-5", ["The child has a trajectory and the team manager brings the news", "unless: by chair"], marks=clause("RRG-5")),
    pytest.param("rrg", "RRG-6", ["Is there a plan for stepping down?", "Does the child have a trajectory?", "choices: On track, Off track", "specific, measurable, achievable, relevant"], marks=clause("RRG-6")),
    pytest.param("rrg", "RRG-8", ["For how long should residential care last", "Could stepping down work?"], marks=clause("RRG-8")),
    pytest.param("pct-pre", "PCT-1", ["from: pre_proceedings", "together: family"], marks=clause("PCT-1")),
    pytest.param("ppm", "PPM-1", ["from: looked_after_children"], marks=clause("PPM-1")),
    pytest.param("clp", "CLP-5", ["every: 2 months; on: Tuesday; week: 4; from: 10:00; to: 12:30"], marks=clause("CLP-5")),
    pytest.param("rrg", "RRG-17", ["not measurable yet, since nothing says where it comes from"], marks=clause("RRG-17")),
]  # fmt: skip


@pytest.mark.parametrize("forum, asks, figures", FIGURES)
def test_the_forums_page_tells_the_figures_of_each_clause(signed_in, forum, asks, figures):
    a_forum(forum, seats=False)
    section = section_of(page_of(signed_in(staff()), forum), asks)
    assert [figure for figure in figures if figure not in section] == []
