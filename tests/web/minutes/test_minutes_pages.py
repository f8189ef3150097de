"""Minutes, extracts and the register: a draft for some, files for those who may have them, nobody in another's extract."""

from datetime import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from remit.casework.closing import waive
from remit.records.answers import ReleasedWording
from remit.records.audit import Look
from remit.rules.viewers import Post
from tests.casework.rooms import DURING, NEXT_DAY, Room, a_room
from tests.factories import allocate, london, staff
from tests.factories.children import number_of, restrict_to
from tests.factories.forums import seat

pytestmark = pytest.mark.django_db

WHERE, FILE = "/forums/ror/2026-10-15/minutes", "/forums/ror/2026-10-15/minutes.docx"
CHAIRS = "service-manager-commissioning"
REGISTER = "/forums/ror/2026-10-15/register"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


def name(the_room: Room, number: int) -> str:
    person = the_room(number).subject.person
    return f"{person.given_name} {person.family_name}"


@pytest.fixture
def the_room() -> Room:
    """A closed meeting at which the second child was named in what was said of the first."""
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", f"Could live near {name(the_room, 1)}.")
    the_room.write(the_room(1), "discussion", "Stays where she is.")
    the_room.agree("Ask the agency", item=the_room(0))
    the_room.settle()
    the_room.close()
    return the_room


@pytest.fixture
def approved(the_room) -> Room:
    """The same with a wording released, and approved."""
    from remit.casework.minutes import release_wording

    release_wording(
        item_ref=the_room(0).ref,
        key="discussion",
        wording="Could live near another child.",
        seen=1,
        actor=the_room.coordinator,
        now=NEXT_DAY,
    )
    the_room.approve()
    return the_room


