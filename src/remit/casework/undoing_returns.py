"""Putting the record back as it was before a return was loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import cast

from remit.casework.acts import about, audited
from remit.casework.locks import lock_action_list, locked
from remit.casework.undoing import NOT_APPLIED, Undone, take_back_details, take_back_ids
from remit.records.cohort_stays import keep_stays
from remit.records.fact_store import supersede
from remit.records.facts import TABLES, ChildFact, Contradiction
from remit.records.key_lists import in_parts
from remit.records.placements_list import Import
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_load_returns
from remit.rules.viewers import Viewer

RETURNS = ("ssda903", "annex-a")
Place = tuple[str, int]
"""A kind of fact and a child."""


@audited("return.undone")
def undo_return(*, import_ref: str, actor: Viewer, now: datetime) -> Undone:
    """Put the record back as it was before a return, but for facts that changed since: those are left.

    What it was before is never what a return said that has been undone meanwhile: two returns undone in either order leave
    nothing of themselves. Children the return put on record whom nothing else speaks of lose their id, so that a corrected
    file finds them new.
    Refuses: not theirs; not applied, or undone already.
    """
    refuse_if(why_not_load_returns(actor))
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref, kind__in=RETURNS)).first()
    if done is None:
        raise NotFound("import")
    if done.state != Import.State.APPLIED:
        raise Refused(NOT_APPLIED, remedy="Look at the list of imports.")
    undone = _undo(done, now)
    done.state, done.undone_at = Import.State.UNDONE, now
    done.save(update_fields=["state", "undone_at"])
    about(imported=import_ref, taken_off=undone.taken_off, put_back=undone.put_back, left=undone.left)
    return undone


def _undo(done: Import, now: datetime) -> Undone:
    source = f"import:{done.ref}"
    did = cast(dict[str, object], done.did)
    before = _before(done)
    added, moved = _added(source)
    ours = {place for place in {*before, *added} if place not in moved}
    gone: dict[str, list[int]] = defaultdict(list)
    for place in ours:
        gone[place[0]] += added.get(place, [])
    undone_earlier = _look_further_back(before, ours, gone)
    supersede(gone, now=now)
    _put_back((row for place in ours for row in before.get(place, ())), now)
    keep_stays({person for _, person in ours})
    asked = Contradiction.objects.filter(imported=done, state=Contradiction.State.OPEN)
    asked.update(state=Contradiction.State.UNDONE, settled_at=now)
    take_back_details(cast(dict[str, list[str]], did.get("filled", {})))
    new = take_back_ids(source, now)
    for earlier in undone_earlier:
        new |= take_back_ids(earlier, now)
    return Undone(
        done.ref,
        taken_off=len(new),
        put_back=len({person for _, person in ours} - new),
        left=len({person for _, person in moved}),
    )


def _before(done: Import) -> dict[Place, list[ChildFact]]:
    """What a return superseded."""
    did = cast(dict[str, object], done.did)
    return _superseded(cast(dict[str, list[int]], did.get("superseded", {})))


def _look_further_back(
    before: dict[Place, list[ChildFact]], ours: Collection[Place], gone: dict[str, list[int]]
) -> list[str]:
    """Where what was before comes from a return that was undone since, what was before that; answers with their sources.

    Undoing the earlier return left these facts to the later one, which is undone now. What still stands there of the earlier
    one joins `gone`.
    """
    looked: list[str] = []
    while undone := _undone_sources(before, ours):
        for done in undone:
            source = f"import:{done.ref}"
            earlier = _before(done)
            stands, _ = _added(source)
            for place in ours:
                if all(row.source != source for row in before.get(place, ())):
                    continue
                others = [row for row in before[place] if row.source != source]
                before[place] = others + earlier.get(place, [])
                gone[place[0]] += stands.get(place, [])
            looked.append(source)
    return looked


def _undone_sources(before: Mapping[Place, list[ChildFact]], ours: Collection[Place]) -> list[Import]:
    """The returns undone already of which there is something among what would be put back; the latest first."""
    sources = {row.source for place in ours for row in before.get(place, ())}
    refs = [source.removeprefix("import:") for source in sources if source.startswith("import:")]
    undone = Import.objects.filter(ref__in=refs, kind__in=RETURNS, state=Import.State.UNDONE)
    return list(undone.order_by("-applied_at", "-pk"))


def _superseded(keys: Mapping[str, list[int]]) -> dict[Place, list[ChildFact]]:
    found: dict[Place, list[ChildFact]] = defaultdict(list)
    for kind, pks in keys.items():
        for part in in_parts(pks):
            for row in TABLES[kind].objects.filter(pk__in=part):
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


def _put_back(rows: Iterable[ChildFact], now: datetime) -> None:
    """The same facts again, as known from now on."""
    by_table: dict[type[ChildFact], list[ChildFact]] = defaultdict(list)
    for row in rows:
        row.pk, row.recorded_at, row.superseded_at = None, now, None
        row._state.adding = True
        by_table[type(row)].append(row)
    for table, again in by_table.items():
        table.objects.bulk_create(again, batch_size=2_000)
