"""How long members see what stood on an agenda, once its meeting is closed: as long as the forum's terms say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from remit.casework import agenda, closing, room
from remit.records.closing_facts import closing_facts
from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.closing import unfinished
from remit.terms import load
from tests.factories import a_child, a_forum, a_meeting, london, viewer_of
from tests.factories.forums import in_seat, terms

pytestmark = pytest.mark.django_db
ELSEWHERE = Path(__file__).parents[1] / "authorities" / "elsewhere"
OPENED, CLOSED = london("2026-10-15 15:00"), london("2026-10-15 16:00").astimezone(UTC)


def discussed_at(forum: Forum, *, closed: bool = True) -> Meeting:
    """A meeting with a child on its agenda, issued, opened, and closed by its verbs."""
    meeting = a_meeting(forum)
    actor = viewer_of(in_seat(forum, "chair"), now=OPENED)
    Meeting.objects.filter(pk=meeting.pk).update(selected_at=OPENED)
    AgendaItem.objects.create(
        meeting=meeting,
        section=terms(forum).agenda.sections[0].id,
        position=1,
        subject=a_child("Tamsin", "Orrelby").subject,
        entry=None,
        title="",
        added_by_id=actor.staff_id,
        added_at=OPENED,
    )
    given = {"meeting_id": meeting.pk, "seen": None, "actor": actor, "now": OPENED}
    agenda.draft_agenda(**given)
    agenda.confirm_agenda(**given)
    room.open_meeting(**given)
    if closed:
        close(meeting, actor)
    return meeting


def close(meeting: Meeting, actor) -> None:
    meeting.refresh_from_db()
    for one in unfinished(closing_facts(meeting)):
        closing.waive(meeting_id=meeting.pk, key=one.key, reason="Not today", actor=actor, now=CLOSED)
    meeting.refresh_from_db()
    closing.close_meeting(meeting_id=meeting.pk, seen=meeting.revision, actor=actor, now=CLOSED)


def asked_by_a_member(forum: Forum, meeting: Meeting, signed_in, settings, at: datetime) -> int:
    """What the agenda answers to a member at that moment."""
    settings.FIXED_NOW = at
    return (
        signed_in(in_seat(forum, "member"))
        .get(f"/forums/{forum.slug}/{meeting.nominal_date}/agenda")
        .status_code
    )


@pytest.mark.clause("CLP-7")
def test_partners_see_an_agenda_until_its_meeting_is_closed_and_no_longer(signed_in, settings):
    forum = a_forum("clp")
    meeting = discussed_at(forum, closed=False)
    assert asked_by_a_member(forum, meeting, signed_in, settings, OPENED) == 200

    close(meeting, viewer_of(in_seat(forum, "chair"), now=CLOSED))

    assert asked_by_a_member(forum, meeting, signed_in, settings, CLOSED + timedelta(seconds=1)) == 404


def test_another_forum_has_a_week(signed_in, settings):
    forum = a_forum(terms=load.merged("huddle", ELSEWHERE))
    meeting = discussed_at(forum)
    week = timedelta(days=7)
    assert asked_by_a_member(forum, meeting, signed_in, settings, CLOSED + week - timedelta(seconds=1)) == 200
    assert asked_by_a_member(forum, meeting, signed_in, settings, CLOSED + week) == 404


def test_where_the_terms_say_nothing_it_is_four_weeks(signed_in, settings):
    forum = a_forum("ror")
    meeting = discussed_at(forum)
    meeting.refresh_from_db()
    assert meeting.members_until is None
    weeks = timedelta(days=28)
    assert (
        asked_by_a_member(forum, meeting, signed_in, settings, CLOSED + weeks - timedelta(seconds=1)) == 200
    )
    assert asked_by_a_member(forum, meeting, signed_in, settings, CLOSED + weeks) == 404
