"""Another forum's sheet: other people fill it in, by other times, and what they owe is missed at another act."""

import pytest
from django.urls import reverse

from remit.casework import agenda
from remit.casework.answers import save_answer
from remit.casework.room import open_meeting
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem
from remit.rules.clock import shown_due
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.weeks import Week, a_week
from tests.factories import NOW, a_child, a_team, an_entry, staff
from tests.terms.test_kinds import ELSEWHERE

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week("homeward", terms=load.merged("homeward", ELSEWHERE))


def a_case(week: Week) -> tuple[AgendaItem, object]:
    """A chosen child, and the manager of the child's team."""
    team = a_team()
    manager = staff(posts=[(Post.TEAM_MANAGER, team)])
    (item,) = week.choose(an_entry(a_child(worker=staff(), team=team), risk="medium"))
    return item, manager


def owed(item: AgendaItem, term: str) -> Duty | None:
    return Duty.objects.filter(subject=item.subject, term=term).first()


def test_the_manager_fills_in_a_part_and_what_waits_for_it_is_owed_then(week, signed_in):
    item, manager = a_case(week)
    duty = owed(item, "ask-the-parents")
    assert (duty.owner, shown_due(duty.due_at)) == (
        manager,
        "14 October 2026 at 11:59pm",
    ), "two working days ahead were over when it came on, so it is due that day"
    assert owed(item, "ask-the-child") is None
    page = signed_in(manager).get(reverse("sheet", kwargs={"item": item.ref})).content.decode()
    assert "Team manager" in page
    assert "Virtual school" in page

    signed_in(manager).post(
        reverse("sheet", kwargs={"item": item.ref}),
        {"form_token": "once", "mothers-word": "They agree.", "mothers-word-base": "0", "do": "save"},
    )

    assert owed(item, "ask-the-parents").state == "met"
    then = owed(item, "ask-the-child")
    assert (then.state, then.owner) == ("open", week.holder_of("schools"))


def test_what_is_not_done_when_the_meeting_opens_is_missed(week):
    item, _ = a_case(week)
    save_answer(
        item_ref=item.ref,
        question="what-it-takes",
        text="A room.",
        base_version=0,
        actor=week.coordinator,
        now=NOW,
    )
    week.finish(week.coordinating)
    agenda.draft_agenda(meeting_id=week.meeting.pk, seen=None, actor=week.chair, now=NOW)
    agenda.confirm_agenda(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=NOW)
    open_meeting(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=week.meeting.starts_at)

    assert owed(item, "ask-the-parents").state == "missed"
