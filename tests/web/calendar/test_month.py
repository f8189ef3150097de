"""The calendar of a month: which meetings, when, what is due, what moved, and who is wanted twice."""

import re
from datetime import date, datetime, time

import pytest
from django.urls import reverse

from remit.casework import planning
from remit.records.forums import SeatHolding
from remit.records.meetings import Attendance, Meeting
from remit.records.terms_store import forget_parsed
from remit.rules.viewers import Post
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_child, a_forum, a_meeting, an_entry, seat, staff
from tests.factories.clock import LONDON
from tests.factories.forums import fill_seats

pytestmark = pytest.mark.django_db
CALENDAR = reverse("calendar")
DAY = "§"


@pytest.fixture
def week():
    return a_week()


@pytest.fixture
def reader(week, signed_in):
    """Somebody without a part in any forum."""
    return signed_in(staff())


def text(response) -> str:
    """The words of the page; each part of its list of days begins with a sign of its own."""
    page = response.content.decode().replace('<section class="remit-day"', f"{DAY}<section")
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def of(client, status: int = 200, **asked: str) -> str:
    response = client.get(CALENDAR, asked)
    assert response.status_code == status
    return text(response)


def day(page: str, title: str) -> str:
    """What the list says of a day."""
    (found,) = [part for part in page.split(DAY)[1:] if part.strip().startswith(title)]
    return found


def move(week, to: date, start: time = time(15), end: time = time(16, 30), **more) -> None:
    planning.move_meeting(
        **{"meeting_id": week.meeting.pk, "seen": None, "to": to, "start": start, "end": end,
           "why": "Hector Unsaid is ill", "actor": week.chair, "now": NOW, **more}
    )  # fmt: skip


def test_a_meeting_stands_on_its_day_with_its_hours_for_everybody_who_signs_in(week, reader):
    page = of(reader)
    assert "October 2026" in page
    assert "3pm to 4:30pm Risk of Residential group" in day(page, "Thursday 15 October 2026")


def test_only_who_may_open_a_meeting_finds_a_link_to_it(week, reader, signed_in):
    hub = reverse("meeting", kwargs={"forum": "ror", "date": "2026-10-15"})
    substitute, assurer = staff(), staff(posts=[Post.QUALITY_ASSURANCE])
    Attendance.objects.create(
        meeting=week.meeting, seat="fostering", staff=substitute, capacity="substitute",
        recorded_by=substitute, recorded_at=NOW,
    )  # fmt: skip

    def finds(person) -> bool:
        client = signed_in(person)
        linked = hub in client.get(CALENDAR).content.decode()
        assert linked == (client.get(hub).status_code == 200)
        return linked

    assert finds(week.sitting)
    assert finds(week.coordinating)
    assert finds(substitute)
    assert not finds(staff())
    assert not finds(assurer)
    Meeting.objects.update(state="closed", opened_at=NOW, closed_at=NOW)
    assert finds(assurer)


@pytest.mark.clause("ROR-8")
def test_what_is_due_stands_on_its_day_and_under_its_meeting_with_its_arithmetic(week, reader):
    page = of(reader)
    assert "11am, ROR: Choose the focus cases (for 15 October 2026)" in day(page, "Monday 12 October 2026")
    said = day(page, "Thursday 15 October 2026")
    assert "Monday 12 October 2026, 11am Choose the focus cases ROR-8" in said
    assert "Monday before 15 October 2026 is 12 October 2026, 11am." in said


@pytest.mark.clause("MARP-6")
def test_a_cut_off_of_next_months_meeting_stands_in_this_month(reader):
    a_meeting(a_forum("marp", seats=False), date(2026, 11, 10), start=time(14))
    page = of(reader, forum="marp")
    assert "4pm, MARP: Request forms are in, outside Remit (for 10 November 2026)" in day(
        page, "Tuesday 27 October 2026"
    )
    assert "10 November 2026, 2pm" not in page


def test_a_moved_meeting_says_where_it_came_from_and_its_old_day_where_it_went(week, reader):
    move(week, date(2026, 10, 20), start=time(9), end=time(10))
    page = of(reader)
    assert "9am to 10am Risk of Residential group Moved" in day(page, "Tuesday 20 October 2026")
    assert "Moved from Thursday 15 October 2026." in day(page, "Tuesday 20 October 2026")
    assert "ROR moved to Tuesday 20 October 2026" in day(page, "Thursday 15 October 2026")
    assert "Hector Unsaid" not in page


