"""Choosing the cases of a meeting, as who chooses sees it."""

import pytest
from django.urls import reverse

from tests.casework.weeks import Week, a_week, off_the_list, rated
from tests.factories import NOW, a_child, a_restricted_child, an_entry

pytestmark = pytest.mark.django_db

ROWS_TO_CHOOSE = [("Odd", "low"), ("Pell", "high"), ("Rook", "high")]


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def client(week, signed_in):
    return signed_in(week.coordinating)


def address(week: Week, route: str = "selection", **parts: str) -> str:
    return reverse(route, kwargs={"forum": week.forum.slug, "date": str(week.meeting.nominal_date), **parts})


def send(client, week: Week, route: str = "selection", *, token: str = "t1", seen: int | None = None, **data):
    data |= {"form_token": token, "seen": week.revision if seen is None else seen}
    return client.post(address(week, route), data, follow=True)


def named(given: str, family: str, **entry):
    return an_entry(a_child(given, family), **entry)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.clause("ROR-8")
def test_suggestions_stand_at_the_top_each_with_its_reason(week, client):
    named("Pell", "Tarrowby", risk="high", urgency="today", days_to_place=3)
    named("Odd", "Nimmock", risk="low")

    page = text(client.get(address(week)))

    assert "<strong>Pell Tarrowby</strong><br>High risk, placement needed today, 3 days to place" in page
    assert page.index("Suggested") < page.index("High: 1 case")
    assert "<strong>Odd Nimmock</strong><br>" not in page


@pytest.mark.clause("ROR-1")
@pytest.mark.clause("ROR-8")
def test_the_list_is_grouped_by_rating_and_the_unrated_are_shown_to_be_rated(week, client):
    for risk in ("unrated", "low", "medium", "high"):
        named(risk.capitalize(), "Quenby", risk=risk)

    page = text(client.get(address(week)))

    assert (
        page.index("High: 1 case")
        < page.index("Medium: 1 case")
        < page.index("Low: 1 case")
        < page.index("Unrated: 1 case")
    )
    assert "Rate it" in page
    assert page.count('type="checkbox"') - page.count('name="part"') == 3


def test_ticked_boxes_are_saved_and_unticked_ones_taken_back(week, client):
    first, second = rated("high"), rated("medium")
    week.choose(first)

    response = send(client, week, case=[second.ref])

    assert "Saved: 2 changes." in text(response)
    assert [item.entry for item in week.meeting.items.exclude(state="withdrawn")] == [second]


def test_a_button_chooses_one_row_and_keeps_the_ticks_made_before(week, client):
    first, second = rated("high"), rated("medium")

    send(client, week, case=[first.ref], one=second.ref)
    send(client, week, token="t2", case=[first.ref, second.ref], **{"not": first.ref})

    assert [item.entry for item in week.meeting.items.exclude(state="withdrawn")] == [second]


def test_all_suggested_are_chosen_at_once(week, client):
    entries = {rated("high"), rated("medium")}

    send(client, week, suggested=[entry.ref for entry in entries], all="yes")

    assert {item.entry for item in week.meeting.items.all()} == entries


@pytest.mark.clause("ROR-8")
def test_a_low_case_without_a_reason_comes_back_with_the_error_beside_it_and_nothing_lost(week, client):
    high, low = rated("high"), named("Odd", "Nimmock", risk="low")

    response = send(client, week, case=[high.ref, low.ref])

    page = text(response)
    assert response.status_code == 422
    assert f'<a href="#why_{low.ref}">' in page
    assert "Say why a case rated Low is chosen. (ROR-8)" in page
    assert f'value="{high.ref}" checked' in page
    assert f'value="{low.ref}" checked' in page
    assert not week.meeting.items.exists()

    send(client, week, token="t2", case=[high.ref, low.ref], **{f"why_{low.ref}": "Two moves in a month"})
    assert "Chosen because: Two moves in a month" in text(client.get(address(week)))


@pytest.mark.clause("ROR-15")
def test_more_cases_than_fit_are_a_warning_with_their_ranking(week, client):
    entries = [
        named(f"N{name}", "Overly", risk=risk)
        for name, risk in zip("abcde", ["medium"] * 4 + ["high"], strict=True)
    ]
    week.choose(*entries)

    page = text(client.get(address(week)))

    assert "5 cases chosen, but the meeting holds 4" in page
    assert page.index("Ne Overly: High") < page.index("Na Overly: Medium")


def test_an_older_page_changes_nothing_and_keeps_the_ticks(week, client):
    first, second = rated("high"), rated("high")
    seen = week.revision
    week.choose(first)

    response = send(client, week, seen=seen, case=[second.ref])

    page = text(response)
    assert response.status_code == 409
    assert "Somebody else has changed this since you opened it. Your ticks are still here." in page
    assert f'value="{second.ref}" checked' in page
    assert f'name="seen" value="{week.revision}"' in page
    assert [item.entry for item in week.meeting.items.all()] == [first]


