"""Who is kept as being in a cohort is always who the facts put there; the sweep puts right what is not, wherever it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.casework.facts import record_fact, settle_contradiction
from remit.casework.sweeping import sweep_all, sweep_cohorts
from remit.casework.undoing_returns import undo_return
from remit.commands.main import main
from remit.records.children import Identifier, Person
from remit.records.cohort_members import worked_out
from remit.records.cohort_pages import Filter, part_of
from remit.records.cohort_stays import CohortStay, keep_stays, never_kept
from remit.records.duties import Duty
from remit.records.facts import CarePeriod, Contradiction
from remit.records.meetings import Meeting
from remit.records.placements_list import Import
from remit.records.sweep_marks import SweepMark
from remit.rules.cohort_stays import KEPT
from remit.rules.facts import fact
from remit.rules.outcomes import Refused
from tests.casework.returned import a_return, data_officer, episode, header, load, review, unaccompanied
from tests.consistency.every_verb import CARRIED_OUT
from tests.consistency.kept_cohorts import assert_right, tables
from tests.factories import NOW, TODAY

CHILDREN = ("701", "702", "703")
days = st.dates(date(2024, 1, 1), date(2026, 10, 13))
EPISODE = st.tuples(
    st.sampled_from(CHILDREN),
    days,
    st.none() | st.integers(1, 500),
    st.sampled_from(["U4", "K2", "K1", "K3", "Z12", "H5"]),
    st.sampled_from(["C2", "V2", "V4"]),
    st.sampled_from(["E4A", "E11", "E3"]),
)
RETURN = st.tuples(
    st.just("return"),
    st.lists(EPISODE, min_size=1, max_size=5),
    st.sets(st.sampled_from(CHILDREN)),
    st.booleans(),
)
BY_HAND = st.tuples(
    st.just("by hand"), st.sampled_from(CHILDREN), days, st.sampled_from(["K2", "U4", "cost", "review"])
)
OTHERS = st.sampled_from([("settle", True), ("settle", False), ("undo", 0), ("undo", 1)])
BORN = {"701": date(2012, 3, 4), "702": date(2009, 6, 1), "703": date(2008, 10, 20)}


def loads(episodes, came_alone, grown, now):
    rows = [
        header(child, born=None if grown and child == "703" else BORN[child], row=at)
        for at, child in enumerate(CHILDREN, 2)
    ]
    open_until: dict[str, date] = {}
    for child, since, length, place, status, ended in sorted(episodes, key=lambda one: (one[0], one[1])):
        since = max(since, open_until.get(child, since))
        if since > TODAY:
            continue
        until = None if length is None else min(since + timedelta(days=length), TODAY)
        open_until[child] = until or date.max
        end = until.isoformat() if until else None
        rows.append(episode(child, since.isoformat(), end, place, ls=status, rec=ended if until else ""))
        rows.append(review(child, since.isoformat()))
    rows += [unaccompanied(child) for child in sorted(came_alone)]
    load(a_return(*rows), now=now)


def records(child, since, what, now):
    person = Identifier.objects.known().filter(value=child).values_list("person_id", flat=True).first()
    if person is None:
        return
    said = {
        "cost": fact("cost", since, weekly_pence=450_000),
        "review": fact("review", since, since + timedelta(days=1), code="PN1"),
    }
    typed = said.get(what) or fact("placement", since, place=what)
    record_fact(child_id=person, fact=typed, told="The home rang.", actor=data_officer(), now=now)


def settles(take, now):
    asked = Contradiction.objects.filter(state="open").order_by("pk").first()
    if asked is not None:
        settle_contradiction(
            contradiction_ref=asked.ref, take=take, why="Rang.", actor=data_officer(), now=now
        )


def undoes(which, now):
    applied = list(Import.objects.filter(state="applied").order_by("-pk"))
    if len(applied) > which:
        undo_return(import_ref=applied[which].ref, actor=data_officer(), now=now)


ACTS = {"return": loads, "by hand": records, "settle": settles, "undo": undoes}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RETURN | BY_HAND | OTHERS, min_size=1, max_size=6), st.lists(days, max_size=3))
def test_after_every_verb_what_is_kept_is_what_the_facts_say(db, acts, asked):
    first = ("return", [("701", date(2025, 1, 1), None, "K2", "C2", "E3")], set(), True)
    undo = transaction.savepoint()
    for at, (what, *said) in enumerate([first, *acts]):
        with suppress(Refused):
            ACTS[what](*said, now=NOW + timedelta(minutes=at))
        assert_right(TODAY, *asked)
    transaction.savepoint_rollback(undo)


@pytest.mark.long
def test_whatever_the_verb_what_is_kept_is_what_the_facts_say(db):
    for act in sorted(set(CARRIED_OUT.values()), key=lambda act: act.__code__.co_firstlineno):
        undo = transaction.savepoint()
        act()
        assert_right(TODAY)
        transaction.savepoint_rollback(undo)


def test_a_cohort_page_by_page_is_the_whole_cohort(a_small_authority):
    for cohort in KEPT:
        whole, found, after = worked_out(cohort, Q(), on=TODAY), [], 0
        while after is not None:
            part = part_of(cohort, Q(), Filter(), on=TODAY, known_at=None, after=after, size=7)
            found += part.members
            after = part.after
        assert found == whole, cohort.id


def damage() -> None:
    """What no verb leaves behind: stays lost, made up and wrong, and duties whose owner is not known."""
    keys = list(CohortStay.objects.order_by("pk").values_list("pk", flat=True))
    CohortStay.objects.filter(pk__in=keys[::3]).delete()
    CohortStay.objects.filter(pk__in=keys[1::7]).update(because="Nobody knows why")
    person = CohortStay.objects.values_list("person_id", flat=True).first()
    CohortStay.objects.create(
        person_id=person, cohort="high-cost", first=TODAY, since=TODAY, because="Made up", source="seed"
    )
    Duty.objects.filter(state="open").update(owner=None)


def test_the_sweep_puts_right_what_is_kept_and_the_second_one_changes_nothing(a_small_authority):
    sweep_all(now=NOW)
    right = tables()
    damage()
    assert tables() != right

    swept = sweep_all(now=NOW, meetings=3, children=10)
    assert swept.stays > 0
    assert_right(TODAY)
    assert tables() == right

    again = sweep_all(now=NOW, meetings=3, children=10)
    assert (again.stays, dict(again.duties)) == (0, {})
    assert tables() == right


class Stopped(BaseException):
    """The process is gone, after the chunk it was in."""


def stop_in_the_middle(part: str, done: int, whole: int) -> None:
    if part == "children" and done >= 40:
        raise Stopped


def stop_at_once(part: str, done: int, whole: int) -> None:
    raise Stopped


def test_a_sweep_that_was_stopped_is_gone_on_with_that_day_and_begun_anew_on_another(a_small_authority):
    with pytest.raises(Stopped):
        sweep_all(now=NOW, children=20, told=stop_in_the_middle)
    whole = sweep_all(now=NOW + timedelta(days=1)).children
    with pytest.raises(Stopped):
        sweep_all(now=NOW, children=20, told=stop_in_the_middle)
    rest = sweep_all(now=NOW + timedelta(hours=1))
    assert (rest.meetings, rest.children) == (Meeting.objects.count(), whole - 40)
    assert not SweepMark.objects.exists()


@pytest.mark.parametrize("stop", [stop_at_once, stop_in_the_middle])
def test_whoever_goes_on_with_a_sweep_looks_again_at_the_meetings_of_before(a_small_authority, stop):
    with pytest.raises(Stopped):
        sweep_all(now=NOW, meetings=3, children=20, told=stop)
    first = Duty.objects.filter(state=Duty.State.OPEN, meeting__isnull=False).order_by("meeting").first()
    Duty.objects.filter(pk=first.pk).update(due_at=first.due_at + timedelta(hours=1))
    rest = sweep_all(now=NOW + timedelta(hours=4))
    assert rest.duties["re-date"] == 1
    assert Duty.objects.get(pk=first.pk).due_at == first.due_at


@pytest.mark.parametrize("stop", [stop_at_once, stop_in_the_middle])
def test_a_sweep_begun_behind_some_meetings_leaves_nobody_to_think_them_done(a_small_authority, stop):
    third = Meeting.objects.order_by("pk").values_list("pk", flat=True)[2]
    with pytest.raises(Stopped):
        sweep_all(now=NOW, after=third, meetings=3, children=20, told=stop)
    assert sweep_all(now=NOW).meetings == Meeting.objects.count()


def half_filled() -> None:
    """A database from before cohorts were kept, whose first filling was killed."""
    CohortStay.objects.all().delete()
    assert never_kept()
    with pytest.raises(Stopped):
        sweep_cohorts(now=NOW, children=20, told=stop_in_the_middle)
    assert CohortStay.objects.exists()


def test_migrating_again_ends_a_first_filling_that_was_killed(a_small_authority):
    half_filled()
    assert main(["migrate"]) == 0
    assert_right(TODAY)
    assert not SweepMark.objects.exists()
    assert not never_kept()


def test_a_first_filling_killed_before_its_first_child_is_begun_anew_though_facts_came_since(
    a_small_authority,
):
    CohortStay.objects.all().delete()

    def killed(execute, sql, params, many, context):
        if '"records_person"' in sql:
            raise Stopped
        return execute(sql, params, many, context)

    with connection.execute_wrapper(killed), pytest.raises(Stopped):
        sweep_cohorts(now=NOW)
    keep_stays(list(CarePeriod.objects.values_list("person_id", flat=True)[:20]))
    assert CohortStay.objects.exists()
    assert never_kept()


def test_a_sweep_after_a_first_filling_that_was_killed_leaves_nothing_out(a_small_authority):
    half_filled()
    with pytest.raises(Stopped):
        sweep_all(now=NOW, meetings=3, told=stop_at_once)
    assert never_kept()
    rest = sweep_all(now=NOW)
    assert (rest.meetings, rest.children) == (Meeting.objects.count(), Person.objects.count())
    assert_right(TODAY)
    assert not SweepMark.objects.exists()


def test_a_first_filling_leaves_a_stopped_sweep_its_place(a_small_authority):
    with pytest.raises(Stopped):
        sweep_all(now=NOW, meetings=3, told=stop_at_once)
    (place,) = SweepMark.objects.values_list("part", "upto")
    sweep_cohorts(now=NOW)
    assert [place] == list(SweepMark.objects.values_list("part", "upto"))
    assert place[0] == "duties"


def test_the_command_says_how_much_it_went_through(a_small_authority, capsys):
    assert main(["sweep"]) == 0
    assert "children swept: nothing to change." in capsys.readouterr().err


DIES_SWEEPING = """
import os, signal, sys
import django

django.setup()
from django.db import connection
from remit.casework.sweeping import sweep_all
from tests import databases
from tests.consistency.test_killed import CutOff
from tests.factories import NOW

databases.point_at(sys.argv[1])
with connection.execute_wrapper(CutOff(int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL))):
    sweep_all(now=NOW, meetings=3, children=10)
"""
"""A process of its own that sweeps and is killed in the middle of it."""


@pytest.mark.parametrize("seed", range(2))
def test_a_sweep_killed_again_and_again_ends_as_one_that_was_left_alone(own_authority, seed):
    sweep_all(now=NOW)
    right = tables()
    damage()
    for after in ((2, 9, 1), (5, 14, 3))[seed]:
        process = [sys.executable, "-c", DIES_SWEEPING, own_authority, str(after)]
        done = subprocess.run(
            process, env=os.environ, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == -9, done.stderr
    assert tables() != right

    sweep_all(now=NOW, meetings=3, children=10)
    assert tables() == right
    assert_right(TODAY)
