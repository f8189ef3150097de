"""Calling, moving and cancelling a meeting."""

from datetime import date, time

import pytest
from django.urls import reverse

from remit.casework import planning
from remit.casework.agenda import withdraw_item
from remit.casework.comments import write_comment
from remit.casework.duties import reconcile, reconcile_meeting
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.meetings import Meeting
from remit.web.forums.calendar import how_often
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW, a_forum, london, seat, staff
from tests.factories.forums import in_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def chair(week, signed_in):
    return signed_in(week.chairing)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def at(name: str, **parts: str) -> str:
    return reverse(name, kwargs={"forum": "ror", **parts})


MOVE, CANCEL = at("move_meeting", date="2026-10-15"), at("cancel_meeting", date="2026-10-15")
CALL, HUB = at("call_meeting"), at("meeting", date="2026-10-15")


def when(day: str = "16", month: str = "10", year: str = "2026", **more: str) -> dict[str, str]:
    """A form sent: Friday 16 October, 9am to 10:30am, because the room is taken."""
    day_sent = {"date-day": day, "date-month": month, "date-year": year}
    hours = {"start": "9am", "end": "10:30am"}
    return {
        "form_token": "a",
        "seen": "0",
        **day_sent,
        **hours,
        "why": "The room is taken",
        "confirmed": "on",
        **more,
    }


def called(day: str = "19", **more: str) -> dict[str, str]:
    return {
        name: value for name, value in when(day, **more).items() if name not in ("seen", "why", "confirmed")
    }


def test_the_chair_finds_the_way_from_the_meeting_and_from_the_forum(week, chair):
    assert MOVE in text(chair.get(HUB))
    assert CANCEL in text(chair.get(HUB))
    forum = text(chair.get(at("forum")))
    assert MOVE in forum
    assert CALL in forum


def test_nobody_else_finds_it_or_may_do_it(week, signed_in):
    for person in (week.coordinating, week.sitting, staff()):
        client = signed_in(person)
        for page in (at("forum"), HUB):
            words = text(client.get(page))
            assert MOVE not in words
            assert CANCEL not in words
            assert CALL not in words
        for address in (MOVE, CANCEL, CALL):
            assert client.get(address).status_code == 403
            assert client.post(address, when()).status_code == 403
    assert Meeting.objects.get().date == date(2026, 10, 15)


def test_the_chair_of_another_forum_is_refused(week, signed_in):
    from remit.terms import load

    document = load.to_document(load.merged("ror")) | {"id": "other"}
    elsewhere = signed_in(in_seat(a_forum(terms=load.from_document(document)), "chair"))

    assert [elsewhere.get(address).status_code for address in (MOVE, CANCEL)] == [404, 404]
    assert elsewhere.get(CALL).status_code == 403
    assert elsewhere.post(MOVE, when()).status_code == 404


def test_a_chair_elsewhere_who_is_a_member_here_is_refused(week, signed_in):
    from remit.terms import load

    document = load.to_document(load.merged("ror")) | {"id": "other"}
    client = signed_in(in_seat(a_forum(terms=load.from_document(document)), "chair"))
    seat(week.forum, "locality", client.get("/").wsgi_request.user)

    assert [client.get(address).status_code for address in (MOVE, CANCEL, CALL)] == [403, 403, 403]


@pytest.mark.clause("ROR-3")
def test_a_meeting_moves_with_its_duties_and_keeps_its_address(week, chair):
    reconcile_meeting(week.meeting, now=NOW)
    assert 'value="15"' in text(chair.get(MOVE))

    page = text(chair.post(MOVE, when(), follow=True))

    assert "The meeting is moved to Friday 16 October 2026." in page
    assert "Friday 16 October 2026, 9am to 10:30am" in page
    assert "moved from 15 October 2026; its address keeps that date" in page
    assert "Why it was changed: The room is taken" in page
    assert "By Monday 19 October 2026, 11:59pm" in page, "closing is due the working day after"


@pytest.mark.clause("ROR-20")
def test_which_deadlines_move_is_said_before_and_after(week, chair):
    reconcile_meeting(week.meeting, now=NOW)
    moves = (
        "Close the meeting, which completes the tracker: by Monday 19 October 2026, 11:59pm"
        " instead of Friday 16 October 2026, 11:59pm (ROR-20)."
    )

    before = text(chair.post(MOVE, when(confirmed="")))
    assert "Check what moves with the meeting" in before
    assert moves in before
    assert "from Thursday 15 October 2026, 3pm, to Friday 16 October 2026, 9am to 10:30am" in before
    assert Meeting.objects.get().date == date(2026, 10, 15)
    assert not AuditEvent.objects.filter(verb="meeting.moved").exists()

    after = text(chair.post(MOVE, when(form_token="b"), follow=True))
    assert moves in after
    assert Meeting.objects.get().date == date(2026, 10, 16)