def test_the_same_form_sent_twice_counts_once(week, client):
    entry = rated("high")
    seen = week.revision

    send(client, week, case=[entry.ref])
    response = send(client, week, seen=seen, case=[entry.ref])

    assert "You had already sent this form" in text(response)
    assert week.meeting.items.count() == 1


def test_a_case_that_left_the_list_meanwhile_is_not_chosen(week, client):
    entry = rated("high")
    client.get(address(week))
    off_the_list(entry)

    send(client, week, case=[entry.ref])

    assert not week.meeting.items.exists()


@pytest.mark.parametrize("seen", ["", "x"])
def test_a_form_that_does_not_say_what_was_seen_changes_nothing(week, client, seen):
    response = send(client, week, seen=seen, case=[rated("high").ref])

    assert response.status_code == 422
    assert not week.meeting.items.exists()


@pytest.mark.clause("ROR-8")
def test_finishing_says_when_who_took_part_and_that_brokerage_was_missing(week, client):
    week.choose(rated("high"))

    response = send(client, week, "selection_finish", part=[week.coordinating.ref])

    page = text(response)
    assert "The selection is finished with 1 case." in page
    assert "finished on 14 October 2026, 10am" in page
    assert f"Took part: {week.coordinating.name}" in page
    assert "Nobody took part for Senior commissioning officer, brokerage" in page


def test_finishing_asks_who_took_part(week, client):
    response = send(client, week, "selection_finish")

    assert response.status_code == 422
    assert "Say who took part in the selection." in text(response)
    assert week.now_at().selected_at is None


def test_somebody_not_on_the_list_of_people_did_not_take_part(week, client):
    response = send(client, week, "selection_finish", part=["nosuchperson"])

    assert response.status_code == 422
    assert "Select people from the list" in text(response)


@pytest.mark.clause("ROR-8")
def test_by_when_the_selection_is_due_is_shown_with_its_arithmetic(week, client):
    from remit.casework.duties import reconcile_meeting

    reconcile_meeting(week.meeting, now=NOW)

    page = text(client.get(address(week)))

    assert "By Monday 12 October 2026, 11am" in page
    assert "Monday before 15 October 2026" in page
    assert "Overdue" in page


@pytest.mark.clause("ROR-16")
def test_a_case_rated_after_the_selection_stands_there_marked_late_and_a_low_one_can_be_made_an_other(
    week, client
):
    from remit.casework.action_list import change_entry
    from remit.rules.action_list import EntryValues

    entry = named("Odd", "Nimmock", risk="unrated")
    week.finish()
    detail = entry.details.get(until__isnull=True, superseded_at__isnull=True)
    change_entry(
        entry_ref=entry.ref, seen=detail.pk, values=EntryValues(risk="low"), actor=week.coordinator, now=NOW
    )

    page = text(client.get(address(week)))
    assert ">Late</strong>" in page
    assert "Leave it out" in page

    item = week.item_of(entry)
    leave = address(week, "selection_late", item=item.ref)
    assert client.post(leave, {"form_token": "a", "seen": week.revision, "why": ""}).status_code == 422
    response = client.post(
        leave, {"form_token": "b", "seen": week.revision, "why": "Settled at home"}, follow=True
    )
    assert "An other case because: Settled at home" in text(response)


@pytest.mark.clause("ROR-24")
def test_an_entry_nobody_has_touched_for_a_week_is_flagged(week, client):
    from datetime import timedelta

    named("Old", "Tarrowby", risk="high", last_action_on=NOW.date() - timedelta(days=9))
    named("New", "Quenby", risk="high", last_action_on=NOW.date() - timedelta(days=6))

    page = text(client.get(address(week)))

    assert page.count("List entry untouched for") == 1
    assert "List entry untouched for 9 days" in page


def test_a_case_that_came_back_stands_there_without_a_box_and_stays_when_others_are_saved(week, signed_in):
    from remit.casework.decisions import defer_item
    from tests.casework.weeks import a_later_meeting

    later = Week(week.forum, a_later_meeting(week))
    entry, other = named("Pell", "Tarrowby", risk="high"), rated("high")
    (item,) = week.choose(entry)
    defer_item(item_ref=item.ref, why="The worker is ill.", seen=None, actor=week.coordinator, now=NOW)
    client = signed_in(week.coordinating)

    page = text(client.get(address(later)))
    send(client, later, case=[other.ref])

    assert "Comes back from the meeting of 15 October 2026" in page
    assert f'id="case_{entry.ref}"' not in page
    assert {item.entry for item in later.meeting.items.exclude(state="withdrawn")} == {entry, other}


