"""Putting the action list back as it was before an import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from remit.casework.acts import about, audited
from remit.casework.imports import KIND
from remit.casework.loading import list_moved
from remit.casework.locks import lock_action_list, locked
from remit.casework.undoing_late import AtMeeting, take_off_late
from remit.records import entry_details
from remit.records.children import Allocation, Identifier, Subject
from remit.records.fact_store import spoken_of_by_facts
from remit.records.key_lists import in_parts
from remit.records.meetings import AgendaItem
from remit.records.persons import blank_details
from remit.records.placements_list import EntryDetail, EntryEnding, Import, ListEntry
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

NOT_APPLIED = "This import is not applied, so there is nothing to undo."


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did."""

    import_ref: str
    taken_off: int
    """Entries the import had added."""
    put_back: int
    """Entries it had changed or ended."""
    left: int
    """Entries left as they are, because somebody changed them since."""
    agendas: tuple[AtMeeting, ...] = ()
    """What became of the cases that had joined meetings by themselves."""


@audited("import.undone")
def undo_import(*, import_ref: str, actor: Viewer, now: datetime) -> Undone:
    """Put the list back as it was before an import, but for entries that changed since: those are left.

    Cases that joined a meeting by themselves because of it leave the agenda, unless the meeting opened or somebody worked
    on them. Children the import put on record whom nothing else speaks of lose their id, so that a corrected file finds them new.
    Refuses: not theirs; not applied, or undone already.
    """
    refuse_if(why_not_import(actor))
    the_list = lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref, kind=KIND)).first()
    if done is None:
        raise NotFound("import")
    if done.state != Import.State.APPLIED:
        raise Refused(NOT_APPLIED, remedy="Look at the list of imports.")
    undone = _undo(done, actor, now)
    done.state, done.undone_at = Import.State.UNDONE, now
    left_there = [[one.meeting, one.taken_off, one.left] for one in undone.agendas]
    done.did = cast(dict[str, object], done.did) | {"undone": left_there}
    done.save(update_fields=["state", "undone_at", "did"])
    list_moved(the_list, actor, now)
    about(imported=import_ref, taken_off=undone.taken_off, put_back=undone.put_back, left=undone.left)
    return undone


def _undo(done: Import, actor: Viewer, now: datetime) -> Undone:
    source = f"import:{done.ref}"
    did = cast(dict[str, object], done.did)
    before = _rows_before(cast(list[int], did.get("superseded", [])))
    touched = set(before) | set(EntryDetail.objects.filter(source=source).values_list("entry_id", flat=True))
    ours = _still_as_loaded(touched, source)
    entry_details.restore({entry: before.get(entry, []) for entry in ours}, now=now)
    for keys in in_parts(sorted(ours)):
        endings = EntryEnding.objects.filter(entry__in=keys, source=source, superseded_at__isnull=True)
        endings.update(superseded_at=now)
    take_back_details(cast(dict[str, list[str]], did.get("filled", {})))
    joined = dict(cast(list[tuple[int, list[str]]], did.get("joined", [])))
    agendas = take_off_late(joined=joined, entries=ours, actor=actor, now=now)
    take_back_ids(source, now, gone={item for one in agendas for item in one.items})
    new = len(ours - set(before))
    return Undone(
        done.ref, taken_off=new, put_back=len(ours) - new, left=len(touched - ours), agendas=agendas
    )


def _rows_before(superseded: list[int]) -> dict[int, list[EntryDetail]]:
    rows: dict[int, list[EntryDetail]] = defaultdict(list)
    for keys in in_parts(superseded):
        for row in EntryDetail.objects.filter(pk__in=keys).select_related("entry").order_by("since", "pk"):
            rows[row.entry_id].append(row)
    return rows


def _still_as_loaded(touched: Collection[int], source: str) -> set[int]:
    """The entries whose latest row is still the import's, and whose child has not come on the list anew."""
    latest: dict[int, EntryDetail] = {}
    for keys in in_parts(sorted(touched)):
        rows = EntryDetail.objects.known().filter(entry__in=keys).select_related("entry")
        latest |= {row.entry_id: row for row in rows.order_by("since", "pk")}
    listed = dict(EntryDetail.objects.open().values_list("entry__person_id", "entry_id"))
    return {
        entry
        for entry, row in latest.items()
        if row.source == source and listed.get(row.entry.person_id, entry) == entry
    }


def take_back_details(filled: dict[str, list[str]]) -> None:
    """Blank the details of children (by the reference of their subject) that an import had filled."""
    refs = list(filled)
    keys = {
        pk: ref
        for part in in_parts(refs)
        for pk, ref in Subject.objects.filter(ref__in=part).values_list("pk", "ref")
    }
    blank_details({pk: filled[ref] for pk, ref in keys.items()})


def take_back_ids(source: str, now: datetime, *, gone: Collection[int] = ()) -> set[int]:
    """Let go of the ids of children whom only this import ever spoke of; answers with these children.

    `gone`: items of agendas that undoing the import took off, which speak of nobody any more.
    """
    made = list(Identifier.objects.known().filter(source=source).values_list("person_id", flat=True))
    let_go: set[int] = set()
    for keys in in_parts(made):
        spoken_of = _spoken_of(keys, gone)
        unknown = [person for person in keys if person not in spoken_of]
        Identifier.objects.known().filter(source=source, person__in=unknown).update(superseded_at=now)
        let_go.update(unknown)
    return let_go


def _spoken_of(persons: Collection[int], gone: Collection[int]) -> set[int]:
    listed = EntryDetail.objects.known().filter(entry__person__in=persons)
    elsewhere = ListEntry.objects.filter(person__in=persons, pk__in=listed.values("entry"))
    return {
        *elsewhere.values_list("person_id", flat=True),
        *spoken_of_by_facts(persons),
        *Allocation.objects.known().filter(person__in=persons).values_list("person_id", flat=True),
        *_on_an_agenda(persons, gone),
    }


def _on_an_agenda(persons: Collection[int], gone: Collection[int]) -> set[int]:
    items = AgendaItem.objects.filter(subject__in=persons).values_list("subject_id", "pk")
    return {subject for subject, item in items if item not in gone}
