"""The sheet of a case before its meeting, as the child's worker, brokerage and others meet it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse

from remit.casework import agenda, planning, selection
from remit.casework.answers import save_answer
from remit.casework.children import allocate as say_who_works
from remit.records.answers import Answer, PartSaid
from remit.records.audit import AuditEvent, LookPerson
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem
from remit.records.people import Staff, Unit
from remit.rules.viewers import Post
from tests.casework.weeks import Week, a_week
from tests.factories import (
    NOW,
    a_child,
    a_meeting,
    a_restricted_child,
    a_team,
    an_entry,
    london,
    staff,
    viewer_of,
)

pytestmark = pytest.mark.django_db

NEEDED = ("reason-for-risk", "support-in-place", "what-would-help", "childs-view")
OWN = (*NEEDED, "alternatives-tried", "childs-need")
PART = "worker:social_worker"
PRESSES = count(1)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@dataclass
class Case:
    """A focus case of this week's meeting, and who works with the child."""

    week: Week
    item: AgendaItem
    worker: Staff
    manager: Staff
    team: Unit

    @property
    def address(self) -> str:
        return reverse("sheet", kwargs={"item": self.item.ref})

    def keep_at(self, question: str) -> str:
        return reverse("sheet_answer", kwargs={"item": self.item.ref, "question": question})

    def duty(self, term: str = "social-work-part") -> Duty:
        return Duty.objects.get(term=term, meeting=self.week.meeting, subject=self.item.subject_id)

    def said(self) -> dict[str, str]:
        known = Answer.objects.filter(response__item=self.item, superseded_at__isnull=True)
        return dict(known.values_list("question", "value"))


@pytest.fixture
def case() -> Case:
    return a_case()


def a_case(week: Week | None = None, **options) -> Case:
    week = week or a_week()
    team, worker = a_team(), staff()
    manager = staff(posts=[(Post.TEAM_MANAGER, team)])
    child = a_child(worker=worker, team=team)
    (item,) = week.choose(an_entry(child, risk="high", **options))
    return Case(week, item, worker, manager, team)


def fields(case: Case, base: int = 0, **said: str) -> dict[str, str]:
    found = {"form_token": f"press {next(PRESSES)}"}
    for question, words in said.items():
        name = question.replace("_", "-")
        found |= {name: words, f"{name}-base": str(base)}
    return found


@pytest.mark.clause("ROR-14")
def test_the_social_worker_finds_the_sheet_from_the_home_page_and_fills_it_in_by_wednesday_night(
    case, signed_in
):
    client = signed_in(case.worker)
    home = text(client.get(reverse("home")))
    assert re.search(rf'href="{case.address}">Fill in the child.{{1,8}}s sheet', home), home[2000:6000]
    assert "14 October 2026, 11:59pm" in home

    sent = client.post(case.address, {**fields(case, **dict.fromkeys(NEEDED, "Said.")), "do": "save"})

    assert sent.status_code == 302
    assert case.said() == dict.fromkeys(NEEDED, "Said.")
    assert (case.duty().state, case.duty().discharged_at) == ("met", NOW)
    page = text(client.get(case.address))
    assert "Complete since 14 October 2026, 10am." in page
    assert case.address not in text(client.get(reverse("home")))


@pytest.mark.clause("ROR-14")
def test_saying_that_ones_part_is_complete_is_enough_whatever_is_left_out(case, signed_in):
    client = signed_in(case.worker)
    client.post(case.address, {**fields(case, reason_for_risk="A placement ends."), "complete": PART})

    page = text(client.get(case.address))
    assert f"{case.worker.name} said so." in page
    assert case.duty().state == "met"
    event = AuditEvent.objects.get(verb="sheet.completed")
    assert (event.actor_id, event.subject_id, event.clause) == (
        case.worker.pk,
        case.item.subject_id,
        "ROR-14",
    )


