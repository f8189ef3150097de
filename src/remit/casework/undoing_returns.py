"""Putting the record back as it was before a return was loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from remit.casework.acts import about, audited
from remit.casework.locks import lock_action_list, locked
from remit.casework.undoing import NOT_APPLIED, Undone, take_back_details, take_back_ids
from remit.records.cohort_stays import keep_stays
from remit.records.fact_store import put_again, supersede
from remit.records.facts import TABLES, ChildFact, Contradiction
from remit.records.key_lists import in_parts
from remit.records.later_returns import later_return
from remit.records.placements_list import Import
from remit.rules.loads import why_not_undo_return
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import RETURNS, why_not_load_returns
from remit.rules.viewers import Viewer

Place = tuple[str, int]
"""A kind of fact and a child."""


@audited("return.undone")
def undo_return(*, import_ref: str, actor: Viewer, now: datetime) -> Undone:
    """Put the record back as it was before a return, but for facts that changed since: those are left.

    Children the return put on record whom nothing else speaks of lose their id, so that a corrected file finds them new.
    Refuses: not theirs; not applied, or undone already; a return that was loaded later changed the record and stands.
    """
    refuse_if(why_not_load_returns(actor))
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref, kind__in=RETURNS)).first()
    if done is None:
        raise NotFound("import")
    if done.state != Import.State.APPLIED:
        raise Refused(NOT_APPLIED, remedy="Look at the list of imports.")
    refuse_if(why_not_undo_return(later_return(done)))
    undone, left = _undo(done, now)
    done.state, done.undone_at = Import.State.UNDONE, now
    done.did = cast(dict[str, object], done.did) | {"left": left}
    done.save(update_fields=["state", "undone_at", "did"])
    about(imported=import_ref, taken_off=undone.taken_off, put_back=undone.put_back, left=undone.left)
    return undone


def _undo(done: Import, now: datetime) -> tuple[Undone, dict[str, list[int]]]:
    """What was undone; and by kind, of which children a fact was left."""
    source = f"import:{done.ref}"
    did = cast(dict[str, object], done.did)
    before = _superseded(cast(dict[str, list[int]], did.get("superseded", {})), but=source)
    added, moved = _added(source)
    ours = {place for place in {*before, *added} if place not in moved}
    gone: dict[str, list[int]] = defaultdict(list)
    for place in ours:
        gone[place[0]] += added.get(place, [])
    supersede(gone, now=now)
    put_again((row for place in ours for row in before.get(place, ())), now=now)
    keep_stays({person for _, person in ours})
    asked = Contradiction.objects.filter(imported=done, state=Contradiction.State.OPEN)
    asked.update(state=Contradiction.State.UNDONE, settled_at=now)
    take_back_details(cast(dict[str, list[str]], did.get("filled", {})))
    new = take_back_ids(source, now)
    left: dict[str, list[int]] = defaultdict(list)
    for kind, person in sorted(moved):
        left[kind].append(person)
    undone = Undone(
        done.ref,
        taken_off=len(new),
        put_back=len({person for _, person in ours} - new),
        left=len({person for _, person in moved}),
    )
    return undone, dict(left)


def _superseded(keys: Mapping[str, list[int]], *, but: str) -> dict[Place, list[ChildFact]]:
    """These facts, without those of the return itself: they gave way when a person took what else it said."""
    found: dict[Place, list[ChildFact]] = defaultdict(list)
    for kind, pks in keys.items():
        for part in in_parts(pks):
            for row in TABLES[kind].objects.filter(pk__in=part).exclude(source=but):
                found[kind, row.person_id].append(row)
    return found


def _added(source: str) -> tuple[dict[Place, list[int]], set[Place]]:
    """What the import added and still stands; and where something of it was superseded since."""
    added: dict[Place, list[int]] = defaultdict(list)
    moved: set[Place] = set()
    for kind, table in TABLES.items():
        gone: set[int] = set()
        rows = table.objects.filter(source=source).values_list("pk", "person_id", "superseded_at")
        for pk, person, superseded_at in rows:
            if superseded_at is None:
                added[kind, person].append(pk)
            else:
                gone.add(person)
        for part in in_parts(sorted(gone)):
            ours = table.objects.filter(source=source, person__in=part)
            moved |= {(kind, row["person_id"]) for row in ours.no_longer_told()}
    return added, moved
