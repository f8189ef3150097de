"""Versions of minutes on the page and in the files: earlier ones stay readable, what changed stands side by side."""

from datetime import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from remit.casework.delivery import deliver
from remit.casework.outbox import About, post
from remit.records.corrections import MinutesCorrection, MinutesVersion
from remit.records.messages import Message
from remit.rules.delivery import TAKEN
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories import staff
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db

AT = "/forums/ror/2026-10-15"
WHERE = f"{AT}/minutes"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


@pytest.fixture
def the_room() -> Room:
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", "An ant offers a home.")
    the_room.agree("Ring the carer", item=the_room(0))
    the_room.settle()
    the_room.close()
    the_room.approve()
    return the_room


@pytest.fixture
def chair(the_room, signed_in):
    return signed_in(the_room.week.chairing)


@pytest.fixture
def member(the_room, signed_in):
    return signed_in(the_room.week.sitting)


def address(the_room: Room, question: str = "discussion") -> str:
    parts = {"forum": "ror", "date": "2026-10-15", "item": the_room(0).ref, "question": question}
    return reverse("minutes_correct", kwargs=parts)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def propose(client, the_room: Room, question: str = "discussion", *, token: str = "t1", **data: object):
    data = {"seen": 1, "why": "A letter was left out", "form_token": token, **data}
    return client.post(address(the_room, question), data, follow=True)


def press(client, do: str, *, token: str = "t9", **data: object):
    return client.post(WHERE, {"do": do, "form_token": token, **data}, follow=True)


def correct(client, the_room: Room) -> None:
    propose(client, the_room, text="An aunt offers a home.")
    press(client, "approve-corrections", seen=the_room.meeting.revision)


