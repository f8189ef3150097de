"""What one is invited to stands on one's own home page, with time, join link and answer; it is answered there, signed in."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remit.casework import planning
from remit.casework.inviting import invite_ahead
from remit.records.audit import AuditEvent, LookPerson
from remit.records.invitations import Invitation, InvitationAnswer
from remit.rules.viewers import Post
from tests.casework.invited import a_colleague, invited, secret_of
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, a_child, a_meeting, a_team, london, staff
from tests.factories.children import restrict_to

DAY = timedelta(days=1)


@pytest.fixture
def week(db) -> Week:
    return a_week()


@pytest.fixture
def pages(signed_in):
    """A page as somebody sees it, by its address."""

    def of(person, at: str = "/") -> str:
        return " ".join(signed_in(person).get(at).content.decode().split())

    return of


def asked_of(words: str) -> str:
    """The part of a home page about invitations."""
    return words.partition("Your invitations</h2>")[2].partition("</table>")[0]


def standing(row: Invitation) -> list[tuple[str, str]]:
    rows = InvitationAnswer.objects.filter(invitation=row, superseded_at=None)
    return list(rows.values_list("reply", "how"))


def a_case(week: Week):
    """A focus case with its time, its worker and the manager of the team: nobody of the forum."""
    team = a_team()
    worker, manager = staff(team=team), staff(posts=[(Post.TEAM_MANAGER, team)])
    child = a_child("Zebedee", "Ombersley", worker=worker, team=team)
    (item,) = week.issued_with(rated("high", child=child))
    return child, item, worker, manager


@pytest.mark.clause("ROR-6")
@pytest.mark.clause("ROR-3")
def test_a_member_finds_the_meeting_its_link_and_that_no_answer_was_given(week, pages):
    assert "Your invitations" not in pages(week.sitting), "nothing has gone yet"
    row = invited(week.meeting, week.sitting)
    words = pages(week.sitting)
    assert "1 invitation not answered yet." in words
    listed = asked_of(words)
    assert "Risk of Residential group" in listed
    assert "As Service manager, fostering and sufficiency" in listed
    assert "Thursday 15 October 2026, 3pm to 4:30pm" in listed
    assert 'href="https://video.example.org/ror"' in listed
    assert "Not answered yet" in listed
    assert f'href="/invitations/{row.ref}"' in listed


@pytest.mark.clause("ROR-15")
@pytest.mark.clause("ROR-7")
def test_who_works_with_a_focus_case_finds_its_time_and_the_child(week, pages):
    child, item, worker, manager = a_case(week)
    for person in (worker, manager):
        row = invited(week.meeting, person, item=item)
        listed = asked_of(pages(person))
        assert "For the case of Zebedee Ombersley, as " in listed
        assert "Thursday 15 October 2026, 3pm to 3:20pm" in listed
        assert f'href="/invitations/{row.ref}"' in listed
    assert "Zebedee" not in pages(worker, f"/invitations/{Invitation.objects.get(staff=worker).ref}")
    restrict_to(child, manager)
    assert "For the time of a case, as social worker of a case" in asked_of(pages(worker))
    assert "Zebedee" not in pages(worker)


@pytest.mark.look
def test_the_child_of_a_case_one_stands_in_for_is_in_the_log_of_looks(week, pages):
    """Whose only tie is the invitation and a seat: nothing else on their home page shows the child."""
    child, item, _, _ = a_case(week)
    row = invited(week.meeting, week.sitting)
    Invitation.objects.filter(pk=row.pk).update(item=item)
    assert "Zebedee" in pages(row.staff)
    looked = LookPerson.objects.filter(look__viewer=row.staff, look__route="home")
    assert list(looked.values_list("subject_id", flat=True)) == [child.pk]


@pytest.mark.clause("ROR-6")
@pytest.mark.parametrize(
    "said, shown",
    [
        ({"answer": "attending"}, "Comes"),
        ({"answer": "apologies"}, "Apologies"),
        ({"answer": "another_time", "can_from": "3:30pm", "can_until": "4pm"}, "Asks for another time (from 3:30pm until 4pm)"),
    ],
)  # fmt: skip
def test_it_is_answered_on_the_pages_and_what_was_said_stands_on_the_home_page(
    week, signed_in, pages, said, shown
):
    row = invited(week.meeting, week.sitting)
    client, at = signed_in(week.sitting), f"/invitations/{row.ref}"
    assert "Can you come?" in client.get(at).content.decode()
    assert standing(row) == []
    sent = client.post(at, {"seen": 0, "form_token": "one", **said}, follow=True)
    assert sent.redirect_chain == [("/", 302)]
    words = sent.content.decode()
    assert "Thank you. Your answer is noted." in words
    assert shown in asked_of(" ".join(words.split()))
    assert "not answered yet" not in words
    assert standing(row) == [(said["answer"], "page")]
    assert "signed in" in pages(week.sitting, at)
    event = AuditEvent.objects.get(verb="invitation.answered")
    assert (event.actor_id, event.detail["how"]) == (week.sitting.pk, "page")


@pytest.mark.clause("ROR-6")
def test_somebody_is_sent_from_the_pages_and_both_find_it_on_theirs(week, signed_in, pages):
    colleague = a_colleague()
    row = invited(week.meeting, week.sitting)
    said = {"seen": 0, "form_token": "one", "answer": "substitute", "substitute": colleague.name}
    signed_in(week.sitting).post(f"/invitations/{row.ref}", said)
    assert f"Sends somebody: {colleague.name}" in asked_of(pages(week.sitting))
    theirs = asked_of(pages(colleague))
    assert "As substitute for: Service manager, fostering and sufficiency" in theirs
    assert "Not answered yet" in theirs


def test_what_is_missing_is_said_beside_it_and_what_only_another_answer_needs_is_not_looked_at(
    week, signed_in
):
    row = invited(week.meeting, week.sitting)
    client, at = signed_in(week.sitting), f"/invitations/{row.ref}"
    refused = client.post(at, {"seen": 0, "form_token": "a", "answer": "another_time", "can_from": "soon"})
    assert refused.status_code == 422
    taken = client.post(
        at, {"seen": 0, "form_token": "b", "answer": "attending", "can_from": "soon", "substitute": "x" * 200}
    )
    assert taken.status_code == 302
    assert standing(row) == [("attending", "page")]


def test_an_invitation_is_nobody_elses_not_even_who_runs_the_forum(week, signed_in):
    row = invited(week.meeting, week.sitting)
    for person in (week.coordinating, week.chairing, staff()):
        client = signed_in(person)
        assert client.get(f"/invitations/{row.ref}").status_code == 404
        said = {"seen": 0, "form_token": "one", "answer": "apologies"}
        assert client.post(f"/invitations/{row.ref}", said).status_code == 404
    assert standing(row) == []


def test_once_it_has_begun_the_link_to_join_stays_and_nothing_is_answered(week, pages, settings):
    row = invited(week.meeting, week.sitting)
    settings.FIXED_NOW = london("2026-10-15 15:10")
    listed = asked_of(pages(week.sitting))
    assert "https://video.example.org/ror" in listed
    assert f"/invitations/{row.ref}" not in listed
    assert "has begun or is over" in pages(week.sitting, f"/invitations/{row.ref}")
    settings.FIXED_NOW = london("2026-10-15 16:31")
    assert "Your invitations" not in pages(week.sitting)


def test_a_meeting_that_moved_asks_again_and_one_cancelled_on_its_day_is_gone(
    week, signed_in, pages, settings
):
    row = invited(week.meeting, week.sitting)
    signed_in(week.sitting).post(
        f"/invitations/{row.ref}", {"seen": 0, "form_token": "a", "answer": "attending"}
    )
    moved = {"to": week.meeting.date + DAY, "start": week.meeting.start, "end": week.meeting.end}
    said = {"meeting_id": week.meeting.pk, "seen": None, "why": "The room.", "actor": week.chair, "now": NOW}
    planning.move_meeting(**said, **moved)
    listed = asked_of(pages(week.sitting))
    assert "Friday 16 October 2026, 3pm to 4:30pm" in listed
    assert "Not answered yet" in listed
    settings.FIXED_NOW = on_the_day = london("2026-10-16 13:00")
    assert "Friday 16 October 2026" in pages(week.sitting)
    planning.cancel_meeting(**said | {"now": on_the_day})
    assert "Your invitations" not in pages(week.sitting)
    assert "This meeting is cancelled." in pages(week.sitting, f"/invitations/{row.ref}")


@pytest.mark.parametrize("day, begins", [("2026-10-25", "15:00+00:00"), ("2027-03-28", "15:00+01:00")])
def test_the_night_the_clocks_change_moves_no_time_and_no_end_of_answering(
    week, signed_in, settings, day, begins
):
    """Invited on the evening before, by the other time."""
    row = invited(
        a_meeting(week.forum, date.fromisoformat(day)), week.sitting, now=london(f"{day} 15:00") - DAY
    )
    start = datetime.fromisoformat(f"{day}T{begins}")
    client, said = signed_in(week.sitting), {"seen": 0, "form_token": "a", "answer": "attending"}
    settings.FIXED_NOW = start - timedelta(minutes=1)
    words = " ".join(client.get("/").content.decode().split())
    assert f"Sunday {int(day[-2:])} {start:%B %Y}, 3pm to 4:30pm" in asked_of(words)
    assert client.post(f"/invitations/{row.ref}", said).status_code == 302
    settings.FIXED_NOW = start
    assert "has begun or is over" in client.get(f"/invitations/{row.ref}").content.decode()


def test_what_a_forwarded_link_answered_is_seen_at_home_and_put_right_there(week, signed_in, pages):
    row = invited(week.meeting, week.sitting)
    forwarded = f"/answer/{secret_of(row)}"
    Client().post(forwarded, {"seen": 0, "answer": "apologies"})
    assert "Apologies" in asked_of(pages(week.sitting))
    assert "by the link" in pages(week.sitting, f"/invitations/{row.ref}")
    said = {"seen": 0, "form_token": "a", "answer": "attending"}
    signed_in(week.sitting).post(f"/invitations/{row.ref}", said)
    assert "Comes" in asked_of(pages(week.sitting))


def test_many_invitations_are_folded_away_and_cost_no_more_questions(week, signed_in, pages):
    client, counts = signed_in(week.sitting), []
    for until in (3, 20):
        for number in range(Invitation.objects.filter(staff=week.sitting).count(), until):
            a_meeting(week.forum, NOW.date() + (8 + number) * DAY)
        invite_ahead(now=NOW)
        client.get("/")
        with CaptureQueriesContext(connection) as found:
            words = client.get("/").content.decode()
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert "more invitations" in words