@pytest.mark.parametrize(
    "times, per, words",
    [
        (7, "action", "7 reports on actions"),
        (1, "action", "Say how the action stands"),
        (3, "item", "Say how the action stands, for 3 cases"),
    ],
)
def test_what_moves_several_times_is_counted_as_what_it_is(times, per, words):
    assert (
        how_often(planning.MovedDeadline("Say how the action stands", "ROR-4", NOW, NOW, times, per)) == words
    )


def test_a_meeting_is_not_moved_to_a_time_that_is_past(week, chair, settings):
    settings.FIXED_NOW = london("2026-10-15 12:00")

    page = chair.post(MOVE, when("15", start="9am", end="10:30am"))

    assert page.status_code == 422
    assert "9am on 15 October 2026 is past already. Enter a later time, or another date." in text(page)
    assert Meeting.objects.get().start == time(15)


def test_what_is_done_stands_at_one_time_on_the_calendar_and_at_its_meeting(week, chair, settings):
    """Done on the Wednesday, when the meeting was on the Thursday of the week after; then the meeting moves up."""
    settings.FIXED_NOW = done = london("2026-10-14 10:00")
    later = Week(week.forum, a_later_meeting(week))
    reconcile_meeting(later.meeting, now=done)
    later.finish()
    kept = Duty.objects.get(meeting=later.meeting, term="select-focus-cases")
    assert (kept.state, kept.due_at) == ("met", london("2026-10-19 11:00"))

    planning.move_meeting(
        meeting_id=later.meeting.pk,
        seen=None,
        to=date(2026, 10, 18),
        why="Cover",
        start=time(15),
        end=time(16, 30),
        actor=later.chair,
        now=done,
    )

    kept.refresh_from_db()
    assert (kept.state, kept.due_at) == ("met", london("2026-10-12 11:00"))
    assert kept.discharged_at == done
    meeting = text(chair.get("/forums/ror/2026-10-22"))
    assert "By Monday 12 October 2026, 11am" in meeting
    assert "what was in time stays in time" in meeting
    month = text(chair.get("/calendar?month=2026-10"))
    assert "19 October 2026, 11am" not in month
    changed = reconcile(meeting_ids=[later.meeting.pk], now=done)
    assert not changed


def test_what_cannot_be_is_refused_before_anything_is_asked(week, chair):
    page = chair.post(MOVE, when("13", confirmed=""))
    assert page.status_code == 422
    assert "is in the past" in text(page)


def test_the_times_on_the_agenda_move_with_the_start(week, chair):
    first, second = week.issued_with(rated("high"), rated("medium"))

    chair.post(MOVE, when(seen=str(week.revision)))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.slot_at, second.slot_at) == (time(9), time(9, 20))


