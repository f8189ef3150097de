"""Putting children on the placements action list, changing what it says of them, and taking them off."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from remit.casework.acts import about, audited
from remit.casework.loading import list_moved
from remit.casework.locks import lock_action_list
from remit.casework.selection import admit_newly_rated
from remit.records import entry_details
from remit.records.children import Identifier, Person
from remit.records.entry_details import Change, End, latest_detail, values_of
from remit.records.lengths import why_not_fitting
from remit.records.persons import fill_details, known_children, new_person, put_on_record
from remit.records.placements_list import ActionList, EntryDetail, EntryEnding, ListEntry, Risk
from remit.rules.action_list import EntryValues, newly_rated, why_not_end, why_not_say
from remit.rules.clock import london_day
from remit.rules.list_comparison import ChildDetails
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
    another: bool = False
    """It is another child than the one whose id differs in leading zeros only."""

    @property
    def details(self) -> ChildDetails:
        """Who the child is."""
        return ChildDetails(self.given_name, self.family_name, self.initials, self.date_of_birth)


@audited("entry.added")
def add_entry(*, child: Child, values: EntryValues, actor: Viewer, now: datetime) -> str:
    """Put a child on the action list from today; answers with the entry's reference.

    Refuses: not theirs to edit (ROR-24); no id, or one that looks like another's; the child is on the list already;
    a record restricted to others.
    """
    refuse_if(why_not_edit_list(actor))
    refuse_if(why_not_say(values, today=london_day(now)))
    refuse_if(_why_not_fitting(values) or _why_not_known_so(child))
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
    entry = ListEntry.objects.create(person_id=person)
    listed = values if values.listed_on else replace(values, listed_on=london_day(now))
    _store(the_list, Change(entry, None, listed), actor, now)
    about(subject=person, entry=entry.ref, risk=values.risk)
    return entry.ref


@audited("entry.changed")
def change_entry(*, entry_ref: str, seen: int, values: EntryValues, actor: Viewer, now: datetime) -> None:
    """Change what the list says of an entry from today on. `seen` is the key of the row the actor saw.

    Refuses: not theirs to edit (ROR-24); ended or changed since seen; a day to come.
    """
    refuse_if(why_not_edit_list(actor))
    refuse_if(why_not_say(values, today=london_day(now)))
    refuse_if(_why_not_fitting(values))
    the_list = lock_action_list()
    current = _current(entry_ref, seen, actor, now)
    before = values_of(current)
    about(subject=current.entry.person_id, entry=entry_ref, changed=list(before.differences(values)))
    if before != values:
        _store(the_list, Change(current.entry, current, values), actor, now)


@audited("entry.rated")
def rate_entry(*, entry_ref: str, seen: int, risk: str, actor: Viewer, now: datetime) -> None:
    """Say how close a child is to residential care: high, medium, low or unrated. `seen` as for `change_entry`.

    Refuses: not theirs to edit (ROR-24); ended or changed since seen; no such rating.
    """
    refuse_if(why_not_edit_list(actor))
    if risk not in Risk.values:
        raise Refused("Choose a risk.", remedy="High, Medium, Low or Unrated.", field="risk")
    the_list = lock_action_list()
    current = _current(entry_ref, seen, actor, now)
    about(subject=current.entry.person_id, entry=entry_ref, risk=risk)
    if risk != current.risk:
        written = Risk(risk).label if risk != Risk.UNRATED else ""
        rated = replace(values_of(current), risk=risk, risk_written=written)
        _store(the_list, Change(current.entry, current, rated), actor, now)


@audited("entry.ended")
def end_entry(
    *, entry_ref: str, seen: int, reason: str, on: date, note: str, actor: Viewer, now: datetime
) -> None:
    """Take a child off the list for one of the reasons it can end for. `seen` as for `change_entry`.

    Refuses: not theirs to edit (ROR-24); ended or changed since seen; an unknown reason; a day to come or before it began.
    """
    refuse_if(why_not_edit_list(actor))
    refuse_if(why_not_fitting(EntryEnding, note=note))
    the_list = lock_action_list()
    current = _current(entry_ref, seen, actor, now)
    began = min(current.since, current.listed_on or current.since)
    reasons = tuple(EntryEnding.Reason.values)
    refuse_if(why_not_end(reason, on, reasons=reasons, listed_on=began, today=london_day(now)))
    entry_details.end([End(current.entry, on, reason, note)], now=now, source=_source(actor))
    list_moved(the_list, actor, now)
    about(subject=current.entry.person_id, entry=entry_ref, reason=reason, on=on.isoformat())


def _why_not_fitting(values: EntryValues) -> Refused | None:
    """Whether what is said of an entry is short enough to be kept."""
    written = {each.name: getattr(values, each.name) for each in fields(values)}
    return why_not_fitting(
        EntryDetail, **{name: text for name, text in written.items() if isinstance(text, str)}
    )


def _why_not_known_so(child: Child) -> Refused | None:
    """Whether what is said of a child is short enough to be kept."""
    names = {"given_name": child.given_name, "family_name": child.family_name, "initials": child.initials}
    too_long = why_not_fitting(Identifier, value=child.person_id)
    if too_long is not None:
        too_long.problem, too_long.field = too_long.problem.replace("Value", "Person id"), "person_id"
    return too_long or why_not_fitting(Person, **names)


def _person(child: Child, actor: Viewer, now: datetime) -> int:
    """The key of the child with this id, put on record where nobody has it."""
    person_id, day = child.person_id.strip(), london_day(now)
    known = known_children(actor, on=day)
    for person in known.ids.fitting(person_id, False):
        if person in known.withheld:
            raise Refused(
                "You cannot put this child on the list.",
                remedy="Ask a manager of the child's team.",
                field="person_id",
            )
        fill_details({person: (child.details, known.details[person].filled_from(child.details))})
        return person
    if known.ids.alike(person_id) and not child.another:
        raise Refused(
            "An id that differs from this one only in the zeros before it is known already.",
            remedy="Check the zeros. If it is another child, say so.",
            field="another",
        )
    new = [new_person(person_id, child.details)]
    return put_on_record(new, since=day, now=now, source=_source(actor))[person_id]


def _current(entry_ref: str, seen: int, actor: Viewer, now: datetime) -> EntryDetail:
    latest = latest_detail(entry_ref, actor, on=london_day(now))
    if latest is None:
        raise NotFound("entry")
    if latest.until is not None or latest.pk != seen:
        raise Stale
    return latest


def _store(the_list: ActionList, change: Change, actor: Viewer, now: datetime) -> None:
    entry_details.put([change], day=london_day(now), now=now, source=_source(actor))
    before = change.current.risk if change.current is not None else None
    if newly_rated(before, change.values.risk):
        admit_newly_rated(entry_ids=[change.entry.pk], actor=actor, now=now)
    list_moved(the_list, actor, now)  # after it, so that who joins late is not taken for one nobody chose


def _source(actor: Viewer) -> str:
    return f"staff:{actor.username}"
