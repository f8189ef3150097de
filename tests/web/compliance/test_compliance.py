"""Does a forum do what its own terms promise: the page, who may see it, the file of it, and waiving."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from remit.casework.duties import reconcile
from remit.casework.reminding import take_steps
from remit.records.duties import Duty
from remit.records.duty_steps import DutyWaiver
from remit.records.meetings import Meeting
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.casework.weeks import Week, a_week
from tests.factories import TODAY, a_meeting, london, staff
from tests.factories.forums import seat
from tests.terms.test_kinds import ELSEWHERE

pytestmark = pytest.mark.django_db

LONG_BEFORE, LATER = london("2026-09-01 09:00"), london("2026-10-24 12:00")


def text_of(response) -> str:
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


@pytest.fixture
def at(settings):
    def be(now) -> None:
        settings.FIXED_NOW = now

    return be


def figures(response, name: str) -> str:
    """The figures of the row of that name: fell due, in time, late, missed, waived, overdue, the share, not due yet."""
    rows = response.content.decode().split("<tr ")
    row = next(row for row in rows if name in row)
    cells = re.findall(r"cell--numeric[^>]*>(.*?)</td>", row, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", cell).split()[-1] for cell in cells)


CHOOSING, CLOSING = "Choose the focus cases", "Close the meeting, which completes"


@pytest.fixture
def room(at) -> Room:
    at(LATER)
    return a_room(cases=1, others=0)


@pytest.mark.clause("ROR-8")
@pytest.mark.clause("ROR-20")
def test_a_chair_sees_of_each_clause_how_often_it_was_met_late_and_is_overdue(room, signed_in):
    """Chosen on Wednesday, two days late; closed in time; next week's meeting not held, and overdue; the one after it not due yet."""
    reconcile(meeting_ids=[room.later.pk], now=LONG_BEFORE)
    room.closed()

    response = signed_in(room.week.chairing).get("/compliance/ror")

    page = text_of(response)
    assert figures(response, CHOOSING) == "2 0 1 0 0 1 0% 1"
    assert figures(response, CLOSING) == "2 1 0 0 0 1 50% 1"
    assert "brokerage among them, goes through the children" in page
    assert "How we read it: Picking is finished by eleven" in page
    assert "Overdue now" in page


def test_what_can_no_longer_be_done_is_missed(room, signed_in):
    reconcile(meeting_ids=[room.id], now=LONG_BEFORE)
    Meeting.objects.filter(pk=room.id).update(selected_at=None)
    room.open()
    page = signed_in(room.week.coordinating).get("/compliance/ror")
    assert figures(page, CHOOSING) == "1 0 0 1 0 0 0% 0"


def test_what_is_not_due_yet_stands_apart_and_what_is_void_nowhere(at, signed_in):
    week = a_week()
    far = a_meeting(week.forum, week.meeting.date + timedelta(days=14))
    reconcile(meeting_ids=[week.meeting.pk, far.pk], now=LONG_BEFORE)
    Duty.objects.filter(term="complete-tracker").update(state="void")
    at(london("2026-10-14 10:00"))

    page = signed_in(week.chairing).get("/compliance/ror")

    assert figures(page, CHOOSING) == "1 0 0 0 0 1 0% 1"
    assert figures(page, CLOSING) == "0 0 0 0 0 0 due 0"  # "None fell due"


def test_a_duty_of_which_nothing_fell_due_yet_stands_there_and_not_among_what_is_not_counted(signed_in):
    week = a_week()
    page = signed_in(week.chairing).get("/compliance/ror")
    assert figures(page, "Share: Monthly pack") == "0 0 0 0 0 0 due 0"
    assert "ROR-21" not in text_of(page).split("Clauses of which nothing is counted")[1]


def test_what_was_due_before_the_forum_went_live_is_no_breach(at, signed_in):
    week = a_week(live_from=TODAY)
    reconcile(meeting_ids=[week.meeting.pk], now=LONG_BEFORE)
    at(LATER)

    page = signed_in(week.chairing).get("/compliance/ror")

    assert figures(page, CHOOSING) == "0 0 0 0 0 0 due 0"
    assert "Live since 14 October 2026" in text_of(page)


def test_what_is_due_at_the_end_of_a_month_belongs_to_it(at, signed_in):
    week = a_week()
    reconcile(meeting_ids=[week.meeting.pk], now=LONG_BEFORE)
    Duty.objects.exclude(term="complete-tracker").update(state="void")
    Duty.objects.filter(term="complete-tracker").update(due_at=london("2026-11-01 00:00"))
    at(london("2026-11-20 12:00"))
    page = text_of(signed_in(week.chairing).get("/compliance/ror"))
    assert "November 2026 " not in page.split("By month")[1].split("Each clause")[0]


def test_an_overdue_duty_shows_its_owner_and_with_whom_it_is_and_no_child(room, signed_in):
    room.open()
    child = room(0).subject.person
    room.agree("Ring the school", item=room(0), lead=room.week.sitting)
    take_steps(now=LATER)

    response = signed_in(room.week.chairing).get("/compliance/ror")

    page = text_of(response)
    overdue = page.split("Overdue now")[1]
    assert room.week.sitting.name in overdue
    assert room.week.chairing.name in overdue  # to whom it went, as no manager is known
    assert child.family_name not in page
    assert "Ring the school" not in page
    assert f"/children/{child.subject.ref}" in response.content.decode()


