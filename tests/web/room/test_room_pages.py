"""The meeting room, as those in it see it."""

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.casework import actions, agenda, selection
from remit.records.actions import Action
from remit.records.answers import Answer, Decision
from remit.records.audit import Look
from remit.records.meetings import AgendaItem, Attendance
from remit.records.placements_list import EntryDetail
from tests.casework.rooms import AFTER, DURING, Room, a_room
from tests.casework.weeks import Week, a_week, rated
from tests.factories import a_restricted_child, london, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=2).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


def address(the_room: Room, name: str, **parts: str) -> str:
    at = {"forum": "ror", "date": the_room.week.meeting.nominal_date.isoformat()}
    return reverse(name, kwargs=at | parts)


def of_item(the_room: Room, number: int = 0) -> str:
    return address(the_room, "room_item", item=the_room(number).ref)


def send(client, where: str, *, token: str = "t1", **data: str):
    return client.post(where, data | {"form_token": token}, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def name(the_room: Room, number: int = 0) -> str:
    person = the_room(number).subject.person
    return f"{person.given_name} {person.family_name}"


def test_the_room_leads_to_the_item_the_meeting_is_at(the_room, client):
    page = client.get(address(the_room, "room"), follow=True)

    assert page.redirect_chain[-1][0] == of_item(the_room)
    assert f"</span>{name(the_room)}</h1>" in text(page)


def test_the_meeting_is_opened_by_its_button(signed_in):
    the_room = a_room(cases=1)
    client = signed_in(the_room.week.chairing)
    assert "Open the meeting" in text(client.get(of_item(the_room)))

    page = send(client, address(the_room, "open_meeting"), seen=str(the_room.meeting.revision))

    assert "The meeting is open." in text(page)
    assert the_room.meeting.state == "open"


def test_opening_a_second_time_says_that_the_meeting_is_open(signed_in):
    the_room = a_room(cases=1)
    client, seen = signed_in(the_room.week.chairing), str(the_room.meeting.revision)
    send(client, address(the_room, "open_meeting"), seen=seen)

    again = text(send(client, address(the_room, "open_meeting"), seen=seen, token="other"))

    assert "This meeting is open already." in again
    assert "Somebody else has changed this" not in again


def test_a_member_is_not_offered_to_open_it_and_cannot(signed_in):
    the_room = a_room(cases=1)
    client = signed_in(the_room.week.sitting)
    assert "Open the meeting</button>" not in text(client.get(of_item(the_room)))

    assert send(client, address(the_room, "open_meeting")).status_code == 403
    assert the_room.meeting.state == "issued"


@pytest.mark.clause("ROR-1")
def test_each_discussion_asks_for_the_alternatives_considered_and_keeps_them(the_room, client):
    for where in (of_item(the_room), address(the_room, "room_item", item=the_room.other().ref)):
        page = text(client.get(where))
        assert "Which support, help or other placement would make residential care unnecessary?" in page

    data = {"do": "answers", "alternatives-considered": "Respite.", "alternatives-considered-base": "0"}
    send(client, of_item(the_room), **data)

    assert Answer.objects.get(question="alternatives-considered").value == "Respite."


@pytest.mark.clause("ROR-2")
def test_a_residential_start_shows_what_it_needs_and_loses_nothing_that_was_written(the_room, client):
    page = send(
        client,
        of_item(the_room),
        do="outcome",
        outcome="residential-start",
        seen="0",
        **{"interim-arrangements": "Stays with an aunt.", "interim-arrangements-base": "0"},
        **{"step-down-actions": "", "step-down-actions-base": "0"},
    )

    assert page.status_code == 422
    assert "needs an answer for step-down actions first" in text(page)
    assert "ROR-2" in text(page)
    assert Answer.objects.get(question="interim-arrangements").value == "Stays with an aunt."
    assert not Decision.objects.exists()
    assert 'value="residential-start" checked' in text(page)


@pytest.mark.clause("ROR-2")
def test_with_both_answers_the_outcome_stands_beside_the_case(the_room, client):
    page = send(
        client,
        of_item(the_room),
        do="outcome",
        outcome="residential-start",
        seen="0",
        **{"interim-arrangements": "Stays.", "interim-arrangements-base": "0"},
        **{"step-down-actions": "A family by spring.", "step-down-actions-base": "0"},
    )

    assert "The outcome is recorded." in text(page)
    assert '<span class="remit-rail__note">Residential start appropriate</span>' in text(page)


def test_an_outcome_somebody_else_recorded_meanwhile_stays(the_room, client):
    the_room.decide(the_room(0), "support-at-home", actor=the_room.chair)

    page = send(client, of_item(the_room), do="outcome", outcome="no-longer-at-risk", seen="0")

    assert page.status_code == 409
    assert "Somebody else has changed this" in text(page)
    assert Decision.objects.get().outcome == "support-at-home"


def test_no_outcome_chosen_says_so(the_room, client):
    assert "Choose an outcome." in text(send(client, of_item(the_room), do="outcome", seen="0"))


def test_two_who_write_at_once_see_both_texts_without_javascript(the_room, client):
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    page = send(
        client,
        of_item(the_room),
        do="answers",
        discussion="Said the coordinator.",
        **{
            "discussion-base": "0",
            "alternatives-considered": "Respite.",
            "alternatives-considered-base": "0",
        },
    )

    shown = text(page)
    assert page.status_code == 409
    assert f"{the_room.chair.name} changed “Discussion” while you were writing" in shown
    assert shown.count("Said the coordinator.") >= 2
    assert '<p class="govuk-body remit-written">Said the chair.</p>' in shown
    assert Answer.objects.get(question="discussion", superseded_at__isnull=True).value == "Said the chair."
    assert Answer.objects.get(question="alternatives-considered").value == "Respite.", "the rest is saved"


@pytest.mark.parametrize(
    "keep, kept",
    [
        ("yours", "Said the coordinator."),
        ("theirs", "Said the chair."),
        ("both", "Said the chair.\n\nSaid the coordinator."),
    ],
)
def test_a_person_chooses_between_the_two_texts(the_room, client, keep, kept):
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    page = send(
        client,
        of_item(the_room),
        do="answers",
        discussion="Said the coordinator.",
        **{"discussion-base": "1", "discussion-yours": "Said the coordinator.", "discussion-keep": keep},
    )

    assert page.status_code == 200
    assert Answer.objects.get(question="discussion", superseded_at__isnull=True).value == kept


def test_nothing_is_saved_until_a_person_has_chosen(the_room, client):
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    page = send(
        client,
        of_item(the_room),
        do="answers",
        discussion="Said the coordinator.",
        **{"discussion-base": "1", "discussion-yours": "Said the coordinator."},
    )

    assert page.status_code == 409
    assert "Choose which words to keep" in text(page)
    assert Answer.objects.get().value == "Said the chair."


def autosave(client, the_room: Room, base: str, words: str):
    where = address(the_room, "room_answer", item=the_room(0).ref, question="discussion")
    return client.post(where, {"discussion": words, "discussion-base": base})


def test_an_answer_keeps_itself(the_room, client):
    assert autosave(client, the_room, "0", "First.").json() == {"version": 1, "words": "Saved 3:05pm"}
    assert autosave(client, the_room, "1", "Second.").json()["version"] == 2


def test_an_answer_that_keeps_itself_over_somebody_elses_brings_the_choice(the_room, client):
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    answer = autosave(client, the_room, "0", "Said the coordinator.")

    assert answer["Content-Type"].startswith("text/html")
    assert "Said the chair." in text(answer)
    assert "Said the coordinator." in text(answer)


def test_an_answer_that_is_refused_says_why(the_room, client):
    the_room.settle()
    the_room.close()

    assert "closed" in autosave(client, the_room, "0", "Too late.").json()["problem"]


def refresh(client, the_room: Room, **asked: object):
    return client.get(address(the_room, "room_parts"), asked, headers={"X-Remit-Refresh": "1"})


def test_a_page_that_shows_everything_is_told_so_in_few_questions(the_room, client):
    client.get(of_item(the_room))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = refresh(client, the_room, revision=the_room.meeting.revision, item=the_room(0).ref)

    assert (answer.status_code, answer.content) == (204, b"")
    about_meetings = [query for query in asked.captured_queries if 'FROM "records_meeting"' in query["sql"]]
    assert len(about_meetings) == 2, "one of them is the test's own"


def test_what_somebody_else_did_comes_by_itself(the_room, client):
    seen = the_room.meeting.revision
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    answer = refresh(client, the_room, revision=seen, item=the_room(0).ref)

    assert answer["X-Remit-Revision"] == str(the_room.meeting.revision)
    assert 'id="part-discussion" data-part' in text(answer)
    assert "Said the chair." in text(answer)


@pytest.mark.look
def test_a_refresh_extends_no_session_and_logs_nobody_twice(the_room, client):
    page = client.get(of_item(the_room))
    visit = re.search(r"visit=([0-9a-f]+)", text(page))[1]
    before, noted = Look.objects.count(), dict(client.session)

    answer = refresh(client, the_room, revision=0, item=the_room(0).ref, visit=visit)

    assert answer.status_code == 200
    assert Look.objects.count() == before
    assert dict(client.session) == noted


@pytest.mark.look
def test_what_a_page_shows_is_logged_with_the_children_on_it(the_room, client):
    client.get(of_item(the_room))

    look = Look.objects.get(route="room_item")
    assert look.kind == "opened"
    assert set(look.persons.values_list("subject_id", flat=True)) == set(
        the_room.meeting.items.values_list("subject_id", flat=True)
    )


@pytest.mark.clause("ROR-6")
def test_a_substitute_is_recorded_with_the_service_they_come_from(the_room, client):
    where = address(the_room, "room_attendance")
    data = {
        "presence-who": "Somebody Standing-In",
        "presence-seat": "fostering",
        "presence-capacity": "substitute",
        "presence-answer": "present",
    }

    wrong = send(client, where, do="presence", **data, **{"presence-service": "Youth justice"})
    assert wrong.status_code == 422
    assert "comes from the same service area" in text(wrong)
    assert "(ROR-6)" in text(wrong)

    right = send(client, where, token="t2", do="presence", **data, **{"presence-service": "TAC Duty"})
    assert "Somebody Standing-In, TAC Duty – substitute, from 3:05pm" in text(right)


@pytest.mark.clause("ROR-6")
def test_a_seat_without_an_answer_is_shown(the_room, client):
    where = address(the_room, "room_attendance")
    assert text(client.get(where)).count("Nothing recorded yet") == 7

    holder = str(the_room.week.holder_of("fostering").pk)
    page = send(client, where, do="here", seat="fostering", who=holder, answer="apologies")

    assert text(page).count("Nothing recorded yet") == 6


@pytest.mark.clause("ROR-7")
def test_who_is_expected_for_a_case_stands_on_it_and_is_recorded(the_room, client):
    assert "Expected: social worker or team manager" in text(client.get(of_item(the_room)))

    page = send(client, of_item(the_room), do="absence", **{"absence-reason": "On leave, no cover"})

    assert "Nobody came: On leave, no cover" in text(page)
    assert Attendance.objects.get(item=the_room(0)).reason == "On leave, no cover"


@pytest.mark.clause("ROR-4")
def test_an_action_is_agreed_with_a_lead_chosen_by_name(the_room, client):
    lead = the_room.week.sitting

    page = send(
        client,
        of_item(the_room),
        do="action",
        **{"action-what": "Ask the agency", "action-lead": lead.name.upper()},
    )

    assert f"{lead.name}, due Thursday 22 October 2026, 3pm" in text(page)


def test_an_action_for_nobody_says_what_is_missing(the_room, client):
    page = send(client, of_item(the_room), do="action", **{"action-lead": "Nobody Of That Name"})

    assert page.status_code == 422
    assert "Enter what is to be done" in text(page)
    assert "Choose who leads the action from the list" in text(page)


def test_a_form_sent_twice_counts_once(the_room, client):
    data = {"action-what": "Ask", "action-lead": the_room.week.sitting.name}

    send(client, of_item(the_room), do="action", **data)
    again = send(client, of_item(the_room), do="action", **data)

    assert "only counted once" in text(again)
    assert the_room.meeting.actions.count() == 1


@pytest.mark.clause("ROR-17")
def test_other_cases_stand_as_they_were_when_the_meeting_opened(signed_in):
    the_room = a_room(cases=2, others=2)
    needed = EntryDetail.objects.filter(entry__in=the_room.others)
    needed.update(placement_required="Foster home in Orrelby")
    the_room.open()
    client = signed_in(the_room.week.coordinating)

    page = text(client.get(address(the_room, "room_section", section="other")))

    assert page.count("Note as discussed<span") == 2
    assert page.count("<span>Placement required: Foster home in Orrelby</span>") == 2

    noted = send(
        client, address(the_room, "room_section", section="other"), do="note", item=the_room.other().ref
    )

    assert text(noted).count('<strong class="govuk-tag govuk-tag--green">Discussed</strong>') == 1


@pytest.mark.clause("ROR-17")
def test_all_that_are_left_are_noted_by_one_button(the_room, client):
    where = address(the_room, "room_section", section="other")
    assert "Note all 2 that are left as discussed" in text(client.get(where))

    noted = text(send(client, where, do="note-all"))

    assert "2 cases are noted as discussed." in noted
    assert noted.count('govuk-tag--green">Discussed</strong>') == 2
    assert "that are left as discussed" not in noted


def test_a_member_is_not_offered_to_note_them_all_and_cannot(the_room, signed_in):
    client = signed_in(the_room.week.sitting)
    where = address(the_room, "room_section", section="other")
    assert "that are left as discussed" not in text(client.get(where))

    assert send(client, where, do="note-all").status_code in (403, 422)
    assert the_room.other().state == "planned"


def test_before_its_day_the_room_says_when_it_opens_and_the_chair_is_led_to_move_it(signed_in, settings):
    the_room = a_room(cases=1)
    settings.FIXED_NOW = london("2026-10-14 10:00")
    chair, coordinator = signed_in(the_room.week.chairing), signed_in(the_room.week.coordinating)
    where = of_item(the_room)

    for client in (chair, coordinator):
        page = text(client.get(where))
        assert "The meeting is on Thursday 15 October 2026, and opens on that day." in page
        assert "To hold it sooner, the chair can move it to another day." in page
        assert "Open the meeting</button>" not in page
    move = address(the_room, "move_meeting")
    assert move in text(chair.get(where))
    assert move not in text(coordinator.get(where))
    refused = send(coordinator, address(the_room, "open_meeting"), seen=str(the_room.meeting.revision))
    assert refused.status_code == 422
    assert "the chair can move it to another day" in text(refused)


def test_a_meeting_moved_to_today_opens_today_with_its_times(signed_in, settings):
    the_room = a_room(cases=2)
    settings.FIXED_NOW = london("2026-10-14 10:00")
    chair = signed_in(the_room.week.chairing)
    day = {"date-day": "14", "date-month": "10", "date-year": "2026"}
    hours = {"start": "10am", "end": "11:30am"}

    send(
        chair, address(the_room, "move_meeting"), token="m", seen=str(the_room.meeting.revision), why="Half term",
        confirmed="on", **day, **hours,
    )  # fmt: skip
    page = send(chair, address(the_room, "open_meeting"), seen=str(the_room.meeting.revision))

    assert "The meeting is open." in text(page)
    assert "10:20am" in text(page)
    assert the_room.meeting.state == "open"


def in_their_order(the_room: Room) -> list[str]:
    left = the_room.week.meeting.items.filter(section="focus").exclude(state="deferred")
    return list(left.order_by("position").values_list("ref", flat=True))


def test_a_case_moves_one_place_when_one_before_it_is_put_off(signed_in):
    the_room = a_room(cases=4).open()
    client = signed_in(the_room.week.coordinating)
    _, second, third, fourth = (item.ref for item in the_room.cases)
    the_room.decide(the_room(0), "deferred", why="The worker is ill.")

    page = client.get(of_item(the_room, 1))
    assert 'value="up" disabled' in text(page)
    send(client, of_item(the_room, 1), do="move", move="down")
    assert in_their_order(the_room) == [third, second, fourth]
    send(client, of_item(the_room, 3), token="t2", do="move", move="up")
    assert in_their_order(the_room) == [third, fourth, second]


def test_a_case_put_off_meanwhile_is_not_moved_and_the_page_says_why(the_room, client):
    assert "Earlier in the agenda" in text(client.get(of_item(the_room, 1)))
    the_room.decide(the_room(1), "deferred", why="The worker is ill.")

    page = send(client, of_item(the_room, 1), do="move", move="up")

    assert page.status_code == 422
    assert "This item is put off, so it has no place or time at this meeting." in text(page)
    assert "Earlier in the agenda" not in text(client.get(of_item(the_room, 1)))


def test_there_is_an_item_to_add_to_the_agenda(the_room, client):
    new = rated("low")

    page = send(
        client, address(the_room, "room_add"), section="focus", entry=new.ref, why="It became pressing"
    )

    assert "The item is on the agenda." in text(page)
    assert "Why it is here: It became pressing" in text(page)


def test_a_closed_room_shows_and_changes_nothing(the_room, client):
    the_room.settle()
    the_room.close()

    page = text(client.get(of_item(the_room)))
    assert "This meeting is closed." in page
    assert "Record the outcome</button>" not in page

    late = send(client, of_item(the_room), do="outcome", outcome="no-longer-at-risk", seen="1")
    assert late.status_code == 422
    assert "next meeting" in text(late)


def test_who_has_nothing_to_do_with_the_meeting_does_not_find_it(the_room, signed_in):
    stranger = signed_in(staff())
    for where in (of_item(the_room), address(the_room, "room"), address(the_room, "room_parts")):
        assert stranger.get(where).status_code in (403, 404)


def test_a_member_finds_it_until_28_days_after_it_closed(the_room, signed_in, settings):
    the_room.settle()
    the_room.close()
    client = signed_in(the_room.week.sitting)
    assert client.get(of_item(the_room)).status_code == 200

    settings.FIXED_NOW = london("2026-11-12 16:41")

    assert signed_in(the_room.week.sitting).get(of_item(the_room)).status_code == 404


def test_a_restricted_child_is_not_named_to_a_member(signed_in):
    week = a_week()
    child = a_restricted_child(week.coordinating, given="Hidmeadow", family="Quellerby")
    week.issued_with(rated("high", child=child))
    the_room = Room(week, week.meeting, list(week.meeting.items.filter(entry__isnull=False)), [])

    page = text(signed_in(week.sitting).get(address(the_room, "room_attendance")))

    assert "Restricted record" in page
    assert "Quellerby" not in page
    assert signed_in(week.sitting).get(of_item(the_room)).status_code == 404
    assert "Quellerby" in text(signed_in(week.coordinating).get(of_item(the_room)))


def next_week(the_room: Room) -> Room:
    """The meeting a week on, with its agenda issued, once this one is closed."""
    the_room.settle()
    the_room.close()
    week = Week(the_room.week.forum, the_room.later)
    at = london("2026-10-19 10:30")
    selection.finish_selection(
        meeting_id=the_room.later.pk,
        took_part=[week.holder_of("brokerage").ref],
        seen=None,
        actor=viewer_of(week.coordinating, now=at),
        now=at,
    )
    agenda.draft_agenda(meeting_id=the_room.later.pk, seen=None, actor=viewer_of(week.coordinating), now=at)
    agenda.confirm_agenda(meeting_id=the_room.later.pk, seen=None, actor=viewer_of(week.chairing), now=at)
    return Room(
        week, the_room.later, list(the_room.later.items.filter(entry__isnull=False).order_by("pk")), []
    )


@pytest.mark.clause("ROR-11")
def test_next_week_the_case_comes_with_what_was_said_decided_and_agreed(the_room, signed_in, settings):
    the_room.write(the_room(0), "discussion", "The carer would go on with support.")
    the_room.agree("Ask the agency", item=the_room(0))
    the_room.decide(the_room(0), "search-continues")
    again = next_week(the_room)
    settings.FIXED_NOW = london("2026-10-22 14:00")

    page = text(signed_in(again.week.sitting).get(of_item(again)))

    assert "15 October 2026: Search for a family placement continues" in page
    assert "The carer would go on with support." in page
    assert page.count("Ask the agency") >= 2, "in the discussion, and among the open actions"


@pytest.mark.clause("ROR-12")
def test_next_week_all_actions_come_along_open_ones_first(the_room, signed_in, settings):
    done = the_room.agree("Already finished", item=the_room(1))
    the_room.agree("Still open", item=the_room(0))
    the_room.decide(the_room(0), "search-continues")
    actions.update_action(
        action_ref=done.ref, seen=1, text="Done.", finished=True, actor=the_room.coordinator, now=AFTER
    )
    again = next_week(the_room)
    settings.FIXED_NOW = london("2026-10-22 14:00")

    page = text(signed_in(again.week.sitting).get(address(again, "room_section", section="actions")))

    assert page.index("Still open") < page.index("Already finished")


@pytest.mark.long
@pytest.mark.parametrize("role", ["coordinating", "sitting"])
@pytest.mark.parametrize("where", ["item", "other", "attendance"])
def test_as_many_questions_for_3_cases_as_for_60(signed_in, role, where):
    counts = []
    the_room = a_room(cases=1, others=2).open()
    client = signed_in(getattr(the_room.week, role))
    addresses = {
        "item": of_item(the_room),
        "other": address(the_room, "room_section", section="other"),
        "attendance": address(the_room, "room_attendance"),
    }
    for more in (1, 57):
        _more_other_cases(the_room, more)
        client.get(addresses[where])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(addresses[where]).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


def _more_other_cases(the_room: Room, number: int) -> None:
    for place in range(number):
        entry = rated("medium")
        item = the_room.meeting.items.filter(entry=entry).first() or AgendaItem(
            meeting=the_room.meeting,
            section="other",
            position=place + 10,
            subject_id=entry.person_id,
            entry=entry,
            added_by=the_room.week.coordinating,
            added_at=DURING,
        )
        item.snapshot = entry.details.get()
        item.save()
        the_room.write(item, "comments", f"Comment {place}")
        the_room.agree(f"Ask {place}", item=item)


def test_one_press_records_every_holder_and_the_exceptions_are_taken_back(the_room, client):
    where = address(the_room, "room_attendance")
    here = the_room.week.holder_of("fostering").name
    the_room.present("fostering")

    page = text(send(client, where, do="all-here"))

    seats = the_room.week.forum.seat_holdings.values("seat").distinct().count()
    assert f"{seats - 1} holders of a seat recorded as present." in page
    assert "Record all" not in page
    rows = Attendance.objects.filter(meeting=the_room.meeting, superseded_at__isnull=True)
    assert rows.count() == seats
    assert page.count(f"{here} – holder") == 1
    gone = rows.exclude(seat="fostering").first()
    send(client, where, token="t2", do="strike-out", attendance=gone.ref)
    assert not rows.filter(pk=gone.pk).exists()


def test_of_two_holders_with_one_name_both_are_waited_for(the_room, client):
    where = address(the_room, "room_attendance")
    one, other = the_room.week.holder_of("fostering"), the_room.week.holder_of("children-in-care")
    type(one).objects.filter(pk=other.pk).update(name=one.name)
    seats = the_room.week.forum.seat_holdings.values("seat").distinct().count()
    assert f"Record all {seats} holders as present" in text(client.get(where))
    the_room.present("fostering")
    assert f"Record all {seats - 1} holders as present" in text(client.get(where))
    send(client, where, do="all-here")
    assert f"{seats} people" in text(client.get(where))


def test_a_press_that_finds_everybody_recorded_says_nothing(the_room, client):
    where = address(the_room, "room_attendance")
    send(client, where, do="all-here")

    page = text(send(client, where, token="t2", do="all-here"))

    assert "recorded as present" not in page


def test_a_refused_outcome_is_one_summary_that_leads_to_the_answer_it_wants(the_room, client):
    page = client.post(
        of_item(the_room), {"do": "outcome", "outcome": "residential-start", "seen": "0", "form_token": "t1"}
    )

    assert text(page).count("There is a problem") == 1
    assert '<a href="#interim-arrangements">' in text(page)
    assert "(ROR-2)" in text(page)


def test_an_action_about_no_child_is_agreed_on_a_page_of_its_own(the_room, client):
    where, lead = address(the_room, "room_actions"), the_room.week.sitting
    assert where in text(client.get(of_item(the_room)))
    assert "None agreed yet" in text(client.get(where))

    page = text(send(client, where, **{"action-what": "Ask for more beds", "action-lead": lead.name}))
    again = text(send(client, where, **{"action-what": "Ask for more beds", "action-lead": lead.name}))

    assert "The action is agreed." in page
    assert "Ask for more beds" in page
    assert "only counted once" in again
    agreed = Action.objects.get()
    assert (agreed.item, agreed.subject_id, agreed.lead) == (None, the_room.week.forum.pk, lead)


def test_an_action_about_no_child_says_what_and_who(the_room, client):
    page = send(client, address(the_room, "room_actions"), **{"action-what": " ", "action-lead": "Nobody"})
    assert page.status_code == 422
    assert "Enter what is to be done" in text(page)
    assert "Choose who leads the action from the list" in text(page)
    assert not Action.objects.exists()


def test_a_member_agrees_no_action_about_the_forum(the_room, signed_in):
    member = signed_in(the_room.week.sitting)
    assert member.get(address(the_room, "room_actions")).status_code in {403, 404}


def test_actions_are_agreed_while_the_meeting_is_open(the_room, client):
    the_room.settle()
    the_room.close()
    where = address(the_room, "room_actions")
    assert "Actions are agreed while the meeting is open." in text(client.get(where))
    page = send(client, where, **{"action-what": "Ask", "action-lead": the_room.week.sitting.name})
    assert page.status_code == 422
    assert not Action.objects.exists()


@pytest.mark.clause("ROR-6")
def test_the_services_a_substitute_may_come_from_are_offered(signed_in, settings):
    the_room = a_room(cases=1).open()
    settings.FIXED_NOW = DURING
    page = text(signed_in(the_room.week.coordinating).get(address(the_room, "room_attendance")))
    assert '<option value="Brokerage" label="Senior commissioning officer, brokerage">' in page
    assert "<strong>Duty officer</strong>: TAC Duty" in page


def test_the_cases_to_add_are_those_that_are_not_chosen_and_say_which_of_them_move(the_room, client):
    new = rated("high")
    chosen, other = the_room.cases[0].entry.ref, the_room.other().entry.ref

    page = text(client.get(address(the_room, "room_add")))

    assert f'value="{chosen}"' not in page
    assert re.search(f'value="{other}">[^<]*\\(now among other cases: moves\\)<', page)
    assert re.search(f'value="{new.ref}">[^<(]*<', page)


def test_the_other_cases_stand_in_few_lines_and_say_nothing_where_there_is_nothing(the_room, client):
    page = text(client.get(address(the_room, "room_section", section="other")))

    assert page.count('<li class="remit-rows__row">') == 2
    assert "Comments" not in page
    assert "data-label" not in page


def test_the_clause_of_a_question_stands_with_the_question(the_room, client):
    page = text(client.get(of_item(the_room)))

    hint = page.split('id="discussion-hint"')[1].split("</div>")[0]
    assert "remit-clause" in hint
    assert '<p class="remit-by"><span class="remit-clause">' not in page
