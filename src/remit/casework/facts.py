"""Recording facts of a child by hand, and settling what a return contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile_open
from remit.casework.locks import lock_action_list, locked
from remit.records.children import Allocation, Person
from remit.records.contradictions import ALLOCATION, offered_fact
from remit.records.fact_store import held_facts, supersede, write_changes
from remit.records.facts import TABLES, ChildFact, Contradiction
from remit.records.holdings import allocation_named, allocations_held, write_holdings
from remit.records.lengths import why_not_fitting
from remit.records.placements_list import Import
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.care_history import TEMPORARY
from remit.rules.clock import london_day
from remit.rules.fact_comparison import compare_facts
from remit.rules.facts import Fact
from remit.rules.holdings import Holding, put_instead
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.recording import why_not_record, why_not_record_fact, why_not_replace
from remit.rules.staff import why_not_allocate
from remit.rules.viewers import Post, Viewer
from remit.terms.codes import code_sets


@audited("fact.recorded")
def record_fact(
    *,
    child_id: int,
    fact: Fact,
    told: str,
    seen: Mapping[str, int] | None = None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Put a placement, review, legal status, order or weekly cost on record by hand: provisional until a return confirms it.

    A placement or legal status that went on ends where the new one begins. `seen`: the last fact of each kind that was on
    record when the actor looked (None: not asked). Refuses: not theirs; no source; a day that cannot be, a code that is not
    known; on record already; it would take the place of what was recorded since.
    """
    lock_action_list()
    child = locked(Person.objects.filter(pk=child_id)).first()
    if child is None:
        raise NotFound("child")
    refuse_if_not_theirs(child.pk, actor, now)
    # Temporary codes are no placement: only a return tells of absences.
    places = frozenset(code for code in code_sets().sets["PLACE"] if not code.startswith(TEMPORARY))
    refuse_if(
        why_not_record_fact(
            fact,
            told=told,
            born=child.date_of_birth,
            today=london_day(now),
            places=places,
            statuses=code_sets().sets["LS"].keys(),
        )
    )
    refuse_if(why_not_fitting(ChildFact, told=told))
    # What was typed before gives way to what is typed now, as what a return said does.
    held = [one._replace(provisional=False) for one in held_facts([child.pk], kinds=[fact.kind])[child.pk]]
    changes = compare_facts([fact], held)
    if not changes:
        raise Refused("This is on record already.", remedy="There is nothing to do.", field="since")
    if seen is not None:
        refuse_if(why_not_replace(changes, seen=seen))
    write_changes(
        [(child.pk, change) for change in changes],
        now=now,
        source=f"staff:{actor.username}",
        provisional=True,
        told=told.strip(),
    )
    about(subject=child.pk, kind=fact.kind, since=fact.since.isoformat())


@audited("contradiction.settled")
def settle_contradiction(
    *, contradiction_ref: str, take: bool, why: str, actor: Viewer, now: datetime
) -> None:
    """Say which of two versions is so: what was typed, or (`take`) what the import said; with the reason.

    Refuses: not theirs; settled already; no reason; the fact moved since.
    """
    lock_action_list()
    asked = Contradiction.objects.filter(ref=contradiction_ref).select_related("imported").first()
    if asked is None:
        raise NotFound("contradiction")
    refuse_if_not_theirs(asked.person_id, actor, now, kind=asked.kind)
    if asked.state != Contradiction.State.OPEN:
        raise Refused("This has been settled already.", remedy="There is nothing to do.")
    if not why.strip():
        raise Refused("Say how you know.", remedy="A sentence is enough.", field="why")
    refuse_if(why_not_fitting(Contradiction, why=why))
    table = Allocation if asked.kind == ALLOCATION else TABLES[asked.kind]
    if not table.objects.known().filter(pk=asked.held_id).exists():
        raise Stale
    if take:
        _take_allocation(asked, now) if asked.kind == ALLOCATION else _take(asked, now)
    asked.state = Contradiction.State.TAKEN if take else Contradiction.State.KEPT
    asked.settled_at, asked.settled_by_id, asked.why = now, actor.staff_id, why.strip()
    asked.save(update_fields=["state", "settled_at", "settled_by", "why"])
    about(subject=asked.person_id, kind=asked.kind, taken=take)


def _take(asked: Contradiction, now: datetime) -> None:
    """Put what the import said in place of what was typed, and of what else it shuts out; undoing it puts these back."""
    supersede({asked.kind: [asked.held_id]}, now=now)
    held = held_facts([asked.person_id], kinds=[asked.kind])[asked.person_id]
    changes = compare_facts([offered_fact(asked)], [one._replace(provisional=False) for one in held])
    written = write_changes(
        [(asked.person_id, change) for change in changes], now=now, source=f"import:{asked.imported.ref}"
    )
    _keep_for_undoing(asked, {asked.kind: [asked.held_id, *written.superseded.get(asked.kind, ())]})


def _keep_for_undoing(asked: Contradiction, superseded: Mapping[str, Sequence[int]]) -> None:
    """Note with the import what gave way to it, by kind."""
    done = locked(Import.objects.filter(pk=asked.imported_id).defer("content")).get()
    did = cast(dict[str, dict[str, list[int]]], done.did)
    before = did.get("superseded", {})
    more = {kind: [*before.get(kind, []), *keys] for kind, keys in superseded.items()}
    done.did = {**did, "superseded": {**before, **more}}
    done.save(update_fields=["did"])


def _take_allocation(asked: Contradiction, now: datetime) -> None:
    """Let the child be with whom the import said, in the place of who was typed; what they owe follows."""
    held = allocations_held([asked.person_id])[asked.person_id]
    typed = next(one for one in held if one.pk == asked.held_id)
    said = offered_fact(asked)
    worker, team = map(str, said.said)
    wanted = Holding(allocation_named(asked.person_id, worker, team), said.since, said.until)
    changes = put_instead(typed, [one for one in held if one is not typed], wanted)
    superseded = write_holdings(changes, now=now, source=f"import:{asked.imported.ref}")
    _keep_for_undoing(asked, superseded)
    reconcile_open(now=now)


def refuse_if_not_theirs(child_id: int, actor: Viewer, now: datetime, *, kind: str = "") -> None:
    """Whoever may not see the child may not know that it is there; the data officer keeps every record not restricted."""
    facts = child_facts([child_id], now=now)[child_id]
    keeps = actor.holds(Post.DATA_OFFICER)
    open_to = facts.restricted_to is None or actor.staff_id in facts.restricted_to
    if not (may_see(actor, facts, now=now).met or (keeps and open_to)):
        raise NotFound("child")
    if kind == ALLOCATION:
        refuse_if(why_not_allocate(actor, child_teams=facts.teams))
        return
    refuse_if(
        why_not_record(
            actor,
            works_with_child=actor.staff_id in facts.allocated_to,
            child_teams=facts.teams,
        )
    )
