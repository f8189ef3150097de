"""Loading an action list: held with its preview, applied as previewed, and undone."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date, datetime

from remit.casework.acts import about, audited, lock_action_list
from remit.casework.selection import admit_newly_rated
from remit.documents.action_list import ActionListFile, Mapping, Unreadable, read_action_list
from remit.documents.action_list.entries import offered, set_aside
from remit.records import entry_details
from remit.records.entry_details import Change, open_details, values_of
from remit.records.persons import KnownIds, NewPerson, put_on_record
from remit.records.placements_list import (
    ActionList,
    EntryDetail,
    EntryEnding,
    Import,
    ListEntry,
    RememberedMapping,
)
from remit.rules.action_list import Compared, Comparison, compare, why_not_apply
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

KIND = "action-list"
ENDS_WITH_NO_LIST = "This import has been applied, undone or dropped already."


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying or undoing an import did."""

    import_ref: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    left: int = 0
    """Vanished entries that stay on the list, or entries left alone by an undo because they changed since."""


@audited("import.held")
def hold_import(
    *,
    content: bytes,
    filename: str,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    actor: Viewer,
    now: datetime,
) -> str:
    """Hold a file so that its preview can be looked at, corrected and applied. Nothing of the record changes.

    Refuses: not theirs to load; nothing can be read from the file.
    """
    refuse_if(why_not_import(actor))
    file = _readable(content, filename, sheet, mapping)
    held = Import.objects.create(
        kind=KIND,
        filename=filename[:200],
        digest=file.digest,
        sheet=file.sheet,
        mapping=(mapping or _remembered(file) or Mapping()).to_json(),
        content=content,
        basis=ActionList.objects.get(pk=1).revision,
        by_id=actor.staff_id,
        at=now,
    )
    about(imported=held.ref, digest=file.digest)
    return held.ref


@audited("import.corrected")
def correct_mapping(
    *, import_ref: str, seen: int, sheet: str, mapping: Mapping, remember: bool, actor: Viewer, now: datetime
) -> None:
    """Say what the file's columns and words mean, and keep it for the next file with these headers.

    Refuses: not theirs; changed since seen, applied or dropped; nothing can be read that way.
    """
    refuse_if(why_not_import(actor))
    held = _held(import_ref, seen)
    file = _readable(bytes(held.content or b""), held.filename, sheet or None, mapping)
    held.sheet, held.mapping, held.version = file.sheet, mapping.to_json(), held.version + 1
    held.save(update_fields=["sheet", "mapping", "version"])
    if remember:
        RememberedMapping.objects.update_or_create(
            kind=KIND,
            signature=file.signature,
            defaults={"mapping": mapping.to_json(), "by_id": actor.staff_id, "at": now},
        )
    about(imported=import_ref, remembered=remember)


@audited("import.endings_given")
def give_endings(
    *,
    import_ref: str,
    seen: int,
    endings: AnyMapping[str, tuple[str, date | None]],
    actor: Viewer,
    now: datetime,
) -> None:
    """Say why children who are not in the file left the list (entry reference -> reason, day).

    An entry with no reason stays on the list. Refuses: not theirs; changed since seen; a reason or day that cannot be.
    """
    refuse_if(why_not_import(actor))
    held = _held(import_ref, seen)
    today = london_day(now)
    for reason, on in endings.values():
        refuse_if(_why_not_ending(reason, on, today))
    held.endings = {
        entry: {"reason": reason, "on": (on or today).isoformat()} for entry, (reason, on) in endings.items()
    }
    held.version += 1
    held.save(update_fields=["endings", "version"])
    about(imported=import_ref, endings=len(endings))