@pytest.mark.parametrize(
    "to, here, there", [(date(2026, 11, 3), "2026-10", "2026-11"), (date(2027, 3, 2), "2026-10", "2027-03")]
)
def test_a_meeting_moved_to_another_month_is_told_of_in_both(week, reader, to, here, there):
    move(week, to)
    assert "ROR moved to Tuesday" in day(of(reader, month=here), "Thursday 15 October 2026")
    assert "Moved from Thursday 15 October 2026." in of(reader, month=there)


def test_a_meeting_moved_back_into_an_earlier_month_leaves_word(week, reader):
    later = a_meeting(week.forum, date(2026, 11, 5))
    move(week, date(2026, 10, 30), meeting_id=later.pk)
    assert "ROR moved to Friday 30 October 2026" in of(reader, month="2026-11")


def test_a_cancelled_meeting_says_so_and_nothing_is_due_for_it(week, reader):
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Ill", actor=week.chair, now=NOW)
    said = day(of(reader), "Thursday 15 October 2026")
    assert "Risk of Residential group Cancelled" in said
    assert "due for it" not in said
    assert "Choose the focus cases (for 15 October 2026)" not in of(reader)


def test_an_extraordinary_meeting_says_so(week, reader):
    planning.call_meeting(
        forum="ror", on=date(2026, 10, 28), start=time(9), end=time(10), actor=week.chair, now=NOW
    )
    assert "Risk of Residential group Extraordinary" in day(of(reader), "Wednesday 28 October 2026")


def test_bank_holidays_are_flagged_with_or_without_a_meeting(week, reader):
    planning.call_meeting(
        forum="ror", on=date(2026, 12, 25), start=time(9), end=time(10), actor=week.chair, now=NOW
    )
    page = of(reader, month="2026-12")
    assert "Bank holiday: Christmas Day" in day(page, "Friday 25 December 2026")
    assert "The chair moves or cancels this meeting." in day(page, "Friday 25 December 2026")
    assert "Bank holiday: Boxing Day" in page


@pytest.mark.clause("ROR-3")
def test_beyond_what_is_planned_the_terms_say_when_the_forum_meets(week, reader):
    assert "Thursday 22 October 2026 3pm to 4:30pm Risk of Residential group Not planned yet" in of(reader)
    assert "Thursday 8 October 2026" not in of(reader), "what was not planned then is not made up now"


@pytest.mark.clause("CLP-5")
def test_a_forum_that_meets_every_two_months_has_its_months(reader):
    a_forum("clp", seats=False)
    assert "10am to 12:30pm Risk Management Panel" in day(
        of(reader, month="2027-01", forum="clp"), "Tuesday 26 January 2027"
    )
    assert "No meetings in February 2027" in of(reader, month="2027-02", forum="clp")


def test_a_cancelled_meeting_is_not_brought_back_by_the_terms(week, reader):
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Ill", actor=week.chair, now=NOW)
    assert of(reader).count("3pm to 4:30pm Risk of Residential group") == 3, (
        "15 (cancelled), 22 and 29 October"
    )


def test_a_forum_that_is_not_live_yet_is_not_spoken_of(week, reader):
    a_forum("rap", live_from=date(2026, 10, 20))
    assert "RAP" not in of(reader)
    of(reader, status=404, forum="rap")


def test_one_forum_or_ones_own_can_be_chosen(week, signed_in):
    a_meeting(a_forum("rap", seats=False), date(2026, 10, 21))
    member = signed_in(week.sitting)
    assert "Resource Allocation Panel" in day(of(member), "Wednesday 21 October 2026")
    for choice in ({"forum": "ror"}, {"whose": "mine"}):
        page = of(member, **choice)
        assert "3pm to 4:30pm Risk of Residential group" in page
        assert "Wednesday 21 October 2026 3pm" not in page


def test_a_choice_is_kept_from_month_to_month(week, reader):
    page = reader.get(CALENDAR, {"forum": "ror", "whose": "mine"}).content.decode()
    assert "/calendar?month=2026-09&amp;forum=ror&amp;whose=mine" in page
    assert "/calendar?month=2026-11&amp;forum=ror&amp;whose=mine" in page


