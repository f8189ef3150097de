"""A member reads the cases nobody chose before the meeting, and comments on them; the room and the minutes show it."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

import remit.web
from remit.casework.agenda import reopen_draft, withdraw_item
from remit.casework.selection import select_case
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Room
from tests.casework.weeks import Week, a_week
from tests.factories import NOW, a_child, an_entry, staff


def text(response) -> str:
    return " ".join(response.content.decode().split())


def named(given: str, family: str, **fields: object):
    return an_entry(a_child(given, family), **{"risk": "medium", **fields})


@pytest.fixture
def week(db) -> Week:
    found = a_week()
    named("Odd", "Nimmock", team="Team Heron", risk="medium")
    named("Wren", "Tillow", risk="low")
    found.issued_with(named("Pell", "Tarrowby", risk="high"))
    return found


def at(week: Week, page: str, **parts: str) -> str:
    where = {"forum": "ror", "date": week.meeting.nominal_date.isoformat()}
    return reverse(page, kwargs={**where, **parts})


def item_of(week: Week, family: str) -> str:
    items = week.meeting.items.exclude(state="withdrawn")
    return items.get(subject__person__family_name=family).ref


def send(client, week: Week, family: str, words: str, *, seen: int = 0, then: str = ""):
    return client.post(
        at(week, "comment", item=item_of(week, family)),
        {"text": words, "seen": seen, "then": then, "form_token": f"{family} {words} {seen}"},
    )


@pytest.mark.clause("ROR-17")
def test_a_member_finds_the_other_cases_from_the_meeting_and_the_agenda(week, signed_in):
    client = signed_in(week.sitting)
    here = at(week, "comments", section="other")
    assert here in text(client.get(at(week, "meeting")))
    assert here in text(client.get(at(week, "agenda")))

    page = text(client.get(here))
    assert "Odd Nimmock" in page
    assert "Team: Team Heron" in page
    assert "Pell Tarrowby" not in page
    assert "until the meeting opens" in page
    assert "You have commented on none of 2 cases." in page


@pytest.mark.clause("ROR-17")
def test_a_member_goes_from_case_to_case(week, signed_in):
    client = signed_in(week.sitting)
    answer = send(client, week, "Nimmock", "An aunt offers", then="next")
    assert answer["Location"] == at(week, "comment", item=item_of(week, "Tillow"))

    answer = send(client, week, "Tillow", "Nothing new", then="next")
    assert answer["Location"].startswith(at(week, "comments", section="other"))
    page = text(client.get(answer["Location"]))
    assert "You have commented on 2 of 2 cases." in page
    assert "An aunt offers" in page


@pytest.mark.clause("ROR-17")
def test_another_member_reads_it_with_its_author_and_cannot_change_it(week, signed_in):
    send(signed_in(week.sitting), week, "Nimmock", "An aunt offers")
    client = signed_in(week.holder_of("placement-support"))

    page = text(client.get(at(week, "comments", section="other")))
    assert "An aunt offers" in page
    assert week.sitting.name in page
    send(client, week, "Nimmock", "The aunt lives far away")
    page = text(client.get(at(week, "comment", item=item_of(week, "Nimmock"))))
    assert "An aunt offers</p>" in page
    assert "The aunt lives far away</textarea>" in page


def test_a_comment_that_is_too_long_comes_back_with_its_words(week, signed_in):
    answer = send(signed_in(week.sitting), week, "Nimmock", "x" * 2_001)
    assert answer.status_code == 422
    assert "Your comment must be 2,000 characters or fewer" in text(answer)
    assert "x" * 2_001 in text(answer)


def test_of_two_windows_both_texts_are_on_the_page_and_the_second_is_saved_knowingly(week, signed_in):
    client = signed_in(week.sitting)
    send(client, week, "Nimmock", "An aunt offers")
    answer = send(client, week, "Nimmock", "An uncle offers", seen=0)

    page = text(answer)
    assert answer.status_code == 409
    assert "You changed this comment in another window" in page
    assert "An aunt offers</p>" in page
    assert "An uncle offers</textarea>" in page
    assert 'name="seen" id="seen" value="1"' in page
    assert send(client, week, "Nimmock", "Both offer", seen=1).status_code == 302
    assert "Both offer</textarea>" in text(client.get(at(week, "comment", item=item_of(week, "Nimmock"))))


@pytest.mark.clause("ROR-17")
def test_words_that_come_after_the_meeting_opened_are_shown_to_be_copied(week, signed_in):
    client = signed_in(week.sitting)
    send(client, week, "Nimmock", "An aunt offers")
    Room(week, week.meeting, [], []).open()

    for words in ("An uncle offers too", "x" * 2_001):
        answer = send(client, week, "Nimmock", words, seen=1)
        page = text(answer)
        assert answer.status_code == 422
        assert "ended when the meeting opened" in page
        assert "It is not saved. Copy it before you leave this page" in page
        assert f"{words}</textarea>" in page
        assert "An aunt offers</p>" in page
        assert "<button" not in page.split("<main")[1]


def chosen_after_all(week: Week) -> None:
    entry = week.meeting.items.get(section="other", subject__person__family_name="Nimmock").entry
    select_case(meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=NOW)


def off_the_agenda(week: Week) -> None:
    item = item_of(week, "Nimmock")
    withdraw_item(item_ref=item, why="Placed", seen=None, actor=week.coordinator, now=NOW)


def a_draft_again(week: Week) -> None:
    reopen_draft(meeting_id=week.meeting.pk, why="One more", seen=None, actor=week.coordinator, now=NOW)


@pytest.mark.parametrize("happens", [chosen_after_all, off_the_agenda, a_draft_again])
def test_words_about_a_case_that_left_meanwhile_are_shown_to_be_copied(week, signed_in, happens):
    client = signed_in(week.sitting)
    address = at(week, "comment", item=item_of(week, "Nimmock"))
    happens(week)

    answer = client.post(address, {"text": "An <aunt> offers", "seen": 0, "form_token": "a"})
    page = text(answer)
    assert answer.status_code == 404
    assert "Your comment is not saved" in page
    assert "An &lt;aunt&gt; offers</textarea>" in page
    assert "Nimmock" not in page
    assert client.post(address, {"text": " ", "seen": 0, "form_token": "b"}).status_code == 404


def test_there_is_nothing_to_see_for_others_or_of_other_parts(week, signed_in):
    stranger = signed_in(staff(), raise_request_exception=False)
    assert stranger.get(at(week, "comments", section="other")).status_code in (403, 404)
    client = signed_in(week.sitting, raise_request_exception=False)
    assert client.get(at(week, "comments", section="focus")).status_code == 404
    assert client.get(at(week, "comments", section="other") + "?page=2").status_code == 404
    assert client.get(at(week, "comments", section="other") + "?page=x").status_code == 404
    assert client.get(at(week, "comment", item=item_of(week, "Tarrowby"))).status_code == 404


def test_a_page_has_twenty_cases(db, signed_in):
    week = a_week()
    for number in range(22):
        named("Many", f"More{number}")
    week.issued_with(named("Pell", "Tarrowby", risk="high"))
    client = signed_in(week.sitting)
    here = at(week, "comments", section="other")
    assert "Page 1 of 2" in text(client.get(here))
    last = text(client.get(f"{here}?page=2"))
    assert "Page 2 of 2" in last
    assert last.count("Write a comment<span") == 2


@pytest.mark.clause("ROR-17")
def test_the_room_and_the_minutes_show_who_wrote_it(week, signed_in, settings):
    send(signed_in(week.sitting), week, "Nimmock", "An aunt offers")
    room = Room(week, week.meeting, list(week.meeting.items.filter(section="focus")), [])
    room.open()
    settings.FIXED_NOW = DURING
    client = signed_in(week.coordinating)
    listed = text(client.get(at(week, "room_section", section="other")))
    opened = text(client.get(at(week, "room_item", item=item_of(week, "Nimmock"))))
    for page in (listed, opened):
        assert "An aunt offers" in page
        assert f"{week.sitting.name}, " in page

    room.others = [item.entry for item in week.meeting.items.filter(section="other")]
    room.settle()
    room.close()
    settings.FIXED_NOW = AFTER
    client = signed_in(week.coordinating)
    page = text(client.get(at(week, "minutes")))
    assert f"Comment by {week.sitting.name}" in page
    assert "An aunt offers" in page
    room.approve()
    settings.FIXED_NOW = NEXT_DAY
    file = b"".join(signed_in(week.coordinating).get(at(week, "minutes_file")))
    with zipfile.ZipFile(io.BytesIO(file)) as word:
        assert f"Comment by {week.sitting.name}" in word.read("word/document.xml").decode()


def test_no_comment_gives_up_the_gap_its_author_stands_in():
    """The line of the author is drawn up towards the words: it wants their full margin (`.remit-by` in remit.css)."""
    web = Path(remit.web.__file__).parent
    templates = list(web.rglob("*.html"))
    assert len(templates) > 60
    for path in templates:
        assert not re.search(r'margin-bottom-0[^<>]*>[^\n]*</p>\s*<p class="remit-by', path.read_text()), path
