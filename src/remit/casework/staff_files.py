"""Loading people, seats and allocations from a file as it was previewed, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.contrib.auth.hashers import make_password

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile_open
from remit.casework.imports import content_of, held_import, hold_file
from remit.casework.leaving import let_go
from remit.casework.locks import lock_action_list, locked
from remit.casework.people import administrators
from remit.casework.undoing import NOT_APPLIED, Undone
from remit.documents.returns.staff_offered import KINDS, ReadStaffFile, read_staff_file
from remit.records.children import Allocation
from remit.records.contradictions import ALLOCATION, Asked, as_kept, put_before_a_person, raised
from remit.records.facts import Contradiction
from remit.records.holdings import HoldingsBack, take_back, write_holdings
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.placements_list import Import
from remit.records.staff_comparison import (
    allocations_beside_the_record,
    people_beside_the_record,
    seats_beside_the_record,
)
from remit.rules.clock import london_day
from remit.rules.holdings import FileComparison, why_not_apply_file
from remit.rules.names import folded
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.people_file import AccountChange, UnitWanted
from remit.rules.permissions import why_not_load_staff
from remit.rules.viewers import Viewer

MOVED = "The record has changed since this preview was made, so nothing was loaded."


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What loading a file did."""

    import_ref: str
    new: int
    changed: int
    unchanged: int
    vanished: int
    conflicts: int = 0
    """Rows that say otherwise than a person typed: somebody is asked which is so."""
    withheld: int = 0
    """Rows of which this person may not be told what they did."""


def beside(read: ReadStaffFile, actor: Viewer, on: date) -> tuple[FileComparison, tuple[UnitWanted, ...]]:
    """The file beside the record; with the units that are to be made."""
    if read.kind == "people":
        return people_beside_the_record(read.people, on=on)
    if read.kind == "seats":
        return seats_beside_the_record(read.seats, on=on), ()
    return allocations_beside_the_record(read.allocations, viewer=actor, on=on), ()


def _hold(content: bytes, read: ReadStaffFile, actor: Viewer, now: datetime) -> str:
    held = Import(kind=read.kind, filename=read.filename, digest=read.digest, content=content, basis=0)
    return hold_file(held, actor=actor, now=now)


def apply_staff_file(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    partial: bool = False,
    has_read: Callable[[], ReadStaffFile] | None = None,
    actor: Viewer,
    now: datetime,
) -> LoadedFile:
    """Load a held file as it was previewed: `seen` is the import's version, `basis` what the preview came to.

    `has_read` gives the held file as read, where it has been read already.

    Refuses: not theirs; applied or dropped already; the record moved since the preview; faults without `partial`.
    """
    refuse_if(why_not_load_staff(actor))
    held = held_import(import_ref, seen)
    if held.kind not in KINDS:
        raise Refused(
            "This import is no file of people, seats or allocations.", remedy="Look at the imports."
        )
    read = has_read() if has_read else read_staff_file(held.kind, content_of(held), held.filename)
    return _apply_read(
        import_ref=import_ref, seen=seen, basis=basis, read=read, partial=partial, actor=actor, now=now
    )


@audited("staff_file.loaded")
def load_staff_file(
    *, read: ReadStaffFile, basis: int, partial: bool = False, actor: Viewer, now: datetime
) -> LoadedFile:
    """Hold and apply a file that has been read, in one act, as the command line does: where it is refused nothing is kept.

    Refuses what `apply_staff_file` refuses.
    """
    refuse_if(why_not_load_staff(actor))
    ref = _hold(b"", read, actor, now)
    return _apply_read(import_ref=ref, seen=1, basis=basis, read=read, partial=partial, actor=actor, now=now)


@audited("staff_file.applied")
def _apply_read(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    read: ReadStaffFile,
    partial: bool,
    actor: Viewer,
    now: datetime,
) -> LoadedFile:
    lock_action_list()
    held = held_import(import_ref, seen, lock=True)
    found, units = beside(read, actor, london_day(now))
    if found.basis != basis:
        raise Stale(MOVED)
    refuse_if(why_not_apply_file(found, faults=len(read.faults) + len(found.faults), partial=partial))
    if actor.username in _leavers(found, london_day(now)):
        raise Refused("You cannot take your own account out of use.", remedy="Ask another administrator.")
    before = administrators(now)
    held.did = _write(held, found, units, now)
    _ask(held, found, now)
    if before and not administrators(now):
        raise Refused(
            "With this file nobody would be left to make accounts.",
            remedy="Make somebody else administrator first.",
        )
    loaded = LoadedFile(held.ref, **found.counts)
    held.counts = found.counts
    held.basis, held.state, held.applied_at, held.content = basis, Import.State.APPLIED, now, None
    held.save(update_fields=["basis", "counts", "did", "state", "applied_at", "content"])
    if loaded.new or loaded.changed:
        reconcile_open(now=now)
    about(imported=import_ref, kind=read.kind, counts=found.counts)
    return loaded


