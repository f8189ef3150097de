"""What does the action list say of one child, and what did it say before?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.action_list import ids_of
from remit.reading.children import name_of
from remit.reading.list_terms import ListRule, list_rule
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail, EntryEnding, Import, ListEntry
from remit.records.visibility import visible_to
from remit.rules.action_list import EntryValues, touched_on
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_edit_list, why_not_see_list
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Step:
    """A change of an entry: what differs from the step before, when Remit was told, and by whom."""

    at: datetime
    source: str
    what: str
    """"added", "changed", "put back" or "ended"."""
    changes: tuple[tuple[str, object, object], ...] = ()
    """(field, before, after)"""


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a child left the list."""

    on: date
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with its history, the latest step first."""

    ref: str
    seen: int
    child_ref: str
    person_id: str
    name: str
    initials: str
    date_of_birth: date | None
    values: EntryValues
    untouched_days: int | None
    touched_on: date
    rule: ListRule
    ending: Ending | None
    steps: tuple[Step, ...]
    may_edit: bool
    """Whether this viewer may change it, and it is still on the list."""


def entry(viewer: Viewer, *, ref: str, now: datetime) -> EntryPage:
    """One entry. Refuses whoever does not see the list; an entry of a child they may not see is not found."""
    refuse_if(why_not_see_list(viewer))
    found = ListEntry.objects.select_related("person__subject").filter(ref=ref).first()
    if found is None:
        raise NotFound("entry")
    if not Person.objects.filter(visible_to(viewer, now=now), pk=found.person_id).exists():
        looks.shown(looks.DENIED, [found.person_id])
        raise NotFound("entry")
    looks.shown(looks.OPENED, [found.person_id])
    rows = list(EntryDetail.objects.filter(entry=found).order_by("pk"))
    known = sorted((row for row in rows if row.superseded_at is None), key=lambda row: (row.since, row.pk))
    if not known:
        raise NotFound("entry")
    current, today = known[-1], london_day(now)
    ending = EntryEnding.objects.filter(entry=found, superseded_at__isnull=True).first()
    rule = list_rule(on=today)
    touched = touched_on(since=current.since, first=len(known) == 1, last_action_on=current.last_action_on)
    person = found.person
    return EntryPage(
        ref=ref,
        seen=current.pk,
        child_ref=person.subject.ref,
        person_id=ids_of([person.pk]).get(person.pk, ""),
        name=name_of(person),
        initials=person.initials,
        date_of_birth=person.date_of_birth,
        values=values_of(current),
        untouched_days=None if ending else rule.untouched_for(touched, today=today),
        touched_on=touched,
        rule=rule,
        ending=_ending(ending),
        steps=_steps(rows, ending),
        may_edit=ending is None and why_not_edit_list(viewer) is None,
    )


def values_seen(page: EntryPage, *, seen: int) -> EntryValues:
    """What an entry said in the row somebody saw: what they started from. Where that is no row of it, what it says now."""
    row = EntryDetail.objects.filter(pk=seen, entry__ref=page.ref).first()
    return values_of(row) if row is not None else page.values


def _ending(row: EntryEnding | None) -> Ending | None:
    return Ending(row.on, EntryEnding.Reason(row.reason).label, row.note) if row else None


def _steps(rows: Sequence[EntryDetail], ending: EntryEnding | None) -> tuple[Step, ...]:
    """What Remit was told, in the order it was told: corrected and undone steps too."""
    said = [row for row in rows if row.until is None]
    undone_at = _undone_at(row.source for row in rows)
    words = source_words([row.source for row in rows] + ([ending.source] if ending else []))
    steps, before = [], None
    for row in said:
        values = values_of(row)
        what = "added" if before is None else "put back" if row.recorded_at in undone_at else "changed"
        changes = _changes(before, values) if before is not None else ()
        steps.append(Step(row.recorded_at, words[row.source], what, changes))
        before = values
    if ending is not None:
        reason = EntryEnding.Reason(ending.reason).label
        changes = (("ending", ending.on, f"{reason}{f': {ending.note}' if ending.note else ''}"),)
        steps.append(Step(ending.recorded_at, words[ending.source], "ended", changes))
    return tuple(reversed(steps))


def _changes(before: EntryValues, after: EntryValues) -> tuple[tuple[str, object, object], ...]:
    return tuple((name, getattr(before, name), getattr(after, name)) for name in before.differences(after))


def _undone_at(sources: Iterable[str]) -> set[datetime | None]:
    refs = {source.partition(":")[2] for source in sources if source.startswith("import:")}
    if not refs:
        return set()
    return set(
        Import.objects.filter(undone_at__isnull=False, ref__in=refs).values_list("undone_at", flat=True)
    )


def source_words(sources: Iterable[str]) -> dict[str, str]:
    """Where each of these facts comes from, in words: by whom, or from which file."""
    asked = set(sources)
    names = {source.partition(":")[2] for source in asked}
    staff = dict(Staff.objects.filter(username__in=names).values_list("username", "name"))
    loaded = dict(Import.objects.filter(ref__in=names).values_list("ref", "by__name"))
    words = {}
    for source in asked:
        kind, _, name = source.partition(":")
        if kind == "import":
            words[source] = f"List loaded by {loaded.get(name, 'an account no longer here')}"
        elif kind == "staff":
            words[source] = staff.get(name, name)
        else:
            words[source] = "Set up with Remit"
    return words