@audited("import.applied")
def apply_import(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    partial: bool = False,
    confirmed_vanished: int | None = None,
    actor: Viewer,
    now: datetime,
) -> Applied:
    """Load the file as it was previewed: `seen` is the import's version, `basis` the list's revision then.

    Refuses: not theirs; the import or the list moved since the preview; faults without `partial`;
    many children missing without saying how many.
    """
    refuse_if(why_not_import(actor))
    the_list = lock_action_list()
    held = _held(import_ref, seen)
    if the_list.revision != basis:
        raise Stale("The action list has changed since this preview was made, so nothing was loaded.")
    file = _readable(
        bytes(held.content or b""), held.filename, held.sheet or None, Mapping.from_json(held.mapping)
    )
    current = open_details()
    comparison = compared(file, current)
    faults = len(file.faults) + len(comparison.faults)
    refuse_if(
        why_not_apply(comparison, faults=faults, partial=partial, confirmed_vanished=confirmed_vanished)
    )
    applied = _apply(held, file, comparison, current, actor, now)
    if applied.new or applied.changed or applied.ended:
        the_list.revision += 1
        the_list.save(update_fields=["revision"])
    about(imported=import_ref, new=applied.new, changed=applied.changed, ended=applied.ended)
    return applied


@audited("import.dropped")
def drop_import(*, import_ref: str, seen: int, actor: Viewer, now: datetime) -> None:
    """Let a held file go: its content is taken out. Refuses: not theirs; applied or dropped already."""
    refuse_if(why_not_import(actor))
    held = _held(import_ref, seen)
    held.state, held.content = Import.State.DROPPED, None
    held.save(update_fields=["state", "content"])
    about(imported=import_ref)


@audited("import.undone")
def undo_import(*, import_ref: str, actor: Viewer, now: datetime) -> Applied:
    """Put the list back as it was before an import, but for entries somebody changed since: those are left.

    Refuses: not theirs; not applied, or undone already.
    """
    refuse_if(why_not_import(actor))
    the_list = lock_action_list()
    done = Import.objects.select_for_update().filter(ref=import_ref).first()
    if done is None:
        raise NotFound("import")
    if done.state != Import.State.APPLIED or done.applied_at is None:
        raise Refused(
            "This import is not applied, so there is nothing to undo.", remedy="Look at the list of imports."
        )
    undone = _undo(done, done.applied_at, now)
    done.state, done.undone_at = Import.State.UNDONE, now
    done.save(update_fields=["state", "undone_at"])
    the_list.revision += 1
    the_list.save(update_fields=["revision"])
    about(imported=import_ref, changed=undone.changed, left=undone.left)
    return undone


def compared(file: ActionListFile, current: AnyMapping[int, EntryDetail]) -> Comparison:
    """The file held against the open list."""
    ids = KnownIds()
    return compare(
        offered(file),
        set_aside(file),
        {person: values_of(row) for person, row in current.items()},
        person_of=lambda text, number: ids.person(text, is_number=number),
        candidates=ids.candidates,
    )


def _readable(content: bytes, filename: str, sheet: str | None, mapping: Mapping | None) -> ActionListFile:
    file = read_action_list(content, filename, sheet=sheet, mapping=mapping)
    if isinstance(file, Unreadable):
        raise Refused(file.problem, remedy=file.remedy, field="file")
    if mapping is None and (kept := _remembered(file)) is not None:
        return _readable(content, filename, sheet or file.sheet, kept)
    return file


def _remembered(file: ActionListFile) -> Mapping | None:
    kept = RememberedMapping.objects.filter(kind=KIND, signature=file.signature).first()
    return Mapping.from_json(kept.mapping) if kept else None


def _held(import_ref: str, seen: int) -> Import:
    held = Import.objects.select_for_update().filter(ref=import_ref).first()
    if held is None:
        raise NotFound("import")
    if held.state != Import.State.HELD:
        raise Refused(ENDS_WITH_NO_LIST, remedy="Look at the list of imports to see what it did.")
    if held.version != seen:
        raise Stale
    return held


def _why_not_ending(reason: str, on: date | None, today: date) -> Refused | None:
    if reason not in EntryEnding.Reason.values:
        return Refused("Choose why the child left the list.", remedy="One of the reasons listed.")
    if on is not None and on > today:
        return Refused(
            "The day the child left the list cannot be in the future.", remedy="Enter today or earlier."
        )
    return None


