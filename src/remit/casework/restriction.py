"""Who alone may see a child's record: restricting it, naming and taking off people, lifting the restriction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile
from remit.casework.locks import lock_meetings, locked
from remit.records.children import Person, Restriction
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.periods import PeriodQuerySet
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.staff import (
    why_not_because,
    why_not_lift,
    why_not_name,
    why_not_restrict,
    why_not_take_off,
)
from remit.rules.viewers import Post, Viewer

SEES_NOBODY = (Post.DATA_OFFICER, Post.INFORMATION_GOVERNANCE)
"""Who says who may see a record without seeing it: by its number, or by its opaque key."""


@audited("child.restricted")
def restrict(
    *,
    child_id: int,
    staff_ids: Collection[int],
    since: date,
    why: str = "",
    seen: int | None = None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Let these people see a child's record from a day on, and nobody else: whoever was named before no longer does.

    `seen` is the restriction's version (`version_of`; None: not asked). Refuses: no such child for the actor; not
    theirs to say; changed since seen; nobody named, or somebody who is not here; without a reason (but for the data
    officer, who says what the case system says).
    """
    child = _child(child_id, seen, actor, now)
    if not actor.holds(Post.DATA_OFFICER):
        refuse_if(why_not_because(why))
    wanted = set(staff_ids)
    refuse_if(why_not_name(named=len(wanted), known=_at_work(wanted), already=0))
    Person.objects.filter(pk=child.pk).update(restricted=True)
    _end(_open(child), since, why if child.restricted else "", actor, now)
    _name(child, wanted, since, why, actor, now)
    _move_on(child, now)
    about(subject=child.pk, named=sorted(wanted))


@audited("restriction.widened")
def name_people(
    *, child_id: int, staff_ids: Collection[int], why: str, seen: int | None, actor: Viewer, now: datetime
) -> None:
    """Let these people too see a restricted record from today.

    Refuses: no such child for the actor; not theirs to say; changed since seen; not restricted; nobody named, somebody
    who is not here, or is named already; no reason.
    """
    child = _child(child_id, seen, actor, now)
    refuse_if(why_not_lift(restricted=child.restricted))
    refuse_if(why_not_because(why))
    wanted = set(staff_ids)
    already = _open(child).filter(staff__in=wanted).count()
    refuse_if(why_not_name(named=len(wanted), known=_at_work(wanted), already=already))
    _name(child, wanted, london_day(now), why, actor, now)
    _move_on(child, now)
    about(subject=child.pk, named=sorted(wanted))


@audited("restriction.narrowed")
def take_off(
    *, child_id: int, staff_id: int, why: str, seen: int | None, actor: Viewer, now: datetime
) -> None:
    """Let somebody no longer see a restricted record.

    Refuses: no such child for the actor; not theirs to say; changed since seen; not restricted; not named; the last
    who could see it; no reason.
    """
    child = _child(child_id, seen, actor, now)
    refuse_if(why_not_lift(restricted=child.restricted))
    rows = _open(child)
    theirs = rows.filter(staff=staff_id)
    others = rows.exclude(staff=staff_id).filter(staff__is_active=True)
    refuse_if(why_not_take_off(named=theirs.exists(), others=others.count()))
    refuse_if(why_not_because(why))
    _end(theirs, london_day(now), why, actor, now)
    _move_on(child, now)
    about(subject=child.pk, taken_off=staff_id)


@audited("restriction.lifted")
def lift(*, child_id: int, why: str, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Open a restricted record again to everybody whose work it is.

    Refuses: no such child for the actor; not theirs to say; changed since seen; not restricted; no reason.
    """
    child = _child(child_id, seen, actor, now)
    refuse_if(why_not_lift(restricted=child.restricted))
    refuse_if(why_not_because(why))
    Person.objects.filter(pk=child.pk).update(restricted=False)
    _end(_open(child), london_day(now), why, actor, now)
    _move_on(child, now)
    about(subject=child.pk)


def _child(child_id: int, seen: int | None, actor: Viewer, now: datetime) -> Person:
    """The locked child, where the actor may say who sees the record; who may not see the child may not know of it."""
    child = locked(Person.objects.filter(pk=child_id)).first()
    if child is None:
        raise NotFound("child")
    facts = child_facts([child.pk], now=now)[child.pk]
    blind = any(actor.holds(post) for post in SEES_NOBODY)
    if not blind and not may_see(actor, facts, now=now).met:
        raise NotFound("child")
    refuse_if(why_not_restrict(actor, child_teams=facts.teams))
    if seen is not None and Restriction.version_of(child.pk) != seen:
        raise Stale
    return child


def _open(child: Person) -> PeriodQuerySet:
    return Restriction.objects.open().filter(person=child)


def _at_work(staff_ids: Iterable[int]) -> int:
    """How many of these are people who work here."""
    people = Staff.objects.filter(pk__in=staff_ids, is_active=True, is_service_account=False)
    return people.count()


def _name(
    child: Person, staff_ids: Iterable[int], since: date, why: str, actor: Viewer, now: datetime
) -> None:
    Restriction.objects.bulk_create(
        Restriction(
            person=child,
            staff_id=staff,
            since=since,
            why=why.strip(),
            recorded_at=now,
            source=f"staff:{actor.username}",
        )
        for staff in sorted(staff_ids)
    )


def _end(rows: PeriodQuerySet, until: date, why: str, actor: Viewer, now: datetime) -> None:
    """Put the same facts with their end in place of those without; what would only have begun later never was."""
    for row in list(rows.order_by("pk")):
        Restriction.objects.filter(pk=row.pk).update(superseded_at=now)
        if row.since <= until:
            source = f"staff:{actor.username}"
            row.again(now=now, until=until, ended_why=why.strip(), source=source).save()


def _move_on(child: Person, now: datetime) -> None:
    """Let what depends on who sees the record follow: the pages of meetings that are not over, and who owes what.

    Pages refresh by the meeting's revision. Duties of earlier meetings are owed still where an action is open.
    """
    ahead = (Meeting.State.PLANNED, Meeting.State.ISSUED, Meeting.State.OPEN)
    items = AgendaItem.objects.filter(subject=child.pk, meeting__state__in=ahead)
    unsettled = Duty.objects.filter(
        subject=child.pk, meeting__isnull=False, state__in=(Duty.State.OPEN, Duty.State.VOID)
    )
    coming = set(items.values_list("meeting_id", flat=True))
    concerned = coming | set(unsettled.values_list("meeting_id", flat=True))
    for meeting in lock_meetings(concerned).values():
        if meeting.pk in coming:
            touch(meeting)
    if concerned:
        reconcile(meeting_ids=concerned, now=now)
