"""The page behind the link of an invitation: nobody signs in, opening it changes nothing, and it shows no child and no name."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client

from remit.casework import planning
from remit.records.invitations import InvitationAnswer
from tests.casework.invited import invited, secret_of
from tests.casework.mails import handed_over
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_child, a_team, staff

pytestmark = pytest.mark.django_db
MEMBER = "member@council.example"


@pytest.fixture
def week():
    made = a_week()
    made.sitting.email = MEMBER
    made.sitting.save()
    return made


@pytest.fixture
def row(week):
    return invited(week.meeting, week.sitting)


def opened(row, query: str = "", status: int = 200) -> str:
    response = Client().get(f"/answer/{secret_of(row)}{query}")
    assert response.status_code == status
    return response.content.decode()


def sent(row, status: int = 302, follow: bool = False, **said):
    client = Client()
    response = client.post(f"/answer/{secret_of(row)}", {"seen": row.sequence, **said}, follow=follow)
    assert response.status_code == status, response.content.decode()
    return response


def answers() -> list[str]:
    return list(InvitationAnswer.objects.filter(superseded_at=None).values_list("reply", flat=True))


@pytest.mark.clause("ROR-6")
def test_two_clicks_answer_the_link_in_the_message_and_the_button_of_its_page(week, row):
    (mail,) = handed_over()[MEMBER]
    (link,) = re.findall(r"https://remit\.example(/answer/\S+answer=attending)", mail.text)
    client = Client(enforce_csrf_checks=True)
    page = client.get(link, secure=True).content.decode()
    assert re.search(r'value="attending"[^>]*checked', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    said = {"seen": 0, "answer": "attending", "csrfmiddlewaretoken": token}
    response = client.post(link, said, secure=True, headers={"Referer": "https://testserver/"}, follow=True)
    assert "Thank you. Your answer is noted." in response.content.decode()
    assert answers() == ["attending"]


@pytest.mark.parametrize("query", ["", "?answer=attending", "?answer=apologies", "?answer=nonsense"])
def test_opening_the_page_changes_nothing(row, query):
    opened(row, query)
    assert Client().head(f"/answer/{secret_of(row)}{query}").status_code == 200
    assert answers() == []


def test_it_shows_the_forum_the_time_the_place_and_the_role_and_nobody(week):
    team = a_team()
    worker = staff(team=team)
    child = a_child("Zebedee", "Ombersley", worker=worker, team=team)
    (item,) = week.issued_with(rated("high", child=child))
    page = opened(invited(week.meeting, worker, item=item))
    shown = (
        "Risk of Residential group",
        "Thursday 15 October 2026",
        "3pm to 3:20pm",
        "social worker of a case",
    )
    for words in (*shown, "https://video.example.org/ror"):
        assert words in page
    for name in (
        worker.name,
        week.sitting.name,
        week.chairing.name,
        "Zebedee",
        "Ombersley",
        child.subject.ref,
    ):
        assert name not in page, name
    assert not re.search(r"\bZO\b", page)


def test_the_boxes_that_one_answer_needs_stand_under_it_and_are_revealed_with_it(row):
    page = " ".join(opened(row).split())
    under = page.split('class="govuk-radios__conditional remit-with"')
    assert len(under) == 3
    assert under[0].rstrip("<div ").endswith("Send somebody in your place</label> </div>")
    assert "Who comes in your place" in under[1]
    assert under[1].rstrip("<div ").endswith("Come at another time</label> </div>")
    assert "From when you can come" in under[2]
    assert "Until when you can come" in under[2]


def test_what_was_typed_for_another_answer_stands_in_nobodys_way(row):
    sent(row, answer="attending", can_from="soon", substitute="x" * 200)
    assert answers() == ["attending"]


def test_nobody_keeps_it_finds_it_or_is_told_its_address(row):
    response = Client().get(f"/answer/{secret_of(row)}")
    assert response["X-Robots-Tag"].startswith("noindex, nofollow")
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.clause("ROR-6")
def test_who_answers_again_is_told_which_answer_stands(row):
    sent(row, answer="apologies")
    page = opened(row)
    assert "Apologies, answered 14 October 2026, 10am by the link" in page
    assert "the last answer stands" in page
    assert "You had answered so already" in sent(row, 200, follow=True, answer="apologies").content.decode()
    sent(row, answer="another_time", can_from="3:30pm")
    assert "Asks for another time (from 3:30pm)" in opened(row)
    assert answers() == ["another_time"]


def test_a_forwarded_link_says_whose_answer_it_gives_and_names_nobody(week, row):
    page = opened(row)
    assert "answers for the person the message was sent to" in page
    assert week.sitting.name not in page


@pytest.mark.parametrize(
    "said, words",
    [
        ({}, "Select your answer"),
        ({"answer": "substitute"}, "Enter who comes in your place."),
        (
            {"answer": "substitute", "substitute": "Nobody Inparticular"},
            "could not find one person of that name",
        ),
        ({"answer": "another_time"}, "Enter from when or until when you can come."),
        ({"answer": "another_time", "can_from": "5pm"}, "The meeting is over or has not begun then."),
        ({"answer": "perhaps"}, "Select your answer from the list"),
    ],
)
def test_what_is_missing_is_said_beside_it(row, said, words):
    assert words in sent(row, 422, **said).content.decode()
    assert answers() == []


def test_a_time_that_moved_while_the_page_was_open_is_shown_and_asked_anew(week, row):
    planning.move_meeting(
        meeting_id=week.meeting.pk,
        seen=None,
        to=week.meeting.date + timedelta(days=1),
        start=time(14),
        end=time(15),
        why="The room.",
        actor=week.chair,
        now=NOW,
    )
    page = sent(row, 422, answer="attending").content.decode()
    assert "The time of this meeting has changed since you were asked." in page
    assert "Friday 16 October 2026" in page
    row.refresh_from_db()
    sent(row, answer="attending")
    assert answers() == ["attending"]


def test_a_cancelled_meeting_has_a_clear_page_and_takes_nothing(week, row):
    handed_over()
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Ill.", actor=week.chair, now=NOW)
    page = sent(row, 200, answer="attending").content.decode()
    assert "This meeting is cancelled." in page
    assert "Confirm your answer" not in page
    assert answers() == []


def test_a_made_up_link_is_not_found_whoever_asks(row):
    assert Client().get(f"/answer/{'x' * 43}").status_code == 404
    assert Client().post(f"/answer/{'x' * 43}", {"seen": 0, "answer": "attending"}).status_code == 404
