"""The agenda, as who prepares it and who sits at the meeting see it."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.records.audit import LookPerson
from remit.records.meetings import Meeting
from remit.rules.viewers import Post
from tests.casework.weeks import Week, a_later_meeting, a_week, off_the_list, rated
from tests.factories import NOW, a_child, a_meeting, an_entry, staff
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def client(week, signed_in):
    return signed_in(week.coordinating)


def address(week: Week, route: str = "agenda", **parts: str) -> str:
    return reverse(route, kwargs={"forum": week.forum.slug, "date": str(week.meeting.nominal_date), **parts})


def send(
    client, week: Week, route: str, *, token: str = "t1", seen: int | None = None, item: str = "", **data
):
    parts = {"item": item} if item else {}
    data |= {"form_token": token, "seen": week.revision if seen is None else seen}
    return client.post(address(week, route, **parts), data, follow=True)


def named(given: str, family: str, **entry):
    return an_entry(a_child(given, family), **{"risk": "high", **entry})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def drafted(week: Week, number: int = 3) -> list:
    items = week.choose(*(named(f"N{letter}", "Orderly") for letter in "abcdefgh"[:number]))
    week.finish()
    week.draft()
    return items


@pytest.mark.clause("ROR-18")
def test_the_sections_stand_in_the_order_of_the_terms(week, client):
    week.finish()

    page = text(client.get(address(week)))

    names = ["1. Focus cases", "2. Other cases", "3. Actions not yet discussed", "4. Any other business"]
    places = [page.index(name) for name in names]
    assert places == sorted(places)


@pytest.mark.clause("ROR-18")
@pytest.mark.parametrize("last_of_month", [True, False])
def test_the_analysis_stands_on_the_agenda_when_it_is_due(week, client, last_of_month):
    if not last_of_month:
        a_later_meeting(week)

    assert ("Analysis of cases" in text(client.get(address(week)))) == last_of_month


@pytest.mark.clause("ROR-15")
def test_the_coordinator_drafts_and_each_case_has_its_time(week, client):
    week.choose(named("Pell", "Tarrowby"), named("Odd", "Nimmock"))
    week.finish()

    response = send(client, week, "agenda_draft")

    page = text(response)
    assert "The agenda is drafted." in page
    assert "<strong>3pm to 3:20pm</strong>" in page
    assert "<strong>3:20pm to 3:40pm</strong>" in page
    assert "40 of 90 minutes have a case." in page


@pytest.mark.clause("ROR-8")
def test_before_the_selection_is_finished_the_page_says_what_to_do_instead_of_drafting(week, client):
    page = text(client.get(address(week)))
    response = send(client, week, "agenda_draft")

    assert 'Finish the selection, then draft the agenda. <span class="remit-clause">ROR-8</span>' in page
    assert "Draft the agenda</button>" not in page
    assert response.status_code == 422


@pytest.mark.clause("ROR-15")
def test_setting_a_longer_time_moves_the_later_ones_and_warns_past_the_end(week, client):
    first, second, _ = drafted(week)

    page = text(send(client, week, "agenda_slot", item=first.ref, at="3pm", minutes="35", shift="on"))
    assert "<strong>3pm to 3:35pm</strong>" in page
    assert "<strong>3:35pm to 3:55pm</strong>" in page

    page = text(send(client, week, "agenda_slot", token="t2", item=second.ref, at="16:20", minutes="20"))
    assert "Nb Orderly: The slot at 4:20pm" in page
    assert "runs past the end of the meeting at 4:30pm" in page
    assert "leaves" in page


def test_overlapping_times_are_a_warning(week, client):
    first, *_ = drafted(week)

    page = text(send(client, week, "agenda_slot", item=first.ref, at="3pm", minutes="30"))

    assert "Nb Orderly: The slot at 3:20pm overlaps the one before by 10 minutes." in page


@pytest.mark.parametrize(
    "at, minutes, field, words",
    [
        ("2:30pm", "20", "at", "The meeting is from 3pm to 4:30pm."),
        ("half past", "20", "at", "The start must be a time, like 2:15pm or 14:15"),
        ("", "20", "at", "Enter when it starts"),
        ("3pm", "twenty", "minutes", "Minutes must be a whole number"),
        ("3pm", "", "minutes", "Enter how many minutes it takes"),
        ("3pm", "0", "minutes", "A slot has 1 to 240 minutes."),
        ("3pm", "-5", "minutes", "A slot has 1 to 240 minutes."),
        ("3pm", "99999999999999999999", "minutes", "A slot has 1 to 240 minutes."),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(week, client, at, minutes, field, words):
    first, *_ = drafted(week)

    response = send(client, week, "agenda_slot", item=first.ref, at=at, minutes=minutes, shift="on")

    page = text(response)
    assert response.status_code == 422
    assert f'<a href="#{field}-{first.ref}">{words}' in page
    assert f'id="{field}-{first.ref}"' in page
    first.refresh_from_db()
    assert (first.slot_at.hour, first.slot_minutes) == (15, 20)


@pytest.mark.clause("ROR-18")
def test_items_move_up_and_down_by_buttons(week, client):
    first, second, third = drafted(week)

    response = client.post(
        address(week, "agenda_move"),
        {"form_token": "m", "seen": week.revision, "item": third.ref, "move": "up"},
        follow=True,
    )

    page = text(response)

    assert page.index("Na Orderly") < page.index("Nc Orderly") < page.index("Nb Orderly")
    assert "3:20pm to 3:40pm" in page[page.index("Na Orderly") : page.index("Nc Orderly")]
    assert f'id="up-{first.ref}" name="move" value="up" aria-disabled="true" disabled' in page
    assert f'id="down-{second.ref}" name="move" value="down" aria-disabled="true" disabled' in page


@pytest.mark.clause("ROR-18")
def test_an_item_takes_the_place_it_is_dropped_on_and_those_it_passes_move_up(week, client):
    first, _, third = drafted(week)
    page = text(client.get(address(week, "agenda")))
    for row in (first, third):
        assert f'data-place="{row.position}"' in page

    response = client.post(
        address(week, "agenda_move"),
        {"form_token": "m", "seen": week.revision, "item": first.ref, "place": third.position},
        follow=True,
    )

    page = text(response)
    assert page.index("Nb Orderly") < page.index("Nc Orderly") < page.index("Na Orderly")
    assert "3pm to 3:20pm" in page[page.index("</h1>") : page.index("Nb Orderly")]


@pytest.mark.parametrize("place", ["", "0", "99", "x"])
def test_a_place_that_is_not_there_is_refused_and_nothing_moves(week, client, place):
    first, second, _ = drafted(week)
    response = client.post(
        address(week, "agenda_move"),
        {"form_token": "m", "seen": week.revision, "item": first.ref, "place": place},
        follow=True,
    )
    assert response.status_code == 422
    assert "There is a problem" in text(response)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.position < second.position


def test_an_item_does_not_move_beyond_the_first_place(week, client):
    first, *_ = drafted(week)

    response = client.post(
        address(week, "agenda_move"),
        {"form_token": "m", "seen": week.revision, "item": first.ref, "move": "up"},
        follow=True,
    )

    assert response.status_code == 422
    assert "This part of the agenda has 3 places." in text(response)


@pytest.mark.clause("ROR-18")
def test_the_chair_confirms_and_the_coordinator_is_told_who_can(week, client, signed_in):
    drafted(week)

    page = text(client.get(address(week)))
    refused = send(client, week, "agenda_confirm")
    page_of_chair = text(signed_in(week.chairing).get(address(week)))
    done = send(signed_in(week.chairing), week, "agenda_confirm", token="t2")

    assert f"Waiting for the chair to confirm it: {week.chairing.name}" in page
    assert "Confirm and issue" not in page
    assert refused.status_code == 403
    assert "Confirm and issue the agenda" in page_of_chair
    assert "Members can see it now." in text(done)


@pytest.mark.clause("ROR-15")
def test_an_agenda_that_runs_past_the_end_is_asked_about_once_more(week, signed_in):
    items = drafted(week, 4)
    chair = signed_in(week.chairing)
    assert "After the planned end" not in text(chair.get(address(week)))

    late = items[-1]
    send(signed_in(week.coordinating), week, "agenda_slot", item=late.ref, at="4:15pm", minutes="35")
    asked = send(chair, week, "agenda_confirm", token="t2")

    page = text(asked)
    assert "The meeting ends at 4:30pm. It lasts 90 minutes and its cases need 95." in page
    assert "<strong>4:15pm to 4:50pm</strong>" in page
    assert week.now_at().issued_at is None

    done = send(chair, week, "agenda_confirm", token="t3", confirmed="on")
    assert "Members can see it now." in text(done)
    assert text(signed_in(week.sitting).get(address(week))).count("After the planned end") >= 1


def test_confirming_a_second_time_says_that_the_agenda_is_issued(week, signed_in):
    drafted(week)
    chair = signed_in(week.chairing)
    seen = week.revision
    send(chair, week, "agenda_confirm", token="t1", seen=seen)

    again = text(send(chair, week, "agenda_confirm", token="t2", seen=seen))

    assert "The agenda is issued already." in again
    assert "Somebody else has changed this" not in again


def test_members_see_the_agenda_from_issue_until_28_days_after_the_meeting_closed(week, signed_in, settings):
    drafted(week)

    def at(moment):
        settings.FIXED_NOW = moment
        return signed_in(week.sitting).get(address(week))

    assert at(NOW).status_code == 404
    week.confirm()
    assert "Na Orderly" in text(at(NOW))
    Meeting.objects.update(state="closed", opened_at=NOW, closed_at=NOW)
    closed = NOW.astimezone(UTC)
    assert at(closed + timedelta(days=28, seconds=-1)).status_code == 200
    assert at(closed + timedelta(days=28)).status_code == 404


def test_members_change_nothing(week, signed_in):
    first, *_ = drafted(week)
    week.confirm()
    member = signed_in(week.sitting)

    page = text(member.get(address(week)))
    assert "Take off" not in page
    assert "<input" not in page.split("<main")[1]
    for route, item in [("agenda_draft", ""), ("agenda_slot", first.ref), ("agenda_off", first.ref)]:
        assert send(member, week, route, item=item).status_code == 403


def test_quality_assurance_reads_a_closed_agenda_without_what_the_list_says(week, signed_in):
    week.choose(named("Pell", "Tarrowby", risk="low"), why="Complex because of the move.")
    week.finish()
    week.draft()
    week.confirm()
    reader = signed_in(staff(posts=[Post.QUALITY_ASSURANCE]))
    assert reader.get(address(week)).status_code == 404

    Meeting.objects.update(state="closed", opened_at=NOW, closed_at=NOW)

    page = text(reader.get(address(week)))
    assert "Pell Tarrowby" in page
    assert "Complex because" not in page
    assert 'govuk-tag--green">Low' not in page


@pytest.mark.clause("ROR-17")
def test_other_cases_are_a_live_view_of_the_list_until_the_meeting_opens_and_then_stay(week, client):
    from remit.casework.action_list import end_entry
    from remit.casework.room import open_meeting
    from remit.records.placements_list import EntryDetail

    def leave(entry):
        seen = EntryDetail.objects.open().get(entry=entry).pk
        end_entry(
            entry_ref=entry.ref,
            seen=seen,
            reason="home",
            on=NOW.date(),
            note="",
            actor=week.coordinator,
            now=NOW,
        )

    chosen, other, leaving = (
        named("Pell", "Tarrowby"),
        named("Odd", "Nimmock", team="Team Heron"),
        rated("low"),
    )
    week.issued_with(chosen)

    before = text(client.get(address(week)))
    assert "Odd Nimmock</a></th>" in before
    assert "Pell Tarrowby</a></th>" not in before
    assert "As the action list stands now" in before

    leave(leaving)
    after = text(client.get(address(week)))
    assert before.count("</a></th>") == after.count("</a></th>") + 1

    Meeting.objects.update(date=NOW.date())
    open_meeting(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=NOW)
    leave(other)
    named("New", "Comer")
    frozen = text(client.get(address(week)))
    assert "As the list stood when the meeting opened." in frozen
    assert "Odd Nimmock</a></th>" in frozen
    assert "Team Heron" in frozen
    assert "New Comer" not in frozen


@pytest.mark.clause("ROR-17")
def test_other_cases_show_the_columns_the_terms_name(week, client):
    named("Odd", "Nimmock", placement_required="Therapeutic fostering", search_update="Nobody asked yet")
    week.finish()

    page = text(client.get(address(week)))

    heads = ["Person id", "Initials", "Age", "Team", "Legal status", "Placement now", "Placement needed"]
    assert all(f">{words}</th>" in page for words in heads)
    assert "Therapeutic fostering" in page
    assert "Nobody asked yet" not in page


def test_open_actions_of_earlier_meetings_stand_on_it(week, client, signed_in):
    from remit.records.actions import Action

    child = a_child("Pell", "Tarrowby")
    before = a_meeting(
        week.forum, NOW.date() - timedelta(days=6), state="closed", issued_at=NOW, closed_at=NOW
    )
    lead = staff("Lettice Leadham")
    Action.objects.create(
        subject=child.subject, meeting=before, what="Ask the grandmother", lead=lead, due_on=NOW.date(),
        due_at=NOW - timedelta(hours=1), raised_by=week.coordinating, raised_at=NOW,
    )  # fmt: skip
    an_entry(child)

    page = text(client.get(address(week)))

    assert "Ask the grandmother" in page
    assert "Lettice Leadham" in page
    assert "Past its date" in page


def test_business_is_added_and_an_empty_one_refused(week, client):
    assert "Half term cover" in text(send(client, week, "agenda_add", title="Half term cover"))

    response = send(client, week, "agenda_add", token="t2", title=" ")
    assert response.status_code == 422
    assert '<a href="#title">Enter what is to be discussed</a>' in text(response)


def test_an_item_is_put_off_to_the_next_meeting_with_a_reason(week, client):
    later = a_later_meeting(week)
    first, *_ = drafted(week)

    assert "Put Na Orderly off to 22 October 2026" in text(
        client.get(address(week, "agenda_later", item=first.ref))
    )
    assert send(client, week, "agenda_later", item=first.ref, why="").status_code == 422
    page = text(send(client, week, "agenda_later", token="t2", item=first.ref, why="The worker is ill"))

    assert "Put off to 22 Oct 2026" in page
    assert "Put off because: The worker is ill" in page
    assert later.items.filter(entry=first.entry_id).exists()


def test_an_item_is_taken_off_with_a_reason(week, client):
    first, *_ = drafted(week)

    assert send(client, week, "agenda_off", item=first.ref, why="").status_code == 422
    page = text(send(client, week, "agenda_off", token="t2", item=first.ref, why="Went home"))

    assert "It is off the agenda." in page
    assert "Na Orderly" not in page.split("2. Other cases")[0]


def test_a_chosen_case_that_left_the_list_is_flagged(week, client):
    first, *_ = drafted(week)
    off_the_list(first.entry)

    assert "Not on the list any more" in text(client.get(address(week)))


def test_an_issued_agenda_is_taken_back_with_a_reason_that_stands_there(week, client, signed_in):
    drafted(week)
    week.confirm()

    assert send(client, week, "agenda_reopen", why="").status_code == 422
    page = text(send(client, week, "agenda_reopen", token="t2", why="Two workers cannot come"))

    assert "14 October 2026, 10am: Two workers cannot come" in page
    assert signed_in(week.sitting).get(address(week)).status_code == 404


def test_who_saw_an_older_agenda_is_told_and_changes_nothing(week, client):
    first, *_ = drafted(week)
    seen = week.revision
    week.choose(rated("high"))

    response = send(client, week, "agenda_slot", seen=seen, item=first.ref, at="3pm", minutes="35")

    page = text(response)
    assert response.status_code == 409
    assert "Somebody else has changed this since you opened it. What you entered is still here." in page
    assert f'id="at-{first.ref}" name="at" value="3pm"' in page
    assert f'id="minutes-{first.ref}" name="minutes" inputmode="numeric" value="35"' in page
    assert week.meeting.items.get(pk=first.pk).slot_minutes != 35
    assert f'name="seen" value="{week.revision}"' in page, "sent again as it stands, it holds"


def test_what_somebody_else_did_meanwhile_is_no_hindrance_to_adding_a_matter(week, client):
    seen = week.revision
    send(client, week, "agenda_add", title="Added by the chair")

    page = send(client, week, "agenda_add", token="t2", seen=seen, title="Half term cover")

    assert page.status_code == 200
    assert week.meeting.items.filter(title="Half term cover").count() == 1


@pytest.mark.parametrize("route", ["agenda_off", "agenda_later", "agenda_reopen"])
def test_a_reason_outlives_what_somebody_else_did_meanwhile(week, client, route):
    first, *_ = drafted(week)
    a_later_meeting(week)
    if route == "agenda_reopen":
        week.confirm()
    item = {} if route == "agenda_reopen" else {"item": first.ref}
    seen = week.revision
    week.choose(rated("high"))

    response = send(client, week, route, seen=seen, why="Two workers cannot come", **item)

    page = text(response)
    assert response.status_code == 409
    assert "Two workers cannot come</textarea>" in page
    assert f'name="seen" id="seen" value="{week.revision}"' in page
    assert send(client, week, route, token="t2", why="Two workers cannot come", **item).status_code == 200


def test_the_same_form_sent_twice_adds_once(week, client):
    send(client, week, "agenda_add", title="Half term cover")
    seen = week.revision
    send(client, week, "agenda_add", seen=seen, title="Half term cover")

    assert week.meeting.items.filter(title="Half term cover").count() == 1


def test_a_restricted_child_keeps_its_time_but_not_its_name(week, client):
    child = a_child(given="Secretia", family="Hiddenby")
    week.choose(an_entry(child, risk="high"))
    restrict_to(child, week.chairing)
    week.finish()
    week.draft()

    page = text(client.get(address(week)))
    assert "Secretia" not in page
    assert "Restricted record" in page
    assert "In this forum: Service manager, commissioning." in page
    assert "3pm to 3:20pm" in page


@pytest.mark.look
def test_a_look_is_kept_of_every_child_shown(week, client):
    drafted(week, 2)
    other = rated("low")
    client.get(address(week))

    shown = set(LookPerson.objects.filter(look__route="agenda").values_list("subject", flat=True))
    assert shown == {
        *week.meeting.items.filter(entry__isnull=False).values_list("subject", flat=True),
        other.person_id,
    }


@pytest.mark.long
@pytest.mark.parametrize("who", ["coordinating", "chairing", "sitting"])
def test_sixty_cases_take_as_many_queries_as_three(week, signed_in, who):
    week.choose(*(rated("high") for _ in range(3)))
    week.finish()
    week.draft()
    week.confirm()
    client = signed_in(getattr(week, who))
    rated("low")
    client.get(address(week))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(week)).status_code == 200
        return len(captured)

    few = queries()
    for number in range(57):
        entry = rated(("high", "medium", "low")[number % 3])
        if number % 3 == 0:
            week.choose(entry)
    assert queries() == few
