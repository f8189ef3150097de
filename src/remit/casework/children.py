"""Putting children on record, allocating them, and protecting an address."""

from __future__ import annotations

from datetime import date, datetime

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile_open
from remit.casework.locks import locked
from remit.records.children import Allocation, Identifier, Person
from remit.records.lengths import why_not_fitting
from remit.records.people import Staff, Unit
from remit.records.persons import NewPerson, put_on_record
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.recording import why_not_told
from remit.rules.staff import why_not_allocate, why_not_follow, why_not_keep_children
from remit.rules.viewers import Post, Viewer


@audited("child.recorded")
def record_child(*, child: NewPerson, since: date, actor: Viewer, now: datetime) -> int:
    """Put a child on record with the id the council knows them by; answers with the child's key.

    Refuses: not the data officer; no id; a text too long to keep; an id that somebody has.
    """
    refuse_if(why_not_keep_children(actor))
    if not child.person_id.strip():
        raise Refused(
            "Enter the child's person id.", remedy="It is the number on your case system.", field="person_id"
        )
    refuse_if(why_not_fitting(Identifier, value=child.person_id))
    names = {"given_name": child.given_name, "family_name": child.family_name, "initials": child.initials}
    refuse_if(why_not_fitting(Person, **names))
    if Identifier.objects.open().filter(scheme=Identifier.PERSON_ID, value=child.person_id).exists():
        raise Refused("This id belongs to a child on record.", remedy="Check the id.", field="person_id")
    made = put_on_record([child], since=since, now=now, source=_source(actor))[child.person_id]
    about(subject=made)
    return made


@audited("child.allocated")
def allocate(
    *,
    child_id: int,
    worker_id: int | None,
    team_id: int,
    since: date,
    told: str,
    actor: Viewer,
    now: datetime,
) -> None:
    """Allocate a child to a worker in a team, or to the team alone, from a day on; any earlier allocation ends then.

    It is provisional until a file of allocations says the same. `told`: where it is known from.
    Refuses: not theirs to say; no source; no such child, worker or team; a worker who left; before the present allocation
    began.
    """
    child = _child(child_id)
    refuse_if(_why_not_allocate(child, actor, now))
    refuse_if(why_not_told(told))
    refuse_if(why_not_fitting(Allocation, told=told))
    team = Unit.objects.filter(pk=team_id, kind=Unit.Kind.TEAM).first()
    if team is None:
        raise NotFound("team")
    workers = Staff.objects.filter(is_service_account=False, is_active=True)
    if worker_id is not None and not workers.filter(pk=worker_id).exists():
        raise NotFound("worker")
    for earlier in Allocation.objects.open().filter(person=child):
        refuse_if(why_not_follow(earlier.since, since))
        _supersede_with_end(earlier, since, actor, now)
    Allocation.objects.create(
        person=child,
        worker_id=worker_id,
        team=team,
        since=since,
        recorded_at=now,
        source=_source(actor),
        provisional=True,
        told=told.strip(),
    )
    reconcile_open(now=now)
    about(subject=child.pk, worker=worker_id, unit=team.ref)


@audited("address.protected")
def protect_address(*, child_id: int, address: str, actor: Viewer, now: datetime) -> None:
    """Keep an address that no list, letter or extract may carry. Refuses: not the data officer; too long."""
    refuse_if(why_not_keep_children(actor))
    child = _child(child_id)
    refuse_if(why_not_fitting(Person, protected_address=address))
    Person.objects.filter(pk=child.pk).update(protected_address=address)
    about(subject=child.pk)


def _why_not_allocate(child: Person, actor: Viewer, now: datetime) -> Refused | None:
    """Whoever may not see the child may not know that it is there."""
    if actor.holds(Post.DATA_OFFICER):
        return None
    facts = child_facts([child.pk], now=now)[child.pk]
    if not may_see(actor, facts, now=now).met:
        return NotFound("child")
    return why_not_allocate(actor, child_teams=facts.teams)


def _supersede_with_end(row: Allocation, until: date, actor: Viewer, now: datetime) -> None:
    """Put the same allocation with its end in place of the one without."""
    Allocation.objects.filter(pk=row.pk).update(superseded_at=now)
    row.again(now=now, until=until, source=_source(actor)).save()


def _child(child_id: int) -> Person:
    child = locked(Person.objects.filter(pk=child_id)).first()
    if child is None:
        raise NotFound("child")
    return child


def _source(actor: Viewer) -> str:
    return f"staff:{actor.username}"
