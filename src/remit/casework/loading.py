"""Loading a held action list as it was previewed."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import F, Q

from remit.casework.acts import about, audited
from remit.casework.exchanging import keep_exchange
from remit.casework.imports import KIND, content_of, held_import, hold_read_file, read_file
from remit.casework.locks import lock_action_list, locked
from remit.casework.rest_of_cohort import follow_the_list, hold_to_the_list
from remit.casework.selection import admit_newly_rated
from remit.documents.action_list import ActionListFile, Mapping
from remit.documents.action_list.entries import offered, set_aside
from remit.records import entry_details
from remit.records.entry_details import Change, End
from remit.records.list_comparison import BesideTheList, Choices, Copy, beside_the_list
from remit.records.persons import by_ref, fill_details, new_person, put_on_record
from remit.records.placements_list import ActionList, EntryDetail, Import, ListEntry
from remit.rules.action_list import newly_rated
from remit.rules.clock import london_day
from remit.rules.list_comparison import Compared, why_not_apply
from remit.rules.outcomes import Stale, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

COUNTED = ("new", "changed", "unchanged", "ended", "left", "withheld")


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying an import did."""

    import_ref: str
    new: int
    changed: int
    unchanged: int
    ended: int
    left: int
    """Vanished entries that stay on the list."""
    withheld: int = 0
    """Rows of records the actor may not see: they were left alone."""


