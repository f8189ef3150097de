"""Changing the list by hand: what each verb refuses, and what it leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from remit.casework.action_list import Child, add_entry, change_entry, end_entry, rate_entry
from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.placements_list import EntryDetail, EntryEnding
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from tests import races
from tests.casework.lists import brokerage, entry_of, revision
from tests.factories import NOW, TODAY, a_child, a_forum, a_restricted_child, an_entry, staff, viewer_of
from tests.factories.forums import in_seat

DAY = timedelta(days=1)
HIGH = EntryValues(risk="high", risk_written="High")


def row_of(entry):
    return EntryDetail.objects.known().filter(entry=entry).latest("since", "pk")


def acts(entry, actor):
    """Every verb of the list, as this actor does it to that entry."""
    seen = row_of(entry).pk
    known = {"entry_ref": entry.ref, "seen": seen, "actor": actor, "now": NOW}
    return {
        "entry.added": lambda: add_entry(child=Child("0070077"), values=HIGH, actor=actor, now=NOW),
        "entry.changed": lambda: change_entry(values=HIGH, **known),
        "entry.rated": lambda: rate_entry(risk="low", **known),
        "entry.ended": lambda: end_entry(reason="home", on=TODAY, note="", **known),
    }


VERBS = ("entry.added", "entry.changed", "entry.rated", "entry.ended")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("post", [post for post in Post if post is not Post.BROKERAGE])
def test_only_who_keeps_the_list_or_runs_its_forum_changes_it(db, verb, post):
    before = revision()
    with pytest.raises(NotAllowed):
        acts(an_entry(), viewer_of(staff(posts=[post])))[verb]()
    assert revision() == before
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "chair"])
def test_who_runs_the_forum_may(db, role):
    person = in_seat(a_forum(), role)
    rate = acts(an_entry(risk="high"), viewer_of(person))["entry.rated"]
    rate()
    assert EntryDetail.objects.open().get().risk == "low"


@pytest.mark.parametrize("verb", VERBS)
def test_each_act_moves_the_list_and_leaves_one_event_without_words_about_the_child(db, verb):
    entry, before = an_entry(comments="secret words"), revision()
    acts(entry, brokerage())[verb]()
    assert revision() == before + 1
    event = AuditEvent.objects.get()
    assert event.verb == verb
    assert event.subject_id is not None
    assert "secret words" not in str(event.detail)
    assert entry.person.family_name not in str(event.detail)


@pytest.mark.parametrize("verb", VERBS[1:])
def test_what_changed_since_it_was_seen_is_left(db, verb):
    entry = an_entry(risk="medium")
    late = acts(entry, brokerage())[verb]
    row = row_of(entry)
    rate_entry(entry_ref=entry.ref, seen=row.pk, risk="high", actor=brokerage(), now=NOW)
    with pytest.raises(Stale):
        late()
    assert row_of(entry).risk == "high"


@pytest.mark.parametrize("verb", VERBS[1:])
def test_what_has_ended_is_not_changed(db, verb):
    entry = an_entry()
    acts(entry, brokerage())["entry.ended"]()
    with pytest.raises(Stale):
        acts(entry, brokerage())[verb]()
    assert EntryEnding.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS[1:])
def test_a_restricted_record_is_changed_by_the_named_only(db, verb):
    named = staff(posts=[Post.BROKERAGE])
    entry = an_entry(a_restricted_child(named))
    with pytest.raises(NotFound):
        acts(entry, brokerage())[verb]()
    acts(entry, viewer_of(named))[verb]()


def test_a_change_ends_one_row_and_begins_another(db):
    entry = an_entry(risk="medium", since=TODAY - 9 * DAY)
    acts(entry, brokerage())["entry.rated"]()
    rows = EntryDetail.objects.known().filter(entry=entry).order_by("since")
    assert [(row.risk, row.since, row.until) for row in rows] == [
        ("medium", TODAY - 9 * DAY, TODAY),
        ("low", TODAY, None),
    ]
    assert EntryDetail.objects.on(TODAY - DAY, known_at=NOW - DAY).get(entry=entry).risk == "medium"


def test_a_correction_on_the_same_day_replaces_the_row(db):
    entry = an_entry(risk="medium", since=TODAY)
    acts(entry, brokerage())["entry.rated"]()
    assert [row.risk for row in EntryDetail.objects.known().filter(entry=entry)] == ["low"]
    assert EntryDetail.objects.filter(entry=entry).count() == 2


def test_saying_what_the_list_says_already_stores_nothing(db):
    entry = an_entry()
    row = row_of(entry)
    change_entry(entry_ref=entry.ref, seen=row.pk, values=values_of(row), actor=brokerage(), now=NOW)
    assert row_of(entry).pk == row.pk
    assert revision() == 0


@pytest.mark.parametrize(
    "reason, on, field",
    [("lost", TODAY, "reason"), ("home", TODAY + DAY, "on"), ("home", TODAY - 400 * DAY, "on")],
)
def test_an_ending_that_cannot_be_is_refused(db, reason, on, field):
    entry = an_entry()
    with pytest.raises(Refused) as refused:
        end_entry(
            entry_ref=entry.ref,
            seen=row_of(entry).pk,
            reason=reason,
            on=on,
            note="",
            actor=brokerage(),
            now=NOW,
        )
    assert refused.value.field == field


def test_an_ending_on_an_earlier_day_takes_back_what_was_said_after_it(db):
    entry = an_entry(risk="medium", since=TODAY - 9 * DAY)
    acts(entry, brokerage())["entry.rated"]()
    row = row_of(entry)
    end_entry(
        entry_ref=entry.ref, seen=row.pk, reason="home", on=TODAY - 5 * DAY, note="",
        actor=brokerage(), now=NOW + DAY,
    )  # fmt: skip
    rows = EntryDetail.objects.known().filter(entry=entry)
    assert [(row.risk, row.until) for row in rows] == [("medium", TODAY - 5 * DAY)]


@pytest.mark.parametrize("reason", EntryEnding.Reason.values)
def test_a_child_who_left_can_come_back(db, reason):
    child = a_child(person_id="0070077")
    entry = an_entry(child)
    end_entry(
        entry_ref=entry.ref,
        seen=row_of(entry).pk,
        reason=reason,
        on=TODAY,
        note="",
        actor=brokerage(),
        now=NOW,
    )
    add_entry(child=Child("0070077"), values=HIGH, actor=brokerage(), now=NOW)
    assert entry_of("0070077").entry_id != entry.pk
    assert entry_of("0070077").entry.person_id == child.pk


def test_blank_details_are_filled_and_others_left(db):
    a_child("Perrin", "Oldcastle-Wray", person_id="0070077", date_of_birth=None)
    said = Child("0070077", given_name="Other", date_of_birth=TODAY - 4000 * DAY)
    add_entry(child=said, values=HIGH, actor=brokerage(), now=NOW)
    child = Person.objects.get()
    assert (child.given_name, child.date_of_birth) == ("Perrin", TODAY - 4000 * DAY)


@pytest.mark.parametrize("person_id", ["", "   "])
def test_a_child_needs_an_id(db, person_id):
    with pytest.raises(Refused) as refused:
        add_entry(child=Child(person_id), values=HIGH, actor=brokerage(), now=NOW)
    assert refused.value.field == "person_id"


@pytest.mark.parametrize(
    "values, field",
    [
        (replace(HIGH, risk="Hgh"), "risk"),
        (replace(HIGH, urgency="soon"), "urgency"),
        (replace(HIGH, listed_on=TODAY + DAY), "listed_on"),
    ],
)
def test_values_that_cannot_be_are_refused(db, values, field):
    with pytest.raises(Refused) as refused:
        add_entry(child=Child("0070077"), values=values, actor=brokerage(), now=NOW)
    assert refused.value.field == field


@pytest.mark.race
def test_of_two_who_add_one_child_one_does_and_the_other_is_told(own_database):
    a_child(person_id="0070077")
    actor = brokerage()
    both = [lambda: add_entry(child=Child("0070077"), values=HIGH, actor=actor, now=NOW)] * 2
    outcomes = races.at_once(*both)
    assert sorted(type(outcome.error).__name__ for outcome in outcomes) == ["NoneType", "Refused"]
    assert EntryDetail.objects.open().count() == 1
    assert AuditEvent.objects.filter(verb="entry.added").count() == 1
    a_child(person_id="0070078")
    both = [lambda: add_entry(child=Child("0070078"), values=HIGH, actor=actor, now=NOW)] * 2
    with races.locks_taken_out():
        races.at_once(*both)
    assert EntryDetail.objects.open().count() > 2, "without the lock the child is on the list twice"