@pytest.mark.clause("ROR-14")
def test_the_word_that_it_is_complete_goes_with_the_words_and_can_be_taken_back(case, signed_in):
    client = signed_in(case.worker)
    client.post(case.address, {**fields(case, reason_for_risk="A placement ends."), "complete": PART})
    client.post(case.address, {**fields(case, base=1, reason_for_risk=""), "do": "save"})
    assert case.duty().state == "open"
    assert "said so." not in text(client.get(case.address))

    client.post(case.address, {**fields(case, base=2, reason_for_risk="It ended."), "complete": PART})
    assert case.duty().state == "met"
    assert "It is not complete after all" in text(client.get(case.address))

    client.post(case.address, {**fields(case), "reopen": PART})
    assert case.duty().state == "open"
    assert case.said() == {"reason-for-risk": "It ended."}
    assert "It is not complete after all" not in text(client.get(case.address))


def test_an_empty_part_is_not_complete(case, signed_in):
    page = signed_in(case.worker).post(case.address, {**fields(case), "complete": PART})

    assert page.status_code == 422
    assert "Nothing is written in this part yet." in text(page)
    assert not PartSaid.objects.exists()


@pytest.mark.clause("ROR-14")
def test_what_comes_after_wednesday_is_late_and_stops_nothing(case, signed_in, settings):
    settings.FIXED_NOW = london("2026-10-15 09:00")
    client = signed_in(case.worker)
    assert "Overdue" in text(client.get(reverse("home")))

    client.post(case.address, {**fields(case, reason_for_risk="A fire."), "complete": PART})

    assert case.duty().state == "late"


@pytest.mark.clause("ROR-10")
def test_brokerage_owes_the_considerations_by_the_start_of_the_meeting(case, signed_in):
    holder = case.week.holder_of("brokerage")
    client = signed_in(holder)
    home = text(client.get(reverse("home")))
    assert "Write what commissioning has to consider" in home
    assert "15 October 2026, 3pm" in home

    client.post(case.address, {**fields(case, commissioning_considerations="Two offers."), "do": "save"})

    duty = case.duty("commissioning-considerations")
    assert (duty.state, duty.owner_id, duty.discharged_at) == ("met", holder.pk, NOW)


@pytest.mark.clause("ROR-10")
def test_what_is_taken_back_is_owed_again(case, signed_in):
    client = signed_in(case.week.holder_of("brokerage"))
    client.post(case.address, {**fields(case, commissioning_considerations="Two offers."), "do": "save"})

    client.post(case.address, {**fields(case, base=1, commissioning_considerations=""), "do": "save"})

    assert case.duty("commissioning-considerations").state == "open"


def test_what_the_record_knows_is_shown_and_not_asked(case, signed_in):
    page = text(signed_in(case.worker).get(case.address))

    assert "What is known already" in page
    assert case.team.name in page
    assert 'name="age"' not in page


def test_each_writes_their_own_part_and_knows_that_the_other_is_written(case, signed_in):
    signed_in(case.week.holder_of("brokerage")).post(
        case.address, {**fields(case, commissioning_considerations="Two offers."), "do": "save"}
    )
    page = text(signed_in(case.worker).get(case.address))

    assert "Two offers." not in page, "it may name other children, and nobody has looked through it"
    assert "is shown to you once the minutes of the meeting are approved" in page
    assert "Two offers." in text(signed_in(case.week.coordinating).get(case.address))
    assert 'name="commissioning-considerations"' not in page
    forged = signed_in(case.worker).post(
        case.address, {**fields(case, base=1, commissioning_considerations="None."), "do": "save"}
    )
    assert forged.status_code == 404
    assert "None." in text(forged)
    assert case.said()["commissioning-considerations"] == "Two offers."


def test_the_manager_of_the_team_fills_it_in_as_well(case, signed_in):
    client = signed_in(case.manager)
    client.post(case.address, {**fields(case, childs_view="At home."), "do": "save"})

    assert case.said() == {"childs-view": "At home."}


@pytest.mark.look
def test_a_worker_of_another_child_finds_no_sheet_and_the_attempt_is_logged(case, signed_in):
    other = a_case(case.week).worker

    assert signed_in(other).get(case.address).status_code == 404
    assert (
        signed_in(other)
        .post(case.keep_at("childs-view"), {"childs-view": "Mine.", "childs-view-base": "0"})
        .json()["problem"]
    )
    assert not Answer.objects.exists()
    denied = LookPerson.objects.filter(look__viewer=other, look__kind="denied")
    assert denied.filter(subject=case.item.subject_id).exists()


