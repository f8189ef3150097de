"""Loading a return into the record as it was previewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from remit.casework.acts import about, audited
from remit.casework.imports import content_of, held_import, hold_file
from remit.casework.locks import lock_action_list
from remit.documents.returns.understood import ReadReturn, read_return
from remit.documents.uploads.many_rows import many_rows
from remit.records.contradictions import put_before_a_person
from remit.records.fact_store import put_first_facts, write_changes
from remit.records.persons import NewPerson, by_ref, fill_details, put_on_record
from remit.records.placements_list import Import
from remit.records.return_comparison import BesideTheRecord, beside_the_record
from remit.rules.clock import london_day
from remit.rules.facts import Fact
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_load_returns
from remit.rules.returns import ComparedChild, why_not_apply_return
from remit.rules.viewers import Viewer

MOVED = "The record has changed since this preview was made, so nothing was loaded."
KINDS = ("ssda903", "annex-a")
NOT_A_RETURN = "This import is not a return."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a return did, in children; conflicts in facts."""

    import_ref: str
    new: int
    changed: int
    unchanged: int
    vanished: int
    conflicts: int
    withheld: int = 0
    """Children of whom this person may not be told what it did."""


def _hold(content: bytes, read: ReadReturn, actor: Viewer, now: datetime) -> str:
    held = Import(kind=read.kind, filename=read.filename, digest=read.digest, content=content, basis=0)
    return hold_file(held, actor=actor, now=now)


def apply_return(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    partial: bool = False,
    has_read: Callable[[], ReadReturn] | None = None,
    actor: Viewer,
    now: datetime,
) -> Loaded:
    """Load a held return as it was previewed: `seen` is the import's version, `basis` what the preview came to.

    `has_read` gives the held file as read, where it has been read already.

    Refuses: not theirs; applied or dropped already; the record moved since the preview; faults without `partial`.
    """
    refuse_if(why_not_load_returns(actor))
    held = held_import(import_ref, seen)
    if held.kind not in KINDS:
        raise Refused(NOT_A_RETURN, remedy="Look at the list of imports.")
    read = (
        has_read()
        if has_read
        else read_return(held.kind, content_of(held), held.filename, today=london_day(now))
    )
    return _apply_read(
        import_ref=import_ref, seen=seen, basis=basis, read=read, partial=partial, actor=actor, now=now
    )


@audited("return.loaded")
def load_return(
    *, content: bytes, read: ReadReturn, basis: int, partial: bool = False, actor: Viewer, now: datetime
) -> Loaded:
    """Hold and apply a return that has been read, in one act, as the command line does: where it is refused nothing is kept.

    Refuses what `apply_return` refuses.
    """
    refuse_if(why_not_load_returns(actor))
    ref = _hold(b"", read, actor, now)
    return _apply_read(import_ref=ref, seen=1, basis=basis, read=read, partial=partial, actor=actor, now=now)


@audited("return.applied")
@many_rows()
def _apply_read(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    read: ReadReturn,
    partial: bool,
    actor: Viewer,
    now: datetime,
) -> Loaded:
    lock_action_list()
    held = held_import(import_ref, seen, lock=True)
    beside = beside_the_record(read.offered, viewer=actor, on=london_day(now), cohorts=False)
    comparison = beside.comparison
    if comparison.basis != basis:
        raise Stale(MOVED)
    faults = len(read.faults) + len(comparison.faults)
    refuse_if(why_not_apply_return(comparison, faults=faults, partial=partial))
    held.did = _write(held, beside, now)
    held.counts = beside.counts
    loaded = Loaded(import_ref=held.ref, **beside.counts)
    held.basis, held.state, held.applied_at, held.content = basis, Import.State.APPLIED, now, None
    held.save(update_fields=["basis", "counts", "did", "state", "applied_at", "content"])
    about(imported=import_ref, counts=beside.counts)
    return loaded


def _write(held: Import, beside: BesideTheRecord, now: datetime) -> dict[str, object]:
    """Write what the comparison says, and answer with what undoing it needs."""
    source, day = f"import:{held.ref}", london_day(now)
    children = beside.comparison.children
    new = [child for child in children if child.person is None]
    keys = put_on_record(
        [NewPerson(child.person_id, date_of_birth=child.details.date_of_birth) for child in new],
        since=day,
        now=now,
        source=source,
    )
    firsts = ((keys[child.person_id], child.details.date_of_birth, _added(child)) for child in new)
    put_first_facts(firsts, now=now, source=source)
    known = {child.person: child for child in children if child.person is not None}
    filled = {person: child for person, child in known.items() if child.fills}
    fill_details({person: (child.details, child.fills) for person, child in filled.items()})
    changes = ((person, change) for person, child in known.items() for change in child.changes)
    written = write_changes(changes, now=now, source=source)
    put_before_a_person(beside.to_raise(), imported=held, now=now)
    return {
        "superseded": dict(written.superseded),
        "filled": by_ref({key: child.fills for key, child in filled.items()}),
    }


def _added(child: ComparedChild) -> Iterator[Fact]:
    return (change.after for change in child.changes if change.after is not None)
