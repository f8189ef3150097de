"""The next agenda opens with the last minutes, which are agreed there, with corrections in the room."""

from io import BytesIO

import pytest
from docx import Document

from remit.casework import closing, corrections, minutes, room
from remit.casework.agreeing import agree_minutes
from remit.records.closing_facts import closing_facts
from remit.records.corrections import MinutesAgreed
from remit.rules.closing import unfinished
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.terms import load
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.casework.weeks import Week

pytestmark = pytest.mark.django_db

AT = "/forums/ror/2026-10-22"
WHERE = f"{AT}/last-minutes"
LAST = "/forums/ror/2026-10-15/minutes"


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).closed()


@pytest.fixture
def chair(the_room, signed_in):
    return signed_in(the_room.week.chairing)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def open_next(the_room: Room, settings=None) -> None:
    week = Week(the_room.week.forum, the_room.later)
    week.finish()
    week.draft()
    week.confirm()
    at = the_room.later.starts_at
    room.open_meeting(meeting_id=the_room.later.pk, seen=None, actor=the_room.coordinator, now=at)
    if settings is not None:
        settings.FIXED_NOW = at


def written(client, address: str) -> list[str]:
    document = Document(BytesIO(client.get(address).content))
    return [part.text for part in document.paragraphs]


def agree(client, version: int = 1, token: str = "t1"):
    return client.post(WHERE, {"version": version, "form_token": token}, follow=True)


def test_the_next_agenda_opens_with_the_last_minutes(the_room, chair):
    agenda = text(chair.get(f"{AT}/agenda"))
    assert WHERE in agenda
    assert "minutes of the last meeting, 15 October 2026" in agenda
    assert "Draft" in agenda
    assert "They are not approved yet." in text(chair.get(WHERE))

    the_room.approve()

    assert "To be agreed" in text(chair.get(f"{AT}/agenda"))
    page = text(chair.get(WHERE))
    assert f"by {the_room.week.chairing.name} on 16 October 2026" in page
    assert LAST in page
    assert "Open the meeting first." in page
    assert "There was no meeting before" in text(chair.get("/forums/ror/2026-10-15/last-minutes"))


def test_they_are_agreed_at_the_meeting_once_corrections_are_approved(the_room, chair, settings):
    the_room.approve()
    open_next(the_room, settings)
    assert WHERE in text(chair.get(f"{AT}/room/attendance"))
    corrections.note_correction(
        meeting_id=the_room.id,
        text="Fostering was there.",
        why="Left out",
        actor=the_room.chair,
        now=NEXT_DAY,
    )
    assert "1 correction waits for approval" in text(chair.get(WHERE))
    assert agree(chair).status_code == 409
    corrections.approve_corrections(
        meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=NEXT_DAY
    )
    assert agree(chair, token="t2").status_code == 409, "they were corrected since"

    page = agree(chair, 2, token="t3")

    assert "The minutes of the last meeting are agreed." in text(page)
    assert "at this meeting, as corrected in version 2" in text(page)
    assert "Agreed" in text(chair.get(f"{AT}/agenda"))
    assert "Agreed at the meeting of Thursday 22 October 2026, as corrected (version 2)." in text(
        chair.get(LAST)
    )
    assert MinutesAgreed.objects.get().version == 2


def test_the_minutes_say_which_minutes_were_agreed(the_room, chair, settings):
    the_room.approve()
    open_next(the_room, settings)
    agree(chair)
    week = Week(the_room.week.forum, the_room.later)

    by = {"meeting_id": the_room.later.pk, "actor": the_room.chair, "now": the_room.later.ends_at}
    closing.waive_several(
        keys=[one.key for one in unfinished(closing_facts(week.now_at()))], reason="Nobody came", **by
    )
    closing.close_meeting(seen=week.revision, **by)
    minutes.approve_minutes(seen=week.revision, **by)

    said = "The minutes of Thursday 15 October 2026 were agreed."
    assert said in text(chair.get(f"{AT}/minutes"))
    assert said in written(chair, f"{AT}/minutes.docx")
    assert "Agreed at the meeting of Thursday 22 October 2026." in written(chair, f"{LAST}.docx")


def test_they_are_agreed_once_and_by_who_runs_the_forum(the_room, signed_in):
    the_room.approve()
    open_next(the_room)
    by = {"meeting_id": the_room.later.pk, "now": the_room.later.starts_at}
    with pytest.raises(Refused, match="do not coordinate or chair"):
        agree_minutes(version=1, actor=the_room.member, **by)
    with pytest.raises(Stale):
        agree_minutes(version=2, actor=the_room.coordinator, **by)
    agree_minutes(version=1, actor=the_room.coordinator, **by)
    with pytest.raises(Refused, match="agreed already"):
        agree_minutes(version=1, actor=the_room.coordinator, **by)


def test_a_member_reads_how_they_stand_and_finds_no_link_that_is_refused(signed_in, settings):
    terms = load.read_otherwise(
        load.merged("ror"), {"looking_back": {"members": "3 days", "clause": "ROR-6"}}
    )
    the_room = a_room(cases=1, terms=terms).closed()
    the_room.approve()
    open_next(the_room, settings)
    member = signed_in(the_room.week.sitting)

    page = text(member.get(WHERE))

    assert "Whoever runs the meeting notes here that they are." in page
    assert "The minutes are agreed" not in page
    assert LAST not in page, "a member looks back at a closed meeting for three days here"
    assert member.get(LAST).status_code == 404
    assert agree(member).status_code == 409
    assert not MinutesAgreed.objects.exists()


def test_where_the_terms_do_not_ask_it_there_is_no_such_page(signed_in):
    terms = load.read_otherwise(load.merged("ror"), {"minutes": {"agreed_at_next": False}})
    the_room = a_room(cases=1, terms=terms).closed()
    client = signed_in(the_room.week.chairing)

    assert WHERE not in text(client.get(f"{AT}/agenda"))
    assert client.get(WHERE).status_code == 404
    with pytest.raises(NotFound):
        agree_minutes(meeting_id=the_room.later.pk, version=1, actor=the_room.coordinator, now=NEXT_DAY)
