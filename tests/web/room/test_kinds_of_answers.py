"""A date, an amount, a yes or no and a person are asked for as such, refused in plain words, and read out in the minutes."""

import pytest
from django.urls import reverse

from remit.casework import closing
from remit.casework.room import open_meeting
from remit.records.answers import Answer
from remit.records.closing_facts import closing_facts
from remit.rules.closing import unfinished
from remit.terms import load
from tests.casework.weeks import Week, a_week, rated
from tests.factories import london, viewer_of
from tests.factories.forums import in_seat
from tests.terms.test_kinds import ELSEWHERE


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def week(db, settings) -> Week:
    """An open meeting of a forum whose form asks for every kind of answer, with one case that nobody chose."""
    found = a_week("homeward", terms=load.merged("homeward", ELSEWHERE))
    rated("medium", team="Team Heron")
    found.finish(found.coordinating)
    chair, coordinator = found.chair, found.coordinator
    from remit.casework import agenda

    agenda.draft_agenda(meeting_id=found.meeting.pk, seen=None, actor=chair, now=london("2026-10-14 10:00"))
    agenda.confirm_agenda(
        meeting_id=found.meeting.pk, seen=None, actor=coordinator, now=london("2026-10-14 10:00")
    )
    settings.FIXED_NOW = during(found)
    open_meeting(meeting_id=found.meeting.pk, seen=None, actor=coordinator, now=during(found))
    return found


def during(week: Week):
    return week.meeting.starts_at


def here(week: Week) -> str:
    item = week.meeting.items.get(section="in-view")
    return reverse(
        "room_item",
        kwargs={"forum": "homeward", "date": week.meeting.nominal_date.isoformat(), "item": item.ref},
    )


SOUND = {
    "earliest-day": "1",
    "earliest-month": "12",
    "earliest-year": "2026",
    "earliest-base": "0",
    "weekly-cost": "£1,250.50",
    "weekly-cost-base": "0",
    "asked-the-child": "no",
    "asked-the-child-base": "0",
    "companion": "Wren Tillow",
    "companion-base": "0",
}


def send(client, week: Week, **changed: str):
    sent = {**SOUND, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return client.post(here(week), {**sent, "do": "answers", "form_token": str(sorted(changed.items()))})


def kept(week: Week) -> dict[str, str]:
    rows = Answer.objects.filter(superseded_at__isnull=True)
    return dict(rows.values_list("question", "value"))


def test_each_kind_has_its_own_input(week, signed_in):
    page = text(signed_in(week.coordinating).get(here(week)))
    assert 'name="weekly-cost" inputmode="decimal"' in page
    assert 'name="asked-the-child" type="radio" value="yes"' in page
    assert 'name="companion" list="staff"' in page
    assert 'name="earliest-day"' in page


def test_sound_answers_are_kept_and_read_out_in_room_and_minutes(week, signed_in, settings):
    client = signed_in(week.coordinating)
    assert send(client, week).status_code == 302
    found = kept(week)
    assert (found["weekly-cost"], found["asked-the-child"], found["companion"]) == (
        "125050",
        "no",
        "Wren Tillow",
    )
    page = text(client.get(here(week)))
    assert 'value="1,250.50"' in page
    assert 'value="no" checked' in page

    actor, after = week.coordinator, week.meeting.ends_at
    week.now_at()
    keys = [one.key for one in unfinished(closing_facts(week.meeting))]
    if keys:
        closing.waive_several(meeting_id=week.meeting.pk, keys=keys, reason="No time", actor=actor, now=after)
    closing.close_meeting(meeting_id=week.meeting.pk, seen=week.revision, actor=actor, now=after)
    settings.FIXED_NOW = after
    where = {"forum": "homeward", "date": week.meeting.nominal_date.isoformat()}
    page = text(signed_in(week.coordinating).get(reverse("minutes", kwargs=where)))
    assert "£1,250.50" in page
    assert "125050" not in page


def test_a_yes_or_no_can_be_taken_back_once_it_is_answered(week, signed_in):
    client = signed_in(week.coordinating)
    none = 'name="asked-the-child" type="radio" value=""'
    assert none not in text(client.get(here(week)))
    send(client, week)
    page = text(client.get(here(week)))
    assert none in page
    assert ">Not answered</label>" in page
    assert f"{none} checked" not in page

    taken_back = client.post(
        here(week),
        {"asked-the-child": "", "asked-the-child-base": "1", "do": "answers", "form_token": "back"},
    )
    assert taken_back.status_code == 302
    assert kept(week)["asked-the-child"] == ""
    page = text(client.get(here(week)))
    assert none not in page
    assert 'value="no" checked' not in page


def test_what_is_none_of_its_kind_comes_back_with_its_reason_and_the_rest_is_saved(week, signed_in):
    answer = send(signed_in(week.coordinating), week, weekly_cost="a lot")
    page = text(answer)
    assert answer.status_code in (200, 422)
    assert 'href="#weekly-cost">Weekly cost: Weekly cost must be an amount of money' in page
    assert 'value="a lot"' in page
    assert kept(week)["companion"] == "Wren Tillow"
    assert "weekly-cost" not in kept(week)


def test_the_chair_answers_too(week, signed_in):
    assert viewer_of(in_seat(week.forum, "chair")).chairs
    assert send(signed_in(week.chairing), week, companion="Odd Nimmock").status_code == 302
    assert kept(week)["companion"] == "Odd Nimmock"
