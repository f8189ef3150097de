"""A calendar programme answers an invitation by mail: it counts as that person's answer, or a person is told why not."""

import pytest
from django.urls import reverse

from remit.casework.incoming import Place, take_in
from remit.documents.incoming import Opened, open_mail
from remit.records.came_in import CameIn
from remit.records.invitations import InvitationAnswer
from remit.records.messages import Message
from remit.rules.answering import MOST_A_DAY
from tests.casework.invited import invited, reply_of
from tests.casework.weeks import Week, a_week
from tests.documents.mails_that_came_in import a_calendar_mail
from tests.factories import NOW

MEMBER = "member@council.example"
_sent = iter(range(1, 1000))


@pytest.fixture
def week(db, settings) -> Week:
    settings.FIXED_NOW = NOW
    made = a_week()
    made.sitting.email = MEMBER
    made.sitting.save()
    return made


def arrives(calendar: bytes, sender: str = MEMBER) -> CameIn:
    number = next(_sent)
    mail = open_mail(a_calendar_mail(calendar, sender=sender, number=number))
    assert isinstance(mail, Opened)
    take_in(mail, place=Place("remit", 1, number), now=NOW)
    return CameIn.objects.get(uid=number)


def answers() -> list[str]:
    return list(InvitationAnswer.objects.order_by("pk").values_list("reply", flat=True))


@pytest.mark.clause("ROR-6")
def test_an_answer_counts_as_that_persons_and_twice_as_one(week, signed_in):
    asked = invited(week.meeting, week.sitting)
    row = arrives(reply_of(asked, "DECLINED"))
    assert (row.kind, row.became, row.meeting) == ("reply", "answered", week.meeting)
    assert arrives(reply_of(asked, "DECLINED")).became == "noted"
    assert len(answers()) == 1
    page = " ".join(signed_in(week.coordinating).get(reverse("came_in")).content.decode().split())
    assert "An answer to an invitation" in page
    assert "Their answer stands with the meeting." in page


@pytest.mark.parametrize("said_to_be", [MEMBER, "somebody.else@council.example"])
def test_from_another_address_it_is_refused_and_set_aside_for_the_coordinator(said_to_be, week, signed_in):
    """Whether the calendar says so too, or names whom was invited."""
    asked = invited(week.meeting, week.sitting)
    row = arrives(reply_of(asked, "ACCEPTED", attendee=said_to_be), sender="somebody.else@council.example")
    assert (row.became, answers()) == ("set-aside", [])
    page = " ".join(signed_in(week.coordinating).get(reverse("came_in")).content.decode().split())
    assert "from somebody.else@council.example" in page
    assert "another address than that of whom was invited" in page


def test_one_too_many_within_a_day_says_so_and_what_to_do(week, signed_in):
    asked = invited(week.meeting, week.sitting)
    for number in range(MOST_A_DAY):
        arrives(reply_of(asked, ("DECLINED", "ACCEPTED")[number % 2]))
    assert arrives(reply_of(asked, "DECLINED")).became == "set-aside"
    assert len(answers()) == MOST_A_DAY
    page = " ".join(signed_in(week.coordinating).get(reverse("came_in")).content.decode().split())
    assert "answered 20 times within a day, so no more is taken for now: the last answer taken stands" in page
    assert "You can record it with the meeting, or they answer again tomorrow." in page
    assert "sent no answer Remit can take" not in page


def test_one_that_answers_an_earlier_time_or_nothing_that_was_asked_changes_nothing(week):
    asked = invited(week.meeting, week.sitting)
    asked.time_sequence = asked.sequence = 3
    asked.save()
    assert arrives(reply_of(asked, "ACCEPTED", sequence=1)).became == "noted"
    asked.uid = "bcdfghjkmnpq@remit.invalid"
    assert arrives(reply_of(asked, "ACCEPTED")).became == "set-aside"
    asked.uid = "somebodys-own-meeting@council.example"
    assert arrives(reply_of(asked, "ACCEPTED")).became == "not-ours"
    assert answers() == []


@pytest.mark.parametrize(
    "calendar",
    [
        b"",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x\r\nSEQUENCE:many\r\nATTENDEE:\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" * 3_000,
        b"\xff\xfe nonsense",
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR",
    ],
)
def test_what_is_no_answer_is_left_alone(calendar, db):
    before = Message.objects.count()
    assert arrives(calendar).became == "not-ours"
    assert Message.objects.count() == before
