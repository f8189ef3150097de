"""Whatever a page of a meeting leads to opens for who is shown it: for members, and for who stands in for one once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from remit.casework.actions import update_action
from remit.records.actions import Action
from remit.records.meetings import Attendance
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail
from tests.casework.rooms import AFTER, NEXT_DAY, Room, a_room
from tests.factories import NOW, a_meeting, a_team, allocate, london, staff
from tests.web.workbook.excel import Excel

pytestmark = pytest.mark.django_db

HERE = "/forums/ror/2026-10-15"
LATER = "A place was found for the child since."


def a_substitute(the_room: Room) -> Staff:
    """Somebody without any post or seat who stands in for a member at this meeting."""
    someone = staff()
    Attendance.objects.create(
        meeting=the_room.meeting,
        staff=someone,
        capacity="substitute",
        seat="fostering",
        recorded_by=the_room.week.coordinating,
        recorded_at=NOW,
    )
    return someone


def links(response) -> set[str]:
    if not response["Content-Type"].startswith("text/html"):
        return set()
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    found = (link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', main))
    return {link.replace("&amp;", "&") for link in found}


@pytest.mark.look
@pytest.mark.parametrize("stage", ["issued", "open", "closed", "long over"])
@pytest.mark.parametrize("who", ["a substitute", "a member"])
def test_every_link_opens_for_whom_it_is_shown_to(stage, who, signed_in, settings):
    the_room = a_room(cases=1, others=1)
    someone = a_substitute(the_room) if who == "a substitute" else the_room.week.sitting
    if stage == "open":
        the_room.open()
        settings.FIXED_NOW = london("2026-10-15 15:10")
    elif stage in ("closed", "long over"):
        the_room.closed().approve()
        settings.FIXED_NOW = NEXT_DAY if stage == "closed" else NEXT_DAY + timedelta(days=28)
    client = signed_in(someone)
    waiting, seen, shut = {HERE}, set(), []
    if stage != "long over":
        waiting.add(f"{HERE}/room")
    while waiting:
        link = waiting.pop()
        seen.add(link)
        answer = client.get(link)
        if answer.status_code not in (200, 302):
            shut.append((link, answer.status_code))
        elif link.startswith((HERE, "/sheets/")):
            waiting |= links(answer) - seen
    assert shut == []
    what_stood_on_it = {f"{HERE}/workbook.xlsx", f"{HERE}/pack.pdf", f"{HERE}/agenda"}
    assert what_stood_on_it & seen == (set() if stage == "long over" else what_stood_on_it)


@pytest.fixture
def closed(settings) -> Room:
    """A closed meeting: an action of the week before, one of its own, and both reported on since."""
    the_room = a_room().open()
    first = the_room.agree("Ask the aunt", the_room(0)).ref
    the_room.settle()
    the_room.close()
    known = Action.objects.get(ref=first)
    known.pk, known.ref = None, "before"
    known.item, known.what = None, "Ask the uncle"
    known.meeting = a_meeting_before(the_room)
    known.save()
    for ref in (first, known.ref):
        update_action(
            action_ref=ref, seen=1, text=LATER, finished=True, actor=the_room.coordinator, now=NEXT_DAY
        )
    settings.FIXED_NOW = london("2026-10-19 10:00")
    return the_room


def a_meeting_before(the_room: Room):
    week = the_room.week
    return a_meeting(week.forum, week.meeting.date - timedelta(days=7), state="closed", closed_at=NOW)


PAGES = ("room/items/{item}", "room/parts-of-agenda/actions", "workbook.xlsx", "agenda")


def told(client, the_room: Room) -> str:
    found = []
    for page in PAGES:
        answer = client.get(f"{HERE}/{page.format(item=the_room(0).ref)}")
        assert answer.status_code == 200, page
        is_page = answer["Content-Type"].startswith("text/html")
        found.append(answer.content.decode() if is_page else Excel(answer.content).whole())
    return "\n".join(found)


def test_who_stood_in_once_reads_the_closed_meeting_as_it_was_when_it_closed(closed, signed_in):
    someone, worker = a_substitute(closed), staff()
    allocate(closed(0).subject.person, worker, a_team(), since=AFTER.date().replace(day=18))
    page = told(signed_in(someone), closed)
    assert LATER not in page
    assert "Ask the aunt" in page
    assert "Ask the uncle" in page
    assert worker.name not in page
    assert LATER in told(signed_in(closed.week.sitting), closed)
    assert signed_in(someone).get(reverse("case", kwargs={"child": closed(0).subject.ref})).status_code == 200


def test_what_the_list_said_at_the_opening_is_part_of_it_and_what_it_says_now_is_not(closed, signed_in):
    was = EntryDetail.objects.filter(pk=closed(0).snapshot_id)
    was.update(search_update="Two calls made.", superseded_at=NEXT_DAY)
    says = was.get()
    says.pk, says.search_update, says.superseded_at = None, "Found somewhere.", None
    says.save()
    page = told(signed_in(a_substitute(closed)), closed)
    assert "Two calls made." in page
    assert "Found somewhere." not in page
