"""The letters of a forum's terms: who gets which mail when, what it says, and what becomes of it when things change."""

from datetime import time, timedelta

import pytest

from remit.casework import agenda, letters, planning, selection
from remit.casework.action_list import Child, add_entry, change_entry
from remit.records.messages import Message
from remit.records.placements_list import ListEntry
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, a_child, a_restricted_child, a_team, allocate, staff
from tests.factories.clock import london

pytestmark = pytest.mark.django_db
WORKER, MANAGER, MEMBER = "worker@council.example", "manager@council.example", "member@council.example"
HEADING, TEXT = "Risk of Residential group", "Please fill in your part."


@pytest.fixture
def week() -> Week:
    made = a_week()
    made.sitting.email = MEMBER
    made.sitting.save()
    return made


@pytest.fixture
def team():
    team = a_team()
    staff(posts=[(Post.TEAM_MANAGER, team)], email=MANAGER)
    return team


def a_case(team, *, worker=None, risk: str = "high", **fields: object) -> ListEntry:
    """A child on the list, with a worker in that team."""
    return rated(risk, child=a_child(worker=worker or staff(team=team, email=WORKER), team=team, **fields))


def send(week: Week, heading: str = HEADING, text: str = TEXT, **others: object) -> letters.Sent:
    values = {
        "meeting_id": week.meeting.pk,
        "letter": "focus-case-mail",
        "seen": None,
        "actor": week.coordinator,
    }
    return letters.send_letter(**{**values, "heading": heading, "text": text, "now": NOW, **others})


@pytest.mark.clause("ROR-7")
def test_worker_and_manager_hear_at_once_that_their_case_was_chosen(week, team):
    (item,) = week.choose(a_case(team))
    mails = handed_over()
    assert set(mails) == {WORKER, MANAGER}
    (mail,) = mails[WORKER]
    assert (
        mail.heading
        == "Risk of Residential group: a case you work with was chosen for Thursday 15 October 2026"
    )
    assert "from 3pm to 4:30pm" in mail.text
    assert f"https://remit.example/children/{item.subject.ref}" in mail.text


@pytest.mark.clause("ROR-7")
def test_nobody_is_named_in_any_mail(week, team):
    child = a_child(given="Zebedee", family="Ombersley", team=team, worker=staff(team=team, email=WORKER))
    week.choose(rated("high", child=child))
    week.finish()
    send(week)
    written = " ".join(mail.heading + mail.text for mails in handed_over().values() for mail in mails)
    assert "Zebedee" not in written
    assert "Ombersley" not in written
    assert "ZO" not in written


def test_who_thinks_again_within_minutes_writes_to_nobody(week, team):
    entry = a_case(team)
    for minute in (0, 2):
        week.choose(entry)
        at = NOW + timedelta(minutes=minute + 1)
        assert handed_over(at) == {}
        selection.unselect_case(
            meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=at
        )
    assert handed_over(NOW + timedelta(hours=1)) == {}


def test_word_of_a_case_chosen_for_the_same_day_does_not_wait(week, team):
    morning = london("2026-10-15 09:30")
    entry = a_case(team)
    selection.select_case(
        meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=morning
    )
    assert {WORKER, MANAGER} <= set(handed_over(morning))


def test_a_case_that_is_taken_back_before_its_notice_went_sends_nothing(week, team):
    entry = a_case(team)
    week.choose(entry)
    selection.unselect_case(
        meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=NOW
    )
    assert handed_over() == {}


def test_who_was_written_to_hears_that_the_case_is_off_the_agenda(week, team):
    (item,) = week.choose(a_case(team))
    handed_over()
    agenda.withdraw_item(item_ref=item.ref, why="Moved home.", seen=None, actor=week.coordinator, now=NOW)
    (mail,) = handed_over()[WORKER]
    assert mail.heading == "Risk of Residential group: a case is off the agenda"
    assert "Moved home" not in mail.text


def test_only_those_named_in_a_restricted_record_hear_of_its_case(week, team):
    named = staff(team=team, email="named@council.example")
    child = a_restricted_child(named, worker=named, team=team)
    week_of = rated("high", child=child)
    stand = selection.select_case
    with pytest.raises(NotFound):
        stand(meeting_id=week.meeting.pk, entry_ref=week_of.ref, seen=None, actor=week.coordinator, now=NOW)
    assert handed_over() == {}


@pytest.mark.clause("ROR-13")
def test_one_sending_reaches_the_workers_of_the_cases_and_the_members_each_with_what_they_may_open(
    week, team
):
    worker = staff(team=team, email=WORKER)
    first, second = week.choose(a_case(team, worker=worker), a_case(team, worker=worker, risk="medium"))
    week.finish()
    handed_over()
    sent = send(week)
    mails = handed_over()
    (to_worker,), (to_member,) = mails[WORKER], mails[MEMBER]
    assert (sent.to, sent.copied > 5) == (2, True)
    assert to_worker.heading == to_member.heading == HEADING
    assert all(f"/sheets/{item.ref}" in to_worker.text for item in (first, second))
    assert "/sheets/" not in to_member.text
    assert "https://remit.example/forums/ror/2026-10-15" in to_member.text
    assert "/forums/" not in to_worker.text


@pytest.mark.clause("ROR-13")
def test_it_is_sent_once_however_often_somebody_presses(week, team):
    week.choose(a_case(team))
    week.finish()
    handed_over()
    send(week)
    with pytest.raises(Refused, match="This was sent already"):
        send(week)
    assert [len(mails) for mails in handed_over().values() if mails[0].to == WORKER] == [1]