@pytest.mark.parametrize(
    "sent, field, words",
    [
        (when("13"), "date-day", "13 October 2026 is in the past. Enter a date from today on."),
        (when("22"), "date-day", "The forum meets on 22 October 2026 already. Enter another date."),
        (when("15", year="2036"), "date-day", "15 October 2036 is more than three years ahead."),
        (when("31", "2"), "date-day", "Date of the meeting must be a real date"),
        (when("", "", ""), "date-day", "Enter the date of the meeting"),
        (when(start="nine"), "start", "The start must be a time, like 2:15pm or 14:15"),
        (when(end="9am"), "end", "The meeting ends before it starts. Enter an end after the start."),
        (when(why=" "), "why", "Enter a reason"),
        (when(why="x" * 501), "why", "Reason must be 500 characters or fewer"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_written_stays(week, chair, sent, field, words):
    a_later_meeting(week)

    response = chair.post(MOVE, sent)

    page = text(response)
    assert response.status_code == 422
    assert f'<a href="#{field}">{words}' in page
    assert page.count(words) == 2, "above and beside"
    assert "<title>Error: Move" in response.content.decode()
    assert f'value="{sent["date-day"]}"' in page or not sent["date-day"]
    assert Meeting.objects.filter(date=date(2026, 10, 15)).exists()


def test_a_stale_page_moves_and_cancels_nothing(week, chair):
    chair.post(MOVE, when("20"))

    again = chair.post(MOVE, when("21", form_token="b"))

    assert again.status_code == 409
    assert chair.post(CANCEL, when(form_token="c")).status_code == 409
    assert Meeting.objects.get().date == date(2026, 10, 20)


def test_a_form_sent_twice_counts_once(week, chair):
    chair.post(MOVE, when())
    again = chair.post(MOVE, when(), follow=True)
    chair.post(CALL, called())
    once_more = chair.post(CALL, called(), follow=True)

    assert "You had already sent this form" in text(again)
    assert "You had already sent this form" in text(once_more)
    assert AuditEvent.objects.filter(verb="meeting.moved").count() == 1
    assert Meeting.objects.filter(extraordinary=True).count() == 1


def test_a_meeting_is_cancelled_with_its_reason_and_owes_nothing(week, chair):
    reconcile_meeting(week.meeting, now=NOW)

    page = text(chair.post(CANCEL, when(), follow=True))

    assert "The meeting of 15 October 2026 is cancelled." in page
    assert "Why it was cancelled: The room is taken" in page
    assert "Nothing is owed for this meeting" in page
    assert "Not done yet" not in page
    assert MOVE not in page
    assert CANCEL not in page
    of_the_meeting = Duty.objects.exclude(occasion__startswith="month:")
    assert set(of_the_meeting.values_list("state", flat=True)) == {"void"}


def test_a_meeting_with_cases_says_what_to_do_first(week, chair):
    week.choose(rated("high"))

    page = text(chair.get(CANCEL))
    refused = chair.post(CANCEL, when(seen=str(week.revision)))

    assert "1 item is on its agenda and would be lost with it" in page
    assert MOVE in page
    assert 'name="why"' not in page
    assert refused.status_code == 422
    assert "1 item would be lost with this meeting" in text(refused)
    assert week.now_at().state == "planned"


def test_the_page_says_how_many_comments_go_with_a_cancelled_meeting(week, chair):
    for _ in range(2):
        rated("medium")
    week.issued_with()
    for item in week.meeting.items.exclude(section="other"):
        withdraw_item(item_ref=item.ref, why="Not now", seen=None, actor=week.coordinator, now=NOW)
    cases = list(week.meeting.items.filter(section="other"))
    assert "members wrote" not in text(chair.get(CANCEL))

    said = ("1 comment that members wrote on its cases goes", "2 comments that members wrote on its cases go")
    for item, words in zip(cases, said, strict=True):
        write_comment(item_ref=item.ref, text="An aunt offers", seen=0, actor=week.member, now=NOW)
        assert f"{words} with it" in text(chair.get(CANCEL))
    write_comment(item_ref=cases[0].ref, text="", seen=1, actor=week.member, now=NOW)
    assert f"{said[0]} with it: members cannot read it once" in text(chair.get(CANCEL))

    page = text(chair.post(CANCEL, when(seen=str(week.revision)), follow=True))
    assert "The meeting of 15 October 2026 is cancelled." in page


@pytest.mark.parametrize("state", ["open", "closed", "cancelled"])
def test_a_meeting_that_is_open_or_over_is_neither_moved_nor_cancelled(week, chair, state):
    opened = {"opened_at": NOW} if state in ("open", "closed") else {}
    Meeting.objects.update(state=state, **opened, **({"closed_at": NOW} if state == "closed" else {}))

    for address in (MOVE, CANCEL):
        assert chair.get(address).status_code == 422
        assert chair.post(address, when()).status_code == 422
    assert MOVE not in text(chair.get(HUB))
    assert Meeting.objects.get().date == date(2026, 10, 15)


@pytest.mark.clause("ROR-3")
def test_an_extraordinary_meeting_starts_with_the_usual_hours_and_has_its_duties(week, chair):
    assert 'value="3pm"' in text(chair.get(CALL))

    page = text(chair.post(CALL, called(), follow=True))

    assert "A meeting is called for Monday 19 October 2026." in page
    assert "This is an extraordinary meeting." in page
    assert "Choose the focus cases" in page
    assert "An extraordinary meeting." in text(chair.get(at("forum")))


def test_a_meeting_on_a_bank_holiday_may_be_called_and_says_so(week, chair):
    page = text(chair.post(CALL, called("25", **{"date-month": "12"}), follow=True))

    assert "falls on a bank holiday (Christmas Day)" in page
    moving = text(chair.get(at("move_meeting", date="2026-12-25")))
    assert "Friday 25 December 2026 is a bank holiday (Christmas Day)." in moving


def test_no_second_meeting_takes_the_name_of_one_that_was_moved_away(week, chair):
    planning.move_meeting(
        meeting_id=week.meeting.pk, seen=None, to=date(2026, 10, 16), start=time(9), end=time(10),
        why="Illness", actor=week.chair, now=NOW,
    )  # fmt: skip

    response = chair.post(CALL, called("15"))

    assert response.status_code == 422
    assert "was moved or cancelled, and that date stays its name" in text(response)
    assert "The forum meets on 16 October 2026 already" in text(chair.post(CALL, called("16")))


def test_what_is_called_moved_or_cancelled_is_not_there_for_a_meeting_that_is_not(week, chair):
    for name in ("move_meeting", "cancel_meeting"):
        assert chair.get(at(name, date="2026-10-17")).status_code == 404
        assert chair.get(at(name, date="someday")).status_code == 404
    assert chair.get(reverse("call_meeting", kwargs={"forum": "nosuch"})).status_code == 404


@pytest.mark.clause("ROR-14")
def test_the_calendar_and_the_meeting_say_the_same_is_due_and_what_remit_does_not_do(week, chair):
    reconcile_meeting(week.meeting, now=NOW)
    hub = text(chair.get(HUB))
    month = text(chair.get(reverse("calendar") + "?month=2026-10"))

    assert "Share: Analysis of cases" in hub
    assert "Analysis of cases, outside Remit" not in month
    assert "outside Remit" not in hub
    assert "The week&#39;s email: by" not in hub
    assert "Send the week&#39;s email" in month
    assert "The week&#39;s email, outside Remit" not in month
    assert "Choose the focus cases, outside Remit" not in month
    assert "Choose the focus cases" in hub
