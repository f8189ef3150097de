"""A person's meetings in their own calendar programme: no session, no child, and the later word wins."""

import re
from datetime import date, datetime, time, timedelta
from io import StringIO
from logging import StreamHandler, getLogger

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from remit.casework import calendar_address, people, planning, seats
from remit.records.audit import AuditEvent
from remit.records.calendar_addresses import CalendarAddress
from remit.records.forums import SeatHolding
from remit.records.meetings import Attendance, Meeting
from remit.rules.viewers import Post
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_forum, a_meeting, seat, staff, viewer_of
from tests.factories.clock import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    return a_week()


def secret_of(person) -> str:
    return calendar_address.make_calendar_address(actor=viewer_of(person), now=NOW)


def fetched(secret: str, status: int = 200, **headers: str):
    """What a calendar programme gets, which is nobody's browser."""
    response = Client().get(reverse("calendar_feed", kwargs={"secret": secret}), headers=headers)
    assert response.status_code == status
    return response


def calendar_of(person) -> Calendar:
    return Calendar.from_ical(fetched(secret_of(person)).content)


def only_event(person):
    (event,) = calendar_of(person).walk("VEVENT")
    return event


def move(week, to: date, **hours) -> None:
    start, end = hours.get("start", time(9)), hours.get("end", time(10, 30))
    planning.move_meeting(
        meeting_id=week.meeting.pk, seen=None, to=to, start=start, end=end,
        why="Marigold Unheard is in court", actor=week.chair, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["coordinating", "chairing", "sitting"])
def test_it_holds_the_meetings_of_the_forums_one_sits_on(week, who):
    event = only_event(getattr(week, who))

    assert event["SUMMARY"] == "Risk of Residential group"
    assert event.start == datetime(2026, 10, 15, 15, tzinfo=LONDON)
    assert event.end == datetime(2026, 10, 15, 16, 30, tzinfo=LONDON)
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"].endswith("/forums/ror/2026-10-15")


def test_a_deputy_and_a_substitute_have_it_and_nobody_else(week):
    deputy, substitute, nobody = seat(week.forum, "fostering", capacity="deputy"), staff(), staff()
    Attendance.objects.create(
        meeting=week.meeting, seat="fostering", staff=substitute, capacity="substitute",
        recorded_by=substitute, recorded_at=NOW,
    )  # fmt: skip
    a_meeting(week.forum, date(2026, 10, 22))

    assert len(calendar_of(deputy).walk("VEVENT")) == 2
    assert len(calendar_of(substitute).walk("VEVENT")) == 1
    assert calendar_of(nobody).walk("VEVENT") == []


def test_every_entry_carries_the_link_to_join_by(week):
    type(week.forum).objects.update(join_link="https://video.example/ror")
    assert only_event(week.sitting)["LOCATION"] == "https://video.example/ror"


def test_no_child_stands_in_it_nor_how_many_there_are_nor_a_reason_somebody_wrote(week):
    from tests.factories import a_child, an_entry

    child = a_child("Marigold", "Unheard")
    week.issued_with(an_entry(child, risk="high"), rated("medium"), rated("high"))
    move(week, date(2026, 10, 16))

    written = fetched(secret_of(week.sitting)).content.decode()

    event = only_event(week.sitting)
    assert event["DESCRIPTION"] == "Moved from Thursday 15 October 2026."
    assert "Unheard" not in written
    assert "Marigold" not in written
    assert not re.search(r"\bMU\b", written)
    assert set(event) == {
        "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "TRANSP", "CLASS",
        "DESCRIPTION", "LOCATION", "URL",
    }  # fmt: skip


def test_a_move_keeps_the_name_and_raises_the_number(week):
    before = only_event(week.sitting)
    move(week, date(2026, 10, 16))
    moved = only_event(week.sitting)
    move(week, date(2026, 10, 20), start=time(11), end=time(12))
    again = only_event(week.sitting)

    assert before["UID"] == moved["UID"] == again["UID"]
    assert [event["SEQUENCE"] for event in (before, moved, again)] == [0, 1, 2]
    assert again.start == datetime(2026, 10, 20, 11, tzinfo=LONDON)
    assert before["DTSTAMP"].dt < moved["DTSTAMP"].dt == NOW


def test_work_on_the_agenda_raises_no_number(week):
    week.issued_with(rated("high"))
    assert only_event(week.sitting)["SEQUENCE"] == 0


def test_a_cancelled_meeting_stays_and_says_so(week):
    uid = only_event(week.sitting)["UID"]
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Illness", actor=week.chair, now=NOW)

    event = only_event(week.sitting)

    assert event["UID"] == uid
    assert event["STATUS"] == "CANCELLED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "Cancelled: Risk of Residential group"
    assert event["SEQUENCE"] == 1
    assert "Illness" not in event["DESCRIPTION"]


def test_an_extraordinary_meeting_and_a_bank_holiday_are_said(week):
    planning.call_meeting(
        forum="ror", on=date(2026, 12, 25), start=time(9), end=time(10), actor=week.chair, now=NOW
    )
    last = calendar_of(week.sitting).walk("VEVENT")[-1]
    assert last["DESCRIPTION"] == "An extraordinary meeting.\nThis day is a bank holiday: Christmas Day."


def test_no_two_meetings_share_a_name(week):
    a_meeting(week.forum, date(2026, 10, 22))
    other = a_forum("rrg", seats=False)
    a_meeting(other, date(2026, 10, 15))
    seat(other, "virtual-school", week.sitting)

    events = calendar_of(week.sitting).walk("VEVENT")

    assert len(events) == len({event["UID"] for event in events}) == 3


