"""A case reads the same in minutes, register, file and time line, and what comes back is said as it is."""

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from docx import Document

from remit.casework.agenda import add_business
from remit.casework.closing import waive_several
from remit.casework.decisions import defer_item
from remit.records.closing_facts import closing_facts
from remit.records.meetings import AgendaItem
from remit.rules.closing import unfinished
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Room, a_room
from tests.factories import a_meeting

pytestmark = pytest.mark.django_db

AT = "/forums/ror/2026-10-15"
WHY = "Time ran out"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


def text(response) -> str:
    return " ".join(response.content.decode().split())


def closed_without(the_room: Room, *kinds: str) -> None:
    """Close the meeting with what is left of these kinds waived, and approve its minutes."""
    keys = [one.key for one in unfinished(closing_facts(the_room.meeting)) if one.key.split(":")[0] in kinds]
    waive_several(meeting_id=the_room.id, keys=keys, reason=WHY, actor=the_room.coordinator, now=AFTER)
    the_room.close()
    the_room.approve()


@pytest.fixture
def ran_out() -> Room:
    """A meeting that discussed its focus case, of whose worker nobody wrote, and none of two other cases."""
    the_room = a_room(cases=1, others=2).open()
    the_room.everybody_comes()
    the_room.decide(the_room(0), "support-at-home")
    closed_without(the_room, "discussed", "presence")
    return the_room


def register_rows(client) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(f"{AT}/register.csv").content.decode("utf-8-sig"))))


@pytest.mark.clause("ROR-17")
@pytest.mark.clause("ROR-20")
def test_a_case_that_was_not_discussed_says_so_and_why_wherever_it_is_read(ran_out, signed_in):
    client = signed_in(ran_out.week.coordinating)
    said = f"Not discussed: {WHY}"

    assert text(client.get(f"{AT}/minutes")).count(f"<strong>{said}</strong>") == 2
    assert text(client.get(f"{AT}/register")).count(said) == 2
    assert [row["Outcome"] for row in register_rows(client)] == ["Support at home", said, said]
    child = reverse("case", kwargs={"child": ran_out.other().subject.ref})
    assert said in text(client.get(child))


def test_there_is_no_extract_of_a_case_that_was_not_discussed(ran_out, signed_in):
    client = signed_in(ran_out.week.coordinating)
    extract = reverse("extract", kwargs={"item": ran_out.other().ref})

    refused = client.get(extract)

    assert refused.status_code == 422
    assert "This case was not discussed at the meeting, so there is no extract." in text(refused)
    child = reverse("case", kwargs={"child": ran_out.other().subject.ref})
    for page in (f"{AT}/minutes", f"{AT}/register", child):
        assert extract not in text(client.get(page))
    discussed = reverse("extract", kwargs={"item": ran_out(0).ref})
    assert discussed in text(client.get(f"{AT}/minutes"))
    assert "support-at-home.docx" in client.get(discussed)["Content-Disposition"]


def test_the_extract_of_a_focus_case_without_an_outcome_says_so_without_the_reason(signed_in):
    the_room = a_room(cases=1, others=0).open()
    the_room.everybody_comes()
    the_room.somebody_comes_for(the_room(0))
    closed_without(the_room, "outcome")
    client = signed_in(the_room.week.coordinating)

    file = client.get(reverse("extract", kwargs={"item": the_room(0).ref}))

    assert file["Content-Disposition"].endswith('_ror_no-outcome.docx"')
    said = [one.text for one in Document(BytesIO(file.content)).paragraphs]
    assert "Outcome: No outcome" in said
    assert WHY not in " ".join(said)
    assert register_rows(client)[0]["Outcome"] == f"No outcome: {WHY}"


def test_what_was_waived_for_one_reason_stands_together_and_at_the_end_of_the_file(ran_out, signed_in):
    client = signed_in(ran_out.week.coordinating)

    assert f"2 other cases were not discussed: {WHY}" in text(client.get(f"{AT}/minutes"))
    document = Document(BytesIO(client.get(f"{AT}/minutes.docx").content))
    assert [one.text for one in document.paragraphs][-3:] == [
        "Closed without",
        f"A case without a word on who came: {WHY}",
        f"2 other cases were not discussed: {WHY}",
    ]


@pytest.mark.clause("ROR-7")
def test_the_register_says_that_it_was_not_recorded_who_came_and_why(ran_out, signed_in):
    client = signed_in(ran_out.week.coordinating)

    said = f"Not recorded (waived: {WHY})"
    assert said in text(client.get(f"{AT}/register"))
    assert [row["Worker or manager"] for row in register_rows(client)] == [said, "Not asked", "Not asked"]


