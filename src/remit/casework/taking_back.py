"""Taking back a fact of a child that somebody typed by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from remit.casework.acts import about, audited
from remit.casework.facts import refuse_if_not_theirs
from remit.casework.locks import lock_action_list, locked
from remit.records.children import Person
from remit.records.cohort_stays import keep_stays
from remit.records.fact_store import put_again, supersede
from remit.records.facts import TABLES, Contradiction, FactTakenBack
from remit.records.taking_back import typed_fact
from remit.rules.clock import london_day
from remit.rules.facts import Held
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.reasons import why_not_reason
from remit.rules.recording import BY_HAND
from remit.rules.viewers import Viewer


@audited("fact.taken_back")
def take_back_fact(
    *,
    child_id: int,
    kind: str,
    since: date,
    why: str,
    seen: int | None = None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Take back what somebody typed by mistake, and let hold again what gave way to it. Both stay known as of before.

    `seen`: the last fact of its kind that was on record when the actor looked (None: not asked). Refuses: not theirs;
    a return confirmed it; taken back already; changed or another recorded since seen; a contradiction about it waits;
    what was typed since rests on it; no reason.
    """
    lock_action_list()
    child = locked(Person.objects.filter(pk=child_id)).first()
    if child is None:
        raise NotFound("child")
    refuse_if_not_theirs(child.pk, actor, now)
    if kind not in BY_HAND:
        raise NotFound("fact")
    typed = typed_fact(child.pk, kind, since)
    if isinstance(typed, Refused):
        raise typed
    if seen is not None and typed.last > seen:
        raise Stale
    refuse_if(typed.why_not)
    refuse_if(why_not_reason(why))
    supersede({kind: [one.pk for one in typed.gone]}, now=now)
    _put_back(kind, typed.again, now)
    FactTakenBack.objects.create(
        person=child,
        kind=kind,
        since=since,
        held_id=typed.held.pk,
        at=now,
        on=london_day(now),
        source=f"staff:{actor.username}",
        why=why.strip(),
    )
    keep_stays({child.pk})
    about(subject=child.pk, kind=kind, since=since.isoformat(), put_back=len(typed.again))


def _put_back(kind: str, again: Sequence[Held], now: datetime) -> None:
    """The same facts again, and with them what had been asked about them."""
    before = [one.pk for one in again]
    rows = list(TABLES[kind].objects.filter(pk__in=before).order_by("pk"))
    keys = [row.pk for row in rows]
    put_again(rows, now=now)
    for was, row in zip(keys, rows, strict=True):
        Contradiction.objects.filter(kind=kind, held_id=was).update(held_id=row.pk)