def test_a_member_reads_the_sheet_from_the_issue_of_the_agenda_on(case, signed_in):
    client = signed_in(case.week.sitting)
    assert client.get(case.address).status_code == 404

    case.week.finish()
    case.week.draft()
    case.week.confirm()

    page = client.get(case.address)
    assert page.status_code == 200
    assert 'name="childs-view"' not in text(page)


def test_a_restricted_record_stays_closed_to_who_is_not_named(signed_in):
    week, team, worker, named = a_week(), a_team(), staff(), staff()
    child = a_restricted_child(named, week.coordinating, worker=worker, team=team)
    (item,) = week.choose(an_entry(child, risk="high"))

    address = reverse("sheet", kwargs={"item": item.ref})
    assert signed_in(worker).get(address).status_code == 404
    assert signed_in(week.coordinating).get(address).status_code == 200


def test_the_answer_of_one_question_is_kept_while_it_is_written(case, signed_in):
    client = signed_in(case.worker)
    kept = client.post(
        case.keep_at("childs-view"), {"childs-view": "To be near school.", "childs-view-base": "0"}
    )

    assert kept.json()["version"] == 1
    assert case.said() == {"childs-view": "To be near school."}


def test_two_who_write_at_once_both_see_both_texts_until_one_of_them_chooses(case, signed_in):
    worker, manager = signed_in(case.worker), signed_in(case.manager)
    worker.post(case.keep_at("childs-view"), {"childs-view": "With an aunt.", "childs-view-base": "0"})

    by_itself = manager.post(
        case.keep_at("childs-view"), {"childs-view": "With a friend.", "childs-view-base": "0"}
    )
    page = manager.post(case.address, {**fields(case, childs_view="With a friend."), "do": "save"})

    for shown in (text(by_itself), text(page)):
        assert "With an aunt." in shown
        assert "With a friend." in shown
        assert f"{case.worker.name} changed “What the child says”" in shown
    assert page.status_code == 409
    chosen = {"childs-view-yours": "With a friend.", "childs-view-keep": "both"}
    manager.post(case.address, {**fields(case, base=1, childs_view="With a friend."), **chosen, "do": "save"})
    assert case.said() == {"childs-view": "With an aunt.\n\nWith a friend."}


def test_words_for_a_case_taken_off_the_agenda_meanwhile_are_shown_to_be_copied(case, signed_in):
    client = signed_in(case.worker)
    client.post(case.keep_at("childs-view"), {"childs-view": "Saved.", "childs-view-base": "0"})
    agenda.withdraw_item(
        item_ref=case.item.ref, why="A place was found", seen=None, actor=case.week.coordinator, now=NOW
    )

    by_itself = client.post(case.keep_at("childs-view"), {"childs-view": "More.", "childs-view-base": "1"})
    page = client.post(case.address, {**fields(case, base=1, childs_view="More."), "do": "save"})

    assert "does not stand on the agenda any more" in by_itself.json()["problem"]
    assert page.status_code == 404
    assert "More." in text(page)
    assert "not saved" in text(page)
    assert (case.duty().state, case.duty().evidence) == ("void", "the case was taken off the agenda")
    kept = client.get(case.address)
    assert "was taken off the agenda" in text(kept)
    assert "Saved." in text(kept)


def test_the_worker_of_yesterday_finds_it_gone_and_the_new_one_owes_it(case, signed_in):
    leaving, coming = case.worker, staff()
    child = case.item.subject.person
    say_who_works(
        child_id=child.pk,
        worker_id=coming.pk,
        team_id=case.team.pk,
        since=NOW.date(),
        told="The team meeting",
        actor=viewer_of(case.manager),
        now=NOW,
    )

    page = signed_in(leaving).post(case.address, {**fields(case, childs_view="I think"), "do": "save"})

    assert page.status_code == 404
    assert "I think" in text(page)
    assert case.duty().owner_id == coming.pk
    assert signed_in(coming).get(case.address).status_code == 200