def apply_import(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    partial: bool = False,
    confirmed_vanished: int | None = None,
    leave_undecided: bool = False,
    actor: Viewer,
    now: datetime,
) -> Applied:
    """Load the file as it was previewed: `seen` is the import's version, `basis` the list's revision then.

    Rows of restricted records that are closed to the actor stay out, and those records as they are. A cell that was changed
    in the file and in Remit is loaded where somebody chose the file's; where nobody chose it stays as it is.
    Refuses: not theirs; the import or the list moved since the preview; faults without `partial`; many children missing
    without saying how many; such a cell undecided, without `leave_undecided`.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen)
    file, _ = read_file(content_of(held), held.filename, held.sheet, Mapping.from_json(held.mapping))
    return _apply_read_file(
        import_ref=import_ref,
        seen=seen,
        basis=basis,
        file=file,
        partial=partial,
        confirmed_vanished=confirmed_vanished,
        leave_undecided=leave_undecided,
        actor=actor,
        now=now,
    )


def load_action_list(
    *,
    content: bytes,
    filename: str,
    sheet: str | None = None,
    basis: int,
    partial: bool = False,
    confirmed_vanished: int | None = None,
    actor: Viewer,
    now: datetime,
) -> Applied:
    """Hold and apply a file in one act, as the command line does: where it is refused nothing is kept of it.

    What was changed in the file and in Remit stays as it is, and is asked about again with the next file.
    Refuses what `hold_import` and `apply_import` refuse.
    """
    refuse_if(why_not_import(actor))
    file, mapping = read_file(content, filename, sheet, None)
    return _load_read_file(
        content=content,
        file=file,
        mapping=mapping,
        basis=basis,
        partial=partial,
        confirmed_vanished=confirmed_vanished,
        actor=actor,
        now=now,
    )


@audited("import.loaded")
def _load_read_file(
    *,
    content: bytes,
    file: ActionListFile,
    mapping: Mapping,
    basis: int,
    partial: bool,
    confirmed_vanished: int | None,
    actor: Viewer,
    now: datetime,
) -> Applied:
    ref = hold_read_file(content=content, file=file, mapping=mapping, actor=actor, now=now)
    about(imported=ref)
    return _apply_read_file(
        import_ref=ref,
        seen=1,
        basis=basis,
        file=file,
        partial=partial,
        confirmed_vanished=confirmed_vanished,
        leave_undecided=True,
        actor=actor,
        now=now,
    )


@audited("import.applied")
def _apply_read_file(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    file: ActionListFile,
    partial: bool,
    confirmed_vanished: int | None,
    leave_undecided: bool,
    actor: Viewer,
    now: datetime,
) -> Applied:
    the_list = lock_action_list()
    others = _lock_with_those_that_wait(import_ref)
    held = held_import(import_ref, seen, lock=True)
    if the_list.revision != basis:
        raise Stale("The action list has changed since this preview was made, so nothing was loaded.")
    beside = beside_the_file(held, file, actor, now)
    refuse_if(
        why_not_apply(
            beside.comparison,
            faults=len(file.faults) + len(beside.comparison.faults),
            partial=partial,
            confirmed_vanished=confirmed_vanished,
            undecided=beside.undecided,
            leave_undecided=leave_undecided,
        )
    )
    applied = _apply(held, beside, actor, now)
    held.basis, held.state, held.applied_at = basis, Import.State.APPLIED, now
    held.content, held.choices = None, {}
    held.save(update_fields=["basis", "counts", "did", "state", "applied_at", "content", "choices"])
    keep_exchange(held, file, [row for row in beside.comparison.rows if row.kind != "withheld"])
    if applied.new or applied.changed or applied.ended:
        list_moved(the_list, actor, now)
    else:
        _compare_anew([key for key in others if key != held.pk])
    about(
        imported=import_ref,
        new=applied.new,
        changed=applied.changed,
        ended=applied.ended,
        undecided=beside.undecided,
    )
    return applied


def _lock_with_those_that_wait(import_ref: str) -> list[int]:
    """Lock a list, held or not any more, and every one that is held, by key; answers with their keys."""
    waiting = Import.objects.filter(Q(state=Import.State.HELD) | Q(ref=import_ref), kind=KIND)
    return [held.pk for held in locked(waiting.defer("content"))]


def _compare_anew(waiting: list[int]) -> None:
    """Make the previews of these files stale: they were compared with an exchange that is no longer the last."""
    Import.objects.filter(pk__in=waiting).update(version=F("version") + 1)


def beside_the_file(held: Import, file: ActionListFile, actor: Viewer, now: datetime) -> BesideTheList:
    """The rows of a held file beside the list as it is, with what was decided about them."""
    return beside_the_list(
        offered(file),
        set_aside(file),
        viewer=actor,
        on=london_day(now),
        copy=Copy(file.copy_of, file.written),
        choices=cast(Choices, held.choices),
    )


def list_moved(the_list: ActionList, actor: Viewer, now: datetime) -> None:
    """Count up the revision of the locked list, so that every preview made before is stale, and tell the meetings that show it
    or for which somebody is held to keep it."""
    the_list.revision += 1
    the_list.save(update_fields=["revision"])
    follow_the_list(actor, now)
    hold_to_the_list(now=now)


def _apply(held: Import, beside: BesideTheList, actor: Viewer, now: datetime) -> Applied:
    source, day = f"import:{held.ref}", london_day(now)
    comparison = beside.comparison
    changes = _changes(beside, source, now)
    ends = _ends(held, beside)
    superseded = entry_details.put(changes, day=day, now=now, source=source)
    superseded += entry_details.end(ends, now=now, source=source)
    filled = {row.person: row for row in comparison.rows if row.person is not None and row.fills}
    fill_details({person: (row.child, row.fills) for person, row in filled.items()})
    joined = admit_newly_rated(
        entry_ids=[change.entry.pk for change in changes if _now_rated(change)], actor=actor, now=now
    )
    held.did = {
        "superseded": superseded,
        "filled": by_ref({key: row.fills for key, row in filled.items()}),
        "joined": sorted(joined.items()),
    }
    applied = Applied(
        import_ref=held.ref,
        new=len(comparison.of("new")),
        changed=len(comparison.of("changed")),
        unchanged=len(comparison.of("unchanged")),
        ended=len(ends),
        left=len(comparison.vanished) - len(ends),
        withheld=len(comparison.of("withheld")),
    )
    held.counts = {name: getattr(applied, name) for name in COUNTED}
    return applied


def _now_rated(change: Change) -> bool:
    return newly_rated(change.current.risk if change.current else None, change.values.risk)


def _changes(beside: BesideTheList, source: str, now: datetime) -> list[Change]:
    new = beside.comparison.of("new")
    persons = _persons(new, source, now)
    entries = ListEntry.objects.bulk_create([ListEntry(person_id=persons[row.row]) for row in new])
    changes = [Change(entry, None, row.values) for entry, row in zip(entries, new, strict=True)]
    for row in beside.comparison.of("changed"):
        if row.changed and row.person is not None:
            current = beside.current[row.person]
            changes.append(Change(current.entry, current, row.values))
    return changes


def _persons(new: tuple[Compared, ...], source: str, now: datetime) -> dict[int, int]:
    """The child of each new row, put on record where not known; by row number."""
    unknown = [new_person(row.person_id, row.child) for row in new if row.person is None]
    made = put_on_record(unknown, since=london_day(now), now=now, source=source)
    return {row.row: row.person if row.person is not None else made[row.person_id] for row in new}


def _ends(held: Import, beside: BesideTheList) -> list[End]:
    given: AnyMapping[str, AnyMapping[str, str]] = held.endings  # type: ignore[assignment]
    ends = []
    for person in beside.comparison.vanished:
        row: EntryDetail = beside.current[person]
        if (said := given.get(row.entry.ref)) is not None:
            ends.append(End(row.entry, date.fromisoformat(said["on"]), said["reason"]))
    return ends