def test_who_may_not_see_the_child_has_no_link_to_it(room, signed_in):
    room.open()
    child = room(0).subject.person
    room.agree("Ring the school", item=room(0), lead=room.week.sitting)
    head = staff(posts=[Post.QUALITY_ASSURANCE])
    page = signed_in(head).get("/compliance/ror").content.decode()
    assert "Say how the action stands" in page
    assert child.subject.ref not in page


@pytest.mark.parametrize(
    "post, status",
    [
        (Post.HEAD_OF_SERVICE, 200),
        (Post.DIRECTOR, 200),
        (Post.QUALITY_ASSURANCE, 200),
        (Post.TEAM_MANAGER, 403),
        (Post.ADMINISTRATOR, 403),
    ],
)
def test_who_oversees_forums_sees_each(post, status, signed_in):
    a_week()
    assert signed_in(staff(posts=[post])).get("/compliance/ror").status_code == status


def test_a_chair_of_one_forum_finds_no_other(signed_in):
    week, other = a_week(), a_week("huddle", terms=load.merged("huddle", ELSEWHERE))
    client = signed_in(week.chairing)
    assert client.get("/compliance/huddle").status_code == 404
    assert client.get("/compliance/nowhere").status_code == 404
    assert other.forum.slug not in client.get("/compliance").content.decode()


def test_a_chair_of_several_forums_sees_them_all_on_one_page(at, signed_in):
    week, other = a_week(), a_week("huddle", terms=load.merged("huddle", ELSEWHERE))
    seat(other.forum, "vice-chair", week.chairing)
    reconcile(meeting_ids=[week.meeting.pk, other.meeting.pk], now=LONG_BEFORE)
    at(LATER)
    page = text_of(signed_in(week.chairing).get("/compliance"))
    said = ("Placement Huddle", "Risk of Residential group", CHOOSING, "Choose the cases to take in depth")
    assert [words for words in said if words not in page] == []


def test_the_same_comes_in_excel(room, signed_in):
    room.closed()
    client = signed_in(room.week.chairing)
    for address in ("/compliance/file.xlsx", "/compliance/ror/file.xlsx"):
        book = CalamineWorkbook.from_filelike(BytesIO(client.get(address).content))
        assert book.sheet_names == ["By clause", "By month", "In time by month", "Overdue now"]
        rows = book.get_sheet_by_name("By clause").to_python()
        found = next(row for row in rows if row[2] == "Close the meeting, which completes the tracker")
        assert found[:5] == ["Risk of Residential group", "ROR-20", found[2], 2.0, 1.0]


def test_earlier_months_are_a_page_away(room, signed_in):
    room.closed()
    client = signed_in(room.week.chairing)
    assert "until=2025-10" in client.get("/compliance/ror").content.decode()
    earlier = text_of(client.get("/compliance/ror?until=2025-10"))
    assert "November 2024 to October 2025" in earlier
    assert "None fell due" in earlier
    assert client.get("/compliance/ror?until=nonsense").status_code == 200


@pytest.fixture
def week() -> Week:
    week = a_week()
    reconcile(meeting_ids=[week.meeting.pk], now=LONG_BEFORE)
    return week


def waive(client, duty: Duty, reason: str):
    return client.post(f"/duties/{duty.ref}/waive", {"reason": reason, "form_token": "one"}, follow=True)


def test_a_chair_waives_a_duty_with_a_reason_and_it_counts_as_waived(week, signed_in):
    client, duty = signed_in(week.chairing), Duty.objects.get(term="select-focus-cases")

    page = waive(client, duty, "The group does not sit this week")

    assert "The duty is waived" in text_of(page)
    assert figures(page, CHOOSING) == "1 0 0 0 1 0 0% 0"
    assert DutyWaiver.objects.get().reason == "The group does not sit this week"
    reconcile(meeting_ids=[week.meeting.pk], now=NEXT_DAY)
    assert Duty.objects.get(pk=duty.pk).state == "waived"


def test_a_duty_is_not_waived_without_a_reason_nor_twice(week, signed_in):
    client, duty = signed_in(week.chairing), Duty.objects.get(term="select-focus-cases")
    assert "Enter reason" in text_of(waive(client, duty, "  "))
    assert Duty.objects.get(pk=duty.pk).state == "open"
    waive(client, duty, "Nobody is there")
    assert client.get(f"/duties/{duty.ref}/waive").status_code == 404


@pytest.mark.parametrize("who", ["coordinating", "sitting"])
def test_only_the_chair_waives(week, signed_in, who):
    client, duty = signed_in(getattr(week, who)), Duty.objects.get(term="select-focus-cases")
    assert waive(client, duty, "I would rather not").status_code in (403, 404)
    assert Duty.objects.get(pk=duty.pk).state == "open"


@pytest.mark.long
@pytest.mark.parametrize("address", ["/compliance", "/compliance/ror"])
def test_the_page_asks_as_often_for_sixty_meetings_as_for_three(at, signed_in, address):
    week = a_week()
    at(LATER)
    client = signed_in(week.chairing)

    def asks(meetings: range) -> int:
        made = [a_meeting(week.forum, TODAY - timedelta(days=7 * number)) for number in meetings]
        reconcile(meeting_ids=[one.pk for one in made], now=LONG_BEFORE)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few, many = asks(range(1, 3)), asks(range(3, 40))
    assert few == many <= 13
