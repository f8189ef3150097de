"""When is somebody reminded, and when does what they did not do go to somebody above?"""

from datetime import timedelta

import pytest

from remit.rules.above import Structure, managers_above
from remit.rules.duties import DutyState
from remit.rules.reminders import OpenDuty, steps_due
from remit.terms import load
from remit.terms.model import Reminders
from tests.rules.days import CALENDAR, london
from tests.rules.shipped import ROR
from tests.terms.test_kinds import ELSEWHERE

LONG_BEFORE = london("1 Oct 2026 09:00")
MONDAY = london("12 Oct 2026 11:00")
END_OF_WEDNESDAY = london("15 Oct 2026 00:00")


def taken(due, now, *, terms=ROR, **fields) -> list[str]:
    duty = OpenDuty(due, **{"raised_at": LONG_BEFORE, **fields})
    return [step.id for step in steps_due(duty, terms, calendar=CALENDAR, now=london(now))]


@pytest.mark.parametrize(
    "due, now, expected",
    [
        (MONDAY, "8 Oct 2026 23:59", []),
        (MONDAY, "9 Oct 2026 00:00", ["reminder:1 working day"]),  # the Friday
        (MONDAY, "12 Oct 2026 11:00", ["reminder:1 working day"]),
        (MONDAY, "12 Oct 2026 11:01", []),
        (MONDAY, "13 Oct 2026 11:00", []),
        (MONDAY, "13 Oct 2026 11:01", ["escalation:1 working day"]),
        (END_OF_WEDNESDAY, "13 Oct 2026 00:00", ["reminder:1 working day"]),
        (END_OF_WEDNESDAY, "15 Oct 2026 23:59", []),
        (END_OF_WEDNESDAY, "16 Oct 2026 00:00", ["escalation:1 working day"]),
    ],
)
def test_a_duty_is_reminded_of_a_working_day_ahead_and_goes_up_a_working_day_after(due, now, expected):
    assert taken(due, now) == expected


def test_over_christmas_only_working_days_count():
    due = london("24 Dec 2026 12:00")
    assert taken(due, "28 Dec 2026 12:01") == []
    assert taken(due, "29 Dec 2026 12:01") == ["escalation:1 working day"]


def test_nobody_is_reminded_of_what_they_were_told_after_that():
    assert taken(MONDAY, "12 Oct 2026 09:00", raised_at=london("12 Oct 2026 08:30")) == []


@pytest.mark.parametrize("state", [state for state in DutyState if state is not DutyState.OPEN])
def test_what_is_done_waived_or_void_is_not_chased(state):
    assert taken(MONDAY, "20 Oct 2026 09:00", state=state) == []


def test_terms_that_say_nothing_chase_nobody():
    assert taken(MONDAY, "20 Oct 2026 09:00", terms=ROR.model_copy(update={"reminders": None})) == []


def test_elsewhere_reminds_three_days_and_six_hours_ahead_and_goes_to_the_chair():
    huddle = load.merged("huddle", ELSEWHERE)
    assert taken(MONDAY, "12 Oct 2026 05:00", terms=huddle) == ["reminder:3 days", "reminder:6 hours"]
    duty = OpenDuty(MONDAY, LONG_BEFORE)
    (step,) = steps_due(duty, huddle, calendar=CALENDAR, now=MONDAY + timedelta(days=3))
    assert (step.kind, step.to, step.at) == ("escalation", "chair", london("14 Oct 2026 11:00"))


def test_reminders_may_be_counted_in_hours_after_too():
    terms = ROR.model_copy(
        update={
            "reminders": Reminders.model_validate(
                {"escalates": {"after": "4 hours", "to": "chair"}, "clause": "ROR-14"}
            )
        }
    )
    assert taken(MONDAY, "12 Oct 2026 15:00", terms=terms) == []
    assert taken(MONDAY, "12 Oct 2026 15:01", terms=terms) == ["escalation:4 hours"]


TEAM, SERVICE, AREA = 1, 2, 3
WORKER, TEAM_MANAGER, SERVICE_MANAGER, HEAD, DIRECTOR = 11, 12, 13, 14, 15
WHOLE = Structure(
    above={TEAM: SERVICE, SERVICE: AREA, AREA: None},
    in_charge={TEAM: TEAM_MANAGER, SERVICE: SERVICE_MANAGER, AREA: HEAD},
    manages={TEAM_MANAGER: [TEAM], SERVICE_MANAGER: [SERVICE], HEAD: [AREA]},
    works_in={WORKER: [TEAM], TEAM_MANAGER: [TEAM]},
    directors=(DIRECTOR,),
)


@pytest.mark.parametrize(
    "who, above",
    [
        (WORKER, (TEAM_MANAGER, SERVICE_MANAGER, HEAD, DIRECTOR)),
        (TEAM_MANAGER, (SERVICE_MANAGER, HEAD, DIRECTOR)),
        (SERVICE_MANAGER, (HEAD, DIRECTOR)),
        (HEAD, (DIRECTOR,)),
        (DIRECTOR, ()),
        (99, ()),  # in no unit
    ],
)
def test_managers_stand_above_each_other_as_the_units_lie(who, above):
    assert managers_above(who, WHOLE) == above


def test_a_post_nobody_holds_is_passed_over():
    vacant = Structure(WHOLE.above, {SERVICE: SERVICE_MANAGER}, WHOLE.manages, WHOLE.works_in)
    assert managers_above(WORKER, vacant) == (SERVICE_MANAGER,)
