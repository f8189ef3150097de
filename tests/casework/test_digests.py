"""The day's digest: one mail a person at eight on a working day, and a mail of its own only for what cannot wait."""

import re
from datetime import timedelta

import pytest

from remit.casework.digests import post_digests, post_what_cannot_wait
from remit.casework.duties import sweep
from remit.casework.inviting_answers import answer_by_link
from remit.casework.reminding import take_steps
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep
from remit.records.invitations import invitation_of
from remit.records.messages import Message
from remit.rules.answering import Reply
from tests.casework.invited import invited
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_week, rated
from tests.factories import a_child, a_meeting
from tests.factories.clock import london

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = london("2026-10-12 08:00"), london("2026-10-13 08:00")
BROKER, WORKER = "broker@council.example", "worker@council.example"


@pytest.fixture
def week() -> Week:
    """The week of Thursday 15 October: brokerage owes the choosing by Monday at eleven."""
    found = a_week()
    broker = found.holder_of("brokerage")
    broker.email = BROKER
    broker.save()
    sweep(now=MONDAY - timedelta(days=3))
    return found


def digest_of(address: str, now) -> str:
    (mail,) = [mail for mail in handed_over(now)[address] if mail.heading.startswith("Remit:")]
    return f"{mail.heading}\n{mail.text}"


def test_what_is_due_by_the_end_of_the_next_working_day_is_in_one_mail_at_eight(week):
    assert post_digests(now=MONDAY - timedelta(minutes=1)) == 0
    assert post_digests(now=MONDAY) >= 1
    said = digest_of(BROKER, MONDAY)
    assert said.startswith("Remit: 1 due")
    assert "Due by the end of Tuesday (1 thing):" in said
    assert "- Choose the focus cases (Risk of Residential group, ROR-8): 12 October 2026 at 11am" in said
    assert said.rstrip().endswith("https://remit.example/")


def test_it_is_made_once_a_day_however_often_the_worker_looks(week):
    first = post_digests(now=MONDAY)
    assert post_digests(now=MONDAY + timedelta(minutes=1)) == 0
    assert Message.objects.filter(kind="digest").count() == first
    assert post_digests(now=TUESDAY) >= 1


def test_nothing_goes_on_a_weekend_or_a_bank_holiday(week):
    assert post_digests(now=london("2026-10-11 09:00")) == 0
    assert post_digests(now=london("2026-12-25 09:00")) == 0


@pytest.mark.parametrize("day", ["2026-10-26", "2027-03-29"])
def test_eight_is_eight_by_the_clock_after_the_clocks_have_changed(week, day):
    Duty.objects.update(due_at=london(f"{day} 12:00"))
    before = london(f"{day} 07:59")
    assert post_digests(now=before) == 0
    working = day != "2027-03-29"  # Easter Monday
    assert (post_digests(now=london(f"{day} 08:00")) >= 1) is working


def test_what_is_overdue_stands_first_and_comes_up_to_the_chair_who_is_told_by_whom(week):
    week.chairing.email = "chair@council.example"
    week.chairing.save()
    later = london("2026-10-14 08:00")
    take_steps(now=later)
    post_digests(now=later)
    mails = handed_over(later)
    assert "1 overdue" in mails[BROKER][0].heading
    told = " ".join(mail.text for mail in mails["chair@council.example"])
    if week.chairing.pk != week.holder_of("brokerage").pk:
        assert f"owed by {week.holder_of('brokerage').name}" in told


@pytest.mark.clause("ROR-6")
def test_an_invitation_nobody_answered_stands_in_the_digest_with_a_link_that_answers_it(week):
    week.sitting.email = "member@council.example"
    week.sitting.save()
    row = invited(week.meeting, week.sitting, now=MONDAY - timedelta(days=20))
    handed_over(MONDAY)
    post_digests(now=MONDAY)
    said = digest_of("member@council.example", MONDAY)
    assert "1 to answer" in said.splitlines()[0]
    assert "Say whether you come (1 invitation not answered):" in said
    assert "- Risk of Residential group: Thursday 15 October 2026, 3pm to 4:30pm" in said
    (secret,) = re.findall(r"https://remit\.example/answer/([\w-]{43})", said)
    assert invitation_of(secret) == row
    assert secret not in "".join(Message.objects.values_list("text", flat=True))
    attends = {"answer": "attending", "substitute": "", "said_is": Reply("attending"), "seen": 0}
    answer_by_link(secret=secret, **attends, now=MONDAY)
    post_digests(now=TUESDAY)
    assert "Say whether you come" not in " ".join(
        one.text for one in handed_over(TUESDAY)["member@council.example"]
    )