def test_a_deferred_case_was_never_asked_who_came_and_is_called_deferred_everywhere(signed_in):
    the_room = a_room(cases=2, others=1).open()
    the_room.decide(the_room(0), "deferred", why="The worker is ill")
    client = signed_in(the_room.week.coordinating)

    room = text(client.get(reverse("room_item", kwargs=_at(item=the_room(0).ref))))
    assert ">Deferred</strong>" in room
    assert "Put off" not in room
    assert "Deferred: The worker is ill" in room

    the_room.settle()
    the_room.close()

    assert "2 discussed" in text(client.get(AT))
    assert "1 deferred" in text(client.get(AT))
    row = register_rows(client)[0]
    assert (row["Outcome"], row["Worker or manager"]) == ("Deferred", "Present")


def _at(**more: str) -> dict[str, str]:
    return {"forum": "ror", "date": "2026-10-15", **more}


def test_closing_says_how_many_cases_come_back_and_when(signed_in):
    the_room = a_room(cases=3, others=0).open()
    the_room.decide(the_room(0), "search-continues")
    the_room.decide(the_room(1), "deferred", why="The worker is ill")
    the_room.settle()
    client = signed_in(the_room.week.coordinating)

    page = _close(client, the_room)

    assert "2 cases come back to the meeting of 22 October 2026." in page


def test_a_case_that_stands_on_a_later_meeting_already_is_said_to(signed_in):
    the_room = a_room(cases=2, others=0).open()
    last = a_meeting(the_room.week.forum, the_room.later.date + timedelta(days=7))
    the_room.decide(the_room(0), "deferred", why="The worker is ill")
    there = AgendaItem.objects.get(meeting=the_room.later, subject=the_room(0).subject)
    defer_item(item_ref=there.ref, why="Not before the report", actor=the_room.coordinator, now=DURING)
    client = signed_in(the_room.week.coordinating)

    room = text(client.get(reverse("room_item", kwargs=_at(item=the_room(0).ref))))
    assert (
        "Stands on the meeting of 29 October 2026 already, and does not come back to the next one"
        " on 22 October 2026." in room
    )
    untouched = text(client.get(reverse("room_item", kwargs=_at(item=the_room(1).ref))))
    assert "Comes back to the next meeting on 22 October 2026." in untouched

    the_room.settle()
    page = _close(client, the_room)

    assert last.date.isoformat() == "2026-10-29"
    assert "1 case stands on the meeting of 29 October 2026 already, and comes back there." in page
    assert "come back to the meeting of 22" not in page


def test_the_closing_page_says_which_other_business_was_not_taken(signed_in):
    the_room = a_room(cases=1, others=0).open()
    client = signed_in(the_room.week.coordinating)
    title = "Cover over the school holiday"
    add_business(meeting_id=the_room.id, title=title, seen=None, actor=the_room.coordinator, now=DURING)
    the_room.settle()

    page = text(client.get(f"{AT}/close"))

    assert "1 item of other business was not taken. What you do not carry over is dropped" in page
    the_room.note(AgendaItem.objects.get(title=title))
    assert "other business was not taken" not in text(client.get(f"{AT}/close"))


def test_other_business_that_was_not_taken_is_carried_over_or_let_drop_before_closing(signed_in):
    the_room = a_room(cases=1, others=0).open()
    client = signed_in(the_room.week.coordinating)
    for title in ("Cover over the holiday", "A new form"):
        add_business(meeting_id=the_room.id, title=title, seen=None, actor=the_room.coordinator, now=DURING)
    the_room.settle()
    cover, form = (AgendaItem.objects.get(title=title) for title in ("Cover over the holiday", "A new form"))
    assert "Carry over to 22 October 2026" in text(client.get(f"{AT}/close"))

    for do, item in (("carry", cover), ("drop", form)):
        page = client.post(f"{AT}/close", {"do": do, "item": item.ref, "form_token": do}, follow=True)

    assert "other business was not taken" not in text(page)
    assert list(the_room.later.items.values_list("title", flat=True)) == ["Cover over the holiday"]
    form.refresh_from_db()
    assert (form.state, form.left_why) == ("withdrawn", "Dropped when the meeting of 15 October 2026 closed")
    again = client.post(f"{AT}/close", {"do": "drop", "item": form.ref, "form_token": "again"})
    assert "This is settled by now." in text(again)
    _close(client, the_room)
    assert the_room.meeting.state == "closed"


def _close(client, the_room: Room) -> str:
    page = client.post(
        f"{AT}/close",
        {"do": "close", "seen": the_room.meeting.revision, "form_token": "t1"},
        follow=True,
    )
    return text(page)