@pytest.mark.clause("ROR-13")
def test_it_waits_for_the_end_of_the_selection(week, team):
    week.choose(a_case(team))
    with pytest.raises(Refused, match="This goes out after: selection finished"):
        send(week)


@pytest.mark.parametrize(
    "heading, text, field",
    [
        ("About Zebedee", TEXT, "heading"),
        (HEADING, "For ombersley's worker", "text"),
        (HEADING, "Number 0077123 is on.", "text"),
        (HEADING, "The case of Z.O. and ZO.", "text"),
    ],
)
def test_words_that_name_a_child_of_the_meeting_are_not_sent(week, team, heading, text, field):
    child = a_child(
        given="Zebedee",
        family="Ombersley",
        person_id="0077123",
        worker=staff(team=team, email=WORKER),
        team=team,
    )
    week.choose(rated("high", child=child))
    week.finish()
    with pytest.raises(Refused) as refusal:
        send(week, heading, text)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "heading, text", [("", TEXT), ("x" * 201, TEXT), (HEADING, " "), (HEADING, "x" * 4001)]
)
def test_a_mail_has_a_subject_and_words_and_not_too_many(week, team, heading, text):
    week.choose(a_case(team))
    week.finish()
    with pytest.raises(Refused):
        send(week, heading, text)


def test_a_member_does_not_send_it_nor_does_anybody_on_an_old_page(week, team):
    week.choose(a_case(team))
    week.finish()
    with pytest.raises(NotAllowed):
        send(week, actor=week.member)
    with pytest.raises(Stale):
        send(week, seen=week.revision - 1)
    with pytest.raises(NotFound):
        send(week, letter="selected-notice")


@pytest.mark.clause("ROR-16")
def test_the_worker_of_a_late_case_gets_at_once_what_the_others_have_had(week, team):
    week.choose(a_case(team))
    week.finish()
    send(week)
    handed_over()
    add_entry(
        child=Child("0077001", "Tavra", "Quillmere"),
        values=EntryValues(risk="unrated"),
        actor=week.coordinator,
        now=NOW,
    )
    entry = ListEntry.objects.get(person__given_name="Tavra")
    allocate(entry.person, staff(team=team, email="late@council.example"), team)
    seen = entry.details.get(until__isnull=True, superseded_at__isnull=True).pk
    change_entry(
        entry_ref=entry.ref, seen=seen, values=EntryValues(risk="high"), actor=week.coordinator, now=NOW
    )
    mails = handed_over()["late@council.example"]
    late = [mail for mail in mails if f"/sheets/{week.item_of(entry).ref}" in mail.text]
    assert [mail.heading for mail in late] == [HEADING]
    assert len(mails) == 2  # the notice as well


def test_a_meeting_that_is_moved_sends_the_new_day_and_not_the_old_one(week, team):
    week.choose(a_case(team))
    planning.move_meeting(
        meeting_id=week.meeting.pk,
        seen=None,
        to=week.meeting.date + timedelta(days=1),
        start=time(14),
        end=time(15, 30),
        why="The room is taken.",
        actor=week.chair,
        now=NOW,
    )
    (mail,) = handed_over()[WORKER]
    assert "is now on Friday 16 October 2026" in mail.heading
    assert "from 2pm to 3:30pm" in mail.text


def test_a_meeting_that_is_cancelled_is_told_of_to_who_was_written_to_and_to_nobody_else(week, team):
    (item,) = week.choose(a_case(team))
    handed_over()
    other = a_case(a_team())
    (late,) = week.choose(other)
    for one in (item, late):
        agenda.withdraw_item(item_ref=one.ref, why="Settled.", seen=None, actor=week.coordinator, now=NOW)
    handed_over()
    planning.cancel_meeting(
        meeting_id=week.meeting.pk, seen=None, why="Nothing to do.", actor=week.chair, now=NOW
    )
    mails = handed_over()
    assert "is cancelled" in mails[MANAGER][0].heading
    assert not Message.objects.filter(state="waiting").exists()


def both_of_one_worker(week, team):
    """Two cases of one worker, about which the week's mail waits; what was told before has gone."""
    worker = staff(team=team, email=WORKER)
    items = week.choose(a_case(team, worker=worker), a_case(team, worker=worker))
    week.finish()
    handed_over()
    send(week)
    return items


def off(week, item):
    agenda.withdraw_item(item_ref=item.ref, why="Moved home.", seen=None, actor=week.coordinator, now=NOW)


@pytest.mark.clause("ROR-13")
def test_a_mail_about_two_cases_goes_about_the_other_alone_when_one_leaves_before_it_went(week, team):
    gone, stays = both_of_one_worker(week, team)
    off(week, gone)
    mails = handed_over()
    for address in (WORKER, MANAGER):
        (mail,) = [mail for mail in mails[address] if mail.heading == HEADING]
        assert f"The case:\nhttps://remit.example/sheets/{stays.ref}" in mail.text
        assert all(gone.ref not in one.text for one in mails[address])
    off(week, stays)
    assert all(mail.heading != HEADING for mail in handed_over().get(WORKER, ()))


def test_who_has_a_mail_about_two_cases_hears_that_one_of_them_is_off(week, team):
    gone, _ = both_of_one_worker(week, team)
    handed_over()
    off(week, gone)
    (mail,) = handed_over()[WORKER]
    assert mail.heading == "Risk of Residential group: a case is off the agenda"
