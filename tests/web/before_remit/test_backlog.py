"""What was outstanding when a forum went live: listed, given dates by the chair, and counted nowhere."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.casework.history import load_past_meeting, undo_past_meeting
from remit.records.audit import AuditEvent, LookPerson
from remit.records.backlog import BacklogWord
from remit.records.duties import Duty
from remit.records.people import Staff
from remit.rules.past_meetings import PastSaid
from tests.casework.rooms import DURING, Room, a_room
from tests.factories import a_child, viewer_of
from tests.factories.children import restrict_to
from tests.factories.people import staff

pytestmark = pytest.mark.django_db

WHERE = "/forums/ror/backlog"
SEPTEMBER = {10: dt.date(2026, 9, 10), 17: dt.date(2026, 9, 17)}


@pytest.fixture
def now() -> dt.datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=3).open()


@pytest.fixture
def chair(the_room, signed_in):
    return signed_in(the_room.week.chairing)


@pytest.fixture
def load(now):
    def load(on: dt.date, actions: dict[int, list[tuple[str, str]]]) -> str:
        said = [
            PastSaid(child, "Others", False, "", "", "", (), tuple(told)) for child, told in actions.items()
        ]
        file = {"filename": f"Tool {on}.xlsx", "digest": on.isoformat()}
        officer = viewer_of(Staff.objects.get(username="data-officer"))
        return load_past_meeting(forum="ror", on=on, said=said, **file, actor=officer, now=now).import_ref

    return load


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def figures(client) -> str:
    """The compliance of the forum, as it is shown."""
    return re.sub(r'value="\w{64}"', "", text(client.get("/compliance/ror")))


def keys(answer) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', answer.content.decode())


_sent = iter(range(1, 1000))


def send(client, chosen, *, day="2", month="11", **pressed):
    date = {"due_on-day": day, "due_on-month": month, "due_on-year": "2026" if day else ""}
    form = {"form_token": f"b{next(_sent)}", "chosen": chosen, **date, **(pressed or {"dated": "yes"})}
    return client.post(WHERE, form, follow=True)


def test_it_lists_what_the_latest_tracker_leaves_open_and_links_to_it_from_meetings_before_remit(
    the_room, chair, load
):
    assert "Nothing is outstanding" in text(chair.get(WHERE))
    first, second = the_room(0).subject_id, the_room(1).subject_id
    load(SEPTEMBER[10], {first: [("Ring the aunt", "led by A colleague, Open"), ("See the school", "Open")]})
    load(
        SEPTEMBER[17],
        {
            first: [("See the school", "Closed"), ("Ring  the aunt", "left a message")],
            second: [("Find a tent", "")],
        },
    )
    told = text(chair.get(WHERE))
    assert "2 without a date, 0 with one, 0 with nothing left to do." in told
    assert "left a message" in told
    assert "10 Sep 2026" in told
    assert "Find a tent" in told
    assert "See the school" not in told
    assert f'href="{WHERE}"' in text(chair.get("/forums/ror/before-remit"))


def test_the_chair_sets_one_date_for_several_and_nothing_of_it_is_owed_or_counted(the_room, chair, load):
    load(SEPTEMBER[10], {the_room(n).subject_id: [("Ring the aunt", "Open")] for n in range(3)})
    duties, counted = Duty.objects.count(), figures(chair)
    listed = keys(chair.get(WHERE))
    assert "2 actions to be done by 2 November 2026." in text(send(chair, listed[:2]))
    told = text(chair.get(WHERE))
    assert "1 without a date, 2 with one, 0 with nothing left to do." in told
    assert keys(chair.get(WHERE))[0] == listed[2]
    assert Duty.objects.count() == duties
    assert figures(chair) == counted
    event = AuditEvent.objects.get(verb="backlog.dated")
    assert "aunt" not in str(event.detail)
    assert event.detail["actions"] == sorted(key.split(".")[0] for key in listed[:2])


def test_what_is_done_is_said_to_be_and_may_be_given_a_date_again(the_room, chair, load):
    load(SEPTEMBER[10], {the_room(0).subject_id: [("Ring the aunt", "Open")]})
    said = send(chair, keys(chair.get(WHERE)), day="", ended="yes")
    assert "Nothing is left to do of 1 action." in text(said)
    assert "0 without a date, 0 with one, 1 with nothing left to do." in text(said)
    assert "1 with one" in text(send(chair, keys(said)))
    assert BacklogWord.objects.count() == 2
    assert BacklogWord.objects.filter(superseded_at__isnull=True).get().due_on == dt.date(2026, 11, 2)


def test_a_date_that_has_gone_by_since_is_shown_as_past(the_room, chair, load, signed_in, settings):
    load(SEPTEMBER[10], {the_room(0).subject_id: [("Ring the aunt", "Open")]})
    send(chair, keys(chair.get(WHERE)))
    settings.FIXED_NOW = DURING + dt.timedelta(days=40)
    told = text(signed_in(the_room.week.chairing).get(WHERE))
    assert "Past its date" in told
    assert "1 with one (1 past it)" in told


@pytest.mark.parametrize(
    "day, month, ticked, says",
    [
        ("", "", True, "Enter the date they are to be done by."),
        ("1", "10", True, "That date has gone by."),
        ("2", "11", False, "Select at least one action."),
        ("31", "11", True, "To be done by must be a real date"),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(the_room, chair, load, day, month, ticked, says):
    load(SEPTEMBER[10], {the_room(0).subject_id: [("Ring the aunt", "Open")]})
    answer = send(chair, keys(chair.get(WHERE)) if ticked else [], day=day, month=month)
    assert answer.status_code == 422
    assert says in text(answer)
    assert ("checked" in text(answer)) is ticked
    assert not BacklogWord.objects.exists()


def test_a_page_that_is_no_longer_so_changes_nothing(the_room, chair, load, now):
    ref = load(SEPTEMBER[10], {the_room(0).subject_id: [("Ring the aunt", "Open")]})
    seen = keys(chair.get(WHERE))
    send(chair, seen)
    again = send(chair, seen, day="3")
    assert "Some of these have changed. Look at the page as it is now" in text(again)
    assert BacklogWord.objects.get().due_on == dt.date(2026, 11, 2)
    now_so = keys(again)
    officer = viewer_of(Staff.objects.get(username="data-officer"))
    undo_past_meeting(import_ref=ref, actor=officer, now=now)
    assert send(chair, now_so, day="3").status_code == 422
    assert BacklogWord.objects.count() == 1


def test_the_coordinator_reads_it_and_others_do_not(the_room, load, signed_in):
    load(SEPTEMBER[10], {the_room(0).subject_id: [("Ring the aunt", "Open")]})
    coordinator = signed_in(the_room.week.coordinating)
    page = coordinator.get(WHERE)
    assert "The chair sets the dates." in text(page)
    assert not keys(page)
    assert LookPerson.objects.filter(look__route="backlog", subject=the_room(0).subject_id).exists()
    assert coordinator.post(WHERE, {"form_token": "x", "chosen": []}).status_code == 403
    for other in (the_room.week.sitting, staff()):
        assert signed_in(other).get(WHERE).status_code == 403


def test_a_child_they_may_not_see_is_counted_and_not_named(the_room, chair, load):
    hidden = a_child()
    load(
        SEPTEMBER[10],
        {the_room(0).subject_id: [("Ring the aunt", "Open")], hidden.pk: [("Move the tent", "Open")]},
    )
    told = text(chair.get(WHERE))
    assert "1 more are about children you may not see." in told
    assert "Move the tent" not in told
    seen = keys(chair.get(WHERE))
    restrict_to(the_room(0).subject.person, staff())
    assert "Ring the aunt" not in text(chair.get(WHERE))
    assert send(chair, seen).status_code == 422
    assert not BacklogWord.objects.exists()


@pytest.mark.long
def test_sixty_are_paged_and_asked_for_as_often_as_three(the_room, chair, load):
    counts = []
    for rows in (3, 60):
        told = [(f"Ring aunt {number}", "Open") for number in range(rows)]
        load(SEPTEMBER[10], {the_room(0).subject_id: told})
        chair.get(WHERE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = chair.get(WHERE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert len(keys(page)) == 50
    assert "Page 1 of 2" in text(page)
    assert len(keys(chair.get(f"{WHERE}?page=2"))) == 10
    assert len(keys(chair.get(f"{WHERE}?page=99"))) == 10
