"""What came in by mail stands on a page, each for whose forum it is, with what to do; and so does a mailbox nobody can read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from remit.casework.incoming import Place, take_in
from remit.casework.mailbox import looked, my_turn
from remit.casework.outbox import About, post
from remit.documents.incoming import Unopened, open_mail
from remit.records.audit import AuditEvent
from remit.records.came_in import CameIn
from remit.records.messages import Message
from remit.rules.viewers import Post
from remit.settings.mailbox import MailboxSetting
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_week
from tests.consistency.test_query_counts import asks_as_often
from tests.documents.mails_that_came_in import a_report
from tests.factories import NOW, staff

MAILBOX = MailboxSetting("imaps", "mail.council.example", 993, "remit", "secret")


@pytest.fixture
def week(db, settings) -> Week:
    settings.FIXED_NOW, settings.MAILBOX = NOW, MAILBOX
    return a_week()


def text(client, name: str = "came_in") -> str:
    return " ".join(client.get(reverse(name)).content.decode().split())


def came_back(week: Week | None, number: int = 1) -> Message:
    """A message of the week's forum, or of none, that came back."""
    about = About(meeting=week.meeting.pk) if week else About()
    to = f"gone{number}@council.example"
    ref = post(
        key=f"one:{number}", kind="notice", to=to, heading="A notice", text="See.", about=about, now=NOW
    )
    handed_over()
    message = Message.objects.get(ref=ref)
    take_in(open_mail(a_report(message.message_id)), place=Place("remit", 1, number), now=NOW)
    return message


def test_a_mail_that_came_back_is_there_with_what_to_do_and_is_tried_again_by_a_button(week, signed_in):
    message = came_back(week)
    client = signed_in(week.coordinating)
    page = text(client)
    assert "A mail came back" in page
    assert "to gone1@council.example" in page
    assert "Ask an administrator to put the address right, then try again." in page
    assert "Came back (1)" in text(client, "messages")
    again = reverse("message_again", kwargs={"message": message.ref})
    assert again in text(client, "messages")
    assert client.post(again, {"form_token": "again"}).status_code == 302
    assert "gone1@council.example" in handed_over()


def test_a_mail_that_came_back_from_whom_has_left_says_so_and_their_forum_is_told(week, signed_in):
    gone = staff("Wendel Ashgrove", email="wendel@council.example")
    about = About(meeting=week.meeting.pk)
    ref = post(key="one", kind="notice", to=gone.pk, heading="A notice", text="See.", about=about, now=NOW)
    week.coordinating.email = "runs@council.example"
    week.coordinating.save()
    handed_over()
    gone.is_active = False
    gone.save()
    report = a_report(Message.objects.get(ref=ref).message_id)
    take_in(open_mail(report), place=Place("remit", 1, 1), now=NOW)
    client = signed_in(week.coordinating)
    says = "It came back, and they do not work here any more. Whoever is there in their place was told."
    assert says in text(client)
    assert says in text(client, "messages")
    assert "This message cannot be sent again, since Wendel Ashgrove does not work here any more." in text(
        client, "messages"
    )
    again = reverse("message_again", kwargs={"message": ref})
    assert again not in text(client, "messages")
    assert client.post(again, {"form_token": "again"}).status_code == 422
    assert Message.objects.get(ref=ref).state == "returned"
    (told,) = handed_over()["runs@council.example"]
    assert "Wendel Ashgrove does not work here any more" in told.text


def test_each_forum_has_its_own_and_an_administrator_all_with_what_was_not_for_remit(week, signed_in):
    came_back(None)
    take_in(Unopened("0" * 64, "It is too large."), place=Place("remit", 1, 2), now=NOW)
    page = text(signed_in(week.coordinating))
    assert "Nothing has come in" in page
    assert "no use for" not in page
    admin = text(signed_in(staff(posts=[Post.ADMINISTRATOR])))
    assert "to gone1@council.example" in admin
    assert "1 other mail came that Remit has no use for" in admin


def test_a_mailbox_that_cannot_be_read_is_said_where_mails_are_looked_after(week, signed_in):
    client = signed_in(week.coordinating)
    my_turn(MAILBOX.name, now=NOW)
    looked(MAILBOX.name, trouble="", now=NOW - timedelta(hours=1))
    assert "Last read 14 October 2026, 9am." in text(client)
    looked(MAILBOX.name, trouble="The server of the mailbox does not answer: TimeoutError.", now=NOW)
    for page in (text(client), text(client, "messages")):
        assert "The mailbox has not been read since 14 October 2026, 10am" in page
        assert "does not answer: TimeoutError. It was last read 14 October 2026, 9am." in page


def test_without_a_mailbox_the_page_says_that_nothing_is_read(week, settings, signed_in):
    settings.MAILBOX = None
    assert "No mailbox is set" in text(signed_in(week.coordinating))


def set_aside(week: Week | None, number: int = 1) -> CameIn:
    """A mail of the week's forum, or of none, that was set aside."""
    return CameIn.objects.create(
        identity=f"{number:064}",
        mailbox="remit",
        validity=1,
        uid=number,
        at=NOW,
        kind="workbook",
        became="set-aside",
        why="Ask them what they meant.",
        meeting=week.meeting if week else None,
    )


def deal_with(client, row: CameIn, token: str = "done"):
    where = reverse("mail_dealt_with", kwargs={"mail": row.ref})
    return client.post(where, {"form_token": token}, follow=True)


def test_a_mail_that_was_set_aside_is_marked_as_dealt_with_once_and_by_whom(week, signed_in):
    row, client = set_aside(week), signed_in(week.coordinating)
    assert "1 mail to be dealt with" in text(client, "messages")
    assert "To be dealt with (1)" in text(client)
    done = " ".join(deal_with(client, row).content.decode().split())
    assert f"by {week.coordinating.name}, 14 October 2026, 10am" in done
    assert "To be dealt with (0)" in done
    assert "to be dealt with" not in text(client, "messages")
    assert "Nothing waits" in client.get(reverse("came_in") + "?only=set-aside").content.decode()
    event = AuditEvent.objects.get(verb="mail.dealt_with")
    assert (event.actor_id, event.meeting_id, event.detail) == (
        week.coordinating.pk,
        week.meeting.pk,
        {"mail": row.ref},
    )
    again = deal_with(signed_in(week.chairing), row, "again")
    assert again.status_code == 422
    assert "Somebody has dealt with this mail already." in again.content.decode()


def test_only_who_looks_after_it_deals_with_it_and_only_with_what_was_set_aside(week, signed_in):
    nobodys, client = set_aside(None, 2), signed_in(week.coordinating)
    assert deal_with(client, nobodys).status_code == 404
    admin = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    assert deal_with(admin, nobodys).status_code == 200
    assert deal_with(signed_in(week.sitting), set_aside(week, 3)).status_code == 403
    came_back(week, 4)
    taken = CameIn.objects.get(became="returned")
    assert "This mail was not set aside." in deal_with(client, taken, "taken").content.decode()


def test_a_member_finds_nothing_of_it(week, signed_in):
    assert signed_in(week.sitting).get(reverse("came_in")).status_code == 403


@pytest.mark.long
def test_the_page_asks_as_often_for_sixty_as_for_three(week, signed_in):
    there = [0]

    def grow_to(rows: int) -> None:
        while there[0] < rows:
            there[0] += 1
            came_back(week, there[0])

    asks_as_often(signed_in(week.coordinating), reverse("came_in"), grow_to, 12)