@pytest.mark.parametrize("on", ["2026-10-24", "2026-10-25", "2026-10-26", "2027-03-27", "2027-03-28"])
def test_times_are_right_around_the_days_the_clocks_change(week, on):
    day = date.fromisoformat(on)
    nine, ten = (datetime.combine(day, time(hour), LONDON) for hour in (9, 10))
    Meeting.objects.update(date=day, starts_at=nine, ends_at=ten)

    written = fetched(secret_of(week.sitting)).content
    whole = Calendar.from_ical(written)
    (event,), (zone,) = whole.walk("VEVENT"), whole.walk("VTIMEZONE")

    assert event["DTSTART"].params["TZID"] == zone["TZID"] == "Europe/London"
    assert f"DTSTART;TZID=Europe/London:{day:%Y%m%d}T090000".encode() in written
    by_the_zone_that_comes_with_it = event.start.replace(tzinfo=zone.to_tz(lookup_tzid=False))
    assert by_the_zone_that_comes_with_it.utcoffset() == nine.utcoffset()


def test_the_zone_that_comes_with_it_agrees_with_london_for_years(week):
    (zone,) = calendar_of(week.sitting).walk("VTIMEZONE")
    theirs = zone.to_tz(lookup_tzid=False)
    noons = [datetime(2026, 1, 1, 12) + timedelta(days=day) for day in range(365 * 4)]
    wrong = [
        at for at in noons if at.replace(tzinfo=theirs).utcoffset() != at.replace(tzinfo=LONDON).utcoffset()
    ]
    assert wrong == []


def test_lines_are_folded_and_long_names_come_back_whole(week):
    from remit.records.forums import TermsVersion
    from remit.records.terms_store import forget_parsed

    name = "Gruppe für Wohnen; Übergänge, Schule \\ Arbeit und " + "Überlänge " * 30
    version = TermsVersion.objects.get()
    TermsVersion.objects.update(document={**version.document, "name": name.strip()}, digest="another")
    forget_parsed()

    written = fetched(secret_of(week.sitting)).content

    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in written.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["SUMMARY"] == name.strip()


def test_a_new_address_ends_the_old_one(week):
    first, second = secret_of(week.sitting), secret_of(week.sitting)
    assert first != second
    fetched(first, 404)
    fetched(second)


def test_a_stopped_address_and_one_that_never_was_answer_alike(week):
    secret = secret_of(week.sitting)
    calendar_address.end_calendar_address(actor=week.member, now=NOW)
    assert fetched(secret, 404).content == fetched("n" * 43, 404).content == fetched("é", 404).content


def test_an_ended_account_answers_no_more(week):
    secret = secret_of(week.sitting)
    people.end_account(staff_id=week.sitting.pk, actor=viewer_of(staff(posts=[Post.ADMINISTRATOR])), now=NOW)
    fetched(secret, 404)


def test_who_leaves_a_seat_loses_its_meetings(week):
    secret = secret_of(week.sitting)
    held = SeatHolding.objects.open().get(staff=week.sitting)
    assert b"VEVENT" in fetched(secret).content
    seats.leave_seat(
        holding_id=held.pk, until=NOW.date(), actor=viewer_of(staff(posts=[Post.ADMINISTRATOR])), now=NOW
    )
    assert b"VEVENT" not in fetched(secret).content


def test_what_has_not_changed_is_not_sent_again(week):
    secret = secret_of(week.sitting)
    tag = fetched(secret)["ETag"]
    again = fetched(secret, 304, **{"If-None-Match": tag})
    assert again.content == b""
    move(week, date(2026, 10, 16))
    fetched(secret, 200, **{"If-None-Match": tag})


def test_it_may_be_kept_by_nobody_between_and_sets_no_cookie(week):
    response = fetched(secret_of(week.sitting))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


@pytest.mark.long
def test_it_asks_as_often_for_sixty_meetings_as_for_three(week, django_assert_num_queries):
    secret = secret_of(week.sitting)
    fetched(secret)
    with django_assert_num_queries(3):
        fetched(secret)
    for number in range(1, 60):
        a_meeting(week.forum, date(2026, 10, 15) + timedelta(weeks=number))
    with django_assert_num_queries(3):
        fetched(secret)
    with django_assert_num_queries(1):
        fetched("n" * 43, 404)


def test_only_reading_is_possible(week):
    address = reverse("calendar_feed", kwargs={"secret": secret_of(week.sitting)})
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


def test_the_secret_is_neither_kept_nor_logged(week, monkeypatch):
    secret = secret_of(week.sitting)
    heard = StringIO()
    handler = StreamHandler(heard)
    monkeypatch.setattr(getLogger(), "handlers", [handler])
    monkeypatch.setattr(getLogger("remit"), "handlers", [handler])
    monkeypatch.setattr("remit.web.calendar.feed.calendar_file", lambda *args, **kwargs: 1 / 0)

    broken = Client(raise_request_exception=False).get(reverse("calendar_feed", kwargs={"secret": secret}))
    fetched("y" * 43, 404)

    assert broken.status_code == 500
    assert "failed" in heard.getvalue()
    assert secret not in heard.getvalue()
    assert "y" * 43 not in heard.getvalue()
    assert secret not in str(list(CalendarAddress.objects.values()))
    assert secret not in str(list(AuditEvent.objects.values()))