@pytest.mark.clause("ROR-6")
def test_an_invitation_weeks_ahead_is_told_once_and_from_a_week_before_every_working_day(week):
    far = a_meeting(week.forum, TUESDAY.date() + timedelta(days=16))
    week.sitting.email = "member@council.example"
    week.sitting.save()
    told = []
    for day in range(14):
        now = MONDAY + timedelta(days=day)
        if day == 1:
            invited(far, week.sitting, now=now - timedelta(hours=1))
        post_digests(now=now)
        said = " ".join(
            mail.text
            for mail in handed_over(now)["member@council.example"]
            if mail.heading.startswith("Remit:")
        )
        told += [f"{now:%d}"] if "Thursday 29 October" in said else []
    assert told == ["13", "22", "23"], "the day after it went; then a week before, and not at the weekend"


def test_a_digest_names_no_child(week):
    week.choose(rated("high", child=a_child("Zebedee", "Ombersley")))
    post_digests(now=TUESDAY)
    written = " ".join(Message.objects.filter(kind="digest").values_list("text", flat=True))
    assert written
    assert "Zebedee" not in written
    assert "Ombersley" not in written


def test_only_what_came_up_after_the_digest_and_is_due_that_day_goes_by_itself(week):
    post_digests(now=MONDAY)
    at_nine = MONDAY + timedelta(hours=1)
    assert post_what_cannot_wait(now=at_nine) == 0
    duty = Duty.objects.get(term="select-focus-cases", meeting=week.meeting)
    Duty.objects.filter(pk=duty.pk).update(raised_at=at_nine, told_at=None)
    assert post_what_cannot_wait(now=at_nine) == 1
    assert post_what_cannot_wait(now=at_nine + timedelta(minutes=5)) == 0
    said = handed_over(at_nine)[BROKER]
    assert "Remit: something is due today at the Risk of Residential group" in [mail.heading for mail in said]


def test_what_an_act_that_began_before_the_digest_brings_after_it_is_told_the_next_day(week):
    wednesday = TUESDAY + timedelta(days=1)
    take_steps(now=wednesday)
    late = DutyStep.objects.filter(kind="escalation").first()
    kept = {"duty": late.duty, "step": "escalation:of a slow sweep", "kind": late.kind, "due_at": late.due_at}
    post_digests(now=wednesday)
    late.to.email = "above@council.example"
    late.to.save()
    DutyStep.objects.create(**kept, to=late.to, at=late.at, taken_at=wednesday - timedelta(seconds=5))
    handed_over(wednesday)
    thursday = wednesday + timedelta(days=1)
    post_digests(now=thursday)
    assert "Overdue in your teams (1 thing):" in digest_of("above@council.example", thursday)
    friday = thursday + timedelta(days=1)
    post_digests(now=friday)
    assert "Overdue in your teams" not in "".join(
        mail.text for mail in handed_over(friday)["above@council.example"]
    )


def test_a_forum_that_reminds_days_ahead_is_heard_days_ahead(week):
    friday = MONDAY - timedelta(days=3)
    duty = Duty.objects.get(term="select-focus-cases", meeting=week.meeting)
    DutyStep.objects.create(
        duty=duty,
        step="reminder:3 working days",
        kind="reminder",
        due_at=duty.due_at + timedelta(days=2),
        to=duty.owner,
        at=friday,
        taken_at=friday,
    )
    Duty.objects.filter(pk=duty.pk).update(told_at=friday, due_at=duty.due_at + timedelta(days=2))
    post_digests(now=friday)
    said = digest_of(BROKER, friday)
    assert "1 coming" in said
    assert "Coming (1 thing):\n- Choose the focus cases" in said
    handed_over(friday)
    post_digests(now=MONDAY)
    assert BROKER not in handed_over(MONDAY)