def test_a_cancelled_meeting_takes_no_words(case, signed_in):
    agenda.withdraw_item(
        item_ref=case.item.ref, why="No meeting", seen=None, actor=case.week.coordinator, now=NOW
    )
    planning.cancel_meeting(
        meeting_id=case.week.meeting.pk,
        why="The building is closed",
        seen=None,
        actor=case.week.chair,
        now=NOW,
    )
    page = text(signed_in(case.worker).get(case.address))

    assert "This meeting was cancelled." in page
    assert "<textarea" not in page
    assert case.duty().state == "void"


def earlier_answer(case: Case, question: str, words: str, *, days: int) -> AgendaItem:
    """The same child at an earlier meeting of the forum, answered so many days ago by the worker."""

    meeting = a_meeting(case.week.forum, case.week.meeting.date - timedelta(days=days))
    item = AgendaItem.objects.create(
        meeting=meeting,
        section="focus",
        position=1,
        subject=case.item.subject,
        entry=case.item.entry,
        added_by=case.week.coordinating,
        added_at=meeting.starts_at - timedelta(days=3),
    )

    save_answer(
        item_ref=item.ref,
        question=question,
        text=words,
        base_version=0,
        actor=viewer_of(case.worker),
        now=meeting.starts_at - timedelta(days=2),
    )
    return item


@pytest.mark.clause("ROR-11")
def test_an_answer_of_the_last_three_months_is_offered_with_its_date_and_taken_over_by_one_press(
    case, signed_in
):
    earlier_answer(case, "childs-view", "To stay with her brother.", days=28)
    client = signed_in(case.worker)
    page = text(client.get(case.address))
    assert "To stay with her brother." in page
    assert "Risk of Residential group, answered 15 September 2026" in page

    client.post(case.address, {**fields(case), "take": "childs-view"})

    assert case.said() == {"childs-view": "To stay with her brother."}
    assert "Taken over from Risk of Residential group, 17 September 2026" in text(client.get(case.address))
    event = AuditEvent.objects.get(verb="answer.taken-over")
    assert event.detail["taken_from"] == "taken:ror:2026-09-17"


def test_an_older_answer_is_not_offered(case, signed_in):
    earlier_answer(case, "childs-view", "Long ago.", days=98)

    assert "Long ago." not in text(signed_in(case.worker).get(case.address))


def test_nothing_has_changed_takes_everything_over_and_completes_the_part(case, signed_in):
    for number, question in enumerate(NEEDED):
        earlier_answer(case, question, f"As before {number}.", days=7 * (number + 1))
    client = signed_in(case.worker)

    client.post(case.address, {**fields(case), "unchanged": PART})

    assert set(case.said()) == set(NEEDED)
    assert f"{case.worker.name} said that nothing has changed." in text(client.get(case.address))
    assert case.duty().state == "met"
    assert AuditEvent.objects.get(verb="sheet.unchanged").detail["taken"] == len(NEEDED)


def test_nothing_has_changed_is_refused_where_something_needed_was_never_answered(case, signed_in):
    earlier_answer(case, "childs-view", "As before.", days=7)

    page = signed_in(case.worker).post(case.address, {**fields(case), "unchanged": PART})

    assert page.status_code == 422
    assert "was not answered before" in text(page)
    assert case.said() == {}


@pytest.mark.clause("ROR-16")
def test_a_late_addition_has_its_sheet_and_its_duties_at_once(case, signed_in, settings):
    week = case.week
    week.finish()
    week.draft()
    week.confirm()
    settings.FIXED_NOW = late = london("2026-10-15 09:30")
    worker = staff()
    entry = an_entry(a_child(worker=worker, team=a_team()), risk="high")
    selection.select_case(
        meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=late
    )
    item = week.item_of(entry)

    home = text(signed_in(worker).get(reverse("home")))

    assert reverse("sheet", kwargs={"item": item.ref}) in home
    assert "15 October 2026, 3pm" in home