def _leavers(found: FileComparison, today: date) -> list[str]:
    """Who leaves by this file today or left before."""
    accounts = cast(tuple[AccountChange, ...], found.accounts)
    return [one.username for one in accounts if one.leaves_on is not None and one.leaves_on <= today]


def _write(
    held: Import, found: FileComparison, units: Sequence[UnitWanted], now: datetime
) -> dict[str, object]:
    source = f"import:{held.ref}"
    made = _make_units(units)
    did = _write_accounts(cast(tuple[AccountChange, ...], found.accounts))
    gone = _leavers(found, london_day(now))
    changes = [change for change in found.holdings if not _of(change, set(gone))]
    superseded = write_holdings(changes, now=now, source=source)
    days = {one.username: one.leaves_on for one in cast(tuple[AccountChange, ...], found.accounts)}
    for day in sorted({cast(date, days[name]) for name in gone}):
        keys = Staff.objects.filter(username__in=[name for name in gone if days[name] == day])
        done = let_go(list(keys.values_list("pk", flat=True)), on=day, source=source, now=now)
        for kind, pks in done.items():
            superseded[kind] = [*superseded.get(kind, []), *pks]
    return {**did, "superseded": superseded, "units": made}


def _ask(held: Import, found: FileComparison, now: datetime) -> None:
    """Put before a person what the file says of who works with a child otherwise than somebody typed, if nobody was asked yet."""
    known = raised() if found.contradictions else frozenset()
    asked = []
    for typed, offered in found.contradictions:
        assert typed is not None
        assert offered is not None
        _, child, *said = offered.what
        kept = as_kept(offered.since, offered.until, said)
        asked.append(Asked(int(child), ALLOCATION, typed.pk, kept))
    put_before_a_person([one for one in asked if one.version not in known], imported=held, now=now)


def _of(change: Any, usernames: set[str]) -> bool:
    """Whether what changes is held by one of these, of whom everything ends together."""
    one = change.before.holding if change.before else change.after
    return one.what[0] in ("team", "post") and one.what[1] in usernames


def _make_units(units: Sequence[UnitWanted]) -> list[int]:
    """Make these units; answers with their keys, those above first."""
    known = {(kind, name): pk for kind, name, pk in Unit.objects.values_list("kind", "name", "pk")}
    keys = []
    for one in units:
        parent = known[one.parent] if one.parent else None
        made = Unit.objects.create(
            kind=one.kind, name=one.name, name_folded=folded(one.name)[:120], parent_id=parent
        )
        known[one.kind, one.name] = made.pk
        keys.append(made.pk)
    return keys


def _write_accounts(accounts: Sequence[AccountChange]) -> dict[str, object]:
    """Make and change accounts; answers with who was made, and how those that were changed stood before."""
    new = [one for one in accounts if one.new]
    # Nobody can sign in with it before an administrator gives it a password, or the council's own sign-in knows it.
    unusable = make_password(None)
    Staff.objects.bulk_create(
        Staff(
            username=one.username,
            name=one.name,
            name_folded=folded(one.name)[:150],
            email=one.email,
            job_title=one.job_title,
            leaves_on=one.leaves_on,
            password=unusable,
            must_change_password=True,
        )
        for one in new
    )
    changed = {one.username: one for one in accounts if not one.new}
    rows = list(locked(Staff.objects.filter(username__in=list(changed))))
    before = {row.username: _as_kept(row) for row in rows}
    for row in rows:
        one = changed[row.username]
        row.name, row.name_folded = one.name, folded(one.name)[:150]
        row.email, row.job_title = one.email, one.job_title
        row.leaves_on, row.is_active = one.leaves_on, True
    Staff.objects.bulk_update(rows, KEPT, batch_size=500)
    after = {row.username: _as_kept(row) for row in rows}
    return {"made": [one.username for one in new], "before": before, "after": after}


KEPT = ["name", "name_folded", "email", "job_title", "leaves_on", "is_active"]
TOGETHER = {"name_folded": "name", "is_active": "leaves_on"}
"""What of an account goes with what: whoever is taken out of use has a day on which they left."""


