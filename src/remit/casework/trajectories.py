"""A child's trajectory: begun by what a forum decided, changed by who works with the child; every version is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from remit.casework.acts import about, audited
from remit.casework.locks import locked
from remit.records.answers import Decision
from remit.records.children import Person
from remit.records.item_texts import texts_of
from remit.records.lengths import why_not_fitting
from remit.records.meetings import AgendaItem, Meeting
from remit.records.terms_store import terms_of
from remit.records.trajectories import Trajectory, trajectory_of
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.text import shown_date
from remit.rules.trajectories import Plan, why_not_change_plan, why_not_plan
from remit.rules.viewers import Viewer


@audited("trajectory.changed")
def change_trajectory(
    *, child_ref: str, seen: int, plan: Plan, why: str, actor: Viewer, now: datetime
) -> int:
    """Write a child's trajectory anew; answers with its version. `seen`: the version that was read, 0 where there was none.

    Refuses: no such child for the actor; not theirs to plan; changed since seen; nothing said, nothing changed, no reason.
    """
    child = locked(Person.objects.filter(subject__ref=child_ref)).first()
    if child is None:
        raise NotFound("child")
    facts = child_facts([child.pk], now=now)[child.pk]
    if not may_see(actor, facts, now=now).met:
        raise NotFound("child")
    works = actor.staff_id in facts.allocated_to
    refuse_if(why_not_plan(actor, works_with_child=works, child_teams=facts.teams))
    held = trajectory_of(child.pk)
    if (held.version if held else 0) != seen:
        raise Stale
    why = why.strip()
    said = Plan(plan.until_then.strip(), plan.step_down.strip(), plan.target_on)
    refuse_if(why_not_change_plan(said, _plan(held), why=why))
    refuse_if(why_not_fitting(Trajectory, why=why, until_then=said.until_then, step_down=said.step_down))
    made = _write(child.pk, held, said, why=why, actor=actor, now=now)
    about(subject=child.pk, version=made.version)
    return made.version


def begin_trajectories(
    meeting: Meeting, *, of_items: Collection[int] | None = None, actor: Viewer, now: datetime
) -> int:
    """Let the outcomes of a meeting whose minutes are approved begin trajectories, as its terms say; answers with how many.

    The words are those in which the answers may leave the meeting. A child who has one gets its next version.
    `of_items`: only the outcomes of these, which were corrected.
    """
    begun = 0
    for item, plan in _begun(meeting):
        if of_items is not None and item.pk not in of_items:
            continue
        held = trajectory_of(item.subject_id)
        if (plan.until_then or plan.step_down) and plan != _plan(held):
            why = f"{terms_of(meeting.terms).name}, {shown_date(meeting.date)}"
            _write(item.subject_id, held, plan, why=why, actor=actor, now=now, forum=meeting.forum_id)
            begun += 1
    return begun


def _begun(meeting: Meeting) -> Iterator[tuple[AgendaItem, Plan]]:
    said = terms_of(meeting.terms).trajectory
    if said is None:
        return
    left = Decision.objects.filter(
        item__meeting=meeting, superseded_at__isnull=True, outcome__in=said.begun_by
    ).select_related("item")
    decisions = list(left.order_by("item__pk"))
    texts = texts_of(meeting) if decisions else {}
    for decision in decisions:
        words = {text.key: text.issued.strip() for text in texts[decision.item_id]}
        held = trajectory_of(decision.item.subject_id)
        target = held.target_on if held else None
        yield decision.item, Plan(words.get(said.until_then, ""), words.get(said.step_down, ""), target)


def _plan(held: Trajectory | None) -> Plan | None:
    return Plan(held.until_then, held.step_down, held.target_on) if held else None


def _write(
    child: int,
    held: Trajectory | None,
    plan: Plan,
    *,
    why: str,
    actor: Viewer,
    now: datetime,
    forum: int | None = None,
) -> Trajectory:
    if held is not None:
        Trajectory.objects.filter(pk=held.pk).update(superseded_at=now)
    return Trajectory.objects.create(
        person_id=child,
        version=held.version + 1 if held else 1,
        on=london_day(now),
        until_then=plan.until_then,
        step_down=plan.step_down,
        target_on=plan.target_on,
        why=why,
        forum_id=forum,
        by_id=actor.staff_id,
        at=now,
    )