def test_an_empty_month_says_so(week, reader):
    assert "No meetings in September 2026" in of(reader, month="2026-09")
    assert "Clear the choice" in of(reader, month="2026-10", whose="mine")


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "0000-01", "26-1", "October", "2026-10-01", "1999-01", "2031-01"]
)
def test_a_month_that_is_none_or_out_of_reach_is_not_found(reader, month):
    of(reader, status=404, month=month)


def test_the_calendar_ends_where_nothing_can_be_planned(reader):
    last = reader.get(CALENDAR, {"month": "2029-10"}).content.decode()
    assert "month=2029-09" in last
    assert "month=2029-11" not in last
    of(reader, status=404, forum="nosuch")


def at_two_places(week, other: str = "ppm"):
    """A second forum that meets from 2pm to 4pm on the day of the first."""
    forum = a_forum(other, seats=False)
    hours = {"start": time(14), "end": time(16)}
    instants = {
        "starts_at": datetime(2026, 10, 15, 14, tzinfo=LONDON),
        "ends_at": datetime(2026, 10, 15, 16, tzinfo=LONDON),
    }
    return forum, a_meeting(forum, date(2026, 10, 15), **hours, **instants)


THURSDAY = "Thursday 15 October 2026"
HUB = reverse("meeting", kwargs={"forum": "ror", "date": "2026-10-15"})
TOGETHER = "At the same time: Permanency Planning and Monitoring, 2pm to 4pm."


@pytest.mark.parametrize("capacity", ["holder", "deputy"])
def test_somebody_wanted_at_two_meetings_at_once_is_told_on_the_calendar_and_at_the_meeting(
    week, signed_in, capacity
):
    forum, _ = at_two_places(week)
    seat(forum, "chair", week.sitting, capacity=capacity)
    client = signed_in(week.sitting)
    assert f"Clash. {TOGETHER} You sit on both." in day(of(client), "Thursday 15 October 2026")
    assert f"Clash: {TOGETHER} You sit on both." in text(client.get(HUB))


def test_who_they_are_is_told_only_to_who_may_know_who_sits_on_both(week, reader, signed_in):
    forum, _ = at_two_places(week)
    seat(forum, "chair", week.sitting)
    told = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    assert f"{week.sitting.name} sits on both." in of(told)
    for client in (reader, signed_in(week.coordinating)):
        assert week.sitting.name not in of(client)
        assert "1 person sits on both." in of(client)


def test_a_service_counts_only_while_its_seat_has_no_holder(week, reader):
    forum, _ = at_two_places(week)
    assert f"{TOGETHER} Both have seats for Children in care, and not all are filled." in of(reader)

    fill_seats(forum)
    assert "Clash" not in day(of(reader), THURSDAY)


def test_a_meeting_that_moved_out_of_the_way_clashes_no_more_and_one_that_moved_into_it_does(week, signed_in):
    forum, _ = at_two_places(week)

    seat(forum, "chair", week.sitting)
    fill_seats(forum)
    client = signed_in(week.sitting)
    move(week, date(2026, 10, 15), start=time(16), end=time(17))
    assert "Clash" not in day(of(client), THURSDAY), "one begins as the other ends"
    assert "Clash" not in text(client.get(HUB))
    move(week, date(2026, 10, 15), start=time(15, 59), end=time(17))
    assert "You sit on both." in day(of(client), THURSDAY)
    assert "You sit on both." in text(client.get(HUB))


def test_a_seat_that_ended_before_the_day_clashes_no_more(week, signed_in):

    forum, _ = at_two_places(week)
    seat(forum, "chair", week.sitting)
    fill_seats(forum)
    SeatHolding.objects.filter(staff=week.sitting, forum=forum).update(until=date(2026, 10, 15))
    assert "Clash" not in day(of(signed_in(week.sitting)), THURSDAY)


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_what_is_over_or_cancelled_is_in_nobodys_way(week, signed_in, state):
    forum, other = at_two_places(week)
    seat(forum, "chair", week.sitting)
    done = {"opened_at": NOW, "closed_at": NOW} if state == "closed" else {}
    Meeting.objects.filter(pk=other.pk).update(state=state, **done)
    client = signed_in(week.sitting)
    assert "You sit on both" not in day(of(client), THURSDAY)
    assert "You sit on both" not in text(client.get(HUB))


@pytest.mark.long
def test_it_takes_few_queries_however_many_meetings(week, signed_in, django_assert_num_queries):
    client = signed_in(week.sitting)
    of(client)
    with django_assert_num_queries(9):
        of(client)
    for slug in ("ppm", "pf1", "rap", "marp", "clp"):
        forum = a_forum(slug)
        for number in range(12):
            a_meeting(forum, date(2026, 10, 5 + number))
    week.issued_with(rated("high"), rated("medium"))
    of(client)
    with django_assert_num_queries(9):
        of(client)


