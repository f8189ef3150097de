"""One click prepares the week's mail, another sends it; the list of messages says what became of each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml.html import fromstring

from remit.casework.delivery import deliver
from remit.records.audit import Look
from remit.records.children import Allocation
from remit.records.meetings import AgendaItem
from remit.records.messages import Message
from remit.rules.delivery import Answer, Answered
from remit.rules.viewers import Post
from tests.casework.mails import SOON, handed_over
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, a_child, a_team, allocate, staff
from tests.factories.children import number_of

WORKER = "worker@council.example"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def week(db, settings) -> Week:
    settings.FIXED_NOW = NOW
    found, team = a_week(), a_team()
    child = a_child("Pell", "Tarrowby", worker=staff("Isolde Frobisher", team=team, email=WORKER), team=team)
    found.choose(rated("high", child=child), rated("medium", child=a_child("Odd", "Nimmock")))
    return found


def page_of(week: Week, page: str = "letter", **parts: str) -> str:
    where = {"forum": "ror", "date": week.meeting.nominal_date.isoformat(), **parts}
    return reverse(page, kwargs={**where, **({"letter": "focus-case-mail"} if page == "letter" else {})})


def press(client, week: Week, **said: str):
    """Send the form as it came, but for what is said."""
    form = fromstring(client.get(page_of(week)).content).xpath("//main//form")[0]
    words = {name: form.fields[name] for name in ("heading", "text", "seen")}
    return client.post(page_of(week), {**words, "form_token": "one", **said})


@pytest.mark.clause("ROR-13")
def test_the_mail_is_prepared_with_everybody_it_goes_to_and_its_words_filled_in(week, signed_in):
    week.finish()
    client = signed_in(week.coordinating)
    assert page_of(week) in text(client.get(page_of(week, "meeting")))
    page = text(client.get(page_of(week)))
    assert "Isolde Frobisher" in page
    assert "Risk of Residential group: meeting of Thursday 15 October 2026" in page
    assert week.sitting.name in page
    assert "To be sent by Monday 12 October 2026, midday" in page
    assert "no worker is known" in page  # of the second child
    assert "fill in your part of the case’s sheet by Wednesday 14 October 2026 at 11:59pm." in page.replace(
        "&#x27;", "’"
    ).replace("&#39;", "’").replace("'", "’")


@pytest.mark.clause("ROR-13")
def test_one_press_sends_it_and_pressing_twice_sends_it_once(week, signed_in):
    week.finish()
    handed_over()
    client = signed_in(week.coordinating)
    answer = press(client, week, heading="Thursday’s group")
    assert answer.status_code == 302
    again = client.post(page_of(week), {"heading": "x", "text": "y", "seen": "1", "form_token": "one"})
    assert again.status_code in (302, 409, 422)
    mails = handed_over()[WORKER]
    assert [mail.heading for mail in mails] == ["Thursday’s group"]
    in_another_tab = client.post(
        page_of(week), {"heading": "x", "text": "y", "seen": "1", "form_token": "two"}
    )
    assert (in_another_tab.status_code, "This was sent already." in text(in_another_tab)) == (422, True)
    page = text(client.get(page_of(week)))
    assert "Sent on 14 October 2026, 10am by" in page
    assert "handed to the mail server" in page
    assert "delivered" not in page


@pytest.mark.clause("ROR-13")
def test_once_the_cases_were_heard_it_still_says_to_whom_it_went_and_about_whom(week, signed_in):
    week.finish()
    client = signed_in(week.coordinating)
    press(client, week)
    AgendaItem.objects.filter(meeting=week.meeting).update(state=AgendaItem.State.DISCUSSED)
    Allocation.objects.all().delete()
    to = text(client.get(page_of(week))).split("Copied to")[0]
    assert "Isolde Frobisher" in to
    assert ">Pell Tarrowby</a>" in to
    assert "no worker is known" not in to


def test_before_the_selection_is_finished_it_says_what_it_waits_for(week, signed_in):
    page = text(signed_in(week.coordinating).get(page_of(week)))
    assert "This goes out after: selection finished" in page
    assert "<button" not in page.split("<main")[1].split("</main")[0]


def test_words_that_name_a_child_come_back_beside_their_field(week, signed_in):
    week.finish()
    answer = press(signed_in(week.coordinating), week, text="Pell’s case first.")
    assert answer.status_code == 422
    assert "The text seems to name a child: Pell" in text(answer)


def test_they_may_name_no_child_of_the_authority_nor_initials_of_the_meetings_in_any_form(week, signed_in):
    elsewhere = a_child("Sorrel", "Vantongue")
    week.finish()
    client = signed_in(week.coordinating)
    named = ("Sorrel Vantongue", number_of(elsewhere), "Odd", "PT", "PT’s", "(P.T.)", "P. T", "ON,")
    for place, words in enumerate(named):
        for field in ("heading", "text"):
            sent = press(client, week, form_token=f"{place} {field}", **{field: f"News of {words} today"})
            assert (sent.status_code, words) == (422, words)
            assert "seems to name a child" in text(sent)
    assert press(client, week, text="Sorrel is a plant; on we go.").status_code == 302


def test_a_word_of_the_terms_that_is_a_name_too_keeps_no_letter_back(week, signed_in):
    week.choose(rated("high", child=a_child("Thursday", "Meeting")))
    week.finish()
    assert press(signed_in(week.coordinating), week).status_code == 302


def test_a_member_finds_neither_the_mail_nor_the_messages(week, signed_in):
    client = signed_in(week.sitting)
    assert client.get(page_of(week)).status_code in (403, 404)
    assert client.get(reverse("messages")).status_code == 403


@pytest.mark.look
def test_the_list_names_the_child_to_the_coordinator_and_to_no_administrator(week, signed_in):
    allocate(a_child(), staff(), a_team())
    page = text(signed_in(week.coordinating).get(reverse("messages")))
    assert "Pell Tarrowby" in page
    assert "Isolde Frobisher" in page
    assert Look.objects.filter(route="messages", persons__isnull=False).exists()
    admin = text(signed_in(staff(posts=[Post.ADMINISTRATOR])).get(reverse("messages")))
    assert "Isolde Frobisher" in admin
    assert "Pell" not in admin


def test_without_a_mail_server_the_list_says_that_messages_wait(week, signed_in):
    page = text(signed_in(week.coordinating).get(reverse("messages")))
    assert "No mail server is set, so messages wait." in page


def test_while_the_mail_server_is_down_for_a_day_the_list_says_so_and_then_that_it_went(
    week, signed_in, settings
):
    settings.MAIL_SERVER = "smtp://mail.council.example"
    Message.objects.exclude(recipient__name="Isolde Frobisher").delete()
    client = signed_in(week.coordinating)
    for hour in range(24):
        settings.FIXED_NOW = SOON + timedelta(hours=hour)
        deliver(
            lambda _: Answered(Answer.NOT_THERE, "The mail server does not answer."),
            clock=lambda: settings.FIXED_NOW,
        )
    page = text(client.get(reverse("messages")))
    assert "Waiting (1)" in page
    assert "The mail server does not answer." in page
    settings.FIXED_NOW = SOON + timedelta(hours=24)
    assert handed_over(settings.FIXED_NOW)[WORKER]
    page = text(client.get(reverse("messages")))
    assert "Handed to the mail server (1)" in page
    assert "does not answer" not in page


def test_a_message_that_failed_says_why_and_is_tried_again_by_a_button(week, signed_in):
    message = Message.objects.get(recipient__name="Isolde Frobisher")
    Message.objects.filter(pk=message.pk).update(state="failed", last_error="550 No such person here")
    client = signed_in(week.coordinating)
    assert "550 No such person here" in text(client.get(reverse("messages") + "?state=failed"))
    again = reverse("message_again", kwargs={"message": message.ref})
    assert again in text(client.get(reverse("messages")))
    assert client.post(again, {"form_token": "again"}).status_code == 302
    assert [mail.to for mail in handed_over()[WORKER]] == [WORKER]
    assert client.post(again, {"form_token": "more"}).status_code == 422


def test_words_written_over_a_meeting_that_moved_on_are_kept_and_go_at_the_next_press(week, signed_in):
    week.finish()
    client = signed_in(week.coordinating)
    stale = press(client, week, seen="0", heading="Thursday’s group")
    assert stale.status_code == 409
    form = fromstring(stale.content).xpath("//main//form")[0]
    assert form.fields["heading"] == "Thursday’s group"
    words = {name: form.fields[name] for name in ("heading", "text", "seen")}
    assert client.post(page_of(week), {**words, "form_token": "two"}).status_code == 302
