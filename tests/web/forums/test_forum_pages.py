"""The list of forums, a forum's page, and a meeting from outside."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.casework import planning
from remit.casework.duties import reconcile_meeting
from remit.records.forums import SeatHolding
from remit.records.meetings import Meeting
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW, a_child, a_forum, a_meeting, an_entry, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def client(week, signed_in):
    return signed_in(week.coordinating)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def forum_page(client, forum: str = "ror") -> str:
    response = client.get(reverse("forum", kwargs={"forum": forum}))
    assert response.status_code == 200
    return text(response)


def hub(client, week: Week) -> str:
    where = {"forum": week.forum.slug, "date": str(week.meeting.nominal_date)}
    response = client.get(reverse("meeting", kwargs=where))
    assert response.status_code == 200
    return text(response)


def test_the_list_shows_every_live_forum_with_ones_part_and_the_next_meeting(week, client, signed_in):
    page = text(client.get(reverse("forums")))
    assert "Risk of Residential group" in page
    assert "Coordinator" in page
    assert "Thursday 15 October 2026, 3pm" in page

    elsewhere = text(signed_in(staff()).get(reverse("forums")))
    assert "Not a member" in elsewhere
    assert "/forums/ror/2026-10-15" not in elsewhere


def test_without_a_live_forum_the_list_says_so(db, signed_in):
    a_forum(live_from=NOW.date() + timedelta(days=1))

    assert "No forum is live yet" in text(signed_in(staff()).get(reverse("forums")))


def test_a_forum_that_is_not_there_or_not_live_is_not_found(signed_in):
    a_forum(live_from=NOW.date() + timedelta(days=1))
    client = signed_in(staff())

    assert [client.get(f"/forums/{slug}").status_code for slug in ("ror", "nosuch")] == [404, 404]


def test_every_clause_stands_there_with_our_words_our_reading_and_its_effects(client):
    page = forum_page(client)
    terms = load.merged("ror")

    assert len(terms.clauses) == 25
    for clause_id, clause in terms.clauses.items():
        section = page[page.index(f'id="{clause_id}-heading"') :].split("</section>")[0]
        for words in (clause.says, clause.reading or "", clause.as_written or "", ", ".join(clause.effects)):
            assert escaped(words) in section, clause_id


def test_what_no_clause_asks_for_is_told_as_set_by_the_authority(client):
    page = " ".join(client.get("/forums/ror").content.decode().split())
    settings = page.partition("Set by the authority")[2].partition("Past meetings")[0]
    assert "<code>minutes</code>: draft_goes_to: chair; issued_to: to members" in settings
    assert "<code>actions</code>" not in settings


def test_what_does_not_run_yet_is_said_clause_by_clause(client):
    a_forum("rrg")
    page = forum_page(client, "rrg")
    terms = load.merged("rrg")

    assert len(terms.not_yet) >= 1
    for one in terms.not_yet:
        section = page[page.index(f'id="{one.clause}-heading"') :].split("</section>")[0]
        assert f"Not yet: {one.effect}" in section
        assert escaped(one.missing) in section


def test_a_forum_of_which_everything_runs_says_so_of_no_clause(client):
    assert not load.merged("ror").not_yet
    assert "Not yet:" not in forum_page(client)


def escaped(words: str) -> str:
    from markupsafe import escape

    return " ".join(str(escape(words)).split())


@pytest.mark.clause("ROR-22")
def test_an_overdue_review_of_the_terms_is_a_warning(client):
    page = forum_page(client)

    assert "These terms were due for review by 30 April 2023. The review is overdue." in page
    assert "April 2022" in page


@pytest.mark.clause("ROR-22")
@pytest.mark.parametrize(
    "due, words",
    [
        ("2026-10-14", "are due for review by 14 October 2026"),
        ("2026-10-13", "were due for review by 13 October 2026. The review is overdue"),
        ("2027-01-14", "are due for review by 14 January 2027"),
        ("2027-01-15", "Next review by 15 January 2027"),
        ("2026-10", "are due for review by 31 October 2026"),
    ],
)
def test_a_review_is_announced_three_months_ahead_and_overdue_from_the_day_after(signed_in, due, words):
    document = load.to_document(load.merged("ror")) | {"review_due": due}
    a_forum(terms=load.from_document(document))

    assert words in forum_page(signed_in(staff()))


@pytest.mark.clause("ROR-6")
def test_seats_stand_there_with_who_holds_them_and_a_vacancy_is_said(week, client):
    holder = week.holder_of("fostering")
    page = forum_page(client)
    assert holder.name in page
    assert "Vacant" not in page
    assert "for Fostering and sufficiency, TAC Duty; a substitute comes from the same service" in page

    SeatHolding.objects.filter(seat="fostering").update(until=NOW.date())

    page = forum_page(client)
    assert holder.name not in page
    assert page.count("Vacant") == 1


def test_who_has_no_part_in_the_forum_learns_no_name_of_its_members(week, signed_in):
    page = forum_page(signed_in(staff(posts=[Post.TEAM_MANAGER])))

    assert week.holder_of("fostering").name not in page
    assert "Filled" in page


@pytest.mark.clause("ROR-8")
def test_the_next_meetings_show_what_is_due_for_them_with_the_arithmetic(week, client):
    reconcile_meeting(week.meeting, now=NOW)

    page = forum_page(client)

    assert "Choose the focus cases" in page
    assert "By Monday 12 October 2026, 11am" in page
    assert "How this time was worked out" in page
    assert "Monday before 15 October 2026 is 12 October 2026, 11am" in page


@pytest.mark.clause("ROR-3")
def test_the_next_twelve_weeks_are_planned_by_a_button_and_never_doubled(week, client):
    send = reverse("forum_plan", kwargs={"forum": "ror"})

    page = text(client.post(send, {"form_token": "a"}, follow=True))
    again = text(client.post(send, {"form_token": "b"}, follow=True))

    assert "11 meetings planned." in page
    assert "Thursday 22 October 2026" in page
    assert "3pm to 4:30pm" in page
    assert "The forum meets every week, on Thursday." in page
    assert "was planned already" in again
    assert len(set(Meeting.objects.values_list("nominal_date", flat=True))) == Meeting.objects.count() == 12


def test_a_meeting_on_a_bank_holiday_is_flagged(week, client):
    week.meeting = a_meeting(week.forum, date(2027, 1, 1))

    assert "Bank holiday: New Year" in forum_page(client)
    assert "falls on a bank holiday" in hub(client, week)


def test_only_who_runs_the_forum_plans(week, signed_in):
    send = reverse("forum_plan", kwargs={"forum": "ror"})

    assert signed_in(week.sitting).post(send, {"form_token": "a"}).status_code == 403
    assert "Plan the next 12 weeks" not in forum_page(signed_in(week.sitting))


def test_a_moved_and_a_cancelled_meeting_keep_their_place(week, client):
    other = a_later_meeting(week)
    planning.move_meeting(
        meeting_id=week.meeting.pk, seen=None, to=date(2026, 10, 16), start=week.meeting.start, end=week.meeting.end,
        why="The room is taken.", actor=week.chair, now=NOW,
    )  # fmt: skip
    planning.cancel_meeting(meeting_id=other.pk, seen=None, why="Half term.", actor=week.chair, now=NOW)

    page = forum_page(client)
    assert "Friday 16 October 2026" in page
    assert "Moved from 15 October 2026." in page
    assert "Cancelled" in page


def test_the_steps_of_a_meeting_say_what_is_done_and_what_is_missing(week, client):
    page = hub(client, week)
    assert "0 cases on the agenda" in page
    assert page.count("Not done yet") == 5

    week.issued_with(rated("high"), rated("medium"))

    page = hub(client, week)
    assert "2 cases on the agenda" in page
    assert page.count('hint">14 October 2026, 10am') == 2
    assert "Agenda issued" in page
    assert "/forums/ror/2026-10-15/room" in page


def test_an_agenda_that_waits_for_the_chair_and_a_late_case_without_a_time_are_said(week, client):
    week.choose(rated("high"))
    week.finish()
    week.draft()
    week.choose(rated("high"))

    page = hub(client, week)

    assert "Drafted, not confirmed yet" in page
    assert "1 case without a time" in page


@pytest.mark.clause("ROR-8")
@pytest.mark.clause("ROR-20")
def test_what_is_owed_for_a_meeting_stands_on_its_page(week, client):
    reconcile_meeting(week.meeting, now=NOW)

    page = hub(client, week)

    assert "Choose the focus cases" in page
    assert "Close the meeting, which completes the tracker" in page
    assert "By Friday 16 October 2026, 11:59pm" in page
    assert week.holder_of("brokerage").name in page


def test_no_child_is_named_on_a_forum_or_a_meeting(week, client):
    week.issued_with(an_entry(a_child("Pell", "Tarrowby"), risk="high"))

    assert "Tarrowby" not in hub(client, week) + forum_page(client)


def test_who_may_open_a_meeting(week, signed_in):
    where = reverse("meeting", kwargs={"forum": "ror", "date": str(week.meeting.nominal_date)})
    quality = staff(posts=[Post.QUALITY_ASSURANCE])

    assert signed_in(week.sitting).get(where).status_code == 200
    assert signed_in(staff()).get(where).status_code == 404
    assert signed_in(quality).get(where).status_code == 404
    Meeting.objects.update(state="closed", closed_at=NOW, opened_at=NOW)
    assert signed_in(quality).get(where).status_code == 200


def test_a_substitute_finds_the_meeting_they_come_to(week, signed_in):
    from remit.records.meetings import Attendance

    someone = staff()
    where = reverse("meeting", kwargs={"forum": "ror", "date": str(week.meeting.nominal_date)})
    Attendance.objects.create(
        meeting=week.meeting, staff=someone, capacity="substitute", seat="fostering",
        recorded_by=week.coordinating, recorded_at=NOW,
    )  # fmt: skip

    assert signed_in(someone).get(where).status_code == 200


@pytest.mark.parametrize("date_written", ["2026-10-16", "tomorrow", "2026-02-30"])
def test_a_meeting_that_is_not_is_not_found(week, client, date_written):
    assert client.get(f"/forums/ror/{date_written}").status_code == 404


@pytest.mark.long
def test_many_meetings_take_as_many_queries_as_few(week, client):
    where = reverse("forum", kwargs={"forum": "ror"})

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    client.get(where)
    few = queries()
    planning.plan_meetings(forum="ror", until=date(2027, 10, 1), actor=viewer_of(week.coordinating), now=NOW)
    for weeks in range(1, 30):
        a_meeting(week.forum, week.meeting.date - timedelta(weeks=weeks), state="closed")
    assert queries() == few