def test_no_child_stands_in_it(week, signed_in):

    week.issued_with(an_entry(a_child("Tamsin", "Notseen"), risk="high"))
    for person in (week.coordinating, week.sitting):
        assert "Notseen" not in of(signed_in(person))


def test_a_meeting_is_held_on_the_terms_it_was_planned_on(week, reader):
    version = week.forum.terms_versions.get()
    version.pk, version.digest, version.effective_from = None, "later", date(2026, 10, 20)
    version.document = {**version.document, "short": "NEW"}
    version.save()
    forget_parsed()
    page = of(reader)
    assert "3pm ROR" in page
    assert "3pm NEW Not planned yet" in page


def adopt(forum, effective_from: date, **meets) -> None:
    """A further version of a forum's terms, with other words about when it meets."""
    version = forum.terms_versions.latest("effective_from")
    version.pk, version.digest, version.effective_from = None, f"from {effective_from}", effective_from
    version.document = {**version.document, "meets": {**version.document["meets"], **meets}}
    version.save()
    forget_parsed()


def expected_in(page: str) -> list[str]:
    """The days on which a forum meets by its terms, as the list of days has them."""
    days = [part.split("</h2>")[0] for part in page.split(DAY)[1:] if "Not planned yet" in part]
    return [re.match(r" *(\w+ \d+)", one)[1] for one in days]


def test_terms_that_begin_in_the_midst_of_a_month_count_from_that_day(week, reader):
    adopt(week.forum, date(2026, 11, 16), on="Monday", first=None)
    page = of(reader, month="2026-11")
    assert expected_in(page) == ["Thursday 5", "Thursday 12", "Monday 16", "Monday 23", "Monday 30"]


def test_terms_that_begin_next_month_change_nothing_in_this_one(week, reader):
    adopt(week.forum, date(2027, 8, 5), on="Monday", first=None)
    june, july, august = (of(reader, month=month) for month in ("2027-06", "2027-07", "2027-08"))
    assert expected_in(june) == ["Thursday 3", "Thursday 10", "Thursday 17", "Thursday 24"]
    assert expected_in(july) == ["Thursday 1", "Thursday 8", "Thursday 15", "Thursday 22", "Thursday 29"]
    assert expected_in(august)[:2] == ["Monday 9", "Monday 16"]


def test_what_is_due_and_in_the_way_goes_by_the_terms_of_the_day(week, reader):
    forum, _ = at_two_places(week)
    adopt(week.forum, date(2026, 11, 16), on="Monday", first=None, **{"from": "09:00", "to": "10:00"})
    a_meeting(
        forum, date(2026, 11, 12), start=time(14), end=time(16),
        starts_at=datetime(2026, 11, 12, 14, tzinfo=LONDON), ends_at=datetime(2026, 11, 12, 16, tzinfo=LONDON),
    )  # fmt: skip
    page = of(reader, month="2026-11")
    assert "ROR: Choose the focus cases (for 12 November 2026)" in day(page, "Monday 9 November 2026")
    assert "3pm to 4:30pm Risk of Residential group" in day(page, "Thursday 12 November 2026")
    assert TOGETHER in day(page, "Thursday 12 November 2026")
    assert "9am to 10am Risk of Residential group" in day(page, "Monday 23 November 2026")
    assert "Monday before 23 November 2026 is 16 November 2026" in day(page, "Monday 23 November 2026")


def test_who_runs_or_sits_on_a_forum_sees_its_meetings_before_it_is_live(week, reader, signed_in):
    forum = a_forum("rap", live_from=date(2027, 1, 4))
    a_meeting(forum, date(2027, 1, 13))
    member = staff()
    seat(forum, "chair", member)
    client = signed_in(member)
    page = of(client, month="2027-01", forum="rap")
    assert "Resource Allocation Panel" in day(page, "Wednesday 13 January 2027")
    assert "Resource Allocation Panel" in of(client, month="2027-01", whose="mine")
    assert "No meetings in December 2026" in of(client, month="2026-12", forum="rap", whose="mine")
    assert "RAP" not in of(reader, month="2027-01")
    of(reader, status=404, month="2027-01", forum="rap")