def test_what_was_discussed_before_is_counted(week, client):
    from datetime import timedelta

    from tests.factories import a_meeting

    entry = named("Old", "Tarrowby", risk="high")
    earlier = a_meeting(
        week.forum, NOW.date() - timedelta(days=6), state="closed", closed_at=NOW, opened_at=NOW
    )
    earlier.items.create(
        section="focus", position=1, subject_id=entry.person_id, entry=entry, state="discussed",
        added_by=week.coordinating, added_at=NOW,
    )  # fmt: skip

    assert "Discussed once, last 8 Oct 2026" in text(client.get(address(week)))


@pytest.mark.clause("ROR-17")
def test_once_the_meeting_opened_nothing_is_chosen_here(week, client):
    from remit.records.meetings import Meeting

    entry = rated("high")
    Meeting.objects.update(state="open", opened_at=NOW, issued_at=NOW)

    page = text(client.get(address(week)))
    response = send(client, week, case=[entry.ref])

    assert "This meeting has been opened" in page
    assert "Save choices" not in page
    assert response.status_code == 422
    assert "This meeting is open already." in text(response)


@pytest.mark.parametrize(
    "number, said",
    [
        (1, "1 chosen case is not on the list any more. Take it off on the page of the agenda."),
        (6, "6 chosen cases are not on the list any more. Take them off on the page of the agenda."),
    ],
)
def test_chosen_cases_that_left_the_list_count_without_making_the_meeting_smaller(week, client, number, said):
    entries = [rated("high") for _ in range(number)]
    week.choose(rated("high"), *entries)
    for entry in entries:
        off_the_list(entry)

    page = text(client.get(address(week)))

    assert said in page
    assert "holds -" not in page
    if number == 6:
        assert "7 cases chosen, but the meeting holds 4" in page
        assert "the last 3 cases may not be reached" in page


def test_a_child_shown_to_named_people_only_is_not_on_the_page(week, client):
    child = a_restricted_child(given="Secretia", family="Hiddenby")
    an_entry(child, risk="high")

    assert "Secretia" not in text(client.get(address(week)))


def test_members_and_strangers_do_not_choose(week, signed_in):
    from tests.factories import staff

    assert signed_in(staff()).get(address(week)).status_code == 403
    assert signed_in(week.sitting).get(address(week)).status_code == 403
    assert signed_in(week.sitting).post(address(week), {"form_token": "x"}).status_code == 403


@pytest.mark.parametrize("date", ["2026-10-16", "next-thursday", "2026-13-01"])
def test_there_is_no_selection_for_a_meeting_that_is_not(week, client, date):
    assert client.get(reverse("selection", kwargs={"forum": "ror", "date": date})).status_code == 404


@pytest.mark.look
def test_a_look_is_kept_of_every_child_shown(week, client):
    from remit.records.audit import LookPerson

    entries = [rated("high"), rated("unrated")]
    client.get(address(week))

    assert set(LookPerson.objects.values_list("subject", flat=True)) == {entry.person_id for entry in entries}
    assert set(LookPerson.objects.values_list("look__route", flat=True)) == {"selection"}


@pytest.mark.long
def test_sixty_cases_take_as_many_queries_as_three(week, client, django_assert_num_queries):
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address(week)).status_code == 200
        return len(captured)

    week.choose(*(rated("high") for _ in range(3)))
    client.get(address(week))
    few = queries()
    for number in range(57):
        rated(("high", "medium", "low", "unrated")[number % 4])

    assert queries() == few


def test_a_reason_for_a_case_that_is_not_chosen_is_asked_about_and_not_lost(week, client):
    entry = named("Odd", "Nimmock", risk="low")
    why = {f"why_{entry.ref}": "The carer is ill"}

    page = send(client, week, **why)

    assert page.status_code == 422
    said = "You gave a reason for Odd Nimmock but did not choose the case. Choose it, or empty the box"
    assert f'<a href="#why_{entry.ref}">{said}</a>' in text(page)
    assert f'id="why_{entry.ref}-error"' in text(page)
    assert 'value="The carer is ill"' in text(page)
    assert "1 change" in text(send(client, week, token="t2", one=entry.ref, **why))


def test_after_choosing_one_goes_on_where_one_was(week, client):
    low, first, second = (named(name, "Quillan", risk=risk) for name, risk in ROWS_TO_CHOOSE)
    why = {f"why_{low.ref}": "Urgent"}

    assert send(client, week, one=low.ref, **why).redirect_chain[-1][0].endswith(f"#row_{low.ref}")
    page = send(client, week, token="t2", take=first.ref, case=low.ref)
    assert page.redirect_chain[-1][0].endswith("#suggested")
    page = send(client, week, token="t3", take=second.ref, case=[low.ref, first.ref])
    assert page.redirect_chain[-1][0].endswith(f"#row_{second.ref}"), "no suggestion is left to go on with"

    assert f'id="row_{second.ref}" tabindex="-1"' in text(page)
    assert "3 cases are chosen" in text(client.get(address(week)))
