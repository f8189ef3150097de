"""Putting children on the placements action list, changing what it says of them, and taking them off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from remit.casework.acts import about, audited, lock_action_list
from remit.casework.selection import admit_newly_rated
from remit.records import entry_details
from remit.records.children import Person
from remit.records.entry_details import Change, values_of
from remit.records.persons import KnownIds, NewPerson, put_on_record
from remit.records.placements_list import ActionList, EntryDetail, EntryEnding, ListEntry
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_edit_list
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Child:
    """The child an entry is for, as the person who adds it gives it."""

    person_id: str
    given_name: str = ""
    family_name: str = ""
    initials: str = ""
    date_of_birth: date | None = None


@audited("entry.added")
def add_entry(*, child: Child, values: EntryValues, actor: Viewer, now: datetime) -> str:
    """Put a child on the action list from today; answers with the entry's reference.

    Refuses: not theirs to edit; no id; the child is on the list already (ROR-24 keeps one entry a child).
    """
    refuse_if(why_not_edit_list(actor))
    if not child.person_id.strip():
        raise Refused(
            "Enter the child's person id.", remedy="It is the number on your case system.", field="person_id"
        )
    the_list = lock_action_list()
    person = _person(child, actor, now)
    if EntryDetail.objects.open().filter(entry__person=person).exists():
        raise Refused(
            "This child is on the action list already.",
            remedy="Change that entry instead.",
            field="person_id",
        )
    entry = ListEntry.objects.create(person=person)
    day = london_day(now)
    listed = values if values.listed_on else replace(values, listed_on=day)
    _store(the_list, [Change(entry, None, listed)], actor, now)
    about(subject=person.pk, entry=entry.ref, risk=values.risk)
    return entry.ref


@audited("entry.changed")
def change_entry(*, entry_ref: str, seen: int, values: EntryValues, actor: Viewer, now: datetime) -> None:
    """Change what the list says of an entry from today on. `seen` is the row the actor saw.

    Refuses: not theirs to edit; ended or changed since seen.
    """
    refuse_if(why_not_edit_list(actor))
    the_list = lock_action_list()
    current = _current(entry_ref, seen)
    before = values_of(current)
    about(subject=current.entry.person_id, entry=entry_ref, changed=list(before.differences(values)))
    if before != values:
        _store(the_list, [Change(current.entry, current, values)], actor, now)


@audited("entry.ended")
def end_entry(
    *, entry_ref: str, seen: int, reason: str, on: date, note: str, actor: Viewer, now: datetime
) -> None:
    """Take a child off the list for one of the reasons it can end for.

    Refuses: not theirs to edit; ended or changed since seen; an unknown reason; a day to come or before it began.
    """
    refuse_if(why_not_edit_list(actor))
    the_list = lock_action_list()
    current = _current(entry_ref, seen)
    refuse_if(why_not_end(current, reason, on, today=london_day(now)))
    entry_details.end([(current.entry, current, reason, note)], on=on, now=now, source=_source(actor))
    _moved(the_list)
    about(subject=current.entry.person_id, entry=entry_ref, reason=reason, on=on.isoformat())


def why_not_end(current: EntryDetail, reason: str, on: date, *, today: date) -> Refused | None:
    """Whether an entry can end so, on that day."""
    if reason not in EntryEnding.Reason.values:
        return Refused(
            "Choose why the child left the list.", remedy="One of the reasons listed.", field="reason"
        )
    if on > today:
        return Refused(
            "The day the child left the list cannot be in the future.",
            remedy="Enter today or earlier.",
            field="on",
        )
    if on < current.since and on < (current.listed_on or current.since):
        return Refused(
            "The child was not on the list yet on that day.", remedy="Enter the day they left it.", field="on"
        )
    return None


def _person(child: Child, actor: Viewer, now: datetime) -> Person:
    known = KnownIds().person(child.person_id.strip(), is_number=False)
    if known is not None:
        return Person.objects.get(pk=known)
    new = NewPerson(
        child.person_id.strip(), child.given_name, child.family_name, child.initials, child.date_of_birth
    )
    return put_on_record([new], since=london_day(now), now=now, source=_source(actor))[new.person_id]


def _current(entry_ref: str, seen: int) -> EntryDetail:
    rows = EntryDetail.objects.filter(entry__ref=entry_ref, superseded_at__isnull=True).select_related(
        "entry"
    )
    latest: EntryDetail | None = rows.order_by("-since").first()
    if latest is None:
        raise NotFound("entry")
    if latest.until is not None or latest.pk != seen:
        raise Stale
    return latest


def _store(the_list: ActionList, changes: list[Change], actor: Viewer, now: datetime) -> None:
    entry_details.put(changes, day=london_day(now), now=now, source=_source(actor))
    _moved(the_list)
    rated = [change.entry.pk for change in changes if change.values is not None and _newly_rated(change)]
    admit_newly_rated(entry_ids=rated, actor=actor, now=now)


def _newly_rated(change: Change) -> bool:
    """Whether the entry has a rating now and had none before."""
    assert change.values is not None
    return change.values.risk != "unrated" and (change.current is None or change.current.risk == "unrated")


def _moved(the_list: ActionList) -> None:
    the_list.revision += 1
    the_list.save(update_fields=["revision"])


def _source(actor: Viewer) -> str:
    return f"staff:{actor.username}"
