"""Times worked out from what people answered: propose, look, accept."""

import re

import pytest

from remit.casework.agenda import move_item
from remit.rules.viewers import Post
from tests.casework.weeks import Week, a_week
from tests.factories import NOW, a_child, a_team, an_entry, staff
from tests.web.agenda.test_agenda_page import address, drafted, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def client(week, signed_in):
    return signed_in(week.coordinating)


def of_two_teams(week: Week) -> list:
    """Three drafted cases: the first and the third of one manager, the second of another."""
    teams = [a_team(), a_team()]
    for team, name in zip(teams, ("Manager Firstly", "Manager Secondly"), strict=True):
        staff(name=name, posts=[(Post.TEAM_MANAGER, team)])
    children = [
        a_child(f"N{letter}", "Orderly", team=teams[number])
        for letter, number in zip("abc", (0, 1, 0), strict=True)
    ]
    items = week.choose(*(an_entry(child, risk="high") for child in children))
    week.finish()
    week.draft()
    return items


def where(week: Week) -> str:
    return address(week, "agenda_times", section="focus")


def sent_with(page) -> dict[str, str]:
    """What the proposal on the page would send."""
    form = re.search(
        r'<form method="post" novalidate aria-label="Accept.*?</form>', page.content.decode(), re.DOTALL
    )[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


@pytest.mark.clause("ROR-15")
def test_a_managers_cases_are_proposed_one_after_another_and_the_times_taken_when_accepted(week, client):
    first, second, third = of_two_teams(week)
    assert "Work out the times from what people answered" in text(client.get(address(week)))
    assert "Manager Firstly, team manager, 2 cases" in text(client.get(where(week)))

    page = client.get(where(week), {"work": "1"})

    assert "It is proved that no arrangement is better." in text(page)
    assert "1 of 1 managers with several cases have them one after another." in text(page)
    again = client.post(where(week), sent_with(page) | {"form_token": "t1"}, follow=True)
    assert "The times are set as proposed." in text(again)
    found = {item.pk: f"{item.slot_at:%H:%M}" for item in week.meeting.items.filter(section="focus")}
    assert found == {first.pk: "15:00", third.pk: "15:20", second.pk: "15:40"}


def test_what_people_answered_and_what_is_kept_is_heeded(week, client):
    first, second, third = of_two_teams(week)
    key = staff_key(week, client, "Manager Firstly")

    page = client.get(where(week), {"work": "1", f"from-{key}": "3:40pm", "keep": second.ref})

    times = {
        name.removeprefix("at-"): value for name, value in sent_with(page).items() if name.startswith("at-")
    }
    assert times == {first.ref: "15:40", second.ref: "15:20", third.ref: "16:00"}
    wrong = client.get(where(week), {"work": "1", f"from-{key}": "soon"})
    assert "must be a time" in text(wrong)


def staff_key(week: Week, client, name: str) -> str:
    page = text(client.get(where(week)))
    return re.search(r'name="from-(\d+)"', page[page.index(name) :])[1]


def test_a_proposal_that_was_overtaken_is_not_taken(week, client):
    items = drafted(week, 2)
    page = client.get(where(week), {"work": "1"})
    move_item(item_ref=items[1].ref, position=1, seen=None, actor=week.coordinator, now=NOW)

    late = client.post(where(week), sent_with(page) | {"form_token": "t1"})

    assert late.status_code == 409


def test_more_cases_than_fit_are_said_with_the_least_urgent_left_out(week, client):
    drafted(week, 6)

    page = text(client.get(where(week), {"work": "1"}))

    assert "2 cases find no room before 4:30pm" in page


def test_a_member_arranges_nothing(week, signed_in):
    drafted(week, 1)
    assert signed_in(week.sitting).get(where(week)).status_code == 403