def words_of(response) -> str:
    document = Document(BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def test_a_correction_waits_side_by_side_for_who_runs_the_forum_and_for_nobody_else(the_room, chair, member):
    assert address(the_room) in text(chair.get(WHERE))
    page = text(propose(chair, the_room, text="An aunt offers a home."))

    assert "The correction waits for approval." in page
    assert "An <del>ant</del> offers a home." in page
    assert "An <ins>aunt</ins> offers a home." in page
    assert "A letter was left out" in page
    theirs = text(member.get(WHERE))
    assert "An ant offers a home." in theirs
    assert "aunt" not in theirs
    assert address(the_room) not in theirs


def test_earlier_versions_stay_readable_by_those_who_read_minutes(the_room, chair, member):
    correct(chair, the_room)

    page = text(member.get(WHERE))
    assert "Version 2 (on this page)" in page
    assert "Corrected, and approved by" in page
    assert "An <del>ant</del> offers a home." in page
    old = text(member.get(f"{WHERE}?version=1"))
    assert "You are reading version 1." in old
    assert "An ant offers a home.</p>" in old
    assert "An ant offers a home.</p>" not in page
    for wrong in ("3", "none", "99999999"):
        assert member.get(f"{WHERE}?version={wrong}").status_code == 404


def test_word_says_version_and_date_and_what_was_corrected(the_room, chair, member):
    first = words_of(member.get(f"{AT}/minutes.docx"))
    assert "Version 1." in first
    assert "Corrections" not in first
    correct(chair, the_room)

    response = member.get(f"{AT}/minutes.docx")

    said = words_of(response)
    assert "Version 2: corrected, and approved by" in said
    assert "16 October 2026" in said
    assert {"An ant offers a home.", "An aunt offers a home."} <= set(said.split("\n"))
    assert "ror-minutes-2026-10-15-version-2.docx" in response["Content-Disposition"]
    old = words_of(member.get(f"{AT}/minutes.docx?version=1"))
    assert "An aunt offers a home." not in old
    extract = words_of(chair.get(reverse("extract", kwargs={"item": the_room(0).ref})))
    assert "corrected on 16 October 2026" in extract
    assert "Version 2." in extract
    assert "An aunt offers a home." in extract


def test_what_hangs_on_an_outcome_is_said_before_it_is_approved(the_room, chair):
    page = text(propose(chair, the_room, "outcome", outcome="search-continues", reason=""))

    assert "1 action was agreed for this case." in page
    assert "The case is on no later agenda" in page
    page = text(press(chair, "approve-corrections", seen=the_room.meeting.revision))
    assert "This is version 2" in page
    assert "<strong>Search for a family placement continues</strong>" in page
    assert "<strong>Support at home</strong>" in text(chair.get(f"{WHERE}?version=1")).replace(" <a", "<a")


def test_a_wording_is_asked_for_where_the_text_may_name_another_child(the_room, chair):
    person = the_room(1).subject.person
    said = f"With {person.given_name} {person.family_name}."

    page = propose(chair, the_room, text=said)

    assert page.status_code == 422
    assert "may name another child" in text(page)
    assert 'name="wording"' in text(page)
    again = propose(chair, the_room, text=said, wording="With another child.", token="t2")
    assert "In the extract: With another child." in text(again)


def test_who_began_from_an_old_page_sees_both_texts(the_room, chair):
    correct(chair, the_room)

    page = propose(chair, the_room, text="An uncle offers a home.", token="t3")

    assert page.status_code == 409
    assert "This text was corrected since you began" in text(page)
    assert "An aunt offers a home." in text(page)
    assert "An uncle offers a home.</textarea>" in text(page)


def test_a_note_stands_with_the_minutes(the_room, chair, member):
    where = reverse("minutes_note", kwargs={"forum": "ror", "date": "2026-10-15"})
    assert where in text(chair.get(WHERE))
    assert member.get(where).status_code == 403
    assert chair.post(where, {"form_token": "t1"}).status_code == 422
    said = {"text": "Fostering came at 3:20pm.", "why": "Written down wrongly", "form_token": "t2"}
    chair.post(where, said)
    press(chair, "approve-corrections", seen=the_room.meeting.revision)

    assert "Fostering came at 3:20pm." in text(member.get(WHERE)).replace("<ins>", "").replace("</ins>", "")


def test_a_correction_is_turned_down_with_a_reason(the_room, chair):
    propose(chair, the_room, text="An aunt offers a home.")
    ref = MinutesCorrection.objects.get().ref
    assert "Enter why" in text(press(chair, "turn-down", correction=ref, why=""))

    page = press(chair, "turn-down", correction=ref, why="Not so", token="t8")

    assert "The correction is turned down." in text(page)
    assert "Corrections that wait" not in text(page)


def test_a_correction_of_a_restricted_record_is_shown_to_those_named_alone(the_room, chair, member):
    correct(chair, the_room)
    restrict_to(the_room(0).subject.person, the_room.week.chairing)

    page = text(member.get(WHERE))

    assert "aunt" not in page
    assert "Version 2" in page
    assert MinutesVersion.objects.count() == 1
    assert "aunt" not in words_of(member.get(f"{AT}/minutes.docx"))


def test_the_page_says_who_was_sent_what_and_when_to_who_runs_the_forum(the_room, chair, member):
    the_room.week.sitting.email = "member@council.example"
    the_room.week.sitting.save()
    correct(chair, the_room)
    deliver(lambda mail: TAKEN, clock=lambda: NEXT_DAY)

    assert f"{WHERE}/sent" in text(chair.get(WHERE))
    page = text(chair.get(f"{WHERE}/sent"))

    assert the_room.week.sitting.name in page
    for words in ("Draft minutes", "Minutes, version 1", "Minutes, version 2"):
        assert words in page
    assert "Handed to the mail server on 16 October 2026" in page
    assert "Withdrawn: The minutes were approved." in page
    assert f"{WHERE}/sent" not in text(member.get(WHERE))
    assert member.get(f"{WHERE}/sent").status_code == 403


def test_of_many_who_were_sent_word_the_first_stand_there_and_who_it_did_not_reach_before_them(
    the_room, chair
):
    meeting = the_room.week.meeting
    Message.objects.filter(meeting=meeting).update(state="withdrawn", last_error="")
    for number in range(12):
        reader = staff(f"Reader {number}", email=f"reader{number}@council.example")
        about = About(meeting=meeting.pk)
        key = f"minutes:{meeting.pk}:1:{reader.pk}"
        post(key=key, kind="minutes", to=reader.pk, heading="Minutes", text="See.", about=about, now=NEXT_DAY)
    Message.objects.filter(recipient__name="Reader 11").update(state="failed", last_error="No such person")
    everybody = Message.objects.filter(meeting=meeting, kind__in=("minutes", "minutes-draft")).count()

    page = text(chair.get(f"{WHERE}/sent"))

    shown, folded = page.split("names no child.")[1].split("<details", 1)
    _head, first, *rest = shown.split("</tr>")
    assert "Reader 11" in first, "who it did not reach stands first"
    assert len(rest) == 7 + 1, "eight rows, and what stands after the last"
    assert f"Show {everybody - 8} more" in folded