def _as_kept(row: Staff) -> dict[str, object]:
    leaves_on = row.leaves_on.isoformat() if row.leaves_on else None
    return {name: getattr(row, name) for name in KEPT} | {"leaves_on": leaves_on}


@audited("staff_file.undone")
def undo_staff_file(*, import_ref: str, actor: Viewer, now: datetime) -> Undone:
    """Put people, seats or allocations back as they were before a file, but for what changed since: that is left.

    Accounts it made are taken out of use, those it ended are in use again, unless somebody ended them since. Units it made
    go with it, but for those that somebody else was put into since, and what these belong to.
    Refuses: not theirs; not applied, or undone already.
    """
    refuse_if(why_not_load_staff(actor))
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref, kind__in=KINDS)).first()
    if done is None:
        raise NotFound("import")
    if done.state != Import.State.APPLIED:
        raise Refused(NOT_APPLIED, remedy="Look at the list of imports.")
    did = cast(dict[str, Any], done.did)
    made = Staff.objects.filter(username__in=did.get("made", []))
    made.update(is_active=False, leaves_on=None)  # they did not leave: they never came
    kept = _restore(did.get("before", {}), did.get("after", {}))
    asked = Contradiction.objects.filter(imported=done, state=Contradiction.State.OPEN)
    asked.update(state=Contradiction.State.UNDONE, settled_at=now)
    back = take_back(f"import:{done.ref}", did.get("superseded", {}), now=now)
    units = _take_back_units(did.get("units", []), now)
    done.state, done.undone_at = Import.State.UNDONE, now
    done.save(update_fields=["state", "undone_at"])
    reconcile_open(now=now)
    undone = _undone(done, did, back, kept)
    about(
        imported=import_ref,
        taken_off=undone.taken_off,
        put_back=undone.put_back,
        left=undone.left,
        units=units,
    )
    return undone


def _undone(
    done: Import, did: Mapping[str, Any], back: Mapping[str, HoldingsBack], kept: Collection[int]
) -> Undone:
    """Who came with the file and is gone again, who is as before, and of whom something was left: each counted once.

    `kept`: the keys of the accounts that were changed since. Of a file of people that is people, and children of whom a
    leaver's allocation was left; else whatever its rows are about.
    """
    left = {(kind == "allocation", key[-1]) for kind, one in back.items() for key in one.left}
    left |= {(False, key) for key in kept}
    if done.kind != "people":
        held = back[{"seats": "seat", "allocations": "allocation"}[done.kind]]
        return Undone(done.ref, taken_off=len(held.fresh), put_back=len(held.again), left=len(held.left))
    new = _keys_of(did.get("made", []))
    people = {key[-1] for kind, one in back.items() if kind != "allocation" for key in one.fresh | one.again}
    stayed = {key for of_child, key in left if not of_child}
    as_before = (people | _keys_of(did.get("before", {}))) - new - stayed
    return Undone(done.ref, taken_off=len(new), put_back=len(as_before), left=len(left))


def _keys_of(usernames: Iterable[str]) -> set[int]:
    return set(Staff.objects.filter(username__in=list(usernames)).values_list("pk", flat=True))


def _take_back_units(made: Sequence[int], now: datetime) -> int:
    """Take back the units a file made that nothing uses now, those below first; answers with how many."""
    gone = 0
    for pk in reversed(made):
        used = (
            table.objects.known().filter(**{name: pk}).exists()
            for table, name in ((TeamMembership, "team"), (PostHolding, "unit"), (Allocation, "team"))
        )
        if not any(used) and not Unit.objects.filter(parent=pk).exists():
            gone += Unit.objects.filter(pk=pk).update(taken_back_at=now)
    return gone


def _restore(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> set[int]:
    """Let accounts say what they said before a file, but for what was changed since; answers with whose something was.

    `after`: what each said once the file was loaded.
    """
    rows = list(locked(Staff.objects.filter(username__in=list(before))))
    kept = set()
    for row in rows:
        stood, now = after.get(row.username, {}), _as_kept(row)
        moved = {name for name in KEPT if name not in TOGETHER and now[name] != stood.get(name, now[name])}
        if moved:
            kept.add(row.pk)
        for name, value in before[row.username].items():
            if TOGETHER.get(name, name) in moved:
                continue
            if name == "leaves_on":
                value = date.fromisoformat(value) if value else None
            setattr(row, name, value)
    Staff.objects.bulk_update(rows, KEPT, batch_size=500)
    return kept