def send(client, *, token: str = "t1", **data: object):
    return client.post(WHERE, data | {"form_token": token}, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def words(response) -> str:
    document = Document(BytesIO(response.content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def extract_of(the_room: Room, number: int) -> str:
    return reverse("extract", kwargs={"item": the_room(number).ref})


def test_a_draft_marks_who_else_is_named_and_offers_a_wording(the_room, signed_in):
    page = text(signed_in(the_room.week.chairing).get(WHERE))

    assert "Draft minutes" in page
    assert "1 text may name another child." in page
    assert f"<mark>{name(the_room, 1)}</mark>" in page
    assert "Could live near [another child].</textarea>" in page
    assert "Approve the minutes</button>" not in page


def test_a_wording_is_released_then_the_chair_approves(the_room, signed_in):
    client = signed_in(the_room.week.chairing)
    given = {"do": "release", "item": the_room(0).ref, "key": "discussion", "seen": 1}

    refused = send(client, **given, wording=f"Near {name(the_room, 1)}.")
    assert refused.status_code == 409
    assert "still names another child" in text(refused)

    page = send(client, token="t2", **given, wording="Could live near another child.")
    assert 'In the extract: <span class="remit-written">Could live near another child.</span>' in text(page)

    page = send(client, token="t3", do="approve", seen=the_room.meeting.revision)
    assert f"Approved by {the_room.week.chairing.name} on 16 October 2026, 10am" in text(page)
    assert ReleasedWording.objects.count() == 1


def test_of_two_chairs_who_press_approve_the_second_reads_who_did_and_changes_nothing(the_room, signed_in):
    first, second = the_room.week.chairing, seat(the_room.week.forum, CHAIRS, capacity="deputy")
    given = {"item": the_room(0).ref, "key": "discussion", "seen": 1, "wording": "Near another child."}
    send(signed_in(first), do="release", **given)
    seen = the_room.meeting.revision
    theirs = signed_in(second)
    assert "Approve the minutes</button>" in text(theirs.get(WHERE))

    send(signed_in(first), token="t2", do="approve", seen=seen)
    page = send(theirs, token="t3", do="approve", seen=seen)

    assert page.status_code in (409, 422)
    assert "Somebody else has changed this" in text(page) or "approved already" in text(page)
    words = text(theirs.get(WHERE))
    assert f"Approved by {first.name} on 16 October 2026, 10am" in words
    assert second.name not in words.partition("Approved by")[2].partition("</p>")[0]
    assert "Approve the minutes</button>" not in words


def test_the_coordinator_reads_the_draft_and_cannot_approve_it(the_room, signed_in):
    client = signed_in(the_room.week.coordinating)
    assert "The chair approves the minutes." in text(client.get(WHERE))

    page = send(client, do="approve", seen=the_room.meeting.revision)

    assert "Only the chair of this forum can do this." in text(page)
    assert the_room.meeting.minutes_approved_at is None


def test_members_and_quality_assurance_read_minutes_once_they_are_approved(the_room, signed_in):
    readers = [the_room.week.sitting, staff(posts=[Post.QUALITY_ASSURANCE])]
    for reader in readers:
        assert signed_in(reader).get(WHERE).status_code == 404
        assert signed_in(reader).get(FILE).status_code == 404


def test_what_is_a_draft_is_not_handed_out(the_room, signed_in):
    client = signed_in(the_room.week.chairing)

    for where in (FILE, extract_of(the_room, 0)):
        assert client.get(where).status_code == 422


@pytest.mark.look
def test_approved_minutes_come_as_a_word_file_and_that_is_logged(approved, signed_in):
    for reader in (approved.week.coordinating, approved.week.sitting, staff(posts=[Post.QUALITY_ASSURANCE])):
        assert signed_in(reader).get(WHERE).status_code == 200
        Look.objects.filter(viewer=reader).exists()
        file = signed_in(reader).get(FILE)
        assert file["Content-Disposition"] == 'attachment; filename="ror-minutes-2026-10-15.docx"'
        assert name(approved, 0) in words(file)
        look = Look.objects.get(viewer=reader, route="minutes_file")
        assert (look.kind, look.persons.count()) == ("exported", 3)


def test_the_word_file_says_what_the_meeting_closed_without_and_why(signed_in):
    the_room = a_room(cases=1, others=1).open()
    the_room.everybody_comes()
    the_room.decide(the_room(0), "support-at-home")
    the_room.note(the_room.other())
    waive(
        meeting_id=the_room.id,
        key=f"presence:childs-workers:{the_room(0).ref}",
        reason="Nobody wrote it down.",
        actor=the_room.coordinator,
        now=DURING,
    )
    the_room.close()
    the_room.approve()

    said = words(signed_in(the_room.week.chairing).get(FILE))

    assert "Closed without\nA case without a word on who came: Nobody wrote it down." in said


def test_why_the_meeting_closed_without_something_of_a_restricted_case_is_nobody_elses(signed_in):
    the_room = a_room(cases=1, others=0).open()
    child = the_room(0).subject.person
    the_room.everybody_comes()
    for key in ("outcome", "presence:childs-workers"):
        waive(
            meeting_id=the_room.id,
            key=f"{key}:{the_room(0).ref}",
            reason=f"{child.given_name} was in Farbury.",
            actor=the_room.coordinator,
            now=DURING,
        )
    the_room.close()
    the_room.approve()
    restrict_to(child, the_room.week.coordinating)

    for reader in (the_room.week.chairing, the_room.week.sitting):
        shown = signed_in(reader).get(WHERE).content.decode() + words(signed_in(reader).get(FILE))
        assert "Farbury" not in shown
        assert child.given_name not in shown
    assert "was in Farbury." in signed_in(the_room.week.coordinating).get(WHERE).content.decode()


@pytest.mark.look
def test_an_extract_is_about_its_child_alone(approved, signed_in):
    file = signed_in(approved.week.coordinating).get(extract_of(approved, 0))

    child = approved(0).subject.person
    assert (
        file["Content-Disposition"]
        == f'attachment; filename="{number_of(child)}_2026-10-15_ror_support-at-home.docx"'
    )
    said = words(file)
    assert name(approved, 0) in said
    assert "Could live near another child." in said
    assert "Ask the agency" in said
    for other in (approved(1), approved.other()):
        person = other.subject.person
        for part in (person.given_name, person.family_name, number_of(person)):
            assert part not in said
    look = Look.objects.get(route="extract")
    assert (look.kind, [row.subject_id for row in look.persons.all()]) == ("exported", [child.pk])


def test_no_address_enters_an_extract(approved, signed_in):
    child = approved(0).subject.person
    child.protected_address = "12 Quietsomewhere Lane"
    child.save()

    for where in (extract_of(approved, 0), FILE):
        assert "Quietsomewhere" not in words(signed_in(approved.week.coordinating).get(where))


@pytest.mark.look
def test_the_childs_worker_has_the_extract_and_nobody_elses(approved, signed_in):
    worker = staff()
    allocate(approved(0).subject.person, worker)
    client = signed_in(worker)

    assert client.get(extract_of(approved, 0)).status_code == 200
    assert client.get(extract_of(approved, 1)).status_code == 404
    assert client.get(WHERE).status_code in (403, 404)
    assert Look.objects.get(kind="denied").route == "extract"


@pytest.mark.clause("ROR-20")
@pytest.mark.look
def test_the_register_has_a_line_a_case_on_screen_and_as_files(approved, signed_in):
    client = signed_in(approved.week.coordinating)

    page = text(client.get(REGISTER))
    assert page.count('<th scope="row"') == 3
    assert f"{name(approved, 0)}<br>" in page
    assert "7 of 7" in page

    csv = client.get(f"{REGISTER}.csv")
    assert csv.content.decode("utf-8-sig").count("15 October 2026,00") == 3
    assert client.get(f"{REGISTER}.xlsx").content[:2] == b"PK"
    assert client.get(f"{REGISTER}.exe").status_code == 404
    assert Look.objects.filter(kind="exported", route="register_file").count() == 2


def test_a_member_reads_until_28_days_after_closing(approved, signed_in, settings):
    settings.FIXED_NOW = london("2026-11-13 09:00")

    assert signed_in(approved.week.sitting).get(WHERE).status_code == 404
    assert signed_in(approved.week.coordinating).get(WHERE).status_code == 200


def test_a_meeting_that_is_open_has_no_minutes(signed_in):
    the_room = a_room(cases=1).open()

    for where in (WHERE, FILE, REGISTER):
        page = signed_in(the_room.week.chairing).get(where)
        assert page.status_code == 422
        assert "This meeting is not closed yet, so it has no minutes and no register." in text(page)
        assert "Close the meeting first, or read what is recorded so far in its room." in text(page)
        assert "ROR-20" in text(page)
    assert signed_in(staff()).get(WHERE).status_code == 403