def _apply(
    held: Import,
    file: ActionListFile,
    comparison: Comparison,
    current: AnyMapping[int, EntryDetail],
    actor: Viewer,
    now: datetime,
) -> Applied:
    source, day = f"import:{held.ref}", london_day(now)
    changes = _changes(file, comparison, current, source, now)
    entry_details.put(changes, day=day, now=now, source=source)
    ended = _end_vanished(held, comparison, current, source, now)
    admit_newly_rated(entry_ids=[c.entry.pk for c in changes if _newly_rated(c)], actor=actor, now=now)
    applied = Applied(
        held.ref,
        comparison.count("new"),
        comparison.count("changed"),
        comparison.count("unchanged"),
        ended,
        len(comparison.vanished) - ended,
    )
    held.counts = {
        "new": applied.new,
        "changed": applied.changed,
        "unchanged": applied.unchanged,
        "ended": ended,
    }
    held.state, held.applied_at, held.content = Import.State.APPLIED, now, None
    held.save(update_fields=["counts", "state", "applied_at", "content"])
    return applied


def _newly_rated(change: Change) -> bool:
    rated = change.values is not None and change.values.risk != "unrated"
    return rated and (change.current is None or change.current.risk == "unrated")


def _changes(
    file: ActionListFile,
    comparison: Comparison,
    current: AnyMapping[int, EntryDetail],
    source: str,
    now: datetime,
) -> list[Change]:
    new = [row for row in comparison.rows if row.kind == "new"]
    persons = _persons(file, new, source, now)
    entries = ListEntry.objects.bulk_create([ListEntry(person_id=persons[row.row]) for row in new])
    changes = [Change(entry, None, row.values) for entry, row in zip(entries, new, strict=True)]
    changed = [
        Change(current[row.person].entry, current[row.person], row.values)
        for row in comparison.rows
        if row.kind == "changed" and row.person is not None
    ]
    return changes + changed


def _persons(file: ActionListFile, new: list[Compared], source: str, now: datetime) -> dict[int, int]:
    """The child of each new row, put on record where not known; by row number."""
    written = {row.row: row for row in file.rows}
    unknown = [
        NewPerson(
            person_id=row.person_id,
            given_name=said.name.given if (said := written[row.row]).name else "",
            family_name=said.name.family if said.name else "",
            initials=said.initials[:10],
            date_of_birth=said.date_of_birth.value,
        )
        for row in new
        if row.person is None
    ]
    made = put_on_record(unknown, since=london_day(now), now=now, source=source)
    return {row.row: row.person if row.person is not None else made[row.person_id].pk for row in new}


def _end_vanished(
    held: Import, comparison: Comparison, current: AnyMapping[int, EntryDetail], source: str, now: datetime
) -> int:
    given: dict[str, dict[str, str]] = held.endings  # type: ignore[assignment]
    count = 0
    for person in comparison.vanished:
        row = current[person]
        said = given.get(row.entry.ref)
        if said is not None:
            on = date.fromisoformat(said["on"])
            entry_details.end([(row.entry, row, said["reason"], "")], on=on, now=now, source=source)
            count += 1
    return count


def _undo(done: Import, applied_at: datetime, now: datetime) -> Applied:
    source, day = f"import:{done.ref}", london_day(now)
    touched = list(EntryDetail.objects.filter(source=source, recorded_at=applied_at).select_related("entry"))
    before = {
        row.entry_id: row
        for row in EntryDetail.objects.filter(
            entry__in={row.entry_id for row in touched}, superseded_at=applied_at
        )
    }
    restored, left = 0, 0
    for entry in {row.entry_id: row.entry for row in touched}.values():
        latest = EntryDetail.objects.known().filter(entry=entry).order_by("-since", "-pk").first()
        if latest is None or latest.source != source:
            left += 1
            continue
        EntryEnding.objects.filter(entry=entry, superseded_at__isnull=True, source=source).update(
            superseded_at=now
        )
        _restore(entry, latest, before.get(entry.pk), day=day, now=now)
        restored += 1
    return Applied(done.ref, changed=restored, left=left)


def _restore(
    entry: ListEntry, latest: EntryDetail, before: EntryDetail | None, *, day: date, now: datetime
) -> None:
    if before is None:
        EntryDetail.objects.known().filter(entry=entry).update(superseded_at=now)
        return
    EntryDetail.objects.filter(pk=latest.pk).update(superseded_at=now)
    EntryDetail.objects.known().filter(entry=entry, since=before.since).update(superseded_at=now)
    entry_details.put(
        [Change(entry, None, values_of(before))], day=before.since, now=now, source=before.source
    )
